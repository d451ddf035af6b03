"""Calendars as programs write them: ends, zones, recurrences, versions, damage."""

from __future__ import annotations

import io
import re
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import Invalid
from service.importers import ics
from service.importers.calendar.series import MOST
from service.importers.row_result import Record
from service.importers.run import import_files
from service.importers.window import EVERYTHING, Window, window
from service.schemas.event import render
from service.store import Store
from tests.support.rows import each_row
from tests.support.sizes import ALL, size

TODAY = date(2023, 6, 1)
EVENT = ("UID:a@x", "SUMMARY:A")


def calendar(*blocks: str | tuple[str, ...], before: str = "", end: str = "\r\n") -> bytes:
    """A calendar file. A tuple has the lines of an event; a string goes in unchanged."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *filter(None, before.split("\n"))]
    for block in blocks:
        one = (
            block.split("\n") if isinstance(block, str) else ["BEGIN:VEVENT", *block, "END:VEVENT"]
        )
        lines += one
    return (end.join([*lines, "END:VCALENDAR"]) + end).encode()


def read(
    *blocks: str | tuple[str, ...], before: str = "", window: Window = EVERYTHING
) -> list[Record]:
    return list(ics.read(io.BytesIO(calendar(*blocks, before=before)), window, TODAY))


def dates(records: list[Record]) -> list[str]:
    return [record.event.date.text for record in records if record.event]


def one(*lines: str, before: str = "") -> tuple[str, str]:
    """The date and the warnings of an event with these lines."""
    (record,) = read((*EVENT, *lines), before=before)
    assert record.event, record
    return record.event.date.text, "; ".join(record.warnings)


BERLIN = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
FIXED = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0545
TZOFFSETTO:+0545
END:STANDARD
END:VTIMEZONE"""


class TestEnds:
    """An end at midnight adds no day, in whatever form a program writes it."""

    @each_row(
        ("lines", "expected"),
        [
            (("DTSTART;VALUE=DATE:20230228",), "2023-02-28"),
            (("DTSTART:20230228",), "2023-02-28"),
            (("DTSTART;VALUE=DATE:20230228", "DTEND;VALUE=DATE:20230301"), "2023-02-28"),
            (("DTSTART;VALUE=DATE:20230228", "DTEND;VALUE=DATE:20230228"), "2023-02-28"),
            (("DTSTART;VALUE=DATE:20230228", "DTEND;VALUE=DATE:20230302"), "2023-02-28/2023-03-01"),
            (("DTSTART;VALUE=DATE:20240228", "DURATION:P2D"), "2024-02-28/2024-02-29"),
            (("DTSTART;VALUE=DATE:20230228", "DURATION:P1D"), "2023-02-28"),
            (("DTSTART;VALUE=DATE:20230228", "DURATION:P1W"), "2023-02-28/2023-03-06"),
            (("DTSTART;VALUE=DATE:20230228", "DTEND:20230301T000000"), "2023-02-28"),
            (("DTSTART:20230228T000000", "DTEND:20230301T000000"), "2023-02-28"),
            (("DTSTART:20230228T000000", "DURATION:PT24H"), "2023-02-28"),
            (("DTSTART:20230228T000000", "DTEND:20230228T240000"), "2023-02-28"),
            (("DTSTART:20230228T000000Z", "DTEND:20230302T000000Z"), "2023-02-28/2023-03-01"),
            (("DTSTART:20230228T190000", "DTEND:20230301T000000"), "2023-02-28T19:00:00"),
            (("DTSTART:20230228T190000Z", "DTEND:20230301T000000Z"), "2023-02-28T19:00:00Z"),
            (("DTSTART:20230228T190000Z", "DURATION:PT5H"), "2023-02-28T19:00:00Z"),
            (
                ("DTSTART;TZID=Asia/Almaty:20230228T190000", "DTEND:20230228T180000Z"),
                "2023-02-28T19:00:00+06:00",
            ),
            (
                (
                    "DTSTART;TZID=Asia/Almaty:20230228T190000",
                    "DTEND;TZID=Europe/Berlin:20230228T190000",
                ),
                "2023-02-28T19:00:00+06:00",
            ),
            (
                (
                    "DTSTART;TZID=America/New_York:20230228T000000",
                    "DTEND;TZID=America/New_York:20230301T000000",
                ),
                "2023-02-28",
            ),
            (
                ("DTSTART;TZID=America/New_York:20230228T200000", "DTEND:20230301T030000Z"),
                "2023-02-28T20:00:00-05:00",
            ),
            # The clocks go forward on this day, so it has 23 hours. It is still one day.
            (
                ("DTSTART;TZID=Europe/Berlin:20230326T000000", "DURATION:P1D"),
                "2023-03-26",
            ),
            (
                ("DTSTART;TZID=Europe/Berlin:20230326T000000", "DURATION:PT24H"),
                "2023-03-26",
            ),
            (
                ("DTSTART;TZID=Europe/Berlin:20230326T000000", "DURATION:PT23H"),
                "2023-03-26",
            ),
            (("DTSTART:20230228T090000Z",), "2023-02-28T09:00:00Z"),
            (("DTSTART:20230228T090000Z", "DURATION:PT0S"), "2023-02-28T09:00:00Z"),
            (("DTSTART:20230228T0900Z",), "2023-02-28T09:00:00Z"),
        ],
    )
    def test_no_day_is_added(self, lines: tuple[str, ...], expected: str) -> None:
        assert one(*lines) == (expected, "")

    @pytest.mark.parametrize(
        ("lines", "expected", "words"),
        [
            (("DTSTART;VALUE=DATE:20230228", "DTEND;VALUE=DATE:20230227"), "2023-02-28", "before"),
            (
                ("DTSTART:20230228T090000", "DTEND:20230228T080000"),
                "2023-02-28T09:00:00",
                "ends before it begins",
            ),
            (
                ("DTSTART:20230228T090000", "DURATION:-PT1H"),
                "2023-02-28T09:00:00",
                "ends before it begins",
            ),
            (
                ("DTSTART:20230228T220000", "DTEND:20230301T020000"),
                "2023-02-28/2023-03-01",
                "over midnight",
            ),
            (("DTSTART:20230228T090000", "DURATION:P1D"), "2023-02-28/2023-03-01", "over midnight"),
            (
                ("DTSTART:20230228T090000", "DTEND:20230228T100000Z"),
                "2023-02-28T09:00:00",
                "DTSTART has none",
            ),
        ],
    )
    def test_what_is_left_out_is_reported(
        self, lines: tuple[str, ...], expected: str, words: str
    ) -> None:
        found, warnings = one(*lines)
        assert found == expected
        assert words in warnings

    def test_times_that_a_date_cannot_keep_are_in_date_as_reported(self) -> None:
        night = (
            "DTSTART;TZID=Asia/Almaty:20230228T220000",
            "DTEND;TZID=Asia/Almaty:20230301T020000",
        )
        hour = ("DTSTART:20230228T090000Z", "DTEND:20230228T100000Z")
        found = [read((*EVENT, *lines))[0].event for lines in (night, hour)]
        assert [each and each.date_as_reported for each in found] == [
            "2023-02-28 22:00 – 2023-03-01 02:00 (Asia/Almaty)",
            "2023-02-28 09:00 – 10:00 (UTC)",
        ]

    @pytest.mark.parametrize(
        ("lines", "field", "reason"),
        [
            (("DTSTART:2023-02-30",), "DTSTART", "line 6"),
            (("DTSTART:20230230",), "DTSTART", "line 6"),
            (("DTSTART:P1D",), "DTSTART", "is not a date or a time"),
            ((), "DTSTART", "no DTSTART"),
            (("DTSTART:20230228", "DTEND:tomorrow"), "DTEND", "line 7"),
            (("DTSTART:20230228", "DURATION:P"), "DURATION", "is not a duration"),
            (("DTSTART:20230228", "GEO:north"), "GEO", "no latitude and longitude"),
            (("DTSTART:20230228", "GEO:99;0"), "GEO", "not on the earth"),
            (("DTSTART:20230228", "DURATION:P9999999D"), "DURATION", "9999"),
            (("DTSTART:20230228", "DTSTART:20230301"), "DTSTART", "twice"),
            (("DTSTART:20230228", "DTEND:20230301", "DURATION:P3D"), "DURATION", "2023-03-02"),
        ],
    )
    def test_an_error_names_its_property_and_line(
        self, lines: tuple[str, ...], field: str, reason: str
    ) -> None:
        (record,) = read((*EVENT, *lines))
        assert record.event is None
        assert record.errors[0].field == field
        assert reason in record.errors[0].reason


