"""The filters for the events that begin in some days, and the periods that hold there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from service.domain.query import Choice, Filter
from service.domain.result_cache import cached

Days = tuple[int | None, int | None]
"""First and last day, open ends as ``None``."""


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
    if not any(each.has_period for each in group):
        return group
    found = []
    for each in group:
        ends_later = each.until is None or since is None or since <= each.until
        if begun(each, begins) and lasts(each, begins) and ends_later:
            found.append(Choice(each.kind, each.value))
        elif not roughly or not _apart((each.since, each.until), begins):
            found.append(each)
    return tuple(dict.fromkeys(found)) or group


def _apart(one: Days, other: Days) -> bool:
    """Whether two ranges have no day in common."""
    first, last = both(one, other)
    return first is not None and last is not None and first > last


@cached(16)
def cut(groups: tuple[tuple[Choice, ...], ...], days: Days) -> list[Days]:
    """``days``, cut where a period of ``groups`` begins or ends: in each part every period holds on
    all days or on none."""
    ends = {each.since for group in groups for each in group} | {
        each.until + 1 for group in groups for each in group if each.until is not None
    }
    first, last = days
    cuts = sorted(
        each
        for each in ends
        if each is not None and (first is None or each > first) and (last is None or each <= last)
    )
    edges = (first, *cuts, None if last is None else last + 1)
    return [(begin, None if after is None else after - 1) for begin, after in pairwise(edges)]


def begun(choice: Choice, days: Days) -> bool:
    """Whether the period of a choice has begun when ``days`` begin."""
    return choice.since is None or (days[0] is not None and choice.since <= days[0])


def lasts(choice: Choice, days: Days) -> bool:
    """Whether the period of a choice ends after ``days``, or with them."""
    return choice.until is None or (days[1] is not None and days[1] <= choice.until)


def days_alike(filter_: Filter, most: int) -> Iterator[Filter]:
    """Filters that together find the events of ``filter_`` that last one day. Each of them has days
    on which every period holds or does not, so no event has to be tested for it. If they would be
    more than ``most``, the filter itself is the only one."""
    whole = both(filter_.begins, (filter_.since, filter_.until))
    if filter_.seconds != (None, None):  # these days are only approximate
        whole = filter_.begins
    parts = cut(filter_.groups, whole)
    if len(parts) == 1 or len(parts) > most:
        yield filter_
        return
    for days in parts:
        groups = [
            tuple(dict.fromkeys(
                Choice(each.kind, each.value) for each in group
                if begun(each, days) and lasts(each, days)
            ))
            for group in filter_.groups
        ]  # fmt: skip
        if all(groups):
            yield replace(filter_, groups=tuple(groups), begins=both(filter_.begins, days))
