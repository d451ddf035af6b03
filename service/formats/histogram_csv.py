"""A histogram as CSV: a row for each bucket, and for each date that is wider than one.

For money there is a row for each currency and stage.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from service.deadline import checked
from service.formats.csv import MARK, defuse

COLUMNS = ("by", "value", "kind", "start", "end", "date", "precision", "count", "amounts")
"""``kind`` is ``bucket``, with its first and last day, or ``imprecise``, with the date that those
events share. ``by`` and ``value`` are empty if there is only one histogram."""
MONEY = (*COLUMNS[:7], "currency", "stage", "sum")
"""The same for money: a row for each currency and stage of a bucket or date."""
MEDIA_TYPE = "text/csv; charset=utf-8"


def render(
    series: Iterable[tuple[str, Mapping[str, Any]]],
    by: str,
    *,
    raw: bool = False,
    bom: bool = False,
    money: bool = False,
) -> bytes:
    """The table of ``series``, which are pairs of a value and its histogram as in the JSON."""
    buffer = io.StringIO(MARK if bom else "", newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(MONEY if money else COLUMNS)
    for value, found in checked(series):
        for kind in ("bucket", "imprecise"):
            for each in checked(found["buckets" if kind == "bucket" else kind]):
                dated = (each.get(name) for name in ("start", "end", "date", "precision"))
                first = [by, value, kind, *dated]
                for last in _sums(each) if money else (_counts(each),):
                    cells = [*first, *last]
                    writer.writerow(cells if raw else [defuse(cell) for cell in cells])
    return buffer.getvalue().encode()


def _counts(each: Mapping[str, Any]) -> list[Any]:
    sums = [f"{a['value']} {a['currency']} {a['stage']}" for a in each["amounts"]]
    return [each["count"], "; ".join(sums)]


def _sums(each: Mapping[str, Any]) -> list[list[Any]]:
    return [[a["currency"], a["stage"], a["value"]] for a in each["amounts"]]
