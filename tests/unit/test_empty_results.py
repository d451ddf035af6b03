"""The smallest sets of filters to leave out of a query that finds nothing."""

from __future__ import annotations

from itertools import combinations
from math import comb

from hypothesis import given
from hypothesis import strategies as st

from service.web.empty_results import MOST_SETS, smallest

EVENTS = st.lists(st.frozensets(st.integers(0, 6)), min_size=1, max_size=12)


@given(EVENTS, st.integers(1, 7))
def test_a_smallest_set_is_found_and_no_part_of_it_can_be_put_back(
    events: list[frozenset[int]], many: int
) -> None:
    parts = range(many)
    asked = 0

    def finds(without: tuple[int, ...]) -> bool:
        nonlocal asked
        asked += 1
        kept = set(parts) - set(without)
        return any(kept <= event for event in events)  # event: the filters that match it

    if finds(()):
        return
    found = smallest(parts, finds)
    assert asked <= 2 + MOST_SETS + 2 * many
    assert found
    for each in found:
        assert finds(each)
        assert not any(
            finds(fewer) for size in range(len(each)) for fewer in combinations(each, size)
        )
    size = len(found[0])
    if size == 1 or (size == 2 and comb(many, 2) <= MOST_SETS):
        every = [each for each in combinations(parts, size) if finds(each)]
        assert found == every


def test_nothing_is_found_where_there_are_no_events_at_all() -> None:
    assert smallest(range(3), lambda _: False) == []
    assert smallest((), lambda _: False) == []


def test_sets_of_two_are_tried_only_if_they_are_few() -> None:
    asked = []

    def finds(without: tuple[int, ...]) -> bool:
        asked.append(without)
        return len(without) == 9

    assert smallest(range(9), finds) == [tuple(range(9))]
    assert len(asked) <= 2 * 9 + 1
