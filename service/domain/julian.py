"""The days of the Julian calendar ("old style").

A Julian year begins on 1 January here, as historians write it today.
"""

from __future__ import annotations

from service.domain.calendar import MONTH_DAYS

_FIRST = -1
"""The ordinal of 1 January of the Julian year 1: 30 December of the Gregorian year 0."""


def ordinal(year: int, month: int, day: int) -> int:
    """The ordinal (``calendar``) of a day of the Julian calendar. The day must exist there."""
    before = year - 1
    start = _FIRST + before * 365 + before // 4
    leap = 1 if month > 2 and year % 4 == 0 else 0
    return start + sum(MONTH_DAYS[: month - 1]) + leap + day - 1


def month_end(year: int, month: int) -> int:
    """The number of the last day of a month in the Julian calendar."""
    return 29 if month == 2 and year % 4 == 0 else MONTH_DAYS[month - 1]


def day_of_month(day: int) -> tuple[int, int]:
    """The day of the Julian month on an ordinal (``calendar``), and the last day of that month."""
    days = day - _FIRST
    before = (4 * days + 3) // 1461
    rest, month = days - before * 365 - before // 4, 1
    while rest >= (end := month_end(before + 1, month)):
        rest, month = rest - end, month + 1
    return rest + 1, end
