"""Calendars and feeds: exact bytes, stable ids, corrections and deletions."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats import atom, ics, jsonfeed
from service.formats.format import Deleted, Listing
from service.schemas.event import load_event, render
from service.schemas.fields import CONTROL, VISIBLE
from tests.support.hostile import tag_of

LISTING = Listing("Events", "https://d.example", "https://d.example/v1/events.ics?tag=a&q=b")
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
MADE, CHANGED = "2024-01-01T00:00:00.123456Z", "2024-02-01T10:20:30.123456Z"


def document(version: int = 1, **fields: Any) -> bytes:
    """A stored document."""
    event = {"id": "a", "title": "t", "date": "2023-02-28", "category": "other"} | fields
    return render(load_event(event), version, MADE, CHANGED)


def lines(body: bytes) -> dict[str, str]:
    """The content lines of one component: the values by the text before the colon."""
    unfolded = body.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in unfolded.split("\r\n") if line)


def vevent(**fields: Any) -> dict[str, str]:
    return lines(ics.component(json.loads(document(**fields)), LISTING))


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2023-02-28", "20230228", "20230301"),
        ("2022-09", "20220901", "20221001"),
        ("2023-02-27/2023-03-03", "20230227", "20230304"),
        ("0800-12-25", "08001225", "08001226"),
        ("../2022-12", "20221201", "20230101"),
    ],
)
def test_days_have_an_exclusive_end(date: str, start: str, end: str) -> None:
    found = vevent(date=date)
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == (start, end)


def test_a_month_says_that_it_is_known_to_the_month() -> None:
    found = vevent(date="2022-09")
    assert found["SUMMARY"] == "t (September 2022)"
    assert found["DESCRIPTION"].startswith("September 2022 (known to the month)")
    assert (found["X-DATELINE-PRECISION"], found["X-DATELINE-DATE"]) == ("month", "2022-09")
    assert vevent(date="2022-09-01")["SUMMARY"] == "t"


@pytest.mark.parametrize(
    ("date", "start"),
    [("2023-02-23T15:30:00-05:00", "20230223T203000Z"), ("2023-02-23T15:30", "20230223T153000")],
)
def test_a_time_is_an_instant_only_with_its_offset(date: str, start: str) -> None:
    found = vevent(date=date)
    assert found["DTSTART"] == start
    assert "DTEND" not in found


def test_a_correction_keeps_the_uid_and_raises_the_sequence() -> None:
    first, second = vevent(), vevent(version=3, date="2023-03-01", status="cancelled")
    assert first["UID"] == second["UID"] == "a@dateline"
    assert (first["SEQUENCE"], second["SEQUENCE"]) == ("0", "2")
    assert second["STATUS"] == "CANCELLED"
    assert second["DTSTAMP"] == second["LAST-MODIFIED"] == "20240201T102030Z"


def test_a_deletion_is_a_cancellation_with_a_higher_sequence() -> None:
    kept = Deleted("a", 4, "2024-03-01T00:00:00.000000Z", document(3))
    body = b"".join(ics.render([], replace(LISTING, deleted=(kept,))))
    (only,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert (only["UID"], only["STATUS"], only["SEQUENCE"]) == ("a@dateline", "CANCELLED", 3)
    assert only.decoded("DTSTAMP") == datetime(2024, 3, 1, tzinfo=UTC)


def test_undated_events_and_far_years_are_not_in_a_calendar() -> None:
    assert ics.component(json.loads(document(date="XXXX")), LISTING) == b""
    assert ics.component(json.loads(document(date="-0043-03-15")), LISTING) == b""


clean_text = st.text(min_size=1, max_size=120).filter(
    lambda each: VISIBLE.search(each) and not CONTROL.search(each) and "\\N" not in each
    and not set(each) & set("\x85\u2028\u2029")
    and not each.startswith("\ufeff")  # the library removes it as a byte order mark
)  # fmt: skip


tags = clean_text.filter(lambda each: "," not in each and len(each) <= 100).map(tag_of)


@given(title=clean_text, tag=tags.filter(bool))
def test_the_content_lines_are_those_of_the_icalendar_library(title: str, tag: str) -> None:
    event = json.loads(document(title=title, tags=[tag], summary=title, place={"name": title}))
    made = ics.component(event, LISTING)
    expected = icalendar.Event()
    stamp = datetime(2024, 2, 1, 10, 20, 30, tzinfo=UTC)
    for name, value in (
        ("uid", "a@dateline"), ("sequence", 0), ("dtstamp", stamp), ("last-modified", stamp),
        ("created", datetime(2024, 1, 1, tzinfo=UTC)), ("dtstart", date(2023, 2, 28)),
        ("dtend", date(2023, 3, 1)), ("summary", title),
        ("description", f"28 February 2023\n\n{title}"), ("categories", ["other", tag]),
        ("status", "CONFIRMED"), ("transp", "TRANSPARENT"), ("x-dateline-date", "2023-02-28"),
        ("x-dateline-precision", "day"), ("location", title),
        ("url", "https://d.example/events/a"),
    ):  # fmt: skip
        expected.add(name, value)
    # A long line may be folded anywhere, but after at most 75 octets (RFC 5545, section 3.1).
    assert made.replace(b"\r\n ", b"") == expected.to_ical(sorted=False).replace(b"\r\n ", b"")
    for line in made.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(st.text(max_size=80))
def test_any_text_stays_in_its_line_and_comes_back(value: str) -> None:
    body = ics.fold(f"SUMMARY:{ics.text(value.encode('utf-8', 'ignore').decode())}")
    assert body.count(b"\r\n") == body.count(b"\r\n ") + 1
    assert not set("".join(body.decode().split("\r\n "))[:-2]) & set("\r\n\x00\x85\u2028\u2029")


def test_a_feed_names_changes_and_deletions() -> None:
    deleted = Deleted("b", 2, "2024-05-01T00:00:00.194716Z", document())
    gone_at = "2024-05-01T00:00:00.194Z"
    listing = replace(LISTING, next="https://d.example/v1/events.atom?cursor=x", deleted=(deleted,))
    feed = ET.fromstring(b"".join(atom.render([document(title="<b>&</b>")], listing)))
    assert feed.findtext("a:entry/a:title", None, ATOM) == "<b>&</b>"
    assert feed.findtext("a:entry/a:id", None, ATOM) == atom.entry_id("a")
    assert feed.findtext("a:updated", None, ATOM) == gone_at
    gone = feed.find("at:deleted-entry", ATOM)
    assert gone is not None
    assert gone.attrib == {"ref": atom.entry_id("b"), "when": gone_at}
    links = {each.get("rel"): each.get("href") for each in feed.findall("a:link", ATOM)}
    page = "https://d.example/?tag=a&q=b"
    assert links == {"self": LISTING.address, "next": listing.next, "alternate": page}
    made = json.loads(b"".join(jsonfeed.render([document()], listing)))
    assert made["_dateline"]["deleted"] == [{"id": "b", "date_deleted": gone_at}]
    assert made["next_url"] == listing.next


def test_the_id_of_a_feed_is_the_same_on_every_page() -> None:
    def feed_id(address: str) -> str | None:
        listing = replace(LISTING, address=address)
        return ET.fromstring(b"".join(atom.render([], listing))).findtext("a:id", None, ATOM)

    first = feed_id("https://d.example/v1/events.atom?tag=a")
    assert first == feed_id("https://d.example/v1/events.atom?tag=a&cursor=xyz")
    assert first != feed_id("https://d.example/v1/events.atom?tag=b")


@given(st.text(max_size=60))
def test_any_text_comes_back_from_xml(value: str) -> None:
    made = atom.element("title", value, term=value or "x")
    found = ET.fromstring(made.encode("utf-8"))
    assert (found.text or "") == CONTROL.sub("", value)
    assert found.get("term") == CONTROL.sub("", value or "x")


def test_an_anniversary_is_an_entry_of_its_own() -> None:
    event = json.loads(document(date="2020-02-29", title="Leap"))
    items = [{"on": date(2023, 2, 28), "years": 3, "event": event},
             {"on": date(2021, 2, 28), "years": 1, "event": event}]  # fmt: skip
    found = icalendar.Calendar.from_ical(ics.anniversaries(items, LISTING)).walk("VEVENT")
    assert [(each["UID"], each["SUMMARY"], each.decoded("DTSTART")) for each in found] == [
        ("a.2023@dateline", "Leap (3 years)", date(2023, 2, 28)),
        ("a.2021@dateline", "Leap (1 year)", date(2021, 2, 28)),
    ]
