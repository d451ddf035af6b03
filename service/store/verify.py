"""Whether all data of the database agrees.

``event`` is the truth. The data derived from it is derived once more, in a separate place, and
compared table by table. So nothing is trusted, and memory stays constant at any size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.store.engine import Engine
from service.store.epoch import UNFINISHED, malformed, renew, unfinished
from service.store.full_text import Derived
from service.store.history import Render
from service.store.index import indexing
from service.store.lexicon import Vocabulary
from service.store.prepared_events import prepare
from service.store.rows import COLUMNS, TRUTH, from_row

BATCH = 2000
DERIVED = {
    "term": "id, kind, value, events",
    "posting": "term, span, position, latest",
    "tally": "term, month, date, events",
    "tally_amount": "term, month, date, currency, stage, amounts, CAST(value AS NUMERIC)",
    "amount": "position, ordinal, currency, stage, value, number",
    "word": "word, stem",
}
"""The tables and columns that are compared besides the full text. ``word`` may also have words of
deleted events."""
LOG = {
    "the change log has gaps":
        'SELECT max(cursor) - count(*) FROM "change" HAVING max(cursor) <> count(*)',
    "versions in the change log are not 1, 2, 3, …":
        'SELECT count(*) FROM (SELECT id FROM "change" GROUP BY id'
        " HAVING min(version) <> 1 OR max(version) <> count(*)) x",
    "events are not at the version that the change log ends with":
        "SELECT count(*) FROM event e LEFT JOIN"
        ' (SELECT id, max(version) AS version FROM "change" GROUP BY id) c ON c.id = e.id'
        " WHERE c.version IS NULL OR e.version <> c.version"
        " OR EXISTS (SELECT 1 FROM tombstone t WHERE t.id = e.id)",
    "deletions in the change log have no tombstone, or tombstones no deletion":
        "SELECT count(*) FROM (SELECT id, version FROM tombstone EXCEPT SELECT id, version FROM"
        " \"change\" WHERE type = 'deleted' UNION ALL SELECT id, max(version) FROM \"change\""
        " WHERE id NOT IN (SELECT id FROM event) AND id NOT IN (SELECT id FROM tombstone)"
        " GROUP BY id) x",
    "entries of the change log are not found from their events":
        'SELECT count(*) FROM "change" c LEFT JOIN event e ON e.id = c.id'
        " WHERE (c.several IS NULL) <> coalesce(e.entry = c.cursor, FALSE)",
    "earlier versions are missing":
        "SELECT count(*) FROM \"change\" c WHERE c.type <> 'deleted'"
        " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = c.id AND e.version = c.version)"
        " AND NOT EXISTS (SELECT 1 FROM history h WHERE h.id = c.id AND h.version = c.version)",
    "departures of events have no time": "SELECT count(*) FROM departure WHERE at IS NULL",
}  # fmt: skip
"""Checks of the log, the history and the walks; each counts the errors."""
EPOCH = "the database has no epoch, or not just one; cursors and tags cannot be given: 1"
FOUND_BY_ID = (
    'UPDATE "change" SET several = CASE WHEN id IN'
    ' (SELECT id FROM "change" GROUP BY id HAVING count(*) > 1) THEN 1 END',
    "UPDATE event SET entry = NULL",
    'UPDATE event SET entry = c.cursor FROM "change" c WHERE c.id = event.id AND c.several IS NULL',
)
"""The statements that rebuild the columns by which entries of the log are found."""


class Verifier:
    """Checks one database, and rebuilds its derived data."""

    def __init__(self, database: Engine, render: Render) -> None:
        self.database = database
        self.render = render

    def integrity_errors(self) -> Iterator[str]:
        """Every kind of error, in words, with its number of occurrences.

        All reads see one state of the database; others may write meanwhile.
        """
        with self.database.derived() as derived, self.database.reading():
            yield from self.database.damage()
            yield from self._documents(derived)
            # From here on the data derived once more is complete, and only read.
            yield from self._derived(derived)
            yield from self._stems()
            for name in self.database.altered_views(derived):
                yield (
                    f"{name}: the view is missing or altered; migrate down 0011_views, and up again"
                )
            yield from self._log()

    def _documents(self, derived: Derived) -> Iterator[str]:
        """Compare each document with its event, and derive the other data in the separate place."""
        # The same ids for the same terms, or nothing would be equal.
        aside, here = derived.database, f"{derived.here}."
        terms = self.database.execute_sql(
            f"SELECT id, kind, value, name FROM {here}term"
        ).fetchall()
        with aside.atomic():
            aside.many(
                "INSERT INTO term (id, kind, value, name, events) VALUES (?, ?, ?, ?, 0)", terms
            )
        documents = columns = 0
        for rows in self._batches(here):
            batch = prepare(from_row(row) for row, _ in rows)
            for (row, body), event in zip(rows, batch.events, strict=True):
                documents += body != self._document(row)
                columns += event.truth != tuple(row[name] for name in TRUTH)
            positions = [row["position"] for row, _ in rows]
            with aside.atomic(), indexing(aside) as index:
                index.add(batch, list(zip(positions, batch.events, strict=True)))
        orphans = self.database.execute_sql(
            f"SELECT count(*) FROM {here}document WHERE position NOT IN"
            f" (SELECT position FROM {here}event)"
        ).fetchone()[0]
        if documents + orphans:
            yield f"document: {documents + orphans} differ from their events"
        if columns:
            yield f"event: {columns} have columns that differ from their dates"

    def _batches(self, here: str = "") -> Iterator[list[tuple[dict[str, Any], bytes | None]]]:
        after: int | None = None
        names = ", ".join(f"e.{name}" for name in COLUMNS)
        while True:
            rows = self.database.execute_sql(
                f"SELECT {names}, d.body FROM {here}event e"
                f" LEFT JOIN {here}document d ON d.position = e.position"
                f" {'' if after is None else 'WHERE e.position > ?'} ORDER BY e.position LIMIT ?",
                (BATCH,) if after is None else (after, BATCH),
            ).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield [(dict(zip(COLUMNS, row[:-1], strict=True)), row[-1]) for row in rows]

    def _document(self, row: dict[str, Any]) -> bytes:
        return self.render(from_row(row), row["version"], row["created_at"], row["updated_at"])

    def _derived(self, derived: Derived) -> Iterator[str]:
        with self.database.full_text.compared(derived) as texts:
            tables = {
                table: (
                    f"SELECT {columns} FROM {derived.here}.{table}",
                    f"SELECT {columns} FROM {derived.there}.{table}",
                )
                for table, columns in DERIVED.items()
            }
            for table, (ours, theirs) in (tables | texts).items():
                more = (
                    "0" if table == "word" else f"SELECT count(*) FROM ({ours} EXCEPT {theirs}) x"
                )
                (found,) = self.database.execute_sql(
                    f"SELECT ({more}) + (SELECT count(*) FROM ({theirs} EXCEPT {ours}) x)"
                ).fetchone()
                if found:
                    yield f"{table}: {found} rows differ from what the events say"

    def _stems(self) -> Iterator[str]:
        if Vocabulary(self.database).stale():
            yield "word: the stems are those of another language than is set; run dateline migrate"

    def _log(self) -> Iterator[str]:
        if malformed(self.database.execute_sql):
            yield EPOCH
        elif unfinished(self.database.execute_sql):
            yield UNFINISHED
        for words, sql in LOG.items():
            row = self.database.execute_sql(sql).fetchone()
            if row and row[0]:
                yield f"{words}: {row[0]}"

    def repair(self) -> None:
        """Rebuild, in one transaction, all data derived from the events."""
        with self.database.writing():
            # Data that was read before the repair, which is not in the log, may be wrong.
            self.database.note_repair()
            for table in ("document", "posting", "tally", "tally_amount", "amount", "word"):
                self.database.execute_sql(f"DELETE FROM {table}")
            for statement in ("UPDATE term SET events = 0", *FOUND_BY_ID):
                self.database.execute_sql(statement)
            if malformed(self.database.execute_sql):
                renew(self.database.execute_sql)
            self.database.full_text.clear()
            for rows in self._batches():
                batch = prepare(from_row(row) for row, _ in rows)
                placed = [
                    (row["position"], event)
                    for (row, _), event in zip(rows, batch.events, strict=True)
                ]
                columns = ", ".join(f"{name} = ?" for name in TRUTH)
                self.database.many(
                    f"UPDATE event SET {columns} WHERE position = ?",
                    [(*event.truth, position) for position, event in placed],
                )
                self.database.many(
                    "INSERT INTO document (position, body) VALUES (?, ?)",
                    [(row["position"], self._document(row)) for row, _ in rows],
                )
                with indexing(self.database) as index:
                    index.add(batch, placed)
            Vocabulary(self.database).refresh()
