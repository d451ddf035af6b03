"""``<dateline-timeline>`` and ``<dateline-map>`` in the pages of others: layouts, styles, scripts,
print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.clients.test_browser_clients import site
from tests.support.browser import until, visiting
from tests.support.live import Live

TIMELINE = '<dateline-timeline src="{0}" query="country=C5" height="260"></dateline-timeline>'
MAP = '<dateline-map src="{0}" query="country=C5" height="260"></dateline-map>'
BOTH = TIMELINE + MAP
DRAWN = """() => [...document.querySelectorAll("dateline-timeline, dateline-map")].every(each =>
  each.shadowRoot?.querySelector(".stage li, .spots a"))"""
HOSTILE = """<style>
  * { font-size: 8px; line-height: 0; letter-spacing: 4px; text-transform: uppercase;
    text-indent: 40px; white-space: normal; word-spacing: 9px; text-align: center; margin: 0;
    font-style: italic; text-shadow: 2px 2px red; -webkit-text-fill-color: lime }
  svg { display: block; width: 100% } button { all: unset }
</style>"""


@contextmanager
def shown(
    browser: Browser, live: Live, body: str, head: str = "", expected: tuple[str, ...] = ()
) -> Iterator[Page]:
    """A page of another origin with ``body``, in which ``{0}`` is the URL of the service."""
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
        f'<link rel="icon" href="data:,">{head}'
        '<script type="module" src="{0}/static/dateline-timeline.js"></script>'
        f'<script type="module" src="{{0}}/static/dateline-map.js"></script><body>{body}</html>'
    ).replace("{0}", live.url)
    viewport = {"width": 1000, "height": 800}
    with (
        site(page) as address,
        visiting(browser, address, live.url, expected=expected, viewport=viewport) as tab,
    ):
        tab.goto(address)
        until(tab, DRAWN)
        yield tab


def widths(page: Page) -> list[float]:
    found: list[float] = page.evaluate(
        """() => [...document.querySelectorAll("dateline-timeline, dateline-map")].map(each =>
        each.getBoundingClientRect().width)"""
    )
    return found


def test_each_has_a_width_where_the_layout_gives_none(chromium: Browser, live: Live) -> None:
    layouts = (
        "<div style='display: flex'>{0}</div>",
        "<div style='display: flex; flex-direction: column; align-items: center'>{0}</div>",
        "<div style='display: grid; place-items: center'>{0}</div>",
        "<table><tr><td>{0}</td></tr></table>",
        "<div style='float: left'>{0}</div><div style='clear: both'></div>",
    )
    body = "".join(each.replace("{0}", tag) for each in layouts for tag in (TIMELINE, MAP))
    with shown(chromium, live, body) as page:
        assert min(widths(page)) > 500


def test_each_gets_narrower_with_its_column(chromium: Browser, live: Live) -> None:
    columns = f"""<div style='display: flex'><b style='flex: none; width: 90px'></b>{MAP}</div>
        <div style='display: grid; grid-template-columns: 1fr 1fr'>{BOTH}</div>
        <div style='display: flex'>{TIMELINE}{TIMELINE}{MAP}</div>"""
    with shown(chromium, live, columns) as page:
        page.set_viewport_size({"width": 640, "height": 800})
        until(page, "document.documentElement.scrollWidth <= 640")
        tools = page.evaluate(
            """() => [...document.querySelectorAll("dateline-timeline, dateline-map")].map(each =>
            each.getBoundingClientRect().right + 1 - Math.max(...[...each.shadowRoot
            .querySelectorAll(".tools button")].map(one => one.getBoundingClientRect().right)))"""
        )
        assert min(tools) > 0


def test_rules_of_the_page_do_not_reach_inside(chromium: Browser, live: Live) -> None:
    styles = """() => ["dateline-timeline", "dateline-map"].map(name => [...document
        .querySelector(name).shadowRoot
        .querySelectorAll(".stage > *, .label, .note, .tools button, summary")]
        .map(each => { const s = getComputedStyle(each); return [each.className, s.fontSize,
        s.lineHeight, s.fontStyle, s.letterSpacing, s.textTransform, s.textIndent, s.whiteSpace,
        s.textShadow, s.webkitTextFillColor, s.textAlign].join() }))"""
    with shown(chromium, live, f"<div>{BOTH}</div>") as page:
        plain = page.evaluate(styles)
    with shown(chromium, live, f"<div>{BOTH}</div>", HOSTILE) as page:
        assert page.evaluate(styles) == plain


def test_what_changes_while_it_is_hidden_is_shown_later(chromium: Browser, live: Live) -> None:
    land = "dateline-map .land g[data-turn='0']"
    with shown(chromium, live, f"<div>{BOTH}</div>") as page:
        div = page.locator("div").first
        page.locator("dateline-map").get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(300)
        before = page.locator(land).get_attribute("transform")
        div.evaluate("each => each.style.display = 'none'")
        page.locator("dateline-timeline").evaluate("each => each.setAttribute('query', 'q=zzzz')")
        page.wait_for_timeout(100)
        div.evaluate("each => each.style.display = ''")
        expect(page.locator("dateline-timeline").get_by_role("status")).to_have_text("No events")
        page.wait_for_timeout(300)
        assert page.locator(land).get_attribute("transform") == before


def test_properties_do_what_attributes_do(chromium: Browser, live: Live) -> None:
    """Angular and others set properties, and some before the file has come."""
    early = """<main></main><script>for (const name of ["timeline", "map"]) {
      const made = document.createElement("dateline-" + name);
      made.src = "{0}"; made.query = "country=KZ"; made.height = 500;
      document.querySelector("main").append(made);
    }</script>"""
    with shown(chromium, live, early) as page:
        for name in ("dateline-timeline", "dateline-map"):
            tag = page.locator(name)
            expect(tag).to_have_attribute("query", "country=KZ")
            expect(tag).to_have_attribute("height", "500")
            tag.evaluate(
                "each => Object.assign(each, { query: 'q=zzzz', theme: 'dark', height: null })"
            )
            expect(tag.get_by_role("status")).to_contain_text("events")
            expect(tag).to_have_attribute("theme", "dark")
            assert tag.evaluate("each => [each.query, each.height]") == ["q=zzzz", None]


def test_another_theme_keeps_the_days_in_view(chromium: Browser, live: Live) -> None:
    with shown(chromium, live, BOTH) as page:
        tag = page.locator("dateline-timeline")
        with page.expect_response("**/v1/timeline?*window=*"):
            tag.get_by_role("button", name="Zoom in").click()
        asked: list[str] = []
        page.on("request", lambda each: asked.append(each.url))
        before = tag.evaluate("each => JSON.stringify(each.axis)")
        tag.evaluate("each => { each.theme = 'dark'; }")
        page.wait_for_timeout(300)
        assert tag.evaluate("each => JSON.stringify(each.axis)") == before
        assert not asked


def test_the_language_around_a_shadow_root_is_its_own(chromium: Browser, live: Live) -> None:
    inside = f"""{BOTH}<div lang="fr"></div><script>
      const root = document.querySelector("div").attachShadow({{ mode: "open" }});
      root.innerHTML = `{BOTH}`;</script>"""
    with shown(chromium, live, inside) as page:
        french = page.locator("div")
        expect(french.get_by_role("button", name="Tout afficher")).to_be_visible()
        expect(french.locator("dateline-map summary").last).to_have_text("Pays en tableau")


def test_a_press_that_ends_outside_is_no_drag(chromium: Browser, live: Live) -> None:
    moved = """() => [document.querySelector("dateline-timeline").axis.from, document
        .querySelector("dateline-map").shadowRoot.querySelector(".land g[data-turn='0']")
        .getAttribute("transform")]"""
    with shown(chromium, live, BOTH) as page:
        page.wait_for_timeout(200)
        before = page.evaluate(moved)
        for name in ("dateline-timeline", "dateline-map"):
            box = page.locator(name).bounding_box()
            assert box is not None
            page.mouse.move(box["x"] + 500, box["y"] + 2)
            page.mouse.down()
            page.mouse.move(box["x"] + 500, box["y"] - 2)
            page.mouse.up()
            page.mouse.move(box["x"] + 500, box["y"] + 40)
            page.mouse.move(box["x"] + 600, box["y"] + 60, steps=3)
        page.wait_for_timeout(200)
        assert page.evaluate(moved) == before


def test_a_print_has_all_of_it_with_its_marks(chromium: Browser, live: Live) -> None:
    """A page of paper has another width than the window, and no script draws it again."""
    with shown(chromium, live, BOTH) as page:
        page.emulate_media(media="print")
        scale = page.evaluate(
            """() => { const { shadowRoot } = document.querySelector("dateline-timeline");
            const [stage, bar] = [".stage", ".bar"].map(each => shadowRoot.querySelector(each));
            const ticks = stage.firstElementChild;
            const usual = Number(getComputedStyle(ticks).zoom);
            stage.style.setProperty("--drawn", `${2 * stage.clientWidth}px`);
            return [usual, Number(getComputedStyle(ticks).zoom),
              getComputedStyle(bar).printColorAdjust] }"""
        )
        assert scale == [1, pytest.approx(0.5, abs=0.01), "exact"]
        part = page.evaluate(
            """() => { const svg = document.querySelector("dateline-map").shadowRoot
            .querySelector("svg");
            const twice = (name) => svg.setAttribute(name, 2 * svg.getAttribute(name));
            for (const name of ["width", "height"]) twice(name);
            const [one, other] = [svg, svg.parentNode].map(each => each.getBoundingClientRect());
            return [one.width / other.width, one.height / other.height, svg.viewBox.baseVal.width
              / svg.getAttribute("width")] }"""
        )
        assert part == pytest.approx([1, 1, 0.5], abs=0.02)


def test_the_countries_come_as_soon_as_they_can(chromium: Browser, live: Live) -> None:
    land = "dateline-map .land path"
    with shown(chromium, live, "<main></main>", expected=("503",)) as page:
        page.route("**/v1/shapes.json", lambda route: route.fulfill(status=503, body=""))
        tag = MAP.replace("{0}", live.url)
        page.evaluate(f"document.querySelector('main').innerHTML = `{tag}`")
        until(page, DRAWN)
        assert page.locator(land).count() == 0
        page.unroute("**/v1/shapes.json")
        page.locator("dateline-map").evaluate("each => each.reload()")
        expect(page.locator(land).first).to_be_attached()


def test_a_key_stays_on_the_page(chromium: Browser, live: Live) -> None:
    """Links to pages are shared; what is asked for the drawing has the key."""
    key = live.command("key", "create", "--feed", "host").split()[-1]
    body = BOTH.replace("country=C5", f"country=C5&key={key}")
    frame = f'<iframe src="{{0}}/embed?by=category&key={key}" height="400"></iframe>'
    links = """() => [...document.querySelectorAll("dateline-timeline, dateline-map")].flatMap(
        each => [...each.shadowRoot.querySelectorAll("a")].map(a => a.getAttribute("href")))"""
    with shown(chromium, live, body + frame) as page:
        page.wait_for_selector("dateline-map .land a", state="attached")
        found = page.evaluate(links)
        footer = page.frame_locator("iframe").locator("p a").get_attribute("href")
        assert len(found) > 12
        assert any("begins=" in each for each in found)
        assert not [each for each in (*found, str(footer)) if "key=" in each]


@pytest.mark.parametrize("path", [
    "/v1/timeline.svg", "/v1/histogram.svg", "/v1/map.svg", "/card.png", "/theme.css",
    "/embed", "/embed?by=category", "/embed/events/us-funding-central-asia-2022-09",
])  # fmt: skip
def test_an_isolated_page_may_show_it(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    framed = path.startswith("/embed")
    assert ("Cross-Origin-Embedder-Policy" in headers) == framed
