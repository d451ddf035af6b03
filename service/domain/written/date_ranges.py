"""EDTF dates as the range of days that a question asks for, and parts of such a range."""

from __future__ import annotations

import re

from service.domain import calendar, edtf
from service.domain.written.part import Ambiguous

_GROUP = re.compile(r"(\d{4})-(2[1-9]|3[0-6])")
# ISO 8601-2, 4.8: first months. Seasons that name no hemisphere (21 to 24) are read as northern
# ones, because English means those if the text says nothing else.
_FIRST = {21: 3, 22: 6, 23: 9, 24: 12, 25: 3, 26: 6, 27: 9, 28: 12, 29: 9, 30: 12, 31: 3, 32: 6,
          33: 1, 34: 4, 35: 7, 36: 10}  # fmt: skip


def without_marks(text: str) -> str:
    """The EDTF date of an event as a point or interval of days, without marks of doubt. A season
    or quarter becomes its months; one day of a range becomes the range. Raises ``Ambiguous`` for a
    list."""
    if text.startswith("["):
        inner = text[1:-1]
        if "," in inner:
            members = [each.strip() for each in inner.split(",")]
            readings = {each: each for each in members if ".." not in each}
            first, last = members[0].split("..")[0], members[-1].split("..")[-1]
            raise Ambiguous(text, readings | {"from the one to the other": f"{first}/{last}"})
        first, dots, last = inner.partition("..")
        text = f"{first or '..'}/{last or '..'}" if dots else first
    begin, end = (_months(each.rstrip("?~%")) for each in ends_of(text))
    first, last = begin[0] or "..", end[1] or ".."
    return first if first == last else f"{first}/{last}"


def readings(error: Ambiguous) -> list[str]:
    """The meanings of an ambiguous text, as ranges of days."""
    found: list[str] = []
    for each in filter(None, error.readings.values()):
        try:
            found.append(each if each.startswith("--") else without_marks(each))
        except Ambiguous as inner:
            found += readings(inner)
    return [each for each in dict.fromkeys(found) if each.startswith("--") or _is_date(each)]


def _is_date(text: str) -> bool:
    try:
        edtf.parse(text)
    except edtf.DateError:  # the range ends before it begins
        return False
    return True


def ends_of(text: str) -> tuple[str, str]:
    """First and last part of an interval. If ``text`` is a point, it is both."""
    first, slash, last = text.partition("/")
    return first, last if slash else first


def _months(text: str) -> tuple[str, str]:
    """First and last month of a season or quarter. Any other date is both itself."""
    match = _GROUP.fullmatch(text)
    if match is None:
        return text, text
    year, first = int(match[1]), _FIRST[int(match[2])]
    last_year, last = calendar.year_and_month(calendar.month_number(year, first) + 2)
    return f"{year:04}-{first:02}", f"{last_year:04}-{last:02}"


def next_after(text: str) -> str:
    """The day, month or year after ``text``, with the same precision."""
    return _beside(text, 1)


def next_before(text: str) -> str:
    """The day, month or year before ``text``, with the same precision."""
    return _beside(text, -1)


def _beside(text: str, step: int) -> str:
    known = edtf.parse(text)
    edge = known.latest if step > 0 else known.earliest
    if edge is None or known.precision == "time":
        raise edtf.DateError(f"{text!r} must be a day, a month or a year")
    year, month, _ = calendar.civil(edge + step)
    if known.precision == "month":
        return f"{calendar.year_text(year)}-{month:02}"
    return calendar.iso(edge + step) if known.precision == "day" else calendar.year_text(year)


_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}


def part_of_period(name: str, text: str) -> str:
    """A third or a half of a month, a year, a decade or a century, to the nearest whole day, month
    or year: early 2022 is January to April. Raises ``edtf.DateError``."""
    known = edtf.parse(text)
    if known.precision not in ("month", "year", "decade", "century"):
        raise edtf.DateError(f"only a month, a year, a decade or a century has a part: {text!r}")
    year, month, _ = calendar.civil(known.earliest or 0)
    size = {"month": calendar.month_end(year, month), "year": 12, "decade": 10, "century": 100}
    whole = size[known.precision]
    if name.endswith("half"):
        low, high = (0, whole // 2) if name.startswith("first") else (whole // 2, whole)
    else:
        third = _THIRDS[name]
        # 10 days, 4 months, 4 + 3 + 3 years, 33 + 34 + 33 years.
        cuts = {"month": (0, 10, 20, whole), "year": (0, 4, 8, 12), "decade": (0, 4, 7, 10),
                "century": (0, 33, 67, 100)}[known.precision]  # fmt: skip
        low, high = cuts[third], cuts[third + 1]
    if known.precision == "month":
        return f"{text[:7]}-{low + 1:02}/{text[:7]}-{high:02}"
    if known.precision == "year":
        return f"{text}-{low + 1:02}/{text}-{high:02}"
    return f"{year + low:04}/{year + high - 1:04}"
