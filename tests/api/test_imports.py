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
from tests.support.live import serving
from tests.support.sizes import size

Key = dict[str, str]
NDJSON = "application/x-ndjson"
COUNT = size(1700, 4000)
"""The number of events in a large import."""


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


CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\nDTSTART:20230102\r\n"
    b"RRULE:FREQ=MONTHLY;COUNT=6\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_a_calendar_is_imported_by_its_media_type_within_its_window(
    client: FlaskClient, write_key: Key
) -> None:
    some = load(client, write_key, CALENDAR, "text/calendar", "?from=2023-02&to=2023-03")
    assert (some.get_json()["created"], some.get_json()["entries"]) == (2, [])
    every = load(client, write_key, CALENDAR, "application/octet-stream")
    assert (every.get_json()["created"], every.get_json()["unchanged"]) == (4, 2)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("?from=soon", "from"), ("?to=never", "to"), ("?from=2024&to=2023", "to")],
)
def test_a_window_that_cannot_be_read_is_refused(
    client: FlaskClient, write_key: Key, query: str, parameter: str
) -> None:
    before = client.get("/v1/events").get_json()["total"]
    reply = load(client, write_key, CALENDAR, "text/calendar", query)
    assert (reply.status_code, reply.get_json()["errors"][0]["parameter"]) == (400, parameter)
    assert client.get("/v1/events").get_json()["total"] == before


def test_a_window_is_for_calendars_only(client: FlaskClient, write_key: Key) -> None:
    reply = load(client, write_key, lines(event(1)), NDJSON, "?from=2023")
    assert reply.status_code == 400


def test_importing_the_same_events_again_changes_nothing(
    client: FlaskClient, write_key: Key
) -> None:
    data = lines(*(event(number) for number in range(450)))
    first = load(client, write_key, data, NDJSON)
    assert first.status_code == 200
    assert (first.get_json()["created"], first.get_json()["rejected"]) == (450, 0)
    assert client.get("/v1/events/e449").status_code == 200
    versions = client.get("/v1/events/e0/versions", headers=write_key)
    assert versions.get_json()["items"][0]["author"] == "editor"
    again = load(client, write_key, gzip.compress(data), NDJSON)
    assert (again.get_json()["created"], again.get_json()["unchanged"]) == (0, 450)
    array = load(
        client, write_key, json.dumps([event(0, title="New")]).encode(), "application/json"
    )
    assert array.get_json()["updated"] == 1


def test_an_import_says_which_corrections_it_undoes(client: FlaskClient, write_key: Key) -> None:
    load(client, write_key, lines(event(1), event(2)), NDJSON)
    seen = {**write_key, "If-Match": "*"}
    patched = client.patch("/v1/events/e1", json={"title": "Corrected"}, headers=seen)
    assert patched.status_code == 200
    for query, stored in (("?dry_run=1", "Corrected"), ("", "T1")):
        report = load(client, write_key, lines(event(1), event(2)), NDJSON, query).get_json()
        assert (report["updated"], report["unchanged"], report["warnings"]) == (1, 1, 1)
        (entry,) = report["entries"]
        assert (entry["kind"], entry["id"]) == ("warning", "e1")
        assert entry["reason"].startswith("undoes changes of title since version 1; the last, ver")
        assert entry["reason"].endswith("is by the key 'editor'")
        assert client.get("/v1/events/e1").get_json()["title"] == stored


def test_a_faulty_row_is_reported_with_line_field_and_nearest(
    client: FlaskClient, write_key: Key
) -> None:
    country = [{"code": "Kazakstan", "role": "host"}]
    data = lines(event(1), event(2, countries=country), event(3)) + b"{not json\n"
    report = load(client, write_key, data, NDJSON).get_json()
    assert (report["created"], report["rejected"]) == (2, 2)
    wrong, broken = report["entries"]
    assert (wrong["line"], wrong["field"], broken["line"]) == (2, "/countries/0/code", 4)
    assert wrong["nearest"][0] == "Kazakhstan"
    stopped = load(client, write_key, data, NDJSON, "?on_error=stop").get_json()
    assert stopped["stopped"] is True
    assert stopped["rejected"] == 1


