"""Facets as they are shown: values with their counts, and stretches of time as dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain import calendar
from service.store.position import UNDATED_SPAN

TIMES = {"decade": 120, "year": 12, "month": 1}
"""Facets of time, and the number of months of each of their values."""
UNDATED = f"(SELECT count(*) FROM posting p WHERE {{}} AND p.span = {UNDATED_SPAN})"
"""SQL for the number of undated events of a term; the condition on ``p.term`` is inserted."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet and the number of its events."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values first. ``sample`` is the number of events from which the counts are
    estimated, ``None`` if they are exact; ``complete`` says that there are no other values."""

    by: str
    values: list[Value]
    sample: int | None
    complete: bool


def stretch_text(number: int, size: int) -> str:
    """A stretch as an EDTF text, for use as a date in a filter."""
    year, month = divmod(number, 12)
    if size == 1:
        return f"{calendar.year_text(year)}-{month + 1:02}"
    if size == 12:
        return calendar.year_text(year)
    if 0 <= year <= 9999:
        return f"{year // 10:03}X"
    return f"{calendar.year_text(year)}/{calendar.year_text(year + 9)}"


def most(counts: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    """The values with the most events; ties are sorted by value."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:limit]