class TestZones:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Europe/Berlin", "+02:00"),
            ('"Europe/Berlin"', "+02:00"),
            ("europe/berlin", "+02:00"),
            ("W. Europe Standard Time", "+02:00"),
            ("Central Asia Standard Time", "+06:00"),
            ("/freeassociation.sourceforge.net/Europe/Berlin", "+02:00"),
            ("/softwarestudio.org/Olson_20011030_5/America/New_York", "-04:00"),
            ("America/Argentina/Buenos_Aires", "-03:00"),
            ("US/Eastern", "-04:00"),
            ("UTC", "Z"),
            ("Etc/GMT-5", "+05:00"),
        ],
    )
    def test_names_as_programs_write_them(self, name: str, expected: str) -> None:
        assert one(f"DTSTART;TZID={name}:20230528T090000") == (f"2023-05-28T09:00:00{expected}", "")

    @pytest.mark.parametrize(
        "name", ["Customized Time Zone", "Europe", "Mars/Olympus", "../etc/passwd", "x" * 300, "Ж"]
    )
    def test_one_that_is_not_known_is_reported_and_its_time_has_no_offset(self, name: str) -> None:
        found, warnings = one(f'DTSTART;TZID="{name}":20230528T090000')
        assert found == "2023-05-28T09:00:00"
        assert f"no time zone {name[:80]!r}" in warnings

    @pytest.mark.parametrize(
        ("start", "expected"),
        [
            ("20230115T120000", "2023-01-15T12:00:00+01:00"),
            ("20230715T120000", "2023-07-15T12:00:00+02:00"),
            ("20230326T013000", "2023-03-26T01:30:00+01:00"),
            ("20230326T023000", "2023-03-26T02:30:00+01:00"),  # the clocks skip this time
            ("20230326T033000", "2023-03-26T03:30:00+02:00"),
            ("20231029T023000", "2023-10-29T02:30:00+02:00"),  # the first of the two times
            ("20231029T033000", "2023-10-29T03:30:00+01:00"),
            ("19500715T120000", "1950-07-15T12:00:00+02:00"),
            ("24000715T120000", "2400-07-15T12:00:00+02:00"),
            ("99991231T120000", "9999-12-31T12:00:00+01:00"),
        ],
    )
    def test_the_time_zone_of_the_file_is_used(self, start: str, expected: str) -> None:
        zone = BERLIN.format(name="Our Zone")
        assert one(f"DTSTART;TZID=Our Zone:{start}", before=zone) == (expected, "")

    def test_its_own_definition_is_the_one_that_counts(self) -> None:
        for name in ("Europe/Berlin", "W. Europe Standard Time", "Kathmandu, private"):
            found, _ = one(f'DTSTART;TZID="{name}":20230528T090000', before=FIXED.format(name=name))
            assert found == "2023-05-28T09:00:00+05:45"

    def test_each_calendar_of_a_file_has_its_own_wherever_it_stands(self) -> None:
        first = calendar((*EVENT, "DTSTART;TZID=Here:20230528T090000"), FIXED.format(name="Here"))
        second = calendar(
            ("UID:b@x", "SUMMARY:B", "DTSTART;TZID=Here:20230528T090000"),
            BERLIN.format(name="Here"),
        )
        records = list(ics.read(io.BytesIO(first + second), today=TODAY))
        assert dates(records) == ["2023-05-28T09:00:00+05:45", "2023-05-28T09:00:00+02:00"]

    def test_a_definition_that_says_nothing_falls_back_on_the_name(self) -> None:
        for zone in (
            "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nEND:VTIMEZONE",
            "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE",
            FIXED.format(name="Europe/Berlin").replace("TZOFFSETTO:+0545", "TZOFFSETTO:soon"),
        ):
            assert one("DTSTART;TZID=Europe/Berlin:20230528T090000", before=zone) == (
                "2023-05-28T09:00:00+02:00",
                "",
            )

    def test_ends_and_utc_are_compared_in_its_own_zone(self) -> None:
        zone = FIXED.format(name="Here")
        found, warnings = one(
            "DTSTART;TZID=Here:20230528T200000", "DTEND:20230528T181500Z", before=zone
        )
        assert (found, warnings) == ("2023-05-28T20:00:00+05:45", "")

    def test_a_rule_without_end_in_a_zone_is_not_followed(self) -> None:
        zone = BERLIN.format(name="Here").replace("FREQ=YEARLY;INTERVAL=1;", "FREQ=SECONDLY;")
        found, warnings = one("DTSTART;TZID=Here:20230528T090000", before=zone)
        assert found == "2023-05-28T09:00:00"
        assert "no time zone" in warnings


