"""Writes many rows of PostgreSQL at once: long statements, COPY and arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, count
from struct import Struct
from typing import Any

from service.domain.result_cache import cached
from service.store.postgres.engine_errors import telling
from service.store.postgres.walking import array

ROWS_AT_ONCE = 500
FEW_ROWS = 40
"""The maximum number of rows that one statement inserts; more are sent by COPY."""
_PACKED = 1000
"""Rows of numbers that are packed together for COPY."""
_NUMBERS = {"int2": "h", "int4": "i", "int8": "q"}
"""The types whose values COPY takes as they are in the memory of a machine with big ends."""
_BEGIN, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
"""The beginning and the end of binary data (PostgreSQL's documentation, COPY, "Binary Format")."""
_ROW = re.compile(r"VALUES (\((?:\?(?:, )?)+\))")
_PLACE = re.compile(r"'[^']*'|\?|%s")


@cached(4096, longest=2000)
def numbered(sql: str) -> str:
    """A statement with numbered placeholders. Ours are ``?``, and those of Peewee's own queries are
    ``%s``. In quotes they are no placeholders."""
    number = count(1)
    return _PLACE.sub(lambda found: found[0] if found[0][0] == "'" else f"${next(number)}", sql)


@cached(64)
def _whole_pieces(sql: str) -> str:
    """A statement that inserts one row, for ``ROWS_AT_ONCE`` rows: it is long."""
    return numbered(_repeated(sql, ROWS_AT_ONCE))


def _repeated(sql: str, rows: int) -> str:
    return _ROW.sub(lambda row: f"VALUES {', '.join([row[1]] * rows)}", sql)


class Bulk:
    """The bulk operations of ``Engine``."""

    _types: dict[str, dict[str, str]]
    """The types of the columns of tables, by their names."""

    cursor: Callable[..., Any]
    execute_sql: Callable[..., Any]
    limited: Callable[..., Any]
    """A block whose statements end with the deadline of this thread."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of ``rows``, in a pipeline. An INSERT takes many rows at a
        time, and no two of them may be the same row of the table."""
        rows = list(rows)
        if len(rows) > 1 and _ROW.search(sql):
            for start in range(0, len(rows), ROWS_AT_ONCE):
                some = rows[start : start + ROWS_AT_ONCE]
                whole = len(some) == ROWS_AT_ONCE
                text = _whole_pieces(sql) if whole else _repeated(sql, len(some))
                self.execute_sql(text, [*chain.from_iterable(some)])
        elif rows:
            with telling(), self.limited():
                self.cursor().executemany(numbered(sql), rows)

    def increase(self, table: str, column: str, rows: Sequence[tuple[int, int]]) -> None:
        """Add to the numbers of a column, all with one statement."""
        if rows:
            amounts, ids = zip(*rows, strict=True)
            self.execute_sql(
                f"UPDATE {table} t SET {column} = t.{column} + j.amount"
                " FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[])) AS j(amount, id)"
                " WHERE t.id = j.id",
                (array(amounts), array(ids)),
            )

    def insert_many(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """Insert rows; ``values`` has the values of all rows, one row after the other."""
        width = len(columns)
        names = ", ".join(columns)
        if 0 < len(values) <= FEW_ROWS * width:
            row = f"({', '.join('?' * width)})"
            rows = ", ".join([row] * (len(values) // width))
            self.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES {rows}', values)
        elif values:
            self._copy(table, columns, values)

    def _copy(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """COPY in binary form."""
        types = [self._types_of(table)[name] for name in columns]
        names = ", ".join(columns)
        width = len(columns)
        with telling(), self.limited():
            copy = self.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT BINARY)')
            with copy as out:
                if None not in values and all(each in _NUMBERS for each in types):
                    _write_numbers(out, types, values)
                    return
                out.set_types(types)
                for at in range(0, len(values), width):
                    out.write_row(values[at : at + width])

    def _types_of(self, table: str) -> dict[str, str]:
        known = self._types.get(table)
        if known is None:
            rows = self.execute_sql(
                "SELECT column_name, udt_name FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND table_name = ?",
                (table,),
            ).fetchall()
            known = self._types[table] = dict(rows)
        return known


def _write_numbers(out: Any, types: Sequence[str], values: Sequence[int]) -> None:
    """Write rows of numbers, many in one step: each value follows its length, and each row begins
    with the number of its values."""
    codes = [_NUMBERS[each] for each in types]
    width = len(codes)
    form = f"h{''.join(f'i{code}' for code in codes)}"
    row = [width, *chain.from_iterable((Struct(f">{code}").size, 0) for code in codes)]
    out.write(_BEGIN)
    for start in range(0, len(values), _PACKED * width):
        some = values[start : start + _PACKED * width]
        rows = len(some) // width
        fields = row * rows
        for column in range(width):
            fields[2 + 2 * column :: len(row)] = some[column::width]
        out.write(Struct(f">{form * rows}").pack(*fields))
    out.write(_END)
