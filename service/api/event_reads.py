"""The list of events and the single event, in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import orjson
import xxhash
from flask import Response

from service.api.access import with_key
from service.api.addresses import address, root_of
from service.api.etags import of_state
from service.api.hints import HEADER, as_header, hints
from service.api.query_description import in_words
from service.api.ranges import ranged
from service.api.request import Request
from service.api.responses import conditional
from service.deadline import checked
from service.domain.event import ID_PATTERN
from service.errors import FieldError, NotFound
from service.formats.format import Deleted, Format, Listing, too_many
from service.formats.localized import documents_in
from service.formats.registry import FORMATS
from service.reply_dependencies import today
from service.schemas.parameters import FILTERS, GRAMMAR, LANG, PAGING, Parameter
from service.schemas.query import EventsQuery
from service.store import EventPage, Saved, Store

LIST = (*FILTERS, *PAGING, LANG)
"""Parameters of a list of events in any format."""
RANKED = "Dateline-Ranked"
"""The header that says that only some of the matching events are ranked."""
PLAIN = re.compile(r"[\w.~%&=+,:/*-]*", re.ASCII)


def _list_parameters(form: Format) -> tuple[Parameter, ...]:
    own = {each.name for each in form.parameters}
    return (*(each for each in LIST if each.name not in own), *form.parameters)


LIST_OF = {form.suffix: _list_parameters(form) for form in FORMATS}
"""Parameters of a list in each format: those of the grammar and the format's own."""
NEGOTIATED = ("Vary", "Accept")
MAX_DELETED = 1000
"""The maximum number of cancellations in a whole calendar. A client that has missed more deletions
should read the change log."""
SINGLE_OF = {
    form.suffix: (
        LANG,
        *(each for each in form.parameters if each.name not in GRAMMAR and each.means is None),
    )
    for form in FORMATS
}


def events(request: Request) -> Response:
    """``GET /v1/events``: all events or a page, as the format and the query say."""
    form, asked = _format(request), request.query
    whole = form.default == "all" and not asked.limited
    more = [NEGOTIATED] if request.negotiated else []
    found = hints(request.instance.store, asked, request.pairs)
    if found:
        more.append((HEADER, as_header(found)))
    return (_whole if whole else _page)(request, form, more, found)


def _format(request: Request) -> Format:
    if request.format is None:
        raise TypeError("a route of events has a format, or offers some")
    return request.format


def _page(
    request: Request,
    form: Format,
    more: list[tuple[str, str]],
    found: tuple[FieldError, ...],
) -> Response:
    asked, store = request.query, request.instance.store
    wanted = asked.page
    if form.default == "largest page" and not asked.limited:
        wanted = replace(wanted, limit=request.instance.settings.max_page_size)
    if not form.totals and wanted.count != "none":
        wanted = replace(wanted, count="none")
    page = store.events(asked.filter, wanted)
    link = next_link(request, page)
    around = listing(request, page, link, hints=found, **_extra_facts(request, form))
    if form.deletions and asked.page.after is None:
        around = replace(around, deleted=_deleted(store, asked, wanted.limit))
    documents = documents_in(checked(page.rows), asked.lang)
    content = b"".join(form.render(documents, around))
    tag = f"{form.suffix}-{xxhash.xxh3_128_hexdigest(content, store.seal().seed)}"
    if link is not None:
        more.append(("Link", f'<{link}>; rel="next"'))
    more += _ranked(store, asked)
    response = conditional(content, form.media_type, tag, *more)
    # Clients read these formats as files, and may ask for a part.
    return ranged(request.sent, response, content) if form.default == "all" else response


def _ranked(store: Store, asked: EventsQuery) -> list[tuple[str, str]]:
    """The header that says that only some of the matching events are ranked, if that is so."""
    if asked.page.sort != "relevance":
        return []
    count, how = store.count(asked.filter, "capped")
    return [(RANKED, f"newest {count}")] if how == "at_least" else []


