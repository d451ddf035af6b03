"""The last use of a key: a running service writes it to the database, but not in a request."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.opening import open_store
from service.server import Server
from service.settings import Settings
from service.store import Store
from service.store.engine import Use
from service.store.sqlite.connection_pragmas import USES
from tests.api.conftest import settings, store
from tests.support.live import Live, serving

__all__ = ["settings", "store"]


def ask(live: Live, key: str, path: str = "/v1/tags", **more: Any) -> int:
    given = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(live.url + path, headers=given, **more)
    try:
        with urllib.request.urlopen(request) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_stop_writes_what_a_request_only_remembered(tmp_path: Path) -> None:
    with serving(tmp_path, workers="2") as live:
        store = open_store(Settings(database_url=live.environment["DATELINE_DATABASE_URL"]))
        names = ("read", "write", "idle", "revoked")
        keys = {name: store.keys.create(name, ("write",)) for name in names}
        store.keys.revoke("revoked")
        watching = sqlite3.connect(tmp_path / "live.db")
        before = watching.execute("PRAGMA data_version").fetchone()
        for _ in range(20):  # both workers get some
            assert ask(live, keys["read"]) == 200
        assert ask(live, keys["revoked"]) == 401
        assert watching.execute("PRAGMA data_version").fetchone() == before
        watching.close()
        event = json.dumps({"title": "t", "date": "2024", "category": "other"}).encode()
        assert ask(live, keys["write"], "/v1/events", data=event, method="POST") == 201
        assert {each.last_used_at for each in store.keys.all()} == {None}
        store.close()
    after = {line.split("  ")[0]: line for line in live.command("key", "list").splitlines()}
    today = time.strftime("%Y-%m-%dT", time.gmtime())
    assert f"last used {today}" in after["read"]
    assert f"last used {today}" in after["write"]
    assert "never used" in after["idle"]
    assert "never used" in after["revoked"]


@pytest.fixture
def worker(settings: Settings, store: Store) -> Server:
    return Server(create_app(settings), uses_seconds=0.02)


def run_worker(worker: Server, store: Store, meanwhile: Any) -> None:
    """Run on another thread: a browser of other tests may have an event loop on this one."""

    def run() -> None:
        asyncio.run(_run_worker(worker, meanwhile))
        for each in (store, worker.direct.app.extensions["dateline"].store):
            each.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


async def _run_worker(worker: Server, meanwhile: Any) -> None:
    """Start the worker, wait for ``meanwhile``, and stop the worker."""
    messages: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def send(_: Any) -> None:
        return None

    await messages.put({"type": "lifespan.startup"})
    life = asyncio.create_task(worker({"type": "lifespan"}, messages.get, send))
    try:
        await meanwhile()
    finally:
        await messages.put({"type": "lifespan.shutdown"})
        await life


def used(store: Store) -> str | None:
    (key,) = store.keys.all()
    return key.last_used_at


async def until(true: Any) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come")


def test_uses_are_written_now_and_then_and_never_go_back(worker: Server, store: Store) -> None:
    token = store.keys.create("desk", ("read",))
    mine = worker.direct.app.extensions["dateline"].store.keys

    async def meanwhile() -> None:
        mine.check(token)
        await until(lambda: used(store) is not None)
        first = used(store)
        mine.uses.last[1] = 1_000_000_000.0  # earlier than the time that is stored
        await until(lambda: not mine.uses.last)
        assert used(store) == first
        mine.check(token)
        await until(lambda: used(store) != first)

    run_worker(worker, store, meanwhile)


def test_a_locked_database_delays_the_note_and_nothing_else(
    worker: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(USES[Use.ASIDE], "busy_timeout", 50)
    token = store.keys.create("desk", ("read",))
    app = worker.direct.app
    mine = app.extensions["dateline"].store.keys

    async def meanwhile() -> None:
        with store.database.writing():
            for _ in range(20):
                began = time.monotonic()
                reply = app.test_client().get(
                    "/v1/tags", headers={"Authorization": f"Bearer {token}"}
                )
                assert reply.status_code == 200
                assert time.monotonic() - began < 3
                await asyncio.sleep(0.02)
            assert used(store) is None
        await until(lambda: used(store) is not None)
        await until(lambda: not mine.uses.last)

    run_worker(worker, store, meanwhile)


def test_the_old_text_of_a_rotated_key_keeps_its_last_use_and_the_new_one_has_none(
    store: Store,
) -> None:
    token = store.keys.create("desk", ("read",))
    store.keys.check(token)
    assert store.keys.uses.write(store.keys.uses.take())
    store.keys.rotate("desk", 1)
    (key,) = store.keys.all()
    assert (key.name, key.last_used_at) == ("desk", None)
    (old,) = key.old
    assert old.last_used_at is not None
    store.keys.rotate("desk", 0)
    assert store.keys.all()[0].old == ()


def test_going_back_a_migration_forgets_the_use_and_keeps_the_key(store: Store) -> None:
    token = store.keys.create("desk", ("read",))
    store.keys.check(token)
    assert store.keys.uses.write(store.keys.uses.take())
    store.migrate_down("0003_key_use")
    store.migrate()
    assert used(store) is None
    assert store.keys.check(token).name == "desk"


def test_what_cannot_be_written_is_kept_for_the_next_time(tmp_path: Path) -> None:
    broken = open_store(Settings(database_url=f"sqlite:///{tmp_path}/not-migrated.db"))
    broken.keys.uses.last[1] = 1.0
    taken = broken.keys.uses.take()
    assert not broken.keys.uses.write(taken)
    broken.keys.uses.last[2] = 2.0
    broken.keys.uses.put_back(taken)
    assert set(broken.keys.uses.last) == {1, 2}
