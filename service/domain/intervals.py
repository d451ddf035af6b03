"""Time in even steps, from the day to the century: the buckets of a histogram and the bars of a
chart."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain import calendar

INTERVALS = ("day", "week", "month", "quarter", "year", "decade", "century")
DAYS = {"day": 1, "week": 7}
"""ISO 8601 weeks begin on a Monday, and 0001-01-01 was a Monday."""
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
WIDEST = {
    "day": 100, "week": 180, "month": 5500, "quarter": 21_800, "year": 60_000, "decade": 800_000,
}  # fmt: skip
"""The maximum number of days for which the bars of an interval are wide enough to see."""
AUTO = "auto"


def suitable(first: int, last: int) -> str:
    """The interval that suits the days ``first`` to ``last`` best."""
    return next((name for name, most in WIDEST.items() if last - first < most), "century")


def first_day(interval: str, number: int) -> int:
    """The first day of a bucket. ``number`` is that day itself; for intervals of a month or more
    it is the first month of the bucket (``calendar.month_number``)."""
    return number if interval in DAYS else calendar.ordinal(*calendar.year_and_month(number), 1)


@dataclass(frozen=True, slots=True)
class Steps:
    """The buckets of ``interval``, from the one of day ``first`` to the one of day ``last``."""

    interval: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many buckets there are."""
        return self._number(self.last) - self._number(self.first) + 1

    @property
    def days(self) -> tuple[int, int]:
        """The first day of the first bucket and the last day of the last bucket."""
        return self.begin(0), self.begin(self.count) - 1

    def _number(self, day: int) -> int:
        if self.interval in DAYS:
            return (day - 1) // DAYS[self.interval]
        return calendar.month_of(day) // MONTHS[self.interval]

    def step(self, day: int) -> int:
        """The number, from 0, of the bucket that holds ``day``. It may be outside the range."""
        return self._number(day) - self._number(self.first)

    def begin(self, step: int) -> int:
        """The day on which a bucket begins."""
        number = self._number(self.first) + step
        if self.interval in DAYS:
            return first_day(self.interval, number * DAYS[self.interval] + 1)
        return first_day(self.interval, number * MONTHS[self.interval])

    def date(self, start: int, end: int | None = None) -> str:
        """The EDTF text of the buckets ``start`` to ``end``, with which a query finds them."""
        first, last = self.begin(start), self.begin((start if end is None else end) + 1) - 1
        digits = 10 if self.interval in DAYS else 7 if MONTHS[self.interval] < 12 else 4
        texts = [_cut(calendar.iso(day), digits) for day in (first, last)]
        return texts[0] if texts[0] == texts[1] else "/".join(texts)


def _cut(text: str, digits: int) -> str:
    """An ISO day cut to 4, 7 or 10 of its digits, however long its year."""
    return text[: len(text) - (10 - digits)]
