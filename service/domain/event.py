"""An event and its parts, as the service passes them between its modules.

They are plain values: validation and rendering are the work of the schemas. All derived values
(bounds, precision, country names) are computed from these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from service.domain import edtf

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class CountryRole:
    """A country (ISO 3166-1 alpha-2, or 3166-3 for a dissolved state) in one role."""

    code: str
    role: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organization or group; ``country`` is a code or ``None``."""

    name: str
    type: str = "person"
    title: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an event. Degrees, WGS 84; both coordinates or neither."""

    name: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in one currency (ISO 4217) at one stage. Two currencies or stages are never added."""

    value: Decimal
    currency: str
    stage: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the event, and the fields that it supports."""

    title: str
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A link to another event by its id."""

    type: str
    event: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, or is planned, at a date (docs/api.md, "An event").

    The order of the fields is that of the document.
    """

    id: str
    title: str
    summary: str | None = field(default=None, kw_only=True)
    date: edtf.Date
    date_as_reported: str | None = field(default=None, kw_only=True)
    category: str
    status: str = "occurred"
    countries: tuple[CountryRole, ...] = ()
    actors: tuple[Actor, ...] = ()
    place: Place | None = None
    amounts: tuple[Amount, ...] = ()
    sources: tuple[Source, ...] = ()
    related: tuple[Relation, ...] = ()
    tags: tuple[str, ...] = ()
