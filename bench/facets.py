"""Measure facets of a million generated events in one process.

    python -m bench.facets [events]

The command uses filters of every kind. It asks first for the facets that the explorer shows, then
for all facets. It prints the processor time beside the clock time, because other programs may use
the processor meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from statistics import median, quantiles
from time import perf_counter, process_time
from urllib.parse import parse_qsl, urlencode

from bench.arguments import parser
from bench.data import Data, made_dateline
from bench.generate import RARE, WORDS
from bench.questions import Asker
from service.app import load_blocs, make_ready
from service.domain.query import Choice, Filter
from service.schemas.event import render
from service.schemas.parameters import FILTERS
from service.settings import Settings
from service.store import FACETS, Store

EVENTS = 1_000_000
ROUNDS = 400
SHOWN = ("country", "category", "actor", "tag", "decade")
MOST = 100.0
"""The limit of the 99th percentile, in milliseconds."""


def queries(asker: Asker) -> Iterator[str]:
    """Filters of every kind, in turn."""
    chance = asker.chance

    def year() -> int:
        return chance.randint(1980, 2023)

    def years() -> str:
        first = chance.randint(1976, 2015)
        return f"{first}/{first + chance.randint(1, 40)}"

    kinds: Iterator[Callable[[], dict[str, str]]] = cycle((
        lambda: {}, lambda: {"country": asker.country()}, lambda: {"date": str(year())},
        lambda: {"date": years()}, lambda: {"q": chance.choice(WORDS)},
        lambda: {"q": chance.choice(RARE)},
        lambda: {"country": chance.choice(("EU", "C5", "NATO"))},
        lambda: {"country": asker.country(), "category": "meeting"},
        lambda: {"country": asker.country(), "date": years()},
        lambda: {"country": asker.country(), "role": "host", "date": years()},
        lambda: {"q": chance.choice(WORDS), "country": asker.country()},
        lambda: {"bbox": "46,35,88,56"}, lambda: {"category": "meeting,visit"},
        lambda: {"precision": "month"}, lambda: {"tag": f"topic-{chance.randrange(300)}"},
        lambda: {"on": "02-24"}, lambda: {"currency": "USD", "min_amount": "10000000"},
        lambda: {"country": "EU", "date": years(), "match": "certain"},
        lambda: {"status": "occurred", "country": "US,RU,CN"},
        lambda: {"q": "talks border", "date": years()},
    ))  # fmt: skip
    return (urlencode(kind()) for kind in kinds)


def main() -> None:
    """Measure, print, and exit with 1 if the limit is exceeded."""
    arguments = parser(__doc__)
    arguments.add_argument("events", type=int, nargs="?", default=EVENTS)
    count = arguments.parse_args().events
    path = made_dateline(count)
    store = Store(f"sqlite:///{path}", render)
    asker = Asker(Data(path, path, count), store)
    blocs = {
        each.code: tuple(Choice("country", m.country, m.since, m.until) for m in each.members)
        for each in load_blocs(Settings()).values()
    }
    make_ready()
    for by, name in ((SHOWN, "shown by the explorer"), (FACETS, "all")):
        spent: list[tuple[float, float, str]] = []
        store.facets(Filter(), by, blocs, 10)
        for text in islice(queries(asker), ROUNDS):
            asked = asker.parser.parse(parse_qsl(text), FILTERS).filter
            begun, used = perf_counter(), process_time()
            store.facets(asked, by, blocs, 10)
            spent.append((1000 * (process_time() - used), 1000 * (perf_counter() - begun), text))
        print(f"{len(by)} facets, {name}, of {count:,} events; {len(spent)} questions")
        for word, column in (("clock", 1), ("processor", 0)):
            times = [float(each[column]) for each in spent]
            p99 = quantiles(times, n=100)[98]
            print(f"  {word:10} p50 {median(times):6.1f} ms  p99 {p99:6.1f} ms")
        for used, _, text in sorted(spent, reverse=True)[:5]:
            print(f"  worst      {used:6.1f} ms  {text}")
        if by is SHOWN and p99 > MOST:
            sys.exit(1)


if __name__ == "__main__":
    main()
