"""The documents that clients read, as JSON Schema (2020-12): an event, its parts, lists of it.

They describe the output of ``service.schemas.event``. Every key of an event is always there; if
nothing is known, its value is ``null`` or an empty list. The dialect is that of OpenAPI 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import orjson
from marshmallow import Schema, fields

from service.domain.event import ID_PATTERN
from service.domain.vocabulary import PRECISIONS
from service.schemas import fields as own
from service.schemas import money_fields
from service.schemas.event import EventSchema, load_event, render

Kind = dict[str, Any]


def text(about: str, **more: Any) -> Kind:
    """A string that is always there."""
    return {"type": "string", "description": about, **more}


def text_or_null(about: str, **more: Any) -> Kind:
    """A string, or ``null``."""
    return {"type": ["string", "null"], "description": about, **more}


def word(words: tuple[str, ...], about: str) -> Kind:
    """One of a fixed list of words."""
    return text(about, enum=list(words))


def number(about: str, least: int = 0) -> Kind:
    """A whole number that is at least ``least``."""
    return {"type": "integer", "minimum": least, "description": about}


def count(name: str, about: str) -> dict[str, Kind]:
    """A number, and a second member that says whether the number is exact."""
    exactly = word(("exact", "at_least"), f"Whether {name} is exact.")
    return {name: number(about), f"{name}_is": exactly}


def flag(about: str) -> Kind:
    """True or false."""
    return {"type": "boolean", "description": about}


def many(kind: Kind, about: str) -> Kind:
    """A list of things of one kind."""
    return {"type": "array", "items": kind, "description": about}


def ref(name: str) -> Kind:
    """A reference to the schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(kind: Kind, about: str) -> Kind:
    """One kind of thing, or ``null``."""
    return {"anyOf": [kind, {"type": "null"}], "description": about}


