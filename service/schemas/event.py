"""The schema of an event that comes in, and the one document that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any

import msgspec
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validates_schema

from service.domain import calendar, countries
from service.domain.display import display
from service.domain.edtf import parse
from service.domain.event import (
    Actor,
    Amount,
    CountryRole,
    Event,
    Place,
    Relation,
    Source,
)
from service.domain.near_spellings import LOOKUPS_PER_REQUEST, LookupLimit
from service.domain.result_cache import ResultCache
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
from service.schemas import money_fields
from service.schemas.unknown_members import meant

MAX_PARTS = 250


class Part(Schema):
    """Loads to ``makes``, a class of the domain. Refuses unknown fields, naming the nearest known
    one."""

    makes: type[Any]

    class Meta:
        unknown = EXCLUDE

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        members = ", ".join(self.load_fields)
        self.error_messages = {**self.error_messages, "type": f"must be an object with {members}"}

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def no_unknown(self, data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping):
            return
        unknown = [name for name in original if name not in self.fields]
        if unknown:
            raise ValidationError(
                {
                    str(name): own.field_error(
                        "is not a field we know", meant(str(name), original, self.load_fields)
                    ).messages
                    for name in unknown[:20]
                }
            )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        lists = {name: tuple(v) for name, v in data.items() if isinstance(v, list)}
        return self.makes(**data | lists)


class CountryRoleSchema(Part):
    """A country in a role."""

    makes = CountryRole
    code = own.Country(required=True)
    name = own.Computed()
    role = own.Word(ROLES, "Role of the country in the event.", required=True)


class ActorSchema(Part):
    """A person, an organization or a group."""

    makes = Actor
    name = own.Text(200, "Full name.", required=True)
    type = own.Word(ACTOR_TYPES, "Kind of actor.", load_default="person")
    title = own.Text(200, "Office at that time.", load_default=None, allow_none=True)
    country = own.Country(load_default=None, allow_none=True)


class PlaceSchema(Part):
    """The place of an event. Both coordinates are given, or neither."""

    makes = Place
    name = own.Text(200, "Name of the place.", load_default=None, allow_none=True)
    country = own.Country(load_default=None, allow_none=True)
    latitude = own.Degrees(90, "Degrees north, WGS 84.", load_default=None, allow_none=True)
    longitude = own.Degrees(180, "Degrees east, WGS 84.", load_default=None, allow_none=True)

    @validates_schema
    def both_coordinates(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            raise ValidationError("give both latitude and longitude, or neither", "longitude")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Place | None:
        """The place; ``None`` if nothing is known of it."""
        return None if all(each is None for each in data.values()) else Place(**data)


class AmountSchema(Part):
    """A sum of money at a stage."""

    makes = Amount
    value = money_fields.Money(
        "A decimal number, as text, so that no digit is lost.", required=True
    )
    currency = money_fields.Currency("ISO 4217 code.", required=True)
    stage = own.Word(STAGES, "Stage of the money.", required=True)
    purpose = own.Text(500, "Purpose of the money.", load_default=None, allow_none=True)


class SourceSchema(Part):
    """A source of an event."""

    makes = Source
    title = own.Text(500, "Title of the article, page or document.", required=True)
    publisher = own.Text(200, "Who published it.", load_default=None, allow_none=True)
    url = own.WebUrl("Its http or https URL.", load_default=None, allow_none=True)
    published = own.EdtfText("When it was published, in EDTF.", load_default=None, allow_none=True)
    supports = fields.List(
        own.Word(SUPPORTABLE_FIELDS, "Field of the event."), load_default=list,
        metadata=own.described("Fields of the event that this source supports."),
    )  # fmt: skip


class RelationSchema(Part):
    """A relation to another event."""

    makes = Relation
    type = own.Word(RELATION_TYPES, "Relation of this event to the other.", required=True)
    event = own.Id("Identifier of the other event.", "is not an event's id", required=True)


def _many(each: fields.Field[Any], about: str) -> own.Distinct:
    return own.Distinct(each, about, MAX_PARTS)


class EventSchema(Part):
    """One thing that happened, or is planned, at a date.

    This is the only definition of what an event may contain, and of the order of its document. The
    check of plain events, the names of fields, the documents of the API and the targets of a
    mapping follow from it. The columns of the store follow from its class of the domain.
    """

    makes = Event
    id = own.Id(
        "Identifier; it never changes.",
        "has 1 to 100 of a-z 0-9 _ and -, and begins with a letter or digit",
        load_default="",
    )
    title = own.Text(300, "One line that says what happened.", required=True)
    summary = own.Text(5000, "A few sentences.", load_default=None, allow_none=True)
    date = own.EdtfDate(
        "When it happened, in EDTF (ISO 8601-2): 2022-09 is a month, XXXX no known date.",
        required=True,
    )
    date_as_reported = own.Text(
        200, "The date in the words of the source.", load_default=None, allow_none=True
    )
    date_display = own.Computed()
    earliest = own.Computed()
    latest = own.Computed()
    precision = own.Computed()
    extent = own.Computed()
    approximate = own.Computed()
    uncertain = own.Computed()
    category = own.Word(
        CATEGORY_CODES, "Kind of event; /v1/categories describes each.", required=True
    )
    status = own.Word(STATUSES, "Whether it has happened.", load_default="occurred")
    countries = _many(fields.Nested(CountryRoleSchema), "Countries, each in a role.")
    actors = _many(fields.Nested(ActorSchema), "People and organizations.")
    place = fields.Nested(
        PlaceSchema, load_default=None, allow_none=True,
        metadata=own.described("The place of the event; null if it is not known."),
    )  # fmt: skip
    amounts = _many(fields.Nested(AmountSchema), "Sums of money.")
    sources = _many(fields.Nested(SourceSchema), "Sources of the event.")
    related = _many(fields.Nested(RelationSchema), "Links to other events.")
    tags = _many(own.Tag(100), "Words of your own, to find it by.")
    version = own.Computed()
    created_at = own.Computed()
    updated_at = own.Computed()


_SCHEMA = EventSchema()
FIELDS: tuple[str, ...] = tuple(_SCHEMA.fields)
"""The fields of the document, in their order."""
INPUT_FIELDS: tuple[str, ...] = tuple(_SCHEMA.load_fields)
"""The fields that an event itself gives."""


def load_event(data: Any, event_id: str | None = None) -> Event:
    """The event that ``data`` describes; ``event_id`` is used if it has no id.

    Raises ``Invalid``, whose errors point into ``data`` (RFC 6901).
    """
    if not isinstance(data, Mapping):
        raise Invalid("an event is a JSON object", [FieldError("is not an object", pointer="")])
    if event_id is not None and data.get("id", event_id) != event_id:
        raise Invalid(
            "the id in the body is not the one in the URL",
            [FieldError(f"must be {event_id!r} or left out", pointer="/id")],
        )
    try:
        with LookupLimit(LOOKUPS_PER_REQUEST):
            event: Event = _SCHEMA.load(data if event_id is None else {**data, "id": event_id})
    except ValidationError as error:
        errors = list(_errors(error.messages, ""))
        raise Invalid("the event has errors; nothing was stored", errors[:50]) from None
    return event


def _errors(messages: Any, pointer: str) -> list[FieldError]:
    if isinstance(messages, dict):
        found = []
        for name, below in messages.items():
            step = str(name).replace("~", "~0").replace("/", "~1")
            found += _errors(below, pointer if name == "_schema" else f"{pointer}/{step}")
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
        """The document up to its version: the part that the event gives."""
        return _encode(_document(event))[:-1]


@lru_cache(maxsize=16)
def _tail(version: int, created_at: str, updated_at: str) -> bytes:
    """The end of a document. It is the same for all events that an import stores together."""
    tail = f',"version":{version},"created_at":"{created_at}","updated_at":"{updated_at}"}}'
    return tail.encode()


render = Renderer()


COMPUTED = (
    "date_display", "earliest", "latest", "precision", "extent", "approximate", "uncertain",
)  # fmt: skip
_GIVEN = tuple(name for name in INPUT_FIELDS if name != "countries")
_given = attrgetter(*("date.text" if name == "date" else name for name in _GIVEN))
_ORDER = FIELDS[: FIELDS.index("version")]
_in_order = itemgetter(*map((*_GIVEN, *COMPUTED, "countries").index, _ORDER))
_Document = msgspec.defstruct("_Document", list(_ORDER), gc=False)
"""The document in the order of its fields. It is written in half of the time of a dictionary."""
_members = attrgetter(*CountryRoleSchema().load_fields)


def _document(event: Event) -> Any:
    countries = [_COUNTRY_ROLES[_members(each)] for each in event.countries]
    own_values = computed(event.date.text, event.date_as_reported)
    return _Document(*_in_order((*_given(event), *own_values, countries)))


def _country_role(members: tuple[str, ...]) -> msgspec.Raw:
    schema = CountryRoleSchema()
    said = dict(zip(schema.load_fields, members, strict=True))
    document = dict.fromkeys(schema.fields) | said | {"name": countries.name(said["code"])}
    return msgspec.Raw(_encode(document))


_COUNTRY_ROLES: ResultCache[tuple[str, ...], msgspec.Raw] = ResultCache(_country_role, 4096)


@lru_cache(maxsize=4096)
def computed(text: str, reported: str | None) -> tuple[Any, ...]:
    """The values of ``COMPUTED`` for a date and the words of its source."""
    date = parse(text)
    return (
        display(date, reported),
        None if date.earliest is None else calendar.iso(date.earliest),
        None if date.latest is None else calendar.iso(date.latest),
        date.precision,
        date.extent,
        date.approximate,
        date.uncertain,
    )
