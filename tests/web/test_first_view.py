"""The first view of a reader: events, the active filters, and the values of further filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import visiting
from tests.support.live import Live
from tests.support.sizes import ALL

DESKTOP, PHONE = (1440, 900), (390, 844)


@pytest.fixture(params=[True, False] if ALL else [False], ids=lambda on: f"scripts {on}")
def phone(chromium: Browser, live: Live, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = PHONE
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "base_url": live.url}
    with visiting(chromium, live.url, java_script_enabled=request.param, **options) as found:
        found.goto("/")
        yield found


@pytest.fixture
def page(chromium: Browser, live: Live) -> Iterator[Page]:
    width, height = DESKTOP
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "base_url": live.url}
    with visiting(chromium, live.url, **options) as found:
        found.goto("/")
        yield found


def at(page: Page, query: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(f"/{query}") + "$"))


FILTERS = "?country=C5&category=funding,meeting,visit&q=the"
VIEWS = [(DESKTOP, ""), (PHONE, FILTERS), (PHONE, ""), (DESKTOP, FILTERS)]


@pytest.mark.parametrize(("screen", "query"), VIEWS if ALL else VIEWS[:2])
def test_three_events_are_there_without_scrolling(
    chromium: Browser, live: Live, screen: tuple[int, int], query: str
) -> None:
    width, height = screen
    with visiting(chromium, live.url, viewport={"width": width, "height": height}) as page:
        page.goto(f"{live.url}/{query}", wait_until="networkidle")
        for number in range(3):
            box = page.locator("#results .title").nth(number).bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height, number
            assert box["x"] + box["width"] <= width


def test_the_filters_are_folded_on_a_phone_behind_a_button(phone: Page) -> None:
    field = phone.get_by_label("Country or bloc")
    expect(field).not_to_be_visible()
    phone.locator("#narrow > summary").click()
    expect(field).to_be_visible()
    expect(
        phone.locator("#facets").get_by_role("link", name="Kazakhstan", exact=True)
    ).to_be_visible()


def test_they_are_open_where_there_is_room(page: Page) -> None:
    expect(page.get_by_label("Country or bloc")).to_be_visible()
    expect(page.locator("#narrow > summary")).not_to_be_visible()
    expect(page.locator(".plot")).to_be_visible()


def test_a_facet_narrows_and_lets_go_again(page: Page) -> None:
    facets = page.locator("#facets")
    row = facets.get_by_role("listitem").filter(
        has=page.get_by_role("link", name="Russia", exact=True)
    )
    number = row.locator(".n").text_content()
    row.get_by_role("link").click()
    at(page, "?country=RU")
    expect(page.locator("#count strong")).to_have_text(str(number))
    first = facets.locator(".chosen")
    expect(first).to_have_text(re.compile(rf"Russia ×\s+{number}"))
    facets.get_by_role("link", name="Kazakhstan", exact=True).click()
    at(page, "?country=RU&country=KZ")
    facets.get_by_role("link", name="Take away Russia").click()
    at(page, "?country=KZ")


def test_kinds_show_how_many_each_would_leave(page: Page) -> None:
    funding = page.locator('[data-count="funding"]')
    number = (funding.text_content() or "").strip()
    page.get_by_role("checkbox", name="funding").check(force=True)
    at(page, "?category=funding")
    expect(page.locator("#count strong")).to_have_text(number)
    # The other kinds still show how many events they would find.
    expect(page.locator('[data-count="visit"]')).not_to_be_empty()
    page.goto("/?country=UZ")
    assert (funding.text_content() or "").strip() == number


@pytest.mark.parametrize(("query", "left"), [
    ("q=Astana&country=KZ", ["country=KZ", "q=Astana"]),
    ("date=2022&match=certain&q=the", ["q=the", "date=2022&q=the", "date=2022&match=certain"]),
    ("category=funding,visit", ["category=funding", "category=visit"]),
    ("on=02-24&tag=c5plus1", ["tag=c5plus1", "on=02-24"]),
    ("undated=1&tag=c5plus1", ["tag=c5plus1", "undated=1"]),
    ("tag=c5plus1&status=occurred", ["tag=c5plus1", "status=occurred"]),
    ("actor=Antony Blinken&status=occurred", ["status=occurred", "actor=Antony+Blinken"]),
])  # fmt: skip
def test_every_filter_in_force_is_a_chip_that_takes_it_away(
    client: FlaskClient, query: str, left: list[str]
) -> None:
    text = client.get(f"/?{query}", headers={"Accept": "text/html"}).text
    chips = text.partition('<ul class="chips"')[2].partition("</ul>")[0]
    found = re.findall(r'href="([^"]*)" aria-label="Remove ([^"]*)"', chips)
    assert all(name.strip() for _, name in found)

    def sorted_parts(address: str) -> list[str]:
        return sorted(address.removeprefix("/?").split("&"))

    addresses = sorted(sorted_parts(unescape(address)) for address, _ in found)
    assert addresses == sorted(map(sorted_parts, left))


def test_a_decade_is_asked_for_inside_the_range(page: Page) -> None:
    page.goto("/?date=../2022-06")
    expect(page.locator("#facets")).not_to_contain_text("2020s")  # it narrows nothing
    page.goto("/?country=KZ&date=2022/2023")
    assert page.locator("#facets h2").all_text_contents()[0] == "Countries"
