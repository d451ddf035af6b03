"""An event that is exported to a calendar and imported again is unchanged."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from service.domain.display import WORDS
from service.domain.event import Event
from service.formats import dates as shown
from service.formats import ics as exported
from service.formats.format import Deleted, Listing
from service.formats.localized import documents_in
from service.importers import ics
from service.importers.row_result import Record
from service.schemas.event import load_event, render
from tests.support.sizes import size
from tests.unit.event_strategies import dates, events

LISTING = Listing("Events", "https://d.example", "https://d.example/v1/events.ics")
MADE = "2024-01-01T00:00:00Z"


def written(document: dict[str, Any]) -> bytes:
    return b"".join(exported.render([render(load_event(document), 3, MADE, MADE)], LISTING))


def read(body: bytes) -> list[Record]:
    return list(ics.read(io.BytesIO(body), today=date(2023, 6, 1)))


def plain(event: Event) -> dict[str, Any]:
    """The JSON of an event as a calendar keeps it: with one kind of line end."""

    def ends(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: ends(each) for name, each in value.items()}
        if isinstance(value, list):
            return [ends(each) for each in value]
        return exported.plain(value) if isinstance(value, str) else value

    found = ends(json.loads(render(event, 1, MADE, MADE)))
    found["tags"] = list(dict.fromkeys(found["tags"]))
    assert isinstance(found, dict)
    return found


@settings(max_examples=size(15, 400))
@given(events)
def test_an_event_comes_back_in_all_its_parts(document: dict[str, Any]) -> None:
    event = load_event(document)
    records = read(written(document))
    if not records:
        day = shown.civil_days(json.loads(render(event, 1, MADE, MADE)))
        assert day is None  # a calendar cannot have this date
        return
    (record,) = records
    assert record.event, record
    assert record.warnings == ()
    assert record.event.date.text == document["date"]
    assert plain(record.event) == plain(event)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\u2028"])
def test_a_summary_keeps_the_line_end_at_its_end(end: str) -> None:
    document = {"id": "a", "title": "t", "date": "2022-09", "category": "other",
                "summary": f"S{end}", "sources": [{"title": "Paper"}]}  # fmt: skip
    (record,) = read(written(document))
    assert record.event and record.event.summary
    assert record.event.summary == exported.plain(f"S{end}")


@settings(max_examples=size(50, 300))
@given(dates)
def test_a_date_survives_the_round_trip_unchanged(text: str) -> None:
    records = read(written({"id": "a", "title": "t", "date": text, "category": "other"}))
    assert [each.event.date.text for each in records if each.event] == [text] * len(records)


BASE: dict[str, Any] = {
    "id": "a", "title": "Talks", "date": "2022-09~", "category": "meeting", "tags": ["x"],
    "status": "disputed", "summary": "S", "countries": [{"code": "KZ", "role": "host"}],
    "place": {"name": "Astana", "country": "KZ"}, "sources": [{"title": "Paper"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (b"DATE:20220901", b"DATE:20220915", {"date": "2022-09-15/2022-09-30"}),
        (b"DATE:20221001", b"DATE:20220903", {"date": "2022-09-01/2022-09-02"}),
        (b"SUMMARY:disputed: Talks", b"SUMMARY:disputed: Long talks", {"title": "Long talks"}),
        (b"SUMMARY:disputed: Talks", b"SUMMARY:Long talks", {"title": "Long talks"}),
        (b"(around September 2022)\r\n", b"\r\n", {}),
        (b"STATUS:TENTATIVE", b"STATUS:CANCELLED", {"status": "cancelled"}),
        (b"STATUS:TENTATIVE", b"STATUS:CONFIRMED", {"status": "occurred"}),
        (b"LOCATION:Astana\\, KZ", b"LOCATION:Almaty", {"place": "Almaty"}),
        (b"CATEGORIES:meeting,x", b"CATEGORIES:visit,y", {"category": "visit", "tags": ["y"]}),
    ],
)  # fmt: skip
def test_what_another_program_has_changed_is_taken_as_it_is_now(
    old: bytes, new: bytes, changed: dict[str, Any]
) -> None:
    body = written(BASE)
    assert old in body
    (record,) = read(body.replace(old, new))
    assert record.event
    found = {
        "date": record.event.date.text,
        "title": record.event.title.removesuffix(" "),
        "status": record.event.status,
        "place": record.event.place and record.event.place.name,
        "category": record.event.category,
        "tags": list(record.event.tags),
    }
    before = {name: BASE[name] for name in found} | {"place": "Astana"}
    assert found == before | changed
    assert bool(record.warnings) == ("date" in changed)
    assert [each.code for each in record.event.countries] == ["KZ"]


def test_a_description_of_ones_own_stays_whole() -> None:
    body = written(BASE).replace(b"DESCRIPTION:around", b"DESCRIPTION:Rewritten around")
    (record,) = read(body)
    assert record.event and record.event.summary
    assert record.event.summary.startswith("Rewritten around September 2022")


def test_an_older_calendar_with_its_date_alone_comes_back_too() -> None:
    lines = [
        line for line in written(BASE).split(b"\r\n") if not line.startswith(b"X-DATELINE-DATA")
    ]
    body = b"\r\n".join(line for line in lines if not line.startswith(b" "))
    (record,) = read(body)
    assert record.event
    assert (record.event.id, record.event.date.text, record.event.title) == (
        "a",
        "2022-09~",
        "Talks",
    )


def test_a_comma_that_another_program_put_into_a_tag_is_reported() -> None:
    body = written(BASE).replace(b"\r\nSTATUS:", b"\r\nCATEGORIES:oil\\, gas\r\nSTATUS:")
    (record,) = read(body)
    assert record.event and "oil gas" in record.event.tags
    assert record.warnings == ("CATEGORIES: 'oil, gas' is one tag, and its commas became spaces",)


@pytest.mark.parametrize("data", [b"{", b"[]", b"null", b'{"id": "other", "title": "other"}'])
def test_data_that_cannot_be_read_changes_nothing(data: bytes) -> None:
    body = written({**BASE, "date": "2022-09"})
    head, _, tail = body.replace(b"\r\n ", b"").partition(b"X-DATELINE-DATA:")
    end = tail[tail.index(b"\r\n") :]
    (record,) = read(head + b"X-DATELINE-DATA:" + data.replace(b",", b"\\,") + end)
    assert record.event
    assert (record.event.id, record.event.title) == ("a", "Talks")


def test_hostile_data_is_checked_as_all_input_is() -> None:
    data = json.dumps({"sources": [{"title": "t", "url": "javascript:alert(1)"}]})
    body = written({**BASE, "countries": [], "place": None, "sources": [], "status": "occurred"})
    line = f"X-DATELINE-DATA:{exported.text(data)}\r\nEND:VEVENT".encode()
    (record,) = read(body.replace(b"END:VEVENT", line))
    assert record.event is None
    assert record.errors[0].field == "/sources/0/url"


def test_a_deleted_event_comes_back_as_cancelled() -> None:
    document = render(load_event(BASE), 3, MADE, MADE)
    listing = Listing("Events", deleted=(Deleted("a", 4, MADE, document),))
    (record,) = read(b"".join(exported.render([], listing)))
    assert record.event
    assert (record.event.id, record.event.status) == ("a", "cancelled")


def test_a_correction_wins_over_what_was_written_before() -> None:
    first = render(load_event(BASE), 1, MADE, MADE)
    second = render(load_event({**BASE, "title": "Corrected"}), 2, MADE, MADE)
    for documents in ([first, second], [second, first]):
        records = read(b"".join(exported.render(documents, LISTING)))
        assert [each.event.title for each in records if each.event] == ["Corrected"]


def test_anniversaries_are_events_of_their_own_days() -> None:
    event = json.loads(render(load_event({**BASE, "date": "2020-02-28"}), 1, MADE, MADE))
    body = exported.anniversaries([{"on": date(2023, 2, 28), "years": 3, "event": event}], LISTING)
    (record,) = read(body)
    assert record.event
    assert (record.event.date.text, record.event.title) == (
        "2023-02-28",
        "disputed: Talks (3 years)",
    )
    assert record.event.id != "a"


@pytest.mark.parametrize("lang", WORDS)
@settings(max_examples=size(4, 300))
@given(events)
def test_a_translated_calendar_keeps_title_and_summary(lang: str, document: dict[str, Any]) -> None:
    event = load_event(document)
    listing = replace(LISTING, options={"lang": lang})
    rows = documents_in([render(event, 3, MADE, MADE)], lang)
    records = read(b"".join(exported.render(rows, listing)))
    if records and records[0].event:
        assert plain(records[0].event)["summary"] == plain(event)["summary"]
        assert plain(records[0].event)["title"] == plain(event)["title"]
