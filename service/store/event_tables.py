"""Puts events into the tables and removes them, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Literal, NamedTuple

from service.domain.instants import now
from service.errors import PreconditionFailed
from service.store.departures import depart
from service.store.engine import Engine
from service.store.free_positions import positions_for
from service.store.history import Render, Row, changed_fields, pack
from service.store.index import PIECES, Index, Pieces, indexing
from service.store.prepared_events import Lot, Prepared, prepare
from service.store.rows import COLUMNS, TRUTH, from_row

Outcome = Literal["created", "updated", "unchanged"]
_LOGGED = ("cursor", "type", "id", "version", "at", "author", "fields", "several")


class Saved(NamedTuple):
    """An event as stored: its rendered document, and the effect of a write on it. An import does
    not read the documents of unchanged events."""

    id: str
    version: int
    body: bytes
    outcome: Outcome = "unchanged"


class Entry(NamedTuple):
    """An event with the values that a write gives it. ``position`` is its present position, if it
    may stay there; ``changed`` has the fields that an update changed. The entry of a first version
    in the change log is the only one of its event."""

    event: Prepared
    version: int
    created_at: str
    updated_at: str
    position: int | None = None
    changed: tuple[str, ...] = ()


def rows_of(execute: Callable[..., Any], ids: list[str]) -> dict[str, Row]:
    """The rows of the ids that exist, by id."""
    found: dict[str, Row] = {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        marks = ", ".join("?" * len(some))
        rows = execute(
            f"SELECT {', '.join(COLUMNS)} FROM event WHERE id IN ({marks})", some
        ).fetchall()
        found |= {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    return found


def changes(event: Prepared, row: Row) -> tuple[str, ...]:
    """The fields that differ between the stored event and this one."""
    if event.truth == tuple(row[name] for name in TRUTH):
        return ()
    return changed_fields(from_row(row), event.event())


@contextmanager
def changing(database: Engine, render: Render, pieces: Pieces = PIECES) -> Iterator[Entries]:
    """The tables, for changes in one transaction. Other writers wait for it. The index is written
    with the tables."""
    with database.writing(), indexing(database, pieces) as index:
        yield Entries(database, render, index)


class Entries:
    """The tables of one database: the events, their documents, index, history and log.
    ``changing`` gives them."""

    def __init__(self, database: Engine, render: Render, index: Index) -> None:
        self.database = database
        self.render = render
        self.index = index
        self.execute: Callable[..., Any] = database.execute_sql
        self._last: tuple[int, str, bool] | None = None

    def _newest(self) -> tuple[int, str, bool]:
        """The last cursor and the last time of the change log, and whether there was a tombstone
        when this transaction began. This stays true: nobody else writes meanwhile, and the
        transaction creates no tombstone before it asks."""
        if self._last is None:
            cursor, at, buried = self.execute(
                'SELECT (SELECT max(cursor) FROM "change"),'
                ' (SELECT at FROM "change" ORDER BY cursor DESC LIMIT 1),'
                " EXISTS (SELECT 1 FROM tombstone)"
            ).fetchone()
            self._last = cursor or 0, at or "", bool(buried)
        return self._last

    def now(self) -> str:
        """The time as stored, never earlier than the last one in the log: the clock may have gone
        back. Call it under the write lock."""
        cursor, last, buried = self._newest()
        at = max(now(), last)
        self._last = cursor, at, buried
        return at

    def row(self, event_id: str) -> Row | None:
        """The row of that id, if there is one."""
        return rows_of(self.execute, [event_id]).get(event_id)

    def buried(self, event_id: str) -> bool:
        """Whether the event was deleted."""
        found = self.execute("SELECT 1 FROM tombstone WHERE id = ?", (event_id,)).fetchone()
        return found is not None

    def insert(self, lot: Lot, author: str | None) -> Iterator[Saved]:
        """Store events that do not exist. A deleted event continues from the version of its
        tombstone. An import does not need the result of each."""
        at, events = self.now(), lot.events
        versions = [1] * len(events)
        if self._newest()[2]:
            versions = [self._dig_up(event) for event in events]
        entries = [Entry(e, version, at, at) for e, version in zip(events, versions, strict=True)]
        # Consecutive, because nobody else writes within this transaction.
        last = self.log("created", entries, author)
        cursors = range(last - len(entries) + 1, last + 1)
        bodies = self._store(lot, entries, cursors)
        return (
            Saved(entry.event.id, entry.version, body, "created")
            for entry, body in zip(entries, bodies, strict=True)
        )

    def _dig_up(self, event: Prepared) -> int:
        """The version with which a deleted event comes back, or 1."""
        buried = self.execute(
            "DELETE FROM tombstone WHERE id = ? RETURNING version", (event.id,)
        ).fetchone()
        return buried[0] + 1 if buried else 1

    def replace(self, lot: Lot, event: Prepared, row: Row, author: str | None) -> Saved:
        """Store the next version of an event of the batch. An unchanged event is not written, and
        is returned without its document."""
        changed = changes(event, row)
        if not changed:
            return Saved(event.id, row["version"], b"")
        old = prepare([from_row(row)])
        # The event keeps its position while its first day is the same, so that no running walk
        # meets it twice or misses it.
        stays = old.events[0].first == event.first
        entry = Entry(
            event, row["version"] + 1, row["created_at"], self.now(),
            row["position"] if stays else None, changed,
        )  # fmt: skip
        self.remove(old, row)
        if not stays:
            depart(self.execute, row, entry.updated_at)
        (body,) = self._store(lot, [entry])
        self.log("updated", [entry], author)
        return Saved(event.id, entry.version, body, "updated")

    def remove(self, lot: Lot, row: Row) -> None:
        """Remove the only event of the batch and everything derived from it; its state goes to the
        history.

        The statement that removes the event compares its version too.
        """
        position, (event,) = row["position"], lot.events
        self.execute(
            'UPDATE "change" SET several = 1'
            " WHERE cursor = (SELECT entry FROM event WHERE position = ?)",
            (position,),
        )
        taken = self.execute(
            "DELETE FROM event WHERE position = ? AND version = ?", (position, row["version"])
        )
        if taken.rowcount != 1:
            raise PreconditionFailed(f"event {event.id!r} has changed meanwhile")
        self.index.remove(lot, event, position)
        self.execute("DELETE FROM document WHERE position = ?", (position,))
        self.execute(
            "INSERT INTO history (id, version, state) VALUES (?, ?, ?)",
            (event.id, row["version"], pack(row)),
        )

    def log(self, kind: str, entries: list[Entry], author: str | None) -> int:
        """Write one entry of the change log for each event; returns the last cursor."""
        # There is one writer at a time, from the beginning of its transaction. So the order of the
        # cursors is the order of the commits, and the cursor of a rolled back transaction is used
        # again. A reader that goes on from the last cursor that it has seen misses nothing.
        last, at, buried = self._newest()
        values: list[Any] = []
        for cursor, e in enumerate(entries, last + 1):
            changed = ",".join(e.changed) or None
            several = None if e.version == 1 else 1
            values += (cursor, kind, e.event.id, e.version, e.updated_at, author, changed, several)
        self.database.insert_many("change", _LOGGED, values)
        self.database.announce()
        self._last = last + len(entries), at, buried
        return last + len(entries)

    def _store(self, lot: Lot, entries: list[Entry], cursors: Sequence[int] = ()) -> list[bytes]:
        """Write the events and everything derived from them; returns their documents. ``cursors``
        are those of their entries in the log, if the events are new."""
        places = [(each.event.first, each.position) for each in entries]
        positions = positions_for(self.database, places)
        bodies = [
            self.render.complete(e.event.head, e.version, e.created_at, e.updated_at)
            for e in entries
        ]
        # Sorted by position, so that neighbours on the disk are written together.
        order = sorted(range(len(entries)), key=positions.__getitem__)
        rows: list[Any] = []
        for i in order:
            event, version, created_at, updated_at = entries[i][:4]
            entry = cursors[i] if version == 1 else None
            rows += (positions[i], event.id, *event.truth, version, created_at, updated_at, entry)
        self.database.insert_many("event", (*COLUMNS, "entry"), rows)
        documents = chain.from_iterable((positions[i], bodies[i]) for i in order)
        self.database.insert_many("document", ("position", "body"), list(documents))
        self.index.add(lot, [(positions[i], entries[i].event) for i in order])
        return bodies
