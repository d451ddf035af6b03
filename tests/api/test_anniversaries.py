"""``GET /v1/anniversaries``: yearly recurrences within a window of days."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_anniversaries_fall_in_the_window(client: FlaskClient) -> None:
    found = client.get("/v1/anniversaries?from=2027-02-24&to=2027-02-24").get_json()["items"]
    assert {(each["on"], each["years"]) for each in found} == {("2027-02-24", 5), ("2027-02-24", 4)}
    assert client.get("/v1/anniversaries").status_code == 200


def test_an_event_has_no_anniversary_in_its_own_year(client: FlaskClient) -> None:
    found = client.get("/v1/anniversaries?from=2022-02-24&to=2023-02-24").get_json()["items"]
    assert [each["years"] for each in found if each["event"]["date"] == "2022-02-24"] == [1]


def test_a_window_has_at_most_367_days(client: FlaskClient) -> None:
    for last, status in (("2028-01-02", 200), ("2028-01-03", 400), ("2026-12-31", 400)):
        assert client.get(f"/v1/anniversaries?from=2027-01-01&to={last}").status_code == status


def test_a_leap_day_is_remembered_every_year(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"title": "t", "date": "2024-02-29", "category": "other"}
    client.post("/v1/events", json=event, headers=write_key)
    days = [
        each["on"]
        for window in ("from=2027-02-01&to=2027-02-28", "from=2028-02-01&to=2028-02-29")
        for each in client.get(f"/v1/anniversaries?{window}").get_json()["items"]
        if each["event"]["date"] == "2024-02-29"
    ]
    assert days == ["2027-02-28", "2028-02-29"]


def test_a_time_in_the_window_leaves_out_no_event(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    for name, when in (("early", "1996-05-04T08:00:00Z"), ("day", "1996-05-04")):
        event = {"id": name, "title": "t", "date": when, "category": "other"}
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    days = "/v1/anniversaries?from=2023-05-04T09:00:00Z&to=2023-05-04"
    found = [each["event"]["id"] for each in client.get(days).get_json()["items"]]
    assert found == ["day", "early"]


def test_what_began_before_the_year_1_has_no_anniversary(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"title": "t", "date": "0000-06-04/0002-06", "category": "other"}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    for days in ("from=2023-06-04&to=2023-06-04", "from=2023-06-04&to=2023-06-04&begins=../2000"):
        reply = client.get(f"/v1/anniversaries?{days}")
        assert (reply.status_code, reply.get_json()["items"]) == (200, [])


def test_the_last_of_all_days_is_in_the_calendar(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"title": "t", "date": "1999-12-31", "category": "other"}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    reply = client.get("/v1/anniversaries.ics?from=9999-12-31&to=9999-12-31")
    assert reply.status_code == 200
    assert "DTSTART;VALUE=DATE:99991231" in reply.text
    assert "DTEND" not in reply.text
