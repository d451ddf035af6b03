"""The content of a window of time: events to label, and counts of all the others.

If few events match, all are found and counted. If many match, each stretch of the window is counted
by itself and offers a few events, so the cost grows with the stretches and not with the matches.
Counts of all events, of one country or of one category come from the tally of months and are exact.
Other counts go as far as the bounds of ``service.store.bounded_queries`` allow, and say so.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from service.domain.query import Filter
from service.domain.timeline import DAY, Count, Part, Stretch, Window, WindowEvents, stretches
from service.store.bounded_queries import COSTS, DATED, BoundedQueries, Costs
from service.store.periods import Days
from service.store.position import UNDATED_SPAN, start_of
from service.store.read import Reader
from service.store.sql import ALL

PARTS, EACH, OFFERED = 2, 8, 24
"""The number of parts of a stretch that is only counted, and of events that each part offers. A
stretch whose positions are all known offers more."""


def timeline(
    reader: Reader,
    filter_: Filter,
    days: Days,
    width: int,
    *,
    most: int,
    latest_first: bool = False,
    costs: Costs = COSTS,
) -> WindowEvents:
    """The window that shows ``days`` in ``width`` pixels, with all documents if it has at most
    ``most`` events. See ``Store.timeline``."""
    looking = BoundedQueries(reader, filter_, latest_first, costs)
    every = looking.whole()
    window = _window(looking, days, width, every)
    undated = Count()
    if filter_.undated:
        undated = looking.count(looking.walk(filter_, (UNDATED_SPAN,)), costs.rows)
    if window is None:
        return WindowEvents(None, DAY, [], Count(), Count(), undated)
    unit, found = stretches(window)
    looking.share(len(found))
    early, all_early = looking.running(window)
    late: list[int] | None = None
    if every is not None and all_early:
        low, high = (bisect_left(every, start_of(day)) for day in (window.first, window.last + 1))
        before, after = Count(low - len(early)), Count(len(every) - high)
        late = every[low:high]
    else:
        before = looking.begun((None, window.first - 1), looking.rows)
        before = before.less(len(early)) if all_early else Count(0, exact=False)
        after = looking.begun((window.last + 1, None), looking.rows)
        some_outside = before.number or after.number or not (before.exact and after.exact)
        if all_early and some_outside:  # otherwise there are as many as before
            late = looking.whole((window.first, window.last))
    if late is not None:
        drafts = _all_drafts(looking, found, early, late, most)
    else:
        first = _draft(looking, None, early, all_early)
        drafts = [first, *(_counted(looking, stretch) for stretch in found)]
    return WindowEvents(window, unit, _finished(looking, drafts), before, after, undated)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A part before its events are read: those at ``offered`` may be labelled, those at ``looked``
    are read to find the imprecise ones."""

    stretch: Stretch | None
    count: Count
    looked: list[int]
    all_looked: bool
    offered: list[int]
    listed: bool = False


def _finished(looking: BoundedQueries, drafts: list[_Draft]) -> list[Part]:
    """The parts, with all their events read together."""
    vague = looking.vague([each for draft in drafts for each in draft.looked])
    bodies = looking.reader.documents([each for draft in drafts for each in draft.offered])
    return [
        Part(
            draft.stretch,
            draft.count,
            Count(sum(each in vague for each in draft.looked), draft.all_looked),
            [bodies[each] for each in draft.offered],
            draft.listed,
        )
        for draft in drafts
    ]


def _window(
    looking: BoundedQueries, days: Days, width: int, every: list[int] | None
) -> Window | None:
    first, last = (
        own if given is None else given
        for given, own in zip(days, (looking.filter.since, looking.filter.until), strict=True)
    )
    if first is None or last is None:
        reach = looking.extent(every)
        if reach is None:
            return None
        room = max(2, (reach[1] - reach[0]) // 50)
        if first is None:
            first = reach[0] - room if last is None else min(reach[0] - room, last)
        last = max(reach[1] + room, first) if last is None else last
    if first > last:  # one end was given, and the other is that of the filter
        first, last = (last, last) if days[0] is None else (first, first)
    return Window(first, last, width)


def _all_drafts(
    looking: BoundedQueries, found: list[Stretch], early: list[int], late: list[int], most: int
) -> list[_Draft]:
    """The parts of a window whose events are all known; those at ``early`` reach into it."""
    cuts = [*(bisect_left(late, start_of(each.first)) for each in found), len(late)]
    groups = [early, *(late[low:high] for low, high in pairwise(cuts))]
    count = len(early) + len(late)
    lookups = looking.costs.lookups if count <= looking.costs.lookups else looking.lookups
    listed = count <= most
    return [
        _Draft(
            stretch,
            Count(len(group)),
            group[:lookups],
            len(group) <= lookups,
            group if listed else _spread(group, looking.way),
            listed,
        )
        for stretch, group in zip([None, *found], groups, strict=True)
    ]


def _draft(
    looking: BoundedQueries, stretch: Stretch | None, positions: list[int], whole: bool
) -> _Draft:
    """The part with the events at ``positions``; ``whole`` says that these are all its events."""
    looked = positions[: looking.lookups]
    all_looked = whole and len(looked) == len(positions)
    offered = _spread(positions, looking.way)
    return _Draft(stretch, Count(len(positions), whole), looked, all_looked, offered)


def _counted(looking: BoundedQueries, stretch: Stretch) -> _Draft:
    """One stretch of a window of many events."""
    days = stretch.first, stretch.last
    inside = looking.begin_in(days)
    if looking.tally is None:
        walk = looking.walk(inside)
        # Events that are only counted are not gathered.
        full = not walk.rest and (
            looking.reader.surely(inside, looking.rows + 1)
            or not looking.count(walk, looking.rows).exact
        )
        most = looking.lookups if full else looking.rows
        some, whole = looking.gather(walk, most, looking.looked)
        if whole:
            return _draft(looking, stretch, some, whole)
        count = Count(looking.rows if full else len(some), exact=False)
        some = some[: looking.lookups]
    else:  # the day of an event of one day is known
        count = looking.begun(days, looking.rows)
        some, whole = looking.gather(looking.walk(inside, DATED[1:]), looking.lookups, ALL)
    # If these are the first events of the stretch, a piece need not search its events again.
    first = some if looking.tally is None and looking.way == "date" else []
    offered: list[int] = []
    for piece in _pieces(stretch):
        low, high = (bisect_left(first, start_of(day)) for day in (piece[0], piece[1] + 1))
        known = first[low : min(high, low + EACH)]
        if len(known) < EACH:
            walk = looking.walk(looking.begin_in(piece), way=looking.way)
            known = sorted(looking.gather(walk, EACH, looking.looked // PARTS)[0])
        offered += known
    return _Draft(stretch, count, some, whole, offered)


def _pieces(stretch: Stretch) -> list[tuple[int, int]]:
    days = stretch.last + 1 - stretch.first
    count = min(PARTS, days)
    cuts = [stretch.first + days * number // count for number in range(count + 1)]
    return [(low, high - 1) for low, high in pairwise(cuts)]


def _spread(positions: list[int], way: str) -> list[int]:
    """Some of ``positions``: spread evenly, or else the latest ones."""
    if len(positions) <= OFFERED:
        return positions
    if way == "-date":
        return positions[-OFFERED:]
    step = len(positions) / OFFERED
    return [positions[int(step * number)] for number in range(OFFERED)]
