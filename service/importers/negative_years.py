"""Reads years that are whole numbers, such as ``-44``, as the mapping says.

``-44`` can be 44 BC, which EDTF writes ``-0043``, or the year -44 of ISO 8601, which is 45 BC.
``-2150`` is EDTF, but in a column of whole numbers it is as unclear as ``-44``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from service.domain.calendar import year_text
from service.domain.written import UNKNOWN

NegativeYears = Literal["bc", "iso"]
_NUMBER = re.compile(r"\d{1,4}|-\d{1,9}", re.ASCII)
_NEGATIVE = re.compile(r"-[1-9]\d{0,8}", re.ASCII)
_LONG = re.compile(r"-[1-9]\d{3,8}", re.ASCII)
_SHORT = re.compile(r"-?[1-9]\d{0,2}", re.ASCII)
SAY = 'say "negative_years": "bc" or "iso" in the mapping'
"""The advice for those who write a mapping."""


def year_number(cell: str, meant: NegativeYears | None) -> str | None:
    """The year of EDTF of at least four digits, or ``None`` if the mapping or the cell says none.

    A positive number is the year itself: ``33`` is ``0033``.
    """
    if meant is None or cell in UNKNOWN or not _NUMBER.fullmatch(cell):
        return None
    year = int(cell)
    return year_text(year + 1 if meant == "bc" and year < 0 else year)


def two_readings(cell: str) -> str | None:
    """The reason why a negative number is no clear year; ``None`` if the cell is no such number."""
    if cell in UNKNOWN or not _NEGATIVE.fullmatch(cell):
        return None
    number = int(cell[1:])
    return (
        f"{cell!r} can be the year {number} BC {year_text(1 - number)!r} or the year {cell} "
        f"{year_text(-number)!r}; {SAY}"
    )


def are_numbers(cells: Iterable[str]) -> bool:
    """Whether a column has whole numbers for years, because one has less than four digits."""
    return any(_SHORT.fullmatch(cell) and cell not in UNKNOWN for cell in cells)


def long_year(cells: Iterable[str]) -> str | None:
    """A cell of a column that is a year of EDTF only because it has four digits or more."""
    return next((cell for cell in cells if _LONG.fullmatch(cell)), None)
