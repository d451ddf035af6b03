"""The SQL that only SQLite has, and the plans that it must be given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from service.store.sql import Sql, Way

_POSTINGS = "SELECT position FROM posting WHERE term = ? AND span = ? AND position BETWEEN ? AND ?"
_LISTED = (
    "SELECT position FROM json_each(?) j CROSS JOIN posting"
    " WHERE term = j.value AND span = ? AND position BETWEEN ? AND ?"
)
FEW_BRANCHES = 12
_TEXTS = (
    "SELECT rowid AS position FROM event_text WHERE event_text MATCH ? AND rowid BETWEEN ? AND ?"
)


class Words:
    """The pieces of SQL of ``Engine``."""

    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """The branches, each already in order, are merged lazily, row by row."""
        walk = _walk(way)
        if not rest:
            return Sql(f"{walk.text} LIMIT ?", [*walk.values, limit])
        # LIMIT makes SQLite keep the order of the inner walk.
        return Sql(
            f"SELECT e.position AS position FROM ({walk.text} LIMIT ?) w CROSS JOIN event e"
            f" WHERE e.position = w.position AND {' AND '.join(part.text for part in rest)}"
            " LIMIT ?",
            [*walk.values, looked, *(value for part in rest for value in part.values), limit],
        )

    def ordered(self, column: str, down: bool = False) -> str:
        """Nothing: a CROSS JOIN runs from left to right, in the order of the left side. With an
        ORDER BY, SQLite would gather all rows and sort them."""
        return ""

    def through(self, index: str) -> str:
        """INDEXED BY, which overrules the planner."""
        return f" INDEXED BY {index}"

    def listed(self, values: Sequence[int]) -> Sql:
        """The elements of a JSON array."""
        return Sql("json_each(?) j", [json.dumps(values)])

    def listed_texts(self, values: Sequence[str]) -> Sql:
        """The same."""
        return Sql("json_each(?) j", [json.dumps(values)])

    def listed_rows(self, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]) -> Sql:
        """The elements of arrays within a JSON array."""
        parts = ", ".join(
            f"json_extract(r.value, '$[{n}]') AS {name}" for n, name in enumerate(columns)
        )
        return Sql(f"(SELECT {parts} FROM json_each(?) r) j", [json.dumps(rows)])

    def like(self, text: str, pieces: Sequence[tuple[str, bool]]) -> Sql:
        """GLOB, which tells ``a`` from ``A``."""
        pattern = "".join(
            {"%": "*", "_": "?"}[each] if wild else f"[{each}]" if each in "*?[" else each
            for each, wild in pieces
        )
        return Sql(f"({text} GLOB ?)", [pattern])

    def part(self, column: str, *names: str) -> str:
        """SQL for the text at a place in a JSON column."""
        return f"json_extract({column}, '$.{'.'.join(names)}')"

    def joined_parts(
        self, column: str, name: str, each: str | int | None, once: bool = False
    ) -> str:
        """SQL for the texts of a list in a JSON column."""
        text = "j.value"
        if each is not None:
            place = f"[{each}]" if isinstance(each, int) else f".{each}"
            text = f"json_extract(j.value, '${place}')"
        rows = f"json_each({column}, '$.{name}') j"
        if once:
            rows = f"(SELECT {text} AS one FROM {rows} GROUP BY one ORDER BY min(j.key))"
            text = "one"
        return f"(SELECT coalesce(group_concat({text}, '; '), '') FROM {rows})"

    def no_parts(self, column: str, name: str) -> str:
        """SQL for whether such a list is empty."""
        return f"coalesce(json_array_length({column}, '$.{name}'), 0) = 0"


def _together(way: Way) -> Iterable[tuple[Any, ...]]:
    """The branches. If no order is needed, those that differ only in their term are one, with a
    list of terms in its place: a statement of hundreds of branches would take long to prepare."""
    if way.ordered or way.overlap or len(way.branches) <= FEW_BRANCHES:
        return way.branches
    terms: dict[tuple[Any, ...], list[int]] = {}
    for term, *rest in way.branches:
        terms.setdefault(tuple(rest), []).append(term)
    return [(json.dumps(found), *rest) for rest, found in terms.items()]


def _walk(way: Way) -> Sql:
    parts: list[str] = []
    values: list[object] = []
    if way.given is not None:
        parts.append(way.given.text)
        values += way.given.values
    for term, *bounds, since, until in _together(way):
        text = _POSTINGS if isinstance(term, int) else _LISTED
        values += (term, *bounds)
        if since is not None:
            parts.append(f"{text} AND latest >= ?")
            values.append(since)
        elif until is not None:
            parts.append(f"{text} AND latest <= ?")
            values.append(until)
        else:
            parts.append(text)
    for asked, low, high in way.matches:
        parts.append(_TEXTS)
        values += (" AND ".join([part.query for part in asked]), low, high)
    if not parts:
        return Sql("SELECT 0 AS position WHERE FALSE")
    text = (" UNION " if way.overlap else " UNION ALL ").join(parts)
    # The parts of a UNION are merged by their order, which costs less than to build a set.
    if way.ordered or way.overlap:
        text += " ORDER BY position DESC" if way.down else " ORDER BY position"
    return Sql(text, values)
