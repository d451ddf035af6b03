"""Three servers of PostgreSQL and two services, while replicas and primaries are killed: each
acknowledged write is stored once, and the followers of the change log miss nothing.

Clients are started once and are not told of the kills. If a write gets no reply or a 503, its
writer sends it again under the same ``Idempotency-Key``.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.soak.allowed import in_time
from bench.soak.http import Client
from bench.soak.mirror import Reader
from bench.soak.service import Service
from service.schemas.event import render
from service.store import Store
from tests.support.cluster import Cluster, Node, running

ROUNDS, WRITERS, READERS = 20, 16, 16
ALL_SYNCHRONOUS = "FIRST 1 (node0, node1, node2)"
"""The same on each node: a commit on the primary waits for one of the others."""
KINDS = ("the asynchronous replica", "the primary", "the synchronous replica", "the primary")
BROKEN = (OSError, http.client.HTTPException)
EVENT = {"date": "2024-05-01", "category": "meeting"}
PATHS = (
    "/v1/events?limit=20", "/v1/events?category=meeting&limit=10&sort=-date", "/v1/histogram",
    "/v1/events?q=round&limit=5&count=none", "/v1/facets?by=category", "/v1/events.csv?limit=50",
)  # fmt: skip


@dataclass
class Failover:
    """The results. ``written`` has the version of each event (by the key of its writer) that was
    acknowledged; ``slow`` are the seconds from each kill to the next acknowledged write."""

    rounds: Counter[str] = field(default_factory=Counter)
    written: dict[str, tuple[str, int]] = field(default_factory=dict)
    acknowledged: int = 0
    unanswered: int = 0
    unread: int = 0
    reads: Counter[int] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    broken_reads: int = 0
    longest_read: float = 0.0
    slow: list[tuple[str, float]] = field(default_factory=list)
    lost: int = 0
    duplicates: int = 0
    gaps: int = 0
    taken_back: int = 0
    mirrors_wrong: int = 0
    entries: int = 0
    errors: int = 0
    last_write: float = 0.0
    strange: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Host(Service):
    """A service as if on a separate web host."""

    def __init__(self, folder: Path, cluster: Cluster, key: str = "") -> None:
        self.known = key
        folder.mkdir()
        super().__init__(
            folder, database_url=cluster.url, read_database_url=cluster.read_url, workers="1",
            threads="4", stream_seconds="20",
        )  # fmt: skip

    def command(self, *words: str) -> str:
        """The output of ``dateline``; a second host has the key of the first."""
        return (
            self.known if self.known and words[0] in ("key", "migrate") else super().command(*words)
        )


class Load:
    """Writers, readers and followers of two hosts."""

    def __init__(self, hosts: list[Host], found: Failover) -> None:
        self.hosts, self.found = hosts, found
        self.stop = threading.Event()
        self.threads: list[threading.Thread] = []
        self.logs: list[dict[int, tuple[str, int]]] = []

    def start(self) -> None:
        work: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        work += [(self.write, (number,)) for number in range(WRITERS)]
        work += [(self.read, (number,)) for number in range(READERS)]
        for host in self.hosts:
            for follow in (self.poll, self.stream):
                self.logs.append({})
                work.append((follow, (host, self.logs[-1])))
        self.threads = [threading.Thread(target=f, args=args, daemon=True) for f, args in work]
        for each in self.threads:
            each.start()

    def write(self, number: int) -> None:
        """New events, and corrections of some of them."""
        chance, found = random.Random(number), self.found
        own, other = self.hosts[number % 2].client(40), self.hosts[1 - number % 2].client(40)
        for step in itertools.count():
            if self.stop.is_set():
                break
            name = f"w{number}-{step}"
            body = EVENT | {"title": f"round {name}", "tags": [name]}
            reply = self._until_done(own, name, body)
            if reply is None:
                break
            headers, made = reply
            self._note(name, made)
            self._read_back(other, headers, made)
            if chance.random() < 0.3:
                seen = {"If-Match": headers["etag"]}
                try:
                    status, _, text = own.ask(
                        "PATCH",
                        f"/v1/events/{made['id']}",
                        {"summary": f"{time.time_ns()}"},
                        **seen,
                    )
                except BROKEN:
                    found.unanswered += 1
                    continue
                if status == 200:
                    self._note(name, json.loads(text))
                elif status != 503:
                    found.strange[f"PATCH {status}"] += 1
            self.stop.wait(chance.uniform(0.05, 0.2))

    def _note(self, name: str, made: dict[str, Any]) -> None:
        with self.found.lock:
            self.found.written[name] = made["id"], made["version"]
            self.found.acknowledged += 1
            self.found.last_write = time.monotonic()

    def _until_done(
        self, client: Client, name: str, body: object
    ) -> tuple[dict[str, str], Any] | None:
        while True:
            try:
                status, headers, text = client.ask(
                    "POST", "/v1/events", body, **{"Idempotency-Key": name}
                )
            except BROKEN:
                status = 0
            if status == 201:
                return headers, json.loads(text)
            self.found.unanswered += 1
            if status not in (0, 503):
                self.found.strange[f"POST {status} {text[:100]!r}"] += 1
            if self.stop.wait(0.2):
                return None  # the outcome of this write is unknown

    def _read_back(self, client: Client, headers: dict[str, str], made: dict[str, Any]) -> None:
        """Read the event at once, from the other host."""
        cursor = headers.get("dateline-cursor", "")  # missing if the server is lost at that moment
        if not cursor:
            return
        sent = {"Dateline-Cursor": cursor}
        try:
            status, _, _ = client.ask("GET", f"/v1/events/{made['id']}", **sent)
        except BROKEN:
            return
        self.found.unread += status in (404, 410)

    def read(self, number: int) -> None:
        """Reads without a key, of either host in turn."""
        clients = [Client(each.url, "", 40) for each in self.hosts]
        for step in itertools.count(number):
            if self.stop.wait(0.1):
                break
            began = time.monotonic()
            try:
                path = PATHS[step % len(PATHS)]
                status, _, text = clients[step % 2].ask("GET", path)
            except BROKEN:
                self.found.broken_reads += 1
                continue
            with self.found.lock:
                self.found.reads[status] += 1
                if status != 200:
                    self.found.refused[f"{path} {json.loads(text)['detail']}"] += 1
                self.found.longest_read = max(self.found.longest_read, time.monotonic() - began)

    def poll(self, host: Host, log: dict[int, tuple[str, int]]) -> None:
        """Follow ``/v1/changes`` by long polling."""
        client, since = host.client(40), "0"
        while not self.stop.is_set():
            try:
                status, _, text = client.ask("GET", f"/v1/changes?wait=5&limit=500&since={since}")
            except BROKEN:
                continue
            if status == 200:
                page = json.loads(text)
                self._log(log, page["items"])
                since = page["cursor"]
            else:
                if status != 503:
                    self.found.strange[f"changes {status}"] += 1
                self.stop.wait(0.5)

    def stream(self, host: Host, log: dict[int, tuple[str, int]]) -> None:
        """Follow ``/v1/changes/stream``, as an ``EventSource`` does."""
        last = ""
        while not self.stop.is_set():
            connection = http.client.HTTPConnection(host.url.removeprefix("http://"), timeout=40)
            try:
                since = {"Last-Event-ID": last} if last else {}
                connection.request("GET", "/v1/changes/stream?since=0", headers=since)
                reply = connection.getresponse()
                if reply.status not in (200, 503):
                    self.found.strange[f"stream {reply.status}"] += 1
                while reply.status == 200 and not self.stop.is_set():
                    line = reply.readline()
                    if not line:
                        break
                    if line.startswith(b"data: "):
                        self._log(log, [json.loads(line[6:])])
                    elif line.startswith(b"id: "):
                        last = line[4:].decode().strip()
            except BROKEN:
                pass
            finally:
                connection.close()
            self.stop.wait(0.3)

    def _log(self, log: dict[int, tuple[str, int]], items: list[dict[str, Any]]) -> None:
        for each in items:
            number, entry = int(each["cursor"].split("-")[1]), (each["id"], each["version"])
            before = log.setdefault(number, entry)
            self.found.taken_back += before != entry
            if number > 1 and number - 1 not in log:
                self.found.gaps += 1

    def end(self) -> None:
        self.stop.set()
        for each in self.threads:
            each.join(60)


def primary_of(nodes: list[Node]) -> Node:
    """The node that is the primary."""
    return next(each for each in nodes if each.run("SELECT pg_is_in_recovery()") == [(False,)])


def whole(cluster: Cluster, seconds: float = 60) -> Node:
    """Wait until two replicas follow the primary, one of them synchronous; gives the primary."""
    primary, end = primary_of(cluster.nodes), time.monotonic() + seconds
    while True:
        rows = primary.run(
            "SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'"
            " ORDER BY sync_state DESC"
        )
        if len(rows) == 2:
            return primary
        if time.monotonic() > end:
            raise AssertionError(f"only {rows} follow {primary.name}")
        time.sleep(0.1)


def fail(cluster: Cluster, kind: str, found: Failover, pause: float) -> None:
    """One round: kill, promote if it was the primary, measure, and complete the cluster again."""
    primary = whole(cluster)
    rows = primary.run("SELECT application_name, sync_state FROM pg_stat_replication")
    states = dict(rows)
    synchronous = next(each for each in cluster.nodes if states.get(each.name) == "sync")
    other = next(each for each in cluster.nodes if each not in (primary, synchronous))
    lost = {"the primary": primary, "the synchronous replica": synchronous}.get(kind, other)
    lost.kill()
    killed = time.monotonic()
    if lost is primary:
        time.sleep(pause)
        newest = max((synchronous, other), key=_received)
        newest.promote()
        primary = newest
    end = time.monotonic() + 60
    while found.last_write <= killed + 0.05 and time.monotonic() < end:
        time.sleep(0.05)
    found.slow.append((kind, max(found.last_write, killed) - killed))
    if lost.process is None and kind == "the primary":
        lost.copied_from(primary)
    lost.start()
    whole(cluster)
    found.rounds[kind] += 1


def _received(node: Node) -> int:
    """How many bytes of the log a replica has."""
    newest = "greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())"
    ((lsn,),) = node.run(f"SELECT pg_wal_lsn_diff({newest}, '0/0')")
    return int(lsn)


def prove(folder: Path, rounds: int = ROUNDS, between: float = 4.0) -> Failover:
    """Kill in turn, under load, and compare what every side knows."""
    found, chance = Failover(), random.Random(20)
    with running(ALL_SYNCHRONOUS) as cluster:
        first = Host(folder / "one", cluster)
        hosts = [first, Host(folder / "other", cluster, first.key)]
        mirrors: list[Reader] = []
        try:
            for each in hosts:
                each.start()
            mirrors = [Reader(each, folder / each.database.parent.name) for each in hosts]
            load = Load(hosts, found)
            load.start()
            time.sleep(between)
            for number in in_time(range(rounds)):
                fail(cluster, KINDS[number % len(KINDS)], found, chance.uniform(0.3, 1.5))
                time.sleep(between)
            load.end()
            judge(cluster, load, mirrors, found)
        finally:
            for mirror in mirrors:
                mirror.kill()
            for each in hosts:
                each.kill()
    return found


def judge(cluster: Cluster, load: Load, mirrors: list[Reader], found: Failover) -> None:
    """Compare the stored events with the acknowledged writes and with the change log as read."""
    primary = whole(cluster)
    versions = dict(primary.run("SELECT id, version FROM event"))
    found.lost = sum(versions.get(name, 0) < version for name, version in found.written.values())
    titles = Counter(title for (title,) in primary.run("SELECT title FROM event"))
    found.duplicates = sum(number - 1 for number in titles.values())
    log = {c: (name, v) for c, name, v in primary.run('SELECT cursor, id, version FROM "change"')}
    found.entries = len(log)
    found.gaps += sum(number not in log for number in range(1, len(log) + 1))
    for told in load.logs:
        found.taken_back += sum(log.get(number) != entry for number, entry in told.items())
        found.gaps += max(told, default=0) - len(told)
    rows = primary.run(
        "SELECT e.id, d.body FROM event e JOIN document d ON d.position = e.position"
    )
    source = {name: json.loads(bytes(body)) for name, body in rows}
    found.mirrors_wrong = sum(not each.equals(source, 60) for each in mirrors)
    with closing(Store(cluster.url, render)) as store:
        found.errors = len(list(store.integrity_errors()))


def main(folder: Path) -> str:
    """The full figures; ``FAILOVER_ROUNDS`` makes it shorter."""
    found = prove(folder, int(os.environ.get("FAILOVER_ROUNDS", ROUNDS)))
    line = (
        f"{sum(found.rounds.values())} rounds ({dict(found.rounds)}), {found.acknowledged} writes"
        f" acknowledged, {found.unanswered} without an answer or 503 and sent again;"
        f" {found.lost} lost, {found.duplicates} duplicates, {found.unread} not read back;"
        f" {found.entries} entries, {found.gaps} gaps, {found.taken_back} taken back,"
        f" {found.mirrors_wrong} of 2 mirrors wrong, {found.errors} errors;"
        f" reads {dict(found.reads)} {dict(found.refused) or ''}, {found.broken_reads} broken off,"
        f" longest {found.longest_read:.1f} s; first write after the kill (s): "
        + ", ".join(f"{kind} {seconds:.1f}" for kind, seconds in found.slow)
        + (f"; strange: {dict(found.strange)}" if found.strange else "")
    )
    wrong = (
        found.lost, found.duplicates, found.gaps, found.taken_back, found.unread,
        found.mirrors_wrong, found.errors,
    )  # fmt: skip
    if any(wrong) or found.strange or not found.acknowledged:
        raise AssertionError(line)
    return line
