"""The terms in use, with the number, the first and the last of their events."""

from __future__ import annotations

from dataclasses import dataclass

from service.deadline import checked
from service.store.position import FIRST_DAY, UNDATED_DAY, UNDATED_SPAN, day_of
from service.store.read import Reader
from service.store.sql import ALL, HIGHEST_SIGN


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term; ``first`` and ``last`` are the first days of its first and last dated event."""

    kind: str
    value: str
    name: str
    events: int
    first: int | None
    last: int | None


_DAYS = "".join(
    f", (SELECT {end}(position) FROM posting WHERE term = t.id AND span = {span})"
    for span in range(UNDATED_SPAN)
    for end in ("min", "max")
)
"""The first and last position of a term ``t``: each is the end of an index walk."""


def terms(
    reader: Reader, kind: str, starts: str = "", after: str = "", limit: int = ALL
) -> list[TermUse]:
    """The terms of ``kind`` that events have, by value; ``starts`` narrows by prefix."""
    rows = reader.execute(
        f"SELECT t.value, t.name, t.events{_DAYS} FROM term t WHERE t.kind = ? AND t.events > 0"
        " AND t.value > ? AND t.value >= ? AND t.value < ? ORDER BY t.value LIMIT ?",
        (kind, after, starts, starts + HIGHEST_SIGN, limit),
    ).fetchall()
    return [TermUse(kind, row[0], row[1], row[2], *_reach(row[3:])) for row in checked(rows)]


def reach(reader: Reader, term: int) -> tuple[int | None, int | None]:
    """The first and the last day of a term in the index."""
    row = reader.execute(f"SELECT t.id{_DAYS} FROM term t WHERE t.id = ?", (term,)).fetchone()
    return _reach(row[1:])


def _reach(ends: tuple[int | None, ...]) -> tuple[int | None, int | None]:
    days = [day_of(each) for each in ends if each is not None]
    known = [day for day in days if FIRST_DAY < day < UNDATED_DAY]
    return (min(known), max(known)) if known else (None, None)
