"""CQL2 (OGC 21-065r2) as JSON, checked and turned into a ``Condition``.

The names and types are checked here, so that the store can evaluate every condition that it gets.
Every refusal says what is wrong and, if there is one, gives the nearest right spelling.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import orjson

from service.domain import calendar
from service.domain import condition as c
from service.domain.folding import accenti, casei
from service.domain.near_spellings import nearest
from service.domain.query import Choice
from service.schemas import cql2_shapes as shapes
from service.schemas import cql2_text
from service.schemas.cql2_parts import call, demand_count, name_of, property_of
from service.schemas.cql2_temporal import TEMPORAL, Times
from service.schemas.cql2_times import day_ordinal, stamp
from service.schemas.cql2_words import check_equality
from service.schemas.fields import field_error

MAX_LENGTH = 8000
"""The maximum number of characters of an expression."""
MAX_DEPTH, MAX_PARTS = 60, 400
"""The maximum depth of an expression, and the maximum number of its operators, names and values."""
MAX_LEVELS = 16
"""The maximum depth of AND, OR and NOT after parts under the same operator are merged. The
parsers of databases have a limit (SQLite 100 symbols)."""
MAX_CHOICES = 300
"""The maximum number of countries, actors and tags, because the cost grows with their number."""
Resolve = Callable[[str, str], tuple[Choice, ...]]
"""The choices for a value of ``country``, ``actor`` or ``tag``. Raises ``ValidationError``."""

FOLDS = {"casei": casei, "accenti": accenti}
COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
LISTED = {"a_contains": False, "a_overlaps": True}
OPERATORS = (
    "and", "or", "not", *COMPARISONS, "between", "in", "isNull", "like", *FOLDS, "s_intersects",
    *TEMPORAL, *LISTED,
)  # fmt: skip


def condition(text: str, language: str, resolve: Resolve) -> c.Condition:
    """The expression ``text`` in ``cql2-text`` or ``cql2-json``. Raises ``ValidationError``."""
    if len(text) > MAX_LENGTH:
        raise field_error(f"has at most {MAX_LENGTH} characters")
    if language == "cql2-text":
        found = cql2_text.as_json(text)
    else:
        try:
            found = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}: {error.msg}"
            raise field_error(f"is not JSON: {where}") from None
    _measure(found)
    read = _Reader(resolve).condition(found)
    if _depth(read) > MAX_LEVELS:
        raise field_error(f"changes between AND, OR and NOT more than {MAX_LEVELS} deep")
    return read


def _depth(part: c.Condition) -> int:
    if isinstance(part, c.Not):
        return 1 + _depth(part.part)
    return 1 + max(map(_depth, part.parts)) if isinstance(part, c.Combined) else 1


def _joined(parts: list[c.Condition], some: bool) -> c.Condition:
    """The parts under one AND or OR. A part under the same operator is replaced by its parts."""
    flat: list[c.Condition] = []
    for part in parts:
        same = isinstance(part, c.Combined) and part.any == some
        flat += part.parts if isinstance(part, c.Combined) and same else [part]
    return c.Combined(tuple(flat), some)


def _measure(part: Any) -> None:
    """Raises ``ValidationError`` if an expression is too deep or too large. It does not recurse,
    because the expression may be too deep for that."""
    left, parts = [(part, 1)], 0
    while left:
        each, depth = left.pop()
        # The length of the text bounds the coordinates.
        parts += not isinstance(each, float | int) or isinstance(each, bool)
        if depth > MAX_DEPTH * 2:  # an operator and its arguments are two levels
            raise field_error(f"is nested more than {MAX_DEPTH} deep")
        if isinstance(each, dict):
            left += [(value, depth + 1) for value in each.values() if not isinstance(value, str)]
        elif isinstance(each, list):
            left += [(value, depth + 1) for value in each]
    if parts > MAX_PARTS * 4:
        raise field_error(f"has more than {MAX_PARTS} parts")


class _Reader:
    """Turns one expression into a condition, from the outside in."""

    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.chosen = 0

    def condition(self, part: Any) -> c.Condition:
        """A part that is true or false."""
        if isinstance(part, bool):
            return c.Truth(part)
        if isinstance(part, dict) and set(part) == {"property"}:
            return c.Compare(self._flag(part), "=", c.Literal(c.BOOLEAN, True))
        operator, arguments = call(part)
        if operator in ("and", "or"):
            if not arguments:
                raise field_error(f"{operator} joins one expression or more")
            return _joined([self.condition(each) for each in arguments], operator == "or")
        if operator == "not":
            part = self.condition(*demand_count(operator, arguments, 1))
            return part.part if isinstance(part, c.Not) else c.Not(part)
        return self._predicate(operator, arguments)

    def _flag(self, part: Any) -> c.Operand:
        found = self.operand(part)
        if _type(found) != c.BOOLEAN:
            raise field_error(
                f"{part['property'][:64]!r} alone is neither true nor false; compare it"
            )
        return found

    def _predicate(self, operator: str, arguments: list[Any]) -> c.Condition:
        if operator in COMPARISONS:
            return self.comparison(operator, *demand_count(operator, arguments, 2))
        if operator in TEMPORAL:
            return Times(self.operand, self.comparison).relation(
                TEMPORAL[operator], *demand_count(operator, arguments, 2)
            )
        if operator in LISTED:
            return self._listed(operator, *demand_count(operator, arguments, 2))
        if operator in FOLDS:
            raise field_error(f"{operator} alone is neither true nor false; compare it")
        others: dict[str, tuple[int, Callable[..., c.Condition]]] = {
            "between": (3, self._between),
            "in": (2, self._among),
            "like": (2, self._like),
            "isNull": (1, lambda part: c.IsNull(name_of(part, _known()))),
            "s_intersects": (2, _intersects),
        }
        if operator not in others:
            near = nearest(operator, OPERATORS)
            raise field_error(
                f"there is no {operator[:64]!r} here; there are {', '.join(OPERATORS)}", near
            )
        number, read = others[operator]
        return read(*demand_count(operator, arguments, number))

    def _between(self, value: Any, low: Any, high: Any) -> c.Condition:
        return c.Combined((self.comparison(">=", value, low), self.comparison("<=", value, high)))

    def comparison(self, operator: str, left: Any, right: Any) -> c.Condition:
        """Two compared values, or a list with one value that it must have."""
        name = _list_name(left)
        if name is not None:
            if operator != "=":
                raise field_error(
                    f"{name} has several values: {name} = 'x' asks for an event that has x,"
                    f" NOT {name} = 'x' for one that has not; {operator} could mean either"
                )
            return c.Has(self._choices(name, [right]))
        one, other = self._pair(left, right)
        if _type(one) == c.BOOLEAN and operator not in ("=", "<>"):
            raise field_error(f"{operator} does not compare TRUE with FALSE")
        if operator in ("=", "<>"):
            check_equality(one, other)
        return c.Compare(one, operator, other)

    def _among(self, value: Any, options: Any) -> c.Condition:
        if not isinstance(options, list) or not options:
            raise field_error("in takes a value and a list with at least one")
        name = _list_name(value)
        if name is not None:
            return c.Has(self._choices(name, options))
        pairs = [self._pair(value, each) for each in options]
        for pair in pairs:
            check_equality(*pair)
        return c.Among(pairs[0][0], tuple(other for _, other in pairs))

    def _like(self, value: Any, pattern: Any) -> c.Condition:
        found, wanted = self.operand(value), self.operand(pattern)
        if _type(found) != c.STRING:
            raise field_error("like compares texts only")
        if not isinstance(wanted, c.Literal) or not isinstance(wanted.value, str):
            raise field_error("the pattern of like is a text in quotes")
        return c.Like(found, wanted.value)

    def _listed(self, operator: str, left: Any, right: Any) -> c.Condition:
        name = _list_name(left)
        if name is None or not isinstance(right, list):
            raise field_error(f"{operator} takes one of {', '.join(c.LISTS)} and a list of values")
        if LISTED[operator]:
            return c.Has(self._choices(name, right)) if right else c.Truth(False)
        each = tuple(c.Has(self._choices(name, [value])) for value in right)
        return c.Combined(each) if each else c.Truth(True)

    def _choices(self, name: str, values: list[Any]) -> tuple[Choice, ...]:
        if not all(isinstance(each, str) for each in values):
            raise field_error(f"{name} is compared with texts in quotes")
        found = tuple(choice for each in values for choice in self.resolve(name, each))
        self.chosen += len(found)
        if self.chosen > MAX_CHOICES:
            raise field_error(f"names more than {MAX_CHOICES} countries, members of blocs included,"
                        " actors and tags")  # fmt: skip
        return found

    def _pair(self, left: Any, right: Any) -> tuple[c.Operand, c.Operand]:
        """Two values that can be compared. Text is read as a day or a time if the other side is
        one."""
        one, other = self.operand(left), self.operand(right)
        one, other = _cast(one, _type(other)), _cast(other, _type(one))
        if _type(one) != _type(other):
            said = f"a {_type(one)} with a {_type(other)}"
            raise field_error(f"compares {said}{_hint(one, other)}")
        return one, other

    def operand(self, part: Any) -> c.Operand:
        """A property, a literal, or one of them folded."""
        if isinstance(part, bool | int | float | str):
            return _literal(part)
        if isinstance(part, dict) and len(part) == 1:
            if "property" in part:
                return c.Named(name_of(part, c.COLUMNS))
            if "date" in part:
                return c.Literal(c.DATE, day_ordinal(part["date"]))
            if "timestamp" in part:
                return c.Literal(c.TIMESTAMP, stamp(part["timestamp"]))
        if part is None:
            raise field_error("nothing equals NULL; ask for IS NULL")
        return self._folded(part)

    def _folded(self, part: Any) -> c.Operand:
        operator, arguments = call(part)
        if operator not in FOLDS:
            raise field_error(f"{operator[:64]!r} is not a value to compare")
        inner = self.operand(*demand_count(operator, arguments, 1))
        if _type(inner) != c.STRING:
            raise field_error(f"{operator} is for texts")
        if isinstance(inner, c.Literal):
            return c.Literal(c.STRING, FOLDS[operator](str(inner.value)))
        return c.Named(inner.name, inner.folds | {operator})


def _literal(value: bool | float | str) -> c.Literal:
    if isinstance(value, bool):
        return c.Literal(c.BOOLEAN, value)
    if isinstance(value, str):
        return c.Literal(c.STRING, value)
    if not math.isfinite(value):
        raise field_error("a number is too large")
    return c.Literal(c.NUMBER, value if abs(value) < 2**63 else float(value))


def _cast(operand: c.Operand, wanted: str) -> c.Operand:
    """Text as a day or a time, and a day as a time, if the other side of a comparison is one."""
    if not isinstance(operand, c.Literal) or isinstance(operand.value, bool):
        return operand
    if wanted == c.DATE and operand.type == c.STRING:
        return c.Literal(c.DATE, day_ordinal(operand.value))
    if wanted == c.TIMESTAMP and operand.type == c.STRING:
        return c.Literal(c.TIMESTAMP, stamp(operand.value))
    if wanted == c.TIMESTAMP and operand.type == c.DATE:
        return c.Literal(c.TIMESTAMP, stamp(calendar.iso(int(operand.value))))
    return operand


def _hint(one: c.Operand, other: c.Operand) -> str:
    names = [each.name for each in (one, other) if isinstance(each, c.Named)]
    types = {_type(one), _type(other)}
    if "date" in names and types & {c.DATE, c.TIMESTAMP}:
        return "; date is EDTF text: compare earliest or latest, or use T_BEFORE(date, …)"
    if types == {c.DATE, c.TIMESTAMP}:
        return "; for days write DATE('…'), for instants use T_BEFORE, T_AFTER, T_INTERSECTS"
    return ""


def _type(operand: c.Operand) -> str:
    return operand.type if isinstance(operand, c.Literal) else c.COLUMNS[operand.name].type


def _list_name(part: Any) -> str | None:
    name = property_of(part)
    return name if name in c.LISTS else None


def _known() -> tuple[str, ...]:
    return (*c.COLUMNS, *c.LISTS, c.GEOMETRY)


def _intersects(left: Any, right: Any) -> c.Condition:
    one, other = (property_of(each) for each in (left, right))
    if one is None and other is None:
        raise field_error("s_intersects needs the property geometry on one side")
    side, name = (right, left) if one is not None else (left, right)
    name_of(name, (c.GEOMETRY,))
    return c.Intersects(shapes.shape(side))
