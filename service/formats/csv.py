"""CSV (RFC 4180): one row an event, the same columns always, for spreadsheets and pandas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

COLUMNS = (
    "id", "title", "summary", "date", "date_as_reported", "date_display", "earliest", "latest",
    "precision", "extent", "approximate", "uncertain", "category", "status", "countries",
    "country_roles", "actors", "place", "place_country", "latitude", "longitude", "amounts",
    "sources", "source_urls", "related", "tags", "version", "created_at", "updated_at",
)  # fmt: skip
BYTES_A_PIECE = 65_536
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def row(event: dict[str, Any]) -> list[Any]:
    """The cells of one document, lists joined by ``; ``."""
    place = event["place"] or {}
    flat = event | {
        "countries": "; ".join(dict.fromkeys(each["code"] for each in event["countries"])),
        "country_roles": "; ".join(f"{each['code']}:{each['role']}" for each in event["countries"]),
        "actors": "; ".join(each["name"] for each in event["actors"]),
        "place": place.get("name"),
        "place_country": place.get("country"),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "amounts": "; ".join(
            f"{each['value']} {each['currency']} {each['stage']}" for each in event["amounts"]
        ),
        "sources": "; ".join(each["title"] for each in event["sources"]),
        "source_urls": " ".join(each["url"] for each in event["sources"] if each["url"]),
        "related": "; ".join(f"{each['type']}:{each['event']}" for each in event["related"]),
        "tags": "; ".join(event["tags"]),
        "approximate": str(event["approximate"]).lower(),
        "uncertain": str(event["uncertain"]).lower(),
    }
    return [flat[column] for column in COLUMNS]


def defused(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it.

    Numbers stay numbers: a negative longitude is no formula.
    """
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def render(documents: Iterable[bytes], raw: bool = False) -> Iterator[bytes]:
    """The table in pieces of some 64 KiB; ``raw`` leaves formula cells as they are."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for document in documents:
        cells = row(orjson.loads(document))
        writer.writerow(cells if raw else [defused(cell) for cell in cells])
        if buffer.tell() >= BYTES_A_PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
