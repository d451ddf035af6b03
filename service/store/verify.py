"""Whether all data of the database agrees.

``event`` is the truth. The data derived from it is derived once more, in a separate place, and
compared table by table. So nothing is trusted, and memory stays constant at any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from service.domain.counted import counted
from service.domain.event import Event
from service.errors import Damaged
from service.store.engine import Engine
from service.store.epoch import UNFINISHED, malformed, renew, unfinished
from service.store.full_text import Derived
from service.store.history import Render
from service.store.index import indexing
from service.store.lexicon import Vocabulary
from service.store.log_checks import log_errors
from service.store.prepared_events import prepare
from service.store.rows import COLUMNS, TRUTH, from_row
from service.store.terms import NAMED, Term

BATCH = 2000
DERIVED = {
    "term": "id, kind, value, events",
    "posting": "term, span, position, latest",
    "tally": "term, month, date, events",
    "tally_amount": "term, month, date, currency, stage, amounts,"
    " CASE WHEN trim(value, '0123456789.-') = '' THEN CAST(value AS NUMERIC) END",
    "amount": "position, ordinal, currency, stage, value, number",
    "word": "word, stem",
}
"""The tables and columns that are compared besides the full text. ``word`` may also have words of
deleted events."""
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
            yield from self._names()
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
        documents: list[str] = []
        columns: list[str] = []
        damaged: list[str] = []
        for batch_rows in self._batches(here):
            rows, unreadable = _readable(batch_rows)
            damaged += unreadable
            batch = prepare(event for _, _, event in rows)
            for (row, body, _), event in zip(rows, batch.events, strict=True):
                documents += [row["id"]] if body != self._document(row) else []
                differs = event.truth != tuple(row[name] for name in TRUTH)
                columns += [row["id"]] if differs else []
            positions = [row["position"] for row, _, _ in rows]
            with aside.atomic(), indexing(aside) as index:
                index.add(batch, list(zip(positions, batch.events, strict=True)))
        orphans = self.database.execute_sql(
            f"SELECT count(*) FROM {here}document WHERE position NOT IN"
            f" (SELECT position FROM {here}event)"
        ).fetchone()[0]
        for what, ids in (
            ("event: {} cannot be read", damaged),
            ("document: {} differ from their events", documents),
            ("event: {} have columns that differ from their dates", columns),
        ):
            if ids:
                yield f"{what.format(len(ids))} (the first is {ids[0]!r})"
        if orphans:
            yield f"document: {orphans} have no event"

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
                    yield f"{table}: {counted(found, 'row')} not as the events say"

    def _names(self) -> Iterator[str]:
        wrong = self._wrong_names()
        if wrong:
            kind, value = min(wrong)
            yield f"term: {len(wrong)} have the name of another (the first is {kind} {value!r})"

    def _wrong_names(self) -> set[tuple[str, str]]:
        """The terms in use whose stored name is not one of theirs."""
        rows = self.database.execute_sql(
            "SELECT kind, value, name FROM term WHERE events > 0"
        ).fetchall()
        return {
            (kind, value)
            for kind, value, name in rows
            if kind in NAMED and value not in (name, NAMED[kind](name))
        }

    def _rename(self, wrong: set[tuple[str, str]], terms: Iterable[Term]) -> None:
        """Give the terms of ``wrong`` the names that events give them."""
        for kind, value, name in terms:
            if (kind, value) in wrong:
                wrong.remove((kind, value))
                self.database.execute_sql(
                    "UPDATE term SET name = ? WHERE kind = ? AND value = ?", (name, kind, value)
                )

    def _stems(self) -> Iterator[str]:
        if Vocabulary(self.database).stale():
            yield "word: the stems are those of another language than is set; run dateline migrate"

    def _log(self) -> Iterator[str]:
        if malformed(self.database.execute_sql):
            yield EPOCH
        elif unfinished(self.database.execute_sql):
            yield UNFINISHED
        yield from log_errors(self.database)

    def repair(self) -> None:
        """Rebuild, in one transaction, all data derived from the events. Raises ``Damaged`` if an
        event cannot be read; nothing is changed then."""
        with self.database.writing():
            wrong = self._wrong_names()
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
                self._rename(wrong, batch.terms)
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


def _readable(
    rows: list[tuple[dict[str, Any], bytes | None]],
) -> tuple[list[tuple[dict[str, Any], bytes | None, Event]], list[str]]:
    """The rows with their events, and the ids of those that no event has made."""
    found: list[tuple[dict[str, Any], bytes | None, Event]] = []
    unreadable: list[str] = []
    for row, body in rows:
        try:
            found.append((row, body, from_row(row)))
        except Damaged:
            unreadable.append(row["id"])
    return found, unreadable
