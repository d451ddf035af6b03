"""``GET /v1/anniversaries``: the anniversaries of events in a window of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from dateutil.relativedelta import relativedelta
from flask import Response

from service.api.event_reads import listing
from service.api.query_description import in_words, reply_language
from service.api.request import Request
from service.api.responses import as_json, conditional
from service.deadline import checked
from service.domain.query import Choice, Filter, Page
from service.errors import FieldError, Invalid
from service.formats import ics
from service.formats.localized import documents_in
from service.reply_dependencies import today
from service.schemas.parameters import FILTERS, LANG
from service.schemas.query import EventsQuery

PARAMETERS = (
    *(each for each in FILTERS if each.name not in ("date", "on", "match", "undated")),
    LANG,
)
MAX_ANNIVERSARIES = 1000


def anniversaries(request: Request) -> Response:
    """``GET /v1/anniversaries``: the days of the window that are anniversaries, with their events.

    The anniversary of 29 February is 28 February in common years, as ``relativedelta`` gives it
    when it adds years.
    """
    (first, last), items, whole = _recurred(request)
    return as_json({
        "from": first.isoformat(), "to": last.isoformat(), "items": items, "complete": whole,
    })  # fmt: skip


def calendar(request: Request) -> Response:
    """``GET /v1/anniversaries.ics``."""
    _, items, _ = _recurred(request)
    asked_of = in_words([each for each in request.pairs if each[0] not in ("from", "to")])
    said = reply_language().gettext("anniversaries")
    about = f"{said}, {asked_of}" if asked_of else said
    around = replace(listing(request), about=about)
    return conditional(ics.anniversaries(items, around), ics.FORMAT.media_type)


def _recurred(request: Request) -> tuple[tuple[date, date], list[dict[str, Any]], bool]:
    """The window, the anniversaries in it, and whether the list is complete."""
    asked = request.query
    first, last = _window(asked)
    filter_ = _recurring(asked, first, last)
    page = request.instance.store.events(filter_, Page(limit=MAX_ANNIVERSARIES, count="capped"))
    items = []
    for document in checked(documents_in(page.rows, asked.lang)):
        event = orjson.loads(document)
        began = date.fromisoformat(event["earliest"])
        for year in range(first.year, last.year + 1):
            day = began + relativedelta(years=year - began.year)
            if first <= day <= last and year > began.year:
                items.append({"on": day, "years": year - began.year, "event": event})
    items.sort(key=lambda each: (each["on"], each["event"]["date"], each["event"]["id"]))
    return (first, last), items, page.next is None


def _window(asked: EventsQuery) -> tuple[date, date]:
    """The first and the last day of the window. The default is a month from today."""
    since, until = asked.filter.since, asked.filter.until
    try:
        first = today() if since is None else date.fromordinal(since)
        last = first + relativedelta(months=1) if until is None else date.fromordinal(until)
    except (ValueError, OverflowError):
        raise Invalid(
            "from and to must lie in the years 1 to 9999",
            [FieldError("lies outside the years 1 to 9999", parameter="from")],
        ) from None
    if not 0 <= (last - first).days <= 366:
        raise Invalid(
            "the window must have 1 to 367 days",
            [FieldError("must lie at most 366 days after from, and not before it", parameter="to")],
        )
    return first, last


def _recurring(asked: EventsQuery, first: date, last: date) -> Filter:
    days = {
        f"{day.month:02}-{day.day:02}"
        for day in (first + relativedelta(days=n) for n in range((last - first).days + 1))
    }
    if "02-28" in days:
        days.add("02-29")
    group = tuple(Choice("on", day) for day in sorted(days))
    # Events that began before the year 1 have no anniversaries here: datetime cannot hold their
    # dates. The window is of days, so a time in it is not compared with the times of events.
    low, high = asked.filter.begins
    return replace(
        asked.filter, since=1, until=last.toordinal(), certain=False, seconds=(None, None),
        begins=(max(1, low or 1), high), groups=(*asked.filter.groups, group),
    )  # fmt: skip
