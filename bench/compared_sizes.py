"""Compare databases of several sizes with the same kinds of question, in one process.

    python -m bench.compared_sizes URL URL... [--rounds 3] [--questions 40] [--only country]

For each kind of question the command prints the median time in each database, and the ratio to the
first database. The times are milliseconds of processor time, of this process and, with PostgreSQL,
of the server's process. ``bench.engine_questions`` lists the kinds.
"""

from __future__ import annotations

import argparse
import statistics
from contextlib import ExitStack
from typing import Any

from bench.engine_questions import OTHERS, PAGES, TEXTS, Ask, Questions
from bench.engines import spent
from service.schemas.event import render
from service.store import Store

SIZE = (
    "SELECT count(*), sum(CASE WHEN id LIKE 'g%' THEN 1 ELSE 0 END),"
    " max(CASE WHEN span < 5 THEN position END) FROM event"
)
"""The number of all events, the number of events with an id from ``bench.generate``, and the last
position with a date. Copies of the generated events have other ids."""


def main() -> None:
    """Ask all databases, and print the table."""
    parser = argparse.ArgumentParser(description="Compare databases of several sizes.")
    parser.add_argument("urls", nargs="+", metavar="URL")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--only", default="", help="kinds of question whose name has this")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        stores = [Store(each, render, 60) for each in chosen.urls]
        for each in stores:
            stack.callback(each.close)
        made = []
        for each in stores:
            events, named, highest = each.database.execute_sql(SIZE).fetchone()
            made.append(Questions(highest, int(named)))
            print(f"{events:,} events", flush=True)
        for name, make in (PAGES | TEXTS | OTHERS).items():
            if chosen.only in name:
                asks = [[make(each) for _ in range(chosen.questions)] for each in made]
                _kind(name, asks, stores, chosen.rounds)


def _kind(name: str, asks: list[list[Ask]], stores: list[Store], rounds: int) -> None:
    found: list[list[float]] = [[] for _ in stores]
    for some in zip(*asks, strict=True):
        for place, (ask, store) in enumerate(zip(some, stores, strict=True)):
            found[place].append(min(_took(ask, store) for _ in range(rounds)))
    medians = [statistics.median(each) for each in found]
    times = "".join(f"{each:10.2f}" for each in medians)
    ratios = "".join(f"{each / medians[0]:8.2f}" for each in medians[1:])
    print(f"{name:32}{times}{ratios}", flush=True)


def _took(ask: Ask, store: Store) -> float:
    database: Any = store.database
    servers = [] if database.url.startswith("sqlite") else [database.own()]
    return spent(lambda: ask(store), servers)


if __name__ == "__main__":
    main()
