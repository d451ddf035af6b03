"""A database copied into another, of the same engine or the other, while the source is in use.

The copy follows the change log: each step takes a stretch of it, and what the stretch says of
events, documents, versions and deletions, from one state of the source, and writes all that with
one transaction. So the last entry of the log in the target says how far the copy has come, an
interrupted copy goes on from there, and to bring a finished one up to date is the same again.
Numbers, positions and times are those of the source. What is derived is derived anew.

Until the copy is whole and compared, the epoch of the target says that it is not
(``service.store.epoch``), and no service runs on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from service.errors import Damaged
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
from service.store.index import Index
from service.store.lexicon import Vocabulary
from service.store.prepared_events import prepare
from service.store.rows import COLUMNS, from_row

Tell = Callable[[int, int], None]
"""Told the cursor that the copy has reached, and the last one of the source."""
ENTRIES = 250
"""Entries of the log that are in memory at a time."""
STEP_ENTRIES, STEP_BYTES = 10_000, 24 << 20
"""After so many entries, or bytes of documents, a step ends."""
WORDS = 5_000
_ENTRY = CHANGE.columns.index
_SAME = 'FROM "change" c CROSS JOIN {} x WHERE x.id = c.id AND x.version = c.version'
_STRETCH = " AND c.cursor > ? AND c.cursor <= ?"


class Done(NamedTuple):
    """What a copy did: the cursor up to which the target has everything, how many entries of
    the log were new to it, and the number of rows of each table, all compared."""

    cursor: int
    new: int
    rows: dict[str, int]


class Copier:
    """Copies ``source`` into ``target``, both migrated (``service.store.copy_target``)."""

    def __init__(self, source: Engine, target: Engine) -> None:
        self.source, self.target = source, target
        self.index = Index(target)

    def run(self, tell: Tell, new_epoch: bool = False) -> Done:
        """Copy what the target does not have yet, compare all, and give the target its epoch:
        that of the source, or a new one. Raises ``Damaged`` where the two differ."""
        begun = last_cursor(self.target)
        self.target.full_text.expect_many()
        settled = False
        while True:
            with self.source.reading():
                reached, last = self._step(), last_cursor(self.source)
                if reached == last and settled:
                    rows = self._finish(new_epoch)
                    return Done(reached, reached - begun, rows)
            tell(reached, last)
            if reached == last:
                # Not while a state of the source is held, which is for a short time.
                self.target.full_text.settle()
                settled = True

    def _step(self) -> int:
        """Copy a stretch of the log; the last cursor of it."""
        with self.target.writing():
            reached = last_cursor(self.target)
            self._copy_terms()
            entries = size = 0
            while entries < STEP_ENTRIES and size < STEP_BYTES:
                log = self.source.execute_sql(
                    f'SELECT {", ".join(CHANGE.columns)} FROM "change" WHERE cursor > ?'
                    " ORDER BY cursor LIMIT ?",
                    (reached, ENTRIES),
                ).fetchall()
                if not log:
                    break
                size += self._copy(log, (reached, log[-1][0]))
                entries, reached = entries + len(log), log[-1][0]
            self.index.write()
            return reached

    def _copy_terms(self) -> None:
        """Under the numbers and names that they have, whichever events come first."""
        while True:
            (highest,) = self.target.execute_sql("SELECT coalesce(max(id), 0) FROM term").fetchone()
            rows = self.source.execute_sql(
                f"SELECT {', '.join(TERM.columns)}, 0 FROM term WHERE id > ? ORDER BY id LIMIT ?",
                (highest, TERM.at_once),
            ).fetchall()
            if not rows:
                return
            TERM._replace(columns=(*TERM.columns, "events")).insert(self.target, rows)

    def _copy(self, log: list[tuple[Any, ...]], stretch: tuple[int, int]) -> int:
        """Copy entries of the log, which lie within the cursors ``stretch``, and what they say;
        the number of bytes of their documents."""
        version = _ENTRY("version")
        again = [row[_ENTRY("id")] for row in log if row[version] > 1]
        if again:
            self._make_way(list(dict.fromkeys(again)))
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
        EVENT.insert(self.target, [row[:-1] for row in rows])
        documents = [(row[0], row[-1]) for row in rows if row[-1] is not None]
        columns = ("position", "body")
        self.target.insert_many("document", columns, list(chain.from_iterable(documents)))
        lot = prepare(from_row(dict(zip(COLUMNS, row, strict=False))) for row in rows)
        places = [row[0] for row in rows]
        self.index.add(lot, list(zip(places, lot.events, strict=True)))
        return sum(len(body) for _, body in documents)

    def _make_way(self, ids: Sequence[str]) -> None:
        """Take out of the target what it has of events that have changed since, with the version
        that it had into the history."""
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
            lot = prepare([from_row(known)])
            self.index.remove(lot, lot.events[0], known["position"])
            for table in ("event", "document"):
                self.target.execute_sql(
                    f"DELETE FROM {table} WHERE position = ?", (known["position"],)
                )
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
        """Copy what the log does not tell of, and compare all; the number of rows by table."""
        with self.target.writing():
            for table in FOLLOWED:
                table.follow(self.source, self.target)
            self._copy_words()
        with self.target.reading():
            rows, faults = compared(self.source, self.target)
        if faults:
            what = "; ".join(faults)
            raise Damaged(
                f"the copy is not like the source, and no service will run on it ({what});"
                " run dateline verify on the source, and copy into an empty database"
            )
        with self.target.writing():
            finish(self.source, self.target, new_epoch)
        return rows

    def _copy_words(self) -> None:
        """Words of events that are gone are known, too."""
        vocabulary, new = Vocabulary(self.target), set[str]()
        for (word,) in WORD.missing(self.source, self.target):
            new.add(word)
            if len(new) >= WORDS:
                vocabulary.add(new)
                new = set()
        vocabulary.add(new)


def last_cursor(database: Engine) -> int:
    """The cursor of the last entry of the change log."""
    (last,) = database.execute_sql('SELECT coalesce(max(cursor), 0) FROM "change"').fetchone()
    return int(last)
