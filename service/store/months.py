"""Counts of the months in which the events of a bare filter begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from service.deadline import checked
from service.domain import calendar
from service.domain.query import Filter
from service.store.histogram import tallied_term
from service.store.periods import Days
from service.store.read import Reader
from service.store.terms import OPEN_MONTH


class Tally:
    """Counts of the months in which the events of a bare filter begin."""

    def __init__(
        self,
        term: int,
        months: Iterable[tuple[int, int]],
        since: int | None,
        until: int | None,
    ) -> None:
        self.term = term
        rows = list(months)
        self.months = [month for month, _ in rows]
        self.sums = [0, *accumulate(count for _, count in rows)]
        self.since, self.until = since, until

    @classmethod
    def of(cls, reader: Reader, filter_: Filter) -> Tally | None:
        if filter_.certain and (filter_.since, filter_.until) != (None, None):
            return None
        bare = replace(
            filter_, since=None, until=None, certain=False, undated=False, begins=(None, None)
        )
        term = tallied_term(reader, bare, "month")
        if term is None:
            return None
        rows = reader.execute(
            "SELECT month, sum(events) FROM tally WHERE term = ? GROUP BY month ORDER BY month",
            (term,),
        )
        return cls(term, checked(rows), filter_.since, filter_.until)

    def months_in(self, days: Days) -> tuple[int, list[Days]]:
        """The number of events that begin in the whole months of ``days``, and the remaining days
        around them. The days before the first day of the filter belong to the rest, because it is
        not known whether the events that begin there last long enough."""
        first, last = days
        low = first if self.since is None else max(self.since, _or(first, self.since))
        high = last if self.until is None else min(self.until, _or(last, self.until))
        begin = OPEN_MONTH if low is None else calendar.month_of(low - 1) + 1
        end = -OPEN_MONTH if high is None else calendar.month_of(high + 1) - 1
        if begin > end:
            return 0, [days]
        at = bisect_right(self.months, begin - 1), bisect_right(self.months, end)
        rest: list[Days] = []
        if begin > OPEN_MONTH:
            rest.append((first, _first_day(begin) - 1))
        if end < -OPEN_MONTH:
            rest.append((_first_day(end + 1), last))
        kept = [(a, b) for a, b in rest if a is None or b is None or a <= b]
        return self.sums[at[1]] - self.sums[at[0]], kept


def _first_day(month: int) -> int:
    return calendar.ordinal(month // 12, month % 12 + 1, 1)


def _or(value: int | None, other: int) -> int:
    return other if value is None else value
