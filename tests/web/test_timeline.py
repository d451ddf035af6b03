"""``<dateline-timeline>``: in the explorer, and on a page of another origin."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from service.web.assets import assets
from tests.browser import visiting
from tests.live import Live

POLICY = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'none'"


@pytest.fixture
def page(chromium: Browser, live: Live) -> Iterator[Page]:
    with visiting(chromium, live.url, base_url=live.url, viewport=WIDE) as found:
        found.goto("/")
        expect(found.locator("dateline-timeline li").first).to_be_attached()
        yield found


DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Resolves once what was asked for has been drawn."""
WIDE = {"width": 1280, "height": 1000}


def test_it_is_small() -> None:
    assert len(assets()["dateline-timeline.js"].packed) < 15_000


def test_it_draws_a_month_as_its_month_and_an_approximate_date_as_such(page: Page) -> None:
    month = page.locator("dateline-timeline li", has_text="$25 million").first
    day = page.locator("dateline-timeline li", has_text="all-out invasion of Ukraine").first
    assert "wide" in str(month.get_attribute("class"))
    assert "day" in str(day.get_attribute("class"))
    widths = [each.locator(".bar").evaluate("b => b.offsetWidth") for each in (month, day)]
    assert widths[0] > 2 * widths[1]
    vague = page.locator("dateline-timeline li.vague")
    expect(vague.filter(has_text="Kazakhstan takes in Russians")).to_have_count(1)


def test_it_zooms_from_years_to_days(page: Page) -> None:
    ticks = page.locator("dateline-timeline .tick")
    expect(ticks.first).to_have_text("Jan 2022")
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    assert len(str(ticks.first.text_content()).split()) == 3
    page.get_by_role("button", name="Show all").click()
    expect(ticks.first).to_have_text("Jan 2022")
    for _ in range(6):
        page.get_by_role("button", name="Zoom out").click()
    assert str(ticks.first.text_content()).isdecimal()


def test_it_is_walked_by_keyboard_and_tells_what_is_chosen(page: Page) -> None:
    page.evaluate(
        "document.addEventListener('dateline-select', (event) => {"
        " window.chosen = event.detail.id; event.preventDefault(); })"
    )
    link = page.locator("dateline-timeline a[tabindex='0']")
    expect(link).to_have_count(1)
    link.focus()
    first = link.get_attribute("aria-label")
    page.keyboard.press("ArrowRight")
    assert link.get_attribute("aria-label") != first
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    last = page.locator("#results .title").last.get_attribute("href")
    assert page.evaluate("window.chosen") == str(last).removeprefix("/events/")
    assert page.url.endswith("/")


def test_the_one_place_to_tab_to_can_always_be_seen(page: Page) -> None:
    stage = page.locator("dateline-timeline .stage").bounding_box()
    assert stage is not None
    for _ in range(5):
        page.get_by_role("button", name="Zoom in").click()
        page.evaluate(DRAWN)
        place = page.locator("dateline-timeline a[tabindex='0']")
        if page.locator("dateline-timeline li").count():
            box = place.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] > stage["x"]
            assert box["x"] < stage["x"] + stage["width"]


def test_it_follows_the_filters(page: Page) -> None:
    page.get_by_role("checkbox", name="funding").check(force=True)
    expect(page.locator("dateline-timeline li")).to_have_count(2)


def test_dragging_moves_the_time_and_follows_no_link(page: Page) -> None:
    stage = page.locator("dateline-timeline .stage")
    box = stage.bounding_box()
    assert box is not None
    before = page.locator("dateline-timeline .tick").first.evaluate("each => each.style.left")
    page.mouse.move(box["x"] + 300, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 60, steps=4)
    page.mouse.up()
    after = page.locator("dateline-timeline .tick").first.evaluate("each => each.style.left")
    assert before != after
    assert page.url.endswith("/")


class Elsewhere(BaseHTTPRequestHandler):
    """A plain page of another origin, under a policy that allows nothing inline."""

    service = ""

    def do_GET(self) -> None:
        text = (
            f'<!doctype html><title>Elsewhere</title><script type="module"'
            f' src="{self.service}/static/dateline-timeline.js"></script>'
            f'<dateline-timeline query="country=KZ" height="240" lang="de"></dateline-timeline>'
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY.format(self.service))
        self.end_headers()
        if self.path == "/":
            self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Quietly."""


@pytest.fixture
def elsewhere(live: Live) -> Iterator[str]:
    handler = type("Page", (Elsewhere,), {"service": live.url})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_it_works_on_another_origin_as_copied(
    chromium: Browser, live: Live, elsewhere: str
) -> None:
    with visiting(chromium, live.url, elsewhere) as page:
        page.goto(elsewhere)
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ von 12 beschriftet$"))
        expect(page.get_by_role("button", name="Alles zeigen")).to_be_visible()
        link = page.locator("dateline-timeline a").first
        assert str(link.get_attribute("href")).startswith(f"{live.url}/events/")


def test_it_tells_what_is_wrong(chromium: Browser, live: Live, elsewhere: str) -> None:
    with visiting(chromium, live.url, elsewhere, expected=("400",)) as page:
        page.goto(elsewhere)
        tag = page.locator("dateline-timeline")
        tag.evaluate("each => each.setAttribute('query', 'country=Kazakstan')")
        expect(page.get_by_role("status")).to_contain_text("nearest: Kazakhstan")
        tag.evaluate("each => each.setAttribute('query', 'q=zzzz')")
        expect(page.get_by_role("status")).to_have_text("Keine Ereignisse")
