"""A compiled check for events that have nothing unusual about them: most of an import.

``EventSchema`` is the definition of what an event may say. What stands here knows the plain
part of it, some thirty times faster: whatever it lets through, the schema lets through with the
same result (a property test holds the two together), and whatever it does not is asked of the
schema, which accepts it or says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache, partial
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from service.domain import countries, edtf
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
from service.domain.vocabulary import (
    ACTOR_TYPES,
    CATEGORY_CODES,
    RELATION_TYPES,
    ROLES,
    STAGES,
    STATUSES,
    SUPPORTABLE_FIELDS,
)
from service.schemas.event import MAX_PARTS
from service.schemas.fields import CONTROL, CURRENCIES

Id = Annotated[str, Meta(pattern=rf"\A{ID_PATTERN.pattern}\Z")]
Text100 = Annotated[str, Meta(min_length=1, max_length=100)]
Text200 = Annotated[str, Meta(min_length=1, max_length=200)]
Text300 = Annotated[str, Meta(min_length=1, max_length=300)]
Text500 = Annotated[str, Meta(min_length=1, max_length=500)]
Text5000 = Annotated[str, Meta(min_length=1, max_length=5000)]
_MANY = Meta(max_length=MAX_PARTS)
# Hosts of plain letters and digits; whatever else an address may have the schema judges.
_WEB_ADDRESS = re.compile(r"https?://[a-zA-Z0-9.-]*[a-zA-Z0-9](?:/[^\s<>\"\\]*)?")

_ROLES, _ACTOR_TYPES, _RELATION_TYPES = map(frozenset, (ROLES, ACTOR_TYPES, RELATION_TYPES))
_CATEGORIES, _STATUSES, _STAGES = map(frozenset, (CATEGORY_CODES, STATUSES, STAGES))
_SUPPORTABLE = frozenset(SUPPORTABLE_FIELDS)


class _Part(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A part of an event's document, by the names and defaults of its schema."""


class _Country(_Part):
    code: str
    role: str
    name: Any = None


class _Actor(_Part):
    name: Text200
    type: str = "person"
    title: Text200 | None = None
    country: str | None = None


class _Place(_Part):
    name: Text200 | None = None
    country: str | None = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class _Amount(_Part):
    value: Annotated[str, Meta(pattern=r"\A[0-9]{1,24}(\.[0-9]{1,6})?\Z")]
    currency: str
    stage: str
    purpose: Text500 | None = None


class _Source(_Part):
    title: Text500
    publisher: Text200 | None = None
    url: Annotated[str, Meta(max_length=2000)] | None = None
    published: str | None = None
    supports: list[str] = []


class _Relation(_Part):
    type: str
    event: Id


class _Document(_Part):
    title: Text300
    date: str
    category: str
    id: Id = ""
    summary: Text5000 | None = None
    date_as_reported: Text200 | None = None
    status: str = "occurred"
    countries: Annotated[list[_Country], _MANY] = []
    actors: Annotated[list[_Actor], _MANY] = []
    place: _Place | None = None
    amounts: Annotated[list[_Amount], _MANY] = []
    sources: Annotated[list[_Source], _MANY] = []
    related: Annotated[list[_Relation], _MANY] = []
    tags: Annotated[list[Text100], _MANY] = []
    # What is worked out is accepted and ignored, as the schema does (``DERIVED``).
    date_display: Any = None
    earliest: Any = None
    latest: Any = None
    precision: Any = None
    extent: Any = None
    approximate: Any = None
    uncertain: Any = None
    version: Any = None
    created_at: Any = None
    updated_at: Any = None


T = TypeVar("T")
_DECODER = msgspec.json.Decoder(_Document)
_UNUSUAL = (msgspec.MsgspecError, ValueError, RecursionError)


def plain_line(line: bytes) -> Event | None:
    """The event of a line of JSON, or ``None`` where the schema has to be asked."""
    try:
        return _event(_DECODER.decode(line))
    except _UNUSUAL:
        return None


def plain(document: Any) -> Event | None:
    """The event of a document as ``json.loads`` gives it, or ``None`` likewise."""
    try:
        return _event(msgspec.convert(document, _Document))
    except _UNUSUAL:
        return None


_country = lru_cache(maxsize=2048)(partial(countries.resolve, hints=False))


def _text(text: str) -> str:
    """Refuses what is blank and what has control characters; ``isprintable`` knows neither
    tab nor line end, but is quick."""
    if (not text.isprintable() and CONTROL.search(text)) or text.isspace():
        raise ValueError(text)
    return text


def _maybe(text: str | None) -> str | None:
    return text if text is None else _text(text)


def _word(word: str, words: frozenset[str]) -> str:
    if word not in words:
        raise ValueError(word)
    return word


def _event(found: _Document) -> Event:
    """Raises ``ValueError`` for anything that is not plain."""
    return Event(
        found.id,
        _text(found.title),
        edtf.parse(found.date),
        _word(found.category, _CATEGORIES),
        _word(found.status, _STATUSES),
        _maybe(found.summary),
        _maybe(found.date_as_reported),
        _once([_country_role(each.code, each.role) for each in found.countries]),
        _once(map(_actor, found.actors)),
        _place(found.place) if found.place else None,
        _once(map(_amount, found.amounts)),
        _once(map(_source, found.sources)),
        _once(Relation(_word(r.type, _RELATION_TYPES), r.event) for r in found.related),
        _once(map(_tag, found.tags)),
    )


def _once(parts: Iterable[T]) -> tuple[T, ...]:
    found = tuple(parts)
    return found if len(found) < 2 else tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _country_role(code: str, role: str) -> CountryRole:
    return CountryRole(countries.resolve(code, hints=False), _word(role, _ROLES))


def _actor(found: _Actor) -> Actor:
    return Actor(
        _text(found.name),
        _word(found.type, _ACTOR_TYPES),
        _maybe(found.title),
        None if found.country is None else _country(found.country),
    )


def _place(found: _Place) -> Place:
    if (found.latitude is None) != (found.longitude is None):
        raise ValueError("half a point")
    country = None if found.country is None else _country(found.country)
    return Place(_maybe(found.name), country, found.latitude, found.longitude)


def _amount(found: _Amount) -> Amount:
    currency, stage = _word(found.currency, CURRENCIES), _word(found.stage, _STAGES)
    return Amount(Decimal(found.value), currency, stage, _maybe(found.purpose))


def _source(found: _Source) -> Source:
    if found.url is not None and not _WEB_ADDRESS.fullmatch(_text(found.url)):
        raise ValueError(found.url)
    if found.published is not None:
        edtf.parse(found.published)
    if not _SUPPORTABLE.issuperset(found.supports):
        raise ValueError(found.supports)
    publisher, supports = _maybe(found.publisher), tuple(found.supports)
    return Source(_text(found.title), publisher, found.url, found.published, supports)


def _tag(tag: str) -> str:
    if "," in tag:
        raise ValueError(tag)
    return _text(tag)
