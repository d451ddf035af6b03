"""Which of the two ways to the events of a search (``search_walks``) is estimated to be quicker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, prod

from service.store.postgres.estimates import BESIDE, Estimates
from service.store.postgres.walk_tests import WALKED, cost_of, tests_of
from service.store.sql import ALL, EngineSearch, Near, Way

TESTED, MERGED = 1.2, 0.13
"""Approximate costs in microseconds: to test an event of a walk of the texts, and to read a row of
one of two walks that are merged."""
ENTRY, PASSED, PAGE, JOINED, NOTED, FETCHED, HELD = 0.1, 0.012, 1500, 0.2, 0.05, 1.3, 6.0
"""The same for the index: to read an entry of the shortest of its lists, and to pass one of another
list, of which a page has so many; to read one of several lists that are joined; to note an event
that has all words, to fetch it, and to test another condition on it."""
MORE = 1.2
"""So many times the estimated events are expected to be tested."""
FEWEST, MOST = 100, 20_000
"""Events of a walk that are tested before the index is used."""
MOST_LED = 60
"""The maximum number of branches of a walk whose events are tested: more than of a walk alone,
because the index of the words takes much longer for what two blocs share."""


def chosen_way(
    way: Way, limit: int, known: Estimates, rest: int
) -> tuple[int | None, int, int] | None:
    """The lead whose postings are walked, or ``None`` for the texts themselves, the number of
    events to test, and the number that is expected to be enough; ``None`` instead of all if the
    index alone is quicker."""
    if way.near is None or not way.matches:
        return None
    near = way.near
    shares = [each.share for each in near.asked]
    inside = known.events * known.between(*_reach(way, near))
    index = best = index_cost(way, limit, known, rest)
    chosen = None
    leads: list[tuple[int | None, float]] = [*enumerate([*shares[: len(near.leads) - 1], 1.0])]
    if len(way.matches) == 1 and not near.narrower:
        leads.append((None, 1.0))
    for lead, own in leads:
        others = prod(shares) / own
        wanted = inf if limit >= ALL else MORE * limit / max(others, 1e-9)
        least = min(wanted, inside * own) * WALKED
        if least >= best:
            continue
        each = TESTED if lead is None else cost_of(tests_of(near, lead))
        cost = min(wanted, inside * own) * each
        if cost >= best:
            continue
        if lead is None or 0 < len(near.leads[lead]()) <= MOST_LED:
            best = cost
            # If the walk takes longer than estimated, it may take as long as the index would.
            enough = round(min(wanted, inside * own, MOST)) + FEWEST
            chosen = lead, max(enough, round(min(index / each, MOST))), enough
    return chosen


def _reach(way: Way, near: Near) -> tuple[int, int]:
    """The positions of nearly all events that the leads may have."""
    if near.narrower:
        for each in near.leads[-1]():
            if each[1] == 0:
                return each[2], each[3]
    return way.matches[0].low, way.matches[0].high


def index_cost(way: Way, limit: int, known: Estimates, rest: int = 0) -> float:
    """The approximate cost in microseconds of the index alone, and of so many other conditions on
    all events that it finds."""
    cost = 0.0
    for asked, low, high in way.matches:
        shortest, *others = sorted(known.events * each for each in _lists(asked))
        cost += shortest * ENTRY
        cost += sum(min(each, shortest * PAGE) for each in others) * PASSED
        # A list of several words or terms is joined from theirs.
        several = sum(each.share for each in asked if "|" in each.query)
        cost += known.events * several * JOINED
        # The words of a phrase are looked up, and not that they are beside each other.
        near = prod(BESIDE for each in asked if each.exact is not None)
        found = known.events * prod(each.share for each in asked) / near
        inside = found * known.between(low, high)
        wanted = inside if way.ordered else min(inside, limit / near)
        cost += found * NOTED + wanted * (FETCHED + rest * HELD)
    return cost


def _lists(asked: Sequence[EngineSearch]) -> Iterator[float]:
    """The shares of the lists that the index reads: a phrase is taken for one of two words."""
    for each in asked:
        if each.exact is None:
            yield each.share
        else:
            yield from [min(1.0, each.share / BESIDE) ** 0.5] * 2
