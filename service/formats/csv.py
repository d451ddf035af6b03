"""CSV (RFC 4180): one row for each event, always the same columns, for spreadsheets and pandas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from service.formats.event_texts import decimal
from service.formats.flat import columns, flat
from service.formats.format import Format, Listing
from service.schemas.parameters import FIELDS, Parameter

RAW = Parameter("raw", "1 leaves cells unchanged that a spreadsheet would run as formulas.",
                {"type": "string", "enum": ["0", "1"], "default": "0"})  # fmt: skip
BOM = Parameter("bom", "1 adds a byte order mark, by which Excel recognises UTF-8.",
                {"type": "string", "enum": ["0", "1"], "default": "0"})  # fmt: skip
MARK = "\ufeff"
COLUMNS = columns(FIELDS)
OF_OURS = frozenset({"date_display", "country_roles", "source_urls"})
"""Columns that together only our own tables have."""
BYTES_A_PIECE = 65_536
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any, joint: str = "; ") -> Any:
    """A value as a cell: lists are joined, and true and false are written as in JSON."""
    if isinstance(value, list):
        return joint.join(value)
    return str(value).lower() if isinstance(value, bool) else value


def defuse(value: Any) -> Any:
    """A text with an apostrophe before it, if a spreadsheet would run it as a formula.

    Numbers stay numbers: a negative longitude is not a formula.
    """
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def restored(cell: str) -> str:
    """The text of a cell before ``defuse``."""
    return cell[1:] if cell[:1] == "'" and cell.startswith(_FORMULA, 1) else cell


def row(event: dict[str, Any], fields: tuple[str, ...] = FIELDS) -> list[Any]:
    """The cells of one document."""
    return [
        cell(value, " " if name == "source_urls" else "; ")
        for name, value in flat(event, fields).items()
    ]


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """The table in pieces of about 64 KiB."""
    fields = listing.fields or FIELDS
    raw = listing.options.get("raw") == "1"
    buffer = io.StringIO(newline="")
    buffer.write(MARK if listing.options.get("bom") == "1" else "")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns(fields))
    for document in documents:
        cells = row(orjson.loads(document), fields)
        safe = cells if raw else [defuse(each) for each in cells]
        writer.writerow([decimal(each) if isinstance(each, float) else each for each in safe])
        if buffer.tell() >= BYTES_A_PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


FORMAT = Format(
    "csv", "CSV", "text/csv; charset=utf-8", "Excel, LibreOffice, pandas, DuckDB, R", "all", render,
    {"type": "string"}, parameters=(RAW, BOM),
)  # fmt: skip
