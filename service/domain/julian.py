"""Days of the Julian calendar ("old style") as days of the Gregorian calendar, which is stored.

A Julian year begins on 1 January here, as historians write it today.
"""

from __future__ import annotations

import re

from service.domain import edtf
from service.domain.calendar import MONTH_DAYS, iso

_POINT = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d)(T.*?)?)?)?([?~%]?)", re.ASCII)
_FIRST = -1
"""The ordinal of 1 January of the Julian year 1: 30 December of the Gregorian year 0."""


def julian_ordinal(year: int, month: int, day: int) -> int:
    """The ordinal (``calendar``) of a day of the Julian calendar. The day must exist there."""
    before = year - 1
    start = _FIRST + before * 365 + before // 4
    leap = 1 if month > 2 and year % 4 == 0 else 0
    return start + sum(MONTH_DAYS[: month - 1]) + leap + day - 1


def month_end(year: int, month: int) -> int:
    """The number of the last day of a month in the Julian calendar."""
    return 29 if month == 2 and year % 4 == 0 else MONTH_DAYS[month - 1]


def from_julian(text: str) -> str:
    """The EDTF of a date that is given in Julian days. A day becomes that day; a month or a year
    becomes one of its days. Raises ``edtf.DateError``.

    ``text`` has the form of EDTF; 29 February 1900, which only the Julian calendar has, is valid.
    """
    if text.startswith("[") and text.endswith("]"):
        return f"[{','.join(_member(each.strip()) for each in text[1:-1].split(','))}]"
    start, slash, end = text.partition("/")
    if slash:
        return f"{_end(start, 0)}/{_end(end, 1)}"
    return _point(text)


def _point(text: str) -> str:
    first, last, clock, mark = _days(text)
    if first == last:
        return f"{iso(first)}{clock}{mark}"
    return f"[{iso(first)}{mark}..{iso(last)}{mark}]"


def _member(text: str) -> str:
    low, dots, high = text.partition("..")
    if dots:
        return f"{_end(low, 0)}..{_end(high, 1)}"
    return _point(low).strip("[]")


def _end(text: str, which: int) -> str:
    """The first (0) or the last (1) day of one end of a range."""
    if text in ("", ".."):
        return text
    first, last, clock, mark = _days(text)
    return f"{iso((first, last)[which])}{clock}{mark}"


def _days(text: str) -> tuple[int, int, str, str]:
    """First and last day, then the texts after them: the time of day and the mark of doubt."""
    match = _POINT.fullmatch(text)
    if match is None:
        raise edtf.DateError(
            f"{text!r}: only days, months and years are converted from the Julian calendar"
        )
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    last_month = int(match[2] or 12)
    if not 1 <= month <= 12:
        raise edtf.DateError(f"{text!r}: {month:02} is not a month of the Julian calendar")
    end = month_end(year, last_month)
    if match[3] and not 1 <= day <= end:
        raise edtf.DateError(f"{text!r}: that month has the days 01 to {end}")
    first = julian_ordinal(year, month, day)
    last = first if match[3] else julian_ordinal(year, last_month, end)
    return first, last, match[4] or "", match[5]


def day_of_month(day: int) -> tuple[int, int]:
    """The day of the Julian month on an ordinal (``calendar``), and the last day of that month."""
    days = day - _FIRST
    before = (4 * days + 3) // 1461
    rest, month = days - before * 365 - before // 4, 1
    while rest >= (end := month_end(before + 1, month)):
        rest, month = rest - end, month + 1
    return rest + 1, end
