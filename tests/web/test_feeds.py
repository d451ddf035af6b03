"""Every page names its feeds in its head, for feed readers, and every feed names its page."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from urllib.parse import parse_qsl, urlsplit

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.settings import Settings
from service.store import Store

BROWSER = {"Accept": "text/html"}
EVENT = "us-funding-central-asia-2022-09"
PAGES = ("/", "/?country=KZ", f"/events/{EVENT}", "/embed", "/docs", "/signin", "/ogc?f=html",
         "/nowhere", "/events/nothing-here", "/?country=Nowhere", "/?cursor=x")  # fmt: skip
ATOM = "application/atom+xml"
Link = tuple[str, str, str]


def links(client: FlaskClient, path: str) -> list[Link]:
    """``(type, title, URL)`` of each feed in the head of a page."""
    head = client.get(path, headers=BROWSER).text.partition("</head>")[0]
    found = re.findall(
        r'<link rel="alternate" type="([^"]+)" title="([^"]*)" href="([^"]+)">', head
    )
    feeds = [each for each in found if not each[0].endswith("+oembed")]
    return [(html.unescape(a), html.unescape(b), html.unescape(c)) for a, b, c in feeds]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_feeds_that_can_be_read(client: FlaskClient, path: str) -> None:
    found = links(client, path)
    assert [each[0] for each in found][-3:] == [ATOM, "application/feed+json", "text/calendar"]
    for kind, title, address in found:
        reply = client.get(address)
        assert (reply.status_code, reply.mimetype) == (200, kind)
        assert title


@pytest.mark.parametrize("query", [
    "country=KZ", "country=KZ&country=US&date=2022-09/2023-03", "q=talks", "category=funding,visit",
    "actor=%22Smith, John%22,Antony Blinken", "country=C5&role=host&match=certain",
])  # fmt: skip
def test_a_selection_has_feeds_of_its_own(client: FlaskClient, query: str) -> None:
    for more in ("", "&sort=-date", "&limit=2"):
        (kind, title, address), *_ = links(client, f"/?{query}{more}")
        assert kind == ATOM
        assert parse_qsl(urlsplit(address).query) == parse_qsl(query)
        page = client.get(f"/v1/events?{query}").get_json()["items"]
        feed = feedparser.parse(client.get(address).data)
        assert title == f"{feed.feed.title} (Atom)"
        assert title.startswith("Dateline: ")
        assert {each.link.rpartition("/")[2] for each in feed.entries} == {e["id"] for e in page}


def test_the_embedded_timeline_names_the_feeds_of_its_selection(client: FlaskClient) -> None:
    (_, _, address), *_ = links(client, "/embed?country=KZ&theme=dark&height=300")
    assert urlsplit(address).query == "country=KZ"


def test_an_event_has_a_feed_of_its_corrections(client: FlaskClient) -> None:
    found = links(client, f"/events/{EVENT}")
    assert [urlsplit(each[2]).path for each in found[:4]] == [
        f"/v1/events/{EVENT}.atom", f"/v1/events/{EVENT}.feed.json", f"/v1/events/{EVENT}.ics",
        "/v1/events.atom",
    ]  # fmt: skip
    assert "Central Asia" in found[0][1]


def test_a_link_with_a_key_names_feeds_with_it(
    client: FlaskClient, app: Flask, store: Store
) -> None:
    key = store.keys.create("reader", ("feed",))
    (_, _, address), *_ = links(client, f"/?country=KZ&key={key}")
    assert parse_qsl(urlsplit(address).query) == [("country", "KZ"), ("key", key)]
    assert key not in html.unescape(client.get(address).text.partition('rel="self"')[0])


def test_hostile_titles_stay_in_their_attribute(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    title = '"><script>alert(1)</script>'
    event = {"title": title, "date": "2030", "category": "meeting"}
    client.put("/v1/events/a", json=event, headers=write_key)
    found = links(client, "/events/a")
    assert found[0][1].startswith(title)
    assert "<script>alert" not in client.get("/events/a", headers=BROWSER).text


def alternate(body: bytes) -> list[str | None]:
    space = {"a": "http://www.w3.org/2005/Atom"}
    found = ET.fromstring(body).findall("a:link[@rel='alternate']", space)
    assert {each.get("type") for each in found} == {"text/html"}
    return [each.get("href") for each in found]


@pytest.mark.parametrize(("query", "page"), [
    ("", "/"), ("?country=KZ&category=meeting", "/?country=KZ&category=meeting"),
    ("?country=KZ&country=US&sort=date&limit=1&fields=id", "/?country=KZ&country=US"),
])  # fmt: skip
def test_a_feed_leads_to_the_page_of_its_selection(
    client: FlaskClient, query: str, page: str
) -> None:
    for suffix, read in (
        ("atom", lambda reply: alternate(reply.data)[0]),
        ("feed.json", lambda reply: reply.json["home_page_url"]),
    ):
        reply = client.get(f"/v1/events.{suffix}{query}")
        assert read(reply) == f"http://localhost{page}"
        following = reply.headers.get("Link", "")
        if following:
            onward = client.get(following[1:].partition(">")[0])
            assert read(onward) == f"http://localhost{page}"
    assert client.get(page, headers=BROWSER).status_code == 200


def test_the_feed_of_an_event_leads_to_its_page(client: FlaskClient) -> None:
    page = f"http://localhost/events/{EVENT}"
    assert alternate(client.get(f"/v1/events/{EVENT}.atom").data) == [page]
    assert client.get(f"/v1/events/{EVENT}.feed.json").get_json()["home_page_url"] == page


def test_feeds_are_under_the_public_address(
    settings: Settings, app: Flask, client: FlaskClient
) -> None:
    headers = {**BROWSER, "Host": "dateline.example"}
    head = client.get("/", headers=headers).text.partition("</head>")[0]
    assert 'href="http://dateline.example/v1/events.atom"' in head
