"""About how many events have some term of a group, for the choice of an access path.

The answer to a query does not depend on these numbers, so they may be some seconds old.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from typing import Any, NamedTuple

from service.domain import calendar
from service.domain.query import Choice, Filter
from service.store.engine import Engine
from service.store.periods import Days
from service.store.plan import EVERY
from service.store.sql import TermId
from service.store.terms import CELL

SECONDS = 10.0
MOST_KEPT, LONGEST_KEPT = 100, 100
"""The maximum number of groups whose sizes are kept, and of choices in one of them."""
SAMPLED = 1000
"""The number of the newest events of one day among which the events of cells are counted: no count
of these is stored."""
Group = tuple[Choice, ...]


class _Months(NamedTuple):
    """The first days of the months in which events begin, and the number of events that begin
    before each; one day and one number more for the end."""

    days: list[int]
    before: list[int]

    def begun(self, day: int) -> float:
        """The number of events that begin before a day."""
        days, before = self.days, self.before
        place = bisect_left(days, day)
        if place == 0 or place == len(days):
            return float(before[0] if place == 0 else before[-1])
        part = (day - days[place - 1]) / (days[place] - days[place - 1])
        return before[place - 1] + part * (before[place] - before[place - 1])

    def day(self, number: float) -> int | None:
        """The day before which so many events begin; ``None`` if it is before all months."""
        days, before = self.days, self.before
        place = bisect_left(before, number)
        if place == 0:
            return None
        if place == len(days):
            return days[-1]
        part = (number - before[place - 1]) / (before[place] - before[place - 1])
        return int(days[place - 1] + part * (days[place] - days[place - 1]))


class GroupSizes:
    """The sums of the events of terms; an event with two terms counts twice."""

    def __init__(self, database: Engine, term_id: TermId) -> None:
        self._database = database
        self._execute: Callable[..., Any] = database.execute_sql
        self._term_id = term_id
        self._known: dict[Group, tuple[float, int]] = {}
        self._months: tuple[float, _Months | None] = 0.0, None

    def of(self, group: Group) -> int:
        """The size of a group."""
        at, size = self._known.get(group, (0.0, 0))
        now = time.monotonic()
        if now > at:
            size = self.now(group)
            if len(group) <= LONGEST_KEPT:
                if len(self._known) >= MOST_KEPT:
                    self._known.clear()
                self._known[group] = now + SECONDS, size
        return size

    def expected(self, filter_: Filter) -> float:
        """The number of events that match the groups of a filter, if these are independent."""
        found = float(every := self.of((EVERY,)))
        for group in filter_.groups:
            found *= self.of(group) / max(1, every)
        return found

    def forget(self) -> None:
        """Read all sizes again."""
        self._known.clear()
        self._months = 0.0, None

    def begun(self, days: Days) -> float:
        """The number of events with a date that begin in some days."""
        months = self._read_months()
        first, last = days
        low = 0.0 if first is None else months.begun(first)
        high = float(months.before[-1]) if last is None else months.begun(last + 1)
        return max(0.0, high - low)

    def first_of(self, number: float, last: int) -> int | None:
        """The first of the days up to ``last`` in which so many events begin; ``None`` if there are
        not so many."""
        months = self._read_months()
        return months.day(months.begun(last + 1) - number)

    def share(self, days: Days) -> float:
        """The share of them, from 0 to 1."""
        if days == (None, None):
            return 1.0
        return min(1.0, self.begun(days) / max(1, self._read_months().before[-1]))

    def _read_months(self) -> _Months:
        at, months = self._months
        now = time.monotonic()
        if months is None or now > at:
            rows = self._execute(
                "SELECT month, sum(events) FROM tally WHERE term = ? GROUP BY month ORDER BY month",
                (self._term_id(EVERY.kind, EVERY.value),),
            ).fetchall()
            days = [calendar.ordinal(*calendar.year_and_month(int(row[0])), 1) for row in rows]
            days = days or [0]
            before = [0, *accumulate(int(row[1]) for row in rows)]
            months = _Months([*days, days[-1] + 31], before if rows else [0, 0])
            self._months = now + SECONDS, months
        return months

    def now(self, group: Group) -> int:
        """The size of a group in the state of the database that the call reads."""
        if group and group[0].kind == CELL:
            return self._sampled(group)
        numbers = [self._term_id(each.kind, each.value) for each in group]
        those = self._database.listed([each for each in numbers if each is not None])
        (found,) = self._execute(
            f"SELECT sum(t.events) FROM {those.text} CROSS JOIN term t WHERE t.id = j.value",
            those.values,
        ).fetchone()
        return int(found or 0)

    def _sampled(self, group: Group) -> int:
        """The number of events in cells, from a sample."""
        every, term = self.of((EVERY,)), self._term_id(EVERY.kind, EVERY.value)
        low = self._execute(
            "SELECT position FROM posting WHERE term = ? AND span = 0"
            " ORDER BY position DESC LIMIT 1 OFFSET ?",
            (term, SAMPLED - 1),
        ).fetchone()
        if low is None:
            return every
        numbers = [self._term_id(each.kind, each.value) for each in group]
        those = self._database.listed([each for each in numbers if each is not None])
        (found,) = self._execute(
            f"SELECT count(*) FROM {those.text} CROSS JOIN posting p"
            " WHERE p.term = j.value AND p.span = 0 AND p.position >= ?",
            [*those.values, low[0]],
        ).fetchone()
        return int((found + 1) * every / SAMPLED)
