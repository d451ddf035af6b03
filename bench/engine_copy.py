"""A copy of a benchmark database from SQLite to PostgreSQL, row by row."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from itertools import chain

from bench.data import BATCH
from service.store import EventBatch, Store
from service.store.engine import Engine
from service.store.full_text import Text
from service.store.index_batch import text as words_of
from service.store.terms import mark

TABLES = (
    "event", "document", "term", "posting", "tally", "tally_amount", "amount", "tombstone",
    "change", "history", "word", "departure",
)  # fmt: skip


def fill(one: Store, other: Store, number: int) -> None:
    """Copy the rows of ``one`` to ``other``, and rebuild the full text there. If ``other`` already
    has ``number`` events, nothing is done."""
    other.migrate()
    if other.size() >= number:
        return
    began = time.perf_counter()
    source, target = one.database, other.database
    for table in TABLES:
        rows = source.execute_sql(f'SELECT * FROM "{table}"')
        columns = [each[0] for each in rows.description]
        with target.writing():
            target.execute_sql(f'DELETE FROM "{table}"')
            while some := rows.fetchmany(BATCH):
                target.insert_many(table, columns, [*chain.from_iterable(some)])
    with target.writing():
        _texts(target)
    other.settle()
    print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)


def _texts(database: Engine) -> None:
    """Rebuild the full text of the stored events, with the cells of their places. The migration
    ``0012_words`` alone would leave the cells out, because it is older."""
    words = import_module("service.migrations.0012_words")

    def folded(
        positions: list[int], batch: EventBatch, marks: Callable[[object], str]
    ) -> list[Text]:
        found = zip(positions, batch.events, strict=True)
        return [
            (at, *words_of(each, " ".join([marks(each), *map(mark, each.cells)])))
            for at, each in found
        ]

    words.renew(database, "ascii", folded)
