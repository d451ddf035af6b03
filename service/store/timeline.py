"""What a window of time holds: events to label, and counts of all the others.

Where few match, all are found and counted. Where many do, each stretch of the window is counted
by itself and gives a handful of events, so that the cost grows with the stretches and not with
the matches: counts of all events, of one country or one category come from the tally of months
and are exact, others go as far as the bounds of ``service.store.looking`` allow and say so.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from service.domain.query import Filter
from service.domain.timeline import DAY, Count, Part, Sight, Stretch, Window, stretches
from service.store.looking import COSTS, DATED, Costs, Looking
from service.store.months import Days
from service.store.position import UNDATED_SPAN, start_of
from service.store.read import Reader

PARTS, EACH = 4, 6
"""A stretch of many events has so many parts, each of which offers so many events."""


def timeline(
    reader: Reader,
    filter_: Filter,
    days: Days,
    width: int,
    *,
    most: int,
    latest_first: bool = False,
    costs: Costs = COSTS,
) -> Sight:
    """The window that has ``days`` in ``width`` pixels, with all documents where it has at most
    ``most`` events. See ``Store.timeline``."""
    looking = Looking(reader, filter_, latest_first, costs)
    every = looking.whole()
    window = _window(looking, days, width, every)
    undated = Count()
    if filter_.undated:
        undated = looking.count(looking.walk(filter_, (UNDATED_SPAN,)), costs.rows)
    if window is None:
        return Sight(None, DAY, [], Count(), Count(), undated)
    unit, found = stretches(window)
    looking.share(len(found))
    early, all_early = looking.running(window)
    if every is not None and all_early:
        low, high = (bisect_left(every, start_of(day)) for day in (window.first, window.last + 1))
        before, after = Count(low - len(early)), Count(len(every) - high)
        late: list[int] | None = every[low:high]
    else:
        before = looking.begun((None, window.first - 1), looking.rows)
        before = before.less(len(early)) if all_early else Count(0, exact=False)
        after = looking.begun((window.last + 1, None), looking.rows)
        late = looking.whole((window.first, window.last)) if all_early else None
    if late is not None:
        parts = _all_parts(looking, found, early, late, most)
    else:
        first = _made(looking, None, early, whole=all_early)
        parts = [first, *(_part(looking, stretch) for stretch in found)]
    return Sight(window, unit, parts, before, after, undated)


def _window(looking: Looking, days: Days, width: int, every: list[int] | None) -> Window | None:
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
    if first > last:  # one end was given, the other is the filter's
        first, last = (last, last) if days[0] is None else (first, first)
    return Window(first, last, width)


def _all_parts(
    looking: Looking, found: list[Stretch], early: list[int], late: list[int], most: int
) -> list[Part]:
    """The parts of a window of which all events are known: those at ``early`` run into it."""
    cuts = [*(bisect_left(late, start_of(each.first)) for each in found), len(late)]
    lots = [early, *(late[low:high] for low, high in pairwise(cuts))]
    listed = len(early) + len(late) <= most
    wanted = most if listed else PARTS * EACH
    all_looked = len(early) + len(late) <= looking.costs.lookups
    lookups = looking.costs.lookups if all_looked else looking.lookups
    return [
        _made(looking, stretch, lot, whole=True, listed=listed, wanted=wanted, lookups=lookups)
        for stretch, lot in zip([None, *found], lots, strict=True)
    ]


def _made(
    looking: Looking,
    stretch: Stretch | None,
    positions: list[int],
    *,
    whole: bool,
    listed: bool = False,
    wanted: int = PARTS * EACH,
    lookups: int | None = None,
) -> Part:
    """The part of the events at ``positions``, which are all if it is ``whole``; ``listed`` says
    that all their documents are wanted."""
    looked = positions[: looking.lookups if lookups is None else lookups]
    return Part(
        stretch,
        Count(len(positions), whole),
        Count(looking.vague(looked), whole and len(looked) == len(positions)),
        looking.documents(_spread(positions, wanted, looking.way)),
        listed,
    )


def _part(looking: Looking, stretch: Stretch) -> Part:
    """One stretch of a window of many events."""
    days = stretch.first, stretch.last
    inside = looking.begin_in(days)
    count = looking.begun(days, looking.rows)
    walk = looking.walk(inside)
    if not walk.rest and inside.text is None and len(inside.groups) <= 1:
        walk = looking.walk(inside, DATED[1:])  # of an event of one day the day is known
    some, all_seen = looking.gather(walk, looking.lookups, looking.looked)
    candidates: list[int] = []
    for piece in _pieces(stretch):
        walk = looking.walk(looking.begin_in(piece), way=looking.way)
        candidates += sorted(looking.gather(walk, EACH, looking.looked // PARTS)[0])
    imprecise = Count(looking.vague(some), all_seen)
    return Part(stretch, count, imprecise, looking.documents(candidates), False)


def _pieces(stretch: Stretch) -> list[Days]:
    days = stretch.last + 1 - stretch.first
    count = min(PARTS, days)
    cuts = [stretch.first + days * number // count for number in range(count + 1)]
    return [(low, high - 1) for low, high in pairwise(cuts)]


def _spread(positions: list[int], wanted: int, way: str) -> list[int]:
    """So many of ``positions``: spread evenly over all of them, or else the latest."""
    if len(positions) <= wanted:
        return positions
    if way == "-date":
        return positions[-wanted:]
    step = len(positions) / wanted
    return [positions[int(step * number)] for number in range(wanted)]
