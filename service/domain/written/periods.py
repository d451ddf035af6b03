"""Seasons, quarters, halves, decades and centuries."""

from __future__ import annotations

import re

from service.domain import edtf
from service.domain.written.names import SEASONS, SIDES
from service.domain.written.part import Ambiguous, Part

_NTH_CENTURY = re.compile(r"(?:the )?\d{1,2}(?:st|nd|rd|th|\.)? (?:century|c\.)(?: .*)?", re.I)
_SEASON = re.compile(
    r"(?:the )?(?:(northern|southern) )?(spring|summer|autumn|fall|winter)(?: of)?,? "
    r"(\d{4})(?:[-–/](\d{4}|\d\d))?(?: \((northern|southern)\))?",
    re.ASCII | re.IGNORECASE,
)
_QUARTER = re.compile(
    r"Q([1-4])[\s/.-]?(?:of )?(\d{4})|(\d{4})[\s/.-]?Q([1-4])|([1-4])Q\s?(\d{4})", re.I | re.ASCII
)
_HALF = re.compile(
    r"H([12])[\s/-]?(\d{4})|(\d{4})[\s/-]?H([12])|([12])H\s?(\d{4})"
    r"|(?:the )?(first|1st|second|2nd) half (?:of )?(\d{4})",
    re.I | re.ASCII,
)
_DECADE = re.compile(r"(?:the )?(\d{3})0['’]?s([?~%]?)", re.I | re.ASCII)
_SHORT_DECADE = re.compile(r"(?:the )?['’]?(\d0)['’]?s", re.I | re.ASCII)


def read_period(text: str) -> Part | None:
    """A longer time by its name; ``None`` if the text names none. Raises ``edtf.DateError``."""
    if match := _SEASON.fullmatch(text):
        side = (match[1] or match[5] or "").lower()
        return _season(text, match[2].lower(), int(match[3]), match[4], side)
    if match := _QUARTER.fullmatch(text):
        number, year = (each for each in match.groups() if each)
        number, year = sorted((number, year), key=len)
        return Part(whole=f"{year}-{32 + int(number)}")
    if match := _HALF.fullmatch(text):
        half, year = (each for each in match.groups() if each)
        half, year = (half, year) if len(year) == 4 else (year, half)
        months = ("01", "06") if half[0] in "1f" else ("07", "12")
        return Part(whole=f"[{year}-{months[0]}..{year}-{months[1]}]")
    if match := _DECADE.fullmatch(text):
        decade = match[1]
        if decade.endswith("0"):
            readings = {"the century": f"{decade[:2]}XX", "the decade": f"{decade}X"}
            raise Ambiguous(text, readings)
        return Part(whole=f"{decade}X", mark=match[2])
    if match := _SHORT_DECADE.fullmatch(text):
        tens = match[1][0]
        raise Ambiguous(text, {"the decade": f"19{tens}X", "that of another century": f"18{tens}X"})
    if match := _NTH_CENTURY.fullmatch(text):
        number = int(re.findall(r"\d+", text)[0])
        if re.search(r"\bB\.?C", text, re.I) or not 1 <= number <= 99:
            raise edtf.DateError(f"{text!r}: write the years instead")
        first = (number - 1) * 100
        readings = {"the years of one beginning": f"{number - 1:02}XX",
                    "those that are counted": f"[{first + 1:04}..{first + 100:04}]"}  # fmt: skip
        raise Ambiguous(text, readings)
    return None


def _season(text: str, name: str, year: int, last: str | None, side: str) -> Part | None:
    """A season, in both hemispheres unless one is named. For winter in the north and summer in the
    south, the year alone does not say in which December it began."""
    code = SEASONS[name]
    if last is not None:
        over = {("winter", ""): 28, ("winter", "northern"): 28, ("summer", ""): 30,
                ("summer", "southern"): 30}  # fmt: skip
        if int(last) != (year + 1) % 10 ** len(last) or (name, side) not in over:
            return None
        return Part(whole=f"{year}-{over[name, side]}")
    if (name, side) in (("winter", ""), ("winter", "northern"), ("summer", "southern")):
        code = 28 if name == "winter" else 30
        readings = {"the season that began in December": f"{year - 1:04}-{code}",
                    "the one a year later": f"{year:04}-{code}"}  # fmt: skip
        raise Ambiguous(text, readings)
    return Part(whole=f"{year:04}-{code + SIDES[side] + 4 if side else code}")
