"""Calendars as programs write them: what is left out, damage, encodings, whole files."""

from __future__ import annotations

import io
import re
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import Invalid
from service.importers import ics
from service.importers.row_result import Record
from service.importers.run import import_files
from service.importers.window import window
from service.schemas.event import render
from service.store import Store
from tests.support.calendars import (
    EVENT,
    FIXED,
    SERIES,
    TODAY,
    calendar,
    change,
    dates,
    one,
    read,
)
from tests.support.rows import each_row
from tests.support.sizes import size


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


class TestWithoutUid:
    BARE = ("SUMMARY:Carnival", "DTSTART;VALUE=DATE:20230220", "DTEND;VALUE=DATE:20230222")
    OTHER = ("SUMMARY:Lent", "DTSTART;VALUE=DATE:20230222")

    @staticmethod
    def of_file(name: str, *blocks: tuple[str, ...]) -> list[Record]:
        return list(ics.read(io.BytesIO(calendar(*blocks)), today=TODAY, name=name))

    def test_an_event_is_stored_under_its_file_start_and_title(self) -> None:
        first, second = self.of_file("Feiertage AT.ics", self.BARE, self.OTHER)
        assert first.event and second.event
        assert first.event.id.startswith("feiertage-at-20230220-carnival")
        assert first.event.date.text == "2023-02-20/2023-02-21"
        again, _ = self.of_file("Feiertage AT.ics", self.BARE, self.OTHER)
        assert again.event and again.event.id == first.event.id
        elsewhere, _ = self.of_file("Feiertage CH.ics", self.BARE, self.OTHER)
        assert elsewhere.event and elsewhere.event.id != first.event.id

    def test_it_is_told_once_for_each_file(self) -> None:
        told = [each.warnings for each in self.of_file("", self.BARE, self.OTHER)]
        assert "it has no UID, here and in later events" in "".join(told[0])
        assert told[1] == ()

    def test_a_series_keeps_its_ids(self) -> None:
        weekly = ("SUMMARY:Talks", "DTSTART:20230201T100000Z", "RRULE:FREQ=WEEKLY;COUNT=3", "UID:")
        ids = [
            [each.event.id for each in self.of_file("a.ics", weekly) if each.event] for _ in "12"
        ]
        assert len(set(ids[0])) == 3
        assert ids[0] == ids[1]

    @pytest.mark.parametrize(
        ("lines", "reason"),
        [
            (("SUMMARY:A", "DTSTART:20230201", "RECURRENCE-ID:20230201"), "of which series"),
            (("SUMMARY:A",), "it has no UID, and not both DTSTART and SUMMARY"),
            (("DTSTART:20230201",), "it has no UID, and not both DTSTART and SUMMARY"),
        ],
    )
    def test_what_nothing_identifies_is_rejected(self, lines: tuple[str, ...], reason: str) -> None:
        (record,) = self.of_file("a.ics", lines)
        assert not record.event
        assert reason in record.errors[0].reason