RECURRING = """
DTSTART:20230102
RRULE:FREQ=DAILY;COUNT=3
  2023-01-02 2023-01-03 2023-01-04

DTSTART:20230102
RRULE:FREQ=WEEKLY;UNTIL=20230116
  2023-01-02 2023-01-09 2023-01-16

DTSTART:20230102
RRULE:FREQ=WEEKLY;UNTIL=20230116T000000Z
  2023-01-02 2023-01-09 2023-01-16

DTSTART:20230102
RRULE:FREQ=DAILY;COUNT=3
EXDATE;VALUE=DATE:20230103
  2023-01-02 2023-01-04

DTSTART:20230102
RDATE;VALUE=DATE:20230203,20230105
  2023-01-02 2023-01-05 2023-02-03

DTSTART:20240229
RRULE:FREQ=YEARLY;COUNT=2
  2024-02-29

DTSTART:20200229
RRULE:FREQ=YEARLY;COUNT=3
  2020-02-29 2024-02-29

DTSTART:20230131
RRULE:FREQ=MONTHLY;COUNT=3
  2023-01-31 2023-03-31 2023-05-31

DTSTART:20230331
RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2
  2023-03-31 2023-04-28

DTSTART:19970805
RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO
  1997-08-05 1997-08-10 1997-08-19 1997-08-24

DTSTART:19970805
RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU
  1997-08-05 1997-08-17 1997-08-19 1997-08-31

DTSTART:20230102
RRULE:FREQ=DAILY;COUNT=4
EXRULE:FREQ=DAILY;INTERVAL=2
  2023-01-03 2023-01-05

DTSTART:20230102
rrule:freq=daily;count=2;
  2023-01-02 2023-01-03

DTSTART:20230102
DTEND:20230104
RRULE:FREQ=WEEKLY;COUNT=2
  2023-01-02/2023-01-03 2023-01-09/2023-01-10

DTSTART:20230102T090000
RRULE:FREQ=DAILY;UNTIL=20230103
  2023-01-02T09:00:00 2023-01-03T09:00:00

DTSTART:20230102T090000
RRULE:FREQ=DAILY;COUNT=3
EXDATE;VALUE=DATE:20230103
  2023-01-02T09:00:00 2023-01-04T09:00:00

DTSTART:20230102T090000
RRULE:FREQ=DAILY;COUNT=3
EXDATE:20230103T090000
  2023-01-02T09:00:00 2023-01-04T09:00:00

DTSTART:20230102T090000Z
RDATE;VALUE=PERIOD:20230203T100000Z/PT1H,20230204T100000Z/20230205T000000Z
  2023-01-02T09:00:00Z 2023-02-03T10:00:00Z 2023-02-04T10:00:00Z

DTSTART;TZID=Europe/Berlin:20230325T090000
RRULE:FREQ=DAILY;COUNT=2
  2023-03-25T09:00:00+01:00 2023-03-26T09:00:00+02:00

DTSTART;TZID=America/New_York:20230109T200000
RRULE:FREQ=DAILY;UNTIL=20230111T010000Z
  2023-01-09T20:00:00-05:00 2023-01-10T20:00:00-05:00

DTSTART;TZID=America/New_York:20230109T200000
RRULE:FREQ=DAILY;UNTIL=20230110T200000
  2023-01-09T20:00:00-05:00 2023-01-10T20:00:00-05:00

DTSTART;TZID=America/New_York:20230109T200000
RRULE:FREQ=DAILY;UNTIL=20230110
  2023-01-09T20:00:00-05:00 2023-01-10T20:00:00-05:00

DTSTART;TZID=America/New_York:20230109T200000
RRULE:FREQ=DAILY;COUNT=3
EXDATE:20230111T010000Z
  2023-01-09T20:00:00-05:00 2023-01-11T20:00:00-05:00

DTSTART;TZID=Europe/Berlin:20230109T200000
RRULE:FREQ=DAILY;COUNT=3
EXDATE;TZID=America/New_York:20230110T140000
  2023-01-09T20:00:00+01:00 2023-01-11T20:00:00+01:00
"""
"""Properties, and the dates of the events that they give. In some, UNTIL or EXDATE has
another time zone than DTSTART, as programs write it."""


