"""The pages in Firefox: what only another browser than Chromium can show."""

from __future__ import annotations

import pytest

from tests.support.firefox import Firefox
from tests.support.live import Live

DRAWN = "return document.querySelector('dateline-timeline').events?.length"
SHADED = "return document.querySelector('dateline-map').shadowRoot?.querySelector('.land a')"
LAST = "return [...document.querySelectorAll('#results a.title')].at(-1)"
WORDS = """
const label = [...document.querySelector("dateline-timeline").shadowRoot.querySelectorAll(".label")]
  .find((each) => each.getBoundingClientRect().width > 60);
const { left, top, height } = label.getBoundingClientRect();
return [left + 20, top + height / 2];
"""


@pytest.fixture
def explorer(firefox: Firefox, live: Live) -> Firefox:
    """Firefox with the explorer, whose timeline and map are drawn."""
    firefox.forget()
    firefox.open(f"{live.url}/#where")
    firefox.until(DRAWN)
    firefox.until(SHADED)
    return firefox


def test_a_screen_reader_gets_titles_that_were_not_yet_on_the_screen(explorer: Firefox) -> None:
    """Firefox has no words for what ``content-visibility`` has not drawn."""
    title = explorer.run(f"{LAST}.textContent")
    assert title
    assert explorer.told(LAST) == title


def test_keys_lead_through_timeline_and_map(explorer: Firefox) -> None:
    """From event to event, and from country to country."""
    for tag, first in (("dateline-timeline", "li a"), ("dateline-map", ".land a")):
        links = f"document.querySelector('{tag}').shadowRoot"
        explorer.run(f"{links}.querySelector('{first}[tabindex=\"0\"]').focus()")
        before = explorer.told(f"return {links}.activeElement")
        explorer.press("right")
        after = explorer.told(f"return {links}.activeElement")
        assert before
        assert after not in ("", before)


def test_a_drag_on_the_timeline_opens_no_event(explorer: Firefox) -> None:
    """Neither where it ends elsewhere, nor where it comes back to the event; a click does."""
    explorer.run("document.querySelector('dateline-timeline').scrollIntoView({ block: 'center' })")
    for way in (-60, 0):
        x, y = explorer.run(WORDS)
        explorer.drag((x, y), (x + 60, y), (x + way, y))
        assert explorer.run("return location.pathname") == "/"
    x, y = explorer.run(WORDS)
    explorer.drag((x, y))
    explorer.until("return location.pathname > '/events/' && document.readyState === 'complete'")


def test_no_word_of_a_chosen_country_is_broken(explorer: Firefox, live: Live) -> None:
    """The list of roles beside it is wider than in Chromium, and gives way."""
    explorer.open(f"{live.url}/?country=Kazakhstan&country=Turkmenistan")
    lines = explorer.run(
        """return [...document.querySelectorAll("#involved bdi")].map((each) => {
          const words = document.createRange();
          words.selectNodeContents(each);
          return words.getClientRects().length;
        })"""
    )
    assert lines == [1, 1]


def test_the_console_is_empty(explorer: Firefox, live: Live) -> None:
    """Firefox warns of things that Chromium lets pass."""
    explorer.run("document.querySelector('input[name=category]').click()")
    explorer.until("return location.search")
    for path in ("/embed", "/docs", "/events/c5plus1-ministerial-astana-2023"):
        explorer.open(live.url + path)
    assert not explorer.messages(live.url)
