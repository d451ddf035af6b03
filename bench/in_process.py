"""Measure the store beside bare ``sqlite3``, and pages at any depth, without a server.

    python -m bench.in_process 1000000 [pages of each kind]

The command measures the pages. ``bench.run`` does both.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
from collections.abc import Callable

from bench.arguments import parser
from bench.data import Data, made_dateline
from bench.questions import Asker, Question
from bench.results import Table
from service.domain.query import Choice, Filter, Page
from service.store import Store
from service.store.read import EventPage
from service.store.sqlite.connection_pragmas import PRAGMAS

AGAIN = 3


def compare(store: Store, asker: Asker, questions: dict[str, list[Question]], rounds: int) -> Table:
    """Compare the speed of the store with the same SQL through ``sqlite3`` with the same pragmas.
    Print and return the median ratio of each kind of page."""
    bare = sqlite3.connect(asker.data.dateline, cached_statements=512)
    for name, value in PRAGMAS.items():
        bare.execute(f"PRAGMA {name} = {value}")
    print("the store against bare sqlite3 with the same SQL, in one process")
    table = Table("The store in one process", ["bare sqlite3"])
    for name in ("country and month", "date range", "one event", "full text"):
        some = questions[name][:500]
        ours: list[Callable[[], object]] = [_ours(store, asker, each) for each in some]
        ratios = []
        for _ in range(rounds + 1):
            mine = _time(ours)
            theirs = _time([_bare(bare, each) for each in some])
            ratios.append(theirs / mine)
        table.rows[name] = [statistics.median(ratios[1:])]
        print(f"{name:20}{statistics.median(ratios[1:]):>11.0%}")
    bare.close()
    return table


def _ours(store: Store, asker: Asker, question: Question) -> Callable[[], object]:
    if question.dateline.startswith("/v1/events/"):
        event_id = question.dateline.rsplit("/", 1)[1]
        return lambda: store.get(event_id)
    filter_, page = asker.parsed(question.dateline)
    return lambda: b",".join(store.events(filter_, page).rows)


def _bare(database: sqlite3.Connection, question: Question) -> Callable[[], object]:
    text, values = question.sql.text, question.sql.values
    if question.dateline.startswith("/v1/events/"):
        return lambda: database.execute(text, values).fetchone()
    return lambda: b",".join([row[0] for row in database.execute(text, values).fetchall()])


def _time(calls: list[Callable[[], object]]) -> float:
    start = time.perf_counter()
    for call in calls:
        call()
    return time.perf_counter() - start


def depth(store: Store, asker: Asker, count: int) -> None:
    """Measure pages of 50 events at any depth, in both directions, with and without the capped
    count. Print the median, the 95th percentile and the maximum, in milliseconds of processor
    time."""
    chance = random.Random(5)
    lowest, highest = dated_positions(store)
    filters = {
        "all events": Filter(),
        "one country": Filter(groups=((Choice("country", "AF"),),)),
        "a bloc": asker.parsed("?country=EU")[0],
        "two blocs": asker.parsed("?country=EU,NATO")[0],
        "three blocs": asker.parsed("?country=EU,NATO,G20")[0],
        "bloc, certain": asker.parsed("?country=EU&match=certain")[0],
        "bloc, category": asker.parsed("?country=EU&category=meeting")[0],
        "bloc, country": asker.parsed("?country=EU&country=DE")[0],
        "bloc, word": asker.parsed("?country=EU&q=talks")[0],
        "bloc, tag": asker.parsed("?country=EU&tag=topic-7")[0],
    }
    print(f"\na page of 50 at any depth, {count} pages each, in milliseconds")
    for name, filter_ in filters.items():
        for how in ("none", "capped"):
            times = []
            for number in range(count):
                # Some positions are before the first event.
                after = chance.randrange(lowest if number % 4 else 0, highest)
                sort = "date" if number % 3 else "-date"
                page = Page(limit=50, after=(after,), count=how, sort=sort)
                times.append(shortest(store, filter_, page)[1])
            times.sort()
            print(
                f"{name:16}count={how:8}median {statistics.median(times):6.3f}"
                f"   95 % {times[len(times) * 95 // 100]:6.3f}   most {times[-1]:6.3f}"
            )


def dated_positions(store: Store) -> tuple[int, int]:
    """The first and the last position of the events that have a date."""
    run = store.reader.execute
    (lowest,) = run("SELECT min(position) FROM event WHERE position > 0").fetchone()
    (highest,) = run("SELECT max(position) FROM event WHERE span < 5").fetchone()
    return lowest, highest


def shortest(store: Store, filter_: Filter, page: Page) -> tuple[EventPage, float]:
    """A page, and the shortest processor time of ``AGAIN`` attempts in milliseconds. Other work on
    the machine makes the other times longer. Each attempt begins without a known count."""
    best = float("inf")
    for _ in range(AGAIN):
        store.reader.counts.clear()
        start = time.thread_time()
        found = store.events(filter_, page)
        best = min(best, (time.thread_time() - start) * 1000)
    return found, best


def main() -> None:
    """Print the cost of pages at any depth."""
    arguments = parser(__doc__)
    arguments.add_argument("events", type=int)
    arguments.add_argument("pages", type=int, nargs="?", default=200, help="pages of each kind")
    given = arguments.parse_args()
    count = given.events
    file = made_dateline(count)
    data = Data(file, file, count)
    store = data.store()
    depth(store, Asker(data, store), given.pages)


if __name__ == "__main__":
    main()
