"""A reader leaves the explorer or loses the network, and comes back.

Safari keeps pages that are left while they load, and resets their forms. Playwright's Chromium
keeps no page, so these tests do to the page what Safari was seen to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.browser import until, visiting
from tests.support.live import Live, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
STATE = "() => [...new FormData(document.getElementById('filters'))].join('&')"
NOTE = "document.querySelector('%s').shadowRoot.querySelector('.note').textContent"
SHOWN = "() => document.querySelector('dateline-timeline').events?.length"
BROKEN = ("net::ERR",)


@pytest.fixture
def page(chromium: Browser, live: Live) -> Iterator[Page]:
    """The explorer, drawn; requests may fail."""
    with visiting(chromium, live.url, expected=BROKEN) as page:
        page.goto(f"{live.url}/")
        until(page, SHOWN)
        yield page


def test_a_form_that_is_reset_has_the_fields_of_the_list(page: Page) -> None:
    """Kinds, dates, order and steps, after filters were added and taken away."""
    page.locator("input[value=meeting]").check()
    expect(page.locator("[data-chip]")).to_have_count(1)
    page.get_by_label("Date or range").fill("2023")
    page.get_by_label("Date or range").press("Enter")
    expect(page.locator("[data-chip]")).to_have_count(2)
    for name, value in (("sort", "-date"), ("interval", "month"), ("by", "country")):
        page.locator(f"#{name}").select_option(value)
        until(page, "(value) => location.search.includes(`=${value}`)", value)
    page.locator("[data-chip]").first.click()
    expect(page.locator("[data-chip]")).to_have_count(1)
    shown = page.evaluate(STATE)
    page.evaluate("document.getElementById('filters').reset()")
    assert page.evaluate(STATE) == shown
    assert page.evaluate("document.getElementById('date').value") in ("2023", "")
    assert "sort,-date" in shown


def test_a_request_that_leaving_broke_off_changes_nothing(page: Page) -> None:
    """The count is told again, and the box that was chosen is empty, as the list needs it."""
    told = page.locator("#count").inner_text()
    page.route("**/?category=meeting", lambda route: route.abort())
    page.locator("input[value=meeting]").check()
    expect(page.locator("#count")).to_have_text("The server did not answer. Try again.")
    page.evaluate(BACK)
    assert page.locator("#count").inner_text() == told
    expect(page.locator("input[value=meeting]")).not_to_be_checked()


@pytest.mark.parametrize("event", [BACK, "dispatchEvent(new Event('online'))"])
def test_timeline_and_map_ask_again(page: Page, event: str) -> None:
    """If the page is come back to, and if the network is back."""
    page.locator("#where > summary").click()
    until(page, "() => document.querySelector('dateline-map').shadowRoot?.querySelector('.land a')")
    page.route("**/v1/*", lambda route: route.abort())
    page.evaluate("document.querySelector('dateline-timeline').show(2022, 2023)")
    page.evaluate("document.querySelector('dateline-map').show(50, 30, 90, 60)")
    notes = [NOTE % tag for tag in ("dateline-timeline", "dateline-map")]
    for note in notes:
        until(page, f"() => {note} === 'No answer'")
    page.unroute("**/v1/*")
    page.evaluate(event)
    for note in notes:
        until(page, f"() => /\\d/.test({note})")


@pytest.mark.parametrize("tag", ["dateline-timeline", "dateline-map"])
def test_the_list_of_a_cluster_says_that_nobody_answered_and_asks_again(
    page: Page, tag: str
) -> None:
    page.locator("#where > summary").click()
    page.evaluate("document.querySelector('dateline-timeline').setAttribute('limit', 1)")
    page.route("**/v1/events?*", lambda route: route.abort())
    page.locator(f"{tag} .pile").last.locator("text, .label").click()
    panel = page.locator(f"{tag} .panel")
    expect(panel.get_by_role("alert")).to_have_text("No answer")
    page.unroute("**/v1/events?*")
    panel.get_by_role("button", name="More").click()
    expect(panel.get_by_role("link").first).to_be_focused()
    expect(panel.get_by_role("alert")).to_have_text("")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_page_works_at_another_url_than_the_public_one(
    chromium: Browser, tmp_path: Path
) -> None:
    """Before the public name works, for instance, or from inside the network."""
    with (
        serving(tmp_path, base_url="https://public.example", page_size="5") as live,
        visiting(chromium, live.url) as page,
    ):
        page.goto(f"{live.url}/?country=KZ#where")
        page.evaluate("document.querySelector('dateline-timeline').setAttribute('limit', 1)")
        for tag in ("dateline-timeline", "dateline-map"):
            page.locator(f"{tag} .pile").last.locator("text, .label").click()
            page.locator(f"{tag} .panel ol a").first.wait_for()
            page.keyboard.press("Escape")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        expect(page.locator("a.title").nth(5)).to_be_attached()
        for part in ("[data-chip]", "label:has(input[value=meeting])", "#languages a"):
            page.locator(part).first.click()
            until(page, "(before) => location.search !== before", "?country=KZ")
            assert page.url.startswith(live.url)


def test_a_link_to_the_map_opens_it_on_a_page_that_is_open(page: Page) -> None:
    """The URL differs by its fragment alone, so the browser loads nothing."""
    page.evaluate("location.hash = '#where'")
    expect(page.locator("#where")).to_have_attribute("open", "")


def test_links_to_the_same_state_have_the_open_map_and_the_window(page: Page) -> None:
    """A reload and a copied link show the map and the days in view, another language the days."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#where > summary").click()
    until(page, "() => location.hash === '#where'")
    page.locator("dateline-timeline").get_by_role("button", name="Zoom in").click()
    until(page, "() => location.search.includes('window=')")
    address = page.url
    assert address.endswith("#where")
    page.locator(".copy-link").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.locator("#languages").get_by_role("link", name="Русский").click()
    page.wait_for_url(re.compile("lang=ru"))
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["window"] == parse_qs(urlsplit(address).query)["window"]
    page.get_by_role("button", name="Показать всё").click()
    until(page, "() => !location.search.includes('window=')")
    assert "window" not in str(page.locator("#languages a").first.get_attribute("href"))
