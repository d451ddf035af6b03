"""The properties of a feature, in one table.

The schema (OGC 23-058, Part 5) and the queryables (OGC 19-079r2, Part 3) are made from it. Clients
without a schema guess types from the first features, and then lose values that do not fit, such as
``1990-02`` in a column of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.api.ogc_collections import Collection
from service.domain.condition import LISTS
from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, STATUSES
from service.formats.flat import columns
from service.schemas.documents import EVENT
from service.schemas.parameters import FIELDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: dict[str, Any] = {"type": "string"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
FLAG: dict[str, Any] = {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a feature. A ``filterable`` one is also a queryable."""

    name: str
    title: str
    kind: dict[str, Any]
    role: str | None = None
    filterable: bool = True


_KNOWN: tuple[Property, ...] = (
    Property("id", "Identifier", TEXT, role="id"),
    Property("title", "Title", TEXT),
    Property("summary", "Summary", TEXT),
    Property("date", "Date, as EDTF: a day, a month, a season, an interval …", TEXT),
    Property("date_as_reported", "Date in the words of the source", TEXT),
    Property("date_display", "Date in words", TEXT, filterable=False),
    Property("earliest", "First day the date can mean", DAY, role="primary-interval-start"),
    Property("latest", "Last day the date can mean", DAY, role="primary-interval-end"),
    Property("precision", "Precision", {**TEXT, "enum": list(PRECISIONS)}),
    Property("extent", "Whether it lasted (span) or fell on one day (instant)",
             {**TEXT, "enum": ["instant", "span"]}),
    Property("approximate", "Whether the date is approximate", FLAG),
    Property("uncertain", "Whether the date is uncertain", FLAG),
    Property("category", "Category", {**TEXT, "enum": list(CATEGORY_CODES)}),
    Property("status", "Status", {**TEXT, "enum": list(STATUSES)}),
    Property("countries", "Codes of the countries, joined", TEXT),
    Property("country_roles", "Codes of the countries with their roles, joined", TEXT,
             filterable=False),
    Property("actors", "Names of people and organisations, joined", TEXT),
    Property("place", "Name of the place", TEXT),
    Property("place_country", "Code of the country of the place", TEXT),
    Property("amounts", "Sums of money, joined", TEXT, filterable=False),
    Property("sources", "Titles of the sources, joined", TEXT, filterable=False),
    Property("source_urls", "URLs of the sources, joined", TEXT, filterable=False),
    Property("related", "Related events, joined", TEXT, filterable=False),
    Property("tags", "Tags, joined", TEXT),
    Property("version", "Version", {"type": "integer"}),
    Property("created_at", "When it was recorded", MOMENT),
    Property("updated_at", "When it was last changed", MOMENT),
)  # fmt: skip
_BY_NAME = {each.name: each for each in _KNOWN}


def _property(field: str, column: str) -> Property:
    kind = EVENT[field]
    about = {"type": kind["type"]} if column == field and "type" in kind else TEXT
    about = TEXT if about["type"] == "array" else about
    usual = Property(column, kind["description"], about, filterable=False)
    return _BY_NAME.get(column, usual)


PROPERTIES = tuple(
    _property(field, column)
    for field in FIELDS
    for column in columns((field,))
    if column not in ("latitude", "longitude")  # these two are the geometry
)
NAMES = tuple(each.name for each in PROPERTIES)
GEOMETRY = {"title": "Place", "x-ogc-role": "primary-geometry", "format": "geometry-point"}


def schema(address: str, which: Collection) -> dict[str, Any]:
    """The schema of the features (Part 5, 7.2 and 7.8)."""
    found: dict[str, Any] = {}
    for number, each in enumerate(PROPERTIES, 1):
        role = {} if each.role is None else {"x-ogc-role": each.role}
        found[each.name] = {
            "title": each.title,
            **each.kind,
            **role,
            "readOnly": True,
            "x-ogc-propertySeq": number,
        }
    return {
        "$schema": DRAFT,
        "$id": address,
        "type": "object",
        "title": which.title,
        "properties": {"geometry": GEOMETRY, **found},
        "required": ["id", "title", "date", *(["geometry"] if which.placed else [])],
        "additionalProperties": False,
    }


def queryables(address: str, title: str) -> dict[str, Any]:
    """The names that a filter may use (Part 3, 6.2): the properties, and the lists as arrays."""
    lists = {
        name: {"title": each.title, "type": "array", "items": TEXT} for name, each in LISTS.items()
    }
    return {
        "$schema": DRAFT,
        "$id": address,
        "type": "object",
        "title": title,
        "properties": {
            "geometry": GEOMETRY | {"$ref": "https://geojson.org/schema/Point.json"},
            **{e.name: {"title": e.title, **e.kind} for e in PROPERTIES if e.filterable},
            **lists,
        },
        "additionalProperties": False,
    }
