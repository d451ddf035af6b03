"""For any ``Host`` header the reply has correct URLs or the status 400; no request fails."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from service.app import create_app
from service.errors import Invalid
from service.public_urls import is_host, public_address
from service.settings import Settings, from_environment
from service.store import Store
from tests.api.conftest import settings, store
from tests.support.live import Live
from tests.support.sizes import size

__all__ = ["settings", "store"]
GOOD = (
    "dateline.example", "DATELINE.example", "localhost:8000", "192.0.2.1", "192.0.2.1:65535",
    "[2001:db8::1]", "[::1]:8000", "xn--d1acufc.example", "a.", "a:1", "a-b.c",
)  # fmt: skip
BAD = (
    "", " ", "a b", "é.example", "пример.рф", "a/b", "a@b", "u:p@b", "a?b", "a#b", "a\\b", "a:0",
    "a:65536", "a:999999999999", "a:-1", "a:x", "a:١", "a:1:2", "[::1", "::1", "[::1]x", "[::1]:0",
    "[v1.x]", "[fe80::1%eth0]", "..", ".a", "a..b", "-a", "a" * 300, "a" * 60_000, "a,b", "a;b",
    "%61", "a%0d%0aSet-Cookie:x", "<script>", '"a"', "a\tb", "\x7f", "\xff", "a'b", "a_b",
)  # fmt: skip
EVENT = {"title": "t", "date": "2024", "category": "other"}


@pytest.fixture
def client(settings: Settings, store: Store) -> Iterator[FlaskClient]:
    app = create_app(settings)
    store.keys.create("w", ("write",))
    yield app.test_client()
    app.extensions["dateline"].store.close()


@pytest.fixture
def key(store: Store) -> dict[str, str]:
    return {"Authorization": f"Bearer {store.keys.create('writer', ('write',))}"}


@pytest.mark.parametrize("host", GOOD)
def test_links_and_locations_name_the_host(
    client: FlaskClient, key: dict[str, str], host: str
) -> None:
    made = client.post("/v1/events", json=EVENT, headers=key | {"Host": host})
    assert made.status_code == 201
    assert made.headers["Location"].lower().startswith(f"http://{host.lower()}/v1/events/")
    client.post("/v1/events", json=EVENT, headers=key)
    link = client.get("/v1/events?limit=1", headers={"Host": host}).headers["Link"]
    assert link.lower().startswith(f"<http://{host.lower()}/v1/events?")
    assert is_host(host)


@pytest.mark.parametrize("host", BAD)
def test_what_is_no_host_is_refused(client: FlaskClient, key: dict[str, str], host: str) -> None:
    sent = {"HTTP_HOST": host.encode().decode("latin-1")}
    plain: dict[str, Any] = {}
    post: dict[str, Any] = {"method": "POST", "json": EVENT}
    for path, more in (("/v1/events", plain), ("/", plain), ("/nowhere", plain),
                       ("/signin", plain), ("/ogc", plain), ("/v1/events", post)):  # fmt: skip
        reply = client.open(path, headers=key, environ_overrides=sent, **more)
        too_long = len(host) > 300
        assert reply.status_code == (431 if too_long else 400), path
        assert reply.content_type == "application/problem+json"
        assert reply.headers["X-Request-Id"]


@given(
    st.text(st.characters(codec="latin-1"), max_size=40)
    | st.text("azAZ09._:[]-éжß٣", min_size=1, max_size=20)
)
@examples(max_examples=size(60, 400), deadline=None)
def test_a_host_that_is_let_through_makes_an_address_that_is_read_back(host: str) -> None:
    if is_host(host):
        address = f"http://{host}/v1/events"
        parts = urlsplit(address)
        assert address.isascii()
        assert (parts.netloc, parts.path, parts.username) == (host, "/v1/events", None)
        assert parts.port is None or 0 < parts.port < 65536


def test_over_the_wire_no_host_fails(live: Live) -> None:
    address = urlsplit(live.url)
    for host in (*GOOD, *(each for each in BAD if len(each) < 1000)):
        with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
            head = f"GET /v1/events?limit=1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            wire.sendall(head.encode())
            status = wire.makefile("rb").readline().split()
        # The server closes the connection after some bytes that no header may have.
        assert not status or status[1] in ((b"200",) if host in GOOD else (b"400",)), host


# DATELINE_BASE_URL

ADDRESSES = {
    "": "",
    "https://dateline.example": "https://dateline.example",
    "https://dateline.example/": "https://dateline.example",
    "HTTPS://Dateline.example/time/line//": "https://dateline.example/time/line",
    "http://192.0.2.1:8000": "http://192.0.2.1:8000",
    "http://[2001:db8::1]:80/x/": "http://[2001:db8::1]:80/x",
    "https://пример.example/путь": "https://xn--e1afmkfd.example/%D0%BF%D1%83%D1%82%D1%8C",
    "https://a.example/%C3%A9": "https://a.example/%C3%A9",
}
NO_ADDRESSES = (
    "dateline.example", "//dateline.example", "ftp://a.example", "javascript:alert(1)", "https://",
    "https:///x", "https://u@a.example", "https://u:p@a.example", "https://a.example?x=1",
    "https://a.example/?", "https://a.example#x", "https://a b.example", "https://a.example/\r\nX:y",
    "https://a.example:0", "https://a.example:70000", "https://a.example:x", "https://[::1",
    "https://a.example/../x", "https://a.example/x//y", "https://a\\b.example", "https://.example",
    "https://a..example", "https:a.example", " https://a.example", "https://%61.example",
    "https://" + "a" * 70 + ".пример",
)  # fmt: skip


@pytest.mark.parametrize(("text", "address"), ADDRESSES.items())
def test_a_public_address_has_one_form(text: str, address: str) -> None:
    assert public_address(text) == public_address(address) == address
    assert from_environment({"DATELINE_BASE_URL": text}).base_url == address


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_public_address_stops_the_start(text: str, settings: Settings) -> None:
    with pytest.raises(Invalid, match="DATELINE_BASE_URL"):
        from_environment({"DATELINE_BASE_URL": text})
    with pytest.raises(Invalid, match="DATELINE_BASE_URL"):
        create_app(replace(settings, base_url=text))


def test_links_are_made_of_the_public_address(settings: Settings, store: Store) -> None:
    app = create_app(replace(settings, base_url="https://пример.example/время/"))
    key = {"Authorization": f"Bearer {store.keys.create('w', ('write',))}", "Host": "inside:8000"}
    made = app.test_client().post("/v1/events", json=EVENT, headers=key)
    root = "https://xn--e1afmkfd.example/%D0%B2%D1%80%D0%B5%D0%BC%D1%8F"
    assert made.headers["Location"] == f"{root}/v1/events/{made.get_json()['id']}"
    landing = json.loads(app.test_client().get("/ogc").data)
    assert all(each["href"].startswith(root) for each in landing["links"])
    app.extensions["dateline"].store.close()
