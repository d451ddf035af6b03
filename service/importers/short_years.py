"""Gives years of two digits their century, if the mapping says which hundred years they are of."""

from __future__ import annotations

import re

from service.importers.dates import Order

_DAY = re.compile(
    r"(?:(?<![0-9./-])|(?<=[0-9]-)(?=[0-9]{1,2}(?:[./]| [^\W\d_])))"
    r"([0-9]{1,2}([./ -])(?:[0-9]{1,2}|[^\W\d_]{3,12}\.?)\2)([0-9]{2})"
    r"(?=$|[\s,]+[0-9]|\s*[-–—→])"
)
"""A day with a year of two digits, as Jira, Oracle, Access and spreadsheets write it. A hyphen in
front of it is that of a range if the day itself has other signs."""
_YEAR_FIRST = re.compile(r"[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])")

CENTURY = "the century is not known"
SAY_CENTURY = 'in "date", "two_digits_from": 1950 reads them as 1950 to 2049'
"""Words of the error for such a year, and the advice for those who write a mapping."""


def whole_years(text: str, first: int | None, order: Order | None = None) -> str:
    """The text with years of four digits, each in the hundred years from ``first`` on. A day such
    as ``20-10-05``, which can also begin with the year, stays as it is without an ``order``."""
    if first is None or (order is None and _YEAR_FIRST.match(text)):
        return text
    if re.fullmatch(r"\d\d", text, re.ASCII):
        return whole_year(text, first)
    return _DAY.sub(lambda found: found[1] + whole_year(found[3], first), text)


def whole_year(digits: str, first: int) -> str:
    """The year of four digits for two."""
    return f"{first + (int(digits) - first) % 100:04}"
