"""Whether many events match, for certain and without a walk, by precomputed counts.

Most queries about blocs have so many events that the count is capped. To merge the walks of all
members up to the cap is expensive, and often one member alone has as many events.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any

from service.domain import calendar
from service.domain.query import Filter
from service.store.plan import EVERY
from service.store.sql import TermId
from service.store.terms import OPEN_MONTH, TALLIED

MOST_TERMS = 2
"""The maximum number of terms that are read. The oldest are read first, because they mostly have
the most events."""


def surely_at_least(
    execute: Callable[..., Any], term_id: TermId, filter_: Filter, most: int
) -> bool:
    """Whether at least ``most`` events match. The answer is no if this is not certain."""
    bare = replace(filter_, since=None, until=None, undated=False, groups=(), begins=(None, None))
    if bare != Filter() or len(filter_.groups) > 1:
        return False
    first, last = filter_.begins
    found = []
    for choice in filter_.groups[0] if filter_.groups else (EVERY,):
        number = term_id(choice.kind, choice.value) if choice.kind in TALLIED else None
        if number is not None:
            # An event that begins in a month inside all of these ranges is in each of them.
            lows = [calendar.month_of(day - 1) + 1 for day in (filter_.since, choice.since, first)
                    if day is not None]  # fmt: skip
            highs = [calendar.month_of(day + 1) - 1 for day in (filter_.until, choice.until, last)
                     if day is not None]  # fmt: skip
            found.append((number, max(lows, default=OPEN_MONTH), min(highs, default=-OPEN_MONTH)))
    some = sorted(found)[:MOST_TERMS]
    if not some:
        return False
    rows = execute(
        f"SELECT sum(t.events) FROM (VALUES {', '.join(['(?, ?, ?)'] * len(some))}) v"
        " CROSS JOIN tally t WHERE t.term = v.column1 AND t.month BETWEEN v.column2 AND v.column3"
        " GROUP BY v.column1, v.column2, v.column3",
        list(chain.from_iterable(some)),
    ).fetchall()
    return any(number >= most for (number,) in rows)
