"""Dates of tables that stand for no date: zeros, and first and last days of the calendars of
programs."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOTHING = re.compile(r"(?:0{4}([-/.]?)00\1(?:00)?|00([-/.])00\2(?:0{4}|00)|9{8}"
                      r"|(?:0?1([-/.])00?|00?([-/.])0?1)(?:\3|\4)1900)"
                      r"(?:[ T]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?)?", re.ASCII)  # fmt: skip
SENTINELS = frozenset({
    "0001-01-01", "1111-11-11", "1582-10-15", "1601-01-01", "1753-01-01", "1899-12-30",
    "1899-12-31", "1900-01-01", "1901-01-01", "1970-01-01", "2099-12-31", "2100-01-01",
    "2999-12-31",
})  # fmt: skip
"""First and last days of the calendars and data types of programs.

They stand for no date if a column repeats them.
"""
_SHARE = 50
"""A sentinel counts as repeated if one row in this number has it, or more rows than any other
day."""


def no_date(text: str, found: str | None = None) -> bool:
    """Whether a cell stands for no date in every column: ``0000-00-00``, ``1/0/1900``, a day of the
    year 9999, and a time of day on the day before the first one of a spreadsheet, which is a time
    without a date.

    ``found`` is the EDTF of the cell, or ``None`` if it cannot be read.
    """
    if found is not None:
        return found.startswith(("9999", "1899-12-30T", "1899-12-31T"))
    return bool(_NOTHING.fullmatch(text.strip()))


def repeated_sentinels(days: Mapping[str, int], rows: int) -> frozenset[str]:
    """The EDTF dates of a column that stand for no date; ``days`` has the count of each date."""
    found = {day: count for day, count in days.items() if day in SENTINELS and count > 1}
    most = max((count for day, count in days.items() if day not in found), default=0)
    return frozenset(day for day, count in found.items() if count > most or count * _SHARE >= rows)
