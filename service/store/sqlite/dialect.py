"""The SQL that only SQLite has, and the plans that it must be given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

import orjson

from service.domain.result_cache import cached
from service.store.position import FIRST_DAY, LAST_DAY
from service.store.sql import MOST_GATHERED, Sql, Way
from service.store.sqlite.full_text import NOTHING, all_of
from service.store.stages import stages

_POSTINGS = "SELECT position FROM posting WHERE term = ? AND span = ? AND position BETWEEN ? AND ?"
_LISTED = (
    "SELECT position FROM json_each(?) j CROSS JOIN posting"
    " WHERE term = j.value AND span = ? AND position BETWEEN ? AND ?"
)
# Each text is written once, because its hash is then computed once.
_POSTINGS_SINCE, _LISTED_SINCE = (f"{each} AND latest >= ?" for each in (_POSTINGS, _LISTED))
_POSTINGS_UNTIL, _LISTED_UNTIL = (f"{each} AND latest <= ?" for each in (_POSTINGS, _LISTED))
FEW_BRANCHES = 12
STAGED = 10
"""The maximum number of branches that are walked in stages: each may be in five of them."""
_EXISTS = "EXISTS (SELECT 1 FROM posting WHERE term = ? AND span = ? AND position BETWEEN ? AND ?)"


def _json(values: object) -> str:
    return orjson.dumps(values).decode()


class SqliteDialect:
    """The pieces of SQL of ``Engine``."""

    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """The branches, each already in order, are merged lazily, row by row."""
        many = way.overlap and way.branches and not way.ordered
        if many and not rest and limit <= MOST_GATHERED:
            return _gathered(way, limit)
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

    def among(self, column: str, positions: Sql) -> None:
        """``None``: IN is a search for each of them."""

    def at(self, columns: str, positions: Sql) -> Sql:
        """A CROSS JOIN: the position is the key of the table itself."""
        text = f"SELECT {columns} FROM ({positions.text}) p CROSS JOIN event e"
        return Sql(f"{text} WHERE e.position = p.position", positions.values)

    def ordered(self, column: str, down: bool = False) -> str:
        """Nothing: a CROSS JOIN runs from left to right, in the order of the left side. With an
        ORDER BY, SQLite would gather all rows and sort them."""
        return ""

    def row_at(self, table: str, position: str, conditions: Sequence[Sql] = ()) -> Sql:
        """A CROSS JOIN runs from left to right."""
        found = [Sql(f"{table.rpartition(' ')[2]}.position = {position}"), *conditions]
        return Sql(
            f" CROSS JOIN {table} WHERE {' AND '.join(each.text for each in found)}",
            [value for each in found for value in each.values],
        )

    def through(self, index: str) -> str:
        """INDEXED BY, which overrules the planner."""
        return f" INDEXED BY {index}"

    def listed(self, values: Sequence[int]) -> Sql:
        """The elements of a JSON array."""
        return Sql("json_each(?) j", [_json(values)])

    def listed_texts(self, values: Sequence[str]) -> Sql:
        """The same."""
        return Sql("json_each(?) j", [_json(values)])

    def listed_rows(self, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]) -> Sql:
        """The elements of arrays within a JSON array."""
        parts = ", ".join(
            f"json_extract(r.value, '$[{n}]') AS {name}" for n, name in enumerate(columns)
        )
        return Sql(f"(SELECT {parts} FROM json_each(?) r) j", [_json(rows)])

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


def _gathered(way: Way, limit: int) -> Sql:
    """The first events of the branches, one branch after the other. To set these aside costs less
    than to merge so many branches."""
    rows = [
        (*each[:4], FIRST_DAY if each[4] is None else each[4],
         LAST_DAY if each[5] is None else each[5])
        for each in sorted(way.branches, key=itemgetter(1))
    ]  # fmt: skip
    return Sql(
        "SELECT DISTINCT p.position AS position FROM"
        f" (VALUES {', '.join(['(?, ?, ?, ?, ?, ?)'] * len(rows))}) v CROSS JOIN posting p"
        " WHERE p.term = v.column1 AND p.span = v.column2"
        " AND p.position BETWEEN v.column3 AND v.column4"
        " AND p.latest BETWEEN v.column5 AND v.column6 LIMIT ?",
        [*chain.from_iterable(rows), limit],
    )


def _together(way: Way) -> Sequence[tuple[Any, ...]]:
    """The branches. If no order is needed, those that differ only in their term are one, with a
    list of terms in its place: a statement of hundreds of branches would take long to prepare."""
    if way.ordered or way.overlap or len(way.branches) <= FEW_BRANCHES:
        return way.branches
    terms: dict[tuple[Any, ...], list[int]] = {}
    for term, *rest in way.branches:
        terms.setdefault(tuple(rest), []).append(term)
    return [(_json(found), *rest) for rest, found in terms.items()]


def _walk(way: Way) -> Sql:
    """The positions of a way, up to a limit whose value has to follow the others."""
    if way.given is not None:
        down = way.down if way.ordered else None
        return Sql(_text((((way.given.text,),), way.overlap, down)), [*way.given.values])
    branches = _together(way)
    if not branches:
        return _searched(way)
    if not (way.ordered or way.overlap):
        # The classes of short events come first: none of these has to be passed over.
        staged = [branches[::-1]]
    elif way.staged and way.ordered and len(branches) <= STAGED:
        staged = stages(branches, down=way.down)
    else:
        staged = [branches]
    values: list[object] = []
    shape = tuple([tuple([_part(each, values) for each in stage]) for stage in staged])
    down = way.down if way.ordered or way.overlap else None
    return Sql(_text((shape, way.overlap, down)), values)


def _part(branch: Sequence[Any], values: list[object]) -> str:
    """The text of a branch. Its values are added to ``values``."""
    term, span, low, high, since, until = branch
    sole = term.__class__ is int
    if since is not None:
        values += (term, span, low, high, since)
        return _POSTINGS_SINCE if sole else _LISTED_SINCE
    if until is not None:
        values += (term, span, low, high, until)
        return _POSTINGS_UNTIL if sole else _LISTED_UNTIL
    values += (term, span, low, high)
    return _POSTINGS if sole else _LISTED


def _searched(way: Way) -> Sql:
    """The matches of a way, one after the other: a search begins only if those before it have too
    few events. In a merge each of them would begin."""
    matches = way.matches
    if way.ordered:
        matches = sorted(matches, key=itemgetter(1), reverse=way.down)
    if not matches:
        return Sql("SELECT 0 AS position WHERE FALSE LIMIT ?")
    values: list[object] = []
    parts: list[str] = []
    for asked, low, high, lists in matches:
        for each in lists:
            values += (*each, low, high)
        values += (all_of(asked), low, high)
        parts.append(_search(len(lists), way.down if way.ordered else None))
    return Sql(_text(((tuple(parts),), False, None)), values)


@cache
def _search(lists: int, down: bool | None) -> str:
    """A search, in ascending or descending order, or without one. A search for a dozen words takes
    50 microseconds even if it finds nothing. So nothing is searched if all ``lists`` are empty
    there, as those of long events are where every event lasts a day."""
    asked = f"CASE WHEN {' OR '.join([_EXISTS] * lists)} THEN ? ELSE '{NOTHING}' END"
    text = (
        f"SELECT rowid AS position FROM event_text WHERE event_text MATCH {asked if lists else '?'}"
        " AND rowid BETWEEN ? AND ?"
    )
    if down is None:
        return text
    # LIMIT makes SQLite keep the order of the inner search.
    return f"SELECT position FROM ({text} ORDER BY rowid{' DESC' if down else ''} LIMIT -1)"


@cached(64, longest=1000)
def _text(shape: tuple[tuple[tuple[str, ...], ...], bool, bool | None]) -> str:
    """The text of a walk: the parts of its stages, whether they overlap, and whether its order is
    descending, ``None`` without an order. The walks of most queries differ in nothing but their
    values."""
    staged, overlap, down = shape
    order = "" if down is None else f" ORDER BY position{' DESC' if down else ''}"
    # The parts of a UNION are merged by their order, which costs less than to build a set.
    texts = [(" UNION " if overlap else " UNION ALL ").join(parts) + order for parts in staged]
    if len(texts) > 1:
        texts = [f"SELECT position FROM ({each} LIMIT -1)" for each in texts]
    return f"{' UNION ALL '.join(texts)} LIMIT ?"
