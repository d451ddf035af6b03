"""Make backups while clients write. Each backup is sound, and has all writes that were acknowledged
before it began."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.soak.service import Service, running
from bench.soak.time_limits import full_or_short, in_time
from service.schemas.event import render
from service.store import Store

WRITERS = 4
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting",
         "countries": [{"code": "KZ", "role": "host"}]}  # fmt: skip


@dataclass
class Backups:
    """The number of ``backups``, and of acknowledged ``writes`` meanwhile. During ``under`` of the
    backups a write was acknowledged. ``unsound`` backups failed the check. ``missing`` counts
    acknowledged writes that a later backup did not have."""

    backups: int = 0
    writes: int = 0
    under: int = 0
    unsound: int = 0
    missing: int = 0
    seconds: float = 0.0


def prove(folder: Path, backups: int = 1000, rate: float = 100) -> Backups:
    """Make backups while clients write over HTTP, together some ``rate`` times a second."""
    with running(folder) as service:
        found, stop = Backups(), threading.Event()
        versions: dict[str, int] = {}
        writers = [
            threading.Thread(target=_write, args=(service, number, rate, stop, versions, found))
            for number in range(WRITERS)
        ]
        start = time.monotonic()
        for writer in writers:
            writer.start()
        source = Store(service.environment["DATELINE_DATABASE_URL"], render)
        for _ in in_time(range(backups)):
            _back_up(source, folder / "copies", versions, found)
        source.close()
        stop.set()
        for writer in writers:
            writer.join()
        found.seconds = time.monotonic() - start
    return found


def _back_up(source: Store, folder: Path, versions: dict[str, int], found: Backups) -> None:
    acknowledged, writes = dict(versions), found.writes
    source.backup(folder / "copy.db")
    found.under += found.writes > writes
    copy = Store(f"sqlite:///{folder}/copy.db", render)
    found.unsound += bool(list(copy.integrity_errors()))
    held = dict(copy.database.execute_sql("SELECT id, version FROM event").fetchall())
    found.missing += sum(held.get(name, 0) < version for name, version in acknowledged.items())
    copy.close()
    shutil.rmtree(folder)
    found.backups += 1


def _write(
    service: Service, mine: int, rate: float, stop: threading.Event, versions: dict[str, int],
    found: Backups,
) -> None:  # fmt: skip
    client, start, step = service.client(), time.monotonic(), 0
    tags: dict[str, str] = {}
    while not stop.is_set():
        time.sleep(max(0.0, start + step * WRITERS / rate - time.monotonic()))
        name, step = f"w{mine}-{step % 50}", step + 1
        body = EVENT | {"title": f"Title {step}", "date": f"2024-05-{1 + step % 28:02}"}
        seen = tags.get(name, "")
        status, headers, text = client.put(name, body, seen=seen, new=not seen)
        if status not in (200, 201):
            raise RuntimeError(f"{status} {text!r}")
        tags[name] = headers["etag"]
        versions[name] = int(headers["etag"].split("-")[0].strip('"v'))
        found.writes += 1
    client.close()


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    right = (found.unsound, found.missing) == (0, 0)
    if (
        not right
        or found.backups < full_or_short(1000, 50)
        or found.writes < found.backups
        or not found.under
    ):
        raise AssertionError(f"backups: {found}")
    return (
        f"{found.backups} backups during {found.writes} acknowledged writes "
        f"({found.writes / found.seconds:.0f}/s), {found.under} of them with writes acknowledged "
        "while they were made: each is sound and has all writes acknowledged before it began"
    )
