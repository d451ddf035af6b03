"""Compare the processor time of reads and writes of two databases with the same events.

    python -m bench.two_databases FILE OTHER [ROUNDS]

For each kind of question the command prints the processor time of OTHER divided by that of FILE:
the median over the rounds. The two files take turns. The same code reads both files in one process:
first as the event loop does, then as a thread does (without a memory map). The writes go to copies.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.arguments import parser
from bench.data import Data
from bench.questions import KINDS, Asker
from service.domain.query import Filter
from service.schemas.event import load_event, render
from service.store import Store
from service.store.engine import Use

ASKED, WRITTEN, EXPORTED = 400, 150, 20_000
Ask = Callable[[Store], object]


def pages(asker: Asker, kind: str, limit: int) -> list[Ask]:
    """Pages of ``limit`` events."""

    def ask(address: str) -> Ask:
        filter_, page = asker.parsed(address)
        shorter = replace(page, limit=limit)
        return lambda store: b",".join(store.events(filter_, shorter).rows)

    return [ask(KINDS[kind](asker).dateline) for _ in range(ASKED)]


def one(asker: Asker) -> list[Ask]:
    """Single events."""

    def ask(address: str) -> Ask:
        name = address.rpartition("/")[2]
        return lambda store: store.get(name)

    return [ask(KINDS["one event"](asker).dateline) for _ in range(ASKED)]


def exported(store: Store) -> int:
    """Export the first events of all; returns the number of bytes."""
    found = 0
    for number, body in enumerate(store.stream(Filter()), 1):
        found += len(body)
        if number == EXPORTED:
            break
    return found


def written(store: Store) -> None:
    """Update single events, each in its own transaction."""
    chance, count = random.Random(3), store.count(Filter(), "exact")[0] or 0
    for number in range(WRITTEN):
        event_id = f"g{chance.randrange(count):07}"
        found = store.get(event_id)
        event = load_event({
            "id": event_id, "title": f"Title {number}", "date": "2001-02-03", "category": "visit",
        })  # fmt: skip
        store.put(event, found.version)


def spent(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _all(calls: list[Ask], store: Store) -> None:
    for call in calls:
        call(store)


def compare(name: str, calls: list[Ask], stores: tuple[Store, Store], rounds: int) -> None:
    """Print the median ratio of one kind, with its lowest and highest value."""
    ratios = []
    for number in range(rounds + 1):
        pair = stores if number % 2 else stores[::-1]
        took = {each: spent(partial(_all, calls, each)) for each in pair}
        ratios.append(took[stores[1]] / took[stores[0]])
    middle = statistics.median(ratios[1:])
    print(f"{name:36}{middle:6.2f}   ({min(ratios[1:]):.2f} to {max(ratios[1:]):.2f})", flush=True)


def _opened(files: list[Path], use: Use) -> tuple[Store, Store]:
    one, other = (Store(f"sqlite:///{each}", render, use=use) for each in files)
    return one, other


def main() -> None:
    """Compare the two files that the command line names."""
    arguments = parser(__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("other", type=Path)
    arguments.add_argument("rounds", type=int, nargs="?", default=7)
    given = arguments.parse_args()
    files, rounds = [given.file, given.other], given.rounds
    for use in (Use.USUAL, Use.READING):
        stores = _opened(files, use)
        count = stores[0].count(Filter(), "exact")[0] or 0
        asker = Asker(Data(files[0], files[0], count), stores[0])
        for kind in ("country and month", "date range", "full text"):
            for limit in (20, 50):
                compare(f"{use.name}: {kind}, {limit}", pages(asker, kind, limit), stores, rounds)
        compare(f"{use.name}: one event", one(asker), stores, rounds)
        compare(f"{use.name}: export", [exported], stores, rounds)
        for each in stores:
            each.close()
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / f"{number}.db" for number in range(2)]
        for source, copy in zip(files, copies, strict=True):
            shutil.copyfile(source, copy)
        stores = _opened(copies, Use.USUAL)
        compare("updates of one event", [written], stores, 3)


if __name__ == "__main__":
    main()
