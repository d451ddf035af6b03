"""Let many clients correct the same few events. No correction is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.soak.service import running
from bench.soak.threads import at_once
from bench.soak.time_limits import in_time

EVENT = {"title": "0", "date": "2024-05-01", "category": "meeting"}
EVENTS = 4


@dataclass(frozen=True)
class Updates:
    """The number of acknowledged updates (``done``), of updates ``refused`` as stale, and of
    ``lost`` updates."""

    done: int
    refused: int
    lost: int


def prove(folder: Path, clients: int = 32, updates: int = 1000) -> Updates:
    """Let each client add one to the number of an event ``updates`` times, with ``If-Match``."""
    with running(folder) as service:
        first = service.client()
        for number in range(EVENTS):
            first.put(f"n{number}", EVENT, new=True)
        first.close()

        def add(number: int) -> tuple[int, int]:
            client, path, refused, done = service.client(), f"/v1/events/n{number % EVENTS}", 0, 0
            for _ in in_time(count()):
                if done == updates:
                    break
                _, headers, body = client.ask("GET", path)
                change = {"title": str(int(json.loads(body)["title"]) + 1)}
                status, _, text = client.ask("PATCH", path, change, **{"If-Match": headers["etag"]})
                if status == 200:
                    done += 1
                elif status == 412:
                    refused += 1
                else:
                    raise RuntimeError(f"{status} {text!r}")
            client.close()
            return done, refused

        each = at_once(clients, add)
        last = service.client()  # a new one, because the server closes idle connections
        counted = sum(int(last.json(f"/v1/events/n{n}")["title"]) for n in range(EVENTS))
        last.close()
    done, refused = (sum(column) for column in zip(*each, strict=True))
    return Updates(done, refused, done - counted)


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    if found.lost or found.refused < found.done / 10:
        raise AssertionError(f"updates: {found}")
    return f"{found.done} conditional updates by 32 clients, {found.refused} stale: 0 lost"
