"""Arranges the list of events in their given order under years and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from service.api.language import gettext, language
from service.deadline import checked
from service.domain.vocabulary import ONE_DAY
from service.languages import mark
from service.web import repetition

NOTES = {
    "month": mark("day not known"),
    "season": mark("day not known"),
    "quarter": mark("day not known"),
    "year": mark("day not known"),
    "decade": mark("year not known"),
    "century": mark("year not known"),
    "set": mark("one of several dates"),
}
LONG_YEAR = re.compile(r"\d{5,}")


@dataclass(slots=True)
class Group:
    """Events of one date; ``shape`` says how the date is drawn: ``day``, ``span`` or ``wide``."""

    label: str
    date: str
    shape: str
    approximate: bool
    note: str
    events: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Year:
    """A year or another wide heading, and the groups under it."""

    label: str
    groups: list[Group] = field(default_factory=list)


def by_year_and_date(documents: Iterable[bytes], sort: str) -> list[Year]:
    """``documents`` under headings; by day of change if they are sorted by that."""
    years: list[Year] = []
    for document in checked(documents):
        event = orjson.loads(document)
        event["date_as_reported"] = repetition.date_as_reported(event)
        event["summary"] = repetition.summary(event)
        event["countries"] = by_country(event)
        label, group = _by_update(event) if sort.endswith("updated") else _by_date(event)
        if sort == "relevance":
            label = gettext("Best matches first")
        if not years or years[-1].label != label:
            years.append(Year(label))
        groups = years[-1].groups
        if not groups or (groups[-1].date, groups[-1].label) != (group.date, group.label):
            groups.append(group)
        groups[-1].events.append(event)
    return years


def by_country(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The countries of an event, each once with all its roles."""
    found: dict[str, dict[str, Any]] = {}
    for each in event["countries"]:
        known = found.setdefault(each["code"], {**each, "roles": []})
        known["roles"].append(language().term("role", each["role"]))
    return list(found.values())


def shape(event: dict[str, Any]) -> str:
    """The way in which a date is drawn.

    ``day`` is a point, ``span`` a stretch that lasted, and ``wide`` a stretch that contains the
    unknown day.
    """
    if event["precision"] in ONE_DAY:
        return "day"
    return "span" if event["extent"] == "span" else "wide"


def note(event: dict[str, Any]) -> str:
    """A short note on the unknown part of the date; empty if all of it is known."""
    if event["earliest"] is None and event["latest"] is None:
        return gettext("date unknown")
    known = event["extent"] == "span" or event["precision"] not in NOTES
    return "" if known else gettext(NOTES[event["precision"]])


def _by_date(event: dict[str, Any]) -> tuple[str, Group]:
    first = event["earliest"] or event["latest"]
    if first is None:
        return gettext("Undated"), Group(gettext("No date known"), event["date"], "wide", False, "")
    year = first[:-6]
    shown = language().date(event["date"], event["date_as_reported"])
    label = language().date(event["date"], event["date_as_reported"], within=year)
    heading = language().date(year)
    if shown == heading:
        label = gettext("Some time in the year")
    if event["earliest"] is None:  # the list has it by its unknown beginning, not by this year
        heading = language().date(f"../{year}")
    heading = LONG_YEAR.sub(lambda match: language().number(int(match[0])), heading)
    approximate = event["approximate"] or event["uncertain"]
    return heading, Group(label, event["date"], shape(event), approximate, note(event))


def _by_update(event: dict[str, Any]) -> tuple[str, Group]:
    day = language().date(event["updated_at"][:10])
    shown = language().date(event["date"], event["date_as_reported"])
    return gettext("Changed %(day)s", day=day), Group(
        shown, event["date"], shape(event), event["approximate"], note(event)
    )
