"""Dates in formats for other programs never say more than is known."""

from __future__ import annotations

import json
from datetime import date as day
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from marshmallow import ValidationError

from service.formats import dates, fullcalendar, grafana, ics, jsonld, timelinejs, vis
from service.formats.format import Listing
from service.schemas.event import load_event, render
from tests.support.rows import each_row

ROOT = Listing(root="https://dateline.example")


def document(date: str, **more: Any) -> dict[str, Any]:
    """The stored document of an event on ``date``."""
    event = load_event({"id": "a", "title": "t", "date": date, "category": "other"} | more)
    at = "2024-01-01T00:00:00Z"
    found: dict[str, Any] = json.loads(render(event, 1, at, at))
    return found


@each_row(
    ("date", "start", "end", "display"),
    [
        ("2023-02-28", {"year": 2023, "month": 2, "day": 28}, None, None),
        ("2022-09", {"year": 2022, "month": 9}, None, None),
        ("2022", {"year": 2022}, None, None),
        ("2022-09~", {"year": 2022, "month": 9}, None, "around September 2022"),
        ("2022-22", {"year": 2022, "month": 6}, {"year": 2023, "month": 2}, "summer 2022"),
        ("2022-26", {"year": 2022, "month": 6}, {"year": 2022, "month": 8},
         "summer 2022 (northern)"),
        ("199X", {"year": 1990}, {"year": 1999}, "the 1990s"),
        ("2023-02-27/2023-03", {"year": 2023, "month": 2, "day": 27}, {"year": 2023, "month": 3},
         None),
        ("2022-02-24/..", {"year": 2022, "month": 2, "day": 24}, None, "since 24 February 2022"),
        ("../2022-12", {"year": 2022, "month": 12}, None, "until December 2022"),
        ("[2022-11,2022-09]", {"year": 2022, "month": 9}, {"year": 2022, "month": 11},
         "one of November 2022 or September 2022"),
        ("-0043-03-15", {"year": -44, "month": 3, "day": 15}, None, "15 March 44 BC"),
        ("0000", {"year": -1}, None, "1 BC"),
        ("-0001/0001", {"year": -2}, {"year": 1}, "2 BC – 1"),
    ],
)  # fmt: skip
def test_timelinejs_gets_the_parts_that_are_known(
    date: str, start: dict[str, int], end: dict[str, int] | None, display: str | None
) -> None:
    made = timelinejs.slide(document(date))
    assert made is not None
    assert (made["start_date"], made.get("end_date"), made.get("display_date")) == (
        start, end, display,
    )  # fmt: skip


def test_timelinejs_gets_an_error_when_nothing_matches() -> None:
    made = json.loads(b"".join(timelinejs.render([], ROOT)))
    assert [each["text"]["headline"] for each in made["events"]] == ["No events match"]
    assert timelinejs.slide(document("XXXX")) is None


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2023-02-28", "2023-02-28", "2023-03-01"),
        ("2022-09", "2022-09-01", "2022-10-01"),
        ("2023-02-27/2023-03-03", "2023-02-27", "2023-03-04"),
        ("2022-12", "2022-12-01", "2023-01-01"),
        ("2022-02/..", "2022-02-01", "2022-03-01"),
        ("../2022-12-05", "2022-12-05", "2022-12-06"),
    ],
)
def test_calendars_get_an_exclusive_end(date: str, start: str, end: str) -> None:
    found = fullcalendar.entry(document(date), ROOT)
    assert found is not None
    assert (found["start"], found.get("end"), found["allDay"]) == (start, end, True)
    drawn = vis.item(document(date))
    assert drawn is not None
    one_day = day.fromisoformat(end) - day.fromisoformat(start) == timedelta(days=1)
    assert (drawn["start"][:10], drawn.get("end", "")[:10]) == (start, "" if one_day else end)
    assert drawn["type"] == ("box" if one_day else "range")


def test_a_month_is_marked_as_vague_and_says_so() -> None:
    found = fullcalendar.entry(document("2022-09"), ROOT)
    assert found is not None
    assert "dateline-vague" in found["classNames"]
    assert found["extendedProps"]["precision"] == "month"
    assert found["extendedProps"]["date_display"] == "September 2022 (known to the month)"
    exact = fullcalendar.entry(document("2022-09-01"), ROOT)
    assert exact is not None
    assert "dateline-vague" not in exact["classNames"]


