"""A client that reads slowly, or not at all, does not delay others and needs little memory."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from tests.support.live import Live, serving

STREAMS = 12


def resident(pid: int) -> int:
    """The resident memory of a process in bytes, without mapped files (Linux)."""
    (line,) = [
        each
        for each in Path(f"/proc/{pid}/status").read_text().splitlines()
        if each.startswith("RssAnon")
    ]
    return int(line.split()[1]) * 1024


def busy(pid: int) -> int:
    """The processor time that a process has used, in clock ticks."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with one worker and some 17 MB of events."""
    folder = tmp_path_factory.mktemp("large")
    store = open_store(Settings(database_url=f"sqlite:///{folder}/live.db"))
    store.migrate()
    event = load_event(
        {"title": "t", "summary": "long " * 999, "date": "2024-05-01", "category": "other"}, "e0"
    )
    store.import_batch(replace(event, id=f"e{n}") for n in range(3000))
    store.close()
    with serving(folder, workers="1") as live:
        yield live


def worker(live: Live) -> int:
    """The process id of the worker: the child of the server's process with the most memory."""
    pid = live.process.pid
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return max(map(int, below), key=resident)


def opened(live: Live, text: str) -> socket.socket:
    """A connection that has sent ``text`` and has a small receive buffer."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.settimeout(20)
    made.connect(("127.0.0.1", int(live.url.rpartition(":")[2])))
    made.sendall(text.encode())
    return made


def quickest(live: Live) -> float:
    """The time of the quickest of five small requests, in seconds."""
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        with urllib.request.urlopen(f"{live.url}/v1/events?limit=1", timeout=10) as reply:
            assert json.load(reply)["items"]
        taken.append(time.perf_counter() - began)
    return min(taken)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc (Linux)")
def test_slow_readers_of_streams_hold_nothing_up(large: Live) -> None:
    quickest(large)
    pid = worker(large)
    before = resident(pid)
    readers = [
        opened(large, "GET /v1/events.ndjson HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(STREAMS)
    ]
    for each in readers:
        assert each.recv(12) == b"HTTP/1.1 200"
    time.sleep(1)
    assert quickest(large) < 1
    # Twelve whole replies would be 200 MB.
    assert resident(pid) - before < 60_000_000
    for each in readers:
        each.close()
    time.sleep(0.5)
    ticks = busy(pid)
    time.sleep(0.5)
    assert busy(pid) - ticks < 20, "it goes on writing for readers who have left"


def test_slow_bodies_hold_nothing_up(large: Live) -> None:
    head = "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    senders = [opened(large, f"{head}Content-Length: 100\r\n\r\n{{") for _ in range(STREAMS)]
    assert quickest(large) < 1
    for each in senders:
        each.close()


def test_a_stream_arrives_whole(large: Live) -> None:
    with urllib.request.urlopen(f"{large.url}/v1/events.ndjson", timeout=20) as reply:
        ids = [json.loads(line)["id"] for line in reply]
    assert sorted(ids) == sorted(f"e{n}" for n in range(3000))
