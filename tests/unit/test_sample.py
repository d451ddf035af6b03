"""A sample of many events consists of some stretches of time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.event import Event
from service.store import Store
from service.store.sample import BARE, Piece, Pieces, months, spread

sizes = st.lists(st.integers(1, 500), min_size=1, max_size=300)


@given(sizes, st.floats(0.001, 0.999), st.integers(1, 150), st.floats(1, 600))
def test_few_runs_of_stretches_have_the_share_of_the_events_that_is_wanted(
    sizes: list[int], rate: float, most: int, largest: float
) -> None:
    pieces = Pieces([(24_000 + number, size) for number, size in enumerate(sizes)], largest)
    chosen, events = spread(pieces, rate * sum(sizes), most)
    assert 1 <= len(chosen) <= most
    inside = [
        each
        for each in (pieces.run(number, number) for number in range(len(pieces)))
        if any(run.first <= each.first and each.last <= run.last for run in chosen)
    ]
    assert sum(each.events for each in chosen) == pytest.approx(events)
    assert sum(each.events for each in inside) == pytest.approx(events)
    assert all(one.last < other.first for one, other in pairwise(sorted(chosen, key=_first)))


@given(st.integers(1, 300), st.floats(0.001, 0.999), st.integers(24, 150))
def test_of_stretches_of_one_size_the_share_is_met(count: int, rate: float, most: int) -> None:
    pieces = Pieces([(number, 10) for number in range(count)], 10)
    _, events = spread(pieces, rate * count * 10, most)
    longest = rate * count / most + 1  # the number of stretches of the longest run
    assert rate * count * 10 <= events + 1e-6
    assert events <= (rate * count + longest) * 10 + 1e-6


@given(sizes, st.floats(1, 600))
def test_the_stretches_are_all_days_of_the_months_one_after_another(
    sizes: list[int], largest: float
) -> None:
    pieces = Pieces([(24_000 + number, size) for number, size in enumerate(sizes)], largest)
    found = [pieces.run(number, number) for number in range(len(pieces))]
    assert all(one.last + 1 == other.first for one, other in pairwise(found))
    assert sum(each.events for each in found) == pytest.approx(sum(sizes))
    assert all(each.events <= largest or each.first == each.last for each in found)


def test_months_come_one_after_another(store: Store) -> None:
    dates = [f"{1900 + n * 37 % 100}-{1 + n % 12:02}-01" for n in range(150)]
    store.import_batch(
        [Event(f"e{n}", "x", edtf.parse(each), "other") for n, each in enumerate(dates)]
    )
    found = months(store.reader, BARE)
    assert found == sorted(found) and len(found) == len(set(dates))


def _first(piece: Piece) -> int:
    return piece.first
