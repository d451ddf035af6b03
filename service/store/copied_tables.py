"""The tables that must be the same in a copy and its source.

They are read in the order of their keys, followed row by row, and compared by number and digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, Self

import msgspec
import peewee as pw

from service.store import models
from service.store.engine import Engine
from service.store.lexicon import LONGEST
from service.store.rows import COLUMNS

Row = tuple[Any, ...]
SMALL_ROWS, LARGE_ROWS = 2000, 200
"""Rows that are in memory at a time; fewer of those with documents."""
_EQUAL = {name: f"{name} + 0.0" for name in ("latitude", "longitude")}
"""Columns whose equal values may have two forms: PostgreSQL keeps the sign of -0.0."""
_encode = msgspec.msgpack.Encoder().encode


class CopiedTable(NamedTuple):
    """A table: its name, its columns, and the number of its first columns that are the key. Rows
    that are not ``wanted``, a condition in SQL, are neither copied nor compared."""

    name: str
    columns: tuple[str, ...]
    keys: int = 1
    at_once: int = SMALL_ROWS
    wanted: str = "TRUE"

    @classmethod
    def of(cls, table: type[models.Table]) -> Self:
        """A table with all its columns, the key first."""
        meta: Any = table._meta
        key = [field.column_name for field in meta.get_primary_keys()]
        rest = [f.column_name for f in meta.sorted_fields if f.column_name not in key]
        large = any(isinstance(field, pw.BlobField) for field in meta.sorted_fields)
        at_once = LARGE_ROWS if large else SMALL_ROWS
        return cls(meta.table_name, (*key, *rest), len(key), at_once)

    def walk(self, database: Engine) -> Iterator[Row]:
        """All rows in the order of the key, in constant memory."""
        names = ", ".join(_EQUAL.get(name, name) for name in self.columns)
        key = ", ".join(self.columns[: self.keys])
        after: Row | None = None
        while True:
            marks = ", ".join("?" * self.keys)
            beyond = f" AND ({key}) > ({marks})" if after else ""
            rows = database.execute_sql(
                f'SELECT {names} FROM "{self.name}" WHERE {self.wanted}{beyond} ORDER BY {key}'
                " LIMIT ?",
                (*(after or ()), self.at_once),
            ).fetchall()
            yield from rows
            if len(rows) < self.at_once:
                return
            after = tuple(rows[-1][: self.keys])

    def insert(self, database: Engine, rows: Sequence[Row]) -> None:
        """Insert ``rows``."""
        database.insert_many(self.name, self.columns, list(chain.from_iterable(rows)))

    def follow(self, source: Engine, target: Engine) -> None:
        """Make the table of the target equal to that of the source."""
        where = " AND ".join(f"{name} = ?" for name in self.columns[: self.keys])
        gone, new = list[Row](), list[Row]()

        def write() -> None:
            target.many(f'DELETE FROM "{self.name}" WHERE {where}', gone)
            self.insert(target, new)
            gone.clear()
            new.clear()

        for ours, theirs in self._side_by_side(source, target):
            if ours != theirs:
                gone += [theirs[: self.keys]] if theirs else []
                new += [ours] if ours else []
            if len(gone) + len(new) >= self.at_once:
                write()
        write()

    def _side_by_side(
        self, source: Engine, target: Engine
    ) -> Iterator[tuple[Row | None, Row | None]]:
        """Pairs of rows with the same key; ``None`` stands for the side that lacks the key."""
        ours, theirs = self.walk(source), self.walk(target)
        one, other = next(ours, None), next(theirs, None)
        while one or other:
            first = min(tuple(row[: self.keys]) for row in (one, other) if row)
            here = one if one and tuple(one[: self.keys]) == first else None
            there = other if other and tuple(other[: self.keys]) == first else None
            yield here and tuple(here), there and tuple(there)
            one = next(ours, None) if here else one
            other = next(theirs, None) if there else other

    def missing(self, source: Engine, target: Engine) -> Iterator[Row]:
        """The rows of the source that the target does not have."""
        pairs = self._side_by_side(source, target)
        yield from (ours for ours, theirs in pairs if ours is not None and theirs is None)

    def summed(self, database: Engine) -> tuple[int, str]:
        """The number of rows, and a digest of all their values in the order of the key."""
        digest = hashlib.blake2b(digest_size=16)
        number = 0
        for number, row in enumerate(self.walk(database), 1):  # noqa: B007
            digest.update(_encode(tuple(row)))
        return number, digest.hexdigest()


EVENT = CopiedTable("event", (*COLUMNS, "entry"))
TERM = CopiedTable("term", ("id", "kind", "value", "name"))
WORD = CopiedTable("word", ("word",), wanted=f"length(word) <= {LONGEST}")
CHANGE, HISTORY, TOMBSTONE = map(CopiedTable.of, (models.Change, models.History, models.Tombstone))
FOLLOWED = tuple(map(CopiedTable.of, (models.Departure, models.Reply, models.Key, models.KeyText)))
"""Tables whose changes are not in the change log."""
COMPARED = (
    EVENT,
    CopiedTable.of(models.Document),
    CHANGE,
    HISTORY,
    TOMBSTONE,
    TERM,
    WORD,
    *FOLLOWED,
)


def compared(source: Engine, target: Engine) -> tuple[dict[str, int], list[str]]:
    """The number of rows of each table of the source, and the differences of the target, in
    words."""
    rows, errors = dict[str, int](), list[str]()
    for table in COMPARED:
        ours, theirs = table.summed(source), table.summed(target)
        rows[table.name] = ours[0]
        if ours[0] != theirs[0]:
            errors.append(
                f"{table.name}: {ours[0]:,} rows in the source, {theirs[0]:,} in the copy"
            )
        elif ours != theirs:
            errors.append(f"{table.name}: the digests of its {ours[0]:,} rows differ")
    return rows, errors
