"""The parts of a CQL2 expression as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from service.domain.near_spellings import nearest
from service.schemas.fields import field_error


def call(part: Any) -> tuple[str, list[Any]]:
    """The operator, in lower case, and the arguments. Raises ``ValidationError``."""
    if not isinstance(part, dict) or not isinstance(part.get("op"), str):
        raise field_error(
            "is not an expression: write a comparison, or join several with AND, OR and NOT"
        )
    arguments = part.get("args")
    if not isinstance(arguments, list) or set(part) != {"op", "args"}:
        raise field_error(f"{part['op'][:64]!r} needs args, a list, and nothing else")
    return part["op"] if part["op"] == "isNull" else part["op"].lower(), arguments


def demand_count(operator: str, arguments: list[Any], number: int) -> list[Any]:
    """The arguments, if there are ``number`` of them. Raises ``ValidationError``."""
    if len(arguments) != number:
        raise field_error(f"{operator} takes {number} arguments, not {len(arguments)}")
    return arguments


def property_of(part: Any) -> str | None:
    """The name if ``part`` is a property, else ``None``."""
    name = part.get("property") if isinstance(part, dict) and len(part) == 1 else None
    return name if isinstance(name, str) else None


def name_of(part: Any, known: Iterable[str]) -> str:
    """The name of a property, which must be one of ``known``. Raises ``ValidationError``."""
    name = property_of(part)
    if name is None:
        raise field_error("a property is named where there is none")
    if name not in known:
        near = nearest(name, tuple(known))
        hint = "" if near else "; a text stands in single quotes"
        raise field_error(f"{name[:64]!r} is not a property that a filter may use here{hint}", near)
    return name