class TestRecurring:
    @each_row(
        ("lines", "expected"),
        [
            (
                tuple(line for line in case.split("\n") if line[:1] != " "),
                " ".join(line for line in case.split("\n") if line[:1] == " "),
            )
            for case in RECURRING.strip().split("\n\n")
        ],
    )
    def test_every_time_is_an_event(self, lines: tuple[str, ...], expected: str) -> None:
        records = read((*EVENT, *lines))
        assert dates(records) == expected.split()
        assert len({record.event.id for record in records if record.event}) == len(records)
        assert not any(record.warnings for record in records)

    def test_the_window_is_two_years_from_today_or_from_the_first_time(self) -> None:
        yearly = ("DTSTART:20190315", "RRULE:FREQ=YEARLY")
        assert dates(read((*EVENT, *yearly))) == [f"{year}-03-15" for year in range(2019, 2026)]
        later = ("DTSTART:20300315", "RRULE:FREQ=YEARLY")
        assert dates(read((*EVENT, *later))) == ["2030-03-15", "2031-03-15", "2032-03-15"]

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            ("2023", "2023", ["2022-12-30/2023-01-02", "2023-12-30/2024-01-02"]),
            ("2023-01-02", "2023-12-29", ["2022-12-30/2023-01-02"]),
            ("2023-01-03", "2023-12-29", []),
            ("2023-01-03", "2023-12-30", ["2023-12-30/2024-01-02"]),
            (None, "1999", ["1999-12-30/2000-01-02"]),
            ("2024", None, ["2023-12-30/2024-01-02", "2024-12-30/2025-01-02"]),
        ],
    )
    def test_the_window_can_be_given(
        self, first: str | None, last: str | None, expected: list[str]
    ) -> None:
        lines = (*EVENT, "DTSTART:19991230", "DTEND:20000103", "RRULE:FREQ=YEARLY")
        records = read(lines, window=window(first, last))
        assert dates(records) == expected
        assert expected or "no time of it lies between" in records[0].warnings[0]

    def test_a_single_event_needs_no_window(self) -> None:
        assert dates(read((*EVENT, "DTSTART:19990101"), window=window("2023", None))) == [
            "1999-01-01"
        ]

    def test_a_series_too_long_is_cut_and_reported(self) -> None:
        records = read((*EVENT, "DTSTART:20000101", "RRULE:FREQ=DAILY"))
        assert len(records) == MOST
        (note,) = records[0].warnings
        assert "the first 5,000 were stored" in note
        assert not any(record.warnings for record in records[1:])

    def test_dtstart_is_a_time_also_where_it_does_not_fit(self) -> None:
        records = read((*EVENT, "DTSTART:20230101", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3"))
        assert dates(records) == ["2023-01-01", "2023-01-02", "2023-01-09"]
        assert "does not fit" in records[0].warnings[0]

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYSETPOS=2", "FREQ=SECONDLY",
            "FREQ=YEARLY;INTERVAL=999999999", "FREQ=WEEKLY;BYSETPOS=100",
            "FREQ=YEARLY;BYWEEKNO=54", "FREQ=DAILY;COUNT=999999999", "FREQ=MINUTELY;BYHOUR=25",
            "FREQ=YEARLY;BYYEARDAY=367",
            *(  # each like one of those above
                pytest.param(rule, marks=pytest.mark.long)
                for rule in (
                    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;INTERVAL=7",
                    "FREQ=DAILY;INTERVAL=999999999", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
                    "FREQ=MONTHLY;BYDAY=6MO",
                )
            ),
        ],
    )  # fmt: skip
    def test_a_rule_that_leads_nowhere_ends_soon(self, rule: str) -> None:
        """Each rule begins at one of three times in turn; ``make test-all`` tries all three."""
        starts = ("20230101T090000", "00010101T090000", "99981231T235959")
        turn = len(rule) % len(starts)
        for start in starts if ALL else starts[turn : turn + 1]:
            records = read((*EVENT, f"DTSTART:{start}", f"RRULE:{rule}"))
            assert records
            assert len(records) <= MOST

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SOMETIMES",
            "",
            "COUNT=3",
            "FREQ=DAILY;INTERVAL=0",
            "RSCALE=CHINESE;FREQ=YEARLY",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=YEARLY;BYEASTER=1",
            "FREQ=DAILY;BYDAY=XX",
            "x" * 3000,
        ],
    )
    def test_a_rule_that_cannot_be_read_is_reported_and_the_first_time_stored(
        self, rule: str
    ) -> None:
        records = read((*EVENT, "DTSTART:20230101", f"RRULE:{rule}"))
        assert dates(records) == ["2023-01-01"]
        assert "RRULE" in records[0].warnings[0]

    def test_what_is_true_of_all_times_is_reported_once(self) -> None:
        night = ("DTSTART;TZID=Nowhere:20230101T220000", "DURATION:PT4H", "ATTENDEE:mailto:a@b")
        first, *others = read((*EVENT, *night, "RRULE:FREQ=DAILY;COUNT=4"))
        assert len(first.warnings) == 3
        assert [each.warnings for each in others] == [(), (), ()]

    @pytest.mark.parametrize(
        "lines",
        [
            ("DTSTART:99980101", "DURATION:P500D", "RRULE:FREQ=YEARLY"),
            ("DTSTART;TZID=Asia/Tokyo:99991230T200000", "RRULE:FREQ=DAILY"),
            ("DTSTART;TZID=Asia/Tokyo:99991230T200000", "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z"),
            ("DTSTART;TZID=Asia/Tokyo:20230101T200000", "RRULE:FREQ=DAILY;COUNT=2",
             "EXDATE:99991231T235959Z"),
            ("DTSTART;TZID=Asia/Tokyo:20230101T200000", "RDATE:99991231T235959Z"),
            ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "RRULE:FREQ=DAILY;COUNT=2"),
            ("DTSTART:20230101T200000Z", "RDATE;VALUE=PERIOD:99991231T000000Z/P3D"),
            ("DTSTART:20230101", "RRULE:FREQ=DAILY;COUNT=2", "RECURRENCE-ID:99991231T235959Z"),
        ],
    )  # fmt: skip
    def test_the_ends_of_the_calendar_are_no_trouble(self, lines: tuple[str, ...]) -> None:
        moved = change(":99991231T235959Z", "DTSTART;TZID=Asia/Tokyo:20230101T000000")
        for each in (None, window("0001", "9999")):
            assert read((*EVENT, *lines), moved, window=each or EVERYTHING)

    def test_a_series_of_which_nothing_is_left_is_rejected(self) -> None:
        (record,) = read(
            (*EVENT, "DTSTART:20230101", "RRULE:FREQ=DAILY;COUNT=1", "EXDATE;VALUE=DATE:20230101")
        )
        assert "every time" in record.errors[0].reason


