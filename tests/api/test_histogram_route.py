"""``GET /v1/histogram``: imprecise dates stand apart, and sums of money are kept apart."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient


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
