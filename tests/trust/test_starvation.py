"""Other clients are answered while many clients send one expensive request.

``python -m bench.soak --full starvation`` has 200,000 events, and 20 seconds for each attack.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bench.generate import events as generated
from bench.soak.service import Service, running
from bench.soak.starvation import ATTACKS, CLIENTS, Attack, quick_ones, suffer
from bench.soak.threads import at_once
from tests.support.sizes import ALL, size

SECONDS = 2.0 if ALL else 0.3
TIMEOUT = 1.0
"""The time limit of a request in seconds; it is short, so that the tests are quick."""
LATE = 1.0
"""The most seconds that a quick request may take on a busy machine."""
EVENT = {"title": "Talks", "date": "2023-02-28", "category": "meeting"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with some thousand events."""
    folder = tmp_path_factory.mktemp("starvation")
    with running(folder, query_timeout_seconds=str(TIMEOUT), max_queue="40") as found:
        file = folder / "events.ndjson"
        file.write_text("\n".join(json.dumps(each) for each in generated(size(3000, 20_000))))
        found.command("import", str(file))
        yield found


@pytest.mark.parametrize("first", range(0, len(ATTACKS), CLIENTS)[:: size(3, 1)])
def test_others_are_answered_while_expensive_questions_are_asked(
    service: Service, first: int, tmp_path: Path
) -> None:
    attacks = ATTACKS[first : first + CLIENTS]
    found = suffer(service, attacks, SECONDS)
    print(found)
    if (late := max(found.p99.values())) >= LATE:
        # Other programs use the processors too. If the attack blocks the event loop, requests are
        # late each time, and later than those to a service that nobody attacks.
        with running(tmp_path, workers="1") as other:
            again = (beside(service, other, attacks) for _ in range(3))
            assert any(late < max(LATE, 6 * quiet) for late, quiet in again), late
    assert found.failed == 0
    assert found.memory < 300
    assert sum(found.statuses.values()) >= CLIENTS
    wrong = [name for name in found.statuses if name.startswith("5") and name != "503"]
    assert not wrong
    assert found.drained < TIMEOUT + 1


def beside(service: Service, other: Service, attacks: Sequence[Attack]) -> tuple[float, float]:
    """The 99th percentile of the times of quick requests during an attack, and the longest time of
    one to ``other`` meanwhile, in seconds."""
    with ThreadPoolExecutor(1) as pool:
        quiet = pool.submit(quick_ones, other, "/healthz", SECONDS + 1)
        found = suffer(service, attacks, SECONDS)
    assert found.failed == 0
    return max(found.p99.values()), max(quiet.result()[0])


def post(service: Service, body: bytes) -> tuple[int, str | None]:
    """Send a new event; returns the status and ``Retry-After``."""
    headers = {"Authorization": f"Bearer {service.key}", "Content-Type": "application/json"}
    try:
        with urlopen(Request(f"{service.url}/v1/events", body, headers), timeout=30) as reply:
            return reply.status, None
    except HTTPError as error:
        with error:
            return error.code, error.headers["Retry-After"]


def test_a_writer_that_waits_too_long_gets_retry_after(service: Service) -> None:
    other = sqlite3.connect(service.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        start = time.monotonic()
        quick: list[float] = []

        def ask(number: int) -> tuple[int, str | None]:
            if number == 4:
                quick.extend(_healthz(service))
                return 200, None
            return post(service, _body())

        found = at_once(5, ask)
        took = time.monotonic() - start
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert found[:4] == [(503, "5")] * 4
    assert max(quick) < 0.5
    assert took < TIMEOUT + 2
    assert post(service, _body())[0] == 201


def test_a_writer_that_waits_a_little_is_served(service: Service) -> None:
    other = sqlite3.connect(service.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(TIMEOUT / 3, other.execute, ("ROLLBACK",))
    release.start()
    try:
        assert post(service, _body()) == (201, None)
    finally:
        release.join()
        other.close()


def _body() -> bytes:
    return json.dumps(EVENT).encode()


def _healthz(service: Service) -> list[float]:
    """The seconds of each of some quick requests while writers wait."""
    found = []
    for _ in range(10):
        start = time.monotonic()
        with urlopen(f"{service.url}/healthz", timeout=30):
            found.append(time.monotonic() - start)
        time.sleep(0.1)
    return found
