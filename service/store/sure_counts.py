"""Whether many events match, for certain and without a walk: by what is counted ahead of time.

Most questions about blocs have so many events that a count is cut off; to merge the walks of all
members as far as that is dear, where one member alone has as many.
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
"""Terms that are looked at, those that came up first: they mostly have the most events."""


def surely(execute: Callable[..., Any], term_id: TermId, filter_: Filter, most: int) -> bool:
    """Whether at least ``most`` events match. Where it is not sure of that the answer is no."""
    bare = replace(filter_, since=None, until=None, undated=False, groups=(), begins=(None, None))
    if bare != Filter() or len(filter_.groups) > 1:
        return False
    first, last = filter_.begins
    found = []
    for choice in filter_.groups[0] if filter_.groups else (EVERY,):
        number = term_id(choice.kind, choice.value) if choice.kind in TALLIED else None
        if number is not None:
            # What begins in a month that is whole in all of these is in each.
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
