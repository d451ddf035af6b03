"""Gives years of two digits their century, if the mapping says which hundred years they are of."""

from __future__ import annotations

import re

_DAY = re.compile(
    r"(?<![0-9./-])([0-9]{1,2}([./ -])(?:[0-9]{1,2}|[^\W\d_]{3,12}\.?)\2)([0-9]{2})"
    r"(?=$|[\s,]+[0-9]|\s*[-–—→])"
)
"""A day with a year of two digits, as Jira, Oracle, Access and spreadsheets write it."""

CENTURY = "the century is not known"
SAY_CENTURY = 'in "date", "two_digits_from": 1950 reads them as 1950 to 2049'
"""Words of the error for such a year, and the advice for those who write a mapping."""


def whole_years(text: str, first: int | None) -> str:
    """The text with years of four digits, each in the hundred years from ``first`` on."""
    if first is None:
        return text
    if re.fullmatch(r"\d\d", text, re.ASCII):
        return whole_year(text, first)
    return _DAY.sub(lambda found: found[1] + whole_year(found[3], first), text)


def whole_year(digits: str, first: int) -> str:
    """The year of four digits for two."""
    return f"{first + (int(digits) - first) % 100:04}"
