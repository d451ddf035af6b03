"""Reads a start at midnight and an end at midnight, or at 23:59, as whole days."""

from __future__ import annotations

import re
from datetime import date, timedelta

_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


def whole_days(first: str, last: str, exclusive: bool) -> tuple[str, str] | None:
    """The first and the last day from one EDTF time to another; ``None`` for other times.

    An end at 23:59 belongs to its day. An end at midnight belongs to the day before, as in
    calendars (RFC 5545, 3.6.1), but only if ``exclusive``.
    """
    starts, ends = _TIME.fullmatch(first), _TIME.fullmatch(last)
    if not (starts and ends) or starts[4] != ends[4] or not _midnight(starts):
        return None
    try:
        begin, end = date.fromisoformat(starts[1]), date.fromisoformat(ends[1])
        if _midnight(ends):
            if not exclusive:
                return None
            end -= timedelta(days=1)
        elif ends[2] != "23:59":
            return None
    except (ValueError, OverflowError):  # the year 0, or the day before the year 1
        return None
    return (begin.isoformat(), end.isoformat()) if begin <= end else None


def _midnight(time: re.Match[str]) -> bool:
    return time[2] == "00:00" and time[3] in (None, "00")
