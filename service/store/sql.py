"""Pieces of SQL, each a text with its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from service.domain.shape import Box

TermId = Callable[[str, str], int | None]
"""The number of a term, ``None`` where no event ever had it."""
BEGAN = "CASE WHEN instr(e.date, 'T') THEN began(e.date) END"
ENDED = "CASE WHEN instr(e.date, 'T') THEN ended(e.date) END"
"""The first and the last second of ``event e``, ``NULL`` where only days are known; see
``service.domain.instants``."""


@dataclass(slots=True)
class Sql:
    """Text with its parameters."""

    text: str
    values: list[object] = field(default_factory=list)


def in_box(box: Box) -> Sql:
    """As a condition on ``event e``: its place lies in or on the box."""
    west, south, east, north = box
    joint = "AND" if west <= east else "OR"  # across the date line
    return Sql(
        f"(e.latitude BETWEEN ? AND ? AND (e.longitude >= ? {joint} e.longitude <= ?))",
        [south, north, west, east],
    )
