"""Compare SQLite and PostgreSQL: the same events and the same questions, in one process.

    python -m bench.engines [--events 100000] [--rounds 3] [--questions 60] [--database URL]

For each kind of question the command prints the median and the 95th percentile on both engines, and
the ratio of the medians. It also prints the speed of each store as a share of the speed of its bare
driver (``sqlite3``, ``psycopg``) with the same statements. ``--database`` names an empty database,
or one that an earlier run has filled. Without it the command starts a server for the run.
"""

from __future__ import annotations

import argparse
import logging
import math
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.numeric import Int8BinaryDumper

from bench.data import made_dateline
from bench.engine_copy import fill
from bench.engine_questions import OTHERS, PAGES, TEXTS, Ask, Questions
from service.schemas.event import render
from service.store import Store
from service.store.postgres.connecting import PLANS, TextDumper
from service.store.sqlite.connection_pragmas import PRAGMAS
from tests.support import postgres

SERVER = postgres.SETTINGS | {
    "shared_buffers": "1GB", "autovacuum": "on", "max_wal_size": "8GB",
}  # fmt: skip
_TIMES = re.compile(r'"(?:created|updated)_at":"[^"]*"')
"""The times at which an event was stored. They differ between the engines."""
Statement = tuple[str, Any]


def main() -> None:
    """Fill both databases, and compare them."""
    parser = argparse.ArgumentParser(description="Compare the engines, as ratios.")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--database", default="")
    parser.add_argument("--only", default="", help="kinds of question whose name has this")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        url = chosen.database or stack.enter_context(server())
        one = Store(f"sqlite:///{made_dateline(chosen.events)}", render, 60)
        other = Store(url, render, 60)
        stack.callback(one.close)
        stack.callback(other.close)
        fill(one, other, chosen.events)
        compare(one, other, chosen)


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database on a new server."""
    started = postgres.start(settings=SERVER)
    try:
        started.run("CREATE DATABASE bench TEMPLATE template0")
        yield started.of("bench")
    finally:
        postgres.stop(started)


class Recorder(logging.Handler):
    """Records the SQL statements that a store runs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[Statement] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Peewee logs each statement with its values."""
        statement: Any = record.msg
        self.statements.append(statement)


def recorded(ask: Ask, store: Store) -> list[Statement]:
    """The SQL statements that answer a question."""
    logger, recorder = logging.getLogger("peewee"), Recorder()
    logger.setLevel(logging.DEBUG)
    logger.addHandler(recorder)
    try:
        ask(store)
    finally:
        logger.removeHandler(recorder)
        logger.setLevel(logging.WARNING)
    return recorder.statements


def compare(one: Store, other: Store, chosen: argparse.Namespace) -> None:
    """Print a line for each kind of question."""
    bare = sqlite3.connect(one.database.url.removeprefix("sqlite:///"), cached_statements=512)
    for name, value in PRAGMAS.items():
        bare.execute(f"PRAGMA {name} = {value}")
    driver = psycopg.connect(
        other.database.url, autocommit=True, cursor_factory=psycopg.RawCursor, prepare_threshold=2
    )
    driver.execute(PLANS)
    driver.adapters.register_dumper(int, Int8BinaryDumper)
    driver.adapters.register_dumper(str, TextDumper)
    (highest,) = bare.execute("SELECT max(position) FROM event WHERE span < 5").fetchone()
    questions = Questions(highest, chosen.events)
    print(
        f"{'milliseconds':32}{'SQLite p50':>11}{'p95':>8}{'Postgres p50':>14}{'p95':>8}"
        f"{'ratio':>7}{'of sqlite3':>11}{'of psycopg':>11}{'statements':>11}"
    )
    for kinds in (PAGES, TEXTS, OTHERS):
        for name, make in kinds.items():
            if chosen.only in name:
                asks = [make(questions) for _ in range(chosen.questions)]
                _kind(name, asks, (one, other), (bare, driver), chosen.rounds)


def _kind(name: str, asks: list[Ask], stores: tuple[Store, Store], bares: Any, rounds: int) -> None:
    sqlite, driver = bares
    plain: list[tuple[list[Statement], list[Statement]]] = []
    for ask in asks:
        first, second = (ask(store) for store in stores)
        if first != second and _TIMES.sub("", repr(first)) != _TIMES.sub("", repr(second)):
            raise AssertionError(f"{name}: the engines differ")
        plain.append((recorded(ask, stores[0]), recorded(ask, stores[1])))
    # The fastest of the rounds, because the first one fills the caches.
    took: list[list[float]] = [[], [], [], []]
    postgresql: Any = stores[1].database
    servers = [postgresql.own(), driver]
    for ask, (one, other) in zip(asks, plain, strict=True):
        works: list[Callable[[], object]] = [
            partial(ask, stores[0]),
            partial(ask, stores[1]),
            partial(_sqlite3, sqlite, one),
            partial(_psycopg, driver, other),
        ]
        best = [math.inf] * len(works)
        for _ in range(rounds):
            for place, work in enumerate(works):
                best[place] = min(
                    best[place], spent(work, servers[place // 2 : place // 2 + place % 2])
                )
        for place, each in enumerate(best):
            took[place].append(each)
    mine, theirs, bare, wire = (statistics.median(each) for each in took)
    p95 = [sorted(each)[len(each) * 95 // 100] for each in took]
    print(
        f"{name:32}{mine:11.2f}{p95[0]:8.2f}{theirs:14.2f}{p95[1]:8.2f}{theirs / mine:7.1f}"
        f"{bare / mine:11.2f}{wire / theirs:11.2f}{len(plain[0][1]):11}",
        flush=True,
    )


def spent(work: Callable[[], object], connections: list[Any]) -> float:
    """Milliseconds of processor time that ``work`` takes, in this process and in the server's
    processes of ``connections``. The clock would also count other programs of the machine."""
    files = [Path(f"/proc/{each.info.backend_pid}/schedstat") for each in connections]

    def now() -> float:
        return time.process_time() * 1e9 + sum(int(each.read_text().split()[0]) for each in files)

    began = now()
    work()
    return (now() - began) / 1e6


def _given(statements: list[Statement]) -> list[Statement]:
    return [(text, values or ()) for text, values in statements]


def _sqlite3(driver: sqlite3.Connection, statements: list[Statement]) -> None:
    for each in _given(statements):
        driver.execute(*each).fetchall()


def _psycopg(driver: psycopg.Connection[Any], statements: list[Statement]) -> None:
    for text, values in statements:
        driver.cursor(binary=True).execute(text, values).fetchall()


if __name__ == "__main__":
    main()
