"""Short forms with several meanings: two years or a month, digits alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from service.domain import calendar, edtf
from service.domain.written.part import Ambiguous, Hints

_SHORT = re.compile(r"(\d{4})\s?([-–—/.])\s?(\d{1,2})([?~%]?)", re.ASCII)
_CENTURIES_AHEAD = 30
"""Years. ``1998/02`` may be 1998 to 2002, but nobody writes ``2023/02`` for 2023 to 2102."""
_SPREADSHEET = calendar.ordinal(1899, 12, 30)
_MACINTOSH = calendar.ordinal(1904, 1, 1)


def read_two_years(text: str, hints: Hints) -> str | None:
    """The EDTF of ``2008/09``, ``1986-87``, ``2020-21``, ``1986.5``; ``None`` for any other form.
    Raises ``Ambiguous`` if it can be two years or something else and the hints do not say which.
    """
    match = _SHORT.fullmatch(text)
    if match is None:
        return None
    year, sign, digits, mark = int(match[1]), match[2], match[3], match[4]
    month = _month(match[1], sign, digits)
    span = _span(year, digits)
    iso = sign == "-" and len(digits) == 2 and int(digits) <= 12 and bool(month)
    if span and hints.years == "span":
        return f"{year:04}/{span:04}{mark}"
    # After a dot, the digit may mean a tenth of a year and not the month.
    plain = sign != "." and (not span or (iso and not hints.doubt))
    if month and (plain or hints.years == "month"):
        return month + mark
    readings = {"the month" if int(digits) <= 12 else "the season": month} if month else {}
    if sign == "." and not month and not span:
        raise edtf.DateError(f"{text!r} looks like a fraction of a year, not a date")
    if sign == ".":
        readings["a fraction of the year"] = match[1]
    if span:
        readings["the years"] = f"{year:04}/{span:04}"
    if readings:
        raise Ambiguous(text, readings, "years")
    return None


def _month(year: str, sign: str, digits: str) -> str:
    number = int(digits)
    grouped = sign == "-" and 21 <= number <= 36
    return f"{year}-{number:02}" if 1 <= number <= 12 or grouped else ""


def _span(year: int, digits: str) -> int | None:
    """The second of two years; ``None`` if the digits cannot be one."""
    step = 10 ** len(digits)
    last = year - year % step + int(digits)
    if last <= year and len(digits) == 2:
        last += 100
        return last if last - year <= _CENTURIES_AHEAD else None
    return last if last > year else None


def looks_like_years(texts: list[str]) -> bool:
    """Whether some of these dates, which are of one column, show that ``2008-09`` is two years
    there: one date is like ``2012-13``, or the months of several are each the next year's number.
    """
    found = {(match[1], match[3]) for text in texts if (match := _SHORT.fullmatch(text))}
    if not found:
        return False
    next_ones = {each for each in found if len(each[1]) == 2 and _follows(*each)}
    return any(int(last) > 12 or last == "00" for _, last in next_ones) or (
        len(found) > 1 and len(next_ones) == len(found)
    )


def _follows(year: str, last: str) -> bool:
    return (int(year) + 1) % 100 == int(last)


def refuse_bare_numbers(text: str) -> None:
    """Raises ``edtf.DateError`` for numbers that count days or seconds, or that are cut off."""
    if re.fullmatch(r"\d{5,6}([.,]\d+)?", text, re.ASCII):
        number = int(re.split("[.,]", text)[0])
        raise edtf.DateError(
            f"{text!r} looks like the day number of a spreadsheet, not a date: it would be "
            f"{calendar.iso(_SPREADSHEET + number)!r}, or {calendar.iso(_MACINTOSH + number)!r} "
            "in one that counts from 1904"
        )
    if re.fullmatch(r"-?\d{9,10}(\.\d+)?|-?\d{12,13}", text, re.ASCII):
        seconds = float(text) if len(text.split(".", maxsplit=1)[0]) < 12 else int(text) / 1000
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        raise edtf.DateError(
            f"{text!r} looks like the seconds since 1970 of a program, not a date: it would be "
            f"{moment.date().isoformat()!r}"
        )
    if re.fullmatch(r"\d{4}[.,]\d{3,}", text, re.ASCII):
        raise edtf.DateError(f"{text!r} looks like a fraction of a year, not a date")
    if re.fullmatch(r"0000(?:[-/. ]\d\d){0,2}", text, re.ASCII):
        raise Ambiguous(text, {"the year 1 BC": "0000", "no date at all": ""})
    if re.fullmatch(r"-\d{1,3}", text, re.ASCII):
        year = int(text[1:])
        readings = {f"the year {year} BC": calendar.year_text(1 - year),
                    f"the year {text}": calendar.year_text(-year)}  # fmt: skip
        raise Ambiguous(text, readings)
    if re.fullmatch(r"\d{3}[-?]", text, re.ASCII):
        raise Ambiguous(text, {"the decade": f"{text[:3]}X", "the uncertain year": f"0{text[:3]}?"})
