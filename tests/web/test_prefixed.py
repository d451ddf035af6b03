"""Behind a proxy that serves Dateline under a path, every link begins with that path."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from service.app import create_app
from service.settings import Settings
from tests.support.browser import visiting
from tests.support.live import serving
from tests.support.sizes import ALL, size

PREFIX = "/steppe"
BROWSER = {"Accept": "text/html", "X-Forwarded-Prefix": PREFIX, "X-Forwarded-Proto": "https"}
EVENT = "us-funding-central-asia-2022-09"
PAGES = (
    "/", "/?country=KZ&q=the&limit=2", "/?q=zzzz", "/?country=Kazakstan", f"/events/{EVENT}",
    f"/events/{EVENT}/versions", "/events/nothing-here", "/embed?country=KZ", "/docs", "/signin",
    "/ogc?f=html", "/ogc/collections?f=html", "/ogc/collections/events/items?f=html&limit=2",
    "/nowhere",
)  # fmt: skip
LINK = re.compile(r'<(?:a|link|script|img|form|iframe)\b[^>]*?\s(?:href|src|action)="([^"]*)"')


@pytest.fixture
def client(settings: Settings, app: Any) -> Iterator[FlaskClient]:
    made = create_app(replace(settings, trusted_proxies=1, logo="", title="Steppe"))
    yield made.test_client()
    made.extensions["dateline"].store.close()


def linked(text: str) -> set[str]:
    """The link targets of a page, without fragments, other schemes and other hosts."""
    found = {unescape(each) for each in LINK.findall(text)}
    return {each for each in found if not re.match(r"#|webcal:|data:|https?://(?!localhost)", each)}


@pytest.mark.parametrize("path", PAGES[:: size(3, 1)])
def test_every_link_leads_below_the_prefix(client: FlaskClient, path: str) -> None:
    """Of links that differ only in values, the test follows one. ``make test-all`` follows all."""
    page = client.get(path, headers=BROWSER)
    assert page.mimetype == "text/html"
    links = linked(page.text)
    assert len(links) >= 5
    kinds = set()
    for each in sorted(links):
        parts = urlsplit(each)
        assert f"{parts.path}/".startswith(f"{PREFIX}/"), each
        assert parts.scheme in ("", "https"), each
        kind = parts.path, tuple(name for name, _ in parse_qsl(parts.query))
        if kind in kinds and not ALL:
            continue
        kinds.add(kind)
        again = client.get(each.partition(PREFIX)[2], headers=BROWSER)
        # A missing page is also missing in other languages.
        assert again.status_code in (200, 302, 303, 400, 405, page.status_code), each
    data = re.findall(r'data-[\w-]+="(/[^"]*)"', page.text)
    assert all(each.startswith(f"{PREFIX}/") for each in data)


@pytest.mark.parametrize(("path", "place"), [
    ("/?q=", f"{PREFIX}/"), ("/?country=KZ&country=", f"{PREFIX}/?country=KZ"),
])  # fmt: skip
def test_a_tidied_address_is_below_it_too(client: FlaskClient, path: str, place: str) -> None:
    assert client.get(path, headers=BROWSER).headers["Location"] == place


def test_without_a_prefix_there_is_none(client: FlaskClient) -> None:
    for path in PAGES:
        assert PREFIX not in client.get(path, headers={"Accept": "text/html"}).text


@contextmanager
def proxying(port: int) -> Iterator[str]:
    """A proxy that serves ``port`` under ``PREFIX``. Other paths get 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(f"{PREFIX}/"):
                self.send_error(404)
                return
            headers = {name: text for name, text in self.headers.items() if name != "Connection"}
            headers["X-Forwarded-Prefix"] = PREFIX
            address = f"http://127.0.0.1:{port}{self.path.removeprefix(PREFIX)}"
            try:
                reply = opener.open(urllib.request.Request(address, headers=headers), timeout=20)
            except urllib.error.HTTPError as error:
                reply = error
            with reply:
                body = reply.read()
                self.send_response(reply.status)
                for name, text in reply.headers.items():
                    if name.lower() not in ("transfer-encoding", "connection"):
                        self.send_header(name, text)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Writes nothing."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            """Passes the redirect on, so that the client follows it."""

    opener = urllib.request.build_opener(Stay)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_reader_walks_below_the_prefix(chromium: Browser, tmp_path: Path) -> None:
    with (
        serving(tmp_path, trusted_proxies="1", workers="1") as live,
        proxying(int(live.url.rpartition(":")[2])) as home,
        visiting(chromium, home, expected=("ERR_FAILED",)) as page,
    ):
        page.goto(f"{home}/")
        expect(page.locator("#line a").first).to_be_attached()
        page.locator("#facets").get_by_role("link", name="Uzbekistan").click()
        expect(page).to_have_url(f"{home}/?country=UZ")
        page.get_by_role("searchbox").fill("Blinken")
        expect(page).to_have_url(re.compile(re.escape(f"{home}/?") + ".*q=Blinken"))
        page.locator("#results .title").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.get_by_role("link", name="All versions").click()
        expect(page).to_have_url(re.compile(re.escape(home) + r"/events/.*/versions$"))
        # The description of the API takes most of the time of a page to draw.
        page.route("**/openapi.json", lambda route: route.abort())
        with page.expect_request("**/openapi.json") as described:
            page.get_by_role("link", name="API").click()
        assert described.value.url == f"{home}/v1/openapi.json"
        page.unroute("**/openapi.json")
        assert page.request.get(described.value.url).ok
        page.goto(f"{home}/embed?country=KZ")
        expect(page.locator("dateline-timeline a").first).to_be_attached()
        page.get_by_role("link", name="Dateline").focus()
