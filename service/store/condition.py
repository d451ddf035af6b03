"""A filter expression as SQL: a condition on ``event e`` with all values bound.

Truth has three values in SQL as in the expression, so that ``NOT`` of an unknown is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.domain import condition as c
from service.domain.folding import pieces
from service.domain.instants import DAY_SECONDS
from service.domain.query import Choice
from service.domain.shape import Shape
from service.store.functions import shape_text
from service.store.position import FIRST_DAY, LAST_DAY, UNDATED_SPAN
from service.store.sql import BEGAN, ENDED, Sql, in_box

Held = Callable[[tuple[Choice, ...]], Sql]

COLUMNS: dict[str, str] = {
    **{name: f"e.{name}" for name in (
        "id", "title", "summary", "date", "date_as_reported", "precision", "category", "status",
        "earliest", "latest", "version", "created_at", "updated_at",
    )},
    "extent": "CASE WHEN instr(e.date, '/') THEN 'span' ELSE 'instant' END",
    "approximate": "(e.date GLOB '*[~%]*')",
    "uncertain": "(e.date GLOB '*[?%]*')",
    "place": "json_extract(e.content, '$.place.name')",
    "place_country": "json_extract(e.content, '$.place.country')",
    "countries": "(SELECT coalesce(group_concat(code, '; '), '') FROM"
                 " (SELECT json_extract(j.value, '$[0]') AS code"
                 " FROM json_each(e.content, '$.countries') j GROUP BY code ORDER BY min(j.key)))",
    "actors": "(SELECT coalesce(group_concat(json_extract(j.value, '$.name'), '; '), '')"
              " FROM json_each(e.content, '$.actors') j)",
    "tags": "(SELECT coalesce(group_concat(j.value, '; '), '')"
            " FROM json_each(e.content, '$.tags') j)",
}  # fmt: skip
MISSING = {
    "geometry": "e.latitude IS NULL",
    "country": "json_array_length(e.content, '$.countries') = 0",
    "actor": "json_array_length(e.content, '$.actors') = 0",
    "tag": "json_array_length(e.content, '$.tags') = 0",
}


def condition_sql(condition: c.Condition, held: Held) -> Sql:
    """The whole expression; ``held`` makes the condition that an event has one of some terms."""
    match condition:
        case c.Truth(value):
            return Sql("1" if value else "0")
        case c.Every(parts, some):
            found = [condition_sql(each, held) for each in parts]
            return _join(found, " OR " if some else " AND ")
        case c.Not(part):
            inner = condition_sql(part, held)
            return Sql(f"(NOT {inner.text})", inner.values)
        case c.Has(choices):
            return held(choices)
    return _predicate(condition)


def _predicate(condition: c.Condition) -> Sql:
    match condition:
        case c.Compare(left, operator, right):
            return _join([_operand(left), _operand(right)], f" {operator} ")
        case c.Among(value, options):
            wanted = _join([_operand(each) for each in options], ", ")
            return _join([_operand(value), wanted], " IN ")
        case c.Like(value, pattern):
            found = _operand(value)
            return Sql(f"({found.text} GLOB ?)", [*found.values, _glob(pattern)])
        case c.IsNull(name):
            return Sql(f"({MISSING.get(name) or f'{COLUMNS[name]} IS NULL'})")
        case c.Intersects(shape):
            return _intersects(shape)
        case c.Temporal(relation, left, right):
            return _temporal(relation, left, right)
    raise AssertionError("a predicate that has no SQL")


def _join(parts: Sequence[Sql], joint: str) -> Sql:
    text = joint.join(part.text for part in parts)
    return Sql(f"({text})", [value for part in parts for value in part.values])


def _operand(operand: c.Operand) -> Sql:
    if isinstance(operand, c.Literal):
        return Sql("?", [operand.value])
    text = COLUMNS[operand.name]
    for each in ("casei", "accenti"):
        if each in operand.folds:
            text = f"{each}({text})"
    return Sql(text)


def _glob(pattern: str) -> str:
    """A pattern of LIKE as one of GLOB, which tells ``a`` from ``A``."""
    return "".join(
        {"%": "*", "_": "?"}[text] if wild else f"[{text}]" if text in "*?[" else text
        for text, wild in pieces(pattern)
    )


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


def _temporal(relation: str, left: c.Span, right: c.Span) -> Sql:
    seconds = left.seconds or right.seconds
    ends = dict(zip(("a1", "a2"), _ends(left, seconds), strict=True))
    ends |= dict(zip(("b1", "b2"), _ends(right, seconds), strict=True))
    return _join(
        [_join([ends[a], ends[b]], f" {op} ") for a, op, b in c.RELATIONS[relation]], " AND "
    )


def _ends(span: c.Span, seconds: bool) -> tuple[Sql, Sql]:
    """Both ends, in days or in seconds."""
    if span.column is None:
        first, last = c.bounds(span, seconds, FIRST_DAY, LAST_DAY)
        return Sql("?", [first]), Sql("?", [last])
    if span.column != "date":
        text = COLUMNS[span.column]
        if seconds:
            text = f"{text} * {DAY_SECONDS}"
        return Sql(text), Sql(f"{text} + {DAY_SECONDS - 1}" if seconds else text)
    low, high = f"coalesce(e.earliest, {FIRST_DAY})", f"coalesce(e.latest, {LAST_DAY})"
    if seconds:
        low = f"coalesce({BEGAN}, {low} * {DAY_SECONDS})"
        high = f"coalesce({ENDED}, {high} * {DAY_SECONDS} + {DAY_SECONDS - 1})"
    dated = f"CASE WHEN e.span <> {UNDATED_SPAN} THEN"
    return Sql(f"{dated} {low} END"), Sql(f"{dated} {high} END")
