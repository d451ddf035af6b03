"""The documents that clients read, as JSON Schema (2020-12): an event, its parts, lists of it.

What ``service.schemas.event`` renders. Every key of an event is always there; where nothing is
known its value is ``null`` or an empty list. The dialect is that of OpenAPI 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from service.domain.decimals import DECIMAL_PATTERN
from service.domain.event import ID_PATTERN
from service.domain.vocabulary import (
    ACTOR_TYPES,
    CATEGORY_CODES,
    PRECISIONS,
    RELATION_TYPES,
    ROLES,
    STAGES,
    STATUSES,
    SUPPORTABLE_FIELDS,
)
from service.schemas.event import load_event, render

Kind = dict[str, Any]


def text(about: str, **more: Any) -> Kind:
    """A string that is always there."""
    return {"type": "string", "description": about, **more}


def maybe(about: str, **more: Any) -> Kind:
    """A string, or ``null``."""
    return {"type": ["string", "null"], "description": about, **more}


def word(words: tuple[str, ...], about: str) -> Kind:
    """One of a fixed list of words."""
    return text(about, enum=list(words))


def number(about: str, least: int = 0) -> Kind:
    """A whole number from ``least`` on."""
    return {"type": "integer", "minimum": least, "description": about}


def flag(about: str) -> Kind:
    """True or false."""
    return {"type": "boolean", "description": about}


def many(kind: Kind, about: str) -> Kind:
    """A list of one kind of things."""
    return {"type": "array", "items": kind, "description": about}


def ref(name: str) -> Kind:
    """The schema of that name in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(kind: Kind, about: str) -> Kind:
    """One kind of thing, or ``null``."""
    return {"anyOf": [kind, {"type": "null"}], "description": about}


