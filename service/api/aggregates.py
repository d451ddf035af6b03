"""Histogram and anniversaries."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
from dateutil.relativedelta import relativedelta
from flask import Response

from service.api import series
from service.api.event_reads import listing
from service.api.instance import Instance
from service.api.query_description import in_words, reply_language
from service.api.request import Request
from service.api.responses import as_json, conditional
from service.domain.intervals import AUTO
from service.domain.query import Choice, Filter, Page
from service.domain.vocabulary import STAGES
from service.errors import FieldError, Invalid
from service.formats import csv, histogram_csv, ics
from service.formats.localized import documents_in
from service.reply_dependencies import known, today
from service.schemas.charts import BY, COMPARE, EVENTS, INTERVAL, MEASURE, MONEY, OPEN, Comparing
from service.schemas.parameters import FILTERS, LANG
from service.schemas.query import EventsQuery
from service.store import Histogram

HISTOGRAM = (*FILTERS, INTERVAL, BY, COMPARE, MEASURE)
HISTOGRAM_CSV = (*HISTOGRAM, *csv.FORMAT.parameters)
ANNIVERSARIES = (
    *(each for each in FILTERS if each.name not in ("date", "on", "match", "undated")),
    LANG,
)
MAX_ANNIVERSARIES = 1000


def histogram(request: Request) -> Response:
    """``GET /v1/histogram``."""
    interval, by, found = _series(request)
    if not by:
        return as_json(found[0][1])
    named = [{"value": value, **each} for value, each in found]
    return as_json({"interval": interval, "by": by, "series": named})


def table(request: Request) -> Response:
    """``GET /v1/histogram.csv``."""
    options = request.options
    _, by, found = _series(request)
    money = options.get("measure", EVENTS) == MONEY
    rows = histogram_csv.render(
        found, by, raw=options["raw"] == "1", bom=options["bom"] == "1", money=money
    )
    return conditional(rows, histogram_csv.MEDIA_TYPE)


def _series(request: Request) -> tuple[str, str, list[tuple[str, dict[str, Any]]]]:
    """The interval, the kind of value that the histograms are by, and each value with its
    histogram."""
    here, asked, options = request.instance, request.query, request.options
    store, interval = here.store, options["interval"]
    if interval == AUTO:
        days = series.reach(here, asked.filter)
        interval = series.steps(AUTO, days).interval if days else "month"
    compared = Comparing(here.parser.involved).read(options)
    money = _Money(options.get("measure") == MONEY, asked.filter.value("currency"))
    by = options.get("by", "")
    if compared is not None and compared.kind == "stage":
        money = replace(money, stages=tuple(each.value for each in compared.members))
    elif compared is not None:
        groups = {each.value: each.group for each in compared.members}
        histograms = store.histograms(asked.filter, interval, groups)
        nothing = Histogram(interval, [], [])
        return (
            interval,
            compared.kind,
            [(value, _histogram(histograms.get(value, nothing), money)) for value in groups],
        )
    elif by in OPEN:
        text = f"by: {by} needs compare, with two to six of them; /v1/{by}s lists all"
        raise Invalid(text, [FieldError(text, parameter="by")])
    elif by:
        histograms = store.histograms(asked.filter, interval, _groups(here, by))
        return (
            interval,
            by,
            [(value, _histogram(each, money)) for value, each in histograms.items()],
        )
    return interval, "", [("", _histogram(store.histogram(asked.filter, interval), money))]


@dataclass(frozen=True, slots=True)
class _Money:
    """Selects the amounts in a reply: all, or, if money is ``measured``, those of one currency and
    of some stages."""

    measured: bool
    currency: str | None
    stages: Container[str] = STAGES

    def tells(self, currency: str, stage: str) -> bool:
        if not self.measured:
            return True
        return stage in self.stages and self.currency in (None, currency)


def _groups(here: Instance, kind: str) -> dict[str, tuple[Choice, ...]]:
    if kind == "bloc":
        return {
            bloc.code: tuple(
                Choice("country", each.country, each.since, each.until) for each in bloc.members
            )
            for bloc in here.blocs.values()
        }
    with known():  # the reply depends on the events of the filter only, not on this list
        return {each.value: (Choice(kind, each.value),) for each in here.store.terms(kind)}


def _histogram(found: Histogram, money: _Money) -> dict[str, Any]:
    return {
        "interval": found.interval,
        "buckets": [
            {"start": each.start, "end": each.end, "count": each.count,
             "amounts": _amounts(each.amounts, money) if each.amounts else []}
            for each in found.buckets
        ],
        "imprecise": [
            {"date": each.date, "precision": each.precision, "count": each.count,
             "amounts": _amounts(each.amounts, money)}
            for each in found.imprecise
        ],
    }  # fmt: skip


def _amounts(amounts: Any, money: _Money) -> list[dict[str, str]]:
    return [
        {"currency": currency, "stage": stage, "value": format(value, "f")}
        for (currency, stage), value in sorted(amounts.items())
        if money.tells(currency, stage)
    ]


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
    for document in documents_in(page.rows, asked.lang):
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
    # Events before the year 1 have no anniversaries here: datetime cannot hold their dates.
    return replace(
        asked.filter, since=1, until=last.toordinal(), certain=False,
        groups=(*asked.filter.groups, group),
    )  # fmt: skip
