"""A failure is logged once, with the request id and without secrets; every reply has an id."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import quote

import pytest

from service.app import Application, create_app
from service.asgi import Scope
from service.server import Server
from service.settings import Settings
from service.store import Store
from service.store.keys import SCOPES
from tests.api.conftest import settings, store
from tests.trust.test_access import ACCESS

__all__ = ["settings", "store"]
SECRET = "dl_feed_secretsecret"
ID = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def app(settings: Settings, store: Store) -> Iterator[Application]:
    made = create_app(settings)
    yield made
    made.extensions["dateline"].store.close()


def test_a_failure_is_one_line_with_time_route_id_and_traceback(
    app: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("it broke")

    monkeypatch.setattr(app.extensions["dateline"].store, "get", broken)
    with caplog.at_level(logging.ERROR, "dateline"):
        reply = app.test_client().get(
            f"/v1/events/some-event?fields=id&key={SECRET}",
            headers={"X-Request-Id": "abc-1", "Authorization": f"Bearer {SECRET}"},
        )
        assert reply.status_code == 401
        reply = app.test_client().get("/v1/events/some-event", headers={"X-Request-Id": "abc-1"})
    assert (reply.status_code, reply.content_type) == (500, "application/problem+json")
    assert reply.headers["X-Request-Id"] == "abc-1"
    assert "broke" not in reply.text
    (record,) = caplog.records
    text = record.getMessage()
    assert "\n" not in text
    line = json.loads(text)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["at"])
    assert (line["id"], line["method"], line["route"]) == (
        "abc-1", "GET", "/v1/events/<id:event_id>".replace("event_id", "id"),
    )  # fmt: skip
    assert line["traceback"].startswith("Traceback")
    assert "RuntimeError: it broke" in line["traceback"]
    assert SECRET not in text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-1", True), ("A.b_c-9", True), ("x" * 64, True), (str(uuid.UUID(int=1)), True),
        ("x" * 65, False), ("", False), ("a b", False), ("a\u00e9", False), ('a"b', False),
        ("a{b", False), ("a,b", False), (None, False),
    ],
)  # fmt: skip
def test_a_given_id_is_kept_where_it_is_well_formed(
    app: Application, given: str | None, kept: bool
) -> None:
    headers = {} if given is None else {"X-Request-Id": given}
    found = app.test_client().get("/v1/tags", headers=headers).headers["X-Request-Id"]
    assert found == given if kept else ID.fullmatch(found)


def test_every_reply_has_an_id_of_its_own(app: Application) -> None:
    client, seen = app.test_client(), set()
    for path, method in [(path, method) for path in (*ACCESS, "/nowhere", "/v1/%2e%2e/x")
                         for method in ("GET", "HEAD", "OPTIONS", "POST", "TRACE")]:  # fmt: skip
        found = client.open(re.sub(r"\{\w+\}", "x", path), method=method).headers["X-Request-Id"]
        assert ID.fullmatch(found), (path, method)
        seen.add(found)
    assert len(seen) == (len(ACCESS) + 2) * 5


def test_a_key_in_an_address_is_in_no_log_and_no_count(
    settings: Settings, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(replace(settings, access_log=True))
    client, token = app.test_client(), store.keys.create("feed", ("feed",))
    spellings = ("key", "%6bey", "k%65y", "%6B%65%79", "KEY", "ke%79")
    for path in ("/v1/events", "/v1/nowhere", "/", "/signin", "/v1/events.ics", "/events/x"):
        for name in spellings:
            for query in (
                f"{name}={token}",
                f"country=KZ&{name}={token}&limit=1",
                f"&&{name}={token}",
            ):
                client.get(f"{path}?{query}")
                client.post(f"{path}?{query}", json={})
    printed = capsys.readouterr()
    secret = token.removeprefix("dl_feed_")
    assert len(printed.out.splitlines()) == 6 * 6 * 3 * 2
    assert secret not in printed.out + printed.err
    assert secret not in client.get("/metrics").text
    app.extensions["dateline"].store.close()


def test_a_key_in_the_wrong_place_is_in_no_log_either(
    settings: Settings, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(replace(settings, access_log=True, public_reads=False))
    client, tokens = app.test_client(), [store.keys.create(each, (each,)) for each in SCOPES]
    for token in tokens:
        frame = quote(f"http://localhost/embed?country=KZ&key={token}", safe="")
        places = (
            f"/oembed?url={frame}", f"/signin?next={quote(frame)}", f"/v1/events?token={token}",
            f"/v1/events/{token}", f"/v1/{token}.ics", f"/v1/events?q={token}",
        )  # fmt: skip
        for place in places:
            client.get(place, headers={"Authorization": f"Bearer {tokens[0]}"})
            client.get(place)
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert len(lines) == len(places) * 2 * len(tokens)
    for token in tokens:
        assert token not in printed.out + printed.err
    assert "country%3DKZ%26key%3Ddl_***" in lines[0]
    app.extensions["dateline"].store.close()


def served(app: Application, path: str, headers: list[tuple[bytes, bytes]]) -> list[Scope]:
    """The messages that the server sends; no socket is used."""
    sent: list[Scope] = []

    async def send(message: Scope) -> None:
        sent.append(message)

    async def receive() -> Scope:
        await asyncio.sleep(10)
        return {"type": "http.disconnect"}

    scope: Scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "http_version": "1.1",
        "scheme": "http", "server": ("127.0.0.1", 1), "client": ("127.0.0.1", 2),
        "headers": [(b"host", b"a.example"), *headers],
    }  # fmt: skip

    def run() -> None:
        with contextlib.suppress(RuntimeError):
            asyncio.run(Server(app)(scope, receive, send))
        app.extensions["dateline"].store.close()

    with ThreadPoolExecutor(1) as pool:  # another event loop may run on this thread
        pool.submit(run).result()
    return sent


def test_a_failure_of_the_framework_itself_is_a_problem_with_an_id(
    app: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("it broke")

    monkeypatch.setattr(app, "create_url_adapter", broken)
    head, body = served(app, "/v1/events", [(b"x-request-id", b"abc-2")])
    assert head["status"] == 500
    assert dict(head["headers"])[b"X-Request-Id"] == b"abc-2"
    assert json.loads(body["body"])["status"] == 500
    assert json.loads(caplog.records[0].getMessage())["id"] == "abc-2"


def test_a_failure_in_the_middle_of_a_reply_is_logged(
    app: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Iterator[bytes]:
        yield from [b'{"id":"a"}'] * 10_000  # more than the server buffers before it sends
        raise RuntimeError("it broke")

    monkeypatch.setattr(app.extensions["dateline"].store, "stream", broken)
    served(app, "/v1/events.ndjson", [(b"x-request-id", b"abc-3")])
    line = json.loads(caplog.records[-1].getMessage())
    assert (line["id"], line["route"]) == ("abc-3", "/v1/events.ndjson")
    assert "it broke" in line["traceback"]


def test_a_header_with_an_underscore_is_not_its_twin(app: Application) -> None:
    tag = app.test_client().get("/v1/tags").headers["ETag"].encode()
    for twin, expected in (
        (b"if-none-match", 304),
        (b"if_none_match", 200),
        (b"if-none_match", 200),
    ):
        head = served(app, "/v1/tags", [(twin, tag), (b"x_request_id", b"spoofed")])[0]
        assert head["status"] == expected
        assert b"spoofed" not in dict(head["headers"]).values()
