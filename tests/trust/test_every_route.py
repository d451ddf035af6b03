"""The rules of docs/api.md that apply everywhere, tested on every route of the tables."""

from __future__ import annotations

import http.client
import json
import re
import time
from contextlib import suppress
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient

from bench.soak import promises
from bench.soak.promises import HEAD_BYTES, HEADERS
from bench.soak.wire import Answer, Request, Wire
from service.api.routes import ROUTES
from service.app import create_app
from service.domain import stemming
from service.settings import Settings
from service.store import Store
from service.web.routes import PAGES
from tests.api.conftest import app, client, settings, store, write_key
from tests.support.live import Live

__all__ = ["app", "client", "settings", "store", "write_key"]
MEETING = "c5plus1-ministerial-astana-2023"
NAMES = {"{id}": MEETING, "{code}": "KZ", "{n}": "1", "{name}": "page.css", "{number}": "1",
         "/oembed": "/oembed?url=http://localhost/"}  # fmt: skip
NO_TAG = {"/v1/changes/stream", "/logo"}
"""Paths without a tag: the headers of a stream are sent first, and these tests have no logo."""
DOCS = ("/docs", "/docs/start.js", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js")


def filled(path: str) -> str:
    for name, value in NAMES.items():
        path = path.replace(name, value)
    return path


READS = sorted(
    {filled(route.path) for route in ROUTES if route.method == "GET"} - NO_TAG
    | {filled(page.path) for page in PAGES if page.method == "GET"} - NO_TAG
    | set(DOCS)
)


def test_every_read_has_a_strong_tag_and_is_not_sent_twice(client: FlaskClient) -> None:
    assert len(READS) > 60
    for path in READS:
        once(client, path)


def once(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200, path
    tag = first.headers["ETag"]
    assert re.fullmatch(r'"[\w.-]+"', tag), path
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": given})
        if path != "/metrics":  # each request changes its counts
            assert (again.status_code, again.data) == (304, b""), path
            assert again.headers["ETag"] == tag
    head = client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert path == "/metrics" or head.headers["ETag"] == tag


def test_a_tag_of_other_settings_is_never_that_of_another_reply(
    client: FlaskClient, settings: Settings, store: Store
) -> None:
    """The settings change with a restart, and the change log knows nothing of that."""
    reads = [each for each in READS if each != "/metrics" and f"{MEETING}." not in each]
    reads += [
        "/sitemap-1.xml",
        "/v1/events.csv?q=announced",
        "/ogc/collections/events/items?f=html",
    ]
    before = {path: client.get(path) for path in reads}
    stemming.use_language(stemming.NONE)
    try:
        store.migrate()
        changed = replace(settings, title="B", base_url="https://b.example", page_size=3)
        other = create_app(replace(changed, color="#00ff00", text_language="none")).test_client()
        for path, first in before.items():
            now = other.get(path, headers={"If-None-Match": first.headers["ETag"]})
            assert now.status_code != 304 or other.get(path).data == first.data, path
            first.close()
    finally:
        stemming.use_language(stemming.USUAL)


def test_one_event_has_another_tag_in_every_format(client: FlaskClient) -> None:
    for start in ("/v1/events", f"/v1/events/{MEETING}"):
        paths = [each for each in READS if each == start or each.startswith(f"{start}.")]
        tags = {client.get(each).headers["ETag"] for each in paths}
        assert len(paths) >= 12
        assert len(tags) >= len(paths) - 1  # no suffix means JSON


def test_cors_allows_any_origin_to_read_replies_and_headers(client: FlaskClient) -> None:
    for path in (each for each in (*READS, *NO_TAG) if each.startswith(("/v1", "/ogc"))):
        shared(client, path)


def shared(client: FlaskClient, path: str) -> None:
    asked = {
        "Origin": "https://news.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization,if-none-match,last-event-id",
    }
    before = client.options(path, headers=asked)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    allowed = before.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert set(asked["Access-Control-Request-Headers"].split(",")) <= set(allowed)
    for reply in (client.get(path), client.get(f"{path}?contry=KZ")):
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        seen = reply.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"ETag", "Link", "Retry-After", "RateLimit", "RateLimit-Policy"} <= set(seen)


def test_a_write_needs_if_match_with_the_tag_that_was_read(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    path, event = "/v1/events/rules", {"title": "t", "date": "2024", "category": "visit"}
    old = client.put(path, json=event, headers=write_key).headers["ETag"]
    new = {"title": "t2"}
    changed = client.patch(path, json=new, headers={**write_key, "If-Match": old})
    assert changed.status_code == 200
    for method in ("PUT", "PATCH", "DELETE"):
        given = {**event, **new} if method == "PUT" else new
        body: dict[str, Any] = {} if method == "DELETE" else {"json": given}
        for seen, status in ((None, 428), (old, 412), (f"W/{old}", 412), ('"*"', 412)):
            headers = write_key if seen is None else {**write_key, "If-Match": seen}
            reply = client.open(path, method=method, headers=headers, **body)
            assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
    assert client.get(path).get_json()["version"] == 2


def test_a_problem_names_its_status_in_the_words_of_the_standard(live: Live) -> None:
    wire = Wire(live.url)
    kinds = [
        ("GET", b"/nope", (), b"", 404, "Not Found"),
        ("BREW", b"/v1/tags", (), b"", 405, "Method Not Allowed"),
        ("GET", b"/v1/events", ((b"Accept", b"image/png"),), b"", 406, "Not Acceptable"),
        ("GET", b"/v1/tags", ((b"Host", b"a b"),), b"", 400, "Bad Request"),
        ("GET", b"/v1/tags", ((b"Host", b"a"), (b"Host", b"b")), b"", 400, "Bad Request"),
        ("GET", b"/v1/tags", ((b"Host", b""),), b"", 400, "Bad Request"),
    ]
    for method, target, headers, body, status, title in kinds:
        reply = wire.ask(Request("", method, target, headers, body))
        problem = json.loads(reply.body)
        assert (reply.status, problem["status"], problem["title"]) == (status, status, title)
        assert reply.headers["content-type"] == "application/problem+json"
    wire.close()


def test_only_headers_beyond_the_limit_of_the_server_are_refused_without_a_problem(
    live: Live,
) -> None:
    for kept in (False, True):
        wire = Wire(live.url)
        for size in (30_000, HEAD_BYTES - 100):
            if kept:
                assert wire.ask(Request("/", "GET", b"/healthz")).status == 200
            request = with_headers(size)
            reply = wire.ask(request)
            assert (reply.status, json.loads(reply.body)["status"]) == (431, 431)
            assert reply.headers["x-request-id"]
            assert not list(promises.broken(request, reply, ()))
        more = with_headers(HEAD_BYTES + 100)
        reply = in_two(wire, more, HEAD_BYTES)
        assert (reply.status, reply.body) == (431, b"")
        assert not list(promises.broken(more, reply, ()))
        assert list(promises.broken(with_headers(HEAD_BYTES - 100), reply, ()))
        wire.close()


@pytest.mark.parametrize("number", [HEADERS - 1, HEADERS])
def test_only_more_headers_than_the_server_reads_are_refused_without_a_problem(
    live: Live, number: int
) -> None:
    wire = Wire(live.url)
    request = Request("/", "GET", b"/healthz", tuple((b"X-%d" % n, b"") for n in range(number)))
    reply = wire.ask(request)
    assert (reply.status, bool(reply.body)) == ((200, True) if number < HEADERS else (431, False))
    assert not list(promises.broken(request, reply, ()))
    wire.close()


def with_headers(size: int) -> Request:
    """A request of ``size`` bytes."""
    bare = Request("/", "GET", b"/healthz", ((b"X-Long", b""),))
    return replace(bare, headers=((b"X-Long", b"x" * (size - len(bare.wire()))),))


def in_two(wire: Wire, request: Request, size: int) -> Answer:
    """The reply to a request that is sent in two pieces, the first of ``size`` bytes. The server
    refuses incomplete headers as soon as they reach its limit."""
    if wire.socket is None:
        wire.ask(Request("/", "GET", b"/healthz"))
    assert wire.socket is not None
    sent = request.wire()
    wire.socket.sendall(sent[:size])
    time.sleep(0.2)
    with suppress(ConnectionError):
        wire.socket.sendall(sent[size:])
    reply = http.client.HTTPResponse(wire.socket)
    reply.begin()
    found = Answer(reply.status, dict(reply.getheaders()), reply.read())
    wire.close()
    return found


def whole(live: Live, head: bytes) -> Answer:
    return Wire(live.url).ask(Request("", "GET", b"", whole=head + b"\r\n\r\n"))


def test_without_a_host_an_old_client_gets_working_links(live: Live) -> None:
    reply = whole(live, b"GET /v1/events?limit=1 HTTP/1.0")
    assert json.loads(reply.body)["next"].startswith(f"{live.url}/v1/events?limit=1&cursor=")
    # A request of HTTP/1.1 without a host must be refused (RFC 9112, 3.2).
    assert whole(live, b"GET /v1/events?limit=1 HTTP/1.1").status == 400


def test_who_wants_a_web_socket_gets_the_page_instead(live: Live) -> None:
    # RFC 9110, 7.8: a server may ignore Upgrade. This one has no other protocol.
    for more in (b"", b"\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + b"A" * 22 + b"=="):
        reply = whole(
            live,
            b"GET /v1/tags HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade" + more,
        )
        assert (reply.status, reply.headers["content-type"]) == (200, "application/json")


def test_a_file_of_the_docs_is_either_there_or_a_problem(client: FlaskClient) -> None:
    odd = ({"If-Match": '"x"'}, {"Range": "bytes=99999999-"}, {"If-Range": "never"})
    for name, headers in product(DOCS, odd):
        reply = client.get(name, headers=headers)
        assert reply.status_code == 200 or reply.mimetype == "application/problem+json"


def test_a_program_gets_the_error_of_a_query_as_a_problem_from_the_page_too(
    client: FlaskClient,
) -> None:
    reply = client.get("/?country=Kazakstan")
    assert (reply.status_code, reply.mimetype) == (400, "application/problem+json")
    assert reply.get_json()["errors"][0]["nearest"][0] == "Kazakhstan"
    page = client.get("/?country=Kazakstan", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (400, "text/html")
    gone = client.get("/events/none", headers={"Accept": "text/html"})
    assert (gone.status_code, gone.mimetype) == (404, "text/html")
    for shown in (reply, page, gone, client.get("/events/none")):
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert "Accept" in shown.headers["Vary"].split(", ")  # for caches


def test_no_cache_keeps_an_error(client: FlaskClient, write_key: dict[str, str]) -> None:
    """A shared cache keeps 404, 405, 410, 414 and 501 for a time of its own choice, unless they say
    otherwise (RFC 9110, 15.1). Then an event that is new or restored would not be there."""
    tag = client.put("/v1/events/gone", json={"title": "A", "date": "2024", "category": "other"},
                     headers=write_key).headers["ETag"]  # fmt: skip
    client.delete("/v1/events/gone", headers={**write_key, "If-Match": tag})
    for status, method, path in (
        (404, "GET", "/v1/events/new"), (410, "GET", "/v1/events/gone"), (404, "GET", "/v1/none"),
        (404, "GET", "/nothing"), (410, "GET", "/events/gone"), (404, "HEAD", "/v1/events/new.csv"),
        (405, "POST", "/v1/histogram"), (501, "GET", "/oembed?url=http://localhost/&format=yaml"),
        (404, "GET", "/oembed?url=http://localhost/events/new"), (400, "GET", "/v1/events?on=A"),
        (404, "GET", "/ogc/collections/new"), (401, "POST", "/v1/events"), (404, "GET", "/logo"),
        (404, "GET", "/static/new.js"), (404, "GET", "/events/new/card.png"),
    ):  # fmt: skip
        of_api = path.startswith(("/v1", "/ogc", "/oembed"))
        for accept in ("*/*",) if of_api else ("*/*", "text/html"):
            reply = client.open(path, method=method, headers={"Accept": accept})
            assert reply.status_code == status, path
            assert reply.headers["Cache-Control"] in ("no-cache", "no-store"), path


def test_methods_that_nobody_has_are_counted_as_one(client: FlaskClient) -> None:
    for number in range(30):
        assert client.open("/v1/tags", method=f"BREW{number}").status_code == 405
    text = client.get("/metrics").text
    assert 'method="other"' in text
    assert "BREW" not in text
