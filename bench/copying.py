"""``dateline copy`` from SQLite to PostgreSQL and back, beside ``dateline import`` of the same
events on each engine, all in one run.

    python -m bench.copying [--events 200000] [--to URL]

``--to`` names an empty database of PostgreSQL. Without it a server is started for the run, with the
settings of the tests: nothing waits for the disk.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

from bench.generate import events
from tests.support import postgres
from tests.support.live import DATELINE


def timed(url: str, *words: str) -> float:
    """The seconds that a command takes, including the start of Python."""
    began = time.monotonic()
    environment = os.environ | {"DATELINE_DATABASE_URL": url}
    subprocess.run([DATELINE, *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def main() -> None:
    """Print the events per second of each, and the ratios of copies to imports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--to", metavar="URL")
    asked = parser.parse_args()
    server = None if asked.to else postgres.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), asked.events, server, asked.to)
    finally:
        if server is not None:
            postgres.stop(server)


def run(folder: Path, number: int, server: postgres.Server | None, to: str | None) -> None:
    """Run all measurements."""
    file = folder / "events.ndjson"
    with file.open("wb") as out:
        out.writelines(orjson.dumps(each) + b"\n" for each in events(number))
    lite, back = (f"sqlite:///{folder}/{name}.db" for name in ("lite", "back"))
    imported, copied = (to, to)
    if server is not None:
        server.run("CREATE DATABASE imported", "CREATE DATABASE copied")
        imported, copied = server.of("imported"), server.of("copied")
    rates: dict[str, float] = {}

    def told(name: str, url: str, *words: str) -> None:
        rates[name] = number / timed(url, *words)
        usual = rates.get(f"{name.partition(':')[0]}: import")
        share = f"  {rates[name] / usual:.2f} of the import" if usual and "copy" in name else ""
        sys.stdout.write(f"{name:32} {rates[name]:10,.0f} events/s{share}\n")
        sys.stdout.flush()

    told("SQLite: import", lite, "import", str(file))
    if server is not None:
        timed(str(imported), "migrate")
        told("PostgreSQL: import", str(imported), "import", str(file))
    told("PostgreSQL: copy from SQLite", lite, "copy", "--to", str(copied))
    told("SQLite: copy from PostgreSQL", str(copied), "copy", "--to", back)
    told("nothing new to copy", lite, "copy", "--to", str(copied))
    told("verify on PostgreSQL", str(copied), "verify")
    told("verify on SQLite", back, "verify")


if __name__ == "__main__":
    main()
