"""``/v1/cite.…``: the citation of a query, which cites the events that it finds today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

import orjson
import xxhash
from flask import Response

from service.api.addresses import root
from service.api.instance import Instance
from service.api.query_description import in_words, reply_language
from service.api.request import Request
from service.api.responses import conditional
from service.domain.query import Filter, Page
from service.formats.citation import Citation, line
from service.formats.citation_styles import STYLES
from service.reply_dependencies import today
from service.schemas.parameters import FILTERS, LANG
from service.schemas.query_description import ORDER

PARAMETERS = (*FILTERS, LANG)
EVERYTHING = "sort=date"
"""Asks for all events. The URL of the front page alone asks for the operator's default query."""
VERSION = "The version is the time of the last change to one of these events"
FILTER_NAMES = frozenset(ORDER)


def cite(suffix: str, request: Request) -> Response:
    """``GET /v1/cite.{suffix}``. The query may find other events later. So the citation has their
    number, and its version is the time of the last change to one of them."""
    style = STYLES[suffix]
    body = style.write(of_query(request.instance, request.pairs, request.query.filter)).encode()
    return conditional(body, style.form.media_type)


def of_query(here: Instance, given: Sequence[tuple[str, str]], filter_: Filter) -> Citation:
    """The citation of the events that the filters in ``given``, parsed as ``filter_``, find."""
    store, settings, day = here.store, here.settings, today()
    kept = [each for each in given if each[0] in FILTER_NAMES]
    everything = EVERYTHING if settings.default_query else ""
    address = urlencode(kept, safe="/,") or everything
    newest = store.events(filter_, Page(sort="-updated", limit=1, count="none")).rows
    changed: str | None = orjson.loads(newest[0])["updated_at"] if newest else None
    count, exactly = store.count(filter_, "capped")
    number = f"{count or 0:,} event{'' if count == 1 else 's'}"
    words = in_words(kept)
    plain = reply_language()
    title = (
        plain.gettext("Events: %(words)s", words=words) if words else plain.gettext("All events")
    )
    return Citation(
        key=f"dateline-query-{xxhash.xxh3_64_hexdigest(address.encode())}",
        title=line(title),
        author=line(settings.title),
        issued=date.fromisoformat(changed[:10]) if changed else day,
        accessed=day,
        about=f"Data set; {number if exactly == 'exact' else f'more than {number}'}",
        version=f"{changed[:19]}Z" if changed else None,
        url=f"{root()}/?{address or EVERYTHING}"
        if kept or settings.default_query
        else f"{root()}/",
        note=f"The version is the time of the last change to one of these events: {changed}"
        if changed
        else "No event matched on that day",
        data=True,
    )
