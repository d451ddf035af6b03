"""A query can name an actor whose name has a comma, and the links keep that query."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

NAMES = ("Smith, John", 'The "Group of 7", Secretariat', '"Quoted" Movement', "Smith, John, Jr.")


@pytest.fixture(scope="module")
def client(shared_app: Flask) -> FlaskClient:
    """A client of one application, which the tests of this file only read."""
    client, store = shared_app.test_client(), shared_app.extensions["dateline"].store
    write_key = {"Authorization": f"Bearer {store.keys.create('editor', ('write',))}"}
    for number, name in enumerate((*NAMES, "Smith", "John")):
        event = {
            "title": f"T{number}", "date": f"2030-01-0{number + 1}", "category": "meeting",
            "actors": [{"name": name}], "tags": ['"quoted" tag'] if number == 0 else [],
        }  # fmt: skip
        made = client.put(f"/v1/events/n{number}", json=event, headers=write_key)
        assert made.status_code == 201, made.text
    return client


def found(client: FlaskClient, address: str) -> list[str]:
    reply = client.get(address)
    assert reply.status_code == 200, reply.text
    return [each["id"] for each in reply.get_json()["items"]]


def as_value(name: str) -> str:
    return quote('"' + name.replace('"', '""') + '"')


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_quoted_name_is_one_name(client: FlaskClient, number: int) -> None:
    asked = as_value(NAMES[number])
    assert found(client, f"/v1/events?actor={asked}") == [f"n{number}"]
    assert found(client, f"/v1/events?actor={asked},John") == [f"n{number}", "n5"]
    assert found(client, f"/v1/events?actor={asked}&actor=John") == []


def test_a_comma_outside_quotes_means_or(client: FlaskClient) -> None:
    assert found(client, "/v1/events?actor=Smith,John") == ["n4", "n5"]


def test_a_tag_that_begins_with_a_quote_is_asked_for_in_quotes(client: FlaskClient) -> None:
    asked = as_value('"quoted" tag')
    assert found(client, f"/v1/events?tag={asked}") == ["n0"]


def test_a_country_with_a_comma_is_one_country(client: FlaskClient) -> None:
    assert client.get("/v1/events?country=%22Iran, Islamic Republic of%22,KZ").status_code == 200
    refused = client.get("/v1/events?country=Iran, Islamic Republik of")
    assert refused.status_code == 400


@pytest.mark.parametrize("name", ["actor", "tag", "country"])
@pytest.mark.parametrize("text", ['"Smith, John', '"Smith" John,x', 'KZ,"a,b'])
def test_a_wrong_quote_is_named(client: FlaskClient, name: str, text: str) -> None:
    reply = client.get(f"/v1/events?{name}={quote(text)}")
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert error["parameter"] == name
    assert "double quote" in error["detail"]
    page = client.get(f"/?{name}={quote(text)}", headers={"Accept": "text/html"})
    assert page.status_code == 400


def test_a_fixed_word_is_not_quoted(client: FlaskClient) -> None:
    assert client.get("/v1/events?category=%22meeting%22").status_code == 400


@pytest.mark.parametrize(
    "asked", [as_value(NAMES[0]), '"Smith, John"', as_value(NAMES[0]) + ",John"]
)
def test_next_links_keep_the_quotes(client: FlaskClient, asked: str) -> None:
    met, address = [], f"/v1/events?limit=1&actor={asked},Smith"
    while address:
        reply = client.get(address).get_json()
        met += [each["id"] for each in reply["items"]]
        address = reply["next"] and reply["next"].removeprefix("http://localhost")
    assert met == found(client, f"/v1/events?actor={asked},Smith")
    assert len(met) > 1


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_the_pages_keep_the_quotes(client: FlaskClient, number: int) -> None:
    text = html.unescape(client.get(f"/events/n{number}").text)
    (link,) = re.findall(r'<a href="(/\?actor=[^"]+)" dir="auto">', text)
    raw = client.get(link).text
    page = html.unescape(raw)
    assert "<strong>1</strong> event" in page
    assert f"<bdi>{NAMES[number]}</bdi>" in page
    (hidden,) = re.findall(r'<input type="hidden" name="actor" value="([^"]+)">', raw)
    assert html.unescape(hidden) == unquote(link.partition("=")[2])
    (feed,) = set(re.findall(r'href="http://localhost(/v1/events\.json\?[^"]+)"', page))
    assert found(client, feed) == [f"n{number}"]
