"""Turns an event into a row of ``event``, and back: the only module that knows both forms.

The columns follow from ``service.domain.event``. A text or a number of an event has its own column,
the date and the place have several, and ``content`` has everything else as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import msgspec

from service.domain import edtf
from service.domain.event import CountryRole, Event, Relation
from service.errors import Damaged
from service.store.position import span_class

TYPES: dict[str, Any] = get_type_hints(Event)
LISTED = (CountryRole, Relation)
"""The parts that are in ``content`` without the names of their members, in the order of the
members. A new member goes at the end."""


def members(kind: Any) -> tuple[Any, ...]:
    """The types of ``kind`` without ``None``."""
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    return tuple(each for each in kinds if each is not NoneType)


PLAIN = tuple(
    name for name, kind in TYPES.items() if name != "id" and members(kind)[0] in (str, int, float)
)
"""The fields that have a column of the same name."""
TRUTH = (
    *PLAIN, "date", "earliest", "latest", "precision", "span", "latitude", "longitude", "content",
)  # fmt: skip
"""The columns of an event without its id; the title and the summary come first."""
DAMAGED = "the stored event {!r} is damaged; dateline verify says which others are"
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
    """The value of a field that is not given."""
    usual = next(each.default for each in fields(Event) if each.name == name)
    return msgspec.NODEFAULT if usual is MISSING else usual


def _listed(name: str) -> type[Any] | None:
    """The class of the parts of a field, if they are ``LISTED``."""
    return next((each for each in get_args(TYPES[name]) if each in LISTED), None)


_LISTED = tuple((at, kind) for at, name in enumerate(_PARTS) if (kind := _listed(name)))
_Content = msgspec.defstruct(
    "_Content",
    [
        (name, tuple[list[Any], ...] if _listed(name) else TYPES[name], _usual(name))
        for name in _PARTS
    ],
    gc=False,
)
_decode = msgspec.json.Decoder(_Content).decode


def _short(kind: type[Any]) -> type[msgspec.Struct]:
    """A class with the members of ``kind``, whose JSON leaves out those that are ``None`` or an
    empty list. No other usual value is left out, because msgspec compares by identity
    (``omit_defaults``), and equal events must have equal texts."""
    names = _PARTS if kind is Event else [each.name for each in fields(kind)]
    usual = {each.name: each.default for each in fields(kind) if each.default in (None, ())}
    members = [(name, Any, usual.get(name, msgspec.UNSET)) for name in names]
    return msgspec.defstruct(kind.__name__, members, omit_defaults=True, gc=False)


def _packing(name: str) -> Callable[[Any], Any] | None:
    """A function for the stored form of a field, if it has parts with members."""
    kinds = [each for each in get_args(TYPES[name]) if is_dataclass(each)]
    if not kinds:
        return None
    kind: Any = kinds[0]
    values = attrgetter(*(each.name for each in fields(kind)))
    made = _short(kind)

    def listed(parts: Any) -> Any:
        return tuple([values(each) for each in parts])

    def named(parts: Any) -> Any:
        return tuple([made(*values(each)) for each in parts])

    def one(part: Any) -> Any:
        return made(*values(part))

    if NoneType in get_args(TYPES[name]):
        return one
    return listed if kind in LISTED else named


_PACKING = tuple((at, pack) for at, name in enumerate(_PARTS) if (pack := _packing(name)))
_Written = _short(Event)
_encode = msgspec.json.Encoder().encode
"""For such parts it takes a third of the time of ``orjson``."""


def content(event: Event) -> str:
    """The fields without their own column, as JSON, with amounts as decimal strings. Members and
    fields that are not given are left out."""
    parts = list(_parts(event))
    for at, pack in _PACKING:
        if part := parts[at]:
            parts[at] = pack(part)
    return _encode(_Written(*parts)).decode()


def from_row(row: dict[str, Any]) -> Event:
    """The event from which a row was made. A row of an earlier version may lack columns, and parts
    of its content, that were added later. These get the value of a field that is not given.

    Raises ``Damaged`` for a row that no event has made.
    """
    try:
        parts = list(_parts(_decode(row["content"])))
        for at, kind in _LISTED:
            parts[at] = tuple([kind(*each) for each in parts[at]])
        said = {name: row[name] for name in PLAIN if name in row}
        said |= zip(_PARTS, parts, strict=True)
        return Event(id=row["id"], date=edtf.parse(row["date"]), **said)
    except (KeyError, TypeError, ValueError, msgspec.MsgspecError) as error:
        raise Damaged(DAMAGED.format(row.get("id"))) from error
