"""Compare the speed and the memory of an import with other programs in one run.

``dateline import`` is compared with two other programs. ``sqlite-utils`` validates nothing. It
makes one index, and full text on the same parts, either with triggers or after the import. Bare
``sqlite3`` gets the prepared rows that our import stores, one by one, in the same tables.

    python -m bench.imports 1000000
    python -m bench.imports 3000000 --memory
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson

from bench.arguments import parser
from bench.data import FOLDER, made_dateline
from bench.generate import events
from bench.servers import BIN, dateline_at
from service.importers import run as importing
from service.importers.files import Opened, open_all
from service.importers.source import by_date
from service.schemas.event import render
from service.store import Store, event_tables
from service.store.engine import Use
from service.store.index import indexing

MEBIBYTE = 1024 * 1024
TEXT = ("title", "summary", "actors", "countries", "tags")
"""Columns for the full text of ``sqlite-utils``. Dateline's full text has them too."""
TOGETHER = 6
"""Batches in a transaction: about as many as an import stores in a second."""
READERS = 2
PATHS = (
    "/v1/events?country=KZ&date=2019", "/v1/events?country=US&country=KZ",
    "/v1/events/g0000007", "/v1/histogram?interval=year&country=US",
    "/v1/events?q=pipeline&limit=20",
)  # fmt: skip


def run(*words: object, **environment: str) -> None:
    """Run a program to its end. Raises ``CalledProcessError`` if it fails."""
    subprocess.run(
        [str(each) for each in words], check=True, capture_output=True, env=os.environ | environment
    )


def own(file: Path, target: Path, fresh: bool) -> tuple[float, int]:
    """Seconds of ``dateline import``, and the peak memory of all its processes together."""
    variables = {"DATELINE_DATABASE_URL": f"sqlite:///{target}"}
    if not fresh:
        run(BIN / "dateline", "migrate", **variables)
    started = time.perf_counter()
    process = subprocess.Popen(
        [BIN / "dateline", "import", file], env=os.environ | variables, stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    most = 0
    while process.poll() is None:
        most = max(most, memory_of(process.pid))
        with suppress(subprocess.TimeoutExpired):  # looking takes milliseconds of a core
            process.wait(1)
    if process.returncode:
        raise RuntimeError("the import failed")
    return time.perf_counter() - started, most


def memory_of(pid: int) -> int:
    """Bytes of a process and its children. Shared memory counts once (``Pss``). The result is 0 if
    the process has ended."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        rolled = [Path(f"/proc/{each}/smaps_rollup").read_text() for each in (pid, *children)]
        return sum(int(text.split("Pss:")[1].split()[0]) * 1024 for text in rolled)
    except (OSError, IndexError):
        return 0


def sqlite_utils(file: Path, target: Path, triggers: bool) -> float:
    """Seconds of ``sqlite-utils``. A table with triggers is made before the clock starts."""
    insert = (sys.executable, "-m", "sqlite_utils", "insert", target, "event", "--nl", "--pk", "id")
    index = (sys.executable, "-m", "sqlite_utils", "create-index", target, "event", "date")
    text = (sys.executable, "-m", "sqlite_utils", "enable-fts", target, "event", *TEXT)
    if triggers:
        few = target.with_suffix(".few")
        with file.open("rb") as lines, few.open("wb") as first:
            first.writelines(line for _, line in zip(range(2000), lines, strict=False))
        run(*insert, few, "--alter")
        run(*index)
        run(*text, "--create-triggers")
        run(sys.executable, "-m", "sqlite_utils", "query", target, "delete from event")
    started = time.perf_counter()
    run(*insert, file)
    if not triggers:
        run(*index)
        run(*text)
    return time.perf_counter() - started


class Bare:
    """Gives ``sqlite3`` the rows that an import stores, in the same transactions."""

    def __init__(self, target: Path) -> None:
        self.store = Store(f"sqlite:///{target}", render, use=Use.FILLING)
        self.store.migrate()
        self.seconds = 0.0
        database: Any = self.store.database
        self.connection: sqlite3.Connection = database.connection()

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row."""
        started = time.perf_counter()
        self.connection.executemany(sql, rows)
        self.seconds += time.perf_counter() - started

    def insert_many(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """Insert the rows that ``insert_many`` of the store would insert."""
        width = len(columns)
        rows = [tuple(values[at : at + width]) for at in range(0, len(values), width)]
        self.many(
            f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join("?" * width)})', rows
        )

    def commit(self) -> None:
        """Commit a transaction."""
        started = time.perf_counter()
        self.connection.execute("COMMIT")
        self.seconds += time.perf_counter() - started


def bare(file: Path, target: Path) -> float:
    """Seconds that the database alone takes for the rows of an import."""
    made = Bare(target)
    database = made.store.database
    # These two methods of the store now call ``sqlite3`` directly.
    database.insert_many = made.insert_many  # type: ignore[method-assign]
    database.many = lambda sql, rows: made.many(sql, list(rows))  # type: ignore[method-assign]
    for opened in open_all([file]):
        assert isinstance(opened, Opened), opened  # else it cannot be read
        batches = by_date(opened, "ndjson", None, importing.BATCH)
        for batch in batches:
            made.connection.execute("BEGIN IMMEDIATE")
            with indexing(database) as index:
                written = event_tables.EventTables(database, render, index)
                for each in chain((batch,), islice(batches, TOGETHER - 1)):
                    written.insert(each.prepared, None)
            made.commit()
    made.store.close()
    return made.seconds


