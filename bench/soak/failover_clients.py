"""The clients of the proof ``failover``: writers, readers and followers of the change log.

The clients are started once, and nobody tells them of the kills. If a write gets no reply or a 503,
its writer sends the write again under the same ``Idempotency-Key``.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.soak.http import Client
from bench.soak.service import Service
from tests.support.cluster import Cluster

WRITERS, READERS = 16, 16
BROKEN = (OSError, http.client.HTTPException)
EVENT = {"date": "2024-05-01", "category": "meeting"}
PATHS = (
    "/v1/events?limit=20", "/v1/events?category=meeting&limit=10&sort=-date", "/v1/histogram",
    "/v1/events?q=round&limit=5&count=none", "/v1/facets?by=category", "/v1/events.csv?limit=50",
)  # fmt: skip


@dataclass
class Failover:
    """The results. ``written`` has the id and the last acknowledged version of each event, by its
    ``Idempotency-Key``. ``slow`` has the seconds from each kill to the next acknowledged write."""

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
    """A service that stands for a separate web host."""

    def __init__(self, folder: Path, cluster: Cluster, key: str = "") -> None:
        self.known = key
        folder.mkdir()
        super().__init__(
            folder, database_url=cluster.url, read_database_url=cluster.read_url, workers="1",
            threads="4", stream_seconds="20",
        )  # fmt: skip

    def command(self, *words: str) -> str:
        """The output of a ``dateline`` command. The second host uses the key of the first host."""
        return (
            self.known if self.known and words[0] in ("key", "migrate") else super().command(*words)
        )


class Load:
    """The writers, readers and followers of two hosts."""

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
        """Create events, and correct some of them."""
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
        """Read the new event at once from the other host."""
        cursor = headers.get("dateline-cursor", "")  # missing after a lost connection
        if not cursor:
            return
        sent = {"Dateline-Cursor": cursor}
        try:
            status, _, _ = client.ask("GET", f"/v1/events/{made['id']}", **sent)
        except BROKEN:
            return
        self.found.unread += status in (404, 410)

    def read(self, number: int) -> None:
        """Read without a key, from the two hosts in turn."""
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