SERIES = (*EVENT, "DTSTART;TZID=Europe/Berlin:20230109T200000", "RRULE:FREQ=WEEKLY;COUNT=4")


def change(recurrence: str, *lines: str) -> tuple[str, ...]:
    return ("UID:a@x", f"RECURRENCE-ID{recurrence}", *lines)


class TestChangedTimes:
    @pytest.mark.parametrize(
        ("start", "told"),
        [
            ("20230325T023000", "1 of its times, the first on 2023-03-26"),
            ("20231028T023000", "1 of its times, the first on 2023-10-29"),
            ("20230325T043000", ""),
        ],
    )
    def test_times_that_the_clocks_skip_or_show_twice_are_reported(
        self, start: str, told: str
    ) -> None:
        when = (f"DTSTART;TZID=Europe/Berlin:{start}", "RRULE:FREQ=DAILY;COUNT=3")
        first, *others = read((*EVENT, *when))
        assert len(others) == 2
        assert not any(each.warnings for each in others)
        assert told in "; ".join(first.warnings)
        assert bool(first.warnings) == bool(told)

    @pytest.mark.parametrize(
        "recurrence",
        [
            ";TZID=Europe/Berlin:20230116T200000",
            ":20230116T190000Z",
            ":20230116T200000",
            ";VALUE=DATE:20230116",
            ";TZID=America/New_York:20230116T140000",
        ],
    )
    def test_one_time_is_moved(self, recurrence: str) -> None:
        moved = change(recurrence, "SUMMARY:Moved", "DTSTART;TZID=Europe/Berlin:20230117T210000")
        for blocks in ((SERIES, moved), (moved, SERIES)):
            records = read(*blocks)
            found = {r.event.date.text: (r.event.title, r.event.id) for r in records if r.event}
            assert list(found) == [
                "2023-01-09T20:00:00+01:00",
                "2023-01-17T21:00:00+01:00",
                "2023-01-23T20:00:00+01:00",
                "2023-01-30T20:00:00+01:00",
            ]
            assert found["2023-01-17T21:00:00+01:00"][0] == "Moved"
            regular = {r.event.id for r in read(SERIES) if r.event}
            assert {each[1] for each in found.values()} == regular

    def test_one_time_is_cancelled(self) -> None:
        for status in (("STATUS:CANCELLED",), ("STATUS:CANCELLED", "DTSTART:20230116T190000Z")):
            records = read(SERIES, change(":20230116T190000Z", *status))
            assert [r.event.status for r in records if r.event] == [
                "occurred", "cancelled", "occurred", "occurred"
            ]  # fmt: skip
            assert {r.event.title for r in records if r.event} == {"A"}

    def test_this_and_all_later_times_are_moved(self) -> None:
        later = change(
            ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20230123T200000",
            "SUMMARY:Later",
            "DTSTART;TZID=Europe/Berlin:20230124T180000",
        )
        records = read(SERIES, later)
        assert [(r.event.date.text, r.event.title) for r in records if r.event] == [
            ("2023-01-09T20:00:00+01:00", "A"),
            ("2023-01-16T20:00:00+01:00", "A"),
            ("2023-01-24T18:00:00+01:00", "Later"),
            ("2023-01-31T18:00:00+01:00", "Later"),
        ]

    def test_a_change_that_the_rule_does_not_know_is_an_event_too(self) -> None:
        extra = change(":20230214T190000Z", "SUMMARY:Extra", "DTSTART:20230214T190000Z")
        assert dates(read(SERIES, extra))[-1] == "2023-02-14T19:00:00Z"
        assert dates(read(extra)) == ["2023-02-14T19:00:00Z"]

    def test_a_change_that_cannot_be_read_costs_only_itself(self) -> None:
        records = read(SERIES, change(":20230116T190000Z", "SUMMARY:B", "DTSTART:someday"))
        assert len(dates(records)) == 4
        assert [r.line for r in records if r.errors] == [9]

    def test_an_older_change_gives_way(self) -> None:
        new = change(":20230116T190000Z", "SEQUENCE:2", "SUMMARY:New", "DTSTART:20230117T190000Z")
        old = change(":20230116T190000Z", "SEQUENCE:1", "SUMMARY:Old", "DTSTART:20230118T190000Z")
        for blocks in ((SERIES, new, old), (old, SERIES, new)):
            records = read(*blocks)
            assert sorted(r.event.title for r in records if r.event) == ["A", "A", "A", "New"]
            assert [r.line for r in records if r.folded]


def test_versions_without_end_are_not_all_held_in_memory() -> None:
    file = calendar(*((*EVENT, f"SEQUENCE:{n}", "DTSTART:20230101") for n in range(5)))
    records = list(ics.read(io.BytesIO(file), most_versions=3))
    assert [bool(each.event) for each in records].count(True) == 1
    assert sum("too many" in each.errors[0].reason for each in records if each.errors) == 2


