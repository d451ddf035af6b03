"""Compare histograms with chDB (ClickHouse in one process): a country's events by month, with
money.

Each program answers in its own process, without a server. ``clickhouse_process.py`` runs in the
environment of the peers. Its table has a row for each country of an event, sorted by country and
month.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.data import Data
from bench.peers import environment
from bench.questions import Asker
from service.domain.query import Filter
from service.store import Store
from service.store.buckets import Histogram
from service.store.rows import COLUMNS, from_row
from service.store.terms import beginning

PROGRAM = Path(__file__).with_name("clickhouse_process.py")
OPEN = 2**31 - 1
STRUCTURE = (
    "country String, month Int32, date String, earliest Int32, latest Int32,"
    " money Array(Tuple(String, String, Decimal(38, 4)))"
)
TABLE = (
    f"CREATE TABLE event ({STRUCTURE}) ENGINE = MergeTree ORDER BY (country, month)",
    "INSERT INTO event SELECT * FROM file('{}', 'JSONEachRow', '" + STRUCTURE + "')",
    "OPTIMIZE TABLE event FINAL",
)
SQL = (
    "SELECT month, date, '' AS currency, '' AS stage, count(), toDecimal128(0, 4) FROM event"
    " WHERE {0} GROUP BY month, date UNION ALL"
    " SELECT month, date, m.1, m.2, 0, sum(m.3) FROM event ARRAY JOIN money AS m"
    " WHERE {0} GROUP BY month, date, m.1, m.2"
)
Counts = dict[tuple[str, str], tuple[int, dict[tuple[str, str], Decimal]]]
"""The number of events and the sums of money, by month or by an imprecise date."""


def missing() -> str | None:
    """A message if chDB is not installed, otherwise ``None``."""
    if environment.lacks("chdb"):
        return "chDB is left out: it needs chdb; bench/peers/tools installs it"
    return None


def questions(asker: Asker, count: int) -> list[tuple[Filter, str]]:
    """The filter of each question, and its SQL."""
    found = []
    for _ in range(count):
        country, first = asker.country(), asker.chance.randint(1980, 2014)
        last = first + asker.chance.randint(1, 9)
        filter_, _ = asker.parsed(f"?country={country}&date={first}/{last}")
        where = (
            f"country = '{country}' AND earliest <= {filter_.until} AND latest >= {filter_.since}"
        )
        found.append((filter_, SQL.format(where)))
    return found


class Peer:
    """The process of chDB."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self, statements: list[str]) -> tuple[float, list[list[list[Any]]]]:
        """The seconds that the statements took, and the rows of each."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(statements) + "\n")
        self.process.stdin.flush()
        seconds, found = json.loads(self.process.stdout.readline())
        return seconds, found


@contextmanager
def serving(data: Data, folder: Path) -> Iterator[Peer]:
    """Run chDB with the same events until the block ends."""
    rows = folder / "events.ndjson"
    with rows.open("w") as file:
        file.writelines(_rows(data))
    with subprocess.Popen(
        [environment.BIN / "python", PROGRAM, folder / "chdb"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            peer = Peer(process)
            peer.run([each.format(rows) for each in TABLE])
            rows.unlink()
            yield peer
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=30)


def _rows(data: Data) -> Iterator[str]:
    source = sqlite3.connect(f"file:{data.dateline}?mode=ro", uri=True)
    for values in source.execute(f"SELECT {', '.join(COLUMNS)} FROM event"):
        event = from_row(dict(zip(COLUMNS, values, strict=True)))
        begins = beginning(event.date)
        if begins is None or event.date.earliest is None:
            continue
        latest = OPEN if event.date.latest is None else event.date.latest
        row = {
            "month": begins[0], "date": begins[1], "earliest": event.date.earliest,
            "latest": latest,
            "money": [[each.currency, each.stage, str(each.value)] for each in event.amounts],
        }  # fmt: skip
        for code in dict.fromkeys(each.code for each in event.countries):
            yield json.dumps({"country": code, **row}) + "\n"
    source.close()


def ours(store: Store, asked: list[tuple[Filter, str]]) -> float:
    """Seconds that Dateline takes for the same questions."""
    started = time.perf_counter()
    for filter_, _ in asked:
        store.histogram(filter_, "month")
    return time.perf_counter() - started


def same(store: Store, asked: list[tuple[Filter, str]], peer: Peer) -> None:
    """Raise ``RuntimeError`` if the counts or the sums differ."""
    _, found = peer.run([sql for _, sql in asked])
    for (filter_, sql), rows in zip(asked, found, strict=True):
        if _counted(store.histogram(filter_, "month")) != _summed(rows):
            raise RuntimeError(f"the answer of chDB differs: {sql}")


def _counted(found: Histogram) -> Counts:
    counted: Counts = {(each.start[:7], ""): (each.count, each.amounts) for each in found.buckets}
    return counted | {("", each.date): (each.count, each.amounts) for each in found.imprecise}


def _summed(rows: list[list[Any]]) -> Counts:
    found: Counts = {}
    for month, date, currency, stage, count, value in rows:
        key = ("", date) if date else (f"{month // 12:04}-{month % 12 + 1:02}", "")
        events, money = found.setdefault(key, (0, {}))
        if currency:
            at = (currency, stage)
            money[at] = money.get(at, Decimal(0)) + Decimal(str(value))
        found[key] = (events + int(count), money)
    return found