@each_row(
    ("date", "words"),
    [
        ("2022-09-01", None),
        ("2022-09-01T10:00:00Z", None),
        ("2023-02-27/2023-03-03", None),
        ("2023-02-27T10:00:00Z/2023-02-27T12:00:00Z", None),
        ("2022-09", "September 2022"),
        ("2022/2023", "2022 – 2023"),
        ("2022-09/2022-11", "September – November 2022"),
        ("2022-09/2023-03-03", "September 2022 – 3 March 2023"),
        ("../1990", "until 1990"),
        ("../2022-12-05", "until 5 December 2022"),
        ("/1990", "to 1990 (start unknown)"),
        ("2022-02-24/..", "since 24 February 2022"),
        ("2022-02-24/", "from 24 February 2022 (end unknown)"),
        ("2023-02-28T10:00:00Z/..", "since 28 February 2023, 10:00:00 (UTC)"),
        ("[2021-05-01,2021-06-01]", "one of 1 May 2021 or 1 June 2021"),
        ("1917-11-07~", "around 7 November 1917"),
        ("1917?", "1917 (uncertain)"),
    ],
)
def test_days_that_say_something_else_than_the_date_are_marked(
    date: str, words: str | None
) -> None:
    event = document(date)
    calendar = b"".join(ics.render([json.dumps(event).encode()], ROOT))
    (found,) = Calendar.from_ical(calendar).walk("VEVENT")
    assert found["SUMMARY"] == (f"t ({words})" if words else "t")
    entry, drawn = fullcalendar.entry(event, ROOT), vis.item(event)
    assert entry is not None and drawn is not None
    assert ("dateline-vague" in entry["classNames"]) == bool(words)
    assert ("dateline-vague" in drawn["className"]) == bool(words)


def test_a_time_without_an_end_ends_as_it_begins() -> None:
    for date in ("2023-02-28T10:00:00+05:00", "2023-02-28T10:00:00+05:00/.."):
        entry = fullcalendar.entry(document(date), ROOT)
        assert entry is not None
        assert entry["start"] == entry["end"] == "2023-02-28T10:00:00+05:00"


def test_a_time_keeps_its_offset() -> None:
    event = document("2023-02-23T15:30:00-05:00")
    entry, item, row = fullcalendar.entry(event, ROOT), vis.item(event), grafana.row(event)
    assert entry is not None and item is not None and row is not None
    assert (entry["start"], entry["allDay"]) == ("2023-02-23T15:30:00-05:00", False)
    assert item["start"] == "2023-02-23T15:30:00-05:00"
    assert row["time"] == 1_677_184_200_000
    midnight = fullcalendar.entry(document("2023-02-23T24:00:00Z"), ROOT)
    assert midnight is not None
    assert midnight["start"] == "2023-02-24T00:00:00+00:00"


def test_years_beyond_a_calendar_are_left_out_of_it_but_drawn() -> None:
    assert fullcalendar.entry(document("-0043-03-15"), ROOT) is None
    drawn = vis.item(document("-0043-03-15"))
    assert drawn is not None
    assert drawn["start"] == "-000043-03-15T00:00:00"
    assert fullcalendar.entry(document("9999-12-31"), ROOT) is None


def test_grafana_gets_epoch_milliseconds_and_tags_with_commas() -> None:
    row = grafana.row(document("2022-09", tags=["a", "b"]))
    assert row is not None
    assert (row["time"], row["timeEnd"]) == (1_661_990_400_000, 1_664_582_399_999)
    assert row["tags"] == "other,a,b"
    assert (grafana.row(document("1970-01-01")) or {})["time"] == 0


