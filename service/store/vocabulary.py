"""The terms in use, with how many events have them and from when to when."""

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


def terms(
    reader: Reader, kind: str, starts: str = "", after: str = "", limit: int = ALL
) -> list[TermUse]:
    """The terms of ``kind`` that events have, by value; ``starts`` narrows by prefix."""
    rows = reader.execute(
        "SELECT id, value, name, events FROM term WHERE kind = ? AND events > 0"
        " AND value > ? AND value >= ? AND value < ? ORDER BY value LIMIT ?",
        (kind, after, starts, starts + HIGHEST_SIGN, limit),
    ).fetchall()
    return [TermUse(kind, row[1], row[2], row[3], *reach(reader, row[0])) for row in checked(rows)]


def reach(reader: Reader, term: int) -> tuple[int | None, int | None]:
    """First and last filed day, each the end of one index walk a class of length."""
    days = []
    for span in range(UNDATED_SPAN):
        row = reader.execute(
            "SELECT (SELECT min(position) FROM posting WHERE term = ? AND span = ?),"
            " (SELECT max(position) FROM posting WHERE term = ? AND span = ?)",
            (term, span, term, span),
        ).fetchone()
        days += [day_of(each) for each in row if each is not None]
    known = [day for day in days if FIRST_DAY < day < UNDATED_DAY]
    return (min(known), max(known)) if known else (None, None)
