"""What a sample of many events is made of."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.store.sample import Piece, _spread

sizes = st.lists(st.integers(1, 500), min_size=1, max_size=300)


@given(sizes, st.floats(0.001, 0.999), st.integers(1, 150))
def test_few_runs_of_stretches_have_the_share_of_the_events_that_is_wanted(
    sizes: list[int], rate: float, most: int
) -> None:
    pieces = [Piece(10 * number, 10 * number + 9, size) for number, size in enumerate(sizes)]
    chosen, events = _spread(pieces, rate, most)
    assert 1 <= len(chosen) <= most
    inside = [
        each
        for each in pieces
        if any(run.first <= each.first and each.last <= run.last for run in chosen)
    ]
    assert sum(each.events for each in inside) == events == sum(each.events for each in chosen)
    assert all(one.last < other.first for one, other in pairwise(sorted(chosen, key=_first)))


@given(st.integers(1, 300), st.floats(0.001, 0.999), st.integers(24, 150))
def test_of_stretches_of_one_size_the_share_is_met(count: int, rate: float, most: int) -> None:
    pieces = [Piece(number, number, 10) for number in range(count)]
    _, events = _spread(pieces, rate, most)
    longest = rate * count / most + 1  # of a run, in stretches
    assert rate * count * 10 <= events <= (rate * count + longest) * 10


def _first(piece: Piece) -> int:
    return piece.first
