"""The buckets of a histogram, and which of them an event falls in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from service.domain import calendar
from service.domain.edtf import parse
from service.domain.intervals import DAYS, MONTHS
from service.store.position import FIRST_DAY, UNDATED_DAY

MAX_BUCKETS = 20_000
PLAIN_START = re.compile(r"\d{4}-\d\d-\d\d/", re.ASCII)
"""The beginning of an interval that begins on a known day."""

Money = dict[tuple[str, str], Decimal]
"""Sums by currency and stage."""


@dataclass(slots=True)
class Bucket:
    """One stretch of time, ``start`` to ``end`` inclusive, as ISO days."""

    start: str
    end: str
    count: int = 0
    amounts: Money = field(default_factory=dict)


@dataclass(slots=True)
class Imprecise:
    """Events whose date is wider than a bucket, by the date they do have."""

    date: str
    precision: str
    count: int = 0
    amounts: Money = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Buckets in order, without empty ones, and the events that fit in none."""

    interval: str
    buckets: list[Bucket]
    imprecise: list[Imprecise]


Dated = tuple[int | None, int | None, str, str]
"""``earliest, latest, date, precision`` of an event."""
Slot = int | Dated
"""The number of a bucket, or the date of an event that may be counted apart."""


@lru_cache(maxsize=MAX_BUCKETS)
def reach(interval: str, number: int) -> tuple[int, str, str]:
    """The last day of a bucket, and its first and last as ISO texts.

    ``number`` is the bucket's first day or its first month (``calendar.month_number``).
    """
    if interval in DAYS:
        last = number + DAYS[interval] - 1
        return last, calendar.iso(number), calendar.iso(last)
    end = number + MONTHS[interval]
    first = calendar.ordinal(number // 12, number % 12 + 1, 1)
    last = calendar.ordinal(end // 12, end % 12 + 1, 1) - 1
    return last, calendar.iso(first), calendar.iso(last)


class Sorting:
    """Puts dated events into buckets, or counts them apart.

    An event falls in a bucket if all its days do. An event that lasts over several buckets (extent
    ``span``) is counted in the bucket where it begins. An event whose day is only unknown within a
    wider stretch is counted apart, under its own date.
    """

    def __init__(self, interval: str) -> None:
        self.interval = interval
        self.counts: dict[int, int] = {}
        self.money: dict[int, Money] = {}
        self.imprecise: dict[str, Imprecise] = {}

    def count(self, dated: Dated, events: int) -> None:
        """Count events of one date."""
        number = self.bucket(dated)
        if number is None:
            self._apart(dated).count += events
        else:
            self.counts[number] = self.counts.get(number, 0) + events

    def put(self, slot: Slot, events: int = 1) -> None:
        """Count events in their slot."""
        if isinstance(slot, int):
            self.counts[slot] = self.counts.get(slot, 0) + events
        else:
            self.count(slot, events)

    def pay(self, slot: Slot, currency: str, stage: str, value: str) -> None:
        """Add money to a slot."""
        if isinstance(slot, int):
            self.add_to(slot, currency, stage, value)
        else:
            self.add(slot, currency, stage, value)

    def add(self, dated: Dated, currency: str, stage: str, value: str) -> None:
        """Add money to the bucket of that date, or to the events counted apart, in its currency and
        at its stage."""
        number = self.bucket(dated)
        if number is None:
            _sum(self._apart(dated).amounts, currency, stage, value)
        else:
            self.add_to(number, currency, stage, value)

    def add_to(self, number: int, currency: str, stage: str, value: str) -> None:
        """Add money to the bucket of that number."""
        _sum(self.money.setdefault(number, {}), currency, stage, value)

    def _apart(self, dated: Dated) -> Imprecise:
        _, _, date, precision = dated
        found = self.imprecise.get(date)
        if found is None:
            found = self.imprecise[date] = Imprecise(date, precision)
        return found

    def bucket(self, dated: Dated) -> int | None:
        """The number of the bucket of a date, as in ``reach``."""
        first, last, date, precision = dated
        if first is None:
            return None
        number = self._with(first)
        if precision == "interval":
            if PLAIN_START.match(date):
                return number
            last = parse(date.split("/", 1)[0]).latest
        return number if last is not None and last <= reach(self.interval, number)[0] else None

    def around(self, first: int, last: int) -> int | None:
        """The number of the bucket that has all days from the first to the last, if there is one;
        the days are those of the index."""
        if first in (FIRST_DAY, UNDATED_DAY):
            return None
        number = self._with(first)
        return number if last <= reach(self.interval, number)[0] else None

    def day(self, day: int) -> Slot:
        """The slot of an event that lasts one day."""
        number = self.around(day, day)
        return (day, day, "", "day") if number is None else number

    def _with(self, day: int) -> int:
        size = DAYS.get(self.interval)
        return self.of_month(calendar.month_of(day)) if size is None else day - (day - 1) % size

    def of_month(self, month: int) -> int:
        """The number of the bucket that holds a month (``calendar.month_number``)."""
        return month - month % MONTHS[self.interval]

    def histogram(self) -> Histogram:
        """The histogram of the sorted events."""
        buckets, interval, money = [], self.interval, self.money
        for number, count in sorted(self.counts.items()):
            _, first, last = reach(interval, number)
            buckets.append(Bucket(first, last, count, money.get(number) or {}))
        apart = list(self.imprecise.values())
        if len(apart) > 1:
            apart.sort(key=lambda each: (parse(each.date).earliest or 0, each.date))
        return Histogram(self.interval, buckets, apart)


def _sum(amounts: Money, currency: str, stage: str, value: str) -> None:
    key = currency, stage
    amounts[key] = amounts[key] + Decimal(value) if key in amounts else Decimal(value)
