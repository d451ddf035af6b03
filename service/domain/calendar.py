"""Days as integers: proleptic Gregorian ordinals of any year, where 1 is 0001-01-01.

``datetime.date`` has no year 0 and no year before it; these functions have both.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE_MONTH = tuple(accumulate(MONTH_DAYS, initial=0))
_DAYS_IN_400_YEARS = 146_097
LAST_OF_DATETIME = date.max.toordinal()
"""``datetime`` has the days up to this year too, and it is quicker."""


def is_leap(year: int) -> bool:
    """Whether ``year`` (astronomical, 0 is 1 BC) has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_end(year: int, month: int) -> int:
    """The number of the last day of a month, 28 to 31."""
    return 29 if month == 2 and is_leap(year) else MONTH_DAYS[month - 1]


def ordinal(year: int, month: int, day: int) -> int:
    """The ordinal of a civil date. The date must exist."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    leap = 1 if month > 2 and is_leap(year) else 0
    return days + _BEFORE_MONTH[month - 1] + leap + day


def civil(day: int) -> tuple[int, int, int]:
    """``(year, month, day)`` of an ordinal."""
    if 1 <= day <= LAST_OF_DATETIME:
        known = date.fromordinal(day)
        return known.year, known.month, known.day
    cycles, rest = divmod(day - 1, _DAYS_IN_400_YEARS)
    centuries = min(rest // 36_524, 3)
    rest -= centuries * 36_524
    fours, rest = divmod(rest, 1461)
    years = min(rest // 365, 3)
    rest -= years * 365
    year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    month = 1
    while rest >= month_end(year, month):
        rest -= month_end(year, month)
        month += 1
    return year, month, rest + 1


def month_number(year: int, month: int) -> int:
    """Months as integers: one number for each month, where 0 is January of the year 0."""
    return year * 12 + month - 1


def year_and_month(number: int) -> tuple[int, int]:
    """The year, and the month 1 to 12, of a ``month_number``."""
    year, month = divmod(number, 12)
    return year, month + 1


def month_of(day: int) -> int:
    """The ``month_number`` of an ordinal."""
    year, month, _ = civil(day)
    return month_number(year, month)


def iso(day: int) -> str:
    """ISO 8601 text of an ordinal. The year has four digits, a sign if it is before year 0, and
    ``Y`` if it has more than four digits (ISO 8601-2, 4.4.1.2)."""
    year, month, number = civil(day)
    return f"{year_text(year)}-{month:02}-{number:02}"


def year_text(year: int) -> str:
    """A year as EDTF writes it."""
    sign, digits = "-" if year < 0 else "", f"{abs(year):04}"
    return ("Y" if len(digits) > 4 else "") + sign + digits
