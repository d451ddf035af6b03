"""What SQLite has of SQL in its own words, and the plans that it has to be told."""

from __future__ import annotations

import json
from collections.abc import Sequence

from service.store.sql import Sql, Way

_POSTINGS = "SELECT position FROM posting WHERE term = ? AND span = ? AND position BETWEEN ? AND ?"
_TEXTS = (
    "SELECT rowid AS position FROM event_text WHERE event_text MATCH ? AND rowid BETWEEN ? AND ?"
)


class Words:
    """The pieces of SQL of ``Engine``."""

    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """Branches that are in order each are merged lazily, row by row."""
        walk = _walk(way)
        if not rest:
            return Sql(f"{walk.text} LIMIT ?", [*walk.values, limit])
        # LIMIT keeps SQLite from forgetting the order of the inner walk.
        return Sql(
            f"SELECT e.position AS position FROM ({walk.text} LIMIT ?) w CROSS JOIN event e"
            f" WHERE e.position = w.position AND {' AND '.join(part.text for part in rest)}"
            " LIMIT ?",
            [*walk.values, looked, *(value for part in rest for value in part.values), limit],
        )

    def ordered(self, column: str, down: bool = False) -> str:
        """Nothing: a CROSS JOIN is done from left to right, in the order of the left. To be asked
        for an order SQLite gathers all rows and sorts them."""
        return ""

    def through(self, index: str) -> str:
        """Whatever the planner thinks."""
        return f" INDEXED BY {index}"

    def listed(self, values: Sequence[int]) -> Sql:
        """The elements of an array of JSON."""
        return Sql("json_each(?) j", [json.dumps(values)])

    def listed_texts(self, values: Sequence[str]) -> Sql:
        """The same."""
        return Sql("json_each(?) j", [json.dumps(values)])

    def listed_rows(self, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]) -> Sql:
        """The elements of arrays within an array of JSON."""
        parts = ", ".join(
            f"json_extract(r.value, '$[{n}]') AS {name}" for n, name in enumerate(columns)
        )
        return Sql(f"(SELECT {parts} FROM json_each(?) r) j", [json.dumps(rows)])

    def like(self, text: str, pieces: Sequence[tuple[str, bool]]) -> Sql:
        """By GLOB, which tells ``a`` from ``A``."""
        pattern = "".join(
            {"%": "*", "_": "?"}[each] if wild else f"[{each}]" if each in "*?[" else each
            for each, wild in pieces
        )
        return Sql(f"({text} GLOB ?)", [pattern])

    def part(self, column: str, *names: str) -> str:
        """The text at a place in a column of JSON."""
        return f"json_extract({column}, '$.{'.'.join(names)}')"

    def joined_parts(
        self, column: str, name: str, each: str | int | None, once: bool = False
    ) -> str:
        """The texts of a list in a column of JSON."""
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
        """Whether such a list is empty."""
        return f"json_array_length({column}, '$.{name}') = 0"


def _walk(way: Way) -> Sql:
    parts: list[str] = []
    values: list[object] = []
    for each in way.branches:
        if each[4] is not None:
            parts.append(f"{_POSTINGS} AND latest >= ?")
            values += each[:5]
        elif each[5] is not None:
            parts.append(f"{_POSTINGS} AND latest <= ?")
            values += (*each[:4], each[5])
        else:
            parts.append(_POSTINGS)
            values += each[:4]
    for asked, low, high in way.matches:
        parts.append(_TEXTS)
        values += (" AND ".join([part.query for part in asked]), low, high)
    if not parts:
        return Sql("SELECT 0 AS position WHERE FALSE")
    text = (" UNION " if way.overlap else " UNION ALL ").join(parts)
    # The parts of a UNION are merged by their order, which costs less than a set of them.
    if way.ordered or way.overlap:
        text += " ORDER BY position DESC" if way.down else " ORDER BY position"
    return Sql(text, values)
