"""Let many clients write an event and read it at once, over other connections, which lead to any
worker. Each reply shows the acknowledged write, whether it is cached or new."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.soak.http import Client
from bench.soak.service import Service, running
from bench.soak.threads import at_once
from bench.soak.time_limits import in_time
from tests.support import postgres

CLIENTS, WRITES = 8, 10_000


@dataclass(frozen=True)
class Visible:
    """The number of acknowledged ``writes``, of ``reads`` after them, and of reads that did not
    show the write (``stale``). ``first`` describes the first of these."""

    writes: int
    reads: int
    stale: int
    first: str = ""


def prove(
    folder: Path, url: str = "", clients: int = CLIENTS, writes: int = WRITES, part: float = 1.0
) -> Visible:
    """Let each client write ``writes`` times. The store is at ``url``, or in ``folder``."""
    database = url or f"sqlite:///{folder}/visible.db"
    with running(folder, database_url=database) as service:

        def work(number: int) -> Visible:
            return _work(service, number, writes, part)

        each = at_once(clients, work)
    stale = [one for one in each if one.stale]
    return Visible(
        sum(one.writes for one in each), sum(one.reads for one in each),
        sum(one.stale for one in each), stale[0].first if stale else "",
    )  # fmt: skip


def _work(service: Service, number: int, writes: int, part: float) -> Visible:
    name, day = f"client{number}", f"2020-01-{number + 1:02}"
    paths = (
        f"/v1/events?country=KZ&date={day}", "/v1/events?country=KZ", f"/v1/events/{name}",
        f"/v1/events?q=client{number}", "/v1/events.ndjson?country=KZ",
    )  # fmt: skip
    stale, first, reads, done, seen = 0, "", 0, 0, ""
    with closing(service.client()) as writer, closing(Client(service.url, "")) as reader:
        for written in in_time(count(), part):
            if written == writes:
                break
            title = f"client{number} write {written}"
            body = {
                "title": title, "date": day, "category": "meeting",
                "countries": [{"code": "KZ", "role": "host"}],
            }  # fmt: skip
            status, headers, text = writer.put(name, body, seen, new=not seen)
            if status not in (200, 201):
                raise RuntimeError(f"{status} {text!r}")
            seen, done = headers["etag"], done + 1
            for path in paths:
                status, _, text = reader.ask("GET", path)
                reads += 1
                if status != 200 or f'"{title}"'.encode() not in text:
                    stale += 1
                    first = first or f"{path}: {status} without {title!r}: {text[:500]!r}"
    return Visible(done, reads, stale, first)


def main(folder: Path) -> str:
    """Run on SQLite and on PostgreSQL, and return the results."""
    found = [prove(folder, part=0.5)]
    server = postgres.start()
    try:
        server.run("CREATE DATABASE visible TEMPLATE template0")
        found.append(prove(folder, server.of("visible"), part=0.5))
    finally:
        postgres.stop(server)
    words = []
    for engine, one in zip(("SQLite", "PostgreSQL"), found, strict=True):
        if one.stale:
            raise AssertionError(f"{engine}: {one}")
        words.append(f"{engine}: {one.writes:,} writes, {one.reads:,} reads after them, 0 stale")
    return "; ".join(words)
