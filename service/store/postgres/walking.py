"""Walks through the events of the postings of terms in the order of their dates."""

from __future__ import annotations

from collections.abc import Sequence

from service.store.position import FIRST_DAY, HIGHEST, LOWEST
from service.store.sql import Branch, Sql, Way

LOW, HIGH = -(2**62), 2**62
"""Before and after every day."""
MOST_BRANCHES = 24
"""The maximum number of branches that are merged row by row."""


def array(values: Sequence[int]) -> str:
    """Numbers as the text of an array, so that its type does not depend on their size."""
    return f"{{{','.join(map(str, values))}}}"


def all_of(rest: Sequence[Sql]) -> str:
    return " AND ".join(part.text for part in rest)


def values_of(rest: Sequence[Sql]) -> list[object]:
    return [value for part in rest for value in part.values]


def order(column: str, way: Way) -> str:
    if not way.ordered:
        return ""
    return f" ORDER BY {column}{' DESC' if way.down else ''}"


def branches(way: Way, rest: Sequence[Sql], limit: int, columns: str = "position") -> Sql:
    """The first ``limit`` events of the branches for which ``rest`` holds."""
    if len(way.branches) > MOST_BRANCHES and (way.ordered or way.overlap):
        return _gathered(way, rest, limit, columns)
    walk = merged(way, columns)
    if not rest:
        return Sql(f"{walk.text} LIMIT ?", [*walk.values, limit])
    return _filtered(walk, way, rest, limit)


def given(source: Sql, way: Way, rest: Sequence[Sql], limit: int) -> Sql:
    """The first ``limit`` events of a query with few rows for which ``rest`` holds."""
    if not rest:
        return Sql(f"{source.text}{order('position', way)} LIMIT ?", [*source.values, limit])
    return _filtered(source, way, rest, limit)


def _filtered(source: Sql, way: Way, rest: Sequence[Sql], limit: int) -> Sql:
    """The first ``limit`` events of a query for which ``rest`` holds."""
    # LIMIT 1 keeps the planner from another order of the join.
    return Sql(
        f"SELECT n.position AS position FROM ({source.text}) n CROSS JOIN LATERAL (SELECT 1 FROM"
        f" event e WHERE e.position = n.position AND {all_of(rest)} LIMIT 1) y"
        f"{order('n.position', way)} LIMIT ?",
        [*source.values, *values_of(rest), limit],
    )


def merged(way: Way, columns: str) -> Sql:
    """All events of the branches. These are merged row by row (Merge Append), because each has its
    own ORDER BY; so no more rows are read than are used."""
    ordered = way.ordered or way.overlap
    down = " DESC" if way.down else ""
    parts = [branch(each, columns) for each in way.branches]
    if not ordered and len(parts) > MOST_BRANCHES:
        parts = _together(way.branches, columns)
    if ordered:
        text = " UNION ALL ".join(f"({each.text} ORDER BY position{down})" for each in parts)
    else:
        text = " UNION ALL ".join(each.text for each in parts)
    once = "DISTINCT ON (position) " if way.overlap else ""
    last = f" ORDER BY position{down}" if ordered else ""
    return Sql(f"SELECT {once}{columns} FROM ({text}) u{last}", values_of(parts))


def branch(branch: Branch, columns: str) -> Sql:
    """The rows of a branch. Bounds that exclude nothing are left out."""
    term, span, low, high, since, until = branch
    conditions, values = [f"span = {int(span)}"], [term]
    for condition, value, bounds in (
        ("position >= ?", low, low > LOWEST),
        ("position <= ?", high, high < HIGHEST),
        ("latest >= ?", since, since is not None and since > FIRST_DAY),
        ("latest <= ?", until, until is not None),
    ):
        if bounds and value is not None:
            conditions.append(condition)
            values.append(value)
    text = f"SELECT {columns} FROM posting WHERE term = ? AND {' AND '.join(conditions)}"
    return Sql(text, list(values))


def _together(every: Sequence[Branch], columns: str) -> list[Sql]:
    """The same rows in no order: branches that differ only in their term are read as one."""
    terms: dict[tuple[int | None, ...], list[Branch]] = {}
    for each in every:
        terms.setdefault(each[1:], []).append(each)
    found = []
    for same in terms.values():
        one = branch(same[0], columns)
        text = one.text.replace("term = ?", "term = ANY(CAST(? AS integer[]))", 1)
        found.append(Sql(text, [array([each[0] for each in same]), *one.values[1:]]))
    return found


def _gathered(way: Way, rest: Sequence[Sql], limit: int, columns: str) -> Sql:
    """The same for many branches: each gives as many rows as all together, which are sorted. The
    statement does not depend on their number, because it takes long to plan."""
    rows = [
        (*each[:4], LOW if each[4] is None else each[4], HIGH if each[5] is None else each[5])
        for each in way.branches
    ]
    arrays = ", ".join(["CAST(? AS bigint[])"] * 6)
    inner = "posting q"
    conditions = (
        "q.term = b.term AND q.span = b.class AND q.position BETWEEN b.low AND b.high"
        " AND q.latest BETWEEN b.since AND b.until"
    )
    if rest:
        inner += " CROSS JOIN event e"
        conditions += f" AND e.position = q.position AND {all_of(rest)}"
    # ON has equal rows sorted. A table of hashes for many more rows than the planner expects takes
    # time with the square of their number, once it has no room in work_mem.
    once, sort = "", order("position", way)
    if way.overlap:
        once, sort = "DISTINCT ON (position) ", sort or " ORDER BY position"
    return Sql(
        f"SELECT {once}{columns} FROM unnest({arrays})"
        " AS b(term, class, low, high, since, until) CROSS JOIN LATERAL"
        f" (SELECT q.position AS position, q.span AS span FROM {inner} WHERE {conditions}"
        f"{order('q.position', way)} LIMIT ?) x (position, span){sort} LIMIT ?",
        [*(array(each) for each in zip(*rows, strict=True)), *values_of(rest), limit, limit],
    )
