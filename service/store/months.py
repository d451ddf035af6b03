"""Counts of the months in which the events of a bare filter begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from service.deadline import checked
from service.domain import calendar
from service.domain.query import Choice, Filter
from service.store.histogram import tallied_term
from service.store.read import Reader
from service.store.terms import OPEN_MONTH

Days = tuple[int | None, int | None]
"""First and last day, open ends as ``None``."""


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


def both(one: Days, other: Days) -> Days:
    """The days that are in both ranges."""
    lows = [each for each in (one[0], other[0]) if each is not None]
    highs = [each for each in (one[1], other[1]) if each is not None]
    return max(lows, default=None), min(highs, default=None)


def begin_in(filter_: Filter, days: Days, *, roughly: bool = False) -> Filter:
    """The filter for the events that begin in ``days``. A period that holds in all of ``days`` is
    left out, because then no event has to be tested for it. ``roughly`` also leaves out the choices
    that do not hold in ``days``. Then the events are missed that last into their periods."""
    since, begins = filter_.since, both(filter_.begins, days)
    if not filter_.by_possible_days:
        return replace(filter_, begins=begins)
    if since is not None and begins[0] is not None and begins[0] >= since:
        since = None  # an event that begins later ends later
    groups = tuple([_inside(each, begins, since, roughly) for each in filter_.groups])
    return replace(filter_, begins=begins, since=since, groups=groups)


def _inside(
    group: tuple[Choice, ...], begins: Days, since: int | None, roughly: bool
) -> tuple[Choice, ...]:
    """``group`` for events that begin in ``begins`` and end after ``since``."""
    if all(each.since is None and each.until is None for each in group):
        return group
    first, last = begins
    found = []
    for each in group:
        begun = each.since is None or (first is not None and each.since <= first)
        lasts = each.until is None or (
            last is not None and last <= each.until and (since is None or since <= each.until)
        )
        if begun and lasts:
            found.append(Choice(each.kind, each.value))
        elif not roughly or not _apart((each.since, each.until), begins):
            found.append(each)
    return tuple(dict.fromkeys(found)) or group


def _apart(one: Days, other: Days) -> bool:
    """Whether two ranges have no day in common."""
    first, last = both(one, other)
    return first is not None and last is not None and first > last
