"""Compare the answers of SQLite and PostgreSQL.

Both engines get the same random writes and the same random queries over the whole grammar: three
pages of each query, counts, histograms, facets, timelines, maps and the change log. The writes come
between the queries and between their pages. Both stores have the same clock, so their documents are
equal byte by byte.
"""

from __future__ import annotations

import math
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson

from bench.generate import events
from bench.soak.random_queries import base_events, random_event, random_filter
from bench.soak.time_limits import seconds
from service.domain.blocs import from_json
from service.domain.cursors import CursorSeal, LogPlace
from service.domain.event import Event
from service.domain.query import Filter, Page
from service.errors import DatelineError
from service.resources import SEED
from service.schemas.event import load_event, render
from service.schemas.parameters import FILTERS
from service.schemas.query import QueryParser
from service.store import FACETS, INTERVALS, Store
from service.store.postgres.estimates import Estimates
from tests.support import postgres

ASKED, EVENTS, PARTS = 10_000, 2000, 4
"""The number of questions, the number of events of each process, and the number of processes. The
processes divide the questions."""
SEAL = CursorSeal("0123456789ab", b"secret")
BLOCS = from_json(orjson.loads((SEED / "blocs.json").read_bytes()))
PARSER = QueryParser(BLOCS, 50, 1000, lambda: SEAL)


@contextmanager
def one_clock() -> Iterator[None]:
    """Replace the clock: each store counts its own microseconds, and both get the same times."""
    ticks: dict[int, count[int]] = {}

    def now(entries: Any) -> str:
        number = next(ticks.setdefault(id(entries.database), count()))
        return f"2024-01-01T{number // 3_600_000_000:02}:00:00.{number % 1_000_000:06}Z"

    with patch("service.store.event_tables.EventTables.now", now):
        yield


@dataclass
class Both:
    """Two stores that must give the same answers."""

    one: Store
    other: Store

    def same(self, what: str, work: Callable[..., Any], *given: object) -> Any:
        """The common result of ``work(store, *given)``. Raises ``AssertionError`` if the results
        differ."""
        found = []
        for store in (self.one, self.other):
            try:
                found.append(work(store, *given))
            except DatelineError as error:
                found.append((type(error).__name__, error.detail))
        if found[0] != found[1]:
            raise AssertionError(f"{what}: {found[0]!r:.1500} is not {found[1]!r:.1500}")
        return found[0]


def write(both: Both, chance: random.Random, writes: int) -> None:
    """Make the same writes to both stores. Some of them are refused."""
    for _ in range(writes):
        event_id = f"e{chance.randrange(max(20, EVENTS // 2))}"
        event = load_event(random_event(chance, 0, chance.choice(base_events())) | {"id": event_id})
        _write(both, chance.random(), event)


def _write(both: Both, kind: float, event: Event) -> None:
    if kind < 0.5:
        both.same("put", lambda store: store.put(event, lambda _: True))
    elif kind < 0.7:
        both.same("create", lambda store: store.create(event, "desk"))
    elif kind < 0.8:
        both.same("restore", lambda store: store.put(event, None, only_new=True))
    else:
        both.same("delete", lambda store: store.delete(event.id, lambda _: True))


def guess(both: Both, chance: random.Random) -> None:
    """Let PostgreSQL read its estimates again, or give it random ones. Estimates may change the way
    to an answer, but never the answer."""
    database: Any = both.other.database
    rare = 10 ** chance.uniform(-6, 0)
    wild = Estimates(math.inf, 10 ** chance.uniform(0, 9), {}, rare)
    database.estimated = chance.choice((Estimates(-math.inf), wild))


