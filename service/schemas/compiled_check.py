"""A compiled check for events that have nothing unusual about them: most of an import.

``EventSchema`` is the definition of what an event may say. What stands here knows the plain
part of it, some thirty times faster: whatever it lets through, the schema lets through with the
same result (``tests/unit/test_plain.py`` and ``python -m bench.soak plain`` compare the two), and
whatever it does not is asked of the schema, which accepts it or says what is wrong.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

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
from service.domain.result_cache import remembered
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
    """A part of an event's document, by the names of its schema. What is not there is ``UNSET``,
    which is not written again."""


class _Country(_Part):
    code: str
    role: str
    name: Any = UNSET


class _Actor(_Part):
    name: Text200
    type: str | UnsetType = UNSET
    title: Text200 | UnsetType | None = UNSET
    country: str | UnsetType | None = UNSET


class _Place(_Part):
    name: Text200 | UnsetType | None = UNSET
    country: str | UnsetType | None = UNSET
    latitude: Annotated[float, Meta(ge=-90, le=90)] | UnsetType | None = UNSET
    longitude: Annotated[float, Meta(ge=-180, le=180)] | UnsetType | None = UNSET


class _Amount(_Part):
    value: Annotated[str, Meta(pattern=r"\A[0-9]{1,24}(\.[0-9]{1,6})?\Z")]
    currency: str
    stage: str
    purpose: Text500 | UnsetType | None = UNSET


class _Source(_Part):
    title: Text500
    publisher: Text200 | UnsetType | None = UNSET
    url: Annotated[str, Meta(max_length=2000)] | UnsetType | None = UNSET
    published: str | UnsetType | None = UNSET
    supports: list[str] | UnsetType = UNSET


class _Relation(_Part):
    type: str
    event: Id


class _Document(_Part):
    title: Text300
    date: str
    category: str
    id: Id | UnsetType = UNSET
    summary: Text5000 | UnsetType | None = UNSET
    date_as_reported: Text200 | UnsetType | None = UNSET
    status: str | UnsetType = UNSET
    countries: Annotated[list[_Country], _MANY] | UnsetType = UNSET
    actors: Annotated[list[_Actor], _MANY] | UnsetType = UNSET
    place: _Place | UnsetType | None = UNSET
    amounts: Annotated[list[_Amount], _MANY] | UnsetType = UNSET
    sources: Annotated[list[_Source], _MANY] | UnsetType = UNSET
    related: Annotated[list[_Relation], _MANY] | UnsetType = UNSET
    tags: Annotated[list[Text100], _MANY] | UnsetType = UNSET
    # What is worked out is accepted and ignored, as the schema does (``DERIVED``).
    date_display: Any = UNSET
    earliest: Any = UNSET
    latest: Any = UNSET
    precision: Any = UNSET
    extent: Any = UNSET
    approximate: Any = UNSET
    uncertain: Any = UNSET
    version: Any = UNSET
    created_at: Any = UNSET
    updated_at: Any = UNSET


T = TypeVar("T")
_DECODER = msgspec.json.Decoder(_Document)
_ENCODER = msgspec.json.Encoder()
_UNUSUAL = (msgspec.MsgspecError, ValueError, RecursionError)


def plain_line(line: bytes) -> Event | None:
    """The event of a line of JSON, or ``None`` where the schema has to be asked."""
    try:
        found = _DECODER.decode(line)
        return _event(found) if _whole(line, found) else None
    except _UNUSUAL:
        return None


def _whole(line: bytes, found: _Document) -> bool:
    """Whether it is certain that all of a line was kept: of a name that stands twice the decoder
    drops the first. Whatever is dropped takes the quotes of its name along, so that fewer are
    written again; only a quote in disguise could make up for them."""
    kept = _ENCODER.encode(found)
    return kept.count(b'"') == line.count(b'"') and not (b"\\" in line and b"\\u0022" in line)


def plain(document: Any) -> Event | None:
    """The event of a document as ``json.loads`` gives it, or ``None`` likewise."""
    try:
        return _event(msgspec.convert(document, _Document))
    except _UNUSUAL:
        return None


@remembered(2048)
def _country(text: str) -> str:
    return countries.resolve(text, hints=False)


def _text(text: str) -> str:
    """Refuses what is blank and what has control characters; ``isprintable`` knows neither
    tab nor line end, but is quick."""
    if (not text.isprintable() and CONTROL.search(text)) or text.isspace():
        raise ValueError(text)
    return text


def _maybe(text: str | UnsetType | None) -> str | None:
    return None if text is None or text is UNSET else _text(text)


def _given(value: T | UnsetType | None) -> T | None:
    return None if value is UNSET else value


def _word(word: str, words: frozenset[str]) -> str:
    if word not in words:
        raise ValueError(word)
    return word


def _event(found: _Document) -> Event:
    """Raises ``ValueError`` for anything that is not plain."""
    return Event(
        "" if found.id is UNSET else found.id,
        _text(found.title),
        edtf.parse(found.date),
        _word(found.category, _CATEGORIES),
        "occurred" if found.status is UNSET else _word(found.status, _STATUSES),
        _once([_country_role(each.code, each.role) for each in found.countries])
        if found.countries
        else (),
        _once([_actor(each) for each in found.actors]) if found.actors else (),
        _place(found.place) if found.place else None,
        _once([_amount(each) for each in found.amounts]) if found.amounts else (),
        _once([_source(each) for each in found.sources]) if found.sources else (),
        _once([_relation(each) for each in found.related]) if found.related else (),
        _once([_tag(each) for each in found.tags]) if found.tags else (),
        summary=_maybe(found.summary),
        date_as_reported=_maybe(found.date_as_reported),
    )


def _once(parts: list[T]) -> tuple[T, ...]:
    return tuple(parts) if len(parts) < 2 else tuple(dict.fromkeys(parts))


@remembered(4096)
def _country_role(code: str, role: str) -> CountryRole:
    return CountryRole(countries.resolve(code, hints=False), _word(role, _ROLES))


def _actor(found: _Actor) -> Actor:
    return Actor(
        _text(found.name),
        "person" if found.type is UNSET else _word(found.type, _ACTOR_TYPES),
        _maybe(found.title),
        _resolved(found.country),
    )


def _resolved(country: str | UnsetType | None) -> str | None:
    return None if country is None or country is UNSET else _country(country)


def _place(found: _Place) -> Place:
    latitude, longitude = _given(found.latitude), _given(found.longitude)
    if (latitude is None) != (longitude is None):
        raise ValueError("half a point")
    return Place(_maybe(found.name), _resolved(found.country), latitude, longitude)


def _amount(found: _Amount) -> Amount:
    currency, stage = _word(found.currency, CURRENCIES), _word(found.stage, _STAGES)
    return Amount(Decimal(found.value), currency, stage, _maybe(found.purpose))


def _source(found: _Source) -> Source:
    url, published = _maybe(found.url), _given(found.published)
    if url is not None and not _WEB_ADDRESS.fullmatch(url):
        raise ValueError(url)
    published = None if published is None else edtf.parse(published).text
    supports = () if found.supports is UNSET else tuple(found.supports)
    if not _SUPPORTABLE.issuperset(supports):
        raise ValueError(supports)
    return Source(_text(found.title), _maybe(found.publisher), url, published, supports)


def _relation(found: _Relation) -> Relation:
    return Relation(_word(found.type, _RELATION_TYPES), found.event)


def _tag(tag: str) -> str:
    if "," in tag:
        raise ValueError(tag)
    return _text(tag)