def _whole(
    request: Request,
    form: Format,
    more: list[tuple[str, str]],
    found: tuple[FieldError, ...],
) -> Response:
    asked, store = request.query, request.instance.store
    around = listing(request, hints=found, **_extra_facts(request, form))
    if form.most is not None and (store.count(asked.filter)[0] or 0) > form.most:
        raise too_many(form.name, form.most)
    # A stream has no digest before it is sent. But the query and the position of this database's
    # change log determine its content.
    tag = of_state(form.suffix, store.moment(), asked.identity, around)
    response = conditional(b"", form.media_type, tag, *more, *_ranked(store, asked))
    if response.status_code == 200:
        # The length is unknown before the reply is made. So HEAD leaves it out: a length of 0
        # would say that the content is empty (RFC 9110, 8.6).
        response.automatically_set_content_length = False
        del response.headers["Content-Length"]
        if request.sent.method != "HEAD":
            if form.deletions:
                around = replace(around, deleted=_deleted(store, asked, MAX_DELETED))
            rows = documents_in(store.stream(asked.filter, asked.page.sort), asked.lang)
            response.response = form.render(rows, around)
    return response


def _extra_facts(request: Request, form: Format, title: str | None = None) -> dict[str, Any]:
    """Facts that only some formats need: the day of the request, which gives them another ETag
    tomorrow, and a description of the request, which for a single event is its ``title``."""
    found: dict[str, Any] = {}
    if form.dated:
        found["accessed"] = today()
    if form.named:
        found["about"] = in_words(request.pairs) if title is None else title
    return found


def _deleted(store: Store, asked: EventsQuery, limit: int) -> tuple[Deleted, ...]:
    """The events deleted last that would match the query."""
    found = store.deleted(asked.filter, limit=limit)
    bodies = documents_in([each.body for each in found], asked.lang)
    return tuple(
        Deleted(each.id, each.version, each.at, body)
        for each, body in zip(found, bodies, strict=True)
    )


def listing(
    request: Request, page: EventPage | None = None, link: str | None = None, **more: Any
) -> Listing:
    """The facts about a reply that formats write around its events; ``more`` are some of them."""
    asked, form = request.query, request.format
    if form is None or form.addressed:
        environ, text = request.sent.environ, request.text
        here = root_of(environ, request.instance.settings)
        asked_at = f"{here}{request.sent.path}" + (f"?{text}" if text else "")
        more |= {"root": here, "address": with_key(asked_at, environ), "identity": asked_at}
    return Listing(
        title=request.instance.settings.title,
        next=link,
        total=page.total if page else None,
        total_is=page.total_is if page else "unknown",
        fields=asked.fields,
        options=dict(asked.options),
        **more,
    )


def next_link(request: Request, page: EventPage) -> str | None:
    """The URL of the page after this one; ``None`` on the last."""
    if page.next is None:
        return None
    seal, identity = request.instance.store.seal(), request.query.identity
    cursor = seal.list(page.next, identity, page.reached)
    path, text, environ = request.sent.path, request.text, request.sent.environ
    if request.query.page.after is None and PLAIN.fullmatch(text):
        # The query as it was sent with the cursor added: faster than encoding it again.
        here = root_of(environ, request.instance.settings)
        return with_key(f"{here}{path}?{text}{'&' if text else ''}cursor={cursor}", environ)
    kept = [each for each in request.pairs if each[0] != "cursor"]
    return with_key(address(path, [*kept, ("cursor", cursor)]))


def tag(store: Store, saved: Saved, form: str = "json", content: bytes | None = None) -> str:
    """The ETag of one event: its version in clear, the format, and a digest of the stored document
    in this epoch. If ``content`` is given, because it is not that document, its digest follows.

    In every format the first digest identifies the state of the event that was read (``seen``).
    """
    seed = store.seal().seed
    state = f"v{saved.version}-{form}-{xxhash.xxh3_64_hexdigest(saved.body, seed)}"
    return state if content is None else f"{state}-{xxhash.xxh3_64_hexdigest(content, seed)}"


def event(request: Request) -> Response:
    """``GET /v1/events/{id}``."""
    form, store = _format(request), request.instance.store
    saved = store.get(known_shape(request.id))
    title = orjson.loads(saved.body)["title"] if form.named else ""
    around = listing(request, single=True, **_extra_facts(request, form, title))
    content = b"".join(form.render(documents_in([saved.body], request.query.lang), around))
    # JSON is the stored document; the other formats also contain URLs and options.
    more = None if content == saved.body else content
    etag = tag(store, saved, form.suffix, more)
    return conditional(
        content, form.media_type, etag, *([NEGOTIATED] if request.negotiated else [])
    )


def known_shape(event_id: str) -> str:
    """``event_id``, if it has the form of an id. Otherwise raises ``NotFound``."""
    if not ID_PATTERN.fullmatch(event_id):
        raise NotFound("there is no such event; an id has only a-z 0-9 _ and -")
    return event_id