def ask(both: Both, chance: random.Random, between: Callable[[], None]) -> bool:
    """Ask one random query in every way, and call ``between`` after each page. Returns ``False`` if
    the query is not valid. Raises ``AssertionError`` with the query if the answers differ."""
    guess(both, chance)
    pairs = random_filter(chance)
    try:
        filter_ = PARSER.parse(pairs, FILTERS).filter
    except DatelineError:
        return False
    sorts = ["date", "-date", "updated", "-updated"] + ["relevance"] * (filter_.text is not None)
    told = f"{pairs}"
    page = Page(sort=chance.choice(sorts), limit=chance.choice((1, 7, 50)), count="capped")
    for _ in range(3):
        found = both.same(f"{told} {page}", Store.events, filter_, page)
        if isinstance(found, tuple) or found.next is None:
            break
        page = replace(page, after=found.next)
        between()
    both.same(f"count {told}", lambda store: store.count(filter_))
    interval = chance.choice(INTERVALS)
    both.same(f"{interval} {told}", lambda store: store.histogram(filter_, interval))
    by = chance.sample(FACETS, 2)
    blocs = {"EU": PARSER.parse([("country", "EU")], FILTERS).filter.groups[0]}
    both.same(f"{by} {told}", lambda store: store.facets(filter_, by, blocs, 9))
    days = chance.choice(((None, None), (730_000, 738_000)))
    both.same(f"timeline {told}", lambda store: store.timeline(filter_, days, 900, most=30))
    both.same(
        f"atlas {told}", lambda store: store.atlas(filter_, (-180.0, -90.0, 180.0, 90.0), 900)
    )
    if chance.random() < 0.1:
        both.same(f"stream {told}", lambda store: list(store.stream(filter_, "-date")))
        both.same(f"changes {told}", lambda store: store.changes_after(LogPlace(), 50, filter_))
        both.same(f"deleted {told}", lambda store: store.deleted(filter_))
    return True


def others(both: Both) -> None:
    """Ask the questions that have no filter."""
    for kind in ("country", "actor", "tag", "category"):
        both.same(kind, Store.terms, kind)
        both.same(kind, Store.named, kind, "of", 20)
        both.same(kind, Store.nearest, kind, "kazakstan", 5)
    both.same("terms that begin", lambda store: store.terms("tag", "topic-1", "topic-11", 3))
    for word in ("takls", "mnister", "xyz"):
        both.same(word, Store.words_spelt_like, word, 5)
    for number in range(20):
        event_id = f"e{number}"
        both.same(event_id, Store.get, event_id)
        both.same(event_id, _versions, event_id)
        for version in (1, 2, 3):
            both.same(event_id, _document_at, event_id, version)


def _versions(store: Store, event_id: str) -> object:
    return store.history.versions(event_id)


def _document_at(store: Store, event_id: str, version: int) -> object:
    return store.history.document_at(event_id, version)


def fill(both: Both, chance: random.Random, number: int) -> None:
    """Import the same events into both stores."""
    loaded = [load_event(random_event(chance, n, each)) for n, each in enumerate(events(number))]
    both.same("import", lambda store: store.import_batch(loaded))
    both.same("everything", lambda store: store.count(Filter(undated=True)))
    both.same("settle", lambda store: store.settle())


def part(folder: Path, url: str, seed: int, questions: int, most: float) -> tuple[int, int]:
    """Ask ``questions`` queries with writes in between, for at most ``most`` seconds. Returns the
    numbers of questions and writes."""
    end = time.monotonic() + most
    one, other = Store(f"sqlite:///{folder}/{seed}.db", render, 60), Store(url, render, 60)
    writes = 0
    with closing(one), closing(other), one_clock():
        both, chance = Both(one, other), random.Random(seed)

        def between() -> None:
            nonlocal writes
            writes += 1
            write(both, chance, 1)

        both.same("migrate", lambda store: store.migrate())
        fill(both, chance, EVENTS)
        left = questions
        while left > 0 and time.monotonic() < end:
            left -= ask(both, chance, between)
            between()
        others(both)
        both.same("changes", lambda store: store.changes_after(LogPlace(), 10_000))
        errors = both.same("errors", lambda store: list(store.integrity_errors()))
        if errors:
            raise AssertionError(f"verify found {errors}")
    return questions - left, writes


def main(folder: Path) -> str:
    """Run all processes, and return the results."""
    server = postgres.start()
    try:
        server.run(*(f"CREATE DATABASE proof{n} TEMPLATE template0" for n in range(PARTS)))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(PARTS, context) as pool:
            parts = [
                pool.submit(part, folder, server.of(f"proof{n}"), 20 + n, ASKED // PARTS, seconds())
                for n in range(PARTS)
            ]
            asked, writes = map(sum, zip(*(each.result() for each in parts), strict=True))
    finally:
        postgres.stop(server)
    return f"{asked:,} questions, with {writes:,} writes between them and their pages: 0 differ"
