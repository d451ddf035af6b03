"""The days and positions of a walk: of a filter, and of a choice with a period of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from service.domain.instants import REACH_DAYS
from service.domain.query import Choice, Filter
from service.store.position import (
    HIGHEST,
    LOWEST,
    SPAN_DAYS,
    UNDATED_DAY,
    UNDATED_SPAN,
    start_of,
)

LEAST_DAYS = (0, *(days + 1 for days in SPAN_DAYS if days is not None))
"""The least length of the events of a class, as ``SPAN_DAYS``."""
ALL_SPANS = tuple(range(UNDATED_SPAN + 1))


@dataclass(slots=True)
class Bounds:
    """The days and positions of a walk."""

    since: int | None
    until: int | None
    certain: bool
    lowest: int = LOWEST
    highest: int = HIGHEST
    spans: tuple[int, ...] = ALL_SPANS

    def narrowed(self, choice: Choice) -> Bounds:
        """The bounds, reduced to the choice's own period."""
        if not choice.has_period:
            return self
        since = _tighter(max, self.since, choice.since)
        until = _tighter(min, self.until, choice.until)
        return Bounds(since, until, self.certain, self.lowest, self.highest, self.spans)

    def positions(self, span: int) -> tuple[int, int]:
        """The first and last position at which an event of class ``span`` may stand. If there is
        none, the first is after the last."""
        since, until, certain = self.since, self.until, self.certain
        if since is not None and until is not None and since > until:
            return HIGHEST, LOWEST
        low, high = self.lowest, self.highest
        if since is not None:
            reach = 0 if certain else SPAN_DAYS[span] if span < UNDATED_SPAN else None
            if reach is not None and (start := start_of(since - reach)) > low:
                low = start
        if until is not None and span != UNDATED_SPAN:
            # An event that has to end in the range begins at least its length before the end.
            least = LEAST_DAYS[span] if certain else 0
            if (last := start_of(until - least + 1) - 1) < high:
                high = last
        return low, high


ANY_DAYS = Bounds(None, None, certain=False)


def whole_bounds(filter_: Filter, spans: tuple[int, ...] = ALL_SPANS) -> Bounds:
    """The days of ``filter_``, and some days around them if it asks for instants. One instant has
    different days in different places, so the walk also finds events that do not match."""
    since, until = filter_.since, filter_.until
    if filter_.seconds != (None, None):
        since = None if since is None else since - REACH_DAYS
        until = None if until is None else until + REACH_DAYS
    return within(Bounds(since, until, filter_.certain, spans=spans), filter_.begins)


def within(bounds: Bounds, begins: tuple[int | None, int | None]) -> Bounds:
    """``bounds`` without the events that begin outside these days. An event without a date begins
    nowhere."""
    first, last = begins
    if begins == (None, None):
        return bounds
    low = LOWEST if first is None else start_of(first)
    high = start_of(UNDATED_DAY if last is None else last + 1) - 1
    return replace(bounds, lowest=max(bounds.lowest, low), highest=min(bounds.highest, high))


def within_periods(filter_: Filter) -> Filter:
    """The same filter with the days in which some choice of every group holds."""
    lows = [filter_.since, *(_outer(min, (e.since for e in group)) for group in filter_.groups)]
    highs = [filter_.until, *(_outer(max, (e.until for e in group)) for group in filter_.groups)]
    return replace(
        filter_,
        since=max((each for each in lows if each is not None), default=None),
        until=min((each for each in highs if each is not None), default=None),
    )


def _outer(pick: Callable[[list[int]], int], days: Iterable[int | None]) -> int | None:
    """The first or the last of some days; ``None`` if one of them is open, or if there is none."""
    every = list(days)
    known = [each for each in every if each is not None]
    return pick(known) if known and len(known) == len(every) else None


def _tighter(pick: Callable[[int, int], int], one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return one if other is None else other
    return pick(one, other)


def settled(filter_: Filter) -> Filter:
    """The same filter without the periods that hold on all of its days, because no event has to be
    tested for them, and without the choices that hold on none of its days. Without any days, every
    event with a date is inside for certain."""
    since, until = filter_.since, filter_.until
    periods = filter_.has_periods
    within = since is not None or until is not None or periods or filter_.condition is not None
    if filter_.certain and not within:
        return replace(filter_, certain=False, undated=False)
    if not periods or (since is None and until is None) or filter_.seconds != (None, None):
        return filter_
    groups = tuple([_settled(each, filter_) for each in filter_.groups])
    return filter_ if groups == filter_.groups else replace(filter_, groups=groups)


def _settled(group: tuple[Choice, ...], filter_: Filter) -> tuple[Choice, ...]:
    if not any(each.has_period for each in group):
        return group
    whole, found = Bounds(filter_.since, filter_.until, filter_.certain), []
    for each in group:
        own = whole.narrowed(each)
        if own == whole and (each.since is None or not filter_.undated):
            found.append(Choice(each.kind, each.value))
        elif own.since is None or own.until is None or own.since <= own.until:
            found.append(each)
    return tuple(found) or group[:1]
