"""Multiply the events of a SQLite database into a new file, for ``bench.compared_sizes``.

    python -m bench.multiply_file .bench/dateline-1000000.db 10 .bench/multiplied-10000000.db

The new database has the same events as one that ``bench.multiply`` has multiplied: copies with ids
of their own, with the same texts, places and money on the same day. Each table is written in the
order of its key, because an import of ten million events without an order takes hours. The file is
not synced before its end. Ten million events take some 27 GB.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from bench.multiply import ADDED, COPIED
from service.schemas.event import render
from service.store import Store
from service.store.full_text import Text
from service.store.index_batch import IndexRows
from service.store.position import COUNTER_BITS
from service.store.prepared_events import prepare
from service.store.rows import COLUMNS, from_row

UNSAFE = ("journal_mode = off", "synchronous = off", "cache_size = -400000")
ORDERS = {"posting": "term, span, position", "amount": "position, ordinal"}
KEPT = ("change", "word", "stemming")
"""The tables that are copied as they are."""
LATER = {
    "event_id": "CREATE UNIQUE INDEX event_id ON event (id)",
    "event_updated_at_position": "CREATE INDEX event_updated_at_position"
    " ON event (updated_at, position)",
}
"""The indexes in another order than their tables, which are created at the end."""
AT_ONCE = 5_000


def main() -> None:
    """Multiply the events, table by table."""
    parser = argparse.ArgumentParser(description="Multiply the events of a SQLite database.")
    parser.add_argument("source", type=Path)
    parser.add_argument("times", type=int)
    parser.add_argument("new", type=Path)
    chosen = parser.parse_args()
    if chosen.new.exists():
        parser.error(f"{chosen.new} exists")
    source, new = (Store(f"sqlite:///{each}", render, 3600) for each in (chosen.source, chosen.new))
    new.migrate()
    _fill(new, chosen.source, chosen.times)
    _index_texts(source, new, chosen.times)
    for each in LATER.values():
        _timed(new, each)
    _timed(new, "ANALYZE")
    source.close()
    new.close()


def _fill(new: Store, source: Path, times: int) -> None:
    execute = new.database.execute_sql
    for each in UNSAFE:
        execute(f"PRAGMA {each}")
    execute("ATTACH ? AS source", (str(source),))
    for name in LATER:
        execute(f"DROP INDEX {name}")
    execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY)")
    new.database.many("INSERT INTO copy VALUES (?)", [(n,) for n in range(times)])
    (apart,) = execute(_APART.format("source.event")).fetchone()
    for table, columns in COPIED.items():
        if table != "event_text":
            made = {
                name: each.format(at=f"position + n * {apart}") for name, each in columns.items()
            }
            ordered = f"SELECT * FROM source.{table} ORDER BY {ORDERS.get(table, 'position')}"
            _copy(new, table, made, f"({ordered}) CROSS JOIN copy")
    for table in KEPT:
        execute(f"DELETE FROM {table}")
        _copy(new, table, {}, f"source.{table}")
    for table, columns in ADDED.items():
        values = {name: each.format(times=times) for name, each in columns.items()}
        _copy(new, table, values, f"source.{table}")


_APART = f"SELECT max(position & {(1 << COUNTER_BITS) - 1}) + 1 FROM {{}}"
"""Numbers from here on are free on every day, because no day has so many events."""


def _copy(new: Store, table: str, columns: dict[str, str], rows: str) -> None:
    names = [each[1] for each in new.database.execute_sql(f"PRAGMA table_info({table})").fetchall()]
    values = ", ".join(columns.get(name, name) for name in names)
    _timed(new, f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {rows}")


def _timed(new: Store, statement: str) -> None:
    began = time.perf_counter()
    new.database.execute_sql(statement)
    print(f"{time.perf_counter() - began:6.0f} s  {statement[:70]}", flush=True)


def _index_texts(source: Store, new: Store, times: int) -> None:
    (apart,) = source.database.execute_sql(_APART.format("event")).fetchone()
    began, full_text = time.perf_counter(), new.database.full_text
    full_text.expect_many()
    for some in _texts(source):
        rows = [(at + n * apart, *words) for at, *words in some for n in range(times)]
        with new.database.writing():
            full_text.add(rows)
    full_text.settle()
    print(f"{time.perf_counter() - began:6.0f} s  full text", flush=True)


def _texts(source: Store) -> Iterator[list[Text]]:
    """The rows of the full text, in the order of the positions, some at a time."""
    execute = source.database.execute_sql
    known = {tuple(row[:2]): row[2] for row in execute("SELECT kind, value, id FROM term")}
    last = -(1 << 63)
    while True:
        found = execute(
            f"SELECT {', '.join(COLUMNS)} FROM event WHERE position > ? ORDER BY position LIMIT ?",
            (last, AT_ONCE),
        ).fetchall()
        if not found:
            return
        rows = [dict(zip(COLUMNS, each, strict=True)) for each in found]
        batch = prepare(map(from_row, rows))
        made = IndexRows()
        positions = [row["position"] for row in rows]
        ids = [known[term[:2]] for term in batch.terms]
        made.add(list(zip(positions, batch.events, strict=True)), ids)
        yield made.texts
        last = positions[-1]


if __name__ == "__main__":
    main()
