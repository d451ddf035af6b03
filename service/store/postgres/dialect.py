"""What PostgreSQL has of SQL in its own words, and the plans that it has to be led to."""

from __future__ import annotations

from collections.abc import Sequence

from service.store.sql import ALL, Sql, Way

LOW, HIGH = -(2**62), 2**62
"""Before and after every day."""


class Words:
    """The pieces of SQL of ``Engine``."""

    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """Each branch gives its first ``limit`` rows in order, which are ordered once more: a
        union of them would be read to its end."""
        if not way.branches and not way.matches:
            return Sql("SELECT CAST(0 AS bigint) AS position WHERE FALSE")
        if rest and looked < ALL:
            walk = self.walked(way, (), looked, ALL)
            return Sql(
                f"SELECT e.position AS position FROM ({walk.text}) w CROSS JOIN event e"
                f" WHERE e.position = w.position AND {_all(rest)}{_order('e.position', way)}"
                " LIMIT ?",
                [*walk.values, *_values(rest), limit],
            )
        return _branches(way, rest, limit) if way.branches else _matches(way, rest, limit)

    def ordered(self, column: str, down: bool = False) -> str:
        """In no order, unless it is asked for."""
        return f" ORDER BY {column}{' DESC' if down else ''}"

    def through(self, index: str) -> str:
        """The planner chooses."""
        return ""

    def listed(self, values: Sequence[int]) -> Sql:
        """The elements of an array."""
        return Sql("unnest(CAST(? AS bigint[])) AS j(value)", [array(values)])

    def listed_texts(self, values: Sequence[str]) -> Sql:
        """The same."""
        return Sql('unnest(CAST(? AS text[]) COLLATE "C") AS j(value)', [list(values)])

    def listed_rows(self, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]) -> Sql:
        """The elements of an array for each column."""
        numbers = [isinstance(value, int) for value in rows[0]]
        arrays = ", ".join(
            "CAST(? AS bigint[])" if number else 'CAST(? AS text[]) COLLATE "C"'
            for number in numbers
        )
        lists = zip(numbers, zip(*rows, strict=True), strict=True)
        return Sql(
            f"unnest({arrays}) AS j({', '.join(columns)})",
            [array([int(one) for one in each]) if number else list(each) for number, each in lists],
        )

    def like(self, text: str, pieces: Sequence[tuple[str, bool]]) -> Sql:
        """By LIKE, which tells ``a`` from ``A``."""
        pattern = "".join(
            each if wild or each not in "%_\\" else f"\\{each}" for each, wild in pieces
        )
        return Sql(f"({text} LIKE ? ESCAPE '\\')", [pattern])

    def part(self, column: str, *names: str) -> str:
        """The text at a place in a column of JSON."""
        return f"((CAST({column} AS json) #>> '{{{','.join(names)}}}') COLLATE \"C\")"

    def joined_parts(
        self, column: str, name: str, each: str | int | None, once: bool = False
    ) -> str:
        """The texts of a list in a column of JSON."""
        text = "j.value #>> '{}'" if each is None else f"j.value ->> {each!r}"
        rows = (
            f"SELECT {text} AS one, min(j.n) AS n"
            f" FROM json_array_elements(CAST({column} AS json) -> '{name}')"
            f" WITH ORDINALITY AS j(value, n) GROUP BY {'one' if once else 'one, j.n'}"
        )
        return (
            f"(SELECT coalesce(string_agg(one, '; ' ORDER BY n), '') COLLATE \"C\" FROM ({rows}) j)"
        )

    def no_parts(self, column: str, name: str) -> str:
        """Whether such a list is empty."""
        return f"json_array_length(CAST({column} AS json) -> '{name}') = 0"


def array(values: Sequence[int]) -> str:
    """Numbers as the text of an array, whose type does not depend on how large they are."""
    return f"{{{','.join(map(str, values))}}}"


def _all(rest: Sequence[Sql]) -> str:
    return " AND ".join(part.text for part in rest)


def _values(rest: Sequence[Sql]) -> list[object]:
    return [value for part in rest for value in part.values]


def _order(column: str, way: Way) -> str:
    if not way.ordered:
        return ""
    return f" ORDER BY {column}{' DESC' if way.down else ''}"


def _branches(way: Way, rest: Sequence[Sql], limit: int) -> Sql:
    rows = [
        (*each[:4], LOW if each[4] is None else each[4], HIGH if each[5] is None else each[5])
        for each in way.branches
    ]
    columns = ", ".join(["CAST(? AS bigint[])"] * 6)
    inner = "posting q"
    conditions = (
        "q.term = b.term AND q.span = b.span AND q.position BETWEEN b.low AND b.high"
        " AND q.latest BETWEEN b.since AND b.until"
    )
    if rest:
        inner += " CROSS JOIN event e"
        conditions += f" AND e.position = q.position AND {_all(rest)}"
    return Sql(
        f"SELECT {'DISTINCT ' if way.overlap else ''}x.position AS position FROM unnest({columns})"
        " AS b(term, span, low, high, since, until) CROSS JOIN LATERAL"
        f" (SELECT q.position AS position FROM {inner} WHERE {conditions}"
        f"{_order('q.position', way)} LIMIT ?) x{_order('x.position', way)} LIMIT ?",
        [*(array(each) for each in zip(*rows, strict=True)), *_values(rest), limit, limit],
    )


def _matches(way: Way, rest: Sequence[Sql], limit: int) -> Sql:
    parts: list[str] = []
    values: list[object] = []
    for asked, low, high in way.matches:
        exact = [part.exact for part in asked if part.exact is not None]
        inner, conditions = "event_text x", "x.words @@ CAST(? AS tsquery)"
        conditions += " AND x.position BETWEEN ? AND ?"
        conditions += "".join(f" AND {each.text}" for each in exact)
        if rest:
            inner += " CROSS JOIN event e"
            conditions += f" AND e.position = x.position AND {_all(rest)}"
        parts.append(f"SELECT x.position AS position FROM {inner} WHERE {conditions}")
        values += [" & ".join(part.query for part in asked), low, high]
        values += [*_values(exact), *_values(rest)]
    return Sql(f"{' UNION ALL '.join(parts)}{_order('position', way)} LIMIT ?", [*values, limit])
