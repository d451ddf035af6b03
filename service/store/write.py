"""Writing events: the truth and all that is derived from it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import peewee as pw

from service.domain.event import Event
from service.errors import Conflict, Gone, NotFound, PreconditionFailed, PreconditionRequired
from service.store.entries import Entries, Entry, Outcome, Saved, now
from service.store.history import Render, Row
from service.store.prepared import Lot, Prepared, prepare
from service.store.rows import from_row


def demand_version(event_id: str, current: int, seen: int | None) -> None:
    """Raises ``PreconditionRequired`` where the caller has not said which version he has
    seen, ``PreconditionFailed`` where it is not the current one."""
    if seen is None:
        raise PreconditionRequired(
            f"event {event_id!r} exists; send If-Match with the ETag you have read"
        )
    if current != seen:
        raise PreconditionFailed(f"event {event_id!r} is at version {current}, not {seen}")


class Writer:
    """Writes through one database; every public method is one transaction."""

    def __init__(self, database: pw.SqliteDatabase, render: Render) -> None:
        self.database = database
        self.render = render
        self.execute: Callable[..., Any] = database.execute_sql

    @contextmanager
    def transaction(self) -> Iterator[Entries]:
        """The tables, to be changed in one transaction, which other writers wait for."""
        with self.database.atomic("IMMEDIATE"):
            entries = Entries(self.database, self.render)
            yield entries
            entries.index.write()

    def create(self, event: Event, author: str | None = None) -> Saved:
        """Store a new event. Raises ``Conflict`` if its id is taken, or was."""
        with self.transaction() as entries:
            if entries.row(event.id) is not None:
                raise Conflict(f"there is already an event with the id {event.id!r}")
            if entries.buried(event.id):
                raise Conflict(
                    f"event {event.id!r} was deleted; PUT with If-None-Match: * restores it"
                )
            return next(entries.insert(self._ready(event), author))

    def put(
        self,
        event: Event,
        if_version: int | None,
        author: str | None = None,
        only_new: bool = False,
    ) -> Saved:
        """Create, replace or restore the event; one that is as stored stays untouched.

        ``if_version`` is the version the caller has seen: ``PreconditionRequired``
        without one where the event exists, ``PreconditionFailed`` where it has moved on
        or where there is none. ``only_new`` says that the caller knows of no event:
        ``PreconditionFailed`` where there is one. A deleted event comes back only under
        ``only_new``, so that nobody undoes a deletion unawares.
        """
        with self.transaction() as entries:
            row = entries.row(event.id)
            if row is None:
                if if_version is not None:
                    raise PreconditionFailed(f"there is no event {event.id!r} to replace")
                if not only_new and entries.buried(event.id):
                    raise PreconditionRequired(
                        f"event {event.id!r} was deleted; send If-None-Match: * to restore it"
                    )
                return next(entries.insert(self._ready(event), author))
            if only_new:
                raise PreconditionFailed(f"there is already an event {event.id!r}")
            demand_version(row["id"], row["version"], if_version)
            lot = self._ready(event)
            saved = entries.replace(lot, lot.events[0], row, author)
            return saved if saved.outcome == "updated" else saved._replace(body=self._body(row))

    def delete(self, event_id: str, if_version: int | None, author: str | None = None) -> int:
        """Delete the event and leave a tombstone; the version of that. Raises ``NotFound``,
        ``Gone``, ``PreconditionRequired`` and ``PreconditionFailed`` as ``put`` does."""
        with self.transaction() as entries:
            row = entries.row(event_id)
            if row is None:
                if entries.buried(event_id):
                    raise Gone(f"event {event_id!r} was deleted")
                raise NotFound(f"there is no event {event_id!r}")
            demand_version(row["id"], row["version"], if_version)
            lot, version, at = prepare([from_row(row)]), int(row["version"]) + 1, now()
            entries.remove(lot, row)
            entries.depart(row)
            self.execute(
                "INSERT INTO tombstone (id, version, deleted_at) VALUES (?, ?, ?)",
                (event_id, version, at),
            )
            entries.log("deleted", [Entry(lot.events[0], version, row["created_at"], at)], author)
            return version

    @contextmanager
    def importing(self, author: str | None = None) -> Iterator[Callable[[Lot], list[Outcome]]]:
        """One transaction, and what creates or updates the events of a lot in it; one that is
        as stored stays untouched."""
        with self.transaction() as entries:
            yield lambda lot: self._import(entries, lot, author)

    @staticmethod
    def _import(entries: Entries, lot: Lot, author: str | None) -> list[Outcome]:
        outcomes: list[Outcome] = []
        rows = entries.rows([event.id for event in lot.events])
        fresh: dict[str, Prepared] = {}
        for event in lot.events:
            if event.id in fresh:  # twice in one lot: the first must be there first
                entries.insert(Lot(lot.terms, list(fresh.values())), author)
                rows |= entries.rows(list(fresh))
                fresh = {}
            row = rows.get(event.id)
            if row is None:
                fresh[event.id] = event
                outcomes.append("created")
            else:
                outcomes.append(entries.replace(lot, event, row, author).outcome)
                if outcomes[-1] == "updated":
                    rows |= entries.rows([event.id])
        entries.insert(Lot(lot.terms, list(fresh.values())), author)
        return outcomes

    def compare(self, lot: Lot) -> list[Outcome]:
        """What an import would do with each, if it were done."""
        entries = Entries(self.database, self.render)
        rows = entries.rows([event.id for event in lot.events])
        return [
            "created" if event.id not in rows
            else "updated" if entries.changes(event, rows[event.id])
            else "unchanged"
            for event in lot.events
        ]  # fmt: skip

    def _ready(self, event: Event) -> Lot:
        return prepare([event], self.render.head)

    def _body(self, row: Row) -> bytes:
        found = self.execute("SELECT body FROM document WHERE position = ?", (row["position"],))
        return bytes(found.fetchone()[0])
