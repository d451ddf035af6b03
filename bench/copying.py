"""Compare ``dateline copy`` from SQLite to PostgreSQL and back with ``dateline import`` of the same
events on each engine, all in one run.

    python -m bench.copying [--events 200000] [--to URL]

``--to`` names an empty PostgreSQL database. Without ``--to`` the bench starts a server with the
settings of the tests, so that nothing waits for the disk. It then also prints the processor time of
each command and the server together. On a busy machine this says more than the clock.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
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


def spent(server: postgres.Server | None) -> float:
    """Seconds of processor time that the commands and the server have used so far."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = own.ru_utime + own.ru_stime
    if server is None:
        return total
    first = (server.folder / "data" / "postmaster.pid").read_text().split()[0]
    for number in [first, *Path(f"/proc/{first}/task/{first}/children").read_text().split()]:
        # utime, stime, cutime, cstime (proc_pid_stat(5))
        with suppress(OSError):  # it has ended
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


def main() -> None:
    """Print the events per second of each command, and the ratios of copies to imports."""
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
    """Import and copy ``number`` events; print the rate of each step."""
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
        before = spent(server)
        rates[name] = number / timed(url, *words)
        cost = (spent(server) - before) / number * 1e6
        usual = rates.get(f"{name.partition(':')[0]}: import")
        share = f"  {rates[name] / usual:.2f} of the import" if usual and "copy" in name else ""
        sys.stdout.write(f"{name:32} {rates[name]:10,.0f} events/s {cost:8,.0f} µs{share}\n")
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
