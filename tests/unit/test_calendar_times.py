"""Times of calendars as programs write them: ends and time zones."""

from __future__ import annotations

import io

import pytest

from service.importers import ics
from tests.support.calendars import (
    BERLIN,
    EVENT,
    FIXED,
    TODAY,
    calendar,
    dates,
    one,
    read,
)
from tests.support.rows import each_row


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


MOSCOW = "X-WR-TIMEZONE:Europe/Moscow"
NEW_YORK = "X-WR-TIMEZONE;VALUE=TEXT:US/Eastern"


@pytest.mark.parametrize(
    ("clocks", "start", "end", "expected"),
    [
        (MOSCOW, ":20220227T213000Z", ":20220227T223000Z", "2022-02-28T00:30:00+03:00"),
        (MOSCOW, ":20220227T210000Z", ":20220228T210000Z", "2022-02-28"),
        (MOSCOW, ":20220227T210000Z", ":20220302T210000Z", "2022-02-28/2022-03-02"),
        (NEW_YORK, ":20220228T043000Z", ":20220228T050000Z", "2022-02-27T23:30:00-05:00"),
        (NEW_YORK, ":20220301T033000Z", ":20220301T053000Z", "2022-02-28/2022-03-01"),
        ("x-wr-timezone:EUROPE/KYIV", ":20220701T050000Z", "", "2022-07-01T08:00:00+03:00"),
        (MOSCOW, ";VALUE=DATE:20220228", "", "2022-02-28"),
        (MOSCOW, ":20220228T120000", "", "2022-02-28T12:00:00"),
        (MOSCOW, ";TZID=Asia/Tokyo:20220228T120000", "", "2022-02-28T12:00:00+09:00"),
        ("X-WR-TIMEZONE:UTC", ":20220227T213000Z", "", "2022-02-27T21:30:00Z"),
        ("X-WR-TIMEZONE:Nowhere/At_All", ":20220227T213000Z", "", "2022-02-27T21:30:00Z"),
        ("", ":20220227T213000Z", "", "2022-02-27T21:30:00Z"),
    ],
)  # fmt: skip
def test_times_in_utc_are_on_the_clocks_that_the_calendar_names(
    clocks: str, start: str, end: str, expected: str
) -> None:
    lines = [f"DTSTART{start}", *([f"DTEND{end}"] if end else [])]
    assert one(*lines, before=clocks)[0] == expected


def test_a_series_in_utc_repeats_in_utc_and_is_shown_on_the_clocks_of_the_calendar() -> None:
    found = read((*EVENT, "DTSTART:20220326T223000Z", "RRULE:FREQ=DAILY;COUNT=2"),
                 before="X-WR-TIMEZONE:Europe/Berlin")  # fmt: skip
    assert dates(found) == ["2022-03-26T23:30:00+01:00", "2022-03-28T00:30:00+02:00"]
    bare = read((*EVENT, "DTSTART:20220326T223000Z", "RRULE:FREQ=DAILY;COUNT=2"))
    assert [each.event and each.event.id for each in found] == [
        each.event and each.event.id for each in bare
    ]
