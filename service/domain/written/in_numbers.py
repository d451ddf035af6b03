"""Dates that consist only of digits, signs, and the signs of East Asia for a year, a month and a
day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from service.domain import edtf
from service.domain.written.other_calendars import refuse_unclear_calendar
from service.domain.written.part import Ambiguous, Hints, Order, Part

UNKNOWN = frozenset({"", "-9", "-99", "-999", "0", "00", "99", "X", "XX", "NA", "N/A", "?", "??"})
"""Texts that data sets have in place of an unknown month or day."""

_YEAR_FIRST = re.compile(
    r"(\d{4})(?:([-/.])|\s)(?:(?<=\.)\s)?(\d{1,2}|-9|XX|xx)"
    r"(?:(?(2)\2|\s)(?:(?<=\.)\s)?(\d{1,2}|-9|XX|xx))",
    re.ASCII,
)
_MONTH_UNKNOWN = re.compile(r"(\d{4})([-/.])(-9|-99|XX|xx|00?)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1'?\d{2}", re.ASCII)
# Only if day-month-year would be a year before 1232: 20101205 is the fifth of December 2010.
_COMPACT = re.compile(r"(1[5-9]\d{2}|2[01]\d{2})(\d{2})(\d{2})", re.ASCII)
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.ASCII | re.IGNORECASE)
_ROMAN = re.compile(
    r"(\d{1,2})(?:\.\s?|\s)([IVX]+)[.\s]\s?(\d{4})|(\d{1,2})[-/]([IVX]+)[-/](\d{4})"
    r"|(\d{1,2})\.\s?([ivx]+)\.\s?(\d{4})",
    re.ASCII,
)
"""A month in Roman numerals, as in Central Europe: 6.III.2023."""
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_EAST_ASIAN = re.compile(r"(\d{3,4})\s?[年년]\s?(?:(\d{1,2})\s?[月월]\s?(?:(\d{1,2})\s?[日일])?)?")
_VIETNAMESE = re.compile(
    r"(?:ngày )?(?:(\d{1,2}) )?(?:tháng|thg) (\d{1,2})(?:,| năm)? (\d{4})", re.ASCII | re.IGNORECASE
)
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|-?го|-?е)?", re.ASCII | re.IGNORECASE)
"""The number of a day, perhaps with the ending of an ordinal number."""


def read_numbers(text: str, hints: Hints) -> Part | None:
    """Dates that consist only of digits and punctuation."""
    for pattern, made in _FORMS:
        if match := pattern.fullmatch(text):
            found = made(text, match, hints)
            in_numbers = pattern in (_YEAR_FIRST, _YEAR_LAST, _MONTH_YEAR)
            if found and in_numbers and hints.calendar is None:
                refuse_unclear_calendar(text, found)
            return found
    return _short_numbers(text, hints)


def _short_numbers(text: str, hints: Hints) -> Part | None:
    """Days without a year, which the other end of a range may give."""
    if _SHORT_YEAR.fullmatch(text):
        raise edtf.DateError(
            f"{text!r}: the year has two digits, the century is not known: "
            f"{_listed(_centuries(text))}"
        )
    if match := re.fullmatch(r"(\d{1,3})\.?", text, re.ASCII) or DAY.fullmatch(text):
        return Part(day=int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.", text, re.ASCII):
        return _by_order(text, int(match[1]), int(match[2]), "-", hints.order)
    return None


def _centuries(text: str) -> list[str]:
    """The years that a day with a year of two digits may have: the year is the last number, or the
    first if the others can be its month and day."""
    first, second, third = re.findall(r"\d+", text)
    last_is_day = 1 <= int(second) <= 12 and 1 <= int(third) <= 31 and len(first) == 2
    first_is_day = min(int(first), int(second)) <= 12 and 1 <= max(int(first), int(second)) <= 31
    found = [first] if last_is_day else []
    found += [third] if first_is_day or not found else []
    return [f"{century}{two}" for two in dict.fromkeys(found) for century in (19, 20)]


def _listed(years: list[str]) -> str:
    named = [f"'{year}'" for year in years]
    return f"{', '.join(named[:-1])} or {named[-1]}"


def _by_order(text: str, first: int, second: int, year: str, order: Order | None) -> Part:
    if order is None and first != second and first <= 12 and second <= 12:
        days = {"day or month first": f"{year}-{second:02}-{first:02}",
                "": f"{year}-{first:02}-{second:02}"}  # fmt: skip
        ways = " or ".join(map(repr, days.values()))
        raise Ambiguous(text, days, "order", error=f"{text!r} can be day or month first: {ways}")
    month_first = order == "mdy" if order else second > 12
    month, day = (first, second) if month_first else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise edtf.DateError(
            f"{text!r} is not a date" + (f" in the order {order}" if order else "")
        )
    return Part(None if year == "-" else int(year), month, day)


def _counted(text: str, match: re.Match[str], _: Hints) -> Part:
    """ISO 8601-1, 5.2.3: a year and the number of a day in it."""
    year, number = int(match[1]), int(match[2])
    first = date(year or 1, 1, 1)
    found = date.fromordinal(first.toordinal() + number - 1) if number and year else None
    if found is None or found.year != year:
        raise edtf.DateError(f"{text!r}: that year has no day {number}")
    return Part(year, found.month, found.day)


def _week(text: str, match: re.Match[str], _: Hints) -> Part:
    """ISO 8601-1, 5.2.4: a week, which begins on Monday, or a day of it."""
    year, week, day = int(match[1]), int(match[2]), match[3]
    try:
        first = date.fromisocalendar(year, week, int(day or 1))
        last = date.fromisocalendar(year, week, int(day or 7))
    except ValueError:
        raise edtf.DateError(f"{text!r}: that year has no week {week}") from None
    if day:
        return Part(first.year, first.month, first.day)
    return Part(whole=f"[{first.isoformat()}..{last.isoformat()}]")


def _roman(text: str, match: re.Match[str], _: Hints) -> Part | None:
    day, numeral, year = filter(None, match.groups())
    if numeral.upper() not in _ROMAN_MONTHS:
        return None
    month = _ROMAN_MONTHS.index(numeral.upper()) + 1
    if month == 10 and "." not in text:
        known = {"in October": f"{year}-10-{day:0>2}", "in an unknown month": year}
        raise Ambiguous(text, known)
    return Part(int(year), month, int(day))


def _in_turn(*order: int) -> _Make:
    """Returns a function that makes a date of the groups with its year, month and day."""

    def make(_: str, match: re.Match[str], __: Hints) -> Part:
        year, month, day = (match[at] or "" if at else "" for at in order)
        return from_columns(year, month, day)

    return make


_Make = Callable[[str, re.Match[str], Hints], Part | None]
_FORMS: tuple[tuple[re.Pattern[str], _Make], ...] = (
    (_YEAR_FIRST, _in_turn(1, 3, 4)),
    (_MONTH_UNKNOWN, _in_turn(1, 0, 0)),
    (_YEAR_LAST, lambda text, match, hints: _by_order(
        text, int(match[1]), int(match[3]), match[4], hints.order)),
    (_MONTH_YEAR, _in_turn(2, 1, 0)),
    (_COMPACT, _in_turn(1, 2, 3)),
    (_DAY_OF_YEAR, _counted),
    (_WEEK, _week),
    (_ROMAN, _roman),
    (_EAST_ASIAN, _in_turn(1, 2, 3)),
    (_VIETNAMESE, _in_turn(3, 2, 1)),
)  # fmt: skip


def from_columns(year: str, month: str, day: str) -> Part:
    """The part for three texts, each of which may be ``UNKNOWN``. Raises ``edtf.DateError``.

    EDTF levels 0 and 1 cannot express a day in an unknown month, so only the year is kept.
    """
    month, day = ("" if each.upper() in UNKNOWN else each for each in (month, day))
    if not month:
        return Part(int(year))
    if not (re.fullmatch(r"\d{1,2}", month, re.ASCII) and 1 <= int(month) <= 12):
        raise edtf.DateError(f"{month!r} is not a month")
    return Part(int(year), int(month), int(day) if day else None)
