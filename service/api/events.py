"""The list of events and the single event: reading and writing."""

from __future__ import annotations

import re

import orjson
import xxhash
from flask import Response, request

from service.api.context import (
    CSV_LIST,
    LIST,
    address,
    authorize,
    body,
    conditional,
    instance,
    pairs,
    query,
    root,
)
from service.domain.event import ID_PATTERN
from service.domain.ids import new_id
from service.errors import NotAcceptable, NotFound, PreconditionFailed
from service.formats import csv
from service.schemas.event import load_event
from service.schemas.query import EventsQuery, make_cursor
from service.store import Saved, Slice

PLAIN = re.compile(rb"[\w.~%&=+,:/*-]*", re.ASCII)
FORMATS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def chosen(suffix: str | None) -> str:
    """The format: by suffix, else by ``Accept``. Raises ``NotAcceptable`` or ``NotFound``."""
    if suffix is not None:
        if suffix not in FORMATS:
            raise NotFound(f"there is no format {suffix!r}; there are {', '.join(FORMATS)}")
        return suffix
    accept = request.headers.get("Accept")
    if accept is None or "*/*" in accept or "application/json" in accept:
        return "json"
    best = request.accept_mimetypes.best_match(["application/json", "text/csv"])
    if best is None:
        raise NotAcceptable("there are application/json and text/csv")
    return "csv" if best == "text/csv" else "json"


def events(suffix: str | None = None) -> Response:
    """``GET /v1/events``: one page as JSON, or everything as CSV."""
    form = chosen(suffix)
    asked = query(CSV_LIST if form == "csv" else LIST)
    response = _csv(asked) if form == "csv" else _json(asked)
    response.vary.add("Accept")
    return response


def _json(asked: EventsQuery) -> Response:
    page = instance().store.events(asked.filter, asked.page)
    rows = page.rows
    if asked.fields is not None:
        rows = [_only(row, asked.fields) for row in rows]
    link = _next(page, asked)
    total = b"null" if page.total is None else b"%d" % page.total
    parts = (
        b'{"items":[', b",".join(rows), b'],"next":', orjson.dumps(link), b',"total":', total,
        b',"total_is":"', page.total_is.encode(), b'"}',
    )  # fmt: skip
    return _linked(conditional(b"".join(parts), FORMATS["json"]), link)


def _csv(asked: EventsQuery) -> Response:
    store, raw = instance().store, ("raw", "1") in asked.options
    if asked.limited:
        page = store.events(asked.filter, asked.page)
        whole = b"".join(csv.render(page.rows, raw))
        return _linked(conditional(whole, FORMATS["csv"]), _next(page, asked))
    # A stream cannot be digested before it is sent. What it will hold follows from the
    # query and from how far the change log has come.
    state = f"{store.last_change()}-{asked.identity}-{raw}".encode()
    response = conditional(b"", FORMATS["csv"], "csv-" + xxhash.xxh3_128_hexdigest(state))
    if response.status_code == 200 and request.method != "HEAD":
        response.response = csv.render(store.stream(asked.filter, asked.page.sort), raw)
        del response.headers["Content-Length"]
    return response


def _only(document: bytes, names: tuple[str, ...]) -> bytes:
    event = orjson.loads(document)
    return orjson.dumps({name: event[name] for name in names})


def _next(page: Slice, asked: EventsQuery) -> str | None:
    if page.next is None:
        return None
    cursor = make_cursor(page.next, asked.identity)
    if asked.page.after is None and PLAIN.fullmatch(request.query_string):
        # The query as it was sent, and the cursor: quicker than spelling it anew.
        text = request.query_string.decode("ascii")
        return f"{root()}{request.path}?{text}{'&' if text else ''}cursor={cursor}"
    kept = [(name, text) for name, text in pairs() if name != "cursor"]
    return address(request.path, [*kept, ("cursor", cursor)])


def _linked(response: Response, link: str | None) -> Response:
    if link is not None:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def tag(saved: Saved, form: str) -> str:
    """The ETag of one event: its version in clear, for ``If-Match``; format and digest
    to make it strong."""
    return f"v{saved.version}-{form}-{xxhash.xxh3_64_hexdigest(saved.body)}"


def event(event_id: str, suffix: str | None = None) -> Response:
    """``GET /v1/events/{id}``."""
    form = chosen(suffix)
    raw = ("raw", "1") in query(CSV_LIST[-1:] if form == "csv" else ()).options
    saved = instance().store.get(_known_shape(event_id))
    content = b"".join(csv.render([saved.body], raw)) if form == "csv" else saved.body
    response = conditional(content, FORMATS[form], tag(saved, form + "-raw" * raw))
    response.vary.add("Accept")
    return response


def create() -> Response:
    """``POST /v1/events``: a new event, under its own id or one we make."""
    author = authorize("write")
    query(())
    data = body()
    made = None if isinstance(data, dict) and "id" in data else new_id()
    saved = instance().store.create(load_event(data, made), author)
    return _written(saved, 201)


def put(event_id: str) -> Response:
    """``PUT /v1/events/{id}``: create, or replace under ``If-Match``."""
    author = authorize("write")
    query(())
    new = load_event(body(), _known_shape(event_id))
    saved = instance().store.put(new, _version_seen(), author)
    return _written(saved, 201 if saved.outcome == "created" else 200)


def _written(saved: Saved, status: int) -> Response:
    response = Response(saved.body, status, content_type=FORMATS["json"])
    response.set_etag(tag(saved, "json"))
    if status == 201:
        response.headers["Location"] = f"{root()}/v1/events/{saved.id}"
    return response


def _version_seen() -> int | None:
    """The version in ``If-Match``, ``None`` without one (RFC 9110, 13.1.1)."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    match = re.fullmatch(r'\s*"v(\d{1,9})-[^"]*"\s*', header)
    if match is None:
        raise PreconditionFailed("If-Match must be the ETag that a read of the event gave")
    return int(match[1])


def _known_shape(event_id: str) -> str:
    if not ID_PATTERN.fullmatch(event_id):
        raise NotFound("there is no such event; an id has only a-z 0-9 _ and -")
    return event_id
