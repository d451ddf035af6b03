"""A compiled check for events without anything unusual, which are most events of an import.

``EventSchema`` defines what an event may contain, and the check is built from it. The check knows
the plain form of each kind of field, and it is some ten times faster. If it accepts an event,
the schema accepts it with the same result (``tests/unit/test_compiled_check.py`` and ``python -m
bench.soak plain`` compare the two). If it does not, the schema decides: it accepts the event or
says what is wrong.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial, singledispatch
from operator import attrgetter
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from marshmallow import Schema, fields
from msgspec import UNSET, Meta, UnsetType

from service.domain import countries, edtf
from service.domain.event import ID_PATTERN, Event
from service.domain.folding import plain_tag
from service.domain.instants import forward
from service.domain.result_cache import ResultCache
from service.schemas import fields as own
from service.schemas import money_fields
from service.schemas.computed_fields import CHECKED, computed_of, name_agrees
from service.schemas.duplicate_members import certainly_whole
from service.schemas.event import EventSchema, PlaceSchema, load_event

# Hosts of plain letters and digits; the schema decides about every other URL.
_WEB_ADDRESS = re.compile(r"https?://[a-zA-Z0-9.-]*[a-zA-Z0-9](?:/[^\s<>\"\\]*)?")
_MONEY = Meta(pattern=r"\A[0-9]{1,24}(\.[0-9]{1,6})?\Z")
_ID = Meta(pattern=rf"\A{ID_PATTERN.pattern}\Z")
NAME = 200
"""The most characters of a name."""
Convert = Callable[[Any], Any]


class Check(NamedTuple):
    """How the plain values of a field are decoded, and the function that converts one to the value
    of an event. The function raises ``ValueError`` if a value is not plain."""

    type: Any
    convert: Convert | None = None


class _Part(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A part of an event's document, with the field names of its schema. A field that is not given
    is ``UNSET``, and is left out when the part is written again."""


@singledispatch
def check(field: fields.Field[Any]) -> Check:
    """The check of a field."""
    raise TypeError(f"nothing is known of {type(field).__name__}")


@check.register
def _(_: own.Computed) -> Check:
    return Check(Any)


@check.register
def _(_: own.Id) -> Check:
    return Check(Annotated[str, _ID])


@check.register
def _(field: own.Text) -> Check:
    return Check(Annotated[str, Meta(min_length=field.low, max_length=field.high)], _text)


@check.register
def _(field: own.Tag) -> Check:
    return Check(Annotated[str, Meta(min_length=field.low, max_length=field.high)], _tag)


@check.register
def _(field: own.WebUrl) -> Check:
    return Check(Annotated[str, Meta(max_length=field.high)], _address)


@check.register
def _(field: own.Word) -> Check:
    return Check(_one_of(field.words))


@check.register
def _(_: money_fields.Currency) -> Check:
    return Check(_one_of(tuple(money_fields.CURRENCIES)))


@check.register
def _(_: own.EdtfDate) -> Check:
    return Check(str, _date)


@check.register
def _(_: own.EdtfText) -> Check:
    return Check(str, lambda text: _date(text).text)


@check.register
def _(_: own.Country) -> Check:
    return Check(str, _country)


@check.register
def _(_: money_fields.Money) -> Check:
    return Check(Annotated[str, _MONEY], Decimal)


@check.register
def _(field: own.Degrees) -> Check:
    return Check(Annotated[float, Meta(ge=-field.bound, le=field.bound)], own.unsigned_zero)


@check.register(fields.List)
def _(field: fields.List[Any]) -> Check:
    kind, convert = check(field.inner)
    return Check(_list(kind), _all(convert))


@check.register
def _(field: own.Distinct) -> Check:
    kind, convert = check(field.inner)
    return Check(Annotated[_list(kind), Meta(max_length=field.most)], _all(convert, own.distinct))


@check.register
def _(field: fields.Nested) -> Check:
    return Check(*_of(field.schema))


def _all(convert: Convert | None, made: Convert = tuple) -> Convert:
    """Returns a function that converts the parts of a list."""
    return made if convert is None else lambda parts: made([convert(each) for each in parts])


def _list(kind: Any) -> Any:
    return list.__class_getitem__(kind)


def _one_of(words: tuple[str, ...]) -> Any:
    literal: Any = Literal
    return literal[words]


def _of(schema: Schema) -> tuple[Any, Convert]:
    """The check of a part: a struct with the fields of its schema, and the function that converts
    the struct to the part."""
    required: list[Any] = []
    optional: list[Any] = []
    steps: list[tuple[str, Convert | None]] = []
    for name, field in schema.fields.items():
        kind, convert = check(field)
        if field.required:
            required.append((name, kind))
        else:
            none = None if field.allow_none else UnsetType
            optional.append((name, kind | UnsetType | none, UNSET))
        if not isinstance(field, own.Computed):
            steps.append((name, convert))
    struct = msgspec.defstruct(type(schema).__name__, required + optional, bases=(_Part,))
    return struct, _maker(struct, schema, steps)