def record(about: str, properties: Mapping[str, Kind], **more: Any) -> Kind:
    """An object that has all of these properties and no others."""
    return {
        "type": "object",
        "description": about,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


ID = rf"^{ID_PATTERN.pattern}$"
CODE = (
    "ISO 3166-1 alpha-2, ISO 3166-3 for a former state, or a code that begins with x- for a state"
    " without an ISO code."
)


def moment(about: str) -> Kind:
    """A time in UTC (RFC 3339)."""
    return text(about, format="date-time")


LISTED = ["items", "next", "total", "total_is"]
COMPUTED: dict[str, Kind] = {
    "date_display": text("The date in words; in English, unless lang= says otherwise."),
    "earliest": text_or_null("First day that the date can mean (ISO 8601); null if it is open."),
    "latest": text_or_null("Last day that the date can mean (ISO 8601); null if it is open."),
    "precision": word(PRECISIONS, "How exactly the date is known."),
    "extent": word(("instant", "span"), "Whether it fell within the date (instant) or lasted "
                   "from its beginning to its end (span)."),
    "approximate": flag("Whether the date is approximate."),
    "uncertain": flag("Whether the date is uncertain."),
    "version": number("1 for a new event, one more for every change.", 1),
    "created_at": moment("When it was recorded."),
    "updated_at": moment("When it was last changed."),
    "name": text("Common English name."),
}  # fmt: skip
"""The fields that are computed and not given by an event or its countries."""


def _text_of(field: fields.Field[Any], **more: Any) -> Kind:
    """A string with the description of its field."""
    return (text_or_null if field.allow_none else text)(field.metadata["about"], **more)


@singledispatch
def kind_of(field: fields.Field[Any]) -> Kind:
    """The kind that a document has for a field of an input schema."""
    raise TypeError(f"nothing is known of {type(field).__name__}")


@kind_of.register
def _(field: own.Text) -> Kind:
    return _text_of(field)


@kind_of.register
def _(field: own.Tag) -> Kind:
    return {"type": "string"}


@kind_of.register
def _(field: own.Word) -> Kind:
    return _text_of(field, enum=list(field.words))


@kind_of.register
def _(field: own.Id) -> Kind:
    return _text_of(field, pattern=ID)


@kind_of.register
def _(field: own.EdtfDate) -> Kind:
    return _text_of(field, format="edtf")


@kind_of.register
def _(field: own.Country) -> Kind:
    return text_or_null(f"Country: {CODE}") if field.allow_none else text(CODE)


@kind_of.register(money_fields.Money)
@kind_of.register(money_fields.Currency)
def _(field: fields.Field[Any]) -> Kind:
    return _text_of(field, format=field.metadata["format"], pattern=field.metadata["pattern"])


@kind_of.register
def _(field: own.Degrees) -> Kind:
    return {"type": ["number", "null"], "minimum": -field.bound, "maximum": field.bound,
            "description": field.metadata["about"]}  # fmt: skip


@kind_of.register(fields.List)
def _(field: fields.List[Any]) -> Kind:
    return many(kind_of(field.inner), field.metadata["about"])


@kind_of.register
def _(field: fields.Nested) -> Kind:
    kind = ref(_name(field.schema))
    return or_null(kind, field.metadata["about"]) if field.allow_none else kind


def _name(schema: Schema) -> str:
    return schema.__class__.__name__.removesuffix("Schema")


def _documents(schema: Schema) -> dict[str, Kind]:
    """The documents of a schema's parts by name, followed by its own."""
    found: dict[str, Kind] = {}
    properties: dict[str, Kind] = {}
    for name, field in schema.fields.items():
        worked_out = isinstance(field, own.Computed)
        properties[name] = COMPUTED[name] if worked_out else kind_of(field)
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            found |= _documents(inner.schema)
    about = (schema.__doc__ or "").partition("\n")[0]
    return {**found, _name(schema): record(about, properties)}


DOCUMENTS = _documents(EventSchema())
EVENT: dict[str, Kind] = DOCUMENTS["Event"]["properties"]


def part_of(field: str) -> str | None:
    """The name of the document that a field of an event contains, or contains a list of."""
    kind = EVENT[field]
    inner = kind.get("items") or kind.get("anyOf", [kind])[0]
    return inner["$ref"].rpartition("/")[2] if "$ref" in inner else None


DOCUMENTS |= {
    "EventList": record("A page of events.", {
        "items": many(ref("Event"), "The events of this page, in order."),
        "next": text_or_null("URL of the next page; null on the last."),
        "total": {"type": ["integer", "null"], "minimum": 0,
                  "description": "How many events match; null if they were not counted."},
        "total_is": word(("exact", "at_least", "unknown"), "Whether total is exact."),
        "hints": many(ref("Hint"), "Why there are no events: actors or tags that no event has."),
    }, required=LISTED),
    "Hint": {
        "type": "object", "additionalProperties": False, "required": ["detail", "parameter"],
        "description": "Why nothing was found.",
        "properties": {
            "detail": text("The value that no event has, in words."),
            "parameter": text("Name of the parameter."),
            "nearest": many({"type": "string"}, "The nearest values that events have."),
        },
    },
    "PartialEvent": {
        "type": "object", "properties": EVENT, "additionalProperties": False,
        "description": "An event with the fields that fields= names; without fields= it has all.",
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
"""An event in the form that a client sends."""
RECORDED = "2023-03-01T09:30:00.000000Z"
EXAMPLE: dict[str, Any] = orjson.loads(render(load_event(EXAMPLE_INPUT), 1, RECORDED, RECORDED))
"""An event in the form that a client reads."""
DOCUMENTS["Event"]["examples"] = [EXAMPLE]
DOCUMENTS["EventList"]["examples"] = [
    {"items": [EXAMPLE], "next": None, "total": 1, "total_is": "exact"}
]
DOCUMENTS["PartialEventList"]["examples"] = [{
    "items": [{name: EXAMPLE[name] for name in ("id", "title", "date")}],
    "next": None, "total": 1, "total_is": "exact",
}]  # fmt: skip
