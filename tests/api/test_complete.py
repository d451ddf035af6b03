"""``GET /v1/complete``."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient


def items(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    reply = client.get(f"/v1/complete?{quote(query, safe='=&,')}")
    assert reply.status_code == 200
    found: list[dict[str, Any]] = reply.get_json()["items"]
    return found


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("US", "United States"), ("us", "United States"), ("usa", "United States"),
            ("840", "United States"), ("america", "United States"), ("Kazakh", "Kazakhstan"),
            ("KZ", "Kazakhstan"), ("казах", "Kazakhstan"), ("holland", "Netherlands"),
            ("uk", "United Kingdom"), ("korea north", "North Korea"), ("cote", "Ivory Coast"),
            ("soviet", "Soviet Union"),
        ],
    )  # fmt: skip
    def test_a_country_comes_by_any_name_and_its_code_first(
        self, client: FlaskClient, text: str, first: str
    ) -> None:
        assert first in [each["name"] for each in items(client, f"field=country&q={text}")][:2]
        if len(text) <= 3:
            assert items(client, f"field=country,bloc&q={text}")[0]["name"] == first

    def test_the_most_used_come_first(self, client: FlaskClient) -> None:
        found = [each["events"] for each in items(client, "field=country&limit=50")]
        assert found[0] > 0 and found == sorted(found, reverse=True)

    def test_a_bloc_names_its_members(self, client: FlaskClient) -> None:
        (c5,) = items(client, "field=bloc&q=c5")
        assert c5["value"] == "C5" and c5["events"] is None
        assert c5["members"] == ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan",
                                 "Uzbekistan"]  # fmt: skip
        assert items(client, "field=country,bloc&q=EU")[0]["value"] == "EU"
        assert [each["value"] for each in items(client, "field=bloc&q=central asia")] == ["C5"]


class TestNames:
    def test_actors_and_tags_come_by_any_word(self, client: FlaskClient) -> None:
        (found,) = items(client, "field=actor&q=blinken")
        assert found["name"] == "Antony Blinken"
        asked = client.get("/v1/events", query_string={"actor": found["value"]}).get_json()
        assert found["events"] == asked["total"] > 0
        assert items(client, "field=actor,tag")[0]["field"] == "actor"
        assert items(client, "field=tag&q=c5")[0]["field"] == "tag"

    def test_a_name_with_a_comma_is_quoted(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        event = {"title": "T", "date": "2022", "category": "other",
                 "actors": [{"name": "Smith, John"}]}  # fmt: skip
        client.post("/v1/events", json=event, headers=write_key)
        (found,) = items(client, "field=actor&q=john")
        assert (found["name"], found["value"]) == ("Smith, John", '"Smith, John"')
        assert (
            client.get("/v1/events", query_string={"actor": found["value"]}).get_json()["total"]
            == 1
        )

    def test_categories_come_by_their_description_too(self, client: FlaskClient) -> None:
        assert items(client, "field=category&q=fund")[0]["value"] == "funding"


def test_a_reply_is_conditional_and_says_whether_it_is_all(client: FlaskClient) -> None:
    reply = client.get("/v1/complete?field=country&q=a&limit=2")
    assert reply.get_json()["complete"] is False and len(reply.get_json()["items"]) == 2
    same = client.get("/v1/complete?field=country&q=a&limit=2",
                      headers={"If-None-Match": reply.headers["ETag"]})  # fmt: skip
    assert same.status_code == 304
    assert client.get("/v1/complete?field=bloc&q=c5").get_json()["complete"] is True


@pytest.mark.parametrize(
    ("query", "parameter", "near"),
    [("field=contry", "field", ["country"]), ("field=country,", "field", None),
     ("limit=51", "limit", None), ("limit=0", "limit", None), ("q=", "q", None),
     ("query=x", "query", None)],
)  # fmt: skip
def test_an_error_names_its_parameter(
    client: FlaskClient, query: str, parameter: str, near: list[str] | None
) -> None:
    reply = client.get(f"/v1/complete?{query}")
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert error["parameter"] == parameter
    if near:
        assert error["nearest"] == near
