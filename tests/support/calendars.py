"""Calendar files for tests, and what the importer reads in them."""

from __future__ import annotations

import io
from datetime import date

from service.importers import ics
from service.importers.row_result import Record
from service.importers.window import EVERYTHING, Window

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


SERIES = (*EVENT, "DTSTART;TZID=Europe/Berlin:20230109T200000", "RRULE:FREQ=WEEKLY;COUNT=4")


def change(recurrence: str, *lines: str) -> tuple[str, ...]:
    return ("UID:a@x", f"RECURRENCE-ID{recurrence}", *lines)
