"""The parts of an event that people read: its status beside its date, its lines, and its times."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from service.domain.vocabulary import OCCURRED, STATUSES
from service.formats import ics
from service.formats.format import Listing
from service.formats.localized import documents_in
from service.formats.registry import BY_SUFFIX
from service.languages import DEFAULT
from service.schemas.event import load_event, render

OTHERS = tuple(each for each in STATUSES if each != OCCURRED)
MADE, CHANGED = "2024-01-01T00:00:00.000007Z", "2024-02-01T10:11:12.194716Z"


def document(status: str, summary: str = "S") -> bytes:
    event = {"id": "a", "title": "Talks", "summary": summary, "date": "2022-09",
             "category": "meeting", "status": status}  # fmt: skip
    return render(load_event(event), 2, MADE, CHANGED)


def made(suffix: str, status: str, lang: str | None = None) -> str:
    around = Listing(root="https://d.example", options={"lang": lang} if lang else {})
    rows = documents_in([document(status)], lang or DEFAULT)
    return b"".join(BY_SUFFIX[suffix].render(rows, around)).decode()


def title(suffix: str, status: str, lang: str | None = None) -> str:
    """The line that lists, boxes and cells show alone: of an entry, an item, a slide, a day."""
    text = made(suffix, status, lang)
    found: Any = text if suffix in ("atom", "ics") else json.loads(text)
    if suffix == "atom":
        return str(feedparser.parse(found).entries[0].title)
    if suffix == "ics":
        return str(Calendar.from_ical(found).walk("VEVENT")[0]["SUMMARY"])
    if suffix == "feed.json":
        return str(found["items"][0]["title"])
    if suffix == "timelinejs.json":
        return str(found["events"][0]["text"]["headline"])
    return str(found[0]["content" if suffix == "vis.json" else "title"])


def shown(suffix: str, status: str, lang: str | None = None) -> str:
    """The text in which a person reads of the date, or the summary in TimelineJS."""
    text = made(suffix, status, lang)
    found: Any = text if suffix in ("atom", "ics") else json.loads(text)
    if suffix == "atom":
        return str(feedparser.parse(found).entries[0].summary)
    if suffix == "ics":
        return str(Calendar.from_ical(found).walk("VEVENT")[0]["DESCRIPTION"])
    if suffix == "feed.json":
        return str(found["items"][0]["content_html"])
    if suffix == "timelinejs.json":
        return str(found["events"][0]["text"]["text"])
    return str(found[0]["title" if suffix == "vis.json" else "text"])


WORDED = ("atom", "feed.json", "ics", "vis.json", "grafana.json")


@pytest.mark.parametrize("status", OTHERS)
@pytest.mark.parametrize("suffix", WORDED)
def test_the_date_has_the_status_beside_it(suffix: str, status: str) -> None:
    assert f"September 2022 (known to the month), {status}" in shown(suffix, status)
    assert "(known to the month)," not in shown(suffix, OCCURRED)


@pytest.mark.parametrize("suffix", WORDED)
def test_the_status_is_in_the_language_of_the_reply(suffix: str) -> None:
    assert ", annulé" in shown(suffix, "cancelled", "fr")


TITLED = (*WORDED, "fullcalendar.json", "timelinejs.json")


@pytest.mark.parametrize("status", OTHERS)
@pytest.mark.parametrize("suffix", TITLED)
def test_the_title_alone_says_the_status(suffix: str, status: str) -> None:
    assert title(suffix, status).startswith(f"{status}: Talks")
    assert title(suffix, OCCURRED).startswith("Talks")
    assert title(suffix, status, "fr").endswith(title(suffix, OCCURRED, "fr"))
    assert not title(suffix, status, "fr").startswith((status, "Talks"))


def test_a_bar_says_that_a_month_is_no_duration() -> None:
    """The bar of an event that is known to the month looks like that of one that lasts a month."""
    for suffix in ("ics", "fullcalendar.json"):
        assert title(suffix, OCCURRED) == "Talks (September 2022)"
        assert title(suffix, "planned", "fr") == "prévu\u00a0: Talks (septembre 2022)"


def test_timelinejs_says_the_status_once() -> None:
    assert shown("timelinejs.json", "cancelled") == "<p>S</p>"


def test_an_anniversary_has_the_status_of_its_event() -> None:
    found = {"on": date(2024, 9, 1), "years": 2, "event": json.loads(document("disputed"))}
    assert b"\nSUMMARY:disputed: Talks (2 years)\r" in ics.anniversaries([found], Listing())


@pytest.mark.parametrize(
    "suffix", ["atom", "feed.json", "timelinejs.json", "vis.json", "grafana.json"]
)
def test_html_keeps_the_lines_of_a_summary(suffix: str) -> None:
    stored = document(OCCURRED, "one\r\ntwo & <b>\nthree")
    text = b"".join(BY_SUFFIX[suffix].render([stored], Listing())).decode()
    if suffix == "atom":
        text = ElementTree.fromstring(text).findtext("{*}entry/{*}content") or ""
    # JSON writes a line end as two characters.
    assert "one<br>two &amp; &lt;b&gt;<br>three" in text.replace("\\n", "").replace("\n", "")


@pytest.mark.parametrize("suffix", ["vis.json", "fullcalendar.json"])
def test_a_page_can_draw_the_status(suffix: str) -> None:
    for status in STATUSES:
        (item,) = json.loads(made(suffix, status))
        classes = item.get("classNames") or item["className"].split()
        found = [each for each in classes if each.removeprefix("dateline-") in STATUSES]
        assert found == ([] if status == OCCURRED else [f"dateline-{status}"])


def test_linked_data_and_citations_say_the_status() -> None:
    (node,) = json.loads(made("jsonld", "disputed"))["@graph"]
    assert node["keywords"] == "meeting, disputed"
    for suffix in ("apa.txt", "chicago.txt", "ris", "bib", "csl.json"):
        assert "date of the event: September 2022; status: planned" in made(suffix, "planned")
        assert "status" not in made(suffix, OCCURRED)


def test_a_shared_link_says_the_status(client: FlaskClient, write_key: dict[str, str]) -> None:
    event = {"title": "Talks", "date": "2022-09", "category": "meeting", "status": "cancelled"}
    client.put("/v1/events/off", json=event, headers=write_key)
    page = client.get("/events/off").text
    assert 'property="og:description" content="September 2022, cancelled">' in page


def test_feeds_have_times_that_every_reader_reads_alike() -> None:
    """ROME takes ``.194716`` for 194,716 milliseconds."""
    entry = ElementTree.fromstring(made("atom", OCCURRED)).find("{*}entry")
    assert entry is not None
    assert entry.findtext("{*}updated") == "2024-02-01T10:11:12.194Z"
    assert entry.findtext("{*}published") == "2024-01-01T00:00:00.000Z"
    (item,) = json.loads(made("feed.json", OCCURRED))["items"]
    assert item["date_modified"] == "2024-02-01T10:11:12.194Z"
    assert item["date_published"] == "2024-01-01T00:00:00.000Z"
