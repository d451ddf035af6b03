"""Counts and money over time. An event known only to the month is on no day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from service.domain import calendar
from service.domain.edtf import parse
from service.domain.query import Filter, Page
from service.store.plan import ALL_SPANS, EVERY, Sql
from service.store.position import COUNTER_BITS, start_of
from service.store.read import Reader
from service.store.terms import OPEN_MONTH, TALLIED, month_of

INTERVALS = ("day", "month", "quarter", "year", "decade")
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
MAX_BUCKETS = 20_000


@dataclass(slots=True)
class Bucket:
    """One stretch of time, ``start`` to ``end`` inclusive, as ISO days."""

    start: str
    end: str
    count: int = 0
    amounts: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))


@dataclass(slots=True)
class Imprecise:
    """Events whose date is wider than a bucket, by the date they do have."""

    date: str
    precision: str
    count: int = 0
    amounts: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))


@dataclass(frozen=True, slots=True)
class Histogram:
    """Buckets in order, empty ones left out, and what fits in none."""

    interval: str
    buckets: list[Bucket]
    imprecise: list[Imprecise]


Dated = tuple[int | None, int | None, str, str]
"""``earliest, latest, date, precision`` of an event."""


@lru_cache(maxsize=MAX_BUCKETS)
def reach(interval: str, number: int) -> tuple[int, str, str]:
    """The last day of a bucket, and its first and last as ISO texts.

    ``number`` is the bucket's day or its first month (year * 12 + month - 1).
    """
    if interval == "day":
        return number, calendar.iso(number), calendar.iso(number)
    end = number + MONTHS[interval]
    first = calendar.ordinal(number // 12, number % 12 + 1, 1)
    last = calendar.ordinal(end // 12, end % 12 + 1, 1) - 1
    return last, calendar.iso(first), calendar.iso(last)


class Sorting:
    """Puts dated events into buckets, or apart."""

    def __init__(self, interval: str) -> None:
        self.interval = interval
        self.buckets: dict[int, Bucket] = {}
        self.imprecise: dict[str, Imprecise] = {}

    def month(self, month: int) -> Bucket:
        """The bucket that holds a month (year * 12 + month - 1)."""
        return self.bucket(month - month % MONTHS[self.interval])

    def bucket(self, number: int) -> Bucket:
        """The bucket of that number; see ``reach``."""
        if number not in self.buckets:
            self.buckets[number] = Bucket(*reach(self.interval, number)[1:])
        return self.buckets[number]

    def dated(self, dated: Dated) -> Bucket | Imprecise:
        """Where an event belongs.

        It falls in a bucket if all its days do. One that lasts over several (extent
        ``span``) is counted where it begins; one whose day is merely unknown within a
        wider stretch is counted apart, under its own date.
        """
        first, last, date, precision = dated
        if first is not None:
            start = first if self.interval == "day" else month_of(first)
            start -= 0 if self.interval == "day" else start % MONTHS[self.interval]
            if precision == "interval":
                last = parse(date.split("/", 1)[0]).latest
            if last is not None and last <= reach(self.interval, start)[0]:
                return self.bucket(start)
        return self.imprecise.setdefault(date, Imprecise(date, precision))


def histogram(reader: Reader, filter_: Filter, interval: str) -> Histogram:
    """Count the events of ``filter_`` by ``interval``, and add up their money.

    ``Sorting`` says which bucket an event falls in.
    """
    sorting = Sorting(interval)
    term = _tallied_term(reader, filter_, interval)
    if term is None:
        _count(reader, filter_, sorting)
    else:
        _from_tally(reader, filter_, term, sorting)
    return Histogram(
        interval,
        [sorting.buckets[number] for number in sorted(sorting.buckets)],
        sorted(sorting.imprecise.values(), key=lambda each: parse(each.date).earliest or 0),
    )


def _tallied_term(reader: Reader, filter_: Filter, interval: str) -> int | None:
    """The term whose ready-made counts of months answer the question, if there is one."""
    choices = [each for group in filter_.groups for each in group] or [EVERY]
    bare = replace(filter_, since=None, until=None, groups=())
    suits = (
        interval != "day"
        and bare == Filter()
        and len(choices) == 1
        and choices[0].kind in TALLIED
        and choices[0].since is None
        and choices[0].until is None
        and (filter_.since is None or calendar.civil(filter_.since)[2] == 1)
        and (filter_.until is None or calendar.civil(filter_.until + 1)[2] == 1)
    )
    return reader.term_id(choices[0].kind, choices[0].value) if suits else None


def _from_tally(reader: Reader, filter_: Filter, term: int, sorting: Sorting) -> None:
    """What begins inside the range from the tally, and what reaches into it on the fly."""
    first = OPEN_MONTH if filter_.since is None else month_of(filter_.since)
    last = -OPEN_MONTH if filter_.until is None else month_of(filter_.until)
    where, values = "term = ? AND month BETWEEN ? AND ?", (term, first, last)
    rows = reader.execute(f"SELECT month, date, events FROM tally WHERE {where}", values)
    for month, date, count in rows.fetchall():
        _tallied(sorting, month, date).count += count
    rows = reader.execute(
        f"SELECT month, date, currency, stage, value FROM tally_amount WHERE {where}", values
    )
    for month, date, currency, stage, value in rows.fetchall():
        _tallied(sorting, month, date).amounts[currency, stage] += Decimal(value)
    if filter_.since is not None:
        before = Page(sort="-date", after=(start_of(filter_.since),))
        _count_each(reader, reader.positions(filter_, before, -1), sorting)
        _add_money(reader, reader.positions(filter_, before, -1), sorting)


def _tallied(sorting: Sorting, month: int, date: str) -> Bucket | Imprecise:
    """Where a row of the tally belongs; without a date its month is known."""
    if not date:
        return sorting.month(month)
    known = parse(date)
    return sorting.dated((known.earliest, known.latest, date, known.precision))


def _count(reader: Reader, filter_: Filter, sorting: Sorting) -> None:
    """Everything on the fly."""
    # Plain days need nothing but their position: no look at the event.
    days = reader.positions(filter_, Page(), -1, spans=(0,))
    rows = reader.execute(
        f"SELECT position >> {COUNTER_BITS}, count(*) FROM ({days.text}) GROUP BY 1", days.values
    ).fetchall()
    for day, count in rows:
        sorting.dated((day, day, "", "day")).count += count
    _count_each(reader, reader.positions(filter_, Page(), -1, ALL_SPANS[1:]), sorting)
    _add_money(reader, reader.positions(filter_, Page(), -1), sorting)


def _count_each(reader: Reader, positions: Sql, sorting: Sorting) -> None:
    rows = reader.execute(
        "SELECT e.earliest, e.latest, e.date, e.precision, count(*) FROM"
        f" ({positions.text}) p CROSS JOIN event e ON e.position = p.position GROUP BY 1, 2, 3, 4",
        positions.values,
    ).fetchall()
    for earliest, latest, date, precision, count in rows:
        sorting.dated((earliest, latest, date, precision)).count += count


def _add_money(reader: Reader, positions: Sql, sorting: Sorting) -> None:
    rows = reader.execute(
        "SELECT e.earliest, e.latest, e.date, e.precision, a.currency, a.stage, a.value"
        f" FROM ({positions.text}) p CROSS JOIN amount a ON a.position = p.position"
        " CROSS JOIN event e ON e.position = p.position",
        positions.values,
    ).fetchall()
    for earliest, latest, date, precision, currency, stage, value in rows:
        where = sorting.dated((earliest, latest, date, precision))
        where.amounts[currency, stage] += Decimal(value)
