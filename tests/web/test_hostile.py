"""Text that looks like markup or code stays text on every page."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import orjson
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from service.schemas.event import load_event
from service.store import Store
from tests.support.browser import visiting
from tests.support.hostile import AFTER, BEFORE, PAYLOADS, STRINGS, event
from tests.support.live import Live, serving
from tests.support.sizes import ALL, size

SOME = STRINGS if ALL else STRINGS[::19]
"""All attacks, and all texts before and after them. ``make test-all`` has all combinations."""


class Structure(HTMLParser):
    """The elements of a page, the names of their attributes, and the schemes of its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.schemes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        for name, value in attrs:
            if name in ("href", "src", "action"):
                self.schemes.add((value or "").partition(":")[0] if ":" in (value or "") else "")


def test_there_are_five_hundred_of_which_some_have_every_part() -> None:
    assert len(set(STRINGS)) == 500
    for parts in (PAYLOADS, BEFORE, AFTER):
        assert all(any(part in text for text in SOME) for part in parts)


def test_no_string_changes_the_structure_of_its_page(client: FlaskClient, store: Store) -> None:
    store.import_batch(
        load_event(event(number, text)) for number, text in enumerate((*STRINGS, "harmless"))
    )
    harmless = Structure(client.get("/events/hostile-500").text)
    for text in SOME:
        number = STRINGS.index(text)
        page = Structure(client.get(f"/events/hostile-{number:03}").text)
        assert page.found == harmless.found, text
        assert page.schemes == {"", "http", "https"}


def test_no_string_in_the_address_changes_the_structure_either(client: FlaskClient) -> None:
    for text in SOME:
        asked = {"q": text, "actor": text, "tag": text, "date": text, "country": text}
        browser = {"Accept": "text/html"}
        reply = client.get("/", query_string=asked, headers=browser, follow_redirects=True)
        page = Structure(reply.text)
        names = [tag for tag, _ in page.found]
        assert (names.count("script"), names.count("iframe"), names.count("img")) == (5, 0, 1)
        assert not any(name.startswith("on") for _, each in page.found for name in each)
        assert page.schemes <= {"", "http", "webcal"}, text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("hostile")
    lines = [orjson.dumps(event(number, text)) for number, text in enumerate(STRINGS)]
    (folder / "events.ndjson").write_bytes(b"\n".join(lines))
    with serving(folder, workers="1") as live:
        live.command("import", str(folder / "events.ndjson"))
        yield live


def test_none_runs_in_a_browser_even_without_the_policy(chromium: Browser, hostile: Live) -> None:
    with visiting(chromium, hostile.url, bypass_csp=True) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(f"{hostile.url}/?date=2020&limit={size(100, 500)}")
        assert page.locator("#results li").count() == size(100, 500)
        page.get_by_text("Use this view").click()
        page.locator("#actor").evaluate("each => each.closest('details').open = true")
        page.locator("#actor").focus()
        options = page.locator("#list-actor [role=option]")
        for letter in ("", "a", "s", "1")[: size(1, 4)]:
            page.locator("#actor").fill(letter)
            page.locator("#actor").press("ArrowDown")
            options.first.wait_for()
            page.wait_for_timeout(200)
            assert options.count() > 1
            assert page.evaluate("window.ran") is None
        for number in range(0, 500, size(222, 37)):
            page.goto(f"{hostile.url}/events/hostile-{number:03}")
            assert page.locator("h1").text_content() == STRINGS[number]
            assert page.evaluate("window.ran") is None


def test_none_runs_when_a_person_types_it(chromium: Browser, hostile: Live) -> None:
    with visiting(chromium, hostile.url, expected=("400",), bypass_csp=True) as page:
        page.goto(f"{hostile.url}/")
        for text in STRINGS[:: size(79, 40)]:
            page.locator("#q").fill(text)
            page.locator("#country").fill(text)
            with page.expect_response(lambda reply: reply.url.startswith(f"{hostile.url}/?")):
                page.locator("#country").press("Enter")
            assert page.evaluate("window.ran") is None
