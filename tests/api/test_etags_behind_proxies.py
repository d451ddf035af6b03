"""Conditional requests whose ETags a proxy has changed."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.sizes import ALL, size

EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}
READS = (
    "/v1/events?country=KZ", "/v1/events.csv", "/v1/events.ics?limit=3", "/v1/events.atom",
    "/v1/histogram", "/v1/facets?country=KZ", "/v1/histogram.svg",
    "/v1/timeline.svg", "/v1/countries", "/v1/openapi.json",
    "/v1/events/us-funding-central-asia-2022-09", "/events/us-funding-central-asia-2022-09",
    "/v1/events/us-funding-central-asia-2022-09/versions/1", "/?country=KZ", "/docs", "/theme.css",
    "/static/page.js",
)  # fmt: skip
SUFFIXES = ("-gzip", "-br", "-zstd", "--gzip", ";gzip", ":gzip", "-GZIP", "-deflate", "-gzip-br")

CODINGS = ("gzip", "identity")
"""They take turns on the paths; ``make test-all`` has both for each path."""


def changed(tag: str) -> list[str]:
    """The forms of ``tag``, which has quotes, that proxies pass on."""
    suffixed = [f'{tag[:-1]}{each}"' for each in SUFFIXES]
    return [f"W/{tag}", *suffixed, f"W/{suffixed[0]}", f'"x", W/{suffixed[1]} , "y"']


@pytest.mark.parametrize(
    ("path", "coding"),
    [
        (path, coding)
        for turn, path in enumerate(READS)
        for coding in (CODINGS if ALL else CODINGS[turn % 2 :][:1])
    ],
)
def test_a_read_knows_its_tag_again(client: FlaskClient, path: str, coding: str) -> None:
    accepting = {"Accept-Encoding": coding}
    tag = client.get(path, headers=accepting).headers["ETag"]
    for sent in [tag, "*", *changed(tag)]:
        for method in ("GET", "HEAD"):
            reply = client.open(path, method=method, headers={"If-None-Match": sent, **accepting})
            assert reply.status_code == 304, sent
            assert reply.headers["ETag"] == tag
            assert reply.data == b""
    for other in ('"x"', '"-gzip"', f'{tag[:-1]}-png"', f'{tag[:-1]}gzip"', f'"y{tag[1:-1]}-gzip"'):
        reply = client.get(path, headers={"If-None-Match": other, **accepting})
        assert reply.status_code == 200, other


@pytest.fixture
def tag(client: FlaskClient, write_key: dict[str, str]) -> str:
    return client.put("/v1/events/a", json=EVENT, headers=write_key).headers["ETag"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
class TestWrites:
    def ask(
        self, client: FlaskClient, key: dict[str, str], method: str, seen: str
    ) -> tuple[int, str]:
        body: dict[str, Any] = {} if method == "DELETE" else {"json": EVENT | {"title": "B"}}
        headers = {**key, "If-Match": seen}
        reply = client.open("/v1/events/a", method=method, headers=headers, **body)
        return reply.status_code, (reply.json or {}).get("detail", "")

    @pytest.mark.parametrize("suffix", SUFFIXES[:: size(3, 1)])
    def test_a_coding_added_changes_nothing(
        self, client: FlaskClient, write_key: dict[str, str], tag: str, method: str, suffix: str
    ) -> None:
        seen = f'"other", {tag[:-1]}{suffix}"'
        assert self.ask(client, write_key, method, seen)[0] in (200, 204)
        status, detail = self.ask(client, write_key, method, seen)
        assert status == (410 if method == "DELETE" else 412)
        if method != "DELETE":
            assert "version 2" in detail

    def test_a_weakened_tag_is_refused_by_its_name(
        self, client: FlaskClient, write_key: dict[str, str], tag: str, method: str
    ) -> None:
        for seen in (f"W/{tag}", f'W/{tag[:-1]}-gzip"', f'"x", W/{tag}'):
            status, detail = self.ask(client, write_key, method, seen)
            assert (status, "weak" in detail, "without W/" in detail) == (412, True, True), seen
        assert self.ask(client, write_key, method, f"W/{tag}, {tag}")[0] in (200, 204)

    def test_a_stale_tag_is_stale_whether_weak_or_not(
        self, client: FlaskClient, write_key: dict[str, str], tag: str, method: str
    ) -> None:
        client.patch("/v1/events/a", json={"title": "C"}, headers={**write_key, "If-Match": tag})
        for seen in (tag, f"W/{tag}", f'{tag[:-1]}-br"'):
            status, detail = self.ask(client, write_key, method, seen)
            assert (status, "version 2" in detail) == (412, True)

    @pytest.mark.parametrize(("seen", "word"), [
        ('"33a64df5"', "no ETag of an event"), ('W/"33a64df5-gzip"', "no ETag of an event"),
        ("v1-json-0000000000000000", "quotes"), ('w/"v1-json-0000000000000000"', "quotes"),
    ])  # fmt: skip
    def test_an_unknown_etag_is_reported(
        self, client: FlaskClient, write_key: dict[str, str], tag: str, method: str, seen: str,
        word: str,
    ) -> None:  # fmt: skip
        status, detail = self.ask(client, write_key, method, seen)
        assert (status, word in detail) == (412, True), detail
        assert client.get("/v1/events/a").headers["ETag"] == tag
