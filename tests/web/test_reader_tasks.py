"""Tasks of readers, from the front page to the answer: with scripts and without, by keyboard
alone, and in Arabic."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import REPOSITORY
from tests.support.browser import visiting
from tests.support.forked import run
from tests.support.live import Live, serving
from tests.support.sizes import ALL
from tests.unit.test_import_real_data import chosen

AUTUMN = "2022-09/2022-11"
TREATIES = "treaties/agreements_IEADB.csv"
ARABIC = {
    "id": "arabic", "title": "لقاء وزراء الخارجية في أستانا", "date": "2024-03-05",
    "category": "meeting", "summary": "بحث الوزراء التعاون في مجال الطاقة.",
    "countries": [{"code": "KZ", "role": "host"}, {"code": "SA", "role": "participant"}],
    "actors": [{"name": "فيصل بن فرحان", "type": "person", "country": "SA"}],
    "place": {"name": "أستانا", "country": "KZ"}, "tags": ["طاقة"],
}  # fmt: skip


@pytest.fixture(params=[False, True] if ALL else [False], ids=lambda on: f"scripts {on}")
def page(chromium: Browser, live: Live, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The front page. ``make test`` has scripts in the tasks further below and in the other files
    on the explorer."""
    options: dict[str, Any] = {"base_url": live.url, "viewport": {"width": 1440, "height": 900}}
    with visiting(chromium, live.url, java_script_enabled=request.param, **options) as found:
        found.goto("/")
        yield found


def facet(page: Page, name: str) -> Locator:
    return page.locator("#facets").get_by_role("link", name=name, exact=True)


def ask(page: Page, label: str, text: str) -> None:
    """Fills in a field and sends the form."""
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Enter")


def has(page: Page, *parts: str) -> None:
    """Checks that the URL has these parts of a query."""
    for part in parts:
        expect(page).to_have_url(re.compile(re.escape(part)))


def titles(page: Page) -> list[str]:
    return page.locator("#results .title").all_text_contents()


@pytest.mark.long  # `make test` has the form without scripts in test_explorer.py.
def test_what_happened_between_two_countries_in_a_season(page: Page) -> None:
    facet(page, "Kazakhstan").click()
    has(page, "country=KZ")
    facet(page, "United States").click()
    has(page, "country=US")
    ask(page, "Date or range", "autumn 2022")
    has(page, f"date={AUTUMN}")
    for event in page.locator("#results li").all():
        assert {"Kazakhstan", "United States"} <= set(
            event.locator(".meta span").all_text_contents()
        )
    assert "United States announces $25 million for Central Asia" in titles(page)


def test_find_the_announcement_of_a_month(page: Page) -> None:
    ask(page, "Search words", "september announcement")
    has(page, "q=september+announcement")
    page.get_by_role("link", name="United States announces $25 million").first.click()
    expect(page.locator(".dateline")).to_contain_text("September 2022")
    expect(page.locator(".dateline")).to_contain_text("day not known")


@pytest.mark.long  # `make test` has an actor in test_explorer.py.
def test_everything_of_one_person(page: Page) -> None:
    number = facet(page, "Antony Blinken").locator("xpath=..").locator(".n").text_content()
    facet(page, "Antony Blinken").click()
    has(page, "actor=Antony+Blinken")
    expect(page.locator("#count strong")).to_have_text(str(number))
    expect(page.locator("#chips")).to_contain_text("Antony Blinken")
    page.locator("#results .title").first.click()
    expect(page.get_by_role("link", name="Antony Blinken").first).to_be_visible()


@pytest.mark.long  # `make test` has roles in test_explorer.py.
def test_who_was_host_and_who_took_part(page: Page) -> None:
    for country, role, part in (
        ("C5", "host", "country=C5:host"),
        ("United States", "participant", "country=US:participant"),
    ):
        page.get_by_label("Country or bloc").fill(country)
        page.get_by_label("Role of the country", exact=True).select_option(role)
        page.get_by_label("Country or bloc").press("Enter")
        has(page, part)
    for name in ("C5 as host", "United States as participant"):
        expect(page.get_by_role("link", name=f"Remove {name}")).to_be_visible()
    found = titles(page)
    assert "C5+1 foreign ministers meet in Astana" in found
    assert "United States announces $25 million for Central Asia" not in found