class TestVersions:
    OLD = ("UID:a@x", "SEQUENCE:1", "SUMMARY:Old", "DTSTART:20230101")
    NEW = ("UID:a@x", "SEQUENCE:2", "SUMMARY:New", "DTSTART:20230102")

    def test_the_higher_sequence_wins_in_any_order(self) -> None:
        for blocks in ((self.OLD, self.NEW), (self.NEW, self.OLD)):
            records = read(*blocks)
            assert [r.event.title for r in records if r.event] == ["New"]
            (folded,) = [r for r in records if r.folded]
            assert "older version" in folded.errors[0].reason

    @pytest.mark.parametrize("name", ["DTSTAMP", "LAST-MODIFIED"])
    def test_then_the_later_stamp(self, name: str) -> None:
        old = (*self.OLD[:1], *self.OLD[2:], f"{name}:20230101T000000Z")
        new = (*self.NEW[:1], *self.NEW[2:], f"{name}:20230101T000001Z")
        for blocks in ((old, new), (new, old)):
            assert [r.event.title for r in read(*blocks) if r.event] == ["New"]

    def test_nothing_is_guessed_where_nothing_tells(self) -> None:
        first, second = read((*EVENT, "DTSTART:20230101"), (*EVENT, "DTSTART:20230102"))
        assert first.event and second.event is None
        assert "neither SEQUENCE" in second.errors[0].reason
        _, again = read((*EVENT, "DTSTART:20230101"), (*EVENT, "DTSTART:20230101"))
        assert again.folded == first.event.id

    @pytest.mark.parametrize(
        "lines", [("DTSTART:20230102", "SUMMARY:New"), ("DTSTART:20230102",), ()]
    )
    def test_a_cancellation_need_not_repeat_what_is_known(self, lines: tuple[str, ...]) -> None:
        cancel = ("UID:a@x", "SEQUENCE:3", "STATUS:CANCELLED", *lines)
        for blocks in ((self.OLD, cancel), (cancel, self.OLD)):
            (event,) = [r.event for r in read(*blocks) if r.event]
            assert event.status == "cancelled"

    def test_method_cancel_cancels_all_of_its_calendar(self) -> None:
        request = calendar(self.OLD, ("UID:b@x", "SUMMARY:B", "DTSTART:20230101"))
        cancel = calendar(("UID:a@x", "SEQUENCE:2", "DTSTART:20230101"), before="METHOD:CANCEL")
        for body in (request + cancel, cancel + request):
            records = list(ics.read(io.BytesIO(body), today=TODAY))
            found = {r.event.id: (r.event.title, r.event.status) for r in records if r.event}
            assert sorted(found.values()) == [("B", "occurred"), ("Old", "cancelled")]

    def test_a_cancelled_series_is_cancelled_in_all_its_times(self) -> None:
        cancel = calendar(("UID:a@x", "SEQUENCE:2"), before="METHOD:CANCEL")
        records = list(ics.read(io.BytesIO(calendar(SERIES) + cancel), today=TODAY))
        assert [r.event.status for r in records if r.event] == ["cancelled"] * 4

    def test_what_is_confirmed_for_a_day_to_come_is_planned(self) -> None:
        records = read((*EVENT, "DTSTART:20230530", "RRULE:FREQ=DAILY;COUNT=4"))
        assert [r.event.status for r in records if r.event] == [
            "occurred", "occurred", "occurred", "planned"
        ]  # fmt: skip


class TestLeftOut:
    @each_row(
        ("line", "words"),
        [
            ("SUMMARY:" + "word " * 80, "SUMMARY is there 2 times"),
            ("DESCRIPTION:" + "word " * 2000, "DESCRIPTION cut from 9,999 to 5,000"),
            ("LOCATION:" + "word " * 50, "LOCATION cut from 249 to 200"),
            ("CATEGORIES:" + "word " * 30, "CATEGORIES cut from 149 to 100"),
            ("URL:mailto:a@b.example", "URL 'mailto:a@b.example'"),
            ("URL:https://a.example/" + "a" * 2000, "at most 2,000"),
            ("CLASS:PRIVATE", "marked PRIVATE"),
            ("STATUS:MAYBE", "STATUS 'MAYBE'"),
            ("ATTENDEE;CN=A B:mailto:a@b.example", "not stored: ATTENDEE"),
            ("ORGANIZER:mailto:a@b.example", "not stored: ORGANIZER"),
            ("X-ALT-DESC;FMTTYPE=text/html:<p>", "not stored: X-ALT-DESC"),
            ("BEGIN:PARTICIPANT\r\nUID:z\r\nEND:PARTICIPANT", "not stored: PARTICIPANT"),
            ("a line that was broken in two", "line 7 is not a property"),
            ("LOCATION:a\x07b", "control characters"),
        ],
    )
    def test_is_reported(self, line: str, words: str) -> None:
        found, warnings = one("DTSTART:20230228", line)
        assert found == "2023-02-28"
        assert words in warnings

    def test_a_long_title_is_cut_at_a_word(self) -> None:
        (record,) = read(("UID:a", "DTSTART:20230101", "SUMMARY:" + "word " * 80))
        assert record.event and record.event.title.endswith("word…")
        assert record.warnings == ("SUMMARY cut from 399 to 300 characters",)

    def test_what_a_program_notes_for_itself_and_reminders_are_not(self) -> None:
        alarm = "BEGIN:VALARM\r\nUID:x\r\nDTSTART:1\r\nTRIGGER:-PT15M\r\nEND:VALARM"
        lines = ("DTSTAMP:20230101T000000Z", "TRANSP:OPAQUE", "X-MOZ-GENERATION:1", alarm)
        assert one("DTSTART:20230228", *lines) == ("2023-02-28", "")

    def test_tasks_and_notes_are_counted(self) -> None:
        todo = "BEGIN:VTODO\nUID:t\nSUMMARY:T\nEND:VTODO"
        records = read(
            todo, todo, "BEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL", (*EVENT, "DTSTART:20230228")
        )
        assert records[-1] == Record(
            3, None, (), ("not stored, since they are no events: 1 VJOURNAL, 2 VTODO",)
        )

    def test_texts_are_unescaped_once(self) -> None:
        (record,) = read(
            ("UID:a", "DTSTART:20230101", "SUMMARY:a\\, b\\; c\\\\n d\\ne", "CATEGORIES:x\\, y,z")
        )
        assert record.event
        assert record.event.title == "a, b; c\\n d\ne"
        assert record.event.tags == ("x y", "z")


