"""Times as programs write them, in every place that accepts a time."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MEETING = "c5plus1-ministerial-astana-2023"
MOMENTS = [
    "2023-02-28T10:30:00Z", "2023-02-28T10:30:00.000Z", "2023-02-28T10:30:00.123456Z",
    "2023-02-28T10:30:00+00:00", "2023-02-28T10:30:00+0000", "2023-02-28T10:30:00.5+0600",
]  # fmt: skip
EVENT = {"id": "a", "title": "A meeting", "category": "meeting"}


def ids(reply: TestResponse) -> set[str]:
    assert reply.status_code == 200, reply.text
    found = reply.get_json()
    rows: Any = found.get("items", found.get("features")) if isinstance(found, dict) else found
    return {each["id"] for each in rows}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    "path",
    [
        "/v1/events?date={}", "/v1/events?from={}&to={}", "/v1/events.grafana.json?from={}&to={}",
        "/v1/events.fullcalendar.json?start={}&end={}",
        "/ogc/collections/events/items?datetime={}&limit=1000",
        "/ogc/collections/events/items?datetime={}/{}&limit=1000",
    ],
)  # fmt: skip
def test_a_moment_is_read_in_every_query(client: FlaskClient, path: str, moment: str) -> None:
    for sent in (quote(moment), moment.replace("+", "%20")):  # a plus sign that was not escaped
        assert MEETING in ids(client.get(path.replace("{}", sent)))


FAR = {"ides": "-0043-03-15", "plan": "Y12000-01-01", "birth": "0000-06-01"}
"""Days outside the years 1 to 9999, which many programs cannot hold."""
FAR_VIEWS = [
    (quote(start), quote(end), name)
    for start, end, name in (
        ("-000043-03-01T00:00:00.000Z", "-000043-04-01T00:00:00.000Z", "ides"),
        ("-000043-03-15T00:00:00Z", "-000043-03-16T00:00:00Z", "ides"),
        ("+011999-12-31T00:00:00.000Z", "+012000-01-02T00:00:00.000Z", "plan"),
        ("+012000-01-01T00:00:00-05:00", "+012000-01-02T00:00:00-05:00", "plan"),
        ("0000-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z", "birth"),
    )
]


@pytest.mark.parametrize(("start", "end", "found"), FAR_VIEWS)
@pytest.mark.parametrize(
    "path",
    [
        "/v1/events?date={}/{}", "/v1/events?from={}&to={}",
        "/v1/events.grafana.json?from={}&to={}", "/v1/events.fullcalendar.json?start={}&end={}",
        "/ogc/collections/events/items?datetime={}/{}",
    ],
)  # fmt: skip
def test_a_year_of_six_digits_as_javascript_writes_it_is_read(
    client: FlaskClient, write_key: dict[str, str], path: str, start: str, end: str, found: str
) -> None:
    for name, date in FAR.items():
        made = client.post(
            "/v1/events",
            json={**EVENT, "id": name, "date": date, "tags": ["far"]},
            headers=write_key,
        )
        assert made.status_code in (201, 409), made.text
    reply = client.get(path.format(start, end) + "&tag=far")
    assert ids(reply) == (set() if "fullcalendar" in path else {found})  # which cannot draw it


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("-63519811200000", "-63517132800000", "ides"),
        ("316516204800000", "316516291199999", "plan"),
    ],
)
def test_grafana_asks_for_far_years_in_milliseconds(
    client: FlaskClient, write_key: dict[str, str], start: str, end: str, found: str
) -> None:
    for name, date in FAR.items():
        event = {**EVENT, "id": name, "date": date, "tags": ["far"]}
        client.post("/v1/events", json=event, headers=write_key)
    path = f"/v1/events.grafana.json?from={start}&to={end}&tag=far"
    assert ids(client.get(path)) == {found}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("grafana.json?from=2023-03-01T04:00:00Z&to=2023-03-01T05:00:00Z", {"west"}),
        ("grafana.json?from=1677643200000&to=1677646800000", {"west"}),
        ("grafana.json?from=1677618000000&to=1677621600000", {"east"}),
        ("grafana.json?from=2023-02-28T00:00:00Z&to=2023-02-28T20:00:00Z", set()),
        ("fullcalendar.json?start=2023-03-01T00:00:00Z&end=2023-03-02T00:00:00Z", {"west"}),
        ("fullcalendar.json?start=2023-02-28T00:00:00Z&end=2023-03-01T00:00:00Z", {"east"}),
        ("fullcalendar.json?start=2023-02-28T00:00:00-05:00&end=2023-03-01T00:00:00-05:00",
         {"west", "east"}),
        ("fullcalendar.json?start=2023-02-28T00:00:00&end=2023-03-01T00:00:00", {"west"}),
        ("fullcalendar.json?start=2023-03-01&end=2023-03-02", {"east"}),
    ],
)  # fmt: skip
def test_a_client_that_draws_times_gets_those_in_its_view(
    client: FlaskClient, write_key: dict[str, str], query: str, found: set[str]
) -> None:
    times = {"west": "2023-02-28T23:30:00-05:00", "east": "2023-03-01T02:40:00+05:00"}
    for name, date in times.items():
        event = {**EVENT, "id": name, "date": date, "tags": ["zones"]}
        made = client.post("/v1/events", json=event, headers=write_key)
        assert made.status_code in (201, 409), made.text
    assert ids(client.get(f"/v1/events.{query}&tag=zones")) == found


@pytest.mark.parametrize("moment", [*MOMENTS, "2023-02-28t10:30:00z"])
def test_a_moment_of_change_is_read(client: FlaskClient, moment: str) -> None:
    assert MEETING in ids(client.get(f"/v1/events?updated_since={quote(moment)}&limit=1000"))


@pytest.mark.parametrize(
    "text", ["2022-09-01/2023", "2022-09-01+05:00", "2022-09-01-0500", "2022-09-01x10:00",
             "2022-09-01T10:00:00Z and more"],
)  # fmt: skip
@pytest.mark.parametrize(
    "path",
    ["/v1/events?updated_since={}", "/v1/events.fullcalendar.json?start={}",
     "/v1/events.fullcalendar.json?end={}"],
)  # fmt: skip
def test_no_sign_but_t_or_a_space_is_between_a_day_and_its_time(
    client: FlaskClient, path: str, text: str
) -> None:
    reply = client.get(path.format(quote(text)))
    assert reply.status_code == 400
    assert "ISO 8601" in reply.get_json()["errors"][0]["detail"]


@pytest.mark.parametrize("words", ["2022", "2022-09", "September 2022", "since 2022", "2022-09/.."])
def test_the_hint_for_a_moment_can_be_taken(client: FlaskClient, words: str) -> None:
    reply = client.get(f"/v1/events?updated_since={quote(words)}")
    nearest = reply.get_json()["errors"][0]["nearest"]
    assert nearest in (["2022-01-01"], ["2022-09-01"])
    assert client.get(f"/v1/events?updated_since={nearest[0]}").status_code == 200


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_read_in_a_body_and_shown_in_every_format(
    client: FlaskClient, write_key: dict[str, str], moment: str
) -> None:
    source = {"title": "News", "published": moment}
    body = EVENT | {"date": moment, "sources": [source]}
    reply = client.post("/v1/events", json=body, headers=write_key)
    assert reply.status_code == 201, reply.text
    stored = reply.get_json()["date"]
    assert stored.replace(":", "") == moment.replace(":", "")
    assert reply.get_json()["sources"][0]["published"] == stored
    assert (reply.get_json()["earliest"], reply.get_json()["precision"]) == ("2023-02-28", "time")
    for form in ("csv", "ics", "atom", "geojson", "timelinejs.json", "vis.json", "ndjson",
                 "fullcalendar.json", "grafana.json", "feed.json"):  # fmt: skip
        shown = client.get(f"/v1/events.{form}?date=2023-02-28&limit=100")
        assert shown.status_code == 200
        assert "A meeting" in shown.text


def test_an_australian_spring_is_found_in_october(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    for date in ("1962-21", "1962-29"):
        body = EVENT | {"id": f"s{date}", "date": date}
        assert client.post("/v1/events", json=body, headers=write_key).status_code == 201
    assert ids(client.get("/v1/events?date=1962-10")) == {"s1962-21", "s1962-29"}
    assert ids(client.get("/v1/events?date=1962-04")) == {"s1962-21"}
    assert not ids(client.get("/v1/events?date=1962-12"))


def test_old_style_words_are_reported_as_such(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    body = EVENT | {"date": "1917-11-07", "date_as_reported": "25 October 1917"}
    reply = client.post("/v1/events", json=body, headers=write_key)
    assert reply.get_json()["date_display"] == "7 November 1917 (25 October 1917 O.S.)"


BACKWARDS = (
    "2023-02-28T10:00/2023-02-28T09:00", "2023-02-28T10:00:00Z/2023-02-28T09:59:59Z",
    "2023-02-28T23:00-05:00/2023-03-01T01:00+05:00", "2023-02-28T10:00~/2023-02-28T09:00?",
)  # fmt: skip
FORWARD = (
    "2023-02-28T09:00/2023-02-28T10:00", "2023-02-28T23:00+05:00/2023-02-28T20:00-05:00",
    "2023-02-28T10:00/2023-02-28T09:00-05:00", "2023-02-28T10:00/2023-02-28T10:00",
    "2023-02-28T10:00/2023-02-28",
)  # fmt: skip


@pytest.mark.parametrize("date", BACKWARDS)
def test_an_interval_of_times_that_ends_before_it_begins_is_refused(
    client: FlaskClient, write_key: dict[str, str], date: str
) -> None:
    line = json.dumps({**EVENT, "date": date})
    sent = {"data": line, "content_type": "application/x-ndjson", "headers": write_key}
    replies = [
        client.get("/v1/events", query_string={"date": date}),
        client.post("/v1/events", json=json.loads(line), headers=write_key),
    ]
    for reply in replies:
        assert reply.status_code in (400, 422)
        (error,) = reply.get_json()["errors"]
        assert "ends before it begins" in error["detail"]
    (entry,) = client.post("/v1/imports?dry_run=1", **sent).get_json()["entries"]
    assert entry["kind"] == "rejected"
    assert "ends before it begins" in entry["reason"]


@pytest.mark.parametrize("date", FORWARD)
def test_other_intervals_of_times_are_read(
    client: FlaskClient, write_key: dict[str, str], date: str
) -> None:
    assert client.get("/v1/events", query_string={"date": date}).status_code == 200
    event = {"title": "A meeting", "category": "meeting", "date": date}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
