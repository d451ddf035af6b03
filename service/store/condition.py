"""A filter expression as SQL: a condition on ``event e`` with all values bound.

Truth has three values in SQL as in the expression, so ``NOT`` of unknown is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from service.domain import condition as c
from service.domain.folding import pattern_parts
from service.domain.geometry import Shape
from service.domain.instants import DAY_SECONDS
from service.domain.query import Choice
from service.store.engine import Engine
from service.store.functions import shape_text
from service.store.position import FIRST_DAY, LAST_DAY, UNDATED_SPAN
from service.store.sql import BEGAN, ENDED, Sql, in_box

Held = Callable[[tuple[Choice, ...]], Sql]

_PLAIN = (
    "id", "title", "summary", "date", "date_as_reported", "precision", "category", "status",
    "earliest", "latest", "version", "created_at", "updated_at",
)  # fmt: skip


_MARKED = "CASE WHEN e.date LIKE '%{}%' OR e.date LIKE '%!%%' ESCAPE '!' THEN 1 ELSE 0 END"
"""SQL for whether a date has a mark, or the mark that stands for both."""


@lru_cache(maxsize=8)
def columns(engine: Engine) -> dict[str, str]:
    """The properties of an event as SQL."""
    content = "e.content"
    return {
        **{name: f"e.{name}" for name in _PLAIN},
        "extent": "CASE WHEN e.date LIKE '%/%' THEN 'span' ELSE 'instant' END",
        "approximate": _MARKED.format("~"),
        "uncertain": _MARKED.format("?"),
        "place": engine.part(content, "place", "name"),
        "place_country": engine.part(content, "place", "country"),
        "countries": engine.joined_parts(content, "countries", 0, once=True),
        "actors": engine.joined_parts(content, "actors", "name"),
        "tags": engine.joined_parts(content, "tags", None),
    }


@lru_cache(maxsize=8)
def missing(engine: Engine) -> dict[str, str]:
    """The properties whose absence is another condition than ``NULL``."""
    return {
        "geometry": "e.latitude IS NULL",
        "country": engine.no_parts("e.content", "countries"),
        "actor": engine.no_parts("e.content", "actors"),
        "tag": engine.no_parts("e.content", "tags"),
    }


def condition_sql(condition: c.Condition, held: Held, engine: Engine) -> Sql:
    """The whole expression. ``held`` returns the condition that an event has one of some terms."""
    return _Writer(held, engine).condition(condition)


class _Writer:
    """Writes one expression."""

    def __init__(self, held: Held, engine: Engine) -> None:
        self.held = held
        self.engine = engine
        self.columns = columns(engine)

    def condition(self, condition: c.Condition) -> Sql:
        match condition:
            case c.Truth(value):
                return Sql("TRUE" if value else "FALSE")
            case c.Combined(parts, some):
                return _join([self.condition(each) for each in parts], " OR " if some else " AND ")
            case c.Not(part):
                inner = self.condition(part)
                return Sql(f"(NOT {inner.text})", inner.values)
            case c.Has(choices):
                return self.held(choices)
        return self._predicate(condition)

    def _predicate(self, condition: c.Condition) -> Sql:
        match condition:
            case c.Compare(left, operator, right):
                return _join([self._operand(left), self._operand(right)], f" {operator} ")
            case c.Among(value, options):
                wanted = _join([self._operand(each) for each in options], ", ")
                return _join([self._operand(value), wanted], " IN ")
            case c.Like(value, pattern):
                text = self._operand(value)
                found = self.engine.like(text.text, pattern_parts(pattern))
                return Sql(found.text, [*text.values, *found.values])
            case c.IsNull(name):
                known = missing(self.engine).get(name)
                return Sql(f"({known or f'{self.columns[name]} IS NULL'})")
            case c.Intersects(shape):
                return _intersects(shape)
            case c.Temporal(relation, left, right):
                return self._temporal(relation, left, right)
        raise AssertionError("a predicate that has no SQL")

    def _operand(self, operand: c.Operand) -> Sql:
        if isinstance(operand, c.Literal):
            value = operand.value
            return Sql("?", [int(value) if isinstance(value, bool) else value])
        text = self.columns[operand.name]
        for each in ("casei", "accenti"):
            if each in operand.folds:
                text = f"{each}({text})"
        return Sql(text)

    def _temporal(self, relation: str, left: c.Span, right: c.Span) -> Sql:
        seconds = left.seconds or right.seconds
        ends = dict(zip(("a1", "a2"), self._ends(left, seconds), strict=True))
        ends |= dict(zip(("b1", "b2"), self._ends(right, seconds), strict=True))
        return _join(
            [_join([ends[a], ends[b]], f" {op} ") for a, op, b in c.RELATIONS[relation]], " AND "
        )

    def _ends(self, span: c.Span, seconds: bool) -> tuple[Sql, Sql]:
        """Both ends, in days or in seconds."""
        if span.column is None:
            first, last = c.bounds(span, seconds, FIRST_DAY, LAST_DAY)
            return Sql("?", [first]), Sql("?", [last])
        if span.column != "date":
            text = self.columns[span.column]
            if seconds:
                text = f"{text} * {DAY_SECONDS}"
            return Sql(text), Sql(f"{text} + {DAY_SECONDS - 1}" if seconds else text)
        low, high = f"coalesce(e.earliest, {FIRST_DAY})", f"coalesce(e.latest, {LAST_DAY})"
        if seconds:
            low = f"coalesce({BEGAN}, {low} * {DAY_SECONDS})"
            high = f"coalesce({ENDED}, {high} * {DAY_SECONDS} + {DAY_SECONDS - 1})"
        dated = f"CASE WHEN e.span <> {UNDATED_SPAN} THEN"
        return Sql(f"{dated} {low} END"), Sql(f"{dated} {high} END")


def _join(parts: Sequence[Sql], joint: str) -> Sql:
    text = joint.join(part.text for part in parts)
    return Sql(f"({text})", [value for part in parts for value in part.values])


def _intersects(shape: Shape) -> Sql:
    options = [in_box(box) for box in shape.boxes]
    if shape.places:
        latitudes = [latitude for _, latitude in shape.places]
        options.append(
            Sql(
                "(e.latitude BETWEEN ? AND ? AND meets(?, e.longitude, e.latitude))",
                [min(latitudes), max(latitudes), shape_text(shape)],
            )
        )
    return _join(options, " OR ")
