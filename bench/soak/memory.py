"""Measure the memory of a worker under random legal requests.

Four clients send requests of the whole grammar, in every format and content coding, to one worker
with 200,000 events: pages, aggregates, pictures and whole exports at once. The memory is the
anonymous memory of the worker (``RssAnon`` in ``/proc/PID/status``): pages of the database file do
not count. It must not grow from the first half of the time to the second, and after the requests it
must fall.
"""

from __future__ import annotations

import json
import random
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.export import status
from bench.generate import events as generated
from bench.soak import time_limits
from bench.soak.service import Service, running
from bench.soak.worst import PAGES, SEED, Search
from service.freed_memory import EVERY_SECONDS

EVENTS, CLIENTS, SECONDS = 200_000, 4, 900.0
CODINGS = ("identity", "gzip", "br", "zstd")
PAUSE_SECONDS = 1.0
MOST_GROWTH = 1.2
"""The peak of the second half, as a multiple of that of the first."""


class Sizes(NamedTuple):
    """Megabytes after the start, at the peak of both halves, and after the requests; the number of
    the requests."""

    start: float
    first: float
    second: float
    after: float
    requests: int


def own_memory(pid: int) -> float:
    """The anonymous memory of a process, in megabytes."""
    return status(pid, "RssAnon") / 1e6


class Load:
    """Clients that ask until the time is over."""

    def __init__(self, service: Service, seconds: float) -> None:
        self.service = service
        self.end = time.monotonic() + seconds
        self.requests = 0
        self.wrong: list[str] = []

    def run(self, seed: int) -> None:
        """Ask with one client."""
        draws, chance = Search(seed), random.Random(seed)
        with closing(self.service.client(120)) as client:
            while time.monotonic() < self.end:
                asked = draws.new()
                accept = "text/html" if asked.path in PAGES else "*/*"
                headers = {"Accept": accept, "Accept-Encoding": chance.choice(CODINGS)}
                with suppress(OSError, HTTPException):  # a reply that takes too long ends early
                    code = client.ask("GET", asked.target, **headers)[0]
                    self.requests += 1
                    if code >= 500 and code != 503:
                        self.wrong.append(f"{code} {asked.target}")


def prove(
    folder: Path, events: int = EVENTS, seconds: float = SECONDS, rest: float = EVERY_SECONDS + 1
) -> Sizes:
    """Run the clients for ``seconds``, wait for ``rest`` seconds and measure."""
    with running(folder, workers="1") as service:
        file = folder / "events.ndjson"
        with file.open("w") as lines:
            lines.writelines(f"{json.dumps(each)}\n" for each in islice(generated(events), events))
        service.command("import", str(file))
        worker = max(service.processes(), key=own_memory)
        start = own_memory(worker)
        load = Load(service, seconds)
        clients = [
            threading.Thread(target=load.run, args=(SEED + each,)) for each in range(CLIENTS)
        ]
        for each in clients:
            each.start()
        middle, peaks = load.end - seconds / 2, [0.0, 0.0]
        while any(each.is_alive() for each in clients):
            half = int(time.monotonic() > middle)
            peaks[half] = max(peaks[half], own_memory(worker))
            time.sleep(PAUSE_SECONDS)
        time.sleep(rest)
        assert not load.wrong, load.wrong
        first, second = peaks
        return Sizes(start, first, second, own_memory(worker), load.requests)


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder, seconds=time_limits.seconds(0.5, SECONDS))
    assert found.second <= found.first * MOST_GROWTH, found
    assert found.after < max(found.first, found.second), found
    return (
        f"{found.requests} requests of {CLIENTS} clients to a worker with {EVENTS} events: "
        f"{found.start:.0f} MB after the start, at most {found.first:.0f} and {found.second:.0f} "
        f"in the two halves, {found.after:.0f} a minute later"
    )
