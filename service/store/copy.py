"""Copies a database into another, of the same engine or the other, while the source is in use.

The copy follows the change log: each step reads a stretch of it, with the events, documents,
versions and deletions that it names, from one state of the source. The step writes all of that in
one transaction. So the last entry of the log in the target says how far the copy has come. An
interrupted copy continues from there, and the same run brings a finished copy up to date. Numbers,
positions and times are those of the source. Derived data is derived again.

Until the copy is complete and compared, the epoch of the target marks it as unfinished
(``service.store.epoch``), and no service runs on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from service.errors import Damaged
from service.store.changes import last_cursor
from service.store.copied_tables import (
    CHANGE,
    EVENT,
    FOLLOWED,
    HISTORY,
    TERM,
    TOMBSTONE,
    WORD,
    compared,
)
from service.store.engine import Engine
from service.store.epoch import finish
from service.store.event_tables import delete_event, insert_events
from service.store.index import Index, indexing
from service.store.lexicon import Vocabulary
from service.store.prepared_events import prepare
from service.store.rows import COLUMNS, from_row

Tell = Callable[[int, int], None]
"""Called with the cursor that the copy has reached, and the last cursor of the source."""


class Steps(NamedTuple):
    """The entries of the log that are in memory at a time; a step ends after ``entries`` of them,
    or a number of bytes of documents."""

    at_once: int = 250
    entries: int = 10_000
    bytes: int = 24 << 20


STEPS = Steps()
WORDS = 5_000
_ENTRY = CHANGE.columns.index
_SAME = 'FROM "change" c CROSS JOIN {} x WHERE x.id = c.id AND x.version = c.version'
_STRETCH = " AND c.cursor > ? AND c.cursor <= ?"


class Done(NamedTuple):
    """The result of a copy: the cursor up to which the target has everything, the number of entries
    of the log that were new to it, and the number of rows of each table, all compared."""

    cursor: int
    new: int
    rows: dict[str, int]


class Copier:
    """Copies ``source`` into ``target``, both migrated (``service.store.copy_target``)."""

    def __init__(self, source: Engine, target: Engine, steps: Steps = STEPS) -> None:
        self.source, self.target, self.steps = source, target, steps

    def run(self, tell: Tell, new_epoch: bool = False) -> Done:
        """Copy everything that the target does not have yet, compare all tables, and give the
        target its epoch: that of the source, or a new one. Raises ``Damaged`` if the two differ."""
        begun = last_cursor(self.target.execute_sql)
        self.target.full_text.expect_many()
        settled = False
        while True:
            with self.source.reading():
                reached, last = self._step(), last_cursor(self.source.execute_sql)
                if reached == last and settled:
                    rows = self._finish(new_epoch)
                    return Done(reached, reached - begun, rows)
            tell(reached, last)
            if reached == last:
                # Outside the read of the source, whose snapshot must be short.
                self.target.full_text.settle()
                settled = True

    def _step(self) -> int:
        """Copy a stretch of the log; returns its last cursor."""
        with self.target.writing(), indexing(self.target) as index:
            reached = last_cursor(self.target.execute_sql)
            self._copy_terms()
            entries = size = 0
            while entries < self.steps.entries and size < self.steps.bytes:
                log = self.source.execute_sql(
                    f'SELECT {", ".join(CHANGE.columns)} FROM "change" WHERE cursor > ?'
                    " ORDER BY cursor LIMIT ?",
                    (reached, self.steps.at_once),
                ).fetchall()
                if not log:
                    break
                size += self._copy(index, log, (reached, log[-1][0]))
                entries, reached = entries + len(log), log[-1][0]
            return reached

    def _copy_terms(self) -> None:
        """Copy the terms with their numbers and names, whichever events come first."""
        while True:
            (highest,) = self.target.execute_sql("SELECT coalesce(max(id), 0) FROM term").fetchone()
            rows = self.source.execute_sql(
                f"SELECT {', '.join(TERM.columns)}, 0 FROM term WHERE id > ? ORDER BY id LIMIT ?",
                (highest, TERM.at_once),
            ).fetchall()
            if not rows:
                return
            TERM._replace(columns=(*TERM.columns, "events")).insert(self.target, rows)

    def _copy(self, index: Index, log: list[tuple[Any, ...]], stretch: tuple[int, int]) -> int:
        """Copy entries of the log within the cursors ``stretch``, and the events that they name;
        returns the number of bytes of their documents."""
        version = _ENTRY("version")
        again = [row[_ENTRY("id")] for row in log if row[version] > 1]
        if again:
            self._make_way(index, list(dict.fromkeys(again)))
        CHANGE.insert(self.target, log)
        for table in (HISTORY, TOMBSTONE):
            names = ", ".join(f"x.{name}" for name in table.columns)
            sql = f"SELECT {names} {_SAME.format(table.name)}{_STRETCH}"
            table.insert(self.target, self.source.execute_sql(sql, stretch).fetchall())
        names = ", ".join(f"x.{name}" for name in EVENT.columns)
        rows = self.source.execute_sql(
            f"SELECT {names}, (SELECT d.body FROM document d WHERE d.position = x.position)"
            f" {_SAME.format('event')}{_STRETCH} ORDER BY x.position",
            stretch,
        ).fetchall()
        documents = [(row[0], row[-1]) for row in rows if row[-1] is not None]
        batch = prepare(from_row(dict(zip(COLUMNS, row, strict=False))) for row in rows)
        placed = [(row[0], event) for row, event in zip(rows, batch.events, strict=True)]
        values = chain.from_iterable(row[:-1] for row in rows)
        insert_events(index, batch, placed, list(values), list(chain.from_iterable(documents)))
        return sum(len(body) for _, body in documents)

    def _make_way(self, index: Index, ids: Sequence[str]) -> None:
        """Take events that have changed since out of the target, and put the version that it had
        into the history."""
        wanted = self.target.listed_texts(ids)
        self.target.execute_sql(
            f"DELETE FROM tombstone WHERE id IN (SELECT j.value FROM {wanted.text})", wanted.values
        )
        names = ", ".join(f"e.{name}" for name in EVENT.columns)
        rows = self.target.execute_sql(
            f"SELECT {names} FROM {wanted.text} CROSS JOIN event e WHERE e.id = j.value",
            wanted.values,
        ).fetchall()
        if not rows:
            return
        for row in rows:
            known = dict(zip(EVENT.columns, row, strict=True))
            batch = prepare([from_row(known)])
            delete_event(index, batch, known["position"], known["version"])
            if known["entry"] is not None:
                sql = 'UPDATE "change" SET several = 1 WHERE cursor = ?'
                self.target.execute_sql(sql, (known["entry"],))
        had = [(row[1], row[EVENT.columns.index("version")]) for row in rows]
        versions = self.source.listed_rows(("id", "version"), had)
        names = ", ".join(f"h.{name}" for name in HISTORY.columns)
        left = self.source.execute_sql(
            f"SELECT {names} FROM {versions.text} CROSS JOIN history h"
            " WHERE h.id = j.id AND h.version = j.version",
            versions.values,
        ).fetchall()
        HISTORY.insert(self.target, left)

    def _finish(self, new_epoch: bool) -> dict[str, int]:
        """Copy the tables that the log does not cover, and compare all; returns the number of rows
        by table."""
        with self.target.writing():
            for table in FOLLOWED:
                table.follow(self.source, self.target)
            self._copy_words()
        with self.target.reading():
            rows, errors = compared(self.source, self.target)
        if errors:
            what = "; ".join(errors)
            raise Damaged(
                f"the copy differs from the source, and no service will run on it ({what});"
                " run dateline verify on the source, and copy into an empty database"
            )
        with self.target.writing():
            finish(self.source, self.target, new_epoch)
        return rows

    def _copy_words(self) -> None:
        """Copy the words too: those of deleted events are not derived again."""
        vocabulary, new = Vocabulary(self.target), set[str]()
        for (word,) in WORD.missing(self.source, self.target):
            new.add(word)
            if len(new) >= WORDS:
                vocabulary.add(new)
                new = set()
        vocabulary.add(new)
