"""The uses of a connection to SQLite, and the pragmas of each."""

from __future__ import annotations

import threading

from service.store.engine import Use

PRAGMAS: dict[str, int | str] = {
    # Of a new file. A document has a kilobyte, and only whole rows are on a page: three on one of
    # 4 kB, seven on one of 8.
    "page_size": 8192,
    "journal_mode": "wal",
    "synchronous": "full",  # an acknowledged write is on disk
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "cache_size": -64_000,
    "mmap_size": 1 << 31,  # as much as SQLite can map
    "journal_size_limit": 64 << 20,  # the space that a large import used is freed
    "temp_store": "memory",
    "trusted_schema": 0,
}
USES: dict[Use, dict[str, int | str]] = {
    # Pages in the mapped file are in no cache, and a worker has several such threads.
    Use.READING: {"cache_size": -2_000},
    # Pages that will not be read again are not cached.
    Use.ONCE_THROUGH: {"cache_size": -2_000, "mmap_size": 0},
    # Written pages do not count as memory of the program. A page that many transactions change is
    # written to its place once for several of them.
    Use.FILLING: {"mmap_size": 0, "cache_size": -48_000, "wal_autocheckpoint": 25_000},
    Use.UNSEEN: {
        "journal_mode": "off",
        "synchronous": "off",
        "locking_mode": "exclusive",
        "cache_size": -34_000,  # a longer transaction itself takes more memory
    },
    Use.UNCHANGED: {"query_only": 1},
    Use.ALONE: {"locking_mode": "exclusive", "busy_timeout": 1_000},
    Use.SMALL: {"busy_timeout": 0, "cache_size": -500, "mmap_size": 0},
    Use.ASIDE: {"busy_timeout": 1_000, "cache_size": -100, "mmap_size": 0},
    Use.ON_LOOP: {"busy_timeout": 0},
    # Each waits for a lock in short steps, so that it notices its deadline.
    Use.ON_THREAD: {"busy_timeout": 100},
    # A transaction keeps its pages in the cache until it ends.
    Use.WRITING: {"cache_size": -8_000, "mmap_size": 0},
}
"""The pragmas that each use of a connection adds to the usual ones, in this order."""


class _Local(threading.local):
    use = Use.USUAL


_local = _Local()


def use_on_this_thread(use: Use) -> None:
    """Add ``use`` to the use of every connection that this thread opens from now on."""
    _local.use = use


def use_of_this_thread() -> Use:
    """The use that this thread adds."""
    return _local.use


def pragmas(use: Use) -> dict[str, int | str]:
    """The pragmas of a use; later ones replace earlier ones."""
    found: dict[str, int | str] = {}
    for each, own in USES.items():
        if each in use:
            found |= own
    return found
