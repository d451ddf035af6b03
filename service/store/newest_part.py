"""The part of the events of a filter that a capped count reads: the newest of them.

A count of a rare match would read the lists of all its terms to their ends, which may cost a
hundred times as much as the page. So it reads the newest events, as many as a limited time affords.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.domain.query import Choice, Filter
from service.store.periods import both
from service.store.plan import EVERY
from service.store.stretches import in_stretches
from service.store.tested_groups import price

if TYPE_CHECKING:
    from service.store.find import Finder

MARGIN = 4.0
"""So many times too high the expected number of matching events may be."""


def newest_part(finder: Finder, filter_: Filter, most: int) -> Filter | None:
    """The filter for the newest events that can be counted in the time of a capped count;
    ``None`` if all of them can, or ``most`` of them are soon found."""
    beside = filter_.values or filter_.condition or filter_.text or filter_.seconds != (None, None)
    if not beside and len(filter_.groups) <= 1:
        return None  # a count reads no other events than those of the group
    filter_ = finder.lean(filter_)
    days = both(filter_.begins, (filter_.since, filter_.until))
    sizes, time = finder.group_sizes, finder.sizes.count_time
    every = sizes.begun(days)
    # In stretches of days no event is tested for a period.
    read = _without_periods(filter_) if in_stretches(finder, filter_) else filter_
    whole = price(finder, read)
    affordable = max(finder.sizes.fewest_counted, every * time / max(time, whole))
    if affordable >= min(every, sizes.of((EVERY,))):
        return None
    likely = 0.0 if beside else sizes.expected(read) * sizes.share(days) / MARGIN
    if likely >= most and whole * most / likely <= time:
        return None
    first = sizes.newest(days[1], affordable)
    return replace(filter_, begins=both(filter_.begins, (first, None)))


def _without_periods(filter_: Filter) -> Filter:
    groups = [
        tuple(dict.fromkeys(Choice(each.kind, each.value) for each in group))
        for group in filter_.groups
    ]
    return replace(filter_, groups=tuple(groups))
