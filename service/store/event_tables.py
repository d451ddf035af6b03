"""Puts events into the tables and removes them, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from service.domain.instants import first_after, now
from service.errors import PreconditionFailed
from service.store.departures import record_departure
from service.store.engine import Engine
from service.store.free_positions import positions_for
from service.store.history import Render, Row, changed_fields, compress_row
from service.store.index import PIECES, Index, Pieces, indexing
from service.store.lexicon import demand_own_rule
from service.store.migrating import demand_migrated, last_migration
from service.store.prepared_events import EventBatch, PreparedEvent, prepare
from service.store.rows import COLUMNS, TRUTH, from_row
from service.store.sql import id_lists
from service.store.undone import Undone

Outcome = Literal["created", "updated", "unchanged"]
_LOGGED = ("cursor", "type", "id", "version", "at", "author", "fields", "several")


class Saved(NamedTuple):
    """An event as stored: its rendered document, and the effect of a write on it. An import does
    not read the documents of unchanged events."""

    id: str
    version: int
    body: bytes
    outcome: Outcome = "unchanged"


class Imported(NamedTuple):
    """The outcomes of the events of a batch. The others are by index in the batch: the earlier
    rows of events that changed, the deleted events that came back, and the changes of others that
    were undone."""

    outcomes: list[Outcome]
    replaced: dict[int, Row]
    restored: frozenset[int]
    undone: Mapping[int, Undone] = MappingProxyType({})


def rows_of(execute: Callable[..., Any], ids: list[str]) -> dict[str, Row]:
    """The rows of the ids that exist, by id."""
    found: dict[str, Row] = {}
    for marks, some in id_lists(ids):
        rows = execute(
            f"SELECT {', '.join(COLUMNS)} FROM event WHERE id IN {marks}", some
        ).fetchall()
        found |= {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    return found


def deleted_of(execute: Callable[..., Any], ids: list[str]) -> frozenset[str]:
    """The ids of events that were deleted."""
    found: list[str] = []
    for marks, some in id_lists(ids):
        rows = execute(f"SELECT id FROM tombstone WHERE id IN {marks}", some).fetchall()
        found += [event_id for (event_id,) in rows]
    return frozenset(found)


def changes(event: PreparedEvent, row: Row) -> tuple[str, ...]:
    """The fields that differ between the stored event and this one."""
    if event.truth == tuple(row[name] for name in TRUTH):
        return ()
    return changed_fields(from_row(row), event.event())


def insert_events(
    index: Index,
    batch: EventBatch,
    placed: list[tuple[int, PreparedEvent]],
    rows: list[Any],
    bodies: list[Any],
) -> None:
    """Insert rows of ``event`` and of ``document``, both as ``insert_many`` takes them, and
    everything derived from them. ``placed`` is for ``Index.add``.

    No other code inserts or deletes events, and ``indexing`` alone gives the index that this
    requires. So no write can forget the index.
    """
    index.database.insert_many("event", (*COLUMNS, "entry"), rows)
    index.database.insert_many("document", ("position", "body"), bodies)
    index.add(batch, placed)


def delete_event(index: Index, batch: EventBatch, position: int, version: int) -> bool:
    """Delete the only event of the batch, its document, and everything derived from it. Returns
    false, and deletes nothing, if that version of it is not at that position."""
    execute = index.database.execute_sql
    deleted = execute(
        "DELETE FROM event WHERE position = ? AND version = ?", (position, version)
    ).rowcount
    if deleted != 1:
        return False
    index.remove(batch, batch.events[0], position)
    execute("DELETE FROM document WHERE position = ?", (position,))
    return True


@contextmanager
def changing(database: Engine, render: Render, pieces: Pieces = PIECES) -> Iterator[EventTables]:
    """The tables, for changes in one transaction. Other writers wait for it. The index is written
    with the tables."""
    with database.writing(), indexing(database, pieces) as index:
        yield EventTables(database, render, index)


class EventTables:
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
        transaction creates no tombstone before it asks.

        Raises ``Unavailable`` if another program has migrated the database, or rebuilt the stems of
        words, since this one started."""
        if self._last is None:
            cursor, at, buried, migration, made_by = self.execute(
                'SELECT (SELECT max(cursor) FROM "change"),'
                ' (SELECT at FROM "change" ORDER BY cursor DESC LIMIT 1),'
                " EXISTS (SELECT 1 FROM tombstone),"
                " (SELECT max(name) FROM schema_migration), (SELECT rule FROM stemming)"
            ).fetchone()
            if migration != last_migration():
                demand_migrated(self.database)
            demand_own_rule(made_by)
            self._last = cursor or 0, at or "", bool(buried)
        return self._last

    def now(self) -> str:
        """The time as stored, always later than the last one in the log, although the clock may
        have gone back: ``sort=updated`` is the order of the log. Call it under the write lock."""
        cursor, last, buried = self._newest()
        at = now()
        if at <= last:
            at = first_after(last)
        self._last = cursor, at, buried
        return at

    def row(self, event_id: str) -> Row | None:
        """The row of that id, if there is one."""
        return rows_of(self.execute, [event_id]).get(event_id)

    def deleted(self, ids: list[str]) -> frozenset[str]:
        """Those of the events that were deleted."""
        return deleted_of(self.execute, ids) if ids and self._newest()[2] else frozenset()

    def is_deleted(self, event_id: str) -> bool:
        """Whether the event was deleted."""
        found = self.execute("SELECT 1 FROM tombstone WHERE id = ?", (event_id,)).fetchone()
        return found is not None

    def insert(self, batch: EventBatch, author: str | None) -> Iterator[Saved]:
        """Store events that do not exist. A deleted event continues from the version of its
        tombstone. An import does not need the result of each."""
        at, events = self.now(), batch.events
        versions = [1] * len(events)
        if self._newest()[2]:
            versions = [self._restored_version(event) for event in events]
        ids = [event.id for event in events]
        # Consecutive, because nobody else writes within this transaction.
        last = self.log("created", list(zip(ids, versions, strict=True)), at, author)
        cursors = range(last - len(events) + 1, last + 1)
        positions = positions_for(self.database, [event.first for event in events])
        versioned = list(zip(positions, versions, events, strict=True))
        bodies = self._store(batch, versioned, (at, at), cursors)
        return (
            Saved(event_id, version, body, "created")
            for event_id, version, body in zip(ids, versions, bodies, strict=True)
        )

    def _restored_version(self, event: PreparedEvent) -> int:
        """The version that a deleted event has when it is restored, or 1."""
        buried = self.execute(
            "DELETE FROM tombstone WHERE id = ? RETURNING version", (event.id,)
        ).fetchone()
        return buried[0] + 1 if buried else 1

    def replace(
        self, batch: EventBatch, event: PreparedEvent, row: Row, author: str | None
    ) -> Saved:
        """Store the next version of an event of the batch. An unchanged event is not written, and
        is returned without its document."""
        changed = changes(event, row)
        if not changed:
            return Saved(event.id, row["version"], b"")
        old = prepare([from_row(row)])
        # The event keeps its position while its first day is the same, so that no running walk
        # meets it twice or misses it.
        stays = old.events[0].first == event.first
        version, at, position = row["version"] + 1, self.now(), row["position"]
        self.remove(old, row)
        if not stays:
            record_departure(self.execute, row, at)
            (position,) = positions_for(self.database, [event.first])
        times = row["created_at"], at
        (body,) = self._store(batch, [(position, version, event)], times)
        self.log("updated", [(event.id, version)], at, author, changed)
        return Saved(event.id, version, body, "updated")

    def remove(self, batch: EventBatch, row: Row) -> None:
        """Remove the only event of the batch and everything derived from it; its state goes to the
        history.

        The statement that removes the event compares its version too.
        """
        position, (event,) = row["position"], batch.events
        self.execute(
            'UPDATE "change" SET several = 1'
            " WHERE cursor = (SELECT entry FROM event WHERE position = ?)",
            (position,),
        )
        if not delete_event(self.index, batch, position, row["version"]):
            raise PreconditionFailed(f"event {event.id!r} has changed meanwhile")
        self.execute(
            "INSERT INTO history (id, version, state) VALUES (?, ?, ?)",
            (event.id, row["version"], compress_row(row)),
        )

    def log(
        self,
        kind: str,
        versions: Sequence[tuple[str, int]],
        at: str,
        author: str | None,
        changed: Sequence[str] = (),
    ) -> int:
        """Write one entry of the change log for each id and version; returns the last cursor.
        ``changed`` are the fields that an update changed."""
        # There is one writer at a time, from the beginning of its transaction. So the order of the
        # cursors is the order of the commits, and the cursor of a rolled back transaction is used
        # again. A reader that continues from the last cursor that it has seen misses nothing.
        last, before, buried = self._newest()
        fields = ",".join(changed) or None
        values: list[Any] = []
        for cursor, (event_id, version) in enumerate(versions, last + 1):
            several = None if version == 1 else 1  # a first version is the only one of its event
            values += (cursor, kind, event_id, version, at, author, fields, several)
        self.database.insert_many("change", _LOGGED, values)
        self.database.announce()
        self._last = last + len(versions), before, buried
        return last + len(versions)

    def _store(
        self,
        batch: EventBatch,
        versioned: list[tuple[int, int, PreparedEvent]],
        times: tuple[str, str],
        cursors: Sequence[int] = (),
    ) -> list[bytes]:
        """Write some events of the batch, each with its position and its version, and everything
        derived from them; returns their documents. ``times`` are those of the creation and of the
        last change. ``cursors`` are those of their entries in the log, if the events are new."""
        bodies = [
            self.render.complete(event.head, version, *times) for _, version, event in versioned
        ]
        # Sorted by position, so that neighbours on the disk are written together.
        order = sorted(range(len(versioned)), key=lambda i: versioned[i][0])
        rows: list[Any] = []
        documents: list[Any] = []
        placed: list[tuple[int, PreparedEvent]] = []
        for i in order:
            position, version, event = versioned[i]
            entry = cursors[i] if version == 1 else None
            rows += (position, event.id, *event.truth, version, *times, entry)
            documents += (position, bodies[i])
            placed.append((position, event))
        insert_events(self.index, batch, placed, rows, documents)
        return bodies
