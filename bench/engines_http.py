"""Compare SQLite and PostgreSQL over HTTP: one worker on each gets the same questions in turn.

    python -m bench.engines_http --database URL [--events 1000000] [--rounds 5] [--seconds 1]

``URL`` names a database that ``bench.engines`` has filled, on a server on this machine. For each
kind of question the command prints the processor time of a request in microseconds: of the worker
on SQLite, of the worker on PostgreSQL, and of the server's processes. Then it prints two ratios of
SQLite to PostgreSQL. The first counts the workers alone, as if the server had its own machine. The
second counts the server too. The last column is the ratio of the requests per second, which says
little on a busy machine. All figures are medians of the rounds. The questions are all different,
except those of the last kind, which are a few repeated ones.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.data import made_dateline
from bench.generate import COUNTRIES, COUNTRY_WEIGHTS, WORDS
from bench.load import measure, requests
from bench.servers import BIN, free_port, running

MANY, FEW = 3000, 20
"""The number of questions of a kind, and of those that are repeated."""


class Addresses:
    """Makes random paths, which are the same in every run."""

    def __init__(self, count: int) -> None:
        self.chance = random.Random(11)
        self.count = count

    def page(self, **words: str) -> str:
        """The path of a page of fifty events of a month."""
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
    """Ask all kinds of questions, and print the table."""
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
    print(
        f"{'microseconds a request':28}{'SQLite':>9}{'PostgreSQL':>12}{'server':>9}{'ratio':>8}"
        f"{'with server':>13}{'requests/s':>12}"
    )
    with ExitStack() as stack:
        asking = stack.enter_context(psycopg.connect(chosen.database, autocommit=True))
        few, many = ([stack.enter_context(_served(url, size)) for url in urls] for size in (1, 24))
        for name, some in paths.items():
            ports = many if name == AGAIN else few
            _compare(name, some, [port for (port,) in ports], asking, chosen)


def _served(url: str, replies: int) -> AbstractContextManager[list[int]]:
    """A service with one worker and a reply cache of ``replies`` MiB. A small cache drops a reply
    before its question is repeated."""
    command = [str(BIN / "dateline"), "serve", "--port", "{port}", "--workers", "1"]
    settings = {"DATELINE_DATABASE_URL": url, "DATELINE_REPLIES_MB": str(replies)}
    return running(command, [free_port()], **settings)


def _workers(port: int) -> list[int]:
    """The processes of the service at a port."""
    parents: dict[int, list[int]] = defaultdict(list)
    found: list[int] = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parents[int((each / "stat").read_text().rpartition(")")[2].split()[1])].append(
                int(each.name)
            )
            words = (each / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended
        if b"serve" in words and str(port).encode() in words:
            found.append(int(each.name))
    for number in found:
        found += [each for each in parents[number] if each not in found]
    return found


def _spent(processes: list[int]) -> float:
    """Microseconds of processor time that all threads of these processes have used."""
    total = 0.0
    for number in processes:
        for each in Path(f"/proc/{number}/task").glob("*/schedstat"):
            total += int(each.read_text().split()[0]) / 1e3
    return total


def _compare(
    name: str, paths: list[str], ports: list[int], asking: psycopg.Connection[Any], chosen: Any
) -> None:
    prepared = [requests(paths) for _ in ports]
    for each, asked in zip(ports, prepared, strict=True):
        measure([each], asked, chosen.seconds / 2)  # opens connections, prepares statements
    workers = [_workers(each) for each in ports]
    backends = [
        number
        for (number,) in asking.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'dateline'"
        )
    ]
    rows: list[tuple[float, ...]] = []
    for _ in range(chosen.rounds):
        rates, costs, server = [], [], 0.0
        for port, own, asked in zip(ports, workers, prepared, strict=True):
            before, behind, began = _spent(own), _spent(backends), time.perf_counter()
            rate = measure([port], asked, chosen.seconds).replies
            done = rate * (time.perf_counter() - began)
            rates.append(rate)
            costs.append((_spent(own) - before) / done)
            server = (_spent(backends) - behind) / done
        one, other = costs
        rows.append((one, other, server, one / other, one / (other + server), rates[1] / rates[0]))
    found = [statistics.median(each) for each in zip(*rows, strict=True)]
    print(
        f"{name:28}{found[0]:9.0f}{found[1]:12.0f}{found[2]:9.0f}{found[3]:8.2f}{found[4]:13.2f}"
        f"{found[5]:12.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