class TestDamaged:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_ends(self, end: str) -> None:
        body = calendar((*EVENT, "DTSTART:20230101"), ("UID:b", "SUMMARY:B", "DTSTART:x"), end=end)
        good, bad = ics.read(io.BytesIO(body), today=TODAY)
        assert good.event and good.event.date.text == "2023-01-01"
        assert (bad.line, bad.errors[0].reason[:8]) == (8, "line 11:")

    def test_a_fold_inside_a_character_is_mended(self) -> None:
        title = "Встреча в Астане Ж " * 5
        for fold in (b"\r\n ", b"\n\t", b"\n "):
            whole = f"SUMMARY:{title}".encode()
            for at in range(9, len(whole)):
                body = calendar(("UID:a", "DTSTART:20230101", "X")).replace(
                    b"X\r\n", whole[:at] + fold + whole[at:] + b"\r\n"
                )
                (record,) = ics.read(io.BytesIO(body), today=TODAY)
                assert record.event and record.event.title == title.strip()

    def test_a_byte_order_mark_is_passed_over(self) -> None:
        body = b"\xef\xbb\xbf" + calendar((*EVENT, "DTSTART:20230101"))
        assert len(dates(list(ics.read(io.BytesIO(body))))) == 1

    def test_utf_16_is_named(self) -> None:
        body = calendar((*EVENT, "DTSTART:20230101")).decode().encode("utf-16")
        (record,) = ics.read(io.BytesIO(body))
        assert "UTF-16" in record.errors[0].reason

    def test_a_line_that_is_not_utf_8_is_named(self) -> None:
        body = calendar((*EVENT, "DTSTART:20230101")).replace(b"SUMMARY:A", b"SUMMARY:\xc4")
        (record,) = ics.read(io.BytesIO(body))
        assert record.errors[0].reason == "line 5 is not UTF-8"

    def test_blocks_without_an_end_or_too_large_cost_only_themselves(self) -> None:
        large = ("UID:l", "ATTACH:" + "x" * 1_100_000)
        records = read("BEGIN:VEVENT\nUID:b", (*EVENT, "DTSTART:20230101"), large)
        assert [bool(record.event) for record in records] == [False, True, False]
        assert ["no end" in records[0].errors[0].reason, records[0].line] == [True, 3]
        assert "1,048,576 bytes" in records[2].errors[0].reason


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    moved = change(":20230116T190000Z", "SUMMARY:Moved", "DTSTART:20230117T190000Z")
    file.write_bytes(calendar(SERIES, moved, ("UID:b", "SUMMARY:B", "DTSTART:20230101")))
    store = Store(f"sqlite:///{tmp_path}/a.db", render)
    store.migrate()
    assert import_files(store, [file]).created == 5
    again = import_files(store, [file])
    assert (again.unchanged, again.created, again.updated) == (5, 0, 0)
    other = import_files(store, [file], window=window("2023-01-20", "2023-01-25"))
    assert (other.unchanged, other.warnings, other.created) == (2, 1, 0)
    store.close()


def test_a_large_calendar_is_read_by_the_other_process_in_its_window(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    file.write_bytes(calendar(SERIES))
    store = Store(f"sqlite:///{tmp_path}/a.db", render)
    store.migrate()
    found = import_files(store, [file], window=window("2023-01-16", "2023-01-23"), large=0)
    assert found.created == 2
    table = tmp_path / "a.ndjson"
    table.write_text("{}\n")
    with pytest.raises(Invalid, match="are for calendars"):
        import_files(store, [table], window=window("2023", None), large=0)
    store.close()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024", "2023", "to: 2023 lies before 2024"),
        ("soon", None, "from: 'soon'"),
        (None, "2023/..", "to: '2023/..' has no day"),
        ("../2023", None, "from: '../2023' has no day"),
    ],
)
def test_a_window_that_cannot_be_read_is_refused(
    first: str | None, last: str | None, words: str
) -> None:
    with pytest.raises(Invalid, match=re.escape(words)):
        window(first, last)


def test_memory_does_not_grow_with_what_the_file_says(tmp_path: Path) -> None:
    """The reader keeps some hundred bytes for each event, whatever the length of the event."""
    count = size(1000, 2000)

    def body() -> Any:
        yield b"BEGIN:VCALENDAR\r\n"
        for number in range(count):
            yield b"BEGIN:VEVENT\r\nUID:%d\r\nSUMMARY:%d\r\nDTSTART:20230101\r\n" % (number, number)
            yield b"DESCRIPTION:%s\r\nEND:VEVENT\r\n" % (b"x" * 5000)
        yield b"END:VCALENDAR\r\n"

    file = tmp_path / "a.ics"
    file.write_bytes(b"".join(body()))
    with file.open("rb") as stream:
        tracemalloc.start()
        found = sum(record.event is not None for record in ics.read(stream))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert found == count
    assert peak < 3 << 20


