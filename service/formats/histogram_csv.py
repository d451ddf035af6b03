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
DATED = ("start", "end", "date", "precision")
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
    safe = (lambda cells: cells) if raw else (lambda cells: [*map(defuse, cells)])
    for value, found in checked(series):
        for kind in ("bucket", "imprecise"):
            first = safe([by, value, kind])
            for each in checked(found["buckets" if kind == "bucket" else kind]):
                dated = safe([each.get(name) for name in DATED])
                if money:
                    writer.writerows([*first, *dated, *safe(last)] for last in _sums(each))
                else:
                    writer.writerow([*first, *dated, each["count"], *safe([_amounts(each)])])
    return buffer.getvalue().encode()


def _amounts(each: Mapping[str, Any]) -> str:
    """All sums of a bucket or date in one cell."""
    return "; ".join([f"{a['value']} {a['currency']} {a['stage']}" for a in each["amounts"]])


def _sums(each: Mapping[str, Any]) -> list[list[Any]]:
    return [[a["currency"], a["stage"], a["value"]] for a in each["amounts"]]