def record(about: str, properties: Mapping[str, Kind], **more: Any) -> Kind:
    """An object that has each of these properties and no other."""
    return {
        "type": "object",
        "description": about,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


ID = rf"^{ID_PATTERN.pattern}$"
CODE = "ISO 3166-1 alpha-2, ISO 3166-3 for a state that is no more, or x- and a word for others."


def moment(about: str) -> Kind:
    """A time in UTC (RFC 3339)."""
    return text(about, format="date-time")


LISTED = ["items", "next", "total", "total_is"]
EVENT: dict[str, Kind] = {
    "id": text("Identifier; it never changes.", pattern=ID),
    "title": text("One line that says what happened."),
    "summary": maybe("A few sentences."),
    "date": text("When it happened, in EDTF (ISO 8601-2): 2022-09 is a month, XXXX no known date.",
                 format="edtf"),
    "date_as_reported": maybe("The date in the words of the source."),
    "date_display": text("The date in words; in English, unless lang= says otherwise."),
    "earliest": maybe("First day that the date can mean (ISO 8601); null where it is open."),
    "latest": maybe("Last day that the date can mean (ISO 8601); null where it is open."),
    "precision": word(PRECISIONS, "How exactly the date is known."),
    "extent": word(("instant", "span"), "Whether it fell within the date (instant) or lasted "
                   "from its beginning to its end (span)."),
    "approximate": flag("Whether the date is approximate."),
    "uncertain": flag("Whether the date is uncertain."),
    "category": word(CATEGORY_CODES, "Kind of event; /v1/categories describes each."),
    "status": word(STATUSES, "Whether it has happened."),
    "countries": many(ref("CountryRole"), "Countries, each in a role."),
    "actors": many(ref("Actor"), "People and organizations."),
    "place": or_null(ref("Place"), "Where it happened; null where that is not known."),
    "amounts": many(ref("Amount"), "Sums of money."),
    "sources": many(ref("Source"), "What the event is known from."),
    "related": many(ref("Relation"), "Links to other events."),
    "tags": many({"type": "string"}, "Words to find it by."),
    "version": number("1 for a new event, one more for every change.", 1),
    "created_at": moment("When it was recorded."),
    "updated_at": moment("When it was last changed."),
}  # fmt: skip
DOCUMENTS: dict[str, Kind] = {
    "CountryRole": record("A country in a role.", {
        "code": text(CODE),
        "name": text("Common English name."),
        "role": word(ROLES, "What the country did."),
    }),
    "Actor": record("A person, an organization or a group.", {
        "name": text("Full name."),
        "type": word(ACTOR_TYPES, "What it is."),
        "title": maybe("Office at that time."),
        "country": maybe(f"Country: {CODE}"),
    }),
    "Place": record("Where an event happened. Both coordinates are there, or neither.", {
        "name": maybe("Name of the place."),
        "country": maybe(f"Country: {CODE}"),
        "latitude": {"type": ["number", "null"], "minimum": -90, "maximum": 90,
                     "description": "Degrees north, WGS 84."},
        "longitude": {"type": ["number", "null"], "minimum": -180, "maximum": 180,
                      "description": "Degrees east, WGS 84."},
    }),
    "Amount": record("A sum of money at a stage.", {
        "value": text("A decimal number; as text, for it loses no digit so.", format="decimal",
                      pattern=DECIMAL_PATTERN),
        "currency": text("ISO 4217 code.", format="iso-4217", pattern="^[A-Z]{3}$"),
        "stage": word(STAGES, "How far the money has come."),
        "purpose": maybe("What it is for."),
    }),
    "Source": record("What backs an event.", {
        "title": text("Title of the article, page or document."),
        "publisher": maybe("Who published it."),
        "url": maybe("Its http or https address."),
        "published": maybe("When it was published, in EDTF.", format="edtf"),
        "supports": many(word(SUPPORTABLE_FIELDS, "Field of the event."),
                         "Fields that this source backs."),
    }),
    "Relation": record("A link to another event.", {
        "type": word(RELATION_TYPES, "What this event is to the other."),
        "event": text("Identifier of the other event.", pattern=ID),
    }),
    "Event": record("One thing that happened, or is planned, at a date.", EVENT),
    "EventList": record("A page of events.", {
        "items": many(ref("Event"), "The events of this page, in order."),
        "next": maybe("Address of the next page; null on the last."),
        "total": {"type": ["integer", "null"], "minimum": 0,
                  "description": "How many events match; null where they were not counted."},
        "total_is": word(("exact", "at_least", "unknown"), "What total says."),
        "hints": many(ref("Hint"), "Why there are no events: actors or tags that none has."),
    }, required=LISTED),
    "Hint": {
        "type": "object", "additionalProperties": False, "required": ["detail", "parameter"],
        "description": "Why nothing was found.",
        "properties": {
            "detail": text("What no event has, in words."),
            "parameter": text("Name of the parameter."),
            "nearest": many({"type": "string"}, "Values that come nearest and that events have."),
        },
    },
    "PartialEvent": {
        "type": "object", "properties": EVENT, "additionalProperties": False,
        "description": "An event with the fields that fields= names; with all of them where it "
                       "was not given.",
    },
}  # fmt: skip
DOCUMENTS["PartialEventList"] = record("A page of events, or of parts of them.", {
    **DOCUMENTS["EventList"]["properties"],
    "items": many(ref("PartialEvent"), "The events of this page, in order."),
}, required=LISTED)  # fmt: skip

EXAMPLE_INPUT: dict[str, Any] = {
    "id": "example-announcement-2022-09",
    "title": "The United States announces 25 million dollars for Central Asia",
    "summary": "The money is to help with new trade routes and with training for workers.",
    "date": "2022-09",
    "date_as_reported": "in September",
    "category": "funding",
    "status": "occurred",
    "countries": [{"code": "US", "role": "sponsor"}, {"code": "KZ", "role": "target"}],
    "actors": [{"name": "Antony Blinken", "type": "person", "title": "Secretary of State",
                "country": "US"}],
    "place": {"name": "Astana", "country": "KZ", "latitude": 51.17, "longitude": 71.45},
    "amounts": [{"value": "25000000", "currency": "USD", "stage": "announced",
                 "purpose": "trade routes and training"}],
    "sources": [{"title": "Antony Blinken Offers to Help Jittery Central Asia Reduce Reliance "
                 "on Russia", "publisher": "Japan Times", "published": "2023-02-28",
                 "supports": ["date", "amounts"]}],
    "related": [{"type": "related_to", "event": "blinken-central-asia-trip-2023"}],
    "tags": ["trade"],
}  # fmt: skip
"""An event as one may send it."""
RECORDED = "2023-03-01T09:30:00.000000Z"
EXAMPLE: dict[str, Any] = orjson.loads(render(load_event(EXAMPLE_INPUT), 1, RECORDED, RECORDED))
"""The same as one reads it."""
DOCUMENTS["Event"]["examples"] = [EXAMPLE]
DOCUMENTS["EventList"]["examples"] = [
    {"items": [EXAMPLE], "next": None, "total": 1, "total_is": "exact"}
]
DOCUMENTS["PartialEventList"]["examples"] = [{
    "items": [{name: EXAMPLE[name] for name in ("id", "title", "date")}],
    "next": None, "total": 1, "total_is": "exact",
}]  # fmt: skip
