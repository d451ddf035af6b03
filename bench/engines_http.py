"""The two engines compared over HTTP: the same questions to one worker on each, in turn.

    python -m bench.engines_http --database URL [--events 1000000] [--rounds 5] [--seconds 1]

``URL`` is that of a database that ``bench.engines`` has filled. For each kind of question it prints
the requests per second of the worker on SQLite and of the one on PostgreSQL (medians of the
rounds), and the median of their ratios. New questions are all different; the last kind asks a few
again and again. The server of PostgreSQL runs on the same machine, so it takes from the same cores.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from urllib.parse import urlencode

from bench.data import made_dateline
from bench.generate import COUNTRIES, COUNTRY_WEIGHTS, WORDS
from bench.load import measure, requests
from bench.servers import BIN, free_port, running

MANY, FEW = 3000, 20
"""Questions of a kind, and those that are asked again and again."""


class Addresses:
    """Makes addresses, the same in every run."""

    def __init__(self, count: int) -> None:
        self.chance = random.Random(11)
        self.count = count

    def page(self, **words: str) -> str:
        """A page of fifty, within a month."""
        chance = self.chance
        words |= {"limit": "50", "count": "none"}
        words["date"] = f"{chance.randint(1985, 2023)}-{chance.randint(1, 12):02}"
        return f"/v1/events?{urlencode(words)}"

    def country(self) -> str:
        """A country, as often as in the data."""
        return self.chance.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]

    def word(self) -> str:
        """A word of many texts."""
        return self.chance.choice(WORDS)


KINDS: dict[str, Callable[[Addresses], str]] = {
    "one event": lambda a: f"/v1/events/g{a.chance.randrange(a.count):07}",
    "country and month": lambda a: a.page(country=a.country()),
    "month": lambda a: a.page(),
    "word and month": lambda a: a.page(q=a.word()),
    "country, category, month": lambda a: a.page(country=a.country(), category="meeting"),
    "histogram": lambda a: (
        f"/v1/histogram?interval=month&country={a.country()}"
        f"&date={a.chance.randint(1985, 2003)}/{a.chance.randint(2004, 2023)}"
    ),
}
AGAIN = "asked again"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="Compare the engines over HTTP, as ratios.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--database", required=True)
    chosen = parser.parse_args()
    made = Addresses(chosen.events)
    paths = {name: [make(made) for _ in range(MANY)] for name, make in KINDS.items()}
    paths[AGAIN] = paths["country and month"][:FEW]
    urls = f"sqlite:///{made_dateline(chosen.events)}", chosen.database
    print(f"{'requests a second':28}{'SQLite':>9}{'PostgreSQL':>12}{'ratio':>8}")
    with ExitStack() as stack:
        few, many = ([stack.enter_context(_served(url, size)) for url in urls] for size in (1, 24))
        for name, some in paths.items():
            _compare(name, some, many if name == AGAIN else few, chosen.rounds, chosen.seconds)


def _served(url: str, replies: int) -> AbstractContextManager[list[int]]:
    """One worker, with a cache of so many MiB; a small one forgets a question before it is asked
    again."""
    command = [str(BIN / "dateline"), "serve", "--port", "{port}", "--workers", "1"]
    settings = {"DATELINE_DATABASE_URL": url, "DATELINE_REPLIES_MB": str(replies)}
    return running(command, [free_port()], **settings)


def _compare(
    name: str, paths: list[str], ports: list[list[int]], rounds: int, seconds: float
) -> None:
    prepared = [requests(paths) for _ in ports]
    for each, asked in zip(ports, prepared, strict=True):
        measure(each, asked, seconds / 4)  # the first answers open connections and prepare
    rates: list[list[float]] = [[], []]
    for _ in range(rounds):
        for own, each, asked in zip(rates, ports, prepared, strict=True):
            own.append(measure(each, asked, seconds).replies)
    one, other = (statistics.median(each) for each in rates)
    ratio = statistics.median(b / a for a, b in zip(*rates, strict=True))
    print(f"{name:28}{one:9.0f}{other:12.0f}{ratio:8.2f}", flush=True)


if __name__ == "__main__":
    main()
