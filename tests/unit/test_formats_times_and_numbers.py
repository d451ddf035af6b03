"""Calendars keep the times of events, and no format writes a number with an exponent."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from itertools import product
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats import event_texts
from service.formats.format import Listing
from service.formats.registry import BY_SUFFIX, FORMATS
from service.importers import ics
from service.schemas.event import load_event, render
from tests.support.rows import each_row

LISTING = Listing("Events", "https://d.example", "https://d.example/v1/events")
MADE = "2024-01-01T00:00:00Z"


def written(suffix: str, date: str, **parts: Any) -> bytes:
    event = load_event({"title": "T", "date": date, "category": "meeting", **parts}, "a")
    return b"".join(BY_SUFFIX[suffix].render([render(event, 1, MADE, MADE)], LISTING))


def entry(date: str) -> dict[str, str]:
    """DTSTART and DTEND of the event in a calendar."""
    lines = written("ics", date).decode().replace("\r\n ", "").splitlines()
    return dict(line.split(":", 1) for line in lines if line.startswith(("DTSTART", "DTEND")))


class TestTimes:
    @each_row(("date", "start", "end"), [
        ("2023-02-28T18:30-05:00", "20230228T233000Z", None),
        ("2023-02-28T23:30:00-05:00", "20230301T043000Z", None),
        ("2023-02-28T18:30+0530", "20230228T130000Z", None),
        ("2023-02-28T24:00Z", "20230301T000000Z", None),
        ("2023-02-28T18:30", "20230228T183000", None),
        ("2023-02-28T18:30:15.25Z", "20230228T183015Z", None),
        ("2023-02-28T10:00Z/2023-02-28T12:30Z", "20230228T100000Z", "20230228T123000Z"),
        ("2023-02-28T22:00-05:00/2023-03-01T01:00-05:00", "20230301T030000Z", "20230301T060000Z"),
        ("2023-02-28T10:00+06:00/2023-02-28T10:00Z", "20230228T040000Z", "20230228T100000Z"),
        ("2023-02-28T10:00/2023-02-28T12:30", "20230228T100000", "20230228T123000"),
        ("2023-02-28T22:00Z/2023-02-28T24:00Z", "20230228T220000Z", "20230301T000000Z"),
        ("2023-02-28T10:00Z/2023-02-28T10:00Z", "20230228T100000Z", None),
        ("2023-02-28T10:00Z/..", "20230228T100000Z", None),
        ("2023-02-28T10:00Z?/2023-02-28T12:00Z~", "20230228T100000Z", "20230228T120000Z"),
    ])  # fmt: skip
    def test_a_known_time_is_the_instant(self, date: str, start: str, end: str | None) -> None:
        assert entry(date) == {"DTSTART": start} | ({"DTEND": end} if end else {})

    @pytest.mark.parametrize(("date", "start", "end"), [
        ("2023-02-28", "20230228", "20230301"), ("2023-02", "20230201", "20230301"),
        ("2023-02-28/2023-03-01", "20230228", "20230302"),
        ("2023-02-28T10:00Z/2023-03-01", "20230228", "20230302"),
        ("2023-02-28/2023-03-01T10:00Z", "20230228", "20230302"),
        ("2023-02-28T10:00/2023-02-28T12:00Z", "20230228", "20230301"),
        ("../2023-02-28T10:00Z", "20230228", "20230301"),
        ("[2023-02-28T10:00Z,2023-03-01T10:00Z]", "20230228", "20230302"),
        # In UTC the year would be 0 or 10000.
        ("0001-01-01T00:00+14:00", "00010101", "00010102"),
        ("9999-12-30T23:00-14:00/9999-12-30T23:30-14:00", "99991231T130000Z", "99991231T133000Z"),
    ])  # fmt: skip
    def test_days_stay_days(self, date: str, start: str, end: str) -> None:
        kind = "" if "T" in start else ";VALUE=DATE"
        assert entry(date) == {f"DTSTART{kind}": start, f"DTEND{kind}": end}

    @pytest.mark.parametrize("date", [
        "2023-02-28T10:00Z/2023-02-28T12:30Z", "2023-02-28T10:00+06:00/2023-02-28T10:00Z",
        "2023-02-28T10:00/2023-02-28T12:30", "2023-02-28T10:00Z/..", "2023-02-28T10:00:15.25Z",
        "2023-02-28T10:00Z/2023-03-01", "2023-02-28T10:00Z/2023-02-28T10:00Z",
        "0001-01-01T00:00+14:00", "2023-02-28T22:00Z/2023-02-28T24:00Z",
    ])  # fmt: skip
    def test_a_calendar_of_ours_comes_back(self, date: str) -> None:
        (record,) = ics.read(io.BytesIO(written("ics", date)), today=datetime(2023, 6, 1).date())
        assert record.event is not None
        assert record.event.date.text == load_event(
            {"title": "T", "date": date, "category": "meeting"}, "a"
        ).date.text  # fmt: skip

    def test_an_edited_time_is_taken_as_it_is_now(self) -> None:
        body = written("ics", "2023-02-28T10:00Z/2023-02-28T12:30Z")
        body = body.replace(b"DTEND:20230228T123000Z", b"DTEND:20230301T123000Z")
        (record,) = ics.read(io.BytesIO(body), today=datetime(2023, 6, 1).date())
        assert record.event is not None
        assert record.event.date.text == "2023-02-28/2023-03-01"

    def test_the_library_reads_the_same(self) -> None:
        body = written("ics", "2023-02-28T22:00-05:00/2023-03-01T01:00-05:00")
        (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
        assert event.decoded("DTSTART") == datetime(2023, 3, 1, 3, tzinfo=UTC)
        assert event.decoded("DTEND") == datetime(2023, 3, 1, 6, tzinfo=UTC)

    def test_other_calendars_and_timelines_have_both_times(self) -> None:
        date = "2023-02-28T22:00-05:00/2023-03-01T01:00-05:00"
        (calendar,) = json.loads(written("fullcalendar.json", date))
        assert (calendar["allDay"], calendar["start"], calendar["end"]) == (
            False, "2023-02-28T22:00:00-05:00", "2023-03-01T01:00:00-05:00",
        )  # fmt: skip
        (item,) = json.loads(written("vis.json", date))
        assert (item["type"], item["end"]) == ("range", "2023-03-01T01:00:00-05:00")
        (row,) = json.loads(written("grafana.json", date))
        assert row["time"] == datetime(2023, 3, 1, 3, tzinfo=UTC).timestamp() * 1000


TINY = [0.00001, -0.00001, 1e-7, -3.5e-12, 5e-324, 0.0, -0.0, 0.0001, 51.17, -71.45, 180.0]


class TestNumbers:
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_a_number_is_the_same_without_its_exponent(self, number: float) -> None:
        text = event_texts.decimal(number)
        assert re.fullmatch(r"-?\d+(\.\d+)?", text)
        assert float(text) == number

    @each_row(("number", "suffix"), product(TINY, [
        each.suffix for each in FORMATS if each.suffix not in ("json", "ndjson", "xlsx", "parquet")
    ]))  # fmt: skip
    def test_no_text_format_has_an_exponent(self, suffix: str, number: float) -> None:
        place = {"name": "P", "latitude": number / 2, "longitude": number}
        text = written(suffix, "2023-02-28", place=place).decode()
        assert not re.search(r"(?<![\w-])-?\d+(\.\d+)?[eE][-+]?\d+(?![\w-])", text), text

    @pytest.mark.parametrize("number", TINY)
    def test_every_digit_is_there(self, number: float) -> None:
        place = {"name": "P", "latitude": number / 2, "longitude": number}
        parts: dict[str, Any] = {"date": "2023-02-28", "place": place}
        (feature,) = json.loads(written("geojson", **parts))["features"]
        assert feature["geometry"]["coordinates"] == [number, number / 2]
        (node,) = json.loads(written("jsonld", **parts))["@graph"]
        assert node["location"]["geo"]["longitude"] == number
        (row,) = csv.DictReader(io.StringIO(written("csv", **parts).decode()))
        assert (float(row["longitude"]), float(row["latitude"])) == (number, number / 2)
        assert re.fullmatch(r"-?[\d.]+", row["longitude"])
        (event,) = icalendar.Calendar.from_ical(written("ics", **parts)).walk("VEVENT")
        where: Any = event["GEO"]
        assert where.longitude == number
