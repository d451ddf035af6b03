"""Histogram, anniversaries, vocabulary, health, problems and the OpenAPI document."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.routes import ROUTES
from service.settings import Settings
from service.store import Store


def test_a_month_only_event_is_on_no_day(client: FlaskClient) -> None:
    found = client.get("/v1/histogram?interval=day&date=2022-09").get_json()
    assert found["buckets"] == []
    (month,) = [each for each in found["imprecise"] if each["date"] == "2022-09"]
    assert (month["precision"], month["count"]) == ("month", 1)
    assert month["amounts"] == [{"currency": "USD", "stage": "announced", "value": "25000000"}]


def test_weeks_begin_on_monday_and_hold_no_month(client: FlaskClient) -> None:
    found = client.get("/v1/histogram?interval=week&date=2022-09/2023-03").get_json()
    starts = [date.fromisoformat(each["start"]) for each in found["buckets"]]
    assert starts
    assert {each.isoweekday() for each in starts} == {1}
    assert "2022-09" in [each["date"] for each in found["imprecise"]]
    drawn = client.get("/v1/histogram.svg?interval=week&date=2022-09/2023-03")
    assert drawn.status_code == 200
    described = client.get("/v1/openapi.json").get_json()["paths"]
    for path in ("/v1/histogram", "/v1/histogram.svg"):
        (interval,) = [each for each in described[path]["get"]["parameters"]
                       if each["name"] == "interval"]  # fmt: skip
        assert "week" in interval["schema"]["enum"]


@pytest.mark.parametrize("filters", ["", "country=KZ", "date=2022/2023&category=meeting"])
def test_precomputed_counts_equal_counted_ones(client: FlaskClient, filters: str) -> None:
    ready = client.get(f"/v1/histogram?interval=month&{filters}").get_json()
    # With a second group, the service does not use its precomputed counts.
    counted = client.get(
        f"/v1/histogram?interval=month&{filters}&status=occurred,announced,planned"
    ).get_json()
    assert ready == counted
    assert ready["buckets"]


def test_money_is_never_added_across_stages_or_currencies(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    amounts = [
        {"value": "1.10", "currency": "USD", "stage": "announced"},
        {"value": "2", "currency": "USD", "stage": "announced"},
        {"value": "4", "currency": "EUR", "stage": "announced"},
        {"value": "8", "currency": "USD", "stage": "disbursed"},
    ]
    event = {"title": "t", "date": "2030-01-01", "category": "funding", "amounts": amounts}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    (bucket,) = client.get("/v1/histogram?date=2030").get_json()["buckets"]
    assert {(a["currency"], a["stage"]): a["value"] for a in bucket["amounts"]} == {
        ("USD", "announced"): "3.10", ("EUR", "announced"): "4", ("USD", "disbursed"): "8",
    }  # fmt: skip


def test_anniversaries_fall_in_the_window(client: FlaskClient) -> None:
    found = client.get("/v1/anniversaries?from=2027-02-24&to=2027-02-24").get_json()["items"]
    assert {(each["on"], each["years"]) for each in found} == {("2027-02-24", 5), ("2027-02-24", 4)}
    assert client.get("/v1/anniversaries").status_code == 200
    assert client.get("/v1/anniversaries?from=2027&to=2029").status_code == 400


def test_a_leap_day_is_remembered_every_year(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"title": "t", "date": "2024-02-29", "category": "other"}
    client.post("/v1/events", json=event, headers=write_key)
    days = [
        each["on"]
        for year in (2027, 2028)
        for each in client.get(f"/v1/anniversaries?from={year}-02-01&to={year}-02-29"
                               if year == 2028 else
                               f"/v1/anniversaries?from={year}-02-01&to={year}-02-28").get_json()["items"]
        if each["event"]["date"] == "2024-02-29"
    ]  # fmt: skip
    assert days == ["2027-02-28", "2028-02-29"]


def test_the_vocabulary_counts_what_events_use(client: FlaskClient) -> None:
    for path in ("countries", "categories", "actors", "tags", "blocs"):
        assert client.get(f"/v1/{path}").get_json()["items"]
    kazakhstan = client.get("/v1/countries/Kazakhstan").get_json()
    assert kazakhstan["events"] == len(client.get("/v1/events?country=KZ").get_json()["items"])
    assert "C5" in {each["code"] for each in kazakhstan["blocs"]}
    unknown = client.get("/v1/countries/Kazakstan")
    assert unknown.status_code == 404
    assert "Kazakhstan" in unknown.get_json()["errors"][0]["nearest"]
    assert (
        client.get("/v1/actors?starts=Antony").get_json()["items"][0]["value"] == "antony-blinken"
    )


def test_health_says_whether_it_can_answer(client: FlaskClient, store: Store) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    store.migrate_down()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/nope", 404), ("delete", "/v1/events", 405), ("get", "/v1/events/x.pdf", 404),
     ("get", "/v1/events/none", 404), ("get", "/v1/events?q=%ff", 400)],
)  # fmt: skip
def test_every_error_is_a_problem(client: FlaskClient, method: str, path: str, status: int) -> None:
    reply = getattr(client, method)(path)
    assert reply.status_code == status == reply.json["status"]
    assert reply.mimetype == "application/problem+json"
    assert ("Allow" in reply.headers) == (status == 405)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/v1/event", "/v1/events"),
        ("/v1/events.jso", "/v1/events.json"),
        ("/v1/events/none.jsn", "/v1/events/none.json"),
        ("/v1/events/none.ical", "/v1/events/none.ics"),
        ("/v1/event/none", "/v1/events/none"),
        ("/v1/events/none/version", "/v1/events/none/versions"),
        ("/v1/events/none/version/2", "/v1/events/none/versions/2"),
        ("/v1/contries/KZ", "/v1/countries/KZ"),
        ("/event/none", "/events/none"),
    ],
)
def test_a_path_that_is_not_there_is_told_with_the_nearest(
    client: FlaskClient, path: str, nearest: str
) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert nearest in reply.get_json()["errors"][0]["nearest"]


def test_a_failure_of_ours_tells_nothing_of_the_inside(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    monkeypatch.setattr(type(app.extensions["dateline"].store), "get", fail)
    reply = app.test_client().get("/v1/events/a")
    assert reply.status_code == 500
    assert reply.mimetype == "application/problem+json"
    assert not re.search("SELECT|passwd|Traceback", reply.text)


def test_no_format_of_ours_is_406(client: FlaskClient) -> None:
    reply = client.get("/v1/events", headers={"Accept": "image/png"})
    assert reply.status_code == 406
    assert client.get("/v1/events", headers={"Accept": "text/csv"}).mimetype == "text/csv"


def test_any_page_of_another_origin_may_read(client: FlaskClient) -> None:
    reply = client.get("/v1/events", headers={"Origin": "https://news.example"})
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_the_description_has_every_route(client: FlaskClient) -> None:
    described = client.get("/v1/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    # A path with a slash at its end is a second path of the same route.
    routes = [each for each in ROUTES if not each.path.endswith("/")]
    assert len(ROUTES) - len(routes) == 1
    assert {(route.path, route.method.lower()) for route in routes} == {
        (path, method) for path, methods in described["paths"].items() for method in methods
    }


def test_the_page_to_try_it_needs_nothing_from_outside(client: FlaskClient) -> None:
    page = client.get("/docs")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"(src|href)=\"(https?:)?//(?!localhost/)", page.text)
    for path in re.findall(r'(?:src|href)="(/docs/[^"]+)"', page.text):
        with client.get(path) as asset:
            assert asset.status_code == 200


def test_reading_can_be_kept_for_key_holders(settings: Settings, store: Store) -> None:
    from dataclasses import replace

    from service.app import create_app

    client = create_app(replace(settings, public_reads=False)).test_client()
    assert client.get("/v1/events").status_code == 401
    key = {"Authorization": f"Bearer {store.keys.create('reader', ('read',))}"}
    assert client.get("/v1/events", headers=key).status_code == 200