@pytest.mark.parametrize(
    ("date", "kind", "when"),
    [
        ("2023-02-28", "Event", {"startDate": "2023-02-28"}),
        ("2023-02-23T15:30:00-05:00", "Event", {"startDate": "2023-02-23T15:30:00-05:00"}),
        ("2023-02-27/2023-03-03", "Event", {"startDate": "2023-02-27", "endDate": "2023-03-03"}),
        ("2022-02-24/..", "Event", {"startDate": "2022-02-24"}),
        ("2022-09", "CreativeWork", {"temporalCoverage": "2022-09"}),
        ("2022-09/2022-10", "CreativeWork", {"temporalCoverage": "2022-09/2022-10"}),
        ("2023-02-28~", "CreativeWork", {"temporalCoverage": "around 28 February 2023"}),
        ("199X", "CreativeWork", {"temporalCoverage": "the 1990s"}),
        ("XXXX", "CreativeWork", {"temporalCoverage": "date unknown"}),
    ],
)
def test_schema_org_is_never_given_an_invented_day(
    date: str, kind: str, when: dict[str, str]
) -> None:
    made = jsonld.node(document(date), ROOT)
    assert made["@type"] == kind
    assert {name: made[name] for name in ("startDate", "endDate", "temporalCoverage")
            if name in made} == when  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "first", "last"),
    [
        (
            "2023-02-01T00:00:00-05:00",
            "2023-02-01T00:00:00-05:00",
            "2023-01-31T23:59:59-05:00",
        ),
        (
            "2023-02-01T00:00:00 06:00",
            "2023-02-01T00:00:00+06:00",
            "2023-01-31T23:59:59+06:00",
        ),
        ("2023-02-01T12:00:00Z", "2023-02-01T12:00:00+00:00", "2023-02-01T12:00:00+00:00"),
        ("2023-02-01T00:00:00", "2023-02-01", "2023-01-31"),
        ("2023-02-01", "2023-02-01", "2023-01-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
    ],
)
def test_the_end_that_fullcalendar_sends_is_exclusive(sent: str, first: str, last: str) -> None:
    assert (fullcalendar.start_of_view(sent), fullcalendar.end_of_view(sent)) == (first, last)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("1677542400000", "2023-02-28T00:00:00Z"),
        ("1677628799999", "2023-02-28T23:59:59Z"),
        ("-86400000", "1969-12-31T00:00:00Z"),
        ("86400000", "1970-01-02T00:00:00Z"),
        ("0", "1970-01-01T00:00:00Z"),
        ("2023-02-28T23:30:00.000Z", "2023-02-28T23:30:00Z"),
        ("2023-02-28T23:30:00", "2023-02-28T23:30:00Z"),
        ("2023-02-28T23:30:00-05:00", "2023-03-01T04:30:00Z"),
        ("2023-02", "2023-02"),
        ("2023", "2023"),
    ],
)
def test_grafana_may_send_milliseconds_iso_or_edtf(sent: str, read: str) -> None:
    assert grafana.moment(sent) == read


@pytest.mark.parametrize(
    ("sent", "readings"),
    [
        ("1677542400", ("1970-01-20T09:59:02Z", "2023-02-28T00:00:00Z")),
        ("-1677542400", ("1969-12-12T14:00:57Z", "1916-11-04T00:00:00Z")),
        ("315532800", ("1970-01-04T15:38:52Z", "1980-01-01T00:00:00Z")),
        ("20230228", ("1970-01-01T05:37:10Z", "2023-02-28")),
    ],
)
def test_a_number_with_two_readings_is_refused_with_both(
    sent: str, readings: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        grafana.moment(sent)
    assert all(each in str(refused.value) for each in readings)


@pytest.mark.parametrize(
    ("date", "lasts"),
    [("2023-02-28T10:00Z/2023-02-28T12:00Z", 7_200_000), ("2023-02-28T10:00Z", None),
     ("2023-02-28T10:00Z/..", None), ("2023-02-28", None), ("2023-02-28/2023-02-28", None),
     ("2023-02-28/2023-03-01", 2 * 86_400_000 - 1)],
)  # fmt: skip
def test_grafana_gets_the_end_of_all_that_is_longer_than_a_day_or_has_times(
    date: str, lasts: int | None
) -> None:
    row = grafana.row(document(date))
    assert row is not None
    assert row["timeEnd"] == (None if lasts is None else row["time"] + lasts)


@pytest.mark.parametrize("sent", ["9" * 16, "2023-02-28T99:00"])
def test_times_that_are_none_are_refused(sent: str) -> None:
    with pytest.raises(ValidationError, match="milliseconds"):
        grafana.moment(sent)
    with pytest.raises(ValidationError, match="ISO 8601"):
        fullcalendar.start_of_view(sent if "T" in sent else "now")


@given(st.dates(), st.integers(0, 2))
def test_the_days_shown_are_those_the_date_can_mean(day: Any, level: int) -> None:
    text = day.isoformat()[: (4, 7, 10)[level]]
    event = document(text)
    first, last = dates.days(event) or (0, 0)
    assert first <= day.toordinal() <= last
    parts = timelinejs.slide(event)
    assert parts is not None
    assert len(parts["start_date"]) == level + 1


@pytest.mark.parametrize(
    ("date", "drawn", "linked"),
    [
        ("-0043-03-15", "-000043-03-15T00:00:00", "-0043-03-15"),
        ("0000-02-29", "0000-02-29T00:00:00", "0000-02-29"),
        ("0001-01-01", "0001-01-01T00:00:00", "0001-01-01"),
    ],
)
def test_where_iso_8601_is_read_years_are_astronomical(date: str, drawn: str, linked: str) -> None:
    item, node = vis.item(document(date)), jsonld.node(document(date), ROOT)
    assert item is not None and node is not None
    assert (item["start"], node["startDate"]) == (drawn, linked)
    slide = timelinejs.slide(document(date))
    year = int(date[:-6])
    assert slide is not None
    assert slide["start_date"]["year"] == (year if year > 0 else year - 1)
