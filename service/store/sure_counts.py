"""Whether many events match, for certain and at little cost.

Most queries about blocs have so many events that the count is capped. To merge the walks of all
members up to the cap, or to test the membership of each event, is expensive. Often one member alone
has as many events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from service.domain import calendar
from service.domain.query import Choice, Filter, Page
from service.store.plan import EVERY
from service.store.position import UNDATED_SPAN
from service.store.sql import ALL, TermId
from service.store.stretches import in_stretches
from service.store.terms import OPEN_MONTH, TALLIED

if TYPE_CHECKING:
    from service.store.find import Finder

MOST_TERMS = 2
"""The maximum number of terms that are read. The oldest are read first, because they mostly have
the most events."""
MOST_HELD, FEWEST_HELD = 8, 3
"""The maximum number of choices of a group that are searched in the full text: it takes longer to
search more. If the other way to the number is quick too, only the second number is tried."""
LAST_COUNTS = 60
"""The counts that are read first, those of the last months, because these mostly suffice."""
ONE_DAY = (0,)
DATED = tuple(range(UNDATED_SPAN))


def surely_at_least(
    execute: Callable[..., Any], term_id: TermId, filter_: Filter, most: int
) -> bool:
    """Whether at least ``most`` events match, by the precomputed counts. The answer is no if this
    is not certain."""
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
    return bool(some) and any(_most(execute, some, rows) >= most for rows in (LAST_COUNTS, ALL))


def _most(execute: Callable[..., Any], some: Sequence[tuple[int, int, int]], rows: int) -> int:
    """The largest number of events that one of the terms has in its last ``rows`` counts, each
    ``(term, first month, last month)``."""
    (found,) = execute(
        "SELECT max((SELECT sum(c.events) FROM (SELECT t.events FROM tally t WHERE"
        " t.term = v.column1 AND t.month BETWEEN v.column2 AND v.column3"
        " ORDER BY t.month DESC LIMIT ?) c))"
        f" FROM (VALUES {', '.join(['(?, ?, ?)'] * len(some))}) v",
        [rows, *chain.from_iterable(some)],
    ).fetchone()
    return found or 0


def surely_without_tests(finder: Finder, filter_: Filter, most: int) -> bool:
    """Whether at least ``most`` events match, of those whose membership needs no test. The answer
    is no if this is not certain."""
    inside = without_tests(filter_)
    if inside is None:
        return False
    quick = in_stretches(finder, filter_)
    held = FEWEST_HELD if quick else MOST_HELD
    inside = replace(inside, groups=tuple(_oldest(finder, each, held) for each in inside.groups))
    if quick and finder.group_sizes.expected(inside) < most:
        return False
    # An event of one day is inside as a whole, as a certain match has to be.
    spans = ONE_DAY if filter_.certain else DATED
    way, rest = finder.walk(inside, Page(), spans, ordered=False)
    return not rest and finder.counted(finder.joined(way, [], most)) >= most


def without_tests(filter_: Filter) -> Filter | None:
    """A filter for some of the same events: those that begin when most choices hold, and that have
    one of these. ``None`` if it requires anything but days, terms and words."""
    if filter_.values or filter_.condition is not None or filter_.seconds != (None, None):
        return None
    alone = {group[0] for group in filter_.groups if len(group) == 1}
    lows, highs = [filter_.since, filter_.begins[0]], [filter_.until, filter_.begins[1]]
    groups = []
    for group in filter_.groups:
        lasting = [each for each in group if each.until is None]
        if not lasting:
            return None
        joined = sorted(each.since for each in lasting if each.since is not None)
        since = joined[len(joined) * 7 // 8] if joined else None
        held = [Choice(each.kind, each.value) for each in lasting
                if each.since is None or (since is not None and each.since <= since)]  # fmt: skip
        lows.append(since)
        if len(group) == 1 or alone.isdisjoint(held):  # else another group requires one of these
            groups.append(tuple(held))
    first = max((day for day in lows if day is not None), default=None)
    last = min((day for day in highs if day is not None), default=None)
    if first is not None and last is not None and first > last:
        return None
    return Filter(begins=(first, last), groups=tuple(groups), text=filter_.text)


def _oldest(finder: Finder, group: tuple[Choice, ...], most: int) -> tuple[Choice, ...]:
    """The choices of a group with the oldest terms, at most ``most``."""
    if len(group) <= most:
        return group
    numbers = [(finder.term_id(each.kind, each.value), each) for each in group]
    known = sorted((number, each) for number, each in numbers if number is not None)
    return tuple([each for _, each in known[:most]])
