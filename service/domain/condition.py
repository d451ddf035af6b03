"""The conditions that a filter expression can set on an event, parsed (CQL2, OGC 21-065r2).

A condition is a tree of predicates over named columns and literals. It has three truth values:
``None`` means unknown, as in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.geometry import Shape
from service.domain.instants import DAY_SECONDS
from service.domain.query import Choice


@dataclass(frozen=True, slots=True)
class Column:
    """A property of an event: its type, as the standard names it, and its title."""

    type: str
    title: str = ""


STRING, NUMBER, BOOLEAN, DATE, TIMESTAMP = "string", "number", "boolean", "date", "timestamp"
COLUMNS: dict[str, Column] = {
    **{name: Column(STRING) for name in (
        "id", "title", "summary", "date", "date_as_reported", "precision", "extent", "category",
        "status", "countries", "actors", "tags", "place", "place_country",
    )},
    "earliest": Column(DATE),
    "latest": Column(DATE),
    "approximate": Column(BOOLEAN),
    "uncertain": Column(BOOLEAN),
    "version": Column(NUMBER),
    "created_at": Column(TIMESTAMP),
    "updated_at": Column(TIMESTAMP),
}  # fmt: skip
LISTS: dict[str, Column] = {
    "country": Column("array", "Codes of the countries"),
    "actor": Column("array", "Names of people and organisations"),
    "tag": Column("array", "Tags"),
}
"""Properties of which an event has several values; each is a kind of term of the index."""
GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a column. ``folds`` are ``casei`` and ``accenti`` if they are applied to it."""

    name: str
    folds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Literal:
    """A value of ``type``. Days are ordinals, timestamps are text in UTC as stored, and strings
    are folded already."""

    type: str
    value: str | float | int | bool


Operand = Named | Literal


@dataclass(frozen=True, slots=True)
class Truth:
    """``TRUE`` or ``FALSE``."""

    value: bool


@dataclass(frozen=True, slots=True)
class Combined:
    """All parts hold; with ``any``, at least one of them holds."""

    parts: tuple[Condition, ...]
    any: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one type; ``operator`` is one of ``= <> < > <= >=``."""

    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True, slots=True)
class Among:
    """A value is one of ``options``."""

    value: Operand
    options: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """A text matches a pattern: ``%`` any characters, ``_`` one, a backslash escapes."""

    value: Operand
    pattern: str


@dataclass(frozen=True, slots=True)
class IsNull:
    """A column, or the geometry, has no value."""

    name: str


@dataclass(frozen=True, slots=True)
class Has:
    """The event has at least one of these terms (*or*)."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Intersects:
    """The place lies in or on ``shape``."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Span:
    """A time with two ends: the event's own date, a column, or literal bounds.

    ``first`` and ``last`` are days (ordinals), or seconds if ``seconds`` is true; ``None`` is an
    open end. ``column`` is ``date``, ``earliest`` or ``latest``.
    """

    column: str | None = None
    first: int | None = None
    last: int | None = None
    seconds: bool = False


@dataclass(frozen=True, slots=True)
class Temporal:
    """A relation of two times (CQL2, 7.7), named as in the standard without ``t_``."""

    relation: str
    left: Span
    right: Span


RELATIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "after": (("a1", ">", "b2"),),
    "before": (("a2", "<", "b1"),),
    "contains": (("a1", "<", "b1"), ("a2", ">", "b2")),
    "during": (("a1", ">", "b1"), ("a2", "<", "b2")),
    "equals": (("a1", "=", "b1"), ("a2", "=", "b2")),
    "finishedby": (("a1", "<", "b1"), ("a2", "=", "b2")),
    "finishes": (("a1", ">", "b1"), ("a2", "=", "b2")),
    "intersects": (("a1", "<=", "b2"), ("a2", ">=", "b1")),
    "meets": (("a2", "=", "b1"),),
    "metby": (("a1", "=", "b2"),),
    "overlappedby": (("a1", ">", "b1"), ("a1", "<", "b2"), ("a2", ">", "b2")),
    "overlaps": (("a1", "<", "b1"), ("a2", ">", "b1"), ("a2", "<", "b2")),
    "startedby": (("a1", "=", "b1"), ("a2", ">", "b2")),
    "starts": (("a1", "=", "b1"), ("a2", "<", "b2")),
}
"""The comparisons that must hold between the ends of two times, where ``a`` is the left and ``b``
the right time (CQL2, table 7). Times are ``disjoint`` if they do not intersect."""

Condition = Truth | Combined | Not | Compare | Among | Like | IsNull | Has | Intersects | Temporal


def bounds(span: Span, seconds: bool, lowest: int, highest: int) -> tuple[int, int]:
    """The ends of a literal span; ``lowest`` and ``highest`` are the days of open ends."""
    first = lowest if span.first is None else span.first
    last = highest if span.last is None else span.last
    if not seconds:
        return first, last
    # A bound of a span in seconds is in seconds already, unless it is open.
    low = first if span.seconds and span.first is not None else first * DAY_SECONDS
    whole = span.seconds and span.last is not None
    return low, last if whole else last * DAY_SECONDS + DAY_SECONDS - 1
