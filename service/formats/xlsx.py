"""Excel (.xlsx): a sheet with one row an event, and one with a row for each of its countries.

``date`` is a text, so that a month stays a month. ``earliest`` and ``latest`` are dates for sorting
and charts, if spreadsheets have them; other days are texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson

from service.deadline import checked, demand_thread
from service.formats.csv import cell
from service.formats.event_texts import web_url, without_controls
from service.formats.flat import columns, flat
from service.formats.format import Format, Listing, too_many
from service.formats.workbook import MAX_ROWS, Book, Sheet
from service.schemas.parameters import FIELDS

DAYS = frozenset({"earliest", "latest"})
TEXTS = ("date", "date_as_reported", "date_display")
WIDTHS = {
    "id": 34, "title": 56, "summary": 40, "date": 22, "date_as_reported": 18, "date_display": 24,
    "earliest": 11, "latest": 11, "country_roles": 24, "country_name": 24, "actors": 28,
    "amounts": 26, "sources": 40, "source_urls": 40, "related": 24, "tags": 20, "created_at": 21,
    "updated_at": 21,
}  # fmt: skip
BESIDE = ("title", "date", "earliest", "latest", "precision", "category", "status")
"""The fields of the event in the rows of countries, for filters and counts."""
COUNTRY = ("country", "country_name", "role")
EVENTS_ROWS = MAX_ROWS - 1
MAX_COMMENT = 1000


def render(
    documents: Iterable[bytes], listing: Listing, most_rows: int = MAX_ROWS
) -> Iterator[bytes]:
    """The workbook. Pieces are empty while it is made, because its first bytes come at the end. A
    sheet has at most ``most_rows`` rows, including its header.

    Raises ``Invalid`` if there are more events than Excel has rows.
    """
    demand_thread()  # writing to files cannot be interrupted
    fields = listing.fields or FIELDS
    with Book(TEXTS, DAYS, most_rows) as book:
        events = book.sheet("Events", columns(fields), WIDTHS)
        countries = _Countries(book, fields) if "countries" in fields else None
        as_of = ""
        for document in checked(documents):
            if events.full:
                raise too_many("Excel", most_rows - 1)
            event = orjson.loads(document)
            as_of = max(as_of, event["updated_at"])
            events.append(_row(book, event, fields, listing))
            if countries is not None:
                countries.add(event)
            book.make_room()
            yield b""
        about = f"The answer to {listing.identity}"[:MAX_COMMENT] if listing.identity else ""
        yield from book.finished(without_controls(listing.title), about, _time(as_of))


def _row(book: Book, event: dict[str, Any], fields: tuple[str, ...], listing: Listing) -> list[Any]:
    found = flat(event, fields)
    address = next(filter(None, (web_url(each["url"]) for each in event["sources"])), None)
    cells: list[Any] = []
    for name, value in found.items():
        if name == "id":
            cells.append(book.linked(value, listing.page(value)))
        elif name == "source_urls":
            cells.append(book.linked(" ".join(map(without_controls, value)), address))
        elif isinstance(value, bool):
            cells.append(value)
        else:
            text = cell(value)
            cells.append(without_controls(text) if isinstance(text, str) else text)
    return cells


class _Countries:
    """The rows of countries, on as many sheets as they need."""

    def __init__(self, book: Book, fields: tuple[str, ...]) -> None:
        self.book = book
        self.beside = tuple(each for each in BESIDE if each in fields)
        self.number = 0
        self.sheet = self._next()

    def _next(self) -> Sheet:
        self.number += 1
        name = "Countries" if self.number == 1 else f"Countries {self.number}"
        return self.book.sheet(name, ("id", *self.beside, *COUNTRY), WIDTHS)

    def add(self, event: dict[str, Any]) -> None:
        """Add a row for each country of an event in each of its roles."""
        cells = [
            event["id"],
            *(without_controls(event[each]) if event[each] else None for each in self.beside),
        ]
        for each in event["countries"]:
            if self.sheet.full:
                self.sheet = self._next()
            self.sheet.append([*cells, each["code"], each["name"], each["role"]])


def _time(text: str) -> datetime:
    """The time of the last change; for an empty answer it is the beginning of Unix time."""
    return datetime.fromisoformat(text or "1970-01-01T00:00:00+00:00").replace(tzinfo=None)


FORMAT = Format(
    "xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Excel, LibreOffice, Google Sheets, Numbers", "all", render,
    {"type": "string", "format": "binary"}, most=EVENTS_ROWS,
)  # fmt: skip