def test_a_dry_run_stores_nothing(client: FlaskClient, write_key: Key) -> None:
    report = load(client, write_key, lines(event(1)), NDJSON, "?dry_run=1").get_json()
    assert (report["created"], report["dry_run"]) == (1, True)
    assert client.get("/v1/events/e1").status_code == 404


def test_a_table_needs_a_mapping_that_is_there(client: FlaskClient, write_key: Key) -> None:
    table = b"StateName,Visitor\nKazakhstan,Somebody\n"
    assert load(client, write_key, table, "text/csv").status_code == 400
    unknown = load(client, write_key, table, "text/csv", "?mapping=visit")
    assert unknown.status_code == 400
    assert "visits" in unknown.get_json()["detail"]


def test_real_visits_are_imported_by_their_mapping(
    client: FlaskClient, write_key: Key, shared_data: Path
) -> None:
    (file,) = (shared_data / "visits").glob("*.csv")
    report = load(client, write_key, file.read_bytes(), "text/csv", "?mapping=visits").get_json()
    assert (report["created"], report["rejected"]) == (1815, 0)


@pytest.mark.parametrize(
    ("kind", "status"), [("text/plain", 415), ("application/json; charset=x", 200), ("", 415)]
)
def test_the_media_type_chooses_the_importer(
    client: FlaskClient, write_key: Key, kind: str, status: int
) -> None:
    assert load(client, write_key, b"[]", kind).status_code == status


def test_other_requests_are_answered_while_an_import_runs(tmp_path: Path) -> None:
    with serving(tmp_path, workers="1", max_import_bytes="30000000") as live:
        key = live.command("key", "create", "loader", "--scope", "write").strip()
        data = lines(*islice(events(COUNT), COUNT))
        assert len(data) > 2**20  # other routes refuse so large a body
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
            time.sleep(0.01)
        loading.join()
        assert reports[0]["created"] == COUNT
        assert len(times) >= 10
        assert live.command("verify") == "the database is sound\n"
        small = urllib.request.Request(
            f"{live.url}/v1/events", data,
            {"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
        )  # fmt: skip
        with pytest.raises(urllib.error.HTTPError, match="413"):
            urllib.request.urlopen(small, timeout=20)


@pytest.mark.parametrize("kind", [NDJSON, "application/json", "application/octet-stream"])
def test_a_byte_order_mark_before_a_body_changes_nothing(
    kind: str, client: FlaskClient, write_key: Key
) -> None:
    text = json.dumps([event(1)]) if kind == "application/json" else json.dumps(event(1)) + "\n"
    report = load(client, write_key, b"\xef\xbb\xbf" + text.encode(), kind).get_json()
    assert (report["created"], report["rejected"]) == (1, 0)


def test_an_event_with_a_repeated_name_is_rejected(client: FlaskClient, write_key: Key) -> None:
    twice = b'{"id":"t1","title":"A","title":"B","date":"2023","category":"other"}\n'
    report = load(client, write_key, twice + lines(event(1)), NDJSON).get_json()
    assert (report["created"], report["rejected"]) == (1, 1)
    assert "'title' more than once" in report["entries"][0]["reason"]


def test_the_decompressed_size_of_a_body_is_bounded(client: FlaskClient, write_key: Key) -> None:
    packed = gzip.compress(b"[" + b" " * 61_000_000)
    assert len(packed) < 62_000
    report = load(client, write_key, packed, "application/json").get_json()
    assert "unpacks to over" in report["entries"][-1]["reason"]


def test_a_former_currency_is_stored_and_a_wrong_year_is_reported(
    client: FlaskClient, write_key: Key
) -> None:
    amounts = [{"value": "5", "currency": "DEM", "stage": "pledged"}]
    body = lines(event(1, date="1990", amounts=amounts), event(2, date="2010", amounts=amounts))
    report = load(client, write_key, body, NDJSON).get_json()
    assert (report["created"], report["warnings"]) == (2, 1)
    assert "DEM was in use from 1948 to 2002" in report["entries"][0]["reason"]
    assert client.get("/v1/events?currency=DEM&min_amount=1").get_json()["total"] == 2
