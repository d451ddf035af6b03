"""A full disk: writes are refused, reads go on, and all is well once there is room.

Everything that the service keeps is on the disk that is filled: the database, its temporary
files, its log.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.soak import disks
from bench.soak.allowed import in_time
from bench.soak.http import Client, Reply
from bench.soak.service import DATELINE, Service, running
from service.api import imports
from service.formats.registry import FORMATS
from service.importers import run

KINDS = ("tmpfs", "ext4", "limit")
"""A disk in memory, one in a file, and a limit on how long a file may be."""
WRITERS = 4
IN_A_ROW = 8
"""After so many refusals in a row a writer takes the disk for full."""
IMPORTED, ROOM = 3000, 700
"""Events in an import, and bytes of room for each, which is enough for some of its batches."""
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting",
         "countries": [{"code": "KZ", "role": "host"}]}  # fmt: skip
ON_DISK = frozenset({"xlsx"})
"""Formats that are built in temporary files."""
SUFFIXES = tuple(each.suffix for each in FORMATS if each.suffix not in ON_DISK)
READS = (
    "/", "/embed", "/healthz", "/readyz", "/metrics", "/v1/histogram?interval=month", "/v1/tags",
    "/v1/timeline.svg", "/v1/changes", "/v1/events?q=a", "/ogc/collections/events/items",
    *(f"/v1/events.{each}" for each in SUFFIXES), "/v1/events/stays/versions",
    *(f"/v1/events/stays.{each}" for each in SUFFIXES),
)  # fmt: skip


@dataclass
class Full:
    """``fills`` of the disk; writes ``acknowledged`` and ``refused`` with 507; ``reads`` while it
    was full; events ``imported`` until it was full; the errors (``wrong``), in words."""

    kind: str
    fills: int = 0
    acknowledged: int = 0
    refused: int = 0
    reads: int = 0
    imported: int = 0
    recovered: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def demand(self, right: bool, words: str) -> None:
        """Note ``words`` unless it is ``right``."""
        if not right:
            self.wrong.append(words)


class Writer:
    """One client and the events that it knows are stored: versions by id, 0 if deleted."""

    def __init__(self, service: Service, number: int, found: Full) -> None:
        self.client, self.number, self.found = service.client(), number, found
        self.known: dict[str, int] = {}
        self.tags: dict[str, str] = {}
        self.step = 0

    def write(self) -> bool:
        """Make one write of some kind; gives whether it was acknowledged."""
        self.step += 1
        name = f"w{self.number}-{self.step // 4}"
        kind, etag = self.step % 4, self.tags.get(name, "")
        path, known = f"/v1/events/{name}", self.known.get(name, 0)
        if not known:
            event = EVENT | {"id": name, "title": f"{'word ' * 50}{self.step}"}
            if kind % 2:
                headers = {"Idempotency-Key": f"{name}-{self.step}"}
                reply = self.client.ask("POST", "/v1/events", event, **headers)
            else:
                reply = self.client.put(name, event, new=True)
        elif kind == 3:
            reply = self.client.ask("DELETE", path, **{"If-Match": etag})
        else:
            change = {"title": f"B {self.step}"}
            reply = self.client.ask("PATCH", path, change, **{"If-Match": etag})
        if reply[0] in (200, 201, 204):
            self.tags[name] = reply[1].get("etag", "")
            self.known[name] = 0 if reply[0] == 204 else known + 1
            self.found.acknowledged += 1
            return True
        self.found.demand(_is_full(reply), f"a write to a full disk: {reply}")
        self.found.refused += 1
        return False


def _is_full(reply: Reply) -> bool:
    status, headers, body = reply
    return (
        status == 507
        and headers["content-type"] == "application/problem+json"
        and json.loads(body)["title"] == "Insufficient Storage"
    )


def prove(
    folder: Path, kind: str, rounds: int = 40, events: int = 500, imported: int = IMPORTED
) -> Full:
    """Fill the disk and empty it ``rounds`` times, after an import of ``imported`` events into its
    remaining room, which is enough for a part of them."""
    found = Full(kind)
    with ExitStack() as stack:
        place = folder / "disk"
        if kind == "limit":
            place.mkdir()
        else:
            stack.enter_context(disks.mounted(place, kind))
        service = stack.enter_context(
            running(place, access_log="true", environment={"TMPDIR": str(place)})
        )
        pids = service.processes()
        disk = disks.Quota(place, pids) if kind == "limit" else disks.Disk(place)
        writers = [Writer(service, number, found) for number in range(WRITERS)]
        reader = service.client()
        stack.callback(_close, [reader, *(each.client for each in writers)])
        reader.put("stays", EVENT, new=True)
        _import(reader, "b", events)
        # Done while the files are small; later the limit of one would leave much room in another.
        _imports(service, disk, reader, writers, found, imported)
        for _ in in_time(range(rounds), 1 / len(KINDS)):
            _fill(disk, writers, found)
            _read(service, reader, writers, found)
            disk.empty()
            start = time.monotonic()
            while not writers[0].write():
                pass
            found.recovered = max(found.recovered, time.monotonic() - start)
            for writer in writers:
                found.demand(all(writer.write() for _ in range(8)), "a write with room was refused")
        found.demand(pids == service.processes(), "a process ended")
        _compare(service, writers, found)
        found.demand(not (errors := service.integrity_errors()), f"verify: {errors}")
    return found


def _fill(disk: disks.Disk, writers: list[Writer], found: Full) -> None:
    """Write until nothing more fits, not even into the space that SQLite has reserved."""
    disk.fill()
    while not _all_refused(writers):
        pass
    found.fills += 1


def _close(clients: list[Client]) -> None:
    for each in clients:
        each.close()


def _all_refused(writers: list[Writer]) -> bool:
    """Each of them writes in its turn; gives whether the disk refuses all of them."""
    return not any(writer.write() for _ in range(IN_A_ROW) for writer in writers)


def _read(service: Service, client: Client, writers: list[Writer], found: Full) -> None:
    """Everything can be read, also a whole stream to its end, and reading writes nothing."""
    wal = service.database.with_name(f"{service.database.name}-wal")
    before = [(each.stat().st_size, each.stat().st_mtime_ns) for each in (service.database, wal)]
    for path in READS:
        status, _, body = client.ask("GET", path)
        found.demand(status == 200, f"{path} while the disk is full: {status} {body[:200]!r}")
        found.reads += 1
    lines = client.ask("GET", "/v1/events.ndjson")[2].splitlines()
    known = {n: version for each in writers for n, version in each.known.items() if version}
    read = {event["id"]: event["version"] for event in map(json.loads, lines)}
    found.demand(known.items() <= read.items(), f"not read: {known.items() - read.items()}")
    after = [(each.stat().st_size, each.stat().st_mtime_ns) for each in (service.database, wal)]
    found.demand(before == after, "reading has written")


def _lines(letter: str, count: int) -> bytes:
    each = EVENT | {"summary": "word " * 40}
    return b"\n".join(
        json.dumps(each | {"id": f"{letter}{n}", "title": f"Event {n}"}).encode()
        for n in range(count)
    )


def _import(client: Client, letter: str, count: int) -> Reply:
    return client.send("POST", "/v1/imports", _lines(letter, count), "application/x-ndjson")


def _imports(
    service: Service, disk: disks.Disk, client: Client, writers: list[Writer], found: Full,
    imported: int,
) -> None:  # fmt: skip
    """An import that meets the end of the disk says so, and ends between two batches."""
    room = imported * ROOM
    _fill(disk, writers, found)
    for size in (200, 8000):  # one that fits in memory, one that does not
        reply = _import(client, "n", size)
        found.demand(_is_full(reply), f"an import into a full disk: {reply}")
    disk.fill(leave=room)
    status, _, body = _import(client, "h", imported)
    report = json.loads(body)
    found.demand(status == 200 and report["stopped"], f"an import that ends half: {report}")
    found.demand((report["problem"] or {}).get("status") == 507, f"its problem: {report}")
    stored = _count(service, "h", found, imports.BATCH)
    found.demand(0 < stored == report["created"], f"{stored} stored, {report['created']} told")
    if not isinstance(disk, disks.Quota):
        _fill(disk, writers, found)
        disk.fill(leave=room)
        # Outside the disk, because the disk may be full already.
        with tempfile.NamedTemporaryFile(suffix=".ndjson") as file:
            file.write(_lines("c", imported))
            file.flush()
            done = subprocess.run(
                [DATELINE, "import", file.name], env=service.environment,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        told = done.returncode == 1 and done.stderr.startswith("dateline: the disk is full")
        found.demand(told, f"dateline import: {done}")
        _count(service, "c", found, run.BATCH)
    disk.empty()
    again = json.loads(_import(client, "h", imported)[2])
    resent = again["unchanged"], again["created"], again["problem"]
    found.demand(resent == (stored, imported - stored, None), f"the import sent again: {again}")


def _count(service: Service, letter: str, found: Full, batch: int) -> int:
    rows = service.rows(f"SELECT count(*) FROM event WHERE id GLOB '{letter}[0-9]*'")
    stored = int(rows[0][0])
    found.demand(stored % batch == 0, f"part of a batch of {batch}: {stored}")
    found.imported += stored
    return stored


def _compare(service: Service, writers: list[Writer], found: Full) -> None:
    """Acknowledged writes are stored, and refused ones are not."""
    stored = dict(service.rows("SELECT id, version FROM event WHERE id GLOB 'w*'"))
    known = {n: version for each in writers for n, version in each.known.items() if version}
    found.demand(stored == known, f"{set(stored.items()) ^ set(known.items())}")
    gone = {n for each in writers for n, version in each.known.items() if not version}
    buried = {name for (name,) in service.rows("SELECT id FROM tombstone")}
    found.demand(gone == buried, f"deleted: {gone ^ buried}")


def main(folder: Path) -> str:
    """The full figures, on every kind of disk that can be made on this machine."""
    lines = []
    for kind in KINDS:
        if kind != "limit" and not disks.available(kind):
            lines.append(f"{kind} skipped: it cannot be mounted here")
            continue
        (folder / kind).mkdir()
        found = prove(folder / kind, kind)
        if found.wrong or found.refused < found.fills * IN_A_ROW * WRITERS or not found.imported:
            raise AssertionError(f"disk: {found}")
        lines.append(
            f"{kind} filled {found.fills} times: {found.acknowledged} writes acknowledged, "
            f"{found.refused} refused with 507, {found.reads} reads while it was full, "
            f"{found.imported} events imported up to its end; 0 lost, verify clean, "
            f"writing again after {found.recovered * 1000:.0f} ms at the most"
        )
    return "; ".join(lines)
