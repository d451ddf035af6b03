"""The meaning of the CSV columns, as a Data Package with a Table Schema (Frictionless, v1)."""

from __future__ import annotations

from typing import Any

from service.formats.flat import columns
from service.schemas.documents import EVENT
from service.schemas.parameters import FIELDS

TEXT = "string"
LIST = "Several are joined by a semicolon and a space."
WORDS: dict[str, tuple[str, str]] = {
    "id": (TEXT, "Identifier of the event; it never changes."),
    "title": (TEXT, "One line that says what happened."),
    "summary": (TEXT, "A few sentences that say what happened."),
    "date": (TEXT, "When, in EDTF (ISO 8601-2): 2022-09 is a month, not its first day."),
    "date_as_reported": (TEXT, "The words in which the source gives the date."),
    "date_display": (
        TEXT,
        "The date in words, as exact as it is known; in English, unless lang= says otherwise.",
    ),
    "earliest": ("date", "The first day that the date can mean; empty where it is open."),
    "latest": ("date", "The last day that the date can mean; empty where it is open."),
    "precision": (TEXT, "How exactly the date is known."),
    "extent": (TEXT, "instant: some day in the range; span: all of it."),
    "approximate": ("boolean", "Whether the date is approximate."),
    "uncertain": ("boolean", "Whether the date is uncertain."),
    "category": (TEXT, "Kind of event."),
    "status": (TEXT, "Whether it occurred, is planned, was cancelled."),
    "countries": (TEXT, f"ISO 3166 codes. {LIST} NA is Namibia, not a missing value."),
    "country_roles": (TEXT, f"Code and role, KZ:host. {LIST}"),
    "actors": (TEXT, f"People and organizations. {LIST}"),
    "place": (TEXT, "Name of the place."),
    "place_country": (TEXT, "ISO 3166 code of the place's country."),
    "latitude": ("number", "Degrees, WGS 84."),
    "longitude": ("number", "Degrees, WGS 84."),
    "amounts": (TEXT, f"Value, currency, stage: 25000000 USD announced. {LIST}"),
    "sources": (TEXT, f"Titles. {LIST}"),
    "source_urls": (TEXT, "URLs, separated by spaces."),
    "related": (TEXT, f"Kind of relation and id of the other event. {LIST}"),
    "tags": (TEXT, LIST),
    "version": ("integer", "1 at creation, and one more with every change."),
    "created_at": ("datetime", "When it was first recorded (UTC)."),
    "updated_at": ("datetime", "When it was last changed (UTC)."),
}
"""Type in Table Schema, and description. Listed are the columns that differ from their fields, or
that need other words."""
TYPES = {"boolean": "boolean", "integer": "integer", "number": "number"}


def _usual(field: str, column: str) -> tuple[str, str]:
    """Type and description of another column, from the description of its field."""
    kind = EVENT[field]
    if column != field:
        return TEXT, f"{column}: {kind['description']}"
    if kind.get("type") == "array":
        return TEXT, f"{kind['description']} {LIST}"
    given = kind.get("type", TEXT)
    return TYPES.get(given if isinstance(given, str) else given[0], TEXT), kind["description"]


COLUMNS = {
    column: WORDS.get(column) or _usual(field, column)
    for field in FIELDS
    for column in columns((field,))
}
"""Type and description of every possible column."""


def package(
    title: str, address: str, fields: tuple[str, ...] | None, all_days: bool
) -> dict[str, Any]:
    """The description of the CSV at ``address``.

    ``all_days`` says that no bound lies outside the years 1 to 9999. Table Schema has no dates
    outside those years; if a bound lies outside, the columns contain texts.
    """
    chosen = fields or FIELDS
    return {
        "profile": "tabular-data-package",
        "name": "dateline",
        "title": title,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "events",
                "title": "Events",
                "description": "A row for each event. Without raw=1 a text that a spreadsheet "
                "would run as a formula has an apostrophe before it.",
                "path": address,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"',
                            "doubleQuote": True, "header": True},
                "schema": {
                    "fields": [_field(each, all_days) for each in columns(chosen)],
                    "missingValues": [""],
                    **({"primaryKey": ["id"]} if "id" in chosen else {}),
                },
            }
        ],
    }  # fmt: skip


def _field(name: str, all_days: bool) -> dict[str, Any]:
    kind, description = COLUMNS[name]
    if kind == "date" and not all_days:
        kind = TEXT
        description += " Years before 1 or after 9999 are among them."
    found: dict[str, Any] = {"name": name, "type": kind, "description": description}
    if kind == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    if name in ("id", "title", "date", "category"):
        found["constraints"] = {"required": True, **({"unique": True} if name == "id" else {})}
    return found
