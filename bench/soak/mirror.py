"""Run the mirror of the documentation, and kill it again and again while many clients write."""

from __future__ import annotations

import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.soak.service import Service, running
from bench.soak.threads import at_once
from bench.soak.time_limits import in_time
from service.schemas.event import render
from service.store import Store
from service.store.sqlite.backup import restore

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mirror.md"
EVENT = {"date": "2024-05-01", "category": "meeting"}
Events = dict[str, dict[str, Any]]
"""The documents of events by their ids."""


@dataclass
class Mirrored:
    """The number of ``changes``, of ``kills`` of the mirror, of ``events`` in the source, of
    ``wrong`` events in the mirror, and of ``gaps`` and ``reordered`` entries in the change log."""

    changes: int = 0
    kills: int = 0
    events: int = 0
    wrong: int = 0
    gaps: int = 0
    reordered: int = 0


def program() -> str:
    """The program of the mirror, from the documentation."""
    (found,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return str(found)


class MirrorProcess:
    """The mirror in its own process."""

    def __init__(self, service: Service, folder: Path, words: str = "") -> None:
        self.file = folder / "mirror.db"
        script = folder / "mirror.py"
        script.write_text(program())
        address = f"{service.url}/v1/changes?limit=200&wait=1{words and '&' + words}"
        self.command = [sys.executable, str(script), address, str(self.file)]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def state(self) -> tuple[Events, int]:
        """The events of the mirror, and the number of its cursor."""
        connection = sqlite3.connect(self.file)
        try:
            rows = connection.execute("SELECT id, body FROM event").fetchall()
            place = connection.execute("SELECT next FROM place").fetchone()
        except sqlite3.OperationalError:  # it has not begun
            return {}, 0
        finally:
            connection.close()
        cursors = re.findall(r"since=(?:[0-9a-f]+-)?(\d+)", place[0]) if place else []
        return {name: json.loads(body) for name, body in rows}, int(cursors[0]) if cursors else 0

    def caught_up(self, last: int, seconds: float = 60) -> bool:
        """Whether the mirror reaches the cursor ``last`` within ``seconds``."""
        end = time.monotonic() + seconds
        while self.state()[1] < last and time.monotonic() < end:
            time.sleep(0.1)
        return self.state()[1] >= last

    def equals(self, source: Events, seconds: float = 60) -> bool:
        """Whether the mirror becomes equal to the source within ``seconds``."""
        end = time.monotonic() + seconds
        while self.state()[0] != source and time.monotonic() < end:
            time.sleep(0.05)
        return self.state()[0] == source


def prove(folder: Path, writers: int = 8, changes: int = 10_000, kills: int = 50) -> Mirrored:
    """Write and kill the mirror meanwhile. At the end compare the mirror with the source."""
    found, chance = Mirrored(), random.Random(1)
    with running(folder) as service:
        reader = MirrorProcess(service, folder)

        def work(number: int) -> int:
            if number:
                return _write(service, number, changes)
            for _ in in_time(range(kills)):
                time.sleep(chance.uniform(0.2, 0.6))
                reader.kill()
                reader.start()
                found.kills += 1
            return 0

        found.changes = sum(at_once(writers + 1, work))
        (last,) = service.rows('SELECT max(cursor) FROM "change"')[0]
        if not reader.caught_up(last, 300):
            raise AssertionError(f"the mirror stays at {reader.state()[1]} of {last}")
        reader.kill()
        mirror, _ = reader.state()
        source = _source(service)
        found.events = len(source)
        found.wrong = sum(mirror.get(name) != source.get(name) for name in mirror.keys() | source)
        versions: dict[str, int] = {}
        log = service.rows('SELECT cursor, id, version FROM "change" ORDER BY cursor')
        for at, (cursor, name, version) in enumerate(log, 1):
            found.gaps += cursor != at
            found.reordered += version != versions.get(name, 0) + 1
            versions[name] = version
    return found


def _source(service: Service) -> Events:
    sql = "SELECT e.id, d.body FROM event e JOIN document d ON d.position = e.position"
    return {name: json.loads(body) for name, body in service.rows(sql)}


@dataclass
class Restores:
    """``restores`` of a source; how often its mirror stayed different from it (``wrong``);
    ``lost`` events that only the mirror had when the source was restored."""

    restores: int = 0
    wrong: int = 0
    lost: int = 0


def prove_restores(folder: Path, restores: int = 10) -> Restores:
    """Back up, write more, restore, write other events; the mirror reads all the time. In half of
    the rounds the log becomes longer than the mirror's cursor before the mirror asks again."""
    found = Restores()
    service = Service(folder, workers="1")
    service.start()
    reader = MirrorProcess(service, folder)
    try:
        _put(service, ["stays"], "first")
        for number in range(restores):
            copy, url = folder / f"copy-{number}.db", service.environment["DATELINE_DATABASE_URL"]
            store = Store(url, render)
            store.backup(copy)
            store.close()
            _put(service, ["stays", *(f"mine-{number}-{n}" for n in range(3))], f"mine {number}")
            found.wrong += not reader.equals(_source(service))
            before = set(reader.state()[0])
            if number % 2:
                reader.kill()
            service.end(signal.SIGTERM)
            restore(url, copy)
            service.start()
            others = 6 if number % 2 else 1
            names = [f"other-{number}-{n}" for n in range(others)]
            _put(service, ["stays", *names], f"other {number}")
            if number % 2:
                reader.start()
            source = _source(service)
            found.wrong += not reader.equals(source)
            found.lost += len(before - source.keys())
            found.restores += 1
    finally:
        reader.kill()
        service.end(signal.SIGTERM)
    return found


def _put(service: Service, names: list[str], title: str) -> None:
    client = service.client()
    for name in names:
        status, headers, _ = client.ask("GET", f"/v1/events/{name}")
        seen = headers["etag"] if status == 200 else ""
        status, _, body = client.put(name, EVENT | {"title": title}, seen=seen, new=not seen)
        if status not in (200, 201):
            raise RuntimeError(f"{status} {body!r}")
    client.close()


def _write(service: Service, number: int, changes: int) -> int:
    client, chance, tags = service.client(), random.Random(number), dict[str, str]()
    done = 0
    for step in in_time(range(changes)):
        name = f"m{number}-{chance.randrange(40)}"
        seen = tags.get(name, "")
        if seen and chance.random() < 0.2:
            status, _, body = client.ask("DELETE", f"/v1/events/{name}", **{"If-Match": seen})
            del tags[name]
        else:
            new = EVENT | {"title": f"{number} {step}"}
            status, headers, body = client.put(name, new, seen=seen, new=not seen)
            tags[name] = headers.get("etag", "")
        if status >= 400:
            raise RuntimeError(f"{status} {body!r}")
        done += 1
    client.close()
    return done


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    if found.wrong or found.gaps or found.reordered or not found.events:
        raise AssertionError(f"mirror: {found}")
    (folder / "restores").mkdir()
    restored = prove_restores(folder / "restores")
    if restored.wrong or not restored.lost:
        raise AssertionError(f"mirror: {restored}")
    return (
        f"{restored.restores} restores of the source, the mirror equal after each; "
        f"{found.changes} changes by 8 writers, the mirror killed {found.kills} times: its "
        f"{found.events} events equal the source's; 0 gaps, 0 reordered"
    )
