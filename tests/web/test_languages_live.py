"""Pages in other languages in a browser: the texts and the behaviour of scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from babel import Locale
from playwright.sync_api import Browser, expect

from service.languages import NAMES, language
from tests.conftest import REPOSITORY
from tests.support.browser import visiting
from tests.support.live import Live
from tests.support.sizes import ALL, size

STATIC = REPOSITORY / "service/web/static"
PLURAL = 10
"""The index of the text of the timeline that has plural forms."""


def table(chromium: Browser, name: str) -> dict[str, list[Any]]:
    """The table of words at the top of a script."""
    found = re.search(r"const WORDS = (\{.*?\n\});", (STATIC / name).read_text("utf-8"), re.DOTALL)
    assert found
    page = chromium.new_page()
    try:
        words: dict[str, list[Any]] = page.evaluate(f"({found[1]})")
    finally:
        page.close()
    return words


@pytest.mark.parametrize("name", ["dateline-timeline.js", "map-words.js"])
def test_scripts_for_other_sites_have_every_word(chromium: Browser, name: str) -> None:
    words = table(chromium, name)
    assert set(NAMES) <= set(words)
    english = words["en"]
    for code in words:
        assert len(words[code]) == len(english)
        for own, other in zip(words[code], english, strict=True):
            texts = own.values() if isinstance(own, dict) else [own]
            wanted = other["other"] if isinstance(other, dict) else other
            for text in texts:
                assert text.strip(), code
                assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", wanted))
        alike = [own for own, other in zip(words[code], english, strict=True) if own == other]
        assert code == "en" or len(alike) < 3, (code, alike)


def test_the_timeline_has_every_form_of_the_plural(chromium: Browser) -> None:
    words = table(chromium, "dateline-timeline.js")
    for code in words:
        locale = Locale.parse(code)
        assert {locale.plural_form(n) for n in range(1000)} <= set(words[code][PLURAL]), code


def test_a_reader_in_russian(chromium: Browser, live: Live) -> None:
    """The browser's preference chooses Russian. A link then chooses Chinese."""
    with visiting(chromium, live.url, locale="ru-RU") as page:
        page.goto(live.url + "/?country=KZ")
        line = page.locator("#line")
        expect(line.get_by_role("button", name="Показать всё")).to_be_visible()
        expect(line.locator(".note")).to_contain_text("с подписью")
        label = line.locator("li:not(.pile) a").first.get_attribute("aria-label")
        assert label and re.search("[а-я]+ 202", label)
        page.locator("#country").press_sequentially("Узб")
        option = page.get_by_role("option", name="Узбекистан")
        expect(option).to_be_visible()
        expect(page.locator(".combo [role=status]").first).to_have_text("1 подсказка")
        option.click()
        expect(page.locator("#chips")).to_contain_text("Узбекистан")
        assert "lang=" not in page.url
        other = page.locator("#languages a[hreflang=zh]")
        assert "country=UZ" in (other.get_attribute("href") or "")  # the link has the new query
        other.click()
        expect(page.locator("html")).to_have_attribute("lang", "zh")
        expect(page.locator("#chips")).to_contain_text("乌兹别克斯坦")


def test_the_language_of_the_address_stays_while_a_reader_asks(
    chromium: Browser, live: Live
) -> None:
    with visiting(chromium, live.url, locale="en-GB") as page:
        page.goto(live.url + "/?lang=ar")
        page.locator("#q").fill("sanctions")
        expect(page).to_have_url(re.compile("q=sanctions"))
        assert "lang=ar" in page.url
        expect(page.locator("#count")).to_contain_text("أحداث")
        title = page.locator(".title").first
        assert "lang=ar" in (title.get_attribute("href") or "")
        assert title.evaluate("each => getComputedStyle(each).direction") == "ltr"
        label = page.locator("#line li:not(.pile) a").first
        assert "lang=ar" in (label.get_attribute("href") or "")
        # Time runs from left to right: the earlier of two ticks stands on the left.
        ticks = page.locator("#line .tick").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().left)"
        )
        assert ticks == sorted(ticks)
        page.locator("#q").fill("")
        expect(page).to_have_url(live.url + "/?lang=ar")


@pytest.mark.parametrize("code", NAMES if ALL else ("ar", "ru"))  # to the left, and long words
def test_nothing_is_wider_than_a_phone(chromium: Browser, live: Live, code: str) -> None:
    options: dict[str, Any] = {"viewport": {"width": 360, "height": 800}}
    with visiting(chromium, live.url, **options) as page:
        for path in ("/?country=C5", "/events/us-funding-central-asia-2022-09")[: size(1, 2)]:
            page.goto(f"{live.url}{path}{'&' if '?' in path else '?'}lang={code}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        direction = page.evaluate("document.documentElement.dir")
        assert direction == language(code).direction
