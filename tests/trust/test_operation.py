"""Limits, metrics, logs and rotated keys."""

from __future__ import annotations

import json
import re
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry, Counter, Histogram

from service.api import metrics
from service.app import create_app
from service.errors import Invalid, NotFound
from service.settings import Settings
from service.store import Store
from service.worker_limits import allow_files
from tests.api.conftest import settings, store
from tests.support.forked import run
from tests.support.live import Live, serving
from tests.trust.test_disk import no_file_longer_than

__all__ = ["settings", "store"]
Make = Callable[..., FlaskClient]


@pytest.fixture
def make(settings: Settings, store: Store) -> Iterator[Make]:
    made = []

    def build(**changes: Any) -> FlaskClient:
        app = create_app(replace(settings, **changes))
        made.append(app)
        return app.test_client()

    yield build
    for app in made:
        app.extensions["dateline"].store.close()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_who_asks_too_often_is_told_when_to_come_back(make: Make, store: Store) -> None:
    client = make(rate_limit="3/minute")
    for left in (2, 1, 0):
        reply = client.get("/v1/events")
        assert reply.status_code == 200
        assert f"r={left};" in reply.headers["RateLimit"]
        assert reply.headers["RateLimit-Policy"] == '"default";q=3;w=60'
    refused = client.get("/v1/events")
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    # Each key has a separate count, and health checks are not counted.
    assert (
        client.get("/v1/tags", headers=bearer(store.keys.create("r", ("read",)))).status_code == 200
    )
    assert client.get("/healthz").status_code == 200


def test_without_a_limit_nothing_is_counted(make: Make) -> None:
    assert "RateLimit" not in make().get("/v1/events").headers


def test_a_limit_that_cannot_be_read_stops_the_start(make: Make) -> None:
    with pytest.raises(Invalid, match="DATELINE_RATE_LIMIT: 'often' must look like 100/minute"):
        make(rate_limit="often")
    with pytest.raises(Invalid, match="DATELINE_RATE_LIMIT_STORAGE: 'x:' must look like memory://"):
        make(rate_limit="1/minute", rate_limit_storage="x:")
    for storage in ("redis://counter:6379", "rediss://counter:6379"):
        with pytest.raises(Invalid, match=r"that is not installed: pip install redis$"):
            make(rate_limit="1/minute", rate_limit_storage=storage)


def test_no_file_of_counts_is_there_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path))
    with no_file_longer_than(1000):
        assert not metrics.kept_in_files()
    assert list(tmp_path.glob("*.db")) == []


def test_metrics_of_all_workers_are_added_up(tmp_path: Path) -> None:
    with serving(tmp_path, workers="2") as live:
        for _ in range(30):
            urllib.request.urlopen(f"{live.url}/v1/events?limit=1").close()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{live.url}/v1/events?limit=wrong")
        text = urllib.request.urlopen(f"{live.url}/metrics").read().decode()
    counted = re.findall(
        r'^dateline_requests_total\{method="GET",route="/v1/events",status="(\d+)"\} ([\d.]+)',
        text, re.MULTILINE,
    )  # fmt: skip
    assert dict(counted) == {"200": "30.0", "400": "1.0"}
    assert "dateline_events 16.0" in text
    assert 'dateline_request_seconds_bucket{le="0.005",route="/v1/events"}' in text


def test_numbers_that_the_library_keeps_elsewhere_are_counted_by_it() -> None:
    registry = CollectorRegistry()
    requests = Counter("asked", "", ["method", "route", "status"], registry=registry)
    seconds = Histogram("took", "", ["route"], registry=registry)
    # Without files the library keeps its numbers in memory, not at places of a file.
    count = metrics.quickest(requests.labels("GET", "/", 200), seconds.labels("/"), Lock())
    count(0.5)
    assert registry.get_sample_value("took_sum", {"route": "/"}) == 0.5
    labels = {"method": "GET", "route": "/", "status": "200"}
    assert registry.get_sample_value("asked_total", labels) == 1


def test_silent_connections_shut_nobody_out(live: Live) -> None:
    count = 1100
    allow_files(count + 200)
    address = urlsplit(live.url)
    with ExitStack() as stack:
        for _ in range(count):
            silent = socket.create_connection((address.hostname, address.port), timeout=10)
            stack.enter_context(silent)
        for _ in range(4):
            with urllib.request.urlopen(f"{live.url}/healthz", timeout=5) as reply:
                assert reply.status == 200


def test_a_log_that_cannot_be_written_holds_up_nobody(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert make(access_log=True).get("/v1/tags").status_code == 200
        monkeypatch.undo()
        with suppress(OSError):
            full.close()


def test_the_log_has_a_line_for_each_request(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make(access_log=True)
    reply = client.get("/v1/events?country=KZ", headers={"X-Request-Id": "abc-1"})
    assert reply.headers["X-Request-Id"] == "abc-1"
    hostile = client.get("/v1/tags", headers={"X-Request-Id": "a b\u00e9"})
    assert re.fullmatch(r"[0-9a-f]{32}", hostile.headers["X-Request-Id"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["path"], each["query"], each["status"]) for each in lines] == [
        ("/v1/events", "country=KZ", 200), ("/v1/tags", "", 200),
    ]  # fmt: skip
    assert lines[0]["id"] == "abc-1"


def test_a_rotated_key_overlaps_with_the_old_and_then_alone_is_good(
    make: Make, store: Store
) -> None:
    client = make(public_reads=False)
    old = store.keys.create("desk", ("write",))
    new = store.keys.rotate("desk", 24)
    assert old != new
    for token in (old, new):
        assert client.get("/v1/tags", headers=bearer(token)).status_code == 200
    newest = store.keys.rotate("desk", 0)
    assert client.get("/v1/tags", headers=bearer(new)).status_code == 401
    assert client.post("/v1/events", json={}, headers=bearer(newest)).status_code == 400
    with pytest.raises(NotFound, match="desks"):
        store.keys.rotate("desks", 1)


def test_a_setting_is_refused_before_anything_is_served(tmp_path: Path) -> None:
    wrong = {"DATELINE_RATE_LIMITS": "1/minute", "PATH": "/usr/bin"}
    done = run("serve", environment=wrong, folder=tmp_path)
    assert done.returncode == 1
    assert "did you mean DATELINE_RATE_LIMIT" in done.stderr
