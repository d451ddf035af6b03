"""Dates of other calendars as Gregorian dates, which are stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from service.domain import calendar as civil
from service.domain import edtf, iranian, julian
from service.domain.calendar import iso

Calendar = Literal["gregorian", "julian", "iranian", "thai"]
_POINT = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d)(T.*?)?)?)?([?~%]?)", re.ASCII)
_BUDDHIST = 543
"""The years by which the calendar of Thailand is ahead, whose year begins in January since 1941."""


class Other(NamedTuple):
    """Another calendar: its name, the last day of a month, the ordinal of a day, and whether its
    months are those of the Gregorian calendar."""

    name: str
    month_end: Callable[[int, int], int]
    ordinal: Callable[[int, int, int], int]
    same_months: bool = False


OTHERS: dict[str, Other] = {
    "julian": Other("Julian", julian.month_end, julian.ordinal),
    "iranian": Other("Iranian", iranian.month_end, iranian.ordinal),
    "thai": Other(
        "Thai",
        lambda year, month: civil.month_end(year - _BUDDHIST, month),
        lambda year, month, day: civil.ordinal(year - _BUDDHIST, month, day),
        same_months=True,
    ),
}


def month_end(year: int, month: int, calendar: Calendar | None) -> int:
    """The number of the last day of a month in ``calendar``."""
    other = OTHERS.get(calendar or "gregorian")
    return (other.month_end if other else civil.month_end)(year, month)


def to_gregorian(text: str, calendar: Calendar | None) -> str:
    """The EDTF of a date that is given in days of ``calendar``; ``None`` is the Gregorian one.

    A day becomes that day; a month or a year becomes one of its days, unless it is a Gregorian one
    too. Raises ``edtf.DateError``.

    ``text`` has the form of EDTF; 29 February 1900, which only the Julian calendar has, is valid.
    """
    other = OTHERS.get(calendar or "gregorian")
    if other is None:
        return text
    if text.startswith("[") and text.endswith("]"):
        return f"[{','.join(_member(each.strip(), other) for each in text[1:-1].split(','))}]"
    start, slash, end = text.partition("/")
    if slash:
        return f"{_end(start, 0, other)}/{_end(end, 1, other)}"
    return _point(text, other)


def _point(text: str, other: Other) -> str:
    first, last, clock, mark = _days(text, other)
    if first == last:
        return f"{iso(first)}{clock}{mark}"
    if other.same_months:
        return iso(first)[: len(text) - len(mark)] + mark
    return f"[{iso(first)}{mark}..{iso(last)}{mark}]"


def _member(text: str, other: Other) -> str:
    low, dots, high = text.partition("..")
    if dots:
        return f"{_end(low, 0, other)}..{_end(high, 1, other)}"
    return _point(low, other).strip("[]")


def _end(text: str, which: int, other: Other) -> str:
    """The first (0) or the last (1) day of one end of a range."""
    if text in ("", ".."):
        return text
    if other.same_months:
        return _point(text, other)
    first, last, clock, mark = _days(text, other)
    return f"{iso((first, last)[which])}{clock}{mark}"


def _days(text: str, other: Other) -> tuple[int, int, str, str]:
    """First and last day, then the texts after them: the time of day and the mark of doubt."""
    match = _POINT.fullmatch(text)
    if match is None:
        raise edtf.DateError(
            f"{text!r}: only days, months and years are converted from the {other.name} calendar"
        )
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    last_month = int(match[2] or 12)
    if not 1 <= month <= 12:
        raise edtf.DateError(f"{text!r}: {month:02} is not a month of the {other.name} calendar")
    end = other.month_end(year, last_month)
    if match[3] and not 1 <= day <= end:
        raise edtf.DateError(f"{text!r}: that month has the days 01 to {end}")
    first = other.ordinal(year, month, day)
    last = first if match[3] else other.ordinal(year, last_month, end)
    return first, last, match[4] or "", match[5]