@pytest.mark.long  # `make test` has a way by keyboard in test_explorer.py.
def test_by_keyboard_alone(chromium: Browser, live: Live) -> None:
    with visiting(chromium, live.url, base_url=live.url) as page:
        page.goto("/")

        def reach(target: Locator) -> None:
            element = target.element_handle()  # found once, and again if the list was replaced
            for _ in range(120):
                page.keyboard.press("Tab")
                focused = element.evaluate(
                    "each => each.isConnected ? each === document.activeElement : null"
                )
                if focused:
                    return
                if focused is None:
                    element = target.element_handle()
            raise AssertionError("the keyboard does not get there")

        reach(facet(page, "Kazakhstan"))
        page.keyboard.press("Enter")
        has(page, "country=KZ")
        page.keyboard.press("Home")
        reach(page.get_by_label("Date or range"))
        page.keyboard.type("Sep 2022 to Nov 2022")
        page.keyboard.press("Enter")
        has(page, f"date={AUTUMN}")
        first = page.locator("#results .title").first
        expect(page.locator("#results .group").first).to_have_attribute(
            "data-date", re.compile("2022")
        )
        reach(first)
        title = first.text_content()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(str(title))
        reach(page.get_by_role("link", name="All versions"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Versions of")


@pytest.fixture(scope="module")
def more(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed, treaties, and an event in Arabic. ``make test-all`` has all treaties
    since 1351; other runs have those on nuclear matters."""
    folder = tmp_path_factory.mktemp("walks")
    treaties = shared_data / TREATIES
    if not ALL:
        treaties = chosen(treaties, "(?i)nuclear", folder)
    (folder / "arabic.ndjson").write_text(json.dumps(ARABIC), "utf-8")
    with serving(folder, workers="1") as live:
        mapping = REPOSITORY / "seed/mappings/treaties.json"
        # The import rejects some rows, so the command ends with an error status.
        words = ("import", str(treaties), "--mapping", str(mapping))
        run(*words, environment=live.environment)
        live.command("import", str(folder / "arabic.ndjson"))
        yield live


@pytest.mark.parametrize("scripts", [True, False] if ALL else [True])
def test_treaties_on_a_subject_with_a_state_that_is_gone(
    chromium: Browser, more: Live, scripts: bool
) -> None:
    options: dict[str, Any] = {"base_url": more.url, "java_script_enabled": scripts}
    with visiting(chromium, more.url, **options) as page:
        page.goto("/")
        ask(page, "Search words", "nuclear")
        has(page, "q=nuclear")
        ask(page, "Date or range", "1960/1990")
        has(page, "date=1960/1990")
        page.locator("#facets summary", has_text="Countries").click()
        facet(page, "Soviet Union").click()
        has(page, "country=SUHH")
        assert any("Union Of Soviet" in each and "Nuclear" in each for each in titles(page))
        for event in page.locator("#results li").all():
            assert "Soviet Union" in event.locator(".meta span").all_text_contents()
        years = [int(each) for each in page.locator("#results h2").all_text_contents()]
        assert all(1960 <= each <= 1990 for each in years)


@pytest.mark.long  # `make test` has a reader in Arabic in test_languages_live.py.
def test_in_arabic(chromium: Browser, more: Live) -> None:
    with visiting(chromium, more.url, base_url=more.url, locale="ar") as page:
        page.goto("/")
        page.get_by_role("searchbox").fill("الطاقة")
        title = page.get_by_role("link", name=str(ARABIC["title"]), exact=True)
        expect(title).to_be_visible()
        # The title begins on the side of its own script, in the list and on its page.
        left, right = title.evaluate(
            "each => { const range = document.createRange(); range.selectNodeContents(each);"
            " const text = range.getBoundingClientRect();"
            " const box = each.getBoundingClientRect();"
            " return [text.left - box.left, box.right - text.right]; }"
        )
        assert right <= left
        assert page.get_by_role("searchbox").evaluate("each => each.matches(':dir(rtl)')")
        title.click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(str(ARABIC["title"]))
        assert heading.evaluate("each => each.matches(':dir(rtl)')")
        page.get_by_role("link", name="فيصل بن فرحان").click()
        expect(page.locator("#count strong")).to_have_text("1")
        expect(page.locator("#chips")).to_contain_text("فيصل بن فرحان")
