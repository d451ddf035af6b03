"""The SQL that only PostgreSQL has, and the plans to which it must be led."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from service.store.postgres.estimates import Estimates
from service.store.postgres.search_walks import matches
from service.store.postgres.walking import all_of, array, branches, given, order, values_of
from service.store.sql import ALL, Sql, Way

TOGETHER = 170_000
"""Since this version the server reads a page of an index once for all elements of an array."""


class PostgresDialect:
    """The pieces of SQL of ``Engine``."""

    @abstractmethod
    def estimates(self) -> Estimates:
        """The estimates of the events."""

    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """Each branch gives its first ``limit`` rows in order. These are sorted again, because a
        union of whole branches would be read to its end."""
        if not way.branches and not way.matches and way.given is None:
            return Sql("SELECT CAST(0 AS bigint) AS position WHERE FALSE")
        if rest and looked < ALL:
            walk, tested = (
                self.walked(way, (), looked, ALL),
                self.row_at("event e", "w.position", rest),
            )
            return Sql(
                f"SELECT w.position AS position FROM ({walk.text}) w{tested.text}"
                f"{order('w.position', way)} LIMIT ?",
                [*walk.values, *tested.values, limit],
            )
        if way.given is not None:
            return given(way.given, way, rest, limit)
        if way.branches:
            return branches(way, rest, limit)
        return matches(way, rest, limit, self.estimates())

    def among(self, column: str, positions: Sql) -> Sql | None:
        """An array, because IN may become a join. Earlier servers search for each position."""
        return _among(column, positions) if self.estimates().version >= TOGETHER else None

    def at(self, columns: str, positions: Sql) -> Sql:
        """One search in the index of positions for all of them; a join makes one for each."""
        found = _among("e.position", positions)
        return Sql(f"SELECT {columns} FROM event e WHERE {found.text}", found.values)

    def ordered(self, column: str, down: bool = False) -> str:
        """The rows have no order without an ORDER BY."""
        return f" ORDER BY {column}{' DESC' if down else ''}"

    def row_at(self, table: str, position: str, conditions: Sequence[Sql] = ()) -> Sql:
        """LIMIT keeps the planner, which does not know how few positions there are, from reading
        the whole table instead."""
        name = table.rpartition(" ")[2]
        found = [Sql(f"{name}.position = {position}"), *conditions]
        inner = f"SELECT {name}.* FROM {table} WHERE {all_of(found)} LIMIT 1"
        return Sql(f" CROSS JOIN LATERAL ({inner}) {name}", values_of(found))

    def through(self, index: str) -> str:
        """Nothing: the planner chooses the index."""
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
        """LIKE, which tells ``a`` from ``A``."""
        # No backslash: in a string of SQL it means what ``standard_conforming_strings`` says.
        pattern = "".join(
            each if wild or each not in "%_!" else f"!{each}" for each, wild in pieces
        )
        return Sql(f"({text} LIKE ? ESCAPE '!')", [pattern])

    def part(self, column: str, *names: str) -> str:
        """SQL for the text at a place in a JSON column."""
        return f"((CAST({column} AS json) #>> '{{{','.join(names)}}}') COLLATE \"C\")"

    def joined_parts(
        self, column: str, name: str, each: str | int | None, once: bool = False
    ) -> str:
        """SQL for the texts of a list in a JSON column."""
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
        """SQL for whether such a list is empty."""
        return f"coalesce(json_array_length(CAST({column} AS json) -> '{name}'), 0) = 0"


def _among(column: str, positions: Sql) -> Sql:
    text = f"{column} = ANY(ARRAY(SELECT position FROM ({positions.text}) p))"
    return Sql(text, positions.values)
