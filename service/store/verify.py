"""Whether the database says the same thing everywhere.

``event`` is the truth. What is derived from it is derived once more, into a database aside,
and compared table by table; so nothing is trusted, and memory stays flat at any size.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee as pw

from service.store.database import FULL_TEXT, PREFIX, open_database, runner
from service.store.epoch import FAULTY, renew
from service.store.history import Render
from service.store.index import Index
from service.store.lexicon import Vocabulary
from service.store.prepared import Preparer, prepare
from service.store.rows import COLUMNS, TRUTH, from_row, truth

BATCH = 2000
DERIVED = {
    "term": "id, kind, value, events",
    "posting": "term, span, position, latest",
    "tally": "term, month, date, events",
    "tally_amount": "term, month, date, currency, stage, amounts, CAST(value AS NUMERIC)",
    "amount": "position, ordinal, currency, stage, value, number",
    f"{FULL_TEXT}_docsize": "id, sz",
    "words": "term, doc, cnt",
    "word": "word, stem",
}
"""What is compared: tables and columns; ``words`` counts the words of the full text, and ``word``
may have others too, of events that are gone."""
LOG = {
    "the change log has gaps":
        'SELECT max(cursor) - count(*) FROM "change" HAVING max(cursor) <> count(*)',
    "versions in the change log are not 1, 2, 3, …":
        'SELECT count(*) FROM (SELECT id FROM "change" GROUP BY id'
        " HAVING min(version) <> 1 OR max(version) <> count(*))",
    "events are not at the version that the change log ends with":
        "SELECT count(*) FROM event e LEFT JOIN"
        ' (SELECT id, max(version) AS version FROM "change" GROUP BY id) c ON c.id = e.id'
        " WHERE e.version IS NOT c.version"
        " OR EXISTS (SELECT 1 FROM tombstone t WHERE t.id = e.id)",
    "deletions in the change log have no tombstone, or tombstones no deletion":
        "SELECT count(*) FROM (SELECT id, version FROM tombstone EXCEPT SELECT id, version FROM"
        " \"change\" WHERE type = 'deleted' UNION ALL SELECT id, max(version) FROM \"change\""
        " WHERE id NOT IN (SELECT id FROM event) AND id NOT IN (SELECT id FROM tombstone)"
        " GROUP BY id)",
    "entries of the change log are not found from their events":
        'SELECT count(*) FROM "change" c LEFT JOIN event e ON e.id = c.id'
        " WHERE (c.several IS NULL) <> (e.entry IS c.cursor)",
    "earlier versions are missing":
        "SELECT count(*) FROM \"change\" c WHERE c.type <> 'deleted'"
        " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = c.id AND e.version = c.version)"
        " AND NOT EXISTS (SELECT 1 FROM history h WHERE h.id = c.id AND h.version = c.version)",
}  # fmt: skip
"""What the log and the history must say; each counts what is wrong."""
IDENTITY = {
    "the database has no epoch, or not just one; cursors and tags cannot be given": FAULTY,
    "departures of events have no time": "SELECT count(*) FROM departure WHERE at IS NULL",
}  # fmt: skip
"""What cursors rest on; each counts what is wrong."""
FOUND_BY_ID = (
    'UPDATE "change" SET several = CASE WHEN id IN'
    ' (SELECT id FROM "change" GROUP BY id HAVING count(*) > 1) THEN 1 END',
    "UPDATE event SET entry = NULL",
    'UPDATE event SET entry = c.cursor FROM "change" c WHERE c.id = event.id AND c.several IS NULL',
)
"""How entries of the log are found, made anew."""


class Verifier:
    """Checks one database, and makes anew what is derived."""

    def __init__(self, database: pw.SqliteDatabase, render: Render) -> None:
        self.database = database
        self.render = render

    def faults(self) -> Iterator[str]:
        """Every kind of fault, in words, with how often it was met.

        Reads one state of the database throughout; others may go on writing.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "expected.db"
            expected = open_database(f"{PREFIX}{path}")
            runner(expected).up()
            self.database.execute_sql("ATTACH DATABASE ? AS expected", (str(path),))
            try:
                with self.database.atomic("DEFERRED"):
                    yield from self._structure()
                    yield from self._documents(Index(expected))
                    # From here on `expected` is read, and its writing is done.
                    yield from self._derived()
                    yield from self._stems()
                    yield from self._views()
                    yield from self._log()
            finally:
                expected.close()
                self.database.execute_sql("DETACH DATABASE expected")

    def _structure(self) -> Iterator[str]:
        rows = self.database.execute_sql("PRAGMA main.integrity_check(20)").fetchall()
        yield from (f"the file is damaged: {text}" for (text,) in rows if text != "ok")

    def _documents(self, aside: Index) -> Iterator[str]:
        """Compare each document with its event, and derive the rest of it aside."""
        # The same numbers for the same terms, or nothing would be alike.
        terms = self.database.execute_sql("SELECT id, kind, value, name FROM main.term").fetchall()
        with aside.database.atomic():
            aside.many("INSERT INTO term (id, kind, value, name, events) VALUES (?, ?, ?, ?, 0)",
                       terms)  # fmt: skip
        documents = columns = 0
        for rows in self._batches():
            preparer, positions = Preparer(), list[int]()
            for row, body in rows:
                event = from_row(row)
                documents += body != self._document(row)
                columns += truth(event) != tuple(row[name] for name in TRUTH)
                preparer.add(event)
                positions.append(row["position"])
            lot = preparer.done()
            with aside.database.atomic():
                aside.add(lot, list(zip(positions, lot.events, strict=True)))
                aside.write()
        orphans = self.database.execute_sql(
            "SELECT count(*) FROM main.document WHERE position NOT IN"
            " (SELECT position FROM main.event)"
        ).fetchone()[0]
        if documents + orphans:
            yield f"document: {documents + orphans} differ from their events"
        if columns:
            yield f"event: {columns} have columns that differ from their dates"

    def _batches(self) -> Iterator[list[tuple[dict[str, Any], bytes | None]]]:
        after: int | None = None
        names = ", ".join(f"e.{name}" for name in COLUMNS)
        while True:
            rows = self.database.execute_sql(
                f"SELECT {names}, d.body FROM main.event e"
                " LEFT JOIN main.document d ON d.position = e.position"
                f" {'' if after is None else 'WHERE e.position > ?'} ORDER BY e.position LIMIT ?",
                (BATCH,) if after is None else (after, BATCH),
            ).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield [(dict(zip(COLUMNS, row[:-1], strict=True)), row[-1]) for row in rows]

    def _document(self, row: dict[str, Any]) -> bytes:
        return self.render(from_row(row), row["version"], row["created_at"], row["updated_at"])

    def _derived(self) -> Iterator[str]:
        for schema in ("main", "expected"):
            self.database.execute_sql(
                f"CREATE VIRTUAL TABLE temp.{schema}_words USING"
                f" fts5vocab({schema}, {FULL_TEXT}, row)"
            )
        try:
            for table, columns in DERIVED.items():
                ours, theirs = (
                    f"SELECT {columns} FROM "
                    + (f"temp.{schema}_words" if table == "words" else f"{schema}.{table}")
                    for schema in ("main", "expected")
                )
                more = "0" if table == "word" else f"SELECT count(*) FROM ({ours} EXCEPT {theirs})"
                (found,) = self.database.execute_sql(
                    f"SELECT ({more}) + (SELECT count(*) FROM ({theirs} EXCEPT {ours}))"
                ).fetchone()
                if found:
                    yield f"{table}: {found} rows differ from what the events say"
        finally:
            for schema in ("main", "expected"):
                self.database.execute_sql(f"DROP TABLE temp.{schema}_words")

    def _stems(self) -> Iterator[str]:
        if Vocabulary(self.database).stale():
            yield "word: the stems are those of another language than is set; run dateline migrate"

    def _views(self) -> Iterator[str]:
        rows = self.database.execute_sql(
            "SELECT name FROM expected.sqlite_master WHERE type = 'view' AND (name, sql) NOT IN"
            " (SELECT name, sql FROM main.sqlite_master) ORDER BY name"
        ).fetchall()
        for (name,) in rows:
            yield f"{name}: the view is missing or altered; migrate down 0011_views, and up again"

    def _log(self) -> Iterator[str]:
        for words, sql in (LOG | IDENTITY).items():
            row = self.database.execute_sql(sql).fetchone()
            if row and row[0]:
                yield f"{words}: {row[0]}"

    def repair(self) -> None:
        """Make anew, in one transaction, all that is derived from the events."""
        index = Index(self.database)
        with self.database.atomic("IMMEDIATE"):
            # What was read before, and is not in the log, is no longer to be believed.
            (repairs,) = self.database.execute_sql("PRAGMA user_version").fetchone()
            self.database.execute_sql(f"PRAGMA user_version = {(repairs + 1) % 2**31}")
            for table in ("document", "posting", "tally", "tally_amount", "amount", "word"):
                self.database.execute_sql(f"DELETE FROM {table}")
            for statement in ("UPDATE term SET events = 0", *FOUND_BY_ID):
                self.database.execute_sql(statement)
            if self.database.execute_sql(FAULTY).fetchone()[0]:
                renew(self.database.execute_sql)
            self.database.execute_sql(
                f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}) VALUES ('delete-all')"
            )
            for rows in self._batches():
                lot = prepare(from_row(row) for row, _ in rows)
                placed = [
                    (row["position"], event)
                    for (row, _), event in zip(rows, lot.events, strict=True)
                ]
                columns = ", ".join(f"{name} = ?" for name in TRUTH)
                index.many(
                    f"UPDATE event SET {columns} WHERE position = ?",
                    [(*event.truth, position) for position, event in placed],
                )
                index.many(
                    "INSERT INTO document (position, body) VALUES (?, ?)",
                    [(row["position"], self._document(row)) for row, _ in rows],
                )
                index.add(lot, placed)
                index.write()
            Vocabulary(self.database).refresh()
