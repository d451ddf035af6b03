"""If no event has the actor or tag of a query, the empty reply says so and names the nearest."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from service.formats.registry import FORMATS


@pytest.mark.parametrize(
    ("query", "parameter", "value", "near"),
    [
        ("actor=Blinken", "actor", "Blinken", "Antony Blinken"),
        ("actor=Antony Blinkn", "actor", "Antony Blinkn", "Antony Blinken"),
        ("actor=Nobody At All", "actor", "Nobody At All", None),
        ("tag=c5plus", "tag", "c5plus", "c5plus1"),
        ("tag=C5PLUS1", "tag", "C5PLUS1", "c5plus1"),
        ("actor=Blinken&country=KZ", "actor", "Blinken", "Antony Blinken"),
    ],
)
def test_the_nearest_is_reported(
    client: FlaskClient, query: str, parameter: str, value: str, near: str | None
) -> None:
    reply = client.get(f"/v1/events?{query}")
    assert reply.status_code == 200
    assert reply.get_json()["items"] == [] and reply.get_json()["total"] == 0
    (hint,) = reply.get_json()["hints"]
    assert hint["parameter"] == parameter and repr(value) in hint["detail"]
    assert hint.get("nearest", [None])[0] == near
    if near:
        found = client.get("/v1/events", query_string={parameter: near}).get_json()
        assert found["items"]
        assert "hints" not in found


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS])
def test_every_format_has_it_in_a_header(client: FlaskClient, suffix: str) -> None:
    reply = client.get(f"/v1/events.{suffix}?actor=Blinken")
    assert reply.status_code == 200
    (hint,) = json.loads(reply.headers["Dateline-Hints"])
    assert hint["nearest"] == ["Antony Blinken"]
    reply.get_data()
    assert "Dateline-Hints" not in client.get(f"/v1/events.{suffix}?country=KZ&limit=1").headers


@pytest.mark.parametrize(
    "query", ["actor=Antony Blinken", "actor=Nobody,Antony Blinken", "tag=c5plus1", "country=AU"]
)
def test_nothing_is_reported_where_some_event_has_it(client: FlaskClient, query: str) -> None:
    reply = client.get(f"/v1/events?{query}")
    assert "hints" not in reply.get_json()
    assert "Dateline-Hints" not in reply.headers


def test_a_query_whose_last_event_goes_does_not_begin_to_fail(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"title": "T", "date": "2022", "category": "other", "tags": ["only-once"]}
    made = client.post("/v1/events", json=event, headers=write_key)
    assert client.get("/v1/events?tag=only-once").get_json()["total"] == 1
    tag = {"If-Match": made.headers["ETag"]}
    assert client.delete(made.headers["Location"], headers=write_key | tag).status_code == 204
    reply = client.get("/v1/events?tag=only-once")
    assert (reply.status_code, reply.get_json()["total"]) == (200, 0)
    assert reply.get_json()["hints"][0]["parameter"] == "tag"


def test_many_unknown_names_cost_few_look_ups(client: FlaskClient) -> None:
    names = ",".join(f"Somebody {number}" for number in range(90))
    assert len(client.get(f"/v1/events?actor={names}").get_json()["hints"]) == 5


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("country={KZ}", [["KZ"]]),
        ("country={KZ,US}", [["KZ"]]),
        ("country='KZ','US:host'", [["KZ"], ["US:host"]]),
        ("country=[Kazakhstan:host]", [["Kazakhstan:host"]]),
        ("country=(KZ|US)", [["Kazakhstan,United States"]]),
        ("country=KZ|US", [["Kazakhstan,United States"]]),
        ("country=Kazakhstan and Peru:host", [["Kazakhstan:host,Peru:host"]]),
        ("interval=1d", [["day"]]),
        ("interval=P1M", [["month"]]),
        ("interval=3M", [["quarter"]]),
        ("interval=10y", [["decade"]]),
    ],
)
def test_what_dashboards_write_is_told_in_our_words(
    client: FlaskClient, query: str, near: list[list[str]]
) -> None:
    path = "histogram" if "interval" in query else "events"
    reply = client.get(f"/v1/{path}?date=2022&{query}")
    assert reply.status_code == 400
    assert [each.get("nearest") for each in reply.get_json()["errors"]] == near


@pytest.mark.parametrize(
    ("text", "operator", "near"),
    [
        ("Astana OR Tashkent", "OR", []),
        ("Astana AND NOT Tashkent", "AND", ["Astana -Tashkent"]),
        ("NOT Astana", "NOT", ["-Astana"]),
        ("Astana AND BRAND new", "AND", ["Astana BRAND new"]),
        ('"A OR B" AND "C AND D"', "AND", ['"A OR B" "C AND D"']),
    ],
)
def test_an_operator_of_other_programs_is_a_word_and_a_hint_says_so(
    client: FlaskClient, text: str, operator: str, near: list[str]
) -> None:
    (hint,) = client.get("/v1/events", query_string={"q": text}).get_json()["hints"]
    assert hint["detail"].startswith(f"{operator} is a word like any other")
    assert (hint["parameter"], hint.get("nearest", [])) == ("q", near)


@pytest.mark.parametrize(
    "text", ['"Astana OR Tashkent"', "Astana or Tashkent", "ORGANIZATION", "OR"]
)
def test_a_usual_word_gets_no_hint(client: FlaskClient, text: str) -> None:
    assert "hints" not in client.get("/v1/events", query_string={"q": text}).get_json()


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/v1/timeline?sort=newest", "-date"),
        ("/embed?lang=english", "en"),
        ("/v1/events?lang=zho", "zh"),
    ],
)
def test_every_route_knows_what_a_word_means(client: FlaskClient, path: str, near: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 400
    assert f"did you mean {near}?" in reply.text
