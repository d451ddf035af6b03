"""Facets of many events from precomputed counts.

These are the number of events of each term, and the number of its events that begin in each month.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from service.deadline import checked
from service.domain import calendar
from service.domain.query import Choice, Filter, Page
from service.store.facet_values import TIMES, UNDATED, Facet, Value, most, stretch_text
from service.store.plan import EVERY
from service.store.position import FIRST_DAY, LAST_DAY, start_of
from service.store.read import Reader
from service.store.sql import ALL
from service.store.terms import TALLIED

TERMS = ("country", "category", "actor", "tag", "status", "precision", "currency")
"""Facets whose values are terms of the index."""
MOST_TERMS = 50_000
"""The maximum number of terms of a kind that are all searched for the most frequent ones."""
MOST_REACHES = 80
"""The maximum number of stretches of time for which the events that reach into each are counted."""


def precomputed_facet(reader: Reader, filter_: Filter, by: str, limit: int) -> Facet | None:
    """A facet of many events from precomputed counts, if possible."""
    choices = [each for group in filter_.groups for each in group]
    if by in TIMES:
        return _times_ahead(reader, filter_, by, limit, choices or [EVERY])
    if by in TERMS and filter_ == Filter(undated=filter_.undated):
        return _terms_ahead(reader, by, filter_.undated, limit)
    return None


def _terms_ahead(reader: Reader, by: str, undated: bool, limit: int) -> Facet | None:
    """The most frequent terms of all events."""
    many = reader.execute(
        "SELECT 1 FROM term WHERE kind = ? LIMIT 1 OFFSET ?", (by, MOST_TERMS)
    ).fetchone()
    if many:
        return None
    every = reader.term_id(EVERY.kind, EVERY.value)
    some = f"{UNDATED.format('p.term = ?')} > 0"
    apart = not undated and bool(reader.execute(f"SELECT {some}", (every,)).fetchone()[0])
    dated = f"events - {UNDATED.format('p.term = term.id')}" if apart else "events"
    rows = reader.execute(
        f"SELECT value, name, {dated}, events FROM term WHERE kind = ? AND events > 0"
        " ORDER BY events DESC, value LIMIT ?",
        (by, ALL if apart else limit + 1),
    )
    found: list[Value] = []
    complete = True
    for value, name, count, at_most in checked(rows):
        if len(found) > limit and at_most < found[limit].count:
            complete = False
            break  # no other term can come before these
        if count:
            found.append(Value(value, name, int(count)))
            found.sort(key=lambda each: (-each.count, each.value))
            complete = complete and len(found) <= limit + 1
            del found[limit + 1 :]
    return Facet(by, found[:limit], None, complete and len(found) <= limit)


def _times_ahead(
    reader: Reader, filter_: Filter, by: str, limit: int, choices: list[Choice]
) -> Facet | None:
    """The stretches of the events of one term. The events that begin in each are precomputed, and
    those that reach into it are a short walk."""
    bare = replace(filter_, since=None, until=None, groups=(), undated=False)
    whole = Filter() == bare and all(
        day is None or calendar.civil(day)[2] == 1
        for day in (filter_.since, None if filter_.until is None else filter_.until + 1)
    )
    if not whole or len(choices) != 1 or choices[0].kind not in TALLIED:
        return None
    if choices[0].has_period:
        return None
    size = TIMES[by]
    months = _tallied(reader, filter_, choices[0])
    begun = Counter[int]()
    for month, events in months:
        begun[month - month % size] += events
    if len(begun) > MOST_REACHES:
        return None
    counts = {}
    for number, events in begun.items():
        first = number if filter_.since is None else max(number, calendar.month_of(filter_.since))
        counts[stretch_text(number, size)] = events + _reaching(reader, filter_, first)
    values = [Value(value, value, count) for value, count in most(counts, limit)]
    return Facet(by, values, None, len(counts) <= limit)


def _tallied(reader: Reader, filter_: Filter, choice: Choice) -> list[tuple[int, int]]:
    low = FIRST_DAY if filter_.since is None else calendar.month_of(filter_.since)
    high = LAST_DAY if filter_.until is None else calendar.month_of(filter_.until)
    rows = reader.execute(
        "SELECT month, sum(events) FROM tally WHERE term = ? AND month BETWEEN ? AND ?"
        " GROUP BY month",
        (reader.term_id(choice.kind, choice.value), low, high),
    ).fetchall()
    return [(int(month), int(events)) for month, events in checked(rows)]


def _reaching(reader: Reader, filter_: Filter, month: int) -> int:
    """The number of events that begin before a month and reach into it."""
    day = calendar.ordinal(month // 12, month % 12 + 1, 1)
    before = Page(sort="-date", after=(start_of(day),))
    sql = reader.positions(replace(filter_, since=day, undated=False), before, -1, ordered=False)
    row = reader.execute(f"SELECT count(*) FROM ({sql.text}) p", sql.values).fetchone()
    return int(row[0])
