"""Deadlines of statements, of work on the event loop, and of work in threads."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from service import deadline
from service.deadline import Deadline, NeedsThread, Trial
from service.domain.query import Filter, Page
from service.errors import Unavailable
from service.store import Store
from service.store.database import Limited
from service.thread_pools import ThreadPool
from tests.support.loops import run

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT count(*) FROM n WHERE i < 0"
)


def pool(threads: int = 1, waiting: int = 1) -> ThreadPool:
    return ThreadPool("test", threads, waiting, lambda: None)


def nothing(_: object) -> None:
    return None


def test_a_statement_ends_at_the_deadline(store: Store) -> None:
    start = time.monotonic()
    with pytest.raises(Unavailable), deadline.within(Deadline(0.1)), Limited(60)():
        store.database.execute_sql(ENDLESS)
    assert time.monotonic() - start < 5
    assert deadline.current() is None


def test_a_statement_on_the_event_loop_asks_for_a_thread(store: Store) -> None:
    with pytest.raises(NeedsThread), deadline.within(Trial(0.01, 60)), Limited(60)():
        store.database.execute_sql(ENDLESS)
    assert store.events(Filter(), Page()).rows == []


def test_one_deadline_is_for_all_statements_of_a_request(store: Store) -> None:
    limit = Deadline(60)
    with deadline.within(limit):
        store.count(Filter())
        assert deadline.current() is limit
        limit.cancel()
        with pytest.raises(Unavailable):
            deadline.check()


def test_rows_that_are_fetched_late_end_at_the_deadline_too(store: Store) -> None:
    rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with pytest.raises(Unavailable), deadline.within(Deadline(0.1)), Limited(60)():
        store.database.execute_sql(rows).fetchall()


def test_a_transaction_that_has_begun_to_write_is_finished(store: Store) -> None:
    limit = Deadline(60)
    with deadline.within(limit), store.database.writing():
        limit.cancel()
        deadline.check()
        store.database.execute_sql("DELETE FROM reply")


def test_a_lane_refuses_what_has_no_place_in_its_queue() -> None:
    gate = threading.Event()

    async def ask() -> list[object]:
        busy = pool(threads=1, waiting=1)
        tasks = [
            asyncio.ensure_future(busy.run(gate.wait, Deadline(30), nothing)) for _ in range(3)
        ]
        await asyncio.sleep(0.05)
        gate.set()
        found: list[object] = [*await asyncio.gather(*tasks, return_exceptions=True)]
        busy.stop()
        return found

    done, waited, refused = run(ask())
    assert (done, waited) == (True, True)
    assert isinstance(refused, Unavailable)


def test_nobody_waits_for_a_thread_that_cannot_be_interrupted() -> None:
    gate = threading.Event()
    left: list[object] = []

    async def ask() -> float:
        stuck = pool()
        start = time.monotonic()
        with pytest.raises(Unavailable):
            await stuck.run(gate.wait, Deadline(0.05), left.append)
        took = time.monotonic() - start
        gate.set()
        await stuck.run(lambda: None, Deadline(30), nothing)
        stuck.stop()
        return took

    assert run(ask()) < 5
    assert left == [True]


def test_rows_that_a_thread_fetches_past_the_deadline_are_no_failure(store: Store) -> None:
    rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"

    async def ask() -> None:
        only = pool()
        with pytest.raises(Unavailable, match="too long"):
            await only.run(
                lambda: store.database.execute_sql(rows).fetchall(), Deadline(0.1), nothing
            )
        only.stop()

    run(ask())


def test_work_of_a_client_that_left_is_ended() -> None:
    async def ask() -> bool:
        only = pool()
        limit = Deadline(60)
        started = threading.Event()

        def work() -> None:
            started.set()
            while True:
                deadline.check()

        task = asyncio.ensure_future(only.run(work, limit, nothing))
        await asyncio.to_thread(started.wait)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        found = await only.run(lambda: True, Deadline(30), nothing)
        only.stop()
        return found

    assert run(ask())


def test_work_that_waited_in_the_queue_past_its_time_is_not_begun() -> None:
    gate = threading.Event()
    begun: list[bool] = []

    async def ask() -> None:
        only = pool(waiting=5)
        first = asyncio.ensure_future(only.run(gate.wait, Deadline(30), nothing))
        await asyncio.sleep(0.05)
        with pytest.raises(Unavailable):
            await only.run(lambda: begun.append(True), Deadline(0.05), nothing)
        gate.set()
        await first
        await only.run(lambda: None, Deadline(30), nothing)
        only.stop()

    run(ask())
    assert begun == []