def reading(url: str, seconds: float, until: Callable[[], bool]) -> list[float]:
    """Seconds of each reply that ``READERS`` readers get, until ``seconds`` are over or ``until``
    is true."""
    found: list[float] = []
    ends = time.monotonic() + seconds

    def read(first: int) -> None:
        number = first
        while time.monotonic() < ends and not until():
            started = time.perf_counter()
            with urllib.request.urlopen(url + PATHS[number % len(PATHS)], timeout=60) as reply:
                reply.read()
            found.append(time.perf_counter() - started)
            number += 1
            time.sleep(0.01)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    return found


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median over the rounds of their time divided by our time."""
    return statistics.median(b / a for a, b in zip(ours, theirs, strict=True))


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(times, n=100)[98]


def while_reading(file: Path, folder: Path, stored: int) -> str:
    """Compare reads of a served database of ``stored`` events before and during an import."""
    target = folder / "served.db"
    shutil.copy(made_dateline(stored), target)
    variables = {"DATELINE_DATABASE_URL": f"sqlite:///{target}"}
    with dateline_at(target) as (port,):
        url = f"http://127.0.0.1:{port}"
        reading(url, 2, lambda: False)
        quiet = reading(url, 15, lambda: False)
        with subprocess.Popen(
            [BIN / "dateline", "import", file], env=os.environ | variables,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            loaded = reading(url, 600, lambda: process.poll() is not None)
    return (
        f"reads: p99 {p99(quiet) * 1000:.1f} ms quiet ({len(quiet)} reads), "
        f"{p99(loaded) * 1000:.1f} ms during an import ({len(loaded)} reads): "
        f"{p99(loaded) / p99(quiet):.2f} times"
    )


def without_ids_of(count: int, start: int, file: Path) -> None:
    """Write a file of ``count`` events. ``start`` makes their ids different from those of other
    files."""
    with file.open("wb") as out:
        for each in events(count):
            out.write(orjson.dumps(each | {"id": f"x{start}-{each['id']}"}) + b"\n")


def memory_alone(count: int, folder: Path) -> None:
    """Print how much memory an import of ``count`` events takes."""
    file, target = folder / "events.ndjson", folder / "target.db"
    without_ids_of(count, 0, file)
    for fresh in (False, True):
        _, most = own(file, target, fresh)
        target.unlink()
        kind = "no database yet" if fresh else "an empty database"
        print(f"{count:,} events, {kind}: {most / MEBIBYTE:.0f} MiB at most", flush=True)


def main() -> None:
    """Measure all programs in turn, or the memory alone."""
    arguments = parser(__doc__)
    arguments.add_argument("events", type=int)
    arguments.add_argument("rounds", type=int, nargs="?", default=3)
    arguments.add_argument("--memory", action="store_true", help="measure the memory alone")
    given = arguments.parse_args()
    count, rounds = given.events, given.rounds
    gc.set_threshold(100_000)
    FOLDER.mkdir(exist_ok=True)
    if given.memory:
        with tempfile.TemporaryDirectory(dir=FOLDER) as name:
            memory_alone(count, Path(name))
        return
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        file, made = Path(name) / "events.ndjson", Path(name)
        without_ids_of(count, 0, file)
        memory: list[int] = []

        def ours(target: Path, fresh: bool) -> float:
            seconds, most = own(file, target, fresh)
            memory.append(most)
            return seconds

        kinds: dict[str, Callable[[Path], float]] = {
            "dateline import": lambda target: ours(target, False),
            "dateline import, no database yet": lambda target: ours(target, True),
            "sqlite-utils, triggers": lambda target: sqlite_utils(file, target, True),
            "sqlite-utils, indexed afterwards": lambda target: sqlite_utils(file, target, False),
            "bare sqlite3": lambda target: bare(file, target),
        }
        times: dict[str, list[float]] = {kind: [] for kind in kinds}
        for number in range(rounds):
            for kind, measure in kinds.items():
                target = made / "target.db"
                times[kind].append(measure(target))
                for each in made.glob("target.*"):
                    each.unlink()
                print(f"{number + 1} {kind}: {count / times[kind][-1]:,.0f} events/s", flush=True)
        others = [kind for kind in kinds if not kind.startswith("dateline")]
        for kind in list(kinds)[:2]:
            ratios = (ratio(times[kind], times[other]) for other in others)
            told = ", ".join(
                f"{each:.2f} of {other}" for each, other in zip(ratios, others, strict=True)
            )
            print(f"{kind}: {told}")
        print(f"memory of its processes together: {max(memory) / MEBIBYTE:.0f} MiB at most")
        without_ids_of(min(count, 200_000), 1, file)
        print(while_reading(file, made, min(count, 100_000)))


if __name__ == "__main__":
    main()
