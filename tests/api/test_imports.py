"""``POST /v1/imports``: the importers of the command line, over HTTP."""

from __future__ import annotations

import gzip
import json
import threading
import time
import urllib.error
import urllib.request
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.generate import events
from tests.live import serving

Key = dict[str, str]
NDJSON = "application/x-ndjson"


def event(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "title": f"T{number}",
        "date": "2023-02",
        "category": "other",
        **changes,
    }


def lines(*some: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in some)


def load(client: FlaskClient, key: Key, data: bytes, kind: str, query: str = "") -> TestResponse:
    return client.post(f"/v1/imports{query}", data=data, content_type=kind, headers=key)


def test_events_go_in_and_the_same_again_changes_nothing(
    client: FlaskClient, write_key: Key
) -> None:
    data = lines(*(event(number) for number in range(450)))
    first = load(client, write_key, data, NDJSON)
    assert first.status_code == 200
    assert (first.json["created"], first.json["rejected"]) == (450, 0)
    assert client.get("/v1/events/e449").status_code == 200
    assert client.get("/v1/events/e0/versions").json["items"][0]["author"] == "editor"
    again = load(client, write_key, gzip.compress(data), NDJSON)
    assert (again.json["created"], again.json["unchanged"]) == (0, 450)
    array = load(
        client, write_key, json.dumps([event(0, title="New")]).encode(), "application/json"
    )
    assert array.json["updated"] == 1


def test_a_faulty_row_is_reported_with_line_field_and_nearest(
    client: FlaskClient, write_key: Key
) -> None:
    country = [{"code": "Kazakstan", "role": "host"}]
    data = lines(event(1), event(2, countries=country), event(3)) + b"{not json\n"
    report = load(client, write_key, data, NDJSON).json
    assert (report["created"], report["rejected"]) == (2, 2)
    wrong, broken = report["entries"]
    assert (wrong["line"], wrong["field"], broken["line"]) == (2, "/countries/0/code", 4)
    assert wrong["nearest"][0] == "Kazakhstan"
    stopped = load(client, write_key, data, NDJSON, "?on_error=stop").json
    assert stopped["stopped"] is True
    assert stopped["rejected"] == 1


def test_a_dry_run_stores_nothing(client: FlaskClient, write_key: Key) -> None:
    report = load(client, write_key, lines(event(1)), NDJSON, "?dry_run=1").json
    assert (report["created"], report["dry_run"]) == (1, True)
    assert client.get("/v1/events/e1").status_code == 404


def test_a_table_needs_a_mapping_that_is_there(client: FlaskClient, write_key: Key) -> None:
    table = b"StateName,Visitor\nKazakhstan,Somebody\n"
    assert load(client, write_key, table, "text/csv").status_code == 400
    unknown = load(client, write_key, table, "text/csv", "?mapping=visit")
    assert unknown.status_code == 400
    assert "visits" in unknown.json["detail"]


def test_real_visits_go_in_by_their_mapping(
    client: FlaskClient, write_key: Key, shared_data: Path
) -> None:
    (file,) = (shared_data / "visits").glob("*.csv")
    report = load(client, write_key, file.read_bytes(), "text/csv", "?mapping=visits").json
    assert (report["created"], report["rejected"]) == (1815, 0)


@pytest.mark.parametrize(
    ("kind", "status"), [("text/plain", 415), ("application/json; charset=x", 200), ("", 415)]
)
def test_the_media_type_says_what_it_is(
    client: FlaskClient, write_key: Key, kind: str, status: int
) -> None:
    assert load(client, write_key, b"[]", kind).status_code == status


def test_others_are_answered_while_an_import_runs(tmp_path: Path) -> None:
    with serving(tmp_path, workers="1", max_import_bytes="30000000") as live:
        key = live.command("key", "create", "loader", "--scope", "write").strip()
        data = lines(*islice(events(4000), 4000))
        assert len(data) > 2**20  # more than any other body may have
        request = urllib.request.Request(
            f"{live.url}/v1/imports", data,
            {"Content-Type": NDJSON, "Authorization": f"Bearer {key}"},
        )  # fmt: skip
        reports: list[dict[str, Any]] = []
        loading = threading.Thread(
            target=lambda: reports.append(json.load(urllib.request.urlopen(request, timeout=120)))
        )
        loading.start()
        times = []
        while loading.is_alive():
            start = time.perf_counter()
            urllib.request.urlopen(f"{live.url}/v1/events?country=KZ&limit=10", timeout=60).close()
            times.append(time.perf_counter() - start)
        loading.join()
        assert reports[0]["created"] == 4000
        assert len(times) >= 10
        assert live.command("verify") == "the database is sound\n"
        small = urllib.request.Request(
            f"{live.url}/v1/events", data,
            {"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
        )  # fmt: skip
        with pytest.raises(urllib.error.HTTPError, match="413"):
            urllib.request.urlopen(small, timeout=20)
