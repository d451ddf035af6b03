"""After a worker is killed, the others still serve, and a new worker replaces it."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.soak.service import Service, running
from tests.support.forked import run
from tests.support.live import serving
from tests.support.sizes import size

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for workers in /proc")
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}


def workers(parent: int) -> set[int]:
    """The process ids of the workers."""
    return set(map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()))


def until(condition: Callable[..., object], *given: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition(*given):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_workers_killed_one_after_another_are_replaced_and_nothing_is_lost(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        assert service.process is not None
        parent = service.process.pid
        acknowledged: set[str] = set()
        stop = threading.Event()
        writers = [
            threading.Thread(target=_write, args=(service, number, stop, acknowledged))
            for number in range(3)
        ]
        for each in writers:
            each.start()
        seen = workers(parent)
        assert len(seen) == 2
        kills = size(3, 4)
        for _ in range(kills):  # from the third on, they are killed soon after their start
            victim = max(workers(parent))
            before = len(acknowledged)
            os.kill(victim, signal.SIGKILL)
            until(lambda gone: len(workers(parent) - {gone}) == 2, victim)
            until(lambda least: len(acknowledged) > least, before + 10)
            seen |= workers(parent)
        stop.set()
        for each in writers:
            each.join()
        stored = {name for (name,) in service.rows("SELECT id FROM event")}
        assert len(seen) == 2 + kills
        assert len(acknowledged) > 10 * kills
        assert acknowledged <= stored
        assert not service.integrity_errors()
        assert service.process.poll() is None


def _write(service: Service, number: int, stop: threading.Event, acknowledged: set[str]) -> None:
    client, step = service.client(10), 0
    while not stop.is_set():
        step += 1
        name = f"w{number}-{step}"
        try:
            status, _, _ = client.put(name, EVENT, new=True)
        except (OSError, http.client.HTTPException):
            continue  # the killed worker had this request
        if status == 201:
            acknowledged.add(name)
    client.close()


def test_a_service_that_replaced_a_worker_stops_when_told(tmp_path: Path) -> None:
    with serving(tmp_path, workers="2") as live:
        first = workers(live.process.pid)
        os.kill(min(first), signal.SIGKILL)
        until(lambda: len(workers(live.process.pid) - {min(first)}) == 2)
        until(_answers, live.url)  # the other worker may not listen yet
        for _ in range(6):  # the sum includes the counts of the killed worker
            urllib.request.urlopen(f"{live.url}/metrics", timeout=5).close()
        live.process.terminate()
        assert live.process.wait(timeout=60) == 0


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.long
def test_new_workers_take_over_at_sighup_and_streams_end_as_at_a_stop(tmp_path: Path) -> None:
    with serving(tmp_path, workers="1") as live:
        (first,) = workers(live.process.pid)
        stream = urllib.request.urlopen(f"{live.url}/v1/changes/stream", timeout=30)
        started = time.monotonic()
        os.kill(live.process.pid, signal.SIGHUP)
        assert stream.read().startswith(b"retry: ")  # it is complete
        stream.close()
        until(lambda: len(workers(live.process.pid) - {first}) == 1)
        until(lambda: not _runs(first))
        assert time.monotonic() - started < 15, "nothing is waited for"
        assert _answers(live.url)


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    with serving(tmp_path, workers="2") as live:
        found = workers(live.process.pid)
        stream = urllib.request.urlopen(f"{live.url}/v1/changes/stream", timeout=30)
        os.kill(live.process.pid, signal.SIGKILL)
        assert live.process.wait(timeout=60) == -signal.SIGKILL
        until(lambda: not any(map(_runs, found)))
        assert stream.read().startswith(b"retry: ")  # it ends as when the service is stopped
        stream.close()


def _runs(process: int) -> bool:
    """Whether a process has not ended; the system may keep the id of one that has."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def test_a_service_that_cannot_start_ends_and_says_so(tmp_path: Path) -> None:
    environment = {name: text for name, text in os.environ.items() if name[:9] != "DATELINE_"}
    done = run(
        "serve", "--migrate", "--port", "1", "--host", "192.0.2.1",
        environment=environment | {"DATELINE_DATABASE_URL": f"sqlite:///{tmp_path}/x.db"},
    )  # fmt: skip
    assert done.returncode != 0
