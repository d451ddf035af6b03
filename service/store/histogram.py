"""Counts and money over time. An event known only to the month is on no day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from service.domain import calendar
from service.domain.edtf import parse
from service.domain.query import Choice, Filter, Page
from service.store.plan import Sql
from service.store.position import COUNTER_BITS, UNDATED_SPAN
from service.store.read import Reader
from service.store.terms import TALLIED

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


def bucket_of(interval: str, day: int) -> tuple[int, int]:
    """The first and last day of the bucket that holds ``day``."""
    if interval == "day":
        return day, day
    year, month, _ = calendar.civil(day)
    return months_range(interval, year * 12 + month - 1)


def months_range(interval: str, month: int) -> tuple[int, int]:
    """The first and last day of the bucket that holds the month (year * 12 + month - 1)."""
    size = MONTHS[interval]
    start = month - month % size
    end = start + size
    return (
        calendar.ordinal(start // 12, start % 12 + 1, 1),
        calendar.ordinal(end // 12, end % 12 + 1, 1) - 1,
    )


def histogram(reader: Reader, filter_: Filter, interval: str) -> Histogram:
    """Count the events of ``filter_`` by ``interval``.

    An event falls in a bucket if all its days do. One that lasts over several (extent
    ``span``) is counted where it begins; one whose day is merely unknown within a wider
    stretch is counted apart, under its own date.
    """
    buckets: dict[int, Bucket] = {}
    imprecise: dict[str, Imprecise] = {}
    tallied = _from_tally(reader, filter_, interval, buckets)
    rows = _rows(reader, filter_, wide_only=tallied)
    for first, last, date, precision, count in rows:
        _bucket(buckets, imprecise, interval, (first, last, date, precision)).count += count
    for first, last, date, precision, currency, stage, value in _money(reader, filter_):
        where = _bucket(buckets, imprecise, interval, (first, last, date, precision))
        where.amounts[currency, stage] += Decimal(value)
    return Histogram(
        interval,
        [buckets[start] for start in sorted(buckets)],
        sorted(imprecise.values(), key=lambda each: parse(each.date).earliest or 0),
    )


Dated = tuple[int | None, int | None, str, str]


def _bucket(
    buckets: dict[int, Bucket], imprecise: dict[str, Imprecise], interval: str, dated: Dated
) -> Bucket | Imprecise:
    first, last, date, precision = dated
    if first is not None:
        start, end = bucket_of(interval, first)
        inside = last is not None and last <= end
        if inside or (precision == "interval" and _begins_inside(date, interval)):
            if start not in buckets:
                buckets[start] = Bucket(calendar.iso(start), calendar.iso(end))
            return buckets[start]
    return imprecise.setdefault(date, Imprecise(date, precision))


def _begins_inside(date: str, interval: str) -> bool:
    """Whether the start of an EDTF interval is known well enough for one bucket."""
    start = parse(date.split("/", 1)[0])
    if start.earliest is None or start.latest is None:
        return False
    return start.latest <= bucket_of(interval, start.earliest)[1]


def _from_tally(reader: Reader, filter_: Filter, interval: str, buckets: dict[int, Bucket]) -> bool:
    """Fill the buckets from the ready-made counts of months, where these suffice."""
    choice = filter_.groups[0][0] if filter_.groups else Choice("all", "")
    bare = replace(filter_, since=None, until=None, groups=(), certain=False)
    suits = (
        interval != "day"
        and bare == Filter(undated=filter_.undated)
        and [choice] == [each for group in (filter_.groups or ((choice,),)) for each in group]
        and choice.kind in TALLIED
        and choice.since is None
        and choice.until is None
        and (filter_.since is None or calendar.civil(filter_.since)[2] == 1)
        and (filter_.until is None or calendar.civil(filter_.until + 1)[2] == 1)
    )
    term = reader.term_id(choice.kind, choice.value) if suits else None
    if not suits:
        return False
    sql = Sql("SELECT month, sum(events) FROM tally WHERE term = ?", [term])
    if filter_.since is not None:
        sql = Sql(sql.text + " AND month >= ?", [*sql.values, _month(filter_.since)])
    if filter_.until is not None:
        sql = Sql(sql.text + " AND month <= ?", [*sql.values, _month(filter_.until)])
    rows = reader.execute(sql.text + " GROUP BY month HAVING sum(events) > 0", sql.values)
    for month, count in rows.fetchall():
        start, end = months_range(interval, month)
        if start not in buckets:
            buckets[start] = Bucket(calendar.iso(start), calendar.iso(end))
        buckets[start].count += count
    return True


def _month(day: int) -> int:
    year, month, _ = calendar.civil(day)
    return year * 12 + month - 1


def _rows(
    reader: Reader, filter_: Filter, wide_only: bool
) -> list[tuple[int | None, int | None, str, str, int]]:
    """``earliest, latest, date, precision, count``; with ``wide_only`` without the
    events that lie inside one month, which the tally has counted."""
    plain: list[tuple[int | None, int | None, str, str, int]] = []
    if not wide_only:
        # Plain days need nothing but their position: no look at the event at all.
        days = reader.positions(filter_, Page(), -1, spans=(0,))
        plain = [
            (day, day, "", "day", count)
            for day, count in reader.execute(
                f"SELECT position >> {COUNTER_BITS}, count(*) FROM ({days.text}) GROUP BY 1",
                days.values,
            ).fetchall()
        ]
    # An event inside one month has at most the length of class 1.
    sql = reader.positions(filter_, Page(), -1, spans=tuple(range(1, UNDATED_SPAN + 1)))
    rows = reader.execute(
        "SELECT e.earliest, e.latest, e.date, e.precision, count(*)"
        f" FROM ({sql.text}) p CROSS JOIN event e ON e.position = p.position GROUP BY 1, 2, 3, 4",
        sql.values,
    ).fetchall()
    return plain + [row for row in rows if not (wide_only and _one_month(row[0], row[1]))]


def _one_month(first: int | None, last: int | None) -> bool:
    return first is not None and last is not None and _month(first) == _month(last)


def _money(
    reader: Reader, filter_: Filter
) -> list[tuple[int | None, int | None, str, str, str, str, str]]:
    sql = reader.positions(filter_, Page(), -1)
    rows: list[tuple[int | None, int | None, str, str, str, str, str]] = reader.execute(
        "SELECT e.earliest, e.latest, e.date, e.precision, a.currency, a.stage, a.value"
        f" FROM ({sql.text}) p CROSS JOIN amount a ON a.position = p.position"
        " CROSS JOIN event e ON e.position = p.position",
        sql.values,
    ).fetchall()
    return rows
