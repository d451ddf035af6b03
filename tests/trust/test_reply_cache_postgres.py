"""Cached replies on PostgreSQL. The change log is read after each request has come. So the replies
are exact, whichever process wrote to the database and whichever made the reply."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any, TypeVar

import pytest

from bench.soak import replies
from bench.soak.replies import comparable
from bench.soak.server_in_process import Answer, ServerInProcess
from service.opening import open_store
from service.settings import Settings
from service.store import Store
from tests.support.engines import POSTGRES, Templates, fresh
from tests.support.loops import away
from tests.trust.test_reply_cache import PAGE, WRITES, put, value

psycopg = pytest.importorskip("psycopg")
T = TypeVar("T")


@pytest.fixture
def url(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the seed."""
    with closing(fresh(templates, POSTGRES, tmp_path_factory.mktemp("replies"))) as made:
        yield next(made)(True)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store that writes to the database beside the workers."""
    with closing(open_store(Settings(url))) as opened:
        yield opened


def served(url: str, work: Callable[..., Awaitable[T]], servers: int = 1, **settings: Any) -> T:
    """Run ``work`` with some workers on one event loop, and return its result."""

    async def within() -> T:
        with ExitStack() as made:
            some = [made.enter_context(closing(ServerInProcess(Settings(url, **settings))))
                    for _ in range(servers)]  # fmt: skip
            return await work(*some)

    return away(lambda: asyncio.run(within()))


async def warmed(asking: ServerInProcess, target: str = PAGE, **headers: str) -> Answer:
    """Ask until the reply comes from the cache, and return it."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        found, entered = await asking.ask(target, **headers), asking.entered
        again = await asking.ask(target, **headers)
        if asking.entered == entered:
            assert comparable(again) == comparable(found)
            return again
        await asyncio.sleep(0.02)
    raise AssertionError("it is never given again")


def same(asking: ServerInProcess, answer: Answer, target: str = PAGE) -> bool:
    """Whether the reply equals that of the framework now."""
    return comparable(answer) == comparable(asking.fresh(target))


@pytest.mark.parametrize("name", WRITES)
def test_a_cached_reply_stays_valid_only_after_writes_that_do_not_change_it(
    url: str, store: Store, name: str
) -> None:
    put(store, "in")
    put(store, "out", "US")
    write, stays_valid = WRITES[name]

    async def work(asking: ServerInProcess) -> None:
        await warmed(asking)
        entered = asking.entered
        write(store)
        answer = await asking.ask(PAGE)
        assert (asking.entered == entered) is stays_valid
        assert same(asking, answer)
        await warmed(asking)

    served(url, work)


def test_every_worker_sees_a_write_at_once(url: str, store: Store) -> None:
    async def work(*some: ServerInProcess) -> None:
        for each in some:
            await warmed(each)
        for number in range(10):
            put(store, "first", date="1500-01-01", title=f"Title {number}")
            answers = await asyncio.gather(*(each.ask(PAGE) for each in some for _ in range(3)))
            assert len({comparable(each) for each in answers}) == 1
            assert f'"Title {number}"'.encode() in answers[0].body

    served(url, work, servers=3)


def test_requests_that_wait_share_a_look_that_begins_after_they_came(url: str) -> None:
    async def work(asking: ServerInProcess) -> None:
        assert asking.server.latest is not None
        asking.server.latest.patience = 20.0
        await warmed(asking)
        recent, gate = asking.server.reply_cache.recent, threading.Event()
        inner, looks = recent.read, list[int]()

        def held() -> Any:
            looks.append(len(looks))
            gate.wait(20)
            return inner()

        recent.read = held  # type: ignore[method-assign]
        entered = asking.entered
        asked = [asyncio.ensure_future(asking.ask(PAGE))]
        while not looks:
            await asyncio.sleep(0.005)  # until the first request reads the log
        asked += [asyncio.ensure_future(asking.ask(PAGE)) for _ in range(20)]
        await asyncio.sleep(0.05)  # all of them wait
        gate.set()
        assert len({comparable(each) for each in await asyncio.gather(*asked)}) == 1
        assert (len(looks), asking.entered) == (2, entered)

    served(url, work)


