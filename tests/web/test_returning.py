"""Tasks of a reader: find and cite an event, copy a link, come back to a page, embed a URL."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoembed
import pytest
import rispy
from pybtex.database import parse_string

from tests.clients.test_browser_clients import site
from tests.support.axe import Axe
from tests.support.browser import until, visiting
from tests.support.live import Live
from tests.support.sizes import ALL, size

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SMALL = {"width": 390, "height": 600}
WIDE = {"width": 1440, "height": 900}
QUERY = "country=KZ&date=2022/2023-03"
EVENT = "/events/us-funding-central-asia-2022-09"
FIRST_BELOW = """() => {
  const link = [...document.querySelectorAll("a.title")].find(
    (each) => each.getBoundingClientRect().top > 40);
  return [link.pathname, Math.round(link.getBoundingClientRect().top)];
}"""
TOP = """(path) => Math.round([...document.querySelectorAll("a.title")].find(
  (each) => each.pathname === path)?.getBoundingClientRect().top)"""
TICKS = """() => [...document.querySelector("#line").shadowRoot.querySelectorAll(".tick")]
  .map((each) => each.textContent).join(" ")"""


def copied(page: Page) -> str:
    found: str = page.evaluate("navigator.clipboard.readText()")
    return found


def permit(page: Page, live: Live) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live.url)


def scrolled(page: Page) -> tuple[str, int]:
    """Scrolls until every page of the list is loaded. Returns the path of an event in view, and its
    position."""
    while page.locator(".next").count():
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_timeout(50)
    page.evaluate("document.querySelectorAll('a.title')[10].scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)
    path, top = page.evaluate(FIRST_BELOW)
    return path, top


def stands(page: Page, path: str, top: int) -> None:
    """Waits until the event is at its old position, within two pixels."""
    until(page, f"([path, top]) => Math.abs(({TOP})(path) - top) <= 2", [path, top])


def test_the_september_announcement_is_found_and_cited_in_four_clicks(
    chromium: Browser, live: Live
) -> None:
    with visiting(chromium, live.url, viewport=WIDE) as page:
        permit(page, live)
        page.goto(live.url)
        page.locator("#q").fill("announces september")
        until(page, "() => document.querySelectorAll('a.title').length === 2")
        clicks = 0
        title = "a.title:has-text('announces $25')"
        for step in (title, ".cite > summary", ".cite .way:has(h3:text-is('BibTeX')) .copy"):
            page.locator(step).click()
            clicks += 1
        page.get_by_text("Copied").wait_for()
        (entry,) = parse_string(copied(page), "bibtex").entries.values()
        assert entry.fields["eventdate"] == "2022-09"
        assert entry.fields["url"] == f"{page.url}/versions/1"
        page.locator(".cite .way:has(h3:text-is('RIS')) .copy").click()
        until(page, "() => navigator.clipboard.readText().then((text) => /^TY/.test(text))")
        (record,) = rispy.loads(copied(page))
        assert record["title"] == "United States announces $25 million for Central Asia"
        assert clicks + 1 <= 4


def test_a_query_is_cited_and_its_texts_come_when_they_are_wanted(
    chromium: Browser, live: Live
) -> None:
    with visiting(chromium, live.url, viewport=WIDE) as page:
        permit(page, live)
        asked: list[str] = []
        page.on("request", lambda each: asked.append(urlsplit(each.url).path))
        page.goto(f"{live.url}/?{QUERY}")
        page.wait_for_load_state("networkidle")
        assert not [each for each in asked if "/cite." in each]
        page.locator(".cite > summary").click()
        page.locator(".cite pre.prose:visible").first.wait_for()
        until(page, "() => !document.querySelector('.cite pre[hidden], .cite pre[data-from]')")
        assert len([each for each in asked if "/cite." in each]) == 5
        page.locator(".cite .way:has(h3:text-is('CSL-JSON')) .copy").click()
        page.get_by_text("Copied").wait_for()
        (item,) = json.loads(copied(page))
        assert item["title"] == "Events: Kazakhstan, 2022 to March 2023"
        assert item["URL"] == f"{live.url}/?{QUERY}"


def test_without_scripts_every_citation_is_a_link(chromium: Browser, live: Live) -> None:
    with visiting(chromium, live.url, java_script_enabled=False) as page:
        for path, first in ((f"/?{QUERY}", "/v1/cite.apa.txt"), (EVENT, f"/v1{EVENT}.apa.txt")):
            page.goto(live.url + path)
            page.locator(".cite > summary").click()
            links = page.locator(".cite a").evaluate_all("all => all.map((each) => each.href)")
            assert urlsplit(links[1]).path == first
            assert len(links) == 6
            assert page.locator(".cite .copy:visible").count() == 0
            assert page.request.get(links[1]).text().startswith("Dateline. (20")


@pytest.mark.parametrize("screen", [SMALL, WIDE][: size(1, 2)])
def test_back_and_reload_lead_to_the_same_place_of_the_list(
    chromium: Browser, live: Live, screen: dict[str, int]
) -> None:
    with visiting(chromium, live.url, viewport=screen) as page:
        page.goto(f"{live.url}/?limit=3")
        page.wait_for_load_state("networkidle")
        path, top = scrolled(page)
        page.locator(f'a.title[href="{path}"]').click()
        page.locator("article.event").wait_for()
        page.go_back()
        stands(page, path, top)
        page.reload()
        stands(page, path, top)
        # Another query has another position; going back restores this one.
        page.evaluate("document.querySelector('#facets a[data-go]').click()")
        page.wait_for_url("**country=**")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(300)
        page.go_back()
        page.wait_for_url("**/?limit=3")
        stands(page, path, top)


@pytest.mark.long  # `make test` comes back to a place in the test above.
def test_scrolling_until_the_list_is_back_does_not_lose_its_place(
    chromium: Browser, live: Live
) -> None:
    with visiting(chromium, live.url, viewport=SMALL) as page:
        page.goto(f"{live.url}/?limit=3")
        page.wait_for_load_state("networkidle")
        path, top = scrolled(page)
        page.evaluate("document.querySelector('#facets a[data-go]').click()")
        page.wait_for_url("**country=**")
        asked: list[Route] = []

        def held(route: Route) -> None:
            asked.append(route)

        page.route("**/?limit=3", held)
        page.go_back()
        while not asked:
            page.wait_for_timeout(20)
        page.evaluate("scrollTo(0, 120)")
        page.wait_for_timeout(400)
        asked[0].continue_()
        stands(page, path, top)


def test_the_same_query_again_is_no_step_of_the_history(chromium: Browser, live: Live) -> None:
    with visiting(chromium, live.url, viewport=WIDE) as page:
        page.goto(f"{live.url}/?country=KZ")
        before = page.evaluate("history.length")
        with page.expect_response("**/?country=KZ"):
            page.locator("#filters").evaluate("each => each.requestSubmit()")
        until(page, "!document.body.classList.contains('loading')")
        assert page.evaluate("history.length") == before


def test_the_window_of_the_timeline_is_in_the_address_and_comes_back(
    chromium: Browser, live: Live
) -> None:
    with visiting(chromium, live.url, viewport=WIDE) as page:
        permit(page, live)
        page.goto(f"{live.url}/?{QUERY}")
        page.wait_for_load_state("networkidle")
        assert page.url == f"{live.url}/?{QUERY}"
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_url("**&window=2022-**")
        address, ticks = page.url, page.evaluate(TICKS)
        page.locator(".copy-link").click()
        page.get_by_text("Copied").wait_for()
        assert copied(page) == address
        page.locator("a.title").first.click()
        page.locator("article.event").wait_for()
        page.go_back()
        until(page, f"(ticks) => ({TICKS})() === ticks", ticks)
        assert page.url == address
        page.locator("[data-chip]").first.click()
        page.wait_for_url("**/?date=2022/2023-03")
        page.go_back()
        until(page, f"(ticks) => ({TICKS})() === ticks", ticks)
        page.get_by_role("button", name="Show all").click()
        page.wait_for_url(f"**/?{QUERY}")


def test_chips_go_one_by_one_by_keyboard_and_the_focus_stays_among_them(
    chromium: Browser, live: Live
) -> None:
    with visiting(chromium, live.url, viewport=WIDE) as page:
        page.goto(f"{live.url}/?country=KZ:target,US&category=funding,meeting&min_amount=5")
        chips = page.locator("[data-chip]")
        names = [
            "Kazakhstan", "as target", "United States", "funding", "meeting", "at least 5",
        ]  # fmt: skip
        assert [each.strip("×\n ") for each in chips.all_inner_texts()] == names
        chips.nth(1).focus()
        for key, gone in (("Delete", "as target"), ("Enter", "United States"),
                          ("Backspace", "funding"), ("Delete", "meeting")):  # fmt: skip
            place = names.index(gone)
            names.remove(gone)
            page.keyboard.press(key)
            until(page, "(n) => document.querySelectorAll('[data-chip]').length === n", len(names))
            assert [each.strip("×\n ") for each in chips.all_inner_texts()] == names
            there = page.evaluate("[...document.querySelectorAll('[data-chip]')]"
                                  ".indexOf(document.activeElement)")  # fmt: skip
            assert there == place
        assert page.url == f"{live.url}/?country=KZ&min_amount=5"


WITH_PANELS = (
    f"/?{QUERY}&category=funding,visit", "/?country=KZ&date=1990&q=x",
    "/events/us-funding-central-asia-2022-09",
    "/events/us-funding-central-asia-2022-09/versions/1",
    "/embed/events/us-funding-central-asia-2022-09",
)  # fmt: skip


@pytest.mark.parametrize(("turn", "path"), [*enumerate(WITH_PANELS[:: size(3, 1)])])
def test_panels_and_chips_are_accessible(
    chromium: Browser, live: Live, axe: Axe, turn: int, path: str
) -> None:
    """A query is wide and light, a version of an event small and dark. ``make test-all`` tries all
    pages in all four ways, and checks more than the panels, and their colours."""
    within = None if ALL or path.startswith("/embed") else ".cite, #chips"
    looks = [("light", WIDE), ("dark", SMALL), ("light", SMALL), ("dark", WIDE)]
    for scheme, screen in looks if ALL else [looks[turn % 2]]:
        with visiting(chromium, live.url, axe.url, color_scheme=scheme, viewport=screen,
                      bypass_csp=True) as page:  # fmt: skip
            page.goto(live.url + path)
            page.wait_for_load_state("networkidle")
            for each in page.locator(".cite > summary").all():
                each.click()
            page.wait_for_load_state("networkidle")
            assert axe.violations(page, colours=ALL, within=within) == []
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= screen["width"]


# A pasted URL.


def test_a_consumer_of_other_origin_embeds_a_pasted_address(live: Live) -> None:
    made = pyoembed.oEmbed(f"{live.url}/?{QUERY}", maxwidth=500)
    assert (made["type"], made["width"]) == ("rich", 500)
    assert made["title"] == "Kazakhstan, 2022 to March 2023 · Dateline"
    event = pyoembed.oEmbed(f"{live.url}/events/us-funding-central-asia-2022-09")
    assert "/embed/events/us-funding-central-asia-2022-09" in event["html"]


def wordpress(made: str) -> str:
    """The HTML that WordPress makes of the HTML of an unknown site (wp-includes/embed.php, 6.1): a
    quotation without attributes, and a sandboxed frame with few attributes and with a secret.

    WordPress hides the frame until it answers. Without a quotation it loads no script that listens
    to the frame.
    """
    quotation, inside, around = re.findall(
        r"^<blockquote[^>]*>(.*?)</blockquote><(iframe) (.*)></iframe>$", made
    )[0]
    assert inside == "iframe"
    given = dict(re.findall(r'(\w+)="([^"]*)"', around))
    assert set(given) <= {"src", "title", "width", "height", "frameborder"}
    kept = " ".join(f'{name}="{text}"' for name, text in given.items() if name != "src")
    source = f"{given['src']}#?secret=aBc123"
    return (
        f'<blockquote data-secret="aBc123">{quotation}</blockquote><iframe class="hides"'
        f' sandbox="allow-scripts" src="{source}" data-secret="aBc123" {kept}></iframe>'
    )


@pytest.mark.parametrize(("path", "drawn", "moment"), [
    (f"/?{QUERY}&window=2022-09/2022-12", "dateline-timeline li:not(.pile) a", "DOMContentLoaded"),
    (f"/?{QUERY}&by=category", "img.chart", "DOMContentLoaded"),
    ("/events/us-funding-central-asia-2022-09", "h1 a", "DOMContentLoaded"),
    ("/events/us-funding-central-asia-2022-09", "h1 a", "load"),
])  # fmt: skip
def test_a_pasted_address_becomes_an_embed_as_in_wordpress(
    chromium: Browser, live: Live, path: str, drawn: str, moment: str
) -> None:
    """``moment`` is when the script of WordPress runs. It may come before that of the frame, which
    the browser does not draw while it is hidden, or after it."""
    frame = wordpress(pyoembed.oEmbed(live.url + path)["html"])
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A post</title>'
        '<link rel="icon" href="data:,"><style>.hides { position: absolute;'
        " clip: rect(1px, 1px, 1px, 1px) }</style>"
        f"<main><h1>A post</h1>{frame}</main><script>addEventListener('{moment}', () => {{"
        " const frame = document.querySelector('iframe');"
        ' addEventListener("message", ({ data }) => { if (data.secret !== "aBc123") return;'
        " frame.className = ''; document.querySelector('blockquote').hidden = true;"
        ' if (data.message === "height") frame.height = data.value;'
        ' if (data.message === "link") window.chosen = data.value; });'
        ' frame.contentWindow.postMessage({ message: "ready", secret: "aBc123" }, "*");'
        " });</script></html>"
    )
    sandboxed = ("Blocked script execution", "sandboxed")
    with site(page) as address, visiting(
        chromium, address, live.url, expected=sandboxed, viewport=WIDE
    ) as tab:  # fmt: skip
        tab.goto(address)
        inside = tab.frame_locator("iframe")
        inside.locator(drawn).first.wait_for()
        assert (tab.locator("iframe").get_attribute("title") or "").endswith("Dateline")
        before = int(re.findall(r' height="(\d+)"', frame)[0])
        until(
            tab, "(n) => { const { height } = document.querySelector('iframe');"
            " return height > 100 && height < 900 && Number(height) !== n }", before,
        )  # fmt: skip
        for link in {drawn, "p a"} - {"img.chart"}:  # the sandbox opens nothing, so WordPress does
            opened = inside.locator(link).first
            opened.click()
            until(tab, "() => window.chosen")
            assert tab.evaluate("chosen").startswith(f"{live.url}/")
            tab.evaluate("window.chosen = null")
