"""Fill the disk. The service refuses writes, goes on with reads, and recovers when there is room.

The filled disk has all files of the service: the database, the temporary files and the log.
"""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.soak import disks
from bench.soak.http import Client, Reply
from bench.soak.service import Service, running
from bench.soak.time_limits import in_time
from service.api import imports
from service.formats.registry import FORMATS
from service.importers import run

KINDS = ("tmpfs", "ext4", "limit")
"""A disk in memory, a disk in a file, and a limit on the size of a file."""
WRITERS = 4
IN_A_ROW = 8
"""After this number of refusals in a row the disk counts as full."""
IMPORTED, ROOM = 3000, 700
"""The number of events in an import, and bytes of room for each: enough for some of its batches."""
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting",
         "countries": [{"code": "KZ", "role": "host"}]}  # fmt: skip
ON_DISK = frozenset({"xlsx"})
"""Formats that need temporary files."""
SUFFIXES = tuple(each.suffix for each in FORMATS if each.suffix not in ON_DISK)
READS = (
    "/", "/embed", "/healthz", "/readyz", "/metrics", "/v1/histogram?interval=month", "/v1/tags",
    "/v1/timeline.svg", "/v1/changes", "/v1/events?q=a", "/ogc/collections/events/items",
    *(f"/v1/events.{each}" for each in SUFFIXES), "/v1/events/stays/versions",
    *(f"/v1/events/stays.{each}" for each in SUFFIXES),
)  # fmt: skip


@dataclass
class Full:
    """How often the disk was filled (``fills``). The number of ``acknowledged`` writes, of writes
    ``refused`` with 507, of ``reads`` on the full disk, and of events ``imported`` until the disk
    was full. ``recovered`` is the longest time in seconds until a write works again. The errors are
    in ``wrong``."""

    kind: str
    fills: int = 0
    acknowledged: int = 0
    refused: int = 0
    reads: int = 0
    imported: int = 0
    recovered: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def demand(self, right: bool, words: str) -> None:
        """Add ``words`` to the errors if ``right`` is false."""
        if not right:
            self.wrong.append(words)


class Writer:
    """A client with the versions of its acknowledged events by id. 0 means that the event is
    deleted."""

    def __init__(self, service: Service, number: int, found: Full) -> None:
        self.client, self.number, self.found = service.client(), number, found
        self.known: dict[str, int] = {}
        self.tags: dict[str, str] = {}
        self.step = 0

    def write(self) -> bool:
        """Make one write; returns whether it was acknowledged."""
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
    """Import ``imported`` events into a disk that has room for a part of them. Then fill the disk
    and empty it ``rounds`` times."""
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
        # The imports come first, while all files are small. Later the limit, which is the size of
        # the longest file, would leave much room in the other files.
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
    """Fill the disk, and write until no write fits into the space that SQLite has reserved."""
    disk.fill()
    while not _all_refused(writers):
        pass
    found.fills += 1


def _close(clients: list[Client]) -> None:
    for each in clients:
        each.close()


def _all_refused(writers: list[Writer]) -> bool:
    """Let each writer write in turn; returns whether all writes were refused."""
    return not any(writer.write() for _ in range(IN_A_ROW) for writer in writers)


def _read(service: Service, client: Client, writers: list[Writer], found: Full) -> None:
    """Check that all reads work on the full disk, whole exports too, and that reads write
    nothing."""
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
    """Check that an import stops between two batches when the disk is full, and says so."""
    room = imported * ROOM
    _fill(disk, writers, found)
    for size in (200, 4000):  # the first fits in memory, the second does not
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
        # The file is outside the disk, because the disk may be full already.
        with tempfile.NamedTemporaryFile(suffix=".ndjson") as file:
            file.write(_lines("c", imported))
            file.flush()
            done = service.programs.run("import", file.name, environment=service.environment)
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
    """Check that acknowledged writes are stored, and refused ones are not."""
    stored = dict(service.rows("SELECT id, version FROM event WHERE id GLOB 'w*'"))
    known = {n: version for each in writers for n, version in each.known.items() if version}
    found.demand(stored == known, f"{set(stored.items()) ^ set(known.items())}")
    gone = {n for each in writers for n, version in each.known.items() if not version}
    buried = {name for (name,) in service.rows("SELECT id FROM tombstone")}
    found.demand(gone == buried, f"deleted: {gone ^ buried}")


def main(folder: Path) -> str:
    """Run at full length on every kind of disk that this machine can mount; returns the results."""
    lines = []
    for kind in KINDS:
        if kind != "limit" and not disks.available(kind):
            lines.append(f"{kind} skipped: this machine cannot mount it")
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
