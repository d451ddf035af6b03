"""Adds the fields of an event and of its parts to the keys of a mapping.

Fields without a rule of their own become keys too.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import msgspec
from marshmallow import Schema, fields

from service.schemas import fields as own
from service.schemas.event import EventSchema

Fields = dict[str, fields.Field[Any]]
FIELDS: Fields = EventSchema().load_fields
UNKNOWN_TO_TABLES = frozenset({"related"})
"""Fields that a row cannot fill, because it does not know the ids of other events."""
LONGEST = {name: field.high for name, field in FIELDS.items() if isinstance(field, own.Text)}
LONGEST["date_as_reported"] -= len(" O.S.")
"""The most characters of each text of an event; old-style dates get a mark at their end."""
Rule = TypeVar("Rule", bound=msgspec.Struct)


def completed(rule: type[Rule], schema: type[Schema]) -> type[Rule]:
    """``rule`` with a key for each field of ``schema`` that it does not have."""
    known = {*rule.__struct_fields__, *UNKNOWN_TO_TABLES}
    more = [
        (name, *_kind(name, field))
        for name, field in schema().load_fields.items()
        if name not in known
    ]
    if not more:
        return rule
    made: Any = msgspec.defstruct(
        rule.__name__, more, bases=(rule,), module=rule.__module__, kw_only=True,
        forbid_unknown_fields=True, omit_defaults=True,
    )  # fmt: skip
    return cast("type[Rule]", made)


def _inner(field: fields.Field[Any]) -> Fields:
    """The fields of one part of an event, such as an actor."""
    inner = field.inner if isinstance(field, fields.List) else field
    schema: Any = inner.schema if isinstance(inner, fields.Nested) else None
    found: Fields = schema.load_fields if schema else {}
    return found


def _required(found: Fields) -> tuple[str, ...]:
    return tuple(name for name, field in found.items() if field.required)


REQUIRED = {
    "event": _required(FIELDS),
    **{name: _required(_inner(field)) for name, field in FIELDS.items()},
}
"""The fields that an event needs, and that each part of one field of an event needs."""


def _kind(name: str, field: fields.Field[Any]) -> tuple[Any, Any]:
    """The type of a key and its default."""
    if isinstance(field, fields.List):
        return list[_kind(name, field.inner)[0]], msgspec.field(default_factory=list)  # type: ignore[misc]
    if isinstance(field, fields.Nested):
        empty = msgspec.defstruct(f"{name.capitalize()}Rule", [], module=__name__)
        return completed(empty, type(field.schema)) | None, None
    return str | list[str] | None, None


def others(mapping: msgspec.Struct, rule: type[msgspec.Struct]) -> dict[str, Any]:
    """The values that a mapping gives for fields that ``rule`` does not have."""
    more = [name for name in mapping.__struct_fields__ if name not in rule.__struct_fields__]
    return {name: getattr(mapping, name) for name in more if getattr(mapping, name)}
