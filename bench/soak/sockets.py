"""Hold a thousand slow sockets open. Other clients are answered as quickly as without them."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.soak.http import latencies
from bench.soak.service import Service, running
from bench.soak.threads import at_once
from service.worker_limits import FILES, allow_files

CLIENTS = 4
KEPT = 20
"""The number of requests on one connection."""
PATHS = ("/v1/events?country=KZ", "/v1/events/e7", "/v1/histogram?interval=month",
         "/v1/events?q=title&limit=10", "/v1/countries")  # fmt: skip
ESTABLISHED = "01"
EVENT = {"date": "2024-05-01", "category": "meeting", "summary": "word " * 100,
         "countries": [{"code": "KZ", "role": "host"}]}  # fmt: skip


@dataclass
class Held:
    """``held`` and ``accepted`` are the lowest numbers of open sockets of the holder and of the
    workers. ``quiet`` and ``loaded`` have the 99th percentile of each round, without and with the
    sockets, in seconds. ``requests`` is the number of all requests, and ``memory`` the largest
    memory of the service in MiB."""

    held: int = 0
    accepted: int = 0
    requests: int = 0
    memory: float = 0.0
    quiet: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median over the rounds of the loaded time divided by the quiet time."""
        pairs = zip(self.loaded, self.quiet, strict=True)
        return statistics.median(loaded / quiet for loaded, quiet in pairs)


def prove(
    folder: Path, sockets: int = 1000, rounds: int = 9, requests: int = 2000, events: int = 4000,
    pause: float = 3,
) -> Held:  # fmt: skip
    """In each round measure the quiet service, and then the service with ``sockets`` slow sockets.

    ``pause`` is the time in seconds that opening or closing the sockets takes.
    """
    found = Held(sockets, sockets)
    allow_files(sockets + FILES)  # for the holder, which inherits the limit
    with running(folder) as service:
        file = folder / "events.ndjson"
        lines = (json.dumps(EVENT | {"id": f"e{n}", "title": f"Title {n}"}) for n in range(events))
        file.write_text("\n".join(lines))
        service.command("import", str(file))
        _ask(service, requests // 4)  # the first requests import modules
        for _ in range(rounds):
            found.quiet.append(_ask(service, requests))
            with holding(service, sockets) as holder:
                _settle(service, holder, sockets, pause)
                found.loaded.append(_ask(service, requests))
                held, accepted = counts(service, holder)
                found.held, found.accepted = min(found.held, held), min(found.accepted, accepted)
                found.memory = max(found.memory, service.memory())
            _settle(service, None, 0, pause)
            found.requests += 2 * requests
    return found


def _ask(service: Service, requests: int) -> float:
    """The 99th percentile of the times of ``CLIENTS`` clients at once."""

    def ask(number: int) -> list[float]:
        rounds = range(requests // CLIENTS // KEPT)
        return [each for _ in rounds for each in latencies(service.url, PATHS, KEPT)]

    times = sorted(each for found in at_once(CLIENTS, ask) for each in found)
    return times[len(times) * 99 // 100]


@contextmanager
def holding(service: Service, count: int) -> Iterator[int]:
    """Hold slow sockets in a separate process until the block ends; yields the id of the
    process."""
    address = urlsplit(service.url)
    holder = subprocess.Popen(
        [sys.executable, "-m", "bench.soak.slow_sockets", str(address.hostname), str(address.port),
         str(count), service.key], cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    try:
        yield holder.pid
    finally:
        holder.kill()
        holder.wait()


def _settle(service: Service, holder: int | None, sockets: int, pause: float) -> None:
    """Wait until the sockets are open or closed. Then wait ``pause`` seconds until the load is
    over."""
    for _ in range(300):
        held, accepted = counts(service, holder)
        if (held >= sockets and accepted >= sockets) if sockets else accepted == 0:
            break
        time.sleep(0.1)
    time.sleep(pause)


def counts(service: Service, holder: int | None) -> tuple[int, int]:
    """The number of connections of the holder, and the number of those that workers have accepted.

    A connection that no worker has accepted yet has no file.
    """
    port = f"{urlsplit(service.url).port:04X}"
    ours = _files([holder] if holder else [])
    theirs = _files(service.processes())
    held = accepted = 0
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        _, local, remote, state, *rest = line.split()
        inode = rest[5]
        if state == ESTABLISHED:
            held += remote.endswith(f":{port}") and inode in ours
            accepted += local.endswith(f":{port}") and inode in theirs
    return held, accepted


def _files(pids: list[int]) -> set[str]:
    """The numbers of the sockets that the processes have open."""
    found = set()
    for pid in pids:
        for each in Path(f"/proc/{pid}/fd").iterdir():
            try:
                found.add(str(each.readlink()).removeprefix("socket:[").removesuffix("]"))
            except FileNotFoundError:  # closed meanwhile
                continue
    return found


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    # The service closes slow sockets after some time. A few are just being opened again.
    if found.ratio > 3 or min(found.held, found.accepted) < 950:
        raise AssertionError(f"sockets: {found.ratio:.2f} {found}")
    quiet, loaded = (statistics.median(each) * 1000 for each in (found.quiet, found.loaded))
    return (
        f"{found.held} slow sockets open, {found.accepted} of them with the workers: p99 of "
        f"{found.requests} requests {loaded:.1f} ms, {quiet:.1f} ms without them, "
        f"{found.ratio:.2f} times; the service had {found.memory:.0f} MiB at the most"
    )
