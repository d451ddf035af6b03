"""Compare the waiting time for a page on a busy service with that on the quiet service.

    python -m bench.busy [--events 100000] [--rounds 3] [--seconds 8]

In a busy round three processes work at the same time. The first sends whole exports, one after the
other. The second imports new events into the served database. The third sends queries that reach
their limit of two seconds. One client asks for pages of a country, and for each page once. The
command prints the 99th percentiles of both kinds of round. The exit code is 1 if the median of the
ratios is above ``MOST``.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import orjson

from bench.data import Data
from bench.data import made_dateline as database_of
from bench.generate import events
from bench.questions import Asker
from bench.servers import BIN, dateline_at

MOST = 3.0
LIMIT = 2
"""The seconds that a query may take. The slow query takes all of them."""
PAUSE = 0.005
"""Seconds between two pages."""
EXPORT = "/v1/events.ndjson"
SLOW = "/v1/histogram?interval=day&by=country&q=" + quote('"talks border"')
ASK = """
import http.client, json, sys, time
port, path, counts = int(sys.argv[1]), sys.argv[2], {}
while True:
    began = time.monotonic()
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    client.request("GET", path)
    reply = client.getresponse()
    while reply.read(1 << 20):
        pass
    client.close()
    print(reply.status, round(time.monotonic() - began, 2), flush=True)
    time.sleep(0.02 if reply.status == 200 else 0.2)
"""
"""A program that repeats one request, and prints the status and the seconds of each reply."""


def pages(asker: Asker) -> Iterator[str]:
    """Yields the paths of different pages of countries."""
    while True:
        country, (year, month) = asker.country(), asker.month()
        day = asker.chance.randint(1, 28)
        yield f"/v1/events?country={country}&from={year}-{month:02}-{day:02}"


def waits(port: int, paths: Iterator[str], seconds: float) -> list[float]:
    """Ask for pages for ``seconds``; returns the milliseconds of each. Raises ``RuntimeError`` at a
    reply that is not 200."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    found, ends = [], time.monotonic() + seconds
    while time.monotonic() < ends:
        began = time.perf_counter()
        client.request("GET", path := next(paths))
        reply = client.getresponse()
        body = reply.read()
        found.append((time.perf_counter() - began) * 1000)
        if reply.status != 200:
            raise RuntimeError(f"{path}: {reply.status} {body[:300]!r}")
        time.sleep(PAUSE)
    client.close()
    return found


@contextmanager
def busy(port: int, database: Path, file: Path) -> Iterator[dict[str, Path]]:
    """Run the other work until the block ends. Yields the files with the output of its
    processes."""
    environment = os.environ | {"DATELINE_DATABASE_URL": f"sqlite:///{database}"}
    commands = {
        "exports": [sys.executable, "-c", ASK, str(port), EXPORT],
        "slow queries": [sys.executable, "-c", ASK, str(port), SLOW],
        "import": [str(BIN / "dateline"), "import", str(file)],
    }
    printed = {name: file.with_name(f"{name}.txt") for name in commands}
    with ExitStack() as stack:
        processes = [
            subprocess.Popen(
                words, env=environment, stdout=stack.enter_context(printed[name].open("wb")),
                stderr=subprocess.DEVNULL,
            )
            for name, words in commands.items()
        ]  # fmt: skip
        try:
            time.sleep(1)  # until all have begun
            yield printed
            if processes[2].poll() is not None:
                print("  the import ended before the round; --rounds with fewer --seconds")
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=60)


def new_events(folder: Path, round_: int, count: int) -> Path:
    """Write a file of events that no earlier round has imported."""
    file = folder / f"new-{round_}.ndjson"
    with file.open("wb") as target:
        for event in islice(events(count), count):
            target.write(orjson.dumps(event | {"id": f"r{round_}-{event['id']}"}) + b"\n")
    return file


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1]


def main() -> None:
    """Measure quiet and busy rounds in turn."""
    parser = argparse.ArgumentParser(description="Pages beside an export, an import and a query.")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0)
    chosen = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "mixed.db"
        shutil.copyfile(database_of(chosen.events), database)
        data = Data(database, database, chosen.events)
        asker = Asker(data, data.store())
        paths = pages(asker)
        settings = {"DATELINE_QUERY_TIMEOUT_SECONDS": str(LIMIT), "DATELINE_RATE_LIMIT": ""}
        with dateline_at(database, **settings) as (port,):
            waits(port, paths, 1)
            for number in range(chosen.rounds):
                file = new_events(folder, number, int(chosen.seconds * 8000))
                quiet = waits(port, paths, chosen.seconds)
                with busy(port, database, file) as printed:
                    others = waits(port, paths, chosen.seconds)
                ratios.append(p99(others) / p99(quiet))
                print(
                    f"quiet p50 {statistics.median(quiet):6.2f} p99 {p99(quiet):6.2f} ms of"
                    f" {len(quiet):,}   busy p50 {statistics.median(others):6.2f} p99"
                    f" {p99(others):6.2f} ms of {len(others):,}   ratio {ratios[-1]:.2f}"
                )
                for kind in ("exports", "slow queries"):
                    said = printed[kind].read_text().split("\n")[:-1]
                    print(f"  {kind}: {json.dumps(said[:4])} of {len(said)}")
    ratio = statistics.median(ratios)
    print(f"median of the ratios {ratio:.2f}, at most {MOST}")
    raise SystemExit(ratio > MOST)


if __name__ == "__main__":
    main()
