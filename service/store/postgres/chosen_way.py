"""Decides which of the two access paths of a search (``search_walks``) is probably quicker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, prod

from service.store.postgres.estimates import BESIDE, Estimates
from service.store.postgres.walk_tests import WALKED, cost_of, tests_of
from service.store.sql import ALL, EngineSearch, Near, Way

TESTED, MERGED = 1.2, 0.1
"""Approximate costs in microseconds: to test an event of a walk of the texts, and to read a row of
one of two walks that are merged."""
ENTRY, PASSED, PAGE, NOTED, FETCHED, EXACT, HELD = 0.1, 0.008, 1500, 0.05, 1.3, 0.5, 6.0
"""The same for the index: to read an entry of the shortest of its lists, and to pass one of another
list, of which a page has so many; to note an event that has all words, to fetch it, to search a
phrase in it, and to test another condition on it."""
JOINED, MET, SKIPPED = 0.2, 0.1, 0.03
"""The same for several lists that are joined: for each entry if they are the shortest of all, or
for each entry of a shorter list and each entry of theirs."""
BEGUN = 2500.0
"""The same to begin a walk in stretches."""
KEPT = 3
"""The factor by which more tested events are expected if there are other conditions."""
MORE = 1.2
"""The expected number of tested events, as a factor of the estimate."""
SURELY = 3
"""The factor of the estimate that the events of a walk surely do not reach."""
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
        if rest:
            wanted *= KEPT
        least = min(wanted, inside * own) * WALKED
        if least >= best:
            continue
        each, begun = TESTED, 0.0
        if lead is not None:
            tests = tests_of(near, lead)
            each = cost_of(tests, own)
            begun = BEGUN if any(test.among is not None for test in tests) else 0.0
        cost = min(wanted, inside * own) * each + begun
        if cost >= best:
            continue
        if lead is None or 0 < len(near.leads[lead]()) <= MOST_LED:
            best = cost
            # If the walk takes longer than estimated, it may take as long as the index would.
            enough = round(min(wanted, inside * own, MOST)) + FEWEST
            most = min(index / each, MOST, SURELY * inside * own)
            chosen = lead, max(enough, round(most)), enough
    return chosen


def _reach(way: Way, near: Near) -> tuple[int, int]:
    """The positions of nearly all events that the leads may have."""
    if near.narrower:
        for each in near.leads[-1]():
            if each[1] == 0:
                return each[2], each[3]
    return way.matches[0].low, way.matches[0].high


def index_cost(way: Way, limit: int, known: Estimates, rest: int = 0) -> float:
    """The approximate cost in microseconds of the index alone, and of a number of other conditions
    on all events that it finds."""
    return min(_costs(way, limit, known, rest))


def words_of_phrases(way: Way, known: Estimates) -> int:
    """How many words of each phrase the index searches: 2 stands for all. The others are left to
    the test of the events that it finds, because common words have long lists."""
    costs = _costs(way, ALL, known, 0)
    return 2 - costs.index(min(costs))


def _costs(way: Way, limit: int, known: Estimates, rest: int) -> list[float]:
    """The costs with all words of phrases, with one, and with none."""
    found = [_cost(way, limit, known, rest, 2)]
    # An index that is asked for nothing would give all events.
    lean = all(any(not each.word for each in match.asked) for match in way.matches)
    if lean and any(each.word for match in way.matches for each in match.asked):
        found += [_cost(way, limit, known, rest, words) for words in (1, 0)]
    return found


def _cost(way: Way, limit: int, known: Estimates, rest: int, words: int) -> float:
    cost = 0.0
    for asked, low, high, _ in way.matches:
        lists = [(known.events * share, joined) for share, joined in _lists(asked, words)]
        shortest = min(lists)[0]
        cost += shortest * ENTRY - min(shortest, shortest * PAGE) * PASSED
        for entries, joined in lists:
            cost += min(entries, shortest * PAGE) * PASSED
            if joined:
                cost += (
                    entries * JOINED
                    if entries == shortest
                    else shortest * MET + min(entries, shortest * PAGE) * SKIPPED
                )
        share = prod(share for share, _ in _lists(asked, words))
        found = known.events * share
        inside = found * known.between(low, high)
        # That the words of a phrase are beside each other is tested on each event.
        near = prod(each.share for each in asked) / max(share, 1e-12)
        wanted = inside if way.ordered else min(inside, limit / max(near, 1e-12))
        exact = EXACT * any(each.exact is not None for each in asked)
        cost += found * NOTED + wanted * (FETCHED + exact + rest * HELD)
    return cost


def _lists(asked: Sequence[EngineSearch], words: int) -> Iterator[tuple[float, bool]]:
    """The shares of the lists that the index reads, and whether several lists are joined to one. A
    phrase is taken for one of two words, of which ``words`` are searched."""
    for each in asked:
        if each.exact is None:
            yield each.share, "|" in each.query
        else:
            one = min(1.0, each.share / BESIDE) ** 0.5
            yield from [(one, "|" in each.query)] * (words if each.word else 2)
