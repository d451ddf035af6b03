"""Whether one event in memory matches a filter expression.

``service.store.condition`` asks the tables the same.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.domain import condition as c
from service.domain.event import Event
from service.domain.folding import accenti, casei, like
from service.domain.geometry import covers
from service.domain.instants import DAY_SECONDS, instants
from service.domain.query import Choice
from service.store.position import FIRST_DAY, LAST_DAY, first_day, last_day
from service.store.terms import terms

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """An event with its version and the times of its creation and last change."""

    event: Event
    updated_at: str
    created_at: str
    version: int


JOINED: dict[str, Callable[[Event], Any]] = {
    "countries": lambda event: dict.fromkeys(each.code for each in event.countries),
    "actors": lambda event: [each.name for each in event.actors],
    "tags": lambda event: event.tags,
}
DATED = ("earliest", "latest", "precision", "extent", "approximate", "uncertain")


def _value(name: str, record: Record) -> Any:
    event = record.event
    if name in DATED:
        return getattr(event.date, name)
    if name in JOINED:
        return "; ".join(JOINED[name](event))
    if name in ("version", "created_at", "updated_at"):
        return getattr(record, name)
    if name in ("place", "place_country"):
        part = "name" if name == "place" else "country"
        return getattr(event.place, part) if event.place else None
    return event.date.text if name == "date" else getattr(event, name)


def holds(condition: c.Condition, record: Record, certain: bool) -> bool | None:
    """The truth of ``condition``; ``None`` if it is unknown."""
    match condition:
        case c.Truth(value):
            return value
        case c.Combined(parts, some):
            found = [holds(each, record, certain) for each in parts]
            if some in found:  # one decides: true for "any", false for "all"
                return some
            return None if None in found else not some
        case c.Not(part):
            inner = holds(part, record, certain)
            return None if inner is None else not inner
        case c.Has(choices):
            has = {(kind, value) for kind, value, _ in terms(record.event)}
            return any(
                (each.kind, each.value) in has and _during(each, record.event, certain)
                for each in choices
            )
    return _predicate(condition, record)


def _during(choice: Choice, event: Event, certain: bool) -> bool:
    if not choice.has_period:
        return True
    since = FIRST_DAY if choice.since is None else choice.since
    until = LAST_DAY if choice.until is None else choice.until
    first, last = first_day(event.date), last_day(event.date)
    return first >= since and last <= until if certain else last >= since and first <= until


def _predicate(condition: c.Condition, record: Record) -> bool | None:
    match condition:
        case c.Compare() | c.Among() | c.Like():
            return _compared(condition, record)
        case c.IsNull(name):
            return _missing(name, record)
        case c.Intersects(shape):
            place = record.event.place
            if place is None or place.latitude is None or place.longitude is None:
                return None
            return covers(shape, place.longitude, place.latitude)
        case c.Temporal(relation, left, right):
            return _temporal(relation, left, right, record)
    raise AssertionError("a predicate that nobody can judge")


def _compared(condition: c.Compare | c.Among | c.Like, record: Record) -> bool | None:
    match condition:
        case c.Compare(left, sign, right):
            one, other = _operand(left, record), _operand(right, record)
            return None if one is None or other is None else OPERATORS[sign](one, other)
        case c.Like(value, pattern):
            text = _operand(value, record)
            return None if text is None else like(text, pattern)
        case c.Among(value, options):
            wanted, found = [_operand(each, record) for each in options], _operand(value, record)
            if found is None:
                return None
            return True if found in wanted else None if None in wanted else False


def _operand(operand: c.Operand, record: Record) -> Any:
    if isinstance(operand, c.Literal):
        return operand.value
    value = _value(operand.name, record)
    if value is None:
        return None
    for name, fold in (("casei", casei), ("accenti", accenti)):
        value = fold(value) if name in operand.folds else value
    return value


def _missing(name: str, record: Record) -> bool:
    event = record.event
    if name == c.GEOMETRY:
        return event.place is None or event.place.latitude is None
    if name in c.LISTS:
        return not {"country": event.countries, "actor": event.actors, "tag": event.tags}[name]
    return _value(name, record) is None


def _temporal(relation: str, left: c.Span, right: c.Span, record: Record) -> bool | None:
    seconds = left.seconds or right.seconds
    a, b = _ends(left, seconds, record.event), _ends(right, seconds, record.event)
    ends = {"a1": a[0], "a2": a[1], "b1": b[0], "b2": b[1]}
    found = [
        None if None in (ends[one], ends[other]) else OPERATORS[sign](ends[one], ends[other])
        for one, sign, other in c.RELATIONS[relation]
    ]
    return False if False in found else None if None in found else True


def _ends(span: c.Span, seconds: bool, event: Event) -> tuple[int | None, int | None]:
    if span.column is None:
        return c.bounds(span, seconds, FIRST_DAY, LAST_DAY)
    date = event.date
    if span.column != "date":
        day = getattr(date, span.column)
        if not seconds or day is None:
            return day, day
        return day * DAY_SECONDS, day * DAY_SECONDS + DAY_SECONDS - 1
    if date.undated:
        return None, None
    first, last = first_day(date), last_day(date)
    if not seconds:
        return first, last
    began, ended = instants(date.text)
    return (
        first * DAY_SECONDS if began is None else began,
        last * DAY_SECONDS + DAY_SECONDS - 1 if ended is None else ended,
    )
