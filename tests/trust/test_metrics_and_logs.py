"""Metrics of all workers, and the log of requests."""

from __future__ import annotations

import json
import re
import shutil
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from threading import Lock

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, values

from service.api import metrics
from tests.api.conftest import MakeClient, make_client, settings, store
from tests.support.live import serving
from tests.trust.test_disk import no_file_longer_than

__all__ = ["make_client", "settings", "store"]


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


def test_a_request_that_cannot_be_counted_is_answered(
    make_client: MakeClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = tmp_path / "counts"
    folder.mkdir()
    monkeypatch.setenv(metrics.FOLDER, str(folder))
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)  # what it was comes back
    client = make_client()
    shutil.rmtree(folder)  # by a program that tidies up, before the first request opens the files
    assert client.get("/v1/tags").status_code == 200
    assert client.get("/v1/blocs").status_code == 200
    assert caplog.text.count("requests are not counted: No such file or directory") == 1
    lost = client.get("/metrics")
    assert (lost.status_code, lost.get_json()["detail"]) == (
        503, "the folder of the counts is gone; restart the service"
    )  # fmt: skip


def test_a_log_that_cannot_be_written_holds_up_nobody(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert make_client(access_log=True).get("/v1/tags").status_code == 200
        monkeypatch.undo()
        with suppress(OSError):
            full.close()


def test_the_log_has_a_line_for_each_request(
    make_client: MakeClient, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_client(access_log=True)
    reply = client.get("/v1/events?country=KZ", headers={"X-Request-Id": "abc-1"})
    assert reply.headers["X-Request-Id"] == "abc-1"
    hostile = client.get("/v1/tags", headers={"X-Request-Id": "a b\u00e9"})
    assert re.fullmatch(r"[0-9a-f]{32}", hostile.headers["X-Request-Id"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["path"], each["query"], each["status"]) for each in lines] == [
        ("/v1/events", "country=KZ", 200), ("/v1/tags", "", 200),
    ]  # fmt: skip
    assert lines[0]["id"] == "abc-1"
