"""Work that takes too long is handed over, and only one side goes on with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from service.handovers import LOOK_SECONDS, Handover, Handovers

SOON = 0.01


@pytest.fixture
def handovers() -> Iterator[Handovers]:
    made = Handovers()
    yield made
    made.stop()


def test_work_that_is_claimed_in_time_is_not_handed_over(handovers: Handovers) -> None:
    late = threading.Event()
    work = Handover(SOON, late.set)
    handovers.add(work)
    assert handovers.claim(work)
    assert not handovers.claim(work)
    assert not late.wait(3 * LOOK_SECONDS)
    assert not handovers.pending


def test_late_work_is_handed_over_once(handovers: Handovers) -> None:
    calls: list[float] = []
    began = time.monotonic()
    work = Handover(SOON, lambda: calls.append(time.monotonic()))
    handovers.add(work)
    while not calls and time.monotonic() < began + 10:
        time.sleep(SOON)
    time.sleep(2 * LOOK_SECONDS)
    assert len(calls) == 1
    assert calls[0] >= began + SOON
    assert not handovers.claim(work)
    assert not handovers.pending


def test_work_that_was_claimed_before_it_is_added_is_forgotten(handovers: Handovers) -> None:
    work, after = Handover(SOON, pytest.fail), threading.Event()
    assert handovers.claim(work)
    handovers.add(work)
    handovers.add(Handover(4 * LOOK_SECONDS, after.set))
    assert after.wait(10)
    assert not handovers.pending


def test_each_piece_of_work_has_one_owner_under_load(handovers: Handovers) -> None:
    """Threads claim about when the work is due, so both sides try."""
    late: list[int] = []
    some = [Handover(LOOK_SECONDS, partial(late.append, number)) for number in range(400)]
    for each in some:
        handovers.add(each)
    time.sleep(LOOK_SECONDS)
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(handovers.claim, some))
    ends = time.monotonic() + 10
    while sum(claimed) + len(late) < len(some) and time.monotonic() < ends:
        time.sleep(SOON)
    assert sorted([*late, *(n for n, mine in enumerate(claimed) if mine)]) == list(range(400))


def test_the_thread_waits_while_there_is_no_work(handovers: Handovers) -> None:
    handovers.claim(work := Handover(SOON, pytest.fail))
    handovers.add(work)
    ends = time.monotonic() + 10
    while handovers.some.is_set() and time.monotonic() < ends:
        time.sleep(SOON)
    assert not handovers.some.is_set()
    again = threading.Event()
    handovers.add(Handover(SOON, again.set))
    assert again.wait(10)