_TIMES = st.sampled_from([
    "20230228", "20230228T090000", "20230228T090000Z", "20240229T000000", "99991231T235959Z",
    "00010101", "20230326T023000", "P1D", "PT24H", "-PT1H", "19970101T180000Z/PT5H30M", "", "x",
    "20230228T240000", "20230301,20230302", "20230228T0900", "٢٠٢٣٠١٠١", "20230230", "/", "P",
])  # fmt: skip
_RULES = st.lists(
    st.sampled_from([
        "FREQ=DAILY", "FREQ=YEARLY", "FREQ=WEEKLY", "COUNT=3", "COUNT=0", "BYDAY=MO",
        "BYDAY=-1SU", "BYSETPOS=-1", "BYMONTH=2", "BYMONTHDAY=30", "INTERVAL=3", "UNTIL=20230401",
        "UNTIL=20230401T000000Z", "BYWEEKNO=53", "BYYEARDAY=-1", "WKST=SU", "BYHOUR=9", "SKIP=OMIT",
    ]),
    min_size=1, max_size=5,
).map(";".join)  # fmt: skip
_PARAMS = st.sampled_from([
    "", ";VALUE=DATE", ";TZID=Europe/Berlin", ";TZID=Here", ";TZID=Nowhere", ";VALUE=PERIOD",
    ";RANGE=THISANDFUTURE", ';TZID="', ";TZID=",
])  # fmt: skip
_LINES = st.one_of(
    st.builds(
        "{}{}:{}".format,
        st.sampled_from(["DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "EXDATE", "RDATE"]),
        _PARAMS,
        _TIMES,
    ),
    st.builds("RRULE:{}".format, _RULES),
    st.sampled_from([
        "SUMMARY:A", "STATUS:CANCELLED", "SEQUENCE:1", "SEQUENCE:x", "UID:b", "GEO:1;2",
        "BEGIN:VALARM", "END:VALARM", "BEGIN:X", "END:X", " folded", "nothing",
        "X-DATELINE-DATE:2022-09",
        "X-DATELINE-DATA:[1]", 'X-DATELINE-DATA:{"sources":[1]\\,"place":{"name":1}}',
        'X-DATELINE-DATA:{"place":{"name":"A"\\,"latitude":"x"}}', "METHOD:CANCEL", "RRULE;X:y",
    ]),
)  # fmt: skip


@settings(max_examples=size(50, 150), deadline=None)
@given(st.lists(st.lists(_LINES, max_size=6), min_size=1, max_size=4))
def test_whatever_stands_in_it_every_event_is_reported(blocks: list[list[str]]) -> None:
    events = [("UID:a", "DTSTART:20230102", *lines) for lines in blocks]
    records = read(*events, before=FIXED.format(name="Here"), window=window("2023", "2023-06"))
    told = {each.line for each in records if each.event or each.errors or each.warnings}
    lines = calendar(*events, before=FIXED.format(name="Here")).split(b"\r\n")
    begun = {number for number, line in enumerate(lines, 1) if line == b"BEGIN:VEVENT"}
    assert begun <= told
    again = read(*events, before=FIXED.format(name="Here"), window=window("2023", "2023-06"))
    assert records == again


@pytest.mark.parametrize("scale", ["ISLAMIC-CIVIL", "CHINESE", "hebrew"])
def test_dates_of_another_calendar_are_no_gregorian_days(scale: str) -> None:
    (record,) = read((*EVENT, "DTSTART;VALUE=DATE:14450101"), before=f"CALSCALE:{scale}")
    assert record.event is None
    assert [each.field for each in record.errors] == ["CALSCALE"]
    assert one("DTSTART;VALUE=DATE:20230301", before="CALSCALE:GREGORIAN") == ("2023-03-01", "")


def test_quoted_printable_texts_of_old_programs_are_decoded() -> None:
    title = "SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gespr=C3=A4che"
    (record,) = read(("UID:a@x", title, "DTSTART;VALUE=DATE:20230301"))
    assert record.event and record.event.title == "Gespräche"


@each_row(
    ("line", "title"),
    [
        ("SUMMARY;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:R=E9union", "Réunion"),
        ("SUMMARY;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C2=F1=F2=F0=E5=F7=E0", "Встреча"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Long=\ntalks", "Longtalks"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Long=\n talks =3D x", "Long talks = x"),
        ("SUMMARY:a=\n b", "a=b"),
    ],
)
def test_old_calendars_have_other_encodings_and_other_line_breaks(line: str, title: str) -> None:
    (record,) = read(("UID:a@x", "DTSTART:20230228", *line.split("\n")))
    assert record.event and record.event.title == title
    assert not record.warnings


@each_row(
    ("parameters", "reason"),
    [
        ("", "the text is not utf-8, and no CHARSET says what it is"),
        ("CHARSET=US-ASCII;", "the text is not US-ASCII"),
        ("CHARSET=klingon;", "the text is not klingon"),
        ("CHARSET=undefined;", "the text is not undefined"),
    ],
)
def test_a_text_in_an_unknown_encoding_is_refused(parameters: str, reason: str) -> None:
    """It was stored with signs of replacement."""
    quoted = f"SUMMARY;{parameters}ENCODING=QUOTED-PRINTABLE:R=E9union"
    (record,) = read(("UID:a@x", "DTSTART:20230228", quoted))
    assert record.event is None
    assert record.errors[0].field == "SUMMARY"
    assert record.errors[0].reason.endswith(reason)


def test_a_text_that_was_read_in_a_wrong_encoding_has_a_warning() -> None:
    (record,) = read(("UID:a@x", "SUMMARY:RÃ©union", "DTSTART:20230228", "LOCATION:Genève"))
    assert record.event and record.event.title == "RÃ©union"
    (told,) = record.warnings
    assert told.startswith("SUMMARY 'RÃ©union' was read in a wrong encoding")
    assert "'Réunion'" in told
