"""The connections of the threads of a worker keep little memory of their own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from service.deadline import Deadline
from service.schemas.event import render
from service.settings import Settings
from service.store import Store
from service.thread_pools import ThreadPool, ThreadPools

MOST_KB = {"reads": 2_000, "streams": 2_000, "writes": 8_000, "imports": 8_000}
"""Pages that a connection caches: each worker has such a connection for each thread."""


def cached_kb(pool: ThreadPool, store: Store) -> int:
    def look() -> int:
        (found,) = store.database.execute_sql("PRAGMA cache_size").fetchone()
        store.database.close()
        return -int(found)

    return pool.start(look, Deadline(10)).future.result()


def test_each_thread_caches_few_pages(tmp_path: Path) -> None:
    pools = ThreadPools(Settings())
    with closing(Store(f"sqlite:///{tmp_path / 'a.db'}", render)) as store:
        store.migrate()
        found = {name: cached_kb(getattr(pools, name), store) for name in MOST_KB}
    pools.stop()
    assert found == MOST_KB
