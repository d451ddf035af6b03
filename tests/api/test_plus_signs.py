"""A raw plus sign in a query string means a space; an error says how to write a plus sign."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

NOTE = "write %2B"


@pytest.mark.parametrize("query", [
    "country=C5+1", "category=funding+visit", "date=2022+2023", "from=2022-09+1", "to=12+May",
    "updated_since=2023-02-28+X", "on=02+24", "min_amount=1+000", "currency=US+D", "limit=1+",
    "sort=date+updated", "bbox=1,2,3,4+5", "fields=id+date", "precision=day+month", "status=a+b",
    "cursor=a+b", "%63ountry=C5+1", "country=KZ&country=C5+1", "q=a*+b*+c*+d*+e*",
    'actor="C5+1,a', "match=a+b", "undated=1+", "count=+none",
])  # fmt: skip
def test_an_error_says_how_the_plus_was_read(client: FlaskClient, query: str) -> None:
    reply = client.get(f"/v1/events?{query}")
    assert reply.status_code == 400
    assert all(NOTE in each["detail"] for each in reply.get_json()["errors"]), reply.json
    escaped = client.get(f"/v1/events?{query.replace('+', '%20')}")
    assert escaped.status_code == 400
    assert NOTE not in escaped.text
    plus = client.get(f"/v1/events?{query.replace('+', '%2B')}")
    assert NOTE not in plus.text


@pytest.mark.parametrize(
    "path", ["/v1/histogram", "/v1/events.csv", "/v1/changes", "/v1/anniversaries"]
)
def test_every_route_says_it(client: FlaskClient, path: str) -> None:
    assert NOTE in client.get(f"{path}?country=C5+1").get_json()["errors"][0]["detail"]


def test_other_parameters_are_left_alone(client: FlaskClient) -> None:
    errors = client.get("/v1/events?country=Nowhere&q=a+b").get_json()["errors"]
    assert [NOTE in each["detail"] for each in errors] == [False]


@pytest.mark.parametrize("filter_", ["latitude > 50", "catgory = 'vote' AND title LIKE '%a b%'"])
def test_spaces_that_a_program_escaped_get_no_note(client: FlaskClient, filter_: str) -> None:
    path = f"/ogc/collections/events/items?{urlencode({'filter': filter_})}"
    errors = client.get(path).get_json()["errors"]
    assert NOTE not in errors[0]["detail"]


def test_the_words_of_a_name_get_no_note(client: FlaskClient) -> None:
    for name, told in (
        ("Middle+East", False), ("KZ+US", True), ("NATO+1", True), ("Isle+of+Mann", False),
        ("St.+Kits", False), ("MIDDLE+EAST", False), ("Middle+East:host", False),
    ):  # fmt: skip
        errors = client.get(f"/v1/events?country={name}").get_json()["errors"]
        assert (NOTE in errors[0]["detail"]) is told, errors


@pytest.mark.parametrize("query", [
    "date=2023-02-28T10:00:00+05:00", "from=2023-02-28T10:00+05:00&to=2023-03-01T10:00+0530",
    "date=2023-02-28T10:00+05:00/2023-03-01T10:00+05:00", "updated_since=2023-02-28T10:00:00+05:00",
])  # fmt: skip
def test_the_offset_of_a_time_is_understood(client: FlaskClient, query: str) -> None:
    raw = client.get(f"/v1/events?{query}&limit=3")
    assert raw.status_code == 200
    assert raw.get_json()["items"] == client.get(
        f"/v1/events?{query.replace('+', '%2B')}&limit=3"
    ).get_json()["items"]  # fmt: skip


def test_words_are_read_with_a_space(client: FlaskClient, write_key: dict[str, str]) -> None:
    event = {"title": "T", "date": "2030", "category": "meeting", "tags": ["C5+1", "a b"]}
    client.put("/v1/events/a", json=event, headers=write_key)
    for query, total in (("tag=C5%2B1", 1), ("tag=C5+1", 0), ("tag=a+b", 1), ("tag=a%20b", 1)):
        assert client.get(f"/v1/events?{query}").get_json()["total"] == total
    page = client.get("/?tag=a+b", headers={"Accept": "text/html"}).text
    assert "<bdi>a b</bdi>" in page
