"""What an event may say when it comes in, and the one document it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validates_schema

from service.domain import calendar, countries
from service.domain.display import display
from service.domain.edtf import parse
from service.domain.event import (
    ID_PATTERN,
    Actor,
    Amount,
    CountryRole,
    Event,
    Place,
    Relation,
    Source,
)
from service.domain.near_spellings import A_REQUEST, Limit, nearest
from service.domain.vocabulary import (
    ACTOR_TYPES,
    CATEGORY_CODES,
    RELATION_TYPES,
    ROLES,
    STAGES,
    STATUSES,
    SUPPORTABLE_FIELDS,
)
from service.errors import FieldError, Invalid
from service.schemas import fields as own

DERIVED = frozenset({
    "date_display", "earliest", "latest", "precision", "extent", "approximate", "uncertain",
    "version", "created_at", "updated_at",
})  # fmt: skip
"""Fields of the document that are worked out; in input they are accepted and ignored, so
that a document read from one instance can be sent to another."""
MAX_PARTS = 250


class _Part(Schema):
    """Refuses unknown fields, naming the nearest known one."""

    derived: frozenset[str] = frozenset()

    class Meta:
        unknown = EXCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def no_unknown(self, data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping):
            return
        unknown = [
            name for name in original if name not in self.fields | dict.fromkeys(self.derived)
        ]
        if unknown:
            raise ValidationError(
                {
                    str(name): own.fault(
                        "is not a field we know", nearest(str(name), self.fields)
                    ).messages
                    for name in unknown[:20]
                }
            )


class CountryRoleSchema(_Part):
    """A country in a role."""

    derived = frozenset({"name"})
    code = own.Country(required=True)
    role = own.Word(ROLES, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> CountryRole:
        return CountryRole(**data)


class ActorSchema(_Part):
    """A person, organization or group."""

    name = own.Text(200, required=True)
    type = own.Word(ACTOR_TYPES, load_default="person")
    title = own.Text(200, load_default=None, allow_none=True)
    country = own.Country(load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Actor:
        return Actor(**data)


class PlaceSchema(_Part):
    """Where it happened."""

    name = own.Text(200, load_default=None, allow_none=True)
    country = own.Country(load_default=None, allow_none=True)
    latitude = fields.Float(
        load_default=None, allow_none=True, metadata={"minimum": -90, "maximum": 90}
    )
    longitude = fields.Float(
        load_default=None, allow_none=True, metadata={"minimum": -180, "maximum": 180}
    )

    @validates_schema
    def both_coordinates(self, data: dict[str, Any], **_: Any) -> None:
        values = [(data.get("latitude"), 90, "latitude"), (data.get("longitude"), 180, "longitude")]
        for value, bound, name in values:
            if value is not None and not -bound <= value <= bound:
                raise ValidationError(f"must lie between -{bound} and {bound}", name)
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            raise ValidationError("give both latitude and longitude, or neither", "longitude")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Place:
        return Place(**data)


class AmountSchema(_Part):
    """Money at a stage."""

    value = own.Money(required=True)
    currency = own.Currency(required=True)
    stage = own.Word(STAGES, required=True)
    purpose = own.Text(500, load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Amount:
        return Amount(**data)


class SourceSchema(_Part):
    """What backs the event."""

    title = own.Text(500, required=True)
    publisher = own.Text(200, load_default=None, allow_none=True)
    url = own.WebAddress(load_default=None, allow_none=True)
    published = own.EdtfText(load_default=None, allow_none=True)
    supports = fields.List(own.Word(SUPPORTABLE_FIELDS), load_default=list)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Source:
        return Source(**{**data, "supports": tuple(data["supports"])})


class RelationSchema(_Part):
    """A link to another event."""

    type = own.Word(RELATION_TYPES, required=True)
    event = fields.String(required=True, metadata={"pattern": f"^{ID_PATTERN.pattern}$"})

    @validates_schema
    def good_id(self, data: dict[str, Any], **_: Any) -> None:
        if "event" in data and not ID_PATTERN.fullmatch(data["event"]):
            raise ValidationError("is not an event's id", "event")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Relation:
        return Relation(**data)


def _many(schema: type[Schema]) -> fields.List[Any]:
    return fields.List(fields.Nested(schema), load_default=list, metadata={"maxItems": MAX_PARTS})


class EventSchema(_Part):
    """An event as it comes in; loads to ``Event``."""

    derived = DERIVED
    id = fields.String(metadata={"pattern": f"^{ID_PATTERN.pattern}$"})
    title = own.Text(300, required=True)
    summary = own.Text(5000, load_default=None, allow_none=True)
    date = own.EdtfDate(required=True)
    date_as_reported = own.Text(200, load_default=None, allow_none=True)
    category = own.Word(CATEGORY_CODES, required=True)
    status = own.Word(STATUSES, load_default="occurred")
    countries = _many(CountryRoleSchema)
    actors = _many(ActorSchema)
    place = fields.Nested(PlaceSchema, load_default=None, allow_none=True)
    amounts = _many(AmountSchema)
    sources = _many(SourceSchema)
    related = _many(RelationSchema)
    tags = fields.List(own.Text(100), load_default=list, metadata={"maxItems": MAX_PARTS})

    @validates_schema
    def bounded(self, data: dict[str, Any], **_: Any) -> None:
        if "id" in data and not ID_PATTERN.fullmatch(data["id"]):
            raise ValidationError(
                "has 1 to 100 of a-z 0-9 _ and -, and begins with a letter or digit", "id"
            )
        for name, value in data.items():
            if isinstance(value, list) and len(value) > MAX_PARTS:
                raise ValidationError(f"has at most {MAX_PARTS} entries", name)
        if any("," in tag for tag in data.get("tags", ())):
            raise ValidationError("a tag has no comma; a comma means 'or' in a query", "tags")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Event:
        lists = {name: tuple(dict.fromkeys(v)) for name, v in data.items() if isinstance(v, list)}
        return Event(**{"id": "", **data, **lists})


_SCHEMA = EventSchema()


def load_event(data: Any, event_id: str | None = None) -> Event:
    """The event that ``data`` describes; ``event_id`` stands in where it has no id.

    Raises ``Invalid`` whose errors point into ``data`` (RFC 6901).
    """
    if not isinstance(data, Mapping):
        raise Invalid("an event is a JSON object", [FieldError("is not an object", pointer="")])
    if event_id is not None and data.get("id", event_id) != event_id:
        raise Invalid(
            "the id in the body is not the one in the address",
            [FieldError(f"must be {event_id!r} or left out", pointer="/id")],
        )
    try:
        with Limit(A_REQUEST):
            event: Event = _SCHEMA.load(data if event_id is None else {**data, "id": event_id})
    except ValidationError as error:
        faults = list(_faults(error.messages, ""))
        raise Invalid("the event has faults; nothing was stored", faults[:50]) from None
    return event


def _faults(messages: Any, pointer: str) -> list[FieldError]:
    if isinstance(messages, dict):
        found = []
        for name, below in messages.items():
            step = str(name).replace("~", "~0").replace("/", "~1")
            found += _faults(below, pointer if name == "_schema" else f"{pointer}/{step}")
        return found
    return [
        FieldError(str(each), pointer=pointer, nearest=getattr(each, "near", ()))
        for each in messages
    ]


_encode = msgspec.json.Encoder().encode


class Renderer:
    """The document of an event: JSON as in docs/api.md, every key always there, in that order."""

    def __call__(self, event: Event, version: int, created_at: str, updated_at: str) -> bytes:
        """The whole document."""
        return self.complete(self.head(event), version, created_at, updated_at)

    @staticmethod
    def complete(head: bytes, version: int, created_at: str, updated_at: str) -> bytes:
        """The document that begins with ``head``; the times are as the store writes them."""
        return head + _tail(version, created_at, updated_at)

    @staticmethod
    def head(event: Event) -> bytes:
        """The document up to its version: what the event says."""
        return _encode(_document(event))[:-1]


@lru_cache(maxsize=16)
def _tail(version: int, created_at: str, updated_at: str) -> bytes:
    """The same for all that an import stores together."""
    tail = f',"version":{version},"created_at":"{created_at}","updated_at":"{updated_at}"}}'
    return tail.encode()


render = Renderer()


def _document(event: Event) -> dict[str, Any]:
    date = event.date
    return {
        "id": event.id,
        "title": event.title,
        "summary": event.summary,
        "date": date.text,
        "date_as_reported": event.date_as_reported,
        **_worked_out(date.text, event.date_as_reported),
        "category": event.category,
        "status": event.status,
        "countries": [
            {"code": each.code, "name": countries.name(each.code), "role": each.role}
            for each in event.countries
        ],
        "actors": event.actors,
        "place": event.place,
        "amounts": event.amounts,
        "sources": event.sources,
        "related": event.related,
        "tags": event.tags,
    }


@lru_cache(maxsize=4096)
def _worked_out(text: str, reported: str | None) -> dict[str, Any]:
    date = parse(text)
    return {
        "date_display": display(date, reported),
        "earliest": None if date.earliest is None else calendar.iso(date.earliest),
        "latest": None if date.latest is None else calendar.iso(date.latest),
        "precision": date.precision,
        "extent": date.extent,
        "approximate": date.approximate,
        "uncertain": date.uncertain,
    }
