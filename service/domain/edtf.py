"""Dates as a source gives them: EDTF (ISO 8601-2:2019 Annex A), levels 0 and 1, and the sets and
sub-year groupings of level 2.

``parse`` keeps the text and computes the strict bounds: the first and the last day that the text
can mean. It never fills in a part from today's date, and it never guesses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as _date

from service.domain.calendar import month_end, month_number, ordinal, year_and_month, year_text
from service.domain.result_cache import cached

MAX_LENGTH = 64
MAX_YEAR = 999_999_999
"""Years beyond this one are refused, so that a day is always a small integer."""


class DateError(ValueError):
    """The text is not a valid date; the message says what is wrong with it."""


class NoForm(DateError):
    """The text has no form of EDTF, and no obvious spelling in one."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date with its bounds.

    ``earliest`` and ``latest`` are ordinals (``service.domain.calendar``), ``None`` if that end is
    open or unknown. ``extent`` is ``span`` for an event that lasts from one end to the other, and
    ``instant`` for one unknown day within the bounds.
    """

    text: str
    earliest: int | None
    latest: int | None
    precision: str
    extent: str = "instant"
    approximate: bool = False
    uncertain: bool = False

    @property
    def undated(self) -> bool:
        """Whether the date says nothing (``XXXX``)."""
        return self.earliest is None and self.latest is None and self.extent == "instant"


_POINT = re.compile(
    r"(?P<year>Y-?[1-9]\d{4,17}|-?\d{4}|\d{3}X|\d{2}XX|XXXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?"
    r"(?P<zone>Z|[+-]\d\d(?::\d\d)?)?)?)?)?"
    r"(?P<qualifier>[?~%])?",
    re.ASCII,
)

_BASIC_OFFSET = re.compile(r"(T\d\d:[\d:.]*\d[+-]\d\d)(\d\d)(?!\d)", re.ASCII)
"""``+0000`` after a time, which is stored as ``+00:00``."""
_EXPANDED = re.compile(r"(?<![^/\[,.])[+-](?:0\d{5}(?!\d)|\d{6}(?=-))", re.ASCII)
"""A year of six digits with its sign, as JavaScript writes all years outside 0 to 9999 (ECMA-262,
21.4.1.32.1). It is stored as EDTF has it. ``-100000`` alone is a number rather than such a year."""

# ISO 8601-2, 4.8: seasons and other groupings, as (first month, months, precision). 21 to 24 name
# no hemisphere, so each covers that season in both; 25 to 28 are the seasons of the north, 29 to
# 32 those of the south. A season begins in the written year, even if it ends in the next.
_GROUPS: dict[int, tuple[int, int, str]] = {
    21: (3, 9, "season"), 22: (6, 9, "season"), 23: (3, 9, "season"), 24: (6, 9, "season"),
    25: (3, 3, "season"), 26: (6, 3, "season"), 27: (9, 3, "season"), 28: (12, 3, "season"),
    29: (9, 3, "season"), 30: (12, 3, "season"), 31: (3, 3, "season"), 32: (6, 3, "season"),
    33: (1, 3, "quarter"), 34: (4, 3, "quarter"), 35: (7, 3, "quarter"), 36: (10, 3, "quarter"),
}  # fmt: skip


@cached(16_384)
def parse(text: str) -> Date:
    """The date that ``text`` writes. Raises ``DateError``."""
    # Most dates are plain days, and an import consists mostly of dates.
    if len(text) == 10 and text[4] == "-" == text[7] and text.isascii():
        try:
            day = _date.fromisoformat(text).toordinal()
        except ValueError:
            pass
        else:
            return Date(text, day, day, "day")
    if isinstance(text, str) and "T" in text[:MAX_LENGTH]:
        text = _BASIC_OFFSET.sub(r"\1:\2", text[: MAX_LENGTH + 1])
    if not isinstance(text, str) or not 0 < len(text) <= MAX_LENGTH:
        raise DateError(f"a date has 1 to {MAX_LENGTH} characters")
    if text[0] in "+-[" or "/" in text:
        text = _EXPANDED.sub(_short_year, text)
    if text[0] == "[":
        return _set(text)
    if "/" in text:
        return _interval(text)
    return _point(text)


def _short_year(expanded: re.Match[str]) -> str:
    if expanded[0] == "-000000":
        raise DateError("'-000000' is not a year; write 0000 for the year 1 BC")
    return year_text(int(expanded[0]))


def _point(text: str) -> Date:
    match = _POINT.fullmatch(text)
    if match is None:
        raise _no_date(text)
    year, month, day, hour, minute, second, zone, qualifier = match.groups()
    approximate, uncertain = qualifier in ("~", "%"), qualifier in ("?", "%")
    if hour is not None:
        _check_time(text, hour, minute, second, zone)
    if "X" in year:
        if month not in (None, "XX") or day not in (None, "XX") or hour:
            raise DateError(f"{text!r}: after a year with X only XX can follow")
        if year == "XXXX":
            return Date(text, None, None, "century", "instant", approximate, uncertain)
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        first, last = ordinal(low, 1, 1), ordinal(high, 12, 31)
        precision = "decade" if year[2] != "X" else "century"
        return Date(text, first, last, precision, "instant", approximate, uncertain)
    number = int(year.removeprefix("Y"))
    if year == "-0000" or abs(number) > MAX_YEAR:
        raise DateError(f"{text!r}: the year must lie between -{MAX_YEAR} and {MAX_YEAR}")
    first, last, precision = _days(text, number, month, day)
    if hour is not None:
        precision = "time"
    return Date(text, first, last, precision, "instant", approximate, uncertain)


def _days(text: str, year: int, month: str | None, day: str | None) -> tuple[int, int, str]:
    """First day, last day and precision of a year with its month and day, if they are given."""
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise DateError(f"{text!r}: a known day needs a known month")
        return ordinal(year, 1, 1), ordinal(year, 12, 31), "year"
    number = int(month)
    if number in _GROUPS:
        if day is not None:
            raise DateError(f"{text!r}: a season or quarter has no day")
        start, length, precision = _GROUPS[number]
        end_year, end_month = year_and_month(month_number(year, start) + length - 1)
        last = ordinal(end_year, end_month, month_end(end_year, end_month))
        return ordinal(year, start, 1), last, precision
    if not 1 <= number <= 12:
        raise DateError(
            f"{text!r}: {month} is not a month (01 to 12), season (21 to 32) or quarter (33 to 36)"
        )
    end = month_end(year, number)
    if day is None or day == "XX":
        return ordinal(year, number, 1), ordinal(year, number, end), "month"
    if not 1 <= int(day) <= end:
        raise DateError(f"{text!r}: that month has the days 01 to {end}")
    exact = ordinal(year, number, int(day))
    return exact, exact, "day"


def _check_time(text: str, hour: str, minute: str, second: str | None, zone: str | None) -> None:
    clock = (int(hour), int(minute), int(second or 0))
    midnight = clock == (24, 0, 0)
    if not midnight and (clock[0] > 23 or clock[1] > 59 or clock[2] > 59):
        raise DateError(f"{text!r}: no such time of day")
    if zone and zone != "Z":
        hours, minutes = int(zone[1:3]), int(zone[4:6] or 0)
        if minutes > 59 or hours * 60 + minutes > 14 * 60:
            raise DateError(f"{text!r}: an offset from UTC is at most 14:00")


def _interval(text: str) -> Date:
    start_text, _, end_text = text.partition("/")
    if "/" in end_text:
        raise DateError(f"{text!r}: an interval has two ends")
    if start_text in ("", "..") and end_text in ("", ".."):
        raise DateError(f"{text!r}: one end of an interval must be known")
    start = None if start_text in ("", "..") else _point(start_text)
    end = None if end_text in ("", "..") else _point(end_text)
    for part in (start, end):
        if part is not None and part.undated:
            raise DateError(f"{text!r}: write an unknown end as nothing: 2022-02-24/")
    if start and end and (start.earliest or 0) > (end.latest or 0):
        raise DateError(f"{text!r}: the interval ends before it begins")
    known = [part for part in (start, end) if part is not None]
    return Date(
        text,
        start.earliest if start else None,
        end.latest if end else None,
        "interval",
        "span",
        any(part.approximate for part in known),
        any(part.uncertain for part in known),
    )


def _set(text: str) -> Date:
    """``[a,b]``: one of the members. A member may be ``a..b``, ``..a`` or ``a..`` (ISO 8601-2,
    4.11)."""
    if not text.endswith("]") or len(text) < 3:
        raise DateError(f"{text!r}: a set ends with ]")
    members = text[1:-1].split(",")
    bounds: list[tuple[int | None, int | None]] = []
    marks = [False, False]
    for index, member in enumerate(members):
        low_text, dots, high_text = member.strip(" ").partition("..")
        if (low_text, high_text) == ("", ""):
            raise DateError(f"{text!r}: each member of a set needs a date")
        if (dots and not low_text and index) or (
            dots and not high_text and index < len(members) - 1
        ):
            raise DateError(f"{text!r}: only the ends of a set may be open")
        low = _point(low_text) if low_text else None
        high = (_point(high_text) if high_text else None) if dots else low
        for part in (low, high):
            if part is not None:
                if part.undated:
                    raise DateError(f"{text!r}: XXXX has no place in a set")
                marks = [marks[0] or part.approximate, marks[1] or part.uncertain]
        first, last = low.earliest if low else None, high.latest if high else None
        if first is not None and last is not None and first > last:
            raise DateError(f"{text!r}: {member} ends before it begins")
        bounds.append((first, last))
    firsts, lasts = [each[0] for each in bounds], [each[1] for each in bounds]
    return Date(
        text,
        None if None in firsts else min(each for each in firsts if each is not None),
        None if None in lasts else max(each for each in lasts if each is not None),
        "set",
        "instant",
        *marks,
    )


_LONG_YEAR = re.compile(r"(Y?)\s*([+-]?)0*(\d{1,9})((?:-\d\d){0,2}[?~%]?)", re.ASCII | re.I)
_DURATION = re.compile(r"P(?=\d|T\d)(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?", re.ASCII)
EXAMPLES = "; write 2022-09-14, 2022-09, 2022 or 2022-09-14/2022-10-01"
"""The end of the error for a text that has no obvious spelling as EDTF."""
_SHORT = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", re.ASCII)


def _no_date(text: str) -> DateError:
    """The error, with the right spelling if it is obvious."""
    match = _SHORT.fullmatch(text)
    if match and (match[3] or "." not in text):
        parts = [match[1], match[2].zfill(2)] + ([match[3].zfill(2)] if match[3] else [])
        return DateError(f"{text!r} is not an EDTF date; write {'-'.join(parts)}")
    if _DURATION.fullmatch(text):
        return DateError(f"{text!r} is a duration; EDTF needs both days: 2022-09-14/2022-10-01")
    if text.endswith(("~?", "?~")) and _POINT.fullmatch(text[:-2]):
        right = f"{text[:-2]}%"
        return DateError(f"{text!r} is not an EDTF date; write {right}")
    if found := _with_year(text):
        return DateError(f"{text!r} is not an EDTF date; for the year {found[0]} write {found[1]}")
    if re.fullmatch(r"\d{3}", text, re.ASCII):
        decade = f", for the decade {text}X" if 100 <= int(text) <= 209 else ""
        year = f"for the year {int(text)} write 0{text}{decade}"
        return DateError(f"{text!r} is not an EDTF date; {year}")
    return NoForm(f"{text!r} is not an EDTF date{EXAMPLES}")


def _with_year(text: str) -> tuple[int, str] | None:
    """The year and the right spelling of a date that is right but for its year: ``Y`` belongs
    before more than four digits, and only there. Six digits and more are seldom a year, if nothing
    else says so."""
    match = _LONG_YEAR.fullmatch(text)
    if match is None or not (match[1] or match[2] or len(match[3]) == 5):
        return None
    year = int(match[2] + match[3])
    if not match[1] and match[2] != "+" and abs(year) < 10_000:
        return None
    right = year_text(year) + match[4]
    try:
        parse(right)
    except DateError:
        return None
    return year, right
