"""axe-core finds no violation on any page, light or dark, wide or narrow."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from service.languages import DEFAULT, NAMES
from tests.support.axe import Axe
from tests.support.browser import visiting
from tests.support.live import Live, serving
from tests.support.sizes import ALL, size

EVENT = "us-funding-central-asia-2022-09"
PATHS = (
    "/", "/?country=C5:host&category=funding,meeting&date=2022/2023&match=certain&sort=-updated"
    "&limit=1&compare=KZ,UZ,US&interval=month",
    "/?q=zzzz", "/?country=Kazakstan&date=2022-9", "/embed?compare=KZ,UZ&interval=month",
    f"/events/{EVENT}", "/events/corrected", "/events/corrected/versions", "/events/deleted",
    "/events/deleted/versions", "/events/nothing-here", "/nowhere", "/signin", "/embed?country=KZ",
    "/embed?lang=ar&country=KZ", "/docs", "/ogc?f=html", "/ogc/collections?f=html",
    "/ogc/collections/events/items?f=html&limit=3",
    f"/ogc/collections/events/items/{EVENT}?f=html",
)  # fmt: skip
MONEY = "/?measure=money&compare=KZ"
"""``PATHS`` and ``MONEY`` are all pages, and the states of the explorer that add elements."""
MORE_STATES = (
    "/?country=C5&category=funding,meeting&date=2022-09/2023-03",
    "/?country=KZ&role=host&match=certain&date=2022&on=02-24", "/?sort=-updated&limit=3",
    "/?compare=KZ,UZ,US&interval=month",
)  # fmt: skip
"""States of the explorer. The second of ``PATHS`` has the elements of all of them."""
ALIKE = (
    "/docs", "/events/corrected", "/events/deleted/versions", "/events/nothing-here",
    "/embed?lang=ar&country=KZ", "/ogc/collections?f=html",
)  # fmt: skip
"""Pages that only ``make test-all`` tries. The script of the first one draws a lot. The others have
the elements of another page. ``test_timeline.py`` has the frame in Arabic."""
COLOURED = (PATHS[1], f"/events/{EVENT}")
"""The pages on which ``make test`` checks the contrast of colours, which takes two thirds of the
time. The other pages have the same style sheet."""
EXPECTED = ("400", "404", "410")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed, a corrected event and a deleted one."""
    with serving(tmp_path_factory.mktemp("axe"), workers="1") as live:
        key = live.command("key", "create", "editor", "--scope", "write").split()[-1]

        def ask(method: str, name: str, body: object = None, tag: str = "") -> str:
            headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            request = urllib.request.Request(
                f"{live.url}/v1/events/{name}", json.dumps(body).encode() if body else None,
                headers | ({"If-Match": tag} if tag else {}), method=method,
            )  # fmt: skip
            with urllib.request.urlopen(request, timeout=20) as reply:
                return str(reply.headers["ETag"])

        for name in ("corrected", "deleted"):
            event = {"title": "Talks", "date": "2024-05-01", "category": "meeting", "tags": ["a"]}
            tag = ask("PUT", name, event)
            tag = ask("PUT", name, event | {"title": "More talks", "tags": []}, tag)
        ask("DELETE", "deleted", tag=tag)
        yield live


def visit(page: Page, url: str) -> None:
    """Opens the page and all its parts."""
    page.goto(url)
    if "/docs" in url:  # made by a script
        page.locator(".opblock-tag").first.click()
        page.locator(".opblock").first.wait_for()
    unfold(page)


def unfold(page: Page) -> None:
    """Opens every part that a reader can open."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = 1")


def test_axe_tells_what_is_wrong(chromium: Browser, axe: Axe) -> None:
    with visiting(chromium, axe.url) as page:
        page.set_content('<main style="background:#fff;color:#ddd">Faint<img src="data:,"></main>')
        for colours, wrong in ((True, {"color-contrast", "image-alt"}), (False, {"image-alt"})):
            found = {each[0] for each in axe.violations(page, colours=colours)}
            assert found & {"color-contrast", "image-alt"} == wrong


@pytest.mark.parametrize(("turn", "scheme", "width"), [(0, "light", 1280), (1, "dark", 360)])
def test_axe_finds_no_violation(
    chromium: Browser, site: Live, axe: Axe, turn: int, scheme: str, width: int
) -> None:
    """One half of the pages is wide and light, the other narrow and dark. ``make test-all`` tries
    every page both ways, and those of ``ALIKE``."""
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with visiting(
        chromium, site.url, axe.url, expected=EXPECTED, bypass_csp=True, **options
    ) as page:
        told = {}
        some = [each for each in PATHS if each not in ALIKE][turn::2]
        for path in (*PATHS, *MORE_STATES, MONEY) if ALL else some:
            visit(page, site.url + path)
            if found := axe.violations(page, colours=ALL or path in COLOURED):
                told[path] = found
        assert not told


WITHOUT = tuple(each for each in (*PATHS, *MORE_STATES, MONEY) if "lang=" not in each)
"""Pages whose URL names no language."""
EXPLORER = "/?country=C5&category=funding&date=2022-09/2023-03"
FIRST = {"ar": EXPLORER, "zh": f"/events/{EVENT}"}
"""The pages of ``make test`` in other languages."""


@pytest.mark.parametrize("code", [each for each in NAMES if each != DEFAULT] if ALL else FIRST)
def test_axe_finds_no_violation_in_another_language(
    chromium: Browser, site: Live, axe: Axe, code: str
) -> None:
    """Arabic is written from right to left, so it gets the explorer. Chinese gets one small page.
    ``make test-all`` tries all pages of all languages wide and narrow, with colours."""
    told = {}
    for scheme, width in (("light", 1280), ("dark", 360))[: size(1, 2)]:
        options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
        with visiting(
            chromium, site.url, axe.url, expected=EXPECTED, bypass_csp=True, **options
        ) as page:
            for path in WITHOUT if ALL else (FIRST[code],):
                visit(page, f"{site.url}{path}{'&' if '?' in path else '?'}lang={code}")
                if found := axe.violations(page, colours=ALL):
                    told[path, scheme] = found
    assert not told


SMALL = """() => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  return [...document.querySelectorAll("#main :is(a, button, summary, input, select)")]
    .map(each => [each, (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([each, box]) => box.height && box.height < 23.9)
    .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.height}`);
}"""
"""Targets that are lower than 24 pixels (WCAG 2.5.8)."""


def test_a_finger_finds_what_it_aims_at(chromium: Browser, site: Live) -> None:
    phone: dict[str, Any] = {
        "viewport": {"width": 640, "height": 320},
        "has_touch": True,
        "is_mobile": True,
    }
    with visiting(chromium, site.url, **phone) as page:
        for path in ("/?country=KZ", f"/events/{EVENT}", "/events/corrected/versions"):
            page.goto(site.url + path)
            assert page.evaluate(SMALL) == []
