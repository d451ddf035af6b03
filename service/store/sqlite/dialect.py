"""The SQL that only SQLite has, and the plans that it must be given."""

from __future__ import annotations

import json
from collections.abc import Sequence

from service.domain.result_cache import cached
from service.store.sql import Sql, Way

_POSTINGS = "SELECT position FROM posting WHERE term = ? AND span = ? AND position BETWEEN ? AND ?"
_SINCE, _UNTIL = f"{_POSTINGS} AND latest >= ?", f"{_POSTINGS} AND latest <= ?"
_TEXTS = (
    "SELECT rowid AS position FROM event_text WHERE event_text MATCH ? AND rowid BETWEEN ? AND ?"
)


class Words:
    """The pieces of SQL of ``Engine``."""

    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """The branches, each already in order, are merged lazily, row by row."""
        walk = _walk(way)
        if not rest:
            walk.values.append(limit)
            return walk
        # LIMIT makes SQLite keep the order of the inner walk.
        return Sql(
            f"SELECT e.position AS position FROM ({walk.text}) w CROSS JOIN event e"
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


def _walk(way: Way) -> Sql:
    """The positions of a way, up to a limit whose value has to follow the others."""
    parts: list[str] = []
    values: list[object] = []
    for each in way.branches:
        if each[4] is not None:
            parts.append(_SINCE)
            values += each[:5]
        elif each[5] is not None:
            parts.append(_UNTIL)
            values += (*each[:4], each[5])
        else:
            parts.append(_POSTINGS)
            values += each[:4]
    for asked, low, high in way.matches:
        parts.append(_TEXTS)
        values += (" AND ".join([part.query for part in asked]), low, high)
    if not parts:
        return Sql("SELECT 0 AS position WHERE FALSE LIMIT ?")
    # The parts of a UNION are merged by their order, which costs less than to build a set.
    order = way.down if way.ordered or way.overlap else None
    return Sql(_text((tuple(parts), way.overlap, order)), values)


@cached(64, longest=200)
def _text(shape: tuple[tuple[str, ...], bool, bool | None]) -> str:
    """The text of a walk: its parts, whether they overlap, and whether its order is descending.
    The walks of most queries differ in nothing but their values."""
    parts, overlap, down = shape
    text = (" UNION " if overlap else " UNION ALL ").join(parts)
    if down is not None:
        text += " ORDER BY position DESC" if down else " ORDER BY position"
    return f"{text} LIMIT ?"
