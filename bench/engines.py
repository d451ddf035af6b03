"""The two engines compared: the same events and the same questions, in one process and one run, as
ratios.

    python -m bench.engines [--events 100000] [--rounds 3] [--questions 60] [--database URL]

For each kind of question it prints the median and the 95th percentile on SQLite and on PostgreSQL,
and their ratio. It also prints the speed of each store as a share of the speed of its bare driver
(``sqlite3``, ``psycopg``) with the same statements. The server is started for the run,
unless ``--database`` names an empty database, or one that an earlier run has filled.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.numeric import Int8BinaryDumper

from bench.data import BATCH, made_dateline
from bench.generate import COUNTRIES, COUNTRY_WEIGHTS, RARE, WORDS
from service.app import load_blocs
from service.domain.cursors import Seal
from service.domain.query import Filter, Page
from service.schemas.event import render
from service.schemas.parameters import FILTERS
from service.schemas.query import QueryParser
from service.settings import Settings
from service.store import EventBatch, Store
from service.store.engine import Engine, Text
from service.store.index_batch import text as words_of
from service.store.postgres.connecting import PLANS, Letters
from service.store.sqlite.connection_pragmas import PRAGMAS
from service.store.terms import mark
from tests.support import postgres

SERVER = postgres.SETTINGS | {
    "shared_buffers": "1GB", "autovacuum": "on", "max_wal_size": "8GB",
}  # fmt: skip
_TIMES = re.compile(r'"(?:created|updated)_at":"[^"]*"')
"""The times at which an event was stored, which differ between the engines."""
TABLES = (
    "event", "document", "term", "posting", "tally", "tally_amount", "amount", "tombstone",
    "change", "history", "word", "departure",
)  # fmt: skip
Statement = tuple[str, Any]
Ask = Callable[[Store], object]


class Questions:
    """Makes questions, the same in every run."""

    def __init__(self, highest: int, count: int) -> None:
        seal = Seal("0123456789ab", b"secret")
        self.parser = QueryParser(load_blocs(Settings()), 50, 1000, lambda: seal)
        self.chance = random.Random(7)
        self.highest, self.count = highest, count

    def filter(self, **words: object) -> Filter:
        return self.parser.parse([(n, str(v)) for n, v in words.items()], FILTERS).filter

    def page(
        self, sort: str = "date", deep: bool = False, count: str = "none", **words: object
    ) -> Ask:
        """Fifty events; ``deep`` from anywhere in the list."""
        filter_ = self.filter(**words)
        after = (self.chance.randrange(self.highest),) if deep else None
        page = Page(sort=sort, limit=50, after=after, count=count)
        return lambda store: b",".join(store.reader.events(filter_, page).rows)

    def total(self, how: str, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.count(filter_, how)

    def country(self) -> str:
        return self.chance.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]

    def year(self) -> int:
        return self.chance.randint(1985, 2023)

    def month(self) -> str:
        return f"{self.year()}-{self.chance.randint(1, 12):02}"

    def days(self) -> str:
        month = self.month()
        return f"{month}-01/{month}-{self.chance.randint(5, 28):02}"

    def one(self) -> Ask:
        event_id = f"g{self.chance.randrange(self.count):07}"
        return lambda store: store.reader.get(event_id)

    def histogram(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.histogram(filter_, "month")

    def facets(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.facets(filter_, ("country", "category"), {}, 20)

    def timeline(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.timeline(filter_, (None, None), 900, most=30)

    def atlas(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.atlas(filter_, (-180.0, -90.0, 180.0, 90.0), 900)


def word(q: Questions) -> str:
    return q.chance.choice(WORDS)


def rare(q: Questions) -> str:
    return q.chance.choice(RARE)


PAGES: dict[str, Callable[[Questions], Ask]] = {
    "one event": lambda q: q.one(),
    "country and month": lambda q: q.page(country=q.country(), date=q.month()),
    "range of days": lambda q: q.page(date=q.days()),
    "range of days, latest first": lambda q: q.page("-date", date=q.days()),
    "all, any depth": lambda q: q.page(deep=True),
    "country, any depth": lambda q: q.page(country=q.country(), deep=True),
    "country, any depth, capped": lambda q: q.page(country=q.country(), deep=True, count="capped"),
    "bloc of 27, any depth": lambda q: q.page(country="EU", deep=True),
    "bloc of 27, a year": lambda q: q.page(country="EU", date=q.year()),
    "country, certain, a year": lambda q: q.page(
        country=q.country(), date=q.year(), match="certain"
    ),
    "country, box": lambda q: q.page(country=q.country(), bbox="-10,35,30,60"),
    "last changed": lambda q: q.page("-updated", country=q.country()),
}
TEXTS: dict[str, Callable[[Questions], Ask]] = {
    "rare word": lambda q: q.page(q=rare(q)),
    "common word": lambda q: q.page(q=word(q)),
    "common word, any depth": lambda q: q.page(q=word(q), deep=True),
    "common word, a year": lambda q: q.page(q=word(q), date=q.year()),
    "beginning of a word, a year": lambda q: q.page(q=f"{word(q)[:3]}*", date=q.year()),
    "two words": lambda q: q.page(q=f"{word(q)} {word(q)}"),
    "word without word": lambda q: q.page(q=f"{word(q)} -{word(q)}"),
    "rare word, country": lambda q: q.page(q=rare(q), country=q.country()),
    "word, country, year": lambda q: q.page(q=word(q), country=q.country(), date=q.year()),
    "phrase": lambda q: q.page(q=f'"{word(q)} {word(q)}"'),
    "phrase, country": lambda q: q.page(q=f'"{word(q)} {word(q)}"', country=q.country()),
    "country, category": lambda q: q.page(country=q.country(), category="meeting"),
    "country, category, any depth": lambda q: q.page(
        country=q.country(), category="meeting", deep=True
    ),
    "country, category, year": lambda q: q.page(
        country=q.country(), category="visit,meeting", date=q.year()
    ),
    "country, tag": lambda q: q.page(country=q.country(), tag=f"topic-{q.chance.randrange(300)}"),
    "bloc, category, year": lambda q: q.page(country="EU", category="agreement", date=q.year()),
    "category, actor": lambda q: q.page(
        category="meeting", actor=f"Official {q.chance.randrange(2000)}"
    ),
    "by relevance": lambda q: q.page("relevance", q=f"{word(q)} {word(q)}"),
    "count of a word, capped": lambda q: q.total("capped", q=word(q)),
    "count of two groups, capped": lambda q: q.total(
        "capped", country=q.country(), category="meeting"
    ),
}
OTHERS: dict[str, Callable[[Questions], Ask]] = {
    "count of a country, exact": lambda q: q.total("exact", country=q.country()),
    "histogram of a country": lambda q: q.histogram(country=q.country()),
    "histogram of two groups": lambda q: q.histogram(country=q.country(), category="meeting"),
    "facets of a country": lambda q: q.facets(country=q.country()),
    "timeline of a country": lambda q: q.timeline(country=q.country()),
    "map of a country": lambda q: q.atlas(country=q.country()),
    "countries": lambda q: lambda store: store.terms("country"),
}


def main() -> None:
    """Run and print."""
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


def fill(one: Store, other: Store, number: int) -> None:
    """Copy the events of one into the other, unless they are there: row by row; the full text is
    rebuilt."""
    other.migrate()
    if other.size() >= number:
        return
    began = time.perf_counter()
    source, target = one.database, other.database
    for table in TABLES:
        rows = source.execute_sql(f'SELECT * FROM "{table}"')
        columns = [each[0] for each in rows.description]
        with target.writing():
            target.execute_sql(f'DELETE FROM "{table}"')
            while some := rows.fetchmany(BATCH):
                target.insert_many(table, columns, [*chain.from_iterable(some)])
    with target.writing():
        _texts(target)
    other.settle()
    print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)


def _texts(database: Engine) -> None:
    """Rebuild the full text of the stored events. The migration is older than the cells."""
    words = import_module("service.migrations.0012_words")

    def folded(
        positions: list[int], batch: EventBatch, marks: Callable[[object], str]
    ) -> list[Text]:
        found = zip(positions, batch.events, strict=True)
        return [
            (at, *words_of(each, " ".join([marks(each), *map(mark, each.cells)])))
            for at, each in found
        ]

    words.renew(database, "ascii", folded)


class Recorder(logging.Handler):
    """The statements that a store runs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[Statement] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Peewee tells each statement with its values."""
        statement: Any = record.msg
        self.statements.append(statement)


def recorded(ask: Ask, store: Store) -> list[Statement]:
    """The statements that answer a question."""
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
    """Print a table for each group of kinds."""
    bare = sqlite3.connect(one.database.url.removeprefix("sqlite:///"), cached_statements=512)
    for name, value in PRAGMAS.items():
        bare.execute(f"PRAGMA {name} = {value}")
    driver = psycopg.connect(
        other.database.url, autocommit=True, cursor_factory=psycopg.RawCursor, prepare_threshold=2
    )
    driver.execute(PLANS)
    driver.adapters.register_dumper(int, Int8BinaryDumper)
    driver.adapters.register_dumper(str, Letters)
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
    """Milliseconds of the processor, of this process and of the server's process for its
    connection. The clock time would depend on the other programs of the machine."""
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