def _maker(struct: Any, schema: Any, steps: list[tuple[str, Convert | None]]) -> Convert:
    """Returns a function that makes a part from its struct. The function is compiled, like the
    methods of a dataclass: a loop over the steps of every part takes twice as long."""
    known: dict[str, Any] = {
        "makes": schema.makes,
        "UNSET": UNSET,
        "whole": _WHOLE.get(type(schema)),
    }
    lines = ["def make(found):", "    whole(found)" if known["whole"] else ""]
    for name, convert in steps:
        known |= {f"to_{name}": convert, f"usual_{name}": _usual(schema.fields[name])}
        lines.append(f"    {name} = found.{name}")
        lines.append(f"    if {name} is UNSET: {name} = usual_{name}")
        if convert is not None:
            lines.append(f"    elif {name} is not None: {name} = to_{name}({name})")
    members = sorted(dataclasses.fields(schema.makes), key=lambda each: bool(each.kw_only))
    said = [f"{each.name}={each.name}" if each.kw_only else each.name for each in members]
    lines.append(f"    return makes({', '.join(said)})")
    exec("\n".join(lines), known)  # noqa: S102 - the names are those of a schema's fields
    make: Convert = known["make"]
    if all(map(_recurs, schema.load_fields.values())):
        names = [name for name, _ in steps]
        values = attrgetter(*names)
        made: ResultCache[Any, Any] = ResultCache(
            lambda given: make(struct(**dict(zip(names, given, strict=True)))), 4096
        )
        return lambda found: made[values(found)]
    return make


def _recurs(field: fields.Field[Any]) -> bool:
    """Whether many events share the values of a field: countries, fixed words, names. A part of
    nothing else is cached."""
    if isinstance(field, own.Text) and not isinstance(field, own.WebUrl):
        return field.high <= NAME
    return isinstance(field, own.Country | own.Word)


def _usual(field: fields.Field[Any]) -> Any:
    default = field.load_default
    return tuple(default()) if callable(default) else default


def _whole_place(place: Any) -> None:
    nothing = (None, UNSET)
    if (place.latitude in nothing) != (place.longitude in nothing):
        raise ValueError("half a point")
    if place.name in nothing and place.country in nothing and place.latitude in nothing:
        raise ValueError("nothing")


_WHOLE: dict[type[Schema], Callable[[Any], None]] = {PlaceSchema: _whole_place}
"""The check of several fields of one schema together."""


def _date(text: str) -> edtf.Date:
    date = edtf.parse(text)
    return forward(date) if "T" in text else date


_country = ResultCache(partial(countries.resolve_whole, hints=False), 2048).__getitem__


def _text(text: str) -> str:
    """Refuses a text that is blank or has control characters. ``isprintable`` also refuses a tab
    or a line end, but it is quick, so the pattern checks only the texts that it refuses."""
    if text.isspace() or not (
        text.isprintable() or (own.VISIBLE.search(text) and not own.CONTROL.search(text))
    ):
        raise ValueError(text)
    return text


def _tag(tag: str) -> str:
    if "," in tag or tag != plain_tag(tag) or not (tag.isascii() or tag.isprintable()):
        raise ValueError(tag)
    return _text(tag)


def _address(url: str) -> str:
    if not (_WEB_ADDRESS.fullmatch(url) and url.isprintable()):
        raise ValueError(url)
    return url


_DOCUMENT, _event = _of(EventSchema())
_DECODER = msgspec.json.Decoder(_DOCUMENT)
_ENCODER = msgspec.json.Encoder()
_checked = attrgetter(*CHECKED)
_NOT_GIVEN = (UNSET,) * len(CHECKED)
_UNUSUAL = (msgspec.MsgspecError, ValueError, RecursionError)


def plain_line(line: bytes) -> tuple[Event, Any] | None:
    """The event of a line of JSON, with the value of its ``version``; ``None`` if the schema must
    decide, or if a computed field contradicts the field from which it follows."""
    try:
        found = _DECODER.decode(line)
        if not certainly_whole(line, _ENCODER.encode(found)):
            return None
        event = _made(found)
        follows = _checked(found) in (_NOT_GIVEN, computed_of(event))
        return (event, found.version) if follows and _right_names(found) else None
    except _UNUSUAL:
        return None


def _right_names(found: Any) -> bool:
    return found.countries is UNSET or all(
        not isinstance(each.name, str) or name_agrees(each.code, each.name)
        for each in found.countries
    )


def plain(document: Any) -> Event | None:
    """The event of a document from ``json.loads``, or ``None`` if the schema must decide."""
    try:
        return _made(msgspec.convert(document, _DOCUMENT))
    except _UNUSUAL:
        return None


def read_event(document: Any, event_id: str | None = None) -> Event:
    """The same event as ``load_event``, or the same errors; quicker if the event is plain."""
    given = document
    if event_id is not None and isinstance(document, dict):
        given = {"id": event_id, **document}
    # The schema says what is wrong if the document has another id.
    same = event_id is None or (isinstance(given, dict) and given["id"] == event_id)
    return (plain(given) if same else None) or load_event(document, event_id)


def _made(found: Any) -> Event:
    event: Event = _event(found)
    return event
