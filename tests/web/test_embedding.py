"""The tag, the frame and the picture of the guide, on a page of another origin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.test_browser_clients import site
from tests.conftest import REPOSITORY
from tests.support.axe import Axe
from tests.support.browser import until, visiting
from tests.support.hostile import STRINGS, event
from tests.support.live import Live, serving
from tests.support.sizes import size

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GUIDE = (REPOSITORY / "docs" / "embedding.md").read_text("utf-8")
TAG, FRAME, PICTURE = re.findall(r"^```html\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
SCRIPT = REPOSITORY / "service/web/static/dateline-timeline.js"
SELECTED = """window.chosen = [];
addEventListener("dateline-select", (each) => {
  chosen.push(each.detail.id);
  each.preventDefault();
});"""


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed, hundreds of events full of attacks, and one with an open end."""
    with serving(tmp_path_factory.mktemp("embedding"), workers="1") as live:
        attacks = [event(number, text) for number, text in enumerate(STRINGS)]
        attacks.append({"id": "open", "title": "Open", "date": "2022-02-24/..", "category": "other",
                        "tags": ["open"]})  # fmt: skip
        file = tmp_path_factory.mktemp("hostile") / "hostile.json"
        file.write_text(json.dumps(attacks))
        live.command("import", str(file))
        yield live


@contextmanager
def shown(
    browser: Browser, live: Live, snippet: str, head: str = "", *others: str, **options: Any
) -> Iterator[Page]:
    """The snippet on an otherwise empty page of another origin. Checks at the end that no attack
    ran."""
    body = snippet.replace("https://dateline.example", live.url)
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
        f'<link rel="icon" href="data:,">{head}<main><h1>A page</h1>{body}</main></html>'
    )
    with site(page) as address, visiting(browser, address, live.url, *others, **options) as tab:
        tab.add_init_script(SELECTED)
        tab.goto(address)
        yield tab
        assert tab.evaluate("window.ran === undefined")


def drawn(page: Page) -> dict[str, str]:
    """The class of each event drawn, by its title."""
    page.wait_for_selector("dateline-timeline li", state="attached")
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelector("dateline-timeline").shadowRoot
        .querySelectorAll("li")].map(e => [e.querySelector(".label").textContent,
        e.className]))"""
    )
    return found


def test_the_snippet_as_copied_draws_a_month_as_a_month(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, TAG) as page:
        classes = drawn(page)
        assert "wide" in classes["United States announces $25 million for Central Asia"]
        assert "wide" not in classes["C5+1 foreign ministers meet in Astana"]
        width = page.evaluate(
            """() => { const root = document.querySelector("dateline-timeline").shadowRoot;
            const wide = t => [...root.querySelectorAll("li")].find(e =>
              e.textContent.includes(t)).querySelector(".bar").offsetWidth;
            return wide("announces $25") / wide("C5+1 foreign") }"""
        )
        assert width > 2


def test_an_open_end_reaches_the_edge_and_nothing_found_has_no_axis(
    chromium: Browser, seeded: Live
) -> None:
    with shown(chromium, seeded, TAG.replace("country=C5", "tag=open")) as page:
        page.wait_for_selector("dateline-timeline li.late", state="attached")
        reach = page.evaluate(
            """() => { const tag = document.querySelector("dateline-timeline");
            const bar = tag.shadowRoot.querySelector("li.late .bar").getBoundingClientRect();
            return bar.right - tag.getBoundingClientRect().right }"""
        )
        assert reach >= 0
        page.evaluate("document.querySelector('dateline-timeline').setAttribute('query', 'q=zzzz')")
        page.get_by_role("status").filter(has_text="No events").wait_for()
        assert page.locator("dateline-timeline .tick").count() == 0


def test_it_works_under_a_strict_policy(chromium: Browser, seeded: Live) -> None:
    policy = (
        f"default-src 'none'; script-src {seeded.url}; connect-src {seeded.url}; img-src data:;"
        " require-trusted-types-for 'script'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    with shown(chromium, seeded, TAG, head) as page:
        assert len(drawn(page)) > 5


def test_touch_chooses_and_moves(chromium: Browser, seeded: Live) -> None:
    with shown(
        chromium, seeded, TAG, has_touch=True, viewport={"width": 390, "height": 800}
    ) as page:
        drawn(page)
        page.locator("dateline-timeline li a").first.tap()
        assert len(page.evaluate("chosen")) == 1
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390


def test_no_attack_runs_and_each_is_shown_as_text(chromium: Browser, seeded: Live) -> None:
    snippet = TAG.replace('query="country=C5"', 'query="date=2020" limit="500"')
    with shown(chromium, seeded, snippet) as page:
        drawn(page)
        shown_texts = page.evaluate(
            "document.querySelector('dateline-timeline').events.map((each) => each.title)"
        )
        assert sorted(shown_texts) == sorted(STRINGS)


def test_no_attack_runs_in_the_frame_even_without_its_policy(
    chromium: Browser, seeded: Live
) -> None:
    with visiting(chromium, seeded.url, bypass_csp=True) as page:
        met = 0
        for month in range(1, 13, size(5, 1)):
            page.goto(f"{seeded.url}/embed?date=2020-{month:02}")
            page.wait_for_selector("dateline-timeline li", state="attached")
            met += page.evaluate("document.querySelector('dateline-timeline').events.length")
            assert page.evaluate("window.ran === undefined")
        assert met == size(125, 500)


@pytest.mark.long  # `make test` has the tag in test_accessible.py and test_timeline.py.
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, seeded: Live, axe: Axe, scheme: str) -> None:
    head = '<meta name="color-scheme" content="light dark">'
    with shown(chromium, seeded, TAG, head, axe.url, color_scheme=scheme) as page:
        drawn(page)
        assert axe.violations(page) == []


@pytest.mark.long  # `make test` has the frame in dark in test_timeline.py.
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_frame(
    chromium: Browser, seeded: Live, axe: Axe, scheme: str
) -> None:
    with visiting(chromium, seeded.url, axe.url, bypass_csp=True, color_scheme=scheme) as page:
        page.goto(f"{seeded.url}/embed?country=C5")
        drawn(page)
        assert axe.violations(page) == []


def test_the_frame_takes_the_height_of_what_it_holds(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, FRAME) as page:
        until(page, "document.getElementById('dateline').height !== '440'")
        frame = page.frames[1]
        frame.wait_for_selector("dateline-timeline li", state="attached")
        high = frame.evaluate("document.querySelector('main').getBoundingClientRect().height")
        until(
            page, f"Math.abs(document.getElementById('dateline').height - {high}) <= 2", seconds=5
        )
        box = page.locator("#dateline").bounding_box()
        assert box is not None and box["height"] >= high


def test_the_picture_is_drawn(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, PICTURE) as page:
        until(page, "document.images[0].complete && document.images[0].naturalWidth === 800")


def test_the_frame_without_scripts_shows_the_picture(
    chromium: Browser, seeded: Live, tmp_path: Path
) -> None:
    with visiting(chromium, seeded.url, java_script_enabled=False) as page:
        page.goto(f"{seeded.url}/embed?country=C5")
        picture = page.locator("noscript img, img").first
        assert picture.get_attribute("src") == "/v1/timeline.svg?country=C5"