def test_a_key_is_looked_up_each_time(url: str, store: Store) -> None:
    keys = {name: {"authorization": f"Bearer {store.keys.create(name, ('read',))}"}
            for name in ("desk", "other")}  # fmt: skip

    async def work(asking: ServerInProcess) -> None:
        assert value(await warmed(asking, **keys["desk"]), "Cache-Control") == "private, no-cache"
        entered = asking.entered
        assert (await asking.ask(PAGE, **keys["other"])).status == 200
        assert asking.entered > entered  # a reply to one key is not given to another key
        assert (await asking.ask(PAGE)).status == 401
        store.keys.revoke("desk")
        assert (await asking.ask(PAGE, **keys["desk"])).status == 401
        assert (await asking.ask(PAGE, **keys["other"])).status == 200

    served(url, work, public_reads=False)


def test_a_hit_counts_for_the_limit_of_its_key(url: str, store: Store) -> None:
    key = {"authorization": f"Bearer {store.keys.create('desk', ('read',))}"}

    async def work(asking: ServerInProcess) -> None:
        left = [value(await asking.ask(PAGE, **key), "RateLimit") for _ in range(6)]
        assert [str(each).split(";")[1] for each in left] == [f"r={5 - n}" for n in range(6)]
        assert (await asking.ask(PAGE, **key)).status == 429

    served(url, work, rate_limit="6/hour")


def test_a_server_that_does_not_answer_is_waited_for_a_moment_only(url: str) -> None:
    async def work(asking: ServerInProcess) -> None:
        await warmed(asking)
        recent, entered = asking.server.reply_cache.recent, asking.entered
        inner = recent.read

        def slow() -> Any:
            time.sleep(0.6)
            return inner()

        recent.read = slow  # type: ignore[method-assign]
        answers = [await asking.ask(PAGE) for _ in range(3)]
        assert asking.entered >= entered + 3
        assert {each.status for each in answers} == {200}
        recent.read = inner  # type: ignore[method-assign]
        await asyncio.sleep(0.7)
        await warmed(asking)

    served(url, work)


def test_a_lost_connection_ends_what_was_known(url: str, store: Store) -> None:
    async def work(asking: ServerInProcess) -> None:
        await warmed(asking)
        era = asking.server.reply_cache.recent.era
        store.database.execute_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert same(asking, await asking.ask(PAGE))
        await warmed(asking)
        assert asking.server.reply_cache.recent.era > era

    served(url, work)


def test_another_change_under_the_cursor_of_a_lost_one_is_noticed(url: str, store: Store) -> None:
    """A failover can lose the last changes, and then new changes get the same cursors."""
    put(store, "a")
    put(store, "b")

    async def work(asking: ServerInProcess) -> None:
        await warmed(asking)
        era = asking.server.reply_cache.recent.era
        store.database.execute_sql(
            'UPDATE "change" SET at = ? WHERE cursor = (SELECT max(cursor) FROM "change")',
            ("2020-01-01T00:00:00.000000Z",),
        )
        entered = asking.entered
        await asking.ask(PAGE)
        assert asking.entered > entered
        assert asking.server.reply_cache.recent.era == era + 1

    served(url, work)


@pytest.mark.long
def test_replies_given_again_are_what_would_be_answered_now(
    tmp_path_factory: pytest.TempPathFactory, templates: Templates
) -> None:
    with closing(fresh(templates, POSTGRES, tmp_path_factory.mktemp("soak"))) as made:
        empty = next(made)()
        found = away(lambda: replies.prove(empty, asked=2000, rate=15))
    assert not found.stale, found.first
    assert found.kept > 10
    assert found.moved > 2
    assert found.writes > 5
