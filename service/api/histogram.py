"""Histograms: ``GET /v1/histogram`` and ``/v1/histogram.csv``."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import Response

from service.api import series
from service.api.instance import Instance
from service.api.request import Request
from service.api.responses import as_json, conditional
from service.domain.intervals import AUTO
from service.domain.query import Choice
from service.domain.vocabulary import STAGES
from service.errors import FieldError, Invalid
from service.formats import csv, histogram_csv
from service.reply_dependencies import known
from service.schemas.charts import BY, COMPARE, EVENTS, INTERVAL, MEASURE, MONEY, OPEN, Comparing
from service.schemas.parameters import FILTERS
from service.store import Histogram

PARAMETERS = (*FILTERS, INTERVAL, BY, COMPARE, MEASURE)
CSV_PARAMETERS = (*PARAMETERS, *csv.FORMAT.parameters)


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


def _amounts(amounts: Mapping[tuple[str, str], Decimal], money: _Money) -> list[dict[str, str]]:
    return [
        {"currency": currency, "stage": stage, "value": format(value, "f")}
        for (currency, stage), value in sorted(amounts.items())
        if money.tells(currency, stage)
    ]
