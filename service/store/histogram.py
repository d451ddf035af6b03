"""Counts and money over time. An event known only to the month is on no day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

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
    term = _tallied_term(reader, filter_, interval)
    if term is None:
        counts, money = _counts(reader, filter_), _money(reader, filter_, Page())
    else:
        counts, money = _tally(reader, filter_, term), _tally_money(reader, filter_, term)
    for dated, count in counts:
        _bucket(buckets, imprecise, interval, dated).count += count
    for dated, currency, stage, value in money:
        _bucket(buckets, imprecise, interval, dated).amounts[currency, stage] += Decimal(value)
    return Histogram(
        interval,
        [buckets[start] for start in sorted(buckets)],
        sorted(imprecise.values(), key=lambda each: parse(each.date).earliest or 0),
    )


Dated = tuple[int | None, int | None, str, str]
"""``earliest, latest, date, precision``."""
Money = tuple[Dated, str, str, str]
"""Of what date, in which currency, at which stage, how much."""


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


def _tally(reader: Reader, filter_: Filter, term: int) -> Iterator[tuple[Dated, int]]:
    """Counts of what begins inside the range, from the tally, and of what reaches into it."""
    months = _months(filter_, term)
    rows = reader.execute(f"SELECT month, date, events FROM tally WHERE {months.text}",
                          months.values).fetchall()  # fmt: skip
    for month, date, count in rows:
        yield _tallied(month, date), count
    if filter_.since is not None:
        yield from _events(reader, filter_, _before(filter_.since), ALL_SPANS)


def _tally_money(reader: Reader, filter_: Filter, term: int) -> Iterator[Money]:
    months = _months(filter_, term)
    rows = reader.execute(
        f"SELECT month, date, currency, stage, value FROM tally_amount WHERE {months.text}",
        months.values,
    ).fetchall()
    for month, date, *money in rows:
        yield _tallied(month, date), *money
    if filter_.since is not None:
        yield from _money(reader, filter_, _before(filter_.since))


def _months(filter_: Filter, term: int) -> Sql:
    """The tally's rows of ``term`` whose month lies in the range."""
    first = OPEN_MONTH if filter_.since is None else month_of(filter_.since)
    last = -OPEN_MONTH if filter_.until is None else month_of(filter_.until)
    return Sql("term = ? AND month BETWEEN ? AND ?", [term, first, last])


def _tallied(month: int, date: str) -> Dated:
    """A row of the tally as if it were one event: a known month is an instant in it."""
    if date:
        known = parse(date)
        return known.earliest, known.latest, date, known.precision
    first = calendar.ordinal(month // 12, month % 12 + 1, 1)
    return first, first, "", "month"


def _before(day: int) -> Page:
    """The page, backwards, of what begins before ``day``."""
    return Page(sort="-date", after=(start_of(day),))


def _counts(reader: Reader, filter_: Filter) -> Iterator[tuple[Dated, int]]:
    """Counts on the fly. Plain days need nothing but their position: no look at the event."""
    days = reader.positions(filter_, Page(), -1, spans=(0,))
    rows = reader.execute(
        f"SELECT position >> {COUNTER_BITS}, count(*) FROM ({days.text}) GROUP BY 1", days.values
    ).fetchall()
    for day, count in rows:
        yield (day, day, "", "day"), count
    yield from _events(reader, filter_, Page(), ALL_SPANS[1:])


def _events(
    reader: Reader, filter_: Filter, page: Page, spans: tuple[int, ...]
) -> Iterator[tuple[Dated, int]]:
    sql = reader.positions(filter_, page, -1, spans)
    rows = reader.execute(
        "SELECT e.earliest, e.latest, e.date, e.precision, count(*)"
        f" FROM ({sql.text}) p CROSS JOIN event e ON e.position = p.position GROUP BY 1, 2, 3, 4",
        sql.values,
    ).fetchall()
    for *dated, count in rows:
        yield tuple(dated), count


def _money(reader: Reader, filter_: Filter, page: Page) -> Iterator[Money]:
    sql = reader.positions(filter_, page, -1)
    rows = reader.execute(
        "SELECT e.earliest, e.latest, e.date, e.precision, a.currency, a.stage, a.value"
        f" FROM ({sql.text}) p CROSS JOIN amount a ON a.position = p.position"
        " CROSS JOIN event e ON e.position = p.position",
        sql.values,
    ).fetchall()
    for *dated, currency, stage, value in rows:
        yield tuple(dated), currency, stage, value
