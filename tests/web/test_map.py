"""``<dateline-map>``: in the explorer, and on a page of another origin."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from math import asinh, pi, radians, tan
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from service.web.assets import assets
from tests.clients.test_browser_clients import site
from tests.support.axe import Axe
from tests.support.browser import until, visiting
from tests.support.live import Live, serving
from tests.support.sizes import ALL, size
from tests.web.test_accessible import unfold

WIDE = {"width": 1280, "height": 1000}
POLICY = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'none'"
CENTRAL_ASIA = (46, 35, 88, 56)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cf"
    "c0f01f0005000201ff8d7a1e0000000049454e44ae426082"
)  # a PNG of one pixel


@pytest.fixture
def blank(chromium: Browser, live: Live) -> Iterator[Page]:
    """An empty page, for a test that begins with a query."""
    with visiting(chromium, live.url, base_url=live.url, viewport=WIDE) as found:
        yield found


@pytest.fixture
def page(blank: Page) -> Page:
    blank.goto("/")
    return blank


def opened(page: Page) -> None:
    page.locator("#where > summary").click()
    loaded(page)


def loaded(page: Page) -> None:
    """Waits until the map shows the reply to its query."""
    expect(page.locator("dateline-map .land path").first).to_be_attached()
    expect(page.locator("dateline-map svg[aria-busy]")).to_have_count(0)


PLACE = """([longitude, latitude]) => {
  const group = document.querySelector("dateline-map").shadowRoot.querySelector("[data-turn='0']");
  const at = group.getScreenCTM();
  return [longitude * at.a + at.e, latitude * at.d + at.f];
}"""
"""The pixel of the window at which the map draws a place."""


HELD = """(name) => document.addEventListener(name, (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  window.held = name;
}, true)"""
"""Notes that an event has come, and keeps it from the page."""


def drag(page: Page, box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    start, end = (page.evaluate(PLACE, each) for each in ([west, north], [east, south]))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_it_is_small() -> None:
    files = ("dateline-map.js", "earth.js", "map-parts.js", "map-words.js")
    assert sum(len(gzip.compress(assets()[each].body)) for each in files) < 21_000


def test_it_comes_only_when_it_is_asked_for(blank: Page) -> None:
    found: list[str] = []
    blank.on("request", lambda request: found.append(urlsplit(request.url).path))
    blank.goto("/")
    expect(blank.locator("dateline-timeline li").first).to_be_attached()
    loaded = [each for each in found if "map" in each or "shapes" in each]
    assert loaded == ["/static/explorer-map.js"], "only the script that opens it"
    opened(blank)
    assert found.count("/v1/map") == found.count("/v1/shapes.json") == 1


def test_an_area_becomes_the_question_and_what_one_subscribes_to(page: Page) -> None:
    opened(page)  # one click
    page.get_by_role("button", name="Choose an area").click()
    drag(page, CENTRAL_ASIA)
    expect(page).to_have_url(re.compile("bbox="))
    chosen = [float(each) for each in asked(page)["bbox"][0].split(",")]
    assert chosen == pytest.approx(CENTRAL_ASIA, abs=1)
    chip = page.locator("#chips").get_by_role("link", name=re.compile("Remove in the area"))
    expect(chip).to_contain_text("°N")
    page.get_by_text("Use this view").click()
    calendar, feed = (
        page.locator(".way", has_text=each).first.get_by_role("link").get_attribute("href")
        for each in ("Calendar", "Feed")
    )
    for address in (calendar, feed):  # and the fourth click subscribes
        assert parse_qs(urlsplit(str(address)).query) == asked(page)
    loaded(page)
    expect(page.locator("dateline-map .area:not(.new)")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/#where$"))
    expect(page.locator("#chips a")).to_have_count(0)


def test_an_area_goes_across_the_date_line(blank: Page) -> None:
    blank.goto("/?bbox=170,-30,-170,30#where")
    loaded(blank)
    blank.get_by_role("button", name="Only what is in view").click()
    expect(blank).not_to_have_url(re.compile("170,-30"))
    west, south, east, north = (float(each) for each in asked(blank)["bbox"][0].split(","))
    assert west > 0 > east
    assert south < -30 < 30 < north


def test_an_area_is_written_in_degrees(page: Page) -> None:
    opened(page)
    page.get_by_text("Area in degrees").click()
    for side, text in (("West", "170"), ("South", "95"), ("East", "-150"), ("North", "10")):
        page.get_by_role("textbox", name=side).fill(text)
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("dateline-map .error")).to_have_text("South: give a number from −90 to 90.")
    expect(page.get_by_role("textbox", name="South")).to_be_focused()
    page.get_by_role("textbox", name="South").fill("20")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("dateline-map .error")).to_contain_text("South must not lie north")
    page.get_by_role("textbox", name="South").fill("-20,5")
    page.get_by_role("textbox", name="South").press("Enter")
    expect(page).to_have_url(re.compile(re.escape("?bbox=170,-20.5,-150,10") + "#where$"))


def test_it_is_used_with_the_keyboard_alone(page: Page) -> None:
    page.locator("#where > summary").focus()
    page.keyboard.press("Enter")
    loaded(page)
    active = "({...document.querySelector('dateline-map').shadowRoot.activeElement.dataset})"
    page.keyboard.press("Tab")
    most = page.evaluate(active)
    page.keyboard.press("ArrowRight")
    next_ = page.evaluate(active)
    assert int(most["count"]) >= int(next_["count"]) > 0
    assert most["code"] != next_["code"]
    page.keyboard.press("Tab")
    first = page.evaluate(active)
    page.keyboard.press("ArrowLeft")
    assert float(page.evaluate(active)["longitude"]) < float(first["longitude"])
    clusters = page.locator("dateline-map .pile")
    clusters.first.focus()
    page.keyboard.press("Enter")
    panel = page.locator("dateline-map .panel")
    expect(panel.locator("li").first).to_be_visible()
    count = int(str(panel.locator("h2").text_content()).split()[0])
    expect(panel.locator("li")).to_have_count(count)
    page.keyboard.press("ArrowDown")
    expect(panel.locator("li a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(clusters.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("country="))


@pytest.mark.parametrize(
    "path", ["/?lang=ar#where", "/?bbox=60,35,80,56#where", "/#where"][: size(1, 3)]
)
def test_every_mark_is_where_its_place_is(chromium: Browser, live: Live, path: str) -> None:
    with visiting(chromium, live.url, base_url=live.url, viewport=WIDE, expected=("400",)) as page:
        with page.expect_response(re.compile("/v1/map")) as found:
            page.goto(path)
        loaded(page)
        reply = found.value.json()
        spots = page.locator("dateline-map .spots > a")
        expect(spots).to_have_count(len(reply["marks"]) + len(reply["clusters"]))
        drawn = spots.evaluate_all(
            "all => all.map((a) => { const at = a.getScreenCTM(); return [at.e, at.f] })"
        )
        given = [
            [each["longitude"], each["latitude"]] for each in (*reply["clusters"], *reply["marks"])
        ]
        places = page.evaluate(f"all => all.map({PLACE})", given)
        for mark, place in zip(drawn, places, strict=True):
            assert mark == pytest.approx(place, abs=0.2)
        note = page.locator("dateline-map .note").first.text_content()
        for name in ("drawn", "clustered", "placeless", "total"):
            assert str(reply[name]) in str(note)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 360), ("light", 1280)][: size(1, 2)])
def test_axe_finds_no_violation(
    chromium: Browser, live: Live, axe: Axe, scheme: str, width: int
) -> None:
    options: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    """``make test`` checks the map alone, once, with its list of events, but not its colours:
    ``test_accessible.py`` has the rest of the page."""
    within = None if ALL else "dateline-map"
    with visiting(chromium, live.url, axe.url, bypass_csp=True, **options) as page:
        page.goto(f"{live.url}/?country=C5&bbox=-180,-60,180,80#where")
        loaded(page)
        for summary in page.locator("dateline-map summary").all():
            summary.click()
        if ALL:
            unfold(page)
        if ALL:
            assert axe.violations(page, within=within) == []
        page.locator("dateline-map .pile").first.dispatch_event("click")
        expect(page.locator("dateline-map .panel li").first).to_be_visible()
        assert axe.violations(page, colours=ALL, within=within) == []


def test_without_scripts_there_is_the_picture(chromium: Browser, live: Live) -> None:
    with visiting(chromium, live.url, java_script_enabled=False) as page:
        page.goto(f"{live.url}/?country=C5")
        picture = page.locator("#where img")
        assert picture.get_attribute("src") == "/v1/map.svg?country=C5"
        page.locator("#where > summary").click()
        expect(picture).to_be_visible()


def test_a_finger_moves_the_map_and_two_bring_it_nearer(chromium: Browser, live: Live) -> None:
    phone = {"width": 390, "height": 844}
    with visiting(chromium, live.url, has_touch=True, viewport=phone) as page:
        page.goto(f"{live.url}/#where")
        loaded(page)
        stage = page.locator("dateline-map .stage")
        stage.scroll_into_view_if_needed()
        box = stage.bounding_box()
        assert box is not None
        before = page.evaluate(PLACE, [0, 0])
        touch = page.context.new_cdp_session(page)
        # The Earth stands beside itself too; there it is hidden until the map is drawn anew.
        country = page.locator("dateline-map .land [data-turn='0'] a").first

        def moved(kind: str, *points: tuple[float, float]) -> None:
            told = [
                {"x": box["x"] + x, "y": box["y"] + y, "id": at} for at, (x, y) in enumerate(points)
            ]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

        moved("touchStart", (100, 90))
        moved("touchMove", (130, 90))
        moved("touchMove", (160, 90))
        moved("touchEnd")
        until(page, f"before => ({PLACE})([0, 0])[0] > before + 40", before[0])
        # A key chooses a country next: no click of the finger is to come that would be held back.
        country.evaluate("each => each.focus()")
        chosen = "dateline-country"
        page.evaluate(HELD, chosen)
        page.keyboard.press("Enter")
        until(page, "name => window.held === name", chosen)
        wide = [page.evaluate(PLACE, [each, 0])[0] for each in (0, 10)]
        moved("touchStart", (100, 90), (140, 90))
        moved("touchMove", (90, 90), (160, 90))
        moved("touchMove", (60, 90), (220, 90))
        moved("touchEnd")
        until(
            page,
            f"before => ({PLACE})([10, 0])[0] - ({PLACE})([0, 0])[0] > 2 * before",
            wide[1] - wide[0],
        )


def test_it_stands_on_a_page_of_another_origin(chromium: Browser, live: Live) -> None:
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(live.url)}">'
        f'<link rel="icon" href="data:,"></head><body>'
        f'<script type="module" src="{live.url}/static/dateline-map.js"></script>'
        f'<dateline-map src="{live.url}" query="country=C5" theme="dark"></dateline-map></body>'
    )
    with (
        site(body) as address,
        visiting(chromium, address, live.url, expected=("favicon", "img-src", "data:,")) as page,
    ):
        page.goto(address)
        loaded(page)
        expect(page.get_by_role("button", name="Choose an area")).to_have_count(0)
        expect(page.get_by_role("link", name=re.compile("Kazakhstan: "))).to_have_count(1)


def test_tiles_are_those_of_the_operator_and_their_host_alone_is_asked(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = {"tiles": "https://tiles.example/{z}/{x}/{y}.png", "tiles_attribution": "© Tiles"}
    with (
        serving(tmp_path_factory.mktemp("tiles"), workers="1", **settings) as live,
        visiting(chromium, live.url, "https://tiles.example", viewport=WIDE) as page,
    ):
        told: list[str] = []

        def answer(route: Route) -> None:
            told.append(urlsplit(route.request.url).path)
            route.fulfill(body=PIXEL, content_type="image/png")

        page.route("https://tiles.example/**", answer)
        page.goto(f"{live.url}/?bbox=46,35,88,56#where")
        loaded(page)
        expect(page.locator("dateline-map .whose")).to_have_text("© Tiles")
        images = page.locator("dateline-map image")
        expect(images.first).to_be_attached()
        for each in told:
            zoom, column, row = map(int, re.findall(r"\d+", each))
            assert 0 <= column < 2**zoom
            assert 0 <= row < 2**zoom
        assert len(told) == len(set(told)) > 3
        mark = page.locator("dateline-map .spots > a").first
        drawn = mark.evaluate("a => { const at = a.getScreenCTM(); return [at.e, at.f] }")
        corner = images.first.evaluate(
            """image => { const box = image.getBoundingClientRect();
              const [z, x, y] = image.getAttribute("href").match(/\\d+/g).map(Number);
              return [box.left, box.top, box.width, z, x, y]; }"""
        )
        place = mark.evaluate("a => [a.dataset.longitude, a.dataset.latitude].map(Number)")
        assert drawn == pytest.approx(mercator(place, corner), abs=1)


def mercator(place: list[float], tile: list[float]) -> tuple[float, float]:
    """The pixel of a place, computed from a tile on the page: its corner, side and numbers."""
    left, top, side, zoom, column, row = tile
    x = (place[0] + 180) / 360 * 2**zoom
    y = (1 - asinh(tan(radians(place[1]))) / pi) / 2 * 2**zoom
    return left + (x - column) * (side - 0.5), top + (y - row) * (side - 0.5)
