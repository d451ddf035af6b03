"""Recurring events of calendars, the changes of single times, and versions of one event."""

from __future__ import annotations

import io

import pytest

from service.importers import ics
from service.importers.calendar.series import MOST
from service.importers.window import EVERYTHING, window
from tests.support.calendars import (
    EVENT,
    SERIES,
    TODAY,
    calendar,
    change,
    dates,
    read,
)
from tests.support.rows import each_row
from tests.support.sizes import ALL

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


CHANGED = ("UID:a@x", "SUMMARY:Moved", "RECURRENCE-ID;VALUE=DATE:20230109",
           "DTSTART;VALUE=DATE:20230110", "SEQUENCE:1")  # fmt: skip


@pytest.mark.parametrize(
    ("sequence", "without", "expected"),
    [
        (2, "EXDATE;VALUE=DATE:20230109", ["2023-01-02", "2023-01-16"]),
        (2, "EXDATE:20230109T000000", ["2023-01-02", "2023-01-16"]),
        (1, "EXDATE;VALUE=DATE:20230109", ["2023-01-02", "2023-01-10", "2023-01-16"]),
        (0, "EXDATE;VALUE=DATE:20230109", ["2023-01-02", "2023-01-10", "2023-01-16"]),
        (2, "EXDATE;VALUE=DATE:20230123", ["2023-01-02", "2023-01-10", "2023-01-16"]),
    ],
)
def test_a_later_version_of_a_series_takes_out_a_time_that_an_older_one_moved(
    sequence: int, without: str, expected: list[str]
) -> None:
    series = (*EVENT, "DTSTART;VALUE=DATE:20230102", "RRULE:FREQ=WEEKLY;COUNT=3",
              f"SEQUENCE:{sequence}", without)  # fmt: skip
    for blocks in ((series, CHANGED), (CHANGED, series)):
        found = read(*blocks)
        assert sorted(dates(found)) == expected
        folded = [each.errors[0].reason for each in found if each.folded]
        assert len(folded) == 3 - len(expected)
        assert all("older version (SEQUENCE 1)" in each for each in folded)
