"""Kill the whole service (``kill -9``) while clients write. All acknowledged writes are stored."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.soak.service import Service
from bench.soak.time_limits import in_time

WRITERS = 4
FEWEST, PATIENCE = 5, 20.0
"""The writes of a round that are waited for, and the seconds for which they are waited for: on a
busy machine the first ones take long."""
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}


@dataclass
class Kills:
    """The number of writes that were ``acknowledged``, ``lost``, and ``broken`` off by a kill.
    ``damaged`` is the number of rounds after which ``verify`` found an error."""

    rounds: int = 0
    acknowledged: int = 0
    broken: int = 0
    lost: int = 0
    damaged: int = 0


def prove(folder: Path, rounds: int = 1000, seconds: float = 0.4) -> Kills:
    """In each round start the service, write, kill it within ``seconds``, but not before
    ``FEWEST`` writes, and compare."""
    service, total, chance = Service(folder), Kills(), random.Random(1)
    versions: dict[str, int] = {}
    for _ in in_time(range(rounds)):
        service.start()
        stop = threading.Event()
        writers = [
            threading.Thread(target=_write, args=(service, number, stop, versions, total))
            for number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        before, began = total.acknowledged, time.monotonic()
        time.sleep(chance.uniform(0.1, seconds))
        while total.acknowledged < before + FEWEST and time.monotonic() < began + PATIENCE:
            time.sleep(0.01)
        service.kill()
        stop.set()
        for writer in writers:
            writer.join()
        total.rounds += 1
        stored = dict(service.rows("SELECT id, version FROM event"))
        total.lost += sum(stored.get(name, 0) < version for name, version in versions.items())
        total.damaged += bool(service.integrity_errors())
        versions = dict(stored)
    return total


def _write(
    service: Service, number: int, stop: threading.Event, versions: dict[str, int], total: Kills
) -> None:
    client, step = service.client(5), 0
    while not stop.is_set():
        name, step = f"w{number}-{step % 20}", step + 1
        try:
            status, headers, _ = client.ask("GET", f"/v1/events/{name}")
            if status == 200:
                body = EVENT | {"title": f"{time.time_ns()}"}
                status, headers, _ = client.put(name, body, seen=headers["etag"])
            else:
                status, headers, _ = client.put(name, EVENT, new=True)
        except (OSError, http.client.HTTPException):
            total.broken += 1
            break
        if status in (200, 201):
            versions[name] = int(headers["etag"].split("-")[0].strip('"v'))
            total.acknowledged += 1
    client.close()


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    if found.lost or found.damaged or found.acknowledged < 10 * found.rounds:
        raise AssertionError(f"kills: {found}")
    return (
        f"{found.rounds} kills of the whole service during {found.acknowledged} acknowledged "
        f"writes, {found.broken} connections broken off: 0 lost, verify clean each time"
    )
