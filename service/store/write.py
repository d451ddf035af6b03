"""Writes events: the truth and all data derived from it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

from service.domain.event import Event
from service.errors import Conflict, Gone, NotFound, PreconditionFailed, PreconditionRequired
from service.store.departures import record_departure
from service.store.engine import Engine
from service.store.event_tables import (
    EventTables,
    Imported,
    Outcome,
    Saved,
    changes,
    changing,
    deleted_of,
    rows_of,
)
from service.store.history import Render, Row
from service.store.prepared_events import EventBatch, PreparedEvent, prepare
from service.store.rows import from_row
from service.store.undone import undone

ExpectedState = int | Callable[[Saved], bool]
"""The state of an event that a caller has seen: its version, or a function that tests the current
state."""


def demand(current: Saved, seen: ExpectedState | None) -> None:
    """Raises ``PreconditionRequired`` if the caller does not name the state that it has read, and
    ``PreconditionFailed`` if that is not the current state."""
    if seen is None:
        raise PreconditionRequired(
            f"event {current.id!r} exists; send If-Match with the ETag you have read"
        )
    if not (current.version == seen if isinstance(seen, int) else seen(current)):
        raise PreconditionFailed(
            f"event {current.id!r} is at version {current.version}, and not as you have seen it;"
            " read it again"
        )


class Writer:
    """The writing part of ``Store``: every public method but ``compare`` is one transaction."""

    def __init__(self, database: Engine, render: Render) -> None:
        self.database = database
        self.render = render
        self.execute: Callable[..., Any] = database.execute_sql

    def create(self, event: Event, author: str | None = None) -> Saved:
        """Store a new event. Raises ``Conflict`` if its id is taken, or was."""
        with changing(self.database, self.render) as tables:
            if tables.row(event.id) is not None:
                raise Conflict(f"there is already an event with the id {event.id!r}")
            if tables.is_deleted(event.id):
                raise Conflict(
                    f"event {event.id!r} was deleted; PUT with If-None-Match: * restores it"
                )
            return next(tables.insert(self._ready(event), author))

    def put(
        self,
        event: Event,
        seen: ExpectedState | None,
        author: str | None = None,
        only_new: bool = False,
    ) -> Saved:
        """Create, replace or restore the event; an unchanged event is not written.

        ``seen`` is the state that the caller has seen. Raises ``PreconditionRequired`` without it
        if the event exists, and ``PreconditionFailed`` if the event has changed since or does not
        exist. ``only_new`` says that the caller knows of no event; it raises ``PreconditionFailed``
        if there is one. A deleted event is restored only with ``only_new``, so that nobody undoes a
        deletion by mistake.
        """
        with changing(self.database, self.render) as tables:
            row = tables.row(event.id)
            if row is None:
                if seen is not None:
                    raise PreconditionFailed(f"there is no event {event.id!r} to replace")
                if not only_new and tables.is_deleted(event.id):
                    raise PreconditionRequired(
                        f"event {event.id!r} was deleted; send If-None-Match: * to restore it"
                    )
                return next(tables.insert(self._ready(event), author))
            if only_new:
                raise PreconditionFailed(f"there is already an event {event.id!r}")
            current = self._current(row)
            demand(current, seen)
            return self._replace(tables, event, row, current, author)

    def patch(
        self,
        event_id: str,
        seen: ExpectedState | None,
        change: Callable[[Saved], Event],
        author: str | None = None,
    ) -> Saved:
        """Replace the event by the result of ``change`` on its current state, in one transaction.
        Raises ``NotFound``, ``Gone``, ``PreconditionRequired`` and ``PreconditionFailed`` as
        ``put`` and ``delete`` do, and the errors of ``change``."""
        with changing(self.database, self.render) as tables:
            row = self._there(tables, event_id)
            current = self._current(row)
            demand(current, seen)
            return self._replace(tables, change(current), row, current, author)

    def _replace(
        self, tables: EventTables, event: Event, row: Row, current: Saved, author: str | None
    ) -> Saved:
        batch = self._ready(event)
        saved = tables.replace(batch, batch.events[0], row, author)
        return saved if saved.outcome == "updated" else current

    @staticmethod
    def _there(tables: EventTables, event_id: str) -> Row:
        row = tables.row(event_id)
        if row is None:
            if tables.is_deleted(event_id):
                raise Gone(f"event {event_id!r} was deleted")
            raise NotFound(f"there is no event {event_id!r}")
        return row

    def delete(self, event_id: str, seen: ExpectedState | None, author: str | None = None) -> int:
        """Delete the event and leave a tombstone; returns its version. Raises ``NotFound``,
        ``Gone``, ``PreconditionRequired`` and ``PreconditionFailed`` as ``put`` does."""
        with changing(self.database, self.render) as tables:
            row = self._there(tables, event_id)
            demand(self._current(row), seen)
            batch, version, at = prepare([from_row(row)]), int(row["version"]) + 1, tables.now()
            tables.remove(batch, row)
            record_departure(self.execute, row, at)
            self.execute(
                "INSERT INTO tombstone (id, version, deleted_at) VALUES (?, ?, ?)",
                (event_id, version, at),
            )
            tables.log("deleted", [(event_id, version)], at, author)
            return version

    @contextmanager
    def importing(self, author: str | None = None) -> Iterator[Callable[[EventBatch], Imported]]:
        """One transaction, and the function that creates or updates the events of a batch in it.
        The ids of a batch must differ. Unchanged events are not written."""
        with changing(self.database, self.render) as tables:
            yield lambda batch: self._import(tables, batch, author)

    @staticmethod
    def _import(tables: EventTables, batch: EventBatch, author: str | None) -> Imported:
        outcomes: list[Outcome] = []
        ids = [event.id for event in batch.events]
        if len(set(ids)) < len(ids):
            raise ValueError("a batch has an id twice")
        rows = rows_of(tables.execute, ids)
        new: list[PreparedEvent] = []
        for event in batch.events:
            row = rows.get(event.id)
            if row is None:
                new.append(event)
                outcomes.append("created")
            else:
                outcomes.append(tables.replace(batch, event, row, author).outcome)
        deleted = tables.deleted([event.id for event in new])
        tables.insert(EventBatch(batch.terms, new), author)
        return _imported(tables.execute, batch, outcomes, rows, deleted=deleted, author=author)

    def compare(self, batch: EventBatch, author: str | None = None) -> Imported:
        """The outcomes of a batch, as if it were imported."""
        ids = [event.id for event in batch.events]
        rows = rows_of(self.execute, ids)
        outcomes: list[Outcome] = [
            "created" if event.id not in rows
            else "updated" if changes(event, rows[event.id])
            else "unchanged"
            for event in batch.events
        ]  # fmt: skip
        new = [each for each in ids if each not in rows]
        deleted = deleted_of(self.execute, new)
        return _imported(self.execute, batch, outcomes, rows, deleted=deleted, author=author)

    def _ready(self, event: Event) -> EventBatch:
        return prepare([event], self.render.head)

    def _current(self, row: Row) -> Saved:
        found = self.execute("SELECT body FROM document WHERE position = ?", (row["position"],))
        return Saved(row["id"], row["version"], bytes(found.fetchone()[0]))


def _imported(
    execute: Callable[..., Any],
    batch: EventBatch,
    outcomes: list[Outcome],
    rows: Mapping[str, Row],
    *,
    deleted: Set[str],
    author: str | None,
) -> Imported:
    told = list(enumerate(zip(batch.events, outcomes, strict=True)))
    replaced = {
        place: (event, rows[event.id]) for place, (event, outcome) in told if outcome == "updated"
    }
    return Imported(
        outcomes,
        {place: row for place, (_, row) in replaced.items()},
        frozenset(place for place, (event, _) in told if deleted and event.id in deleted),
        undone(execute, replaced, author),
    )
