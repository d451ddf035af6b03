"""Pieces of SQL, each a text with its values, and what an engine makes SQL of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from service.domain.geometry import Box

TermId = Callable[[str, str], int | None]
"""The number of a term, ``None`` if no event ever had it."""
ALL = 2**62
"""As a limit: everything."""
HIGHEST_SIGN = "\U0010ffff"
"""Comes after every sign that a text has."""
BEGAN = "CASE WHEN e.date LIKE '%T%' THEN began(e.date) END"
ENDED = "CASE WHEN e.date LIKE '%T%' THEN ended(e.date) END"
"""The first and the last second of ``event e``, ``NULL`` where only days are known; see
``service.domain.instants``."""


@dataclass(slots=True)
class Sql:
    """Text with its parameters."""

    text: str
    values: list[object] = field(default_factory=list)


class Said(NamedTuple):
    """One of some words or phrases stands in the texts of an event: each with whether its last
    word may be the beginning of one."""

    options: tuple[tuple[tuple[str, ...], bool], ...]


class Marked(NamedTuple):
    """An event has one of some marks of terms or of a class of length."""

    marks: tuple[str, ...]


class Every(NamedTuple):
    """All of some parts hold."""

    parts: tuple[Asked, ...]


class Some(NamedTuple):
    """One of some parts holds."""

    parts: tuple[Asked, ...]


class But(NamedTuple):
    """The first part holds and the second does not."""

    wanted: Asked
    unwanted: Asked


Asked = Said | Marked | Every | Some | But
"""What the full text is asked for."""


def said(asked: Asked) -> int:
    """How many words and phrases are asked for."""
    match asked:
        case Said(options):
            return len(options)
        case Marked():
            return 0
        case Every(parts) | Some(parts):
            return sum(map(said, parts))
        case But(wanted, unwanted):
            return said(wanted) + said(unwanted)


class Written(NamedTuple):
    """The same in the engine's own words; ``exact`` is a condition on ``event_text x`` where
    these only come near it. ``share`` is about how many of all events, from 0 to 1, it holds of,
    for an engine that chooses its way by that."""

    query: str
    exact: Sql | None = None
    share: float = 1.0


Branch = tuple[int, int, int, int, int | None, int | None]
"""The events of a term and of a class of length whose positions are ``low`` to ``high``:
``(term, span, low, high, since, until)``, where ``since`` or ``until``, not both, bounds their
last days, if that is needed."""


class Match(NamedTuple):
    """The events of which the full text says all of ``asked``, at such positions."""

    asked: tuple[Written, ...]
    low: int
    high: int


class Near(NamedTuple):
    """Another way to the same matches: all events are among the branches that each of ``leads``
    gives, and of those events all of ``asked`` has to be tested. The first leads are those of the
    first of ``asked``, in their order, which need not be tested there; the last has every event."""

    asked: tuple[Written, ...]
    leads: tuple[Callable[[], list[Branch]], ...]


@dataclass(slots=True)
class Way:
    """Positions of events in the order of their dates, ``down`` from the last: those of all
    ``branches``, or of all ``matches``. ``overlap`` says that two may have the same events,
    of which each counts once; an order that is not needed is left out."""

    branches: list[Branch]
    matches: Sequence[Match] = ()
    overlap: bool = False
    down: bool = False
    ordered: bool = True
    near: Near | None = None


def in_box(box: Box) -> Sql:
    """As a condition on ``event e``: its place lies in or on the box."""
    west, south, east, north = box
    joint = "AND" if west <= east else "OR"  # across the date line
    return Sql(
        f"(e.latitude BETWEEN ? AND ? AND (e.longitude >= ? {joint} e.longitude <= ?))",
        [south, north, west, east],
    )
