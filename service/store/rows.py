"""An event as a row of ``event``, and back: the only place that knows both shapes.

The columns follow from ``service.domain.event``: a text or a number of an event has a column of
its own, the date and the place have several, and ``content`` holds all else as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import msgspec

from service.domain import edtf
from service.domain.event import CountryRole, Event, Relation
from service.store.position import span_class

TYPES: dict[str, Any] = get_type_hints(Event)
LISTED = (CountryRole, Relation)
"""The parts that stand in ``content`` without the names of their members, in the order of these.
A new member goes to their end."""


def members(kind: Any) -> tuple[Any, ...]:
    """The types of ``kind`` without ``None``."""
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    return tuple(each for each in kinds if each is not NoneType)


PLAIN = tuple(
    name for name, kind in TYPES.items() if name != "id" and members(kind)[0] in (str, int, float)
)
"""What has a column of the same name."""
TRUTH = (
    *PLAIN, "date", "earliest", "latest", "precision", "span", "latitude", "longitude", "content",
)  # fmt: skip
"""What an event says, without its id; the title and the summary come first."""
COLUMNS = ("position", "id", *TRUTH, "version", "created_at", "updated_at")
_PARTS = tuple(name for name in TYPES if name not in ("id", "date", *PLAIN))
_plain: Callable[[Event], tuple[Any, ...]] = attrgetter(*PLAIN)
_parts: Callable[[Any], tuple[Any, ...]] = attrgetter(*_PARTS)


def truth(event: Event) -> tuple[Any, ...]:
    """The values of ``TRUTH``."""
    place, date = event.place, event.date
    return (
        *_plain(event), date.text, date.earliest, date.latest, date.precision, span_class(date),
        place.latitude if place else None, place.longitude if place else None, content(event),
    )  # fmt: skip


def _usual(name: str) -> Any:
    """What an event has where nothing is said of a field."""
    usual = next(each.default for each in fields(Event) if each.name == name)
    return msgspec.NODEFAULT if usual is MISSING else usual


def _listed(name: str) -> type[Any] | None:
    """The class of the parts of a field, if they are ``LISTED``."""
    return next((each for each in get_args(TYPES[name]) if each in LISTED), None)


_LISTED = tuple(
    (at, kind, attrgetter(*(each.name for each in fields(kind))))
    for at, name in enumerate(_PARTS)
    if (kind := _listed(name))
)
_Content = msgspec.defstruct(
    "_Content",
    [
        (name, tuple[list[Any], ...] if _listed(name) else TYPES[name], _usual(name))
        for name in _PARTS
    ],
    gc=False,
)
_decode = msgspec.json.Decoder(_Content).decode
_encode = msgspec.json.Encoder().encode
"""Of parts as these it takes a third of the time that ``orjson`` takes."""


def content(event: Event) -> str:
    """What has no column of its own as JSON, amounts as decimal strings."""
    parts = list(_parts(event))
    for at, _, values in _LISTED:
        parts[at] = [values(each) for each in parts[at]]
    return _encode(_Content(*parts)).decode()


def from_row(row: dict[str, Any]) -> Event:
    """The event a row was made of. A row of an earlier version may be without columns, and without
    parts of its content, that have come since: these are as where nothing is said of them."""
    parts = list(_parts(_decode(row["content"])))
    for at, kind, _ in _LISTED:
        parts[at] = tuple([kind(*each) for each in parts[at]])
    said = {name: row[name] for name in PLAIN if name in row}
    said |= zip(_PARTS, parts, strict=True)
    return Event(id=row["id"], date=edtf.parse(row["date"]), **said)
