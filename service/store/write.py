"""Writing events: the truth and all that is derived from it, in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import peewee as pw

from service.domain.event import Event
from service.errors import Conflict, Gone, NotFound, PreconditionFailed, PreconditionRequired
from service.store.history import Render, Row, changed_fields, pack
from service.store.index import Index
from service.store.places import positions_for
from service.store.position import first_day
from service.store.rows import COLUMNS, from_row, to_row

_INSERT_EVENT = f"INSERT INTO event ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


@dataclass(frozen=True, slots=True)
class Saved:
    """An event as stored: its rendered document and what a write did to it."""

    id: str
    version: int
    body: bytes
    outcome: Literal["created", "updated", "unchanged"] = "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with what a write gives it. ``position`` is where it stands already, if it
    may stay there; ``changed`` the fields that an update changed."""

    event: Event
    version: int
    created_at: str
    updated_at: str
    position: int | None = None
    changed: tuple[str, ...] = ()


def now() -> str:
    """The time as stored: UTC, microseconds, ``Z``."""
    return stamp(datetime.datetime.now(datetime.UTC))


def stamp(moment: datetime.datetime) -> str:
    """A moment in UTC as stored; the order of such texts is the order of time."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


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
        self.index = Index(database)

    def create(self, event: Event, author: str | None = None) -> Saved:
        """Store a new event. Raises ``Conflict`` if its id is taken, or was."""
        with self.database.atomic("IMMEDIATE"):
            if self._row(event.id) is not None:
                raise Conflict(f"there is already an event with the id {event.id!r}")
            if self._buried(event.id):
                raise Conflict(
                    f"event {event.id!r} was deleted; PUT with If-None-Match: * restores it"
                )
            return self._insert([event], author)[0]

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
        with self.database.atomic("IMMEDIATE"):
            row = self._row(event.id)
            if row is None:
                if if_version is not None:
                    raise PreconditionFailed(f"there is no event {event.id!r} to replace")
                if not only_new and self._buried(event.id):
                    raise PreconditionRequired(
                        f"event {event.id!r} was deleted; send If-None-Match: * to restore it"
                    )
                return self._insert([event], author)[0]
            if only_new:
                raise PreconditionFailed(f"there is already an event {event.id!r}")
            demand_version(row["id"], row["version"], if_version)
            return self._replace(event, row, author)

    def delete(self, event_id: str, if_version: int | None, author: str | None = None) -> int:
        """Delete the event and leave a tombstone; the version of that. Raises ``NotFound``,
        ``Gone``, ``PreconditionRequired`` and ``PreconditionFailed`` as ``put`` does."""
        with self.database.atomic("IMMEDIATE"):
            row = self._row(event_id)
            if row is None:
                if self._buried(event_id):
                    raise Gone(f"event {event_id!r} was deleted")
                raise NotFound(f"there is no event {event_id!r}")
            demand_version(row["id"], row["version"], if_version)
            event, version, at = from_row(row), int(row["version"]) + 1, now()
            self._remove(event, row)
            self._depart(row)
            self.execute(
                "INSERT INTO tombstone (id, version, deleted_at) VALUES (?, ?, ?)",
                (event_id, version, at),
            )
            self._log("deleted", [Entry(event, version, row["created_at"], at)], author)
            return version

    def _buried(self, event_id: str) -> bool:
        found = self.execute("SELECT 1 FROM tombstone WHERE id = ?", (event_id,)).fetchone()
        return found is not None

    def import_batch(self, events: Iterable[Event], author: str | None = None) -> list[Saved]:
        """Create or update each event; one that is as stored stays untouched."""
        saved: list[Saved] = []
        with self.database.atomic("IMMEDIATE"):
            given = list(events)
            rows = self._rows([event.id for event in given])
            fresh: dict[str, Event] = {}
            for event in given:
                if event.id in fresh:  # twice in one batch: the first must be there first
                    saved += self._insert(list(fresh.values()), author)
                    rows |= self._rows(list(fresh))
                    fresh = {}
                row = rows.get(event.id)
                if row is None:
                    fresh[event.id] = event
                else:
                    saved.append(self._replace(event, row, author))
                    rows |= self._rows([event.id])
            saved += self._insert(list(fresh.values()), author)
        # Each event's outcomes in the order in which they were given.
        outcomes: dict[str, list[Saved]] = {}
        for each in saved:
            outcomes.setdefault(each.id, []).append(each)
        return [outcomes[event.id].pop(0) for event in given]

    def _rows(self, ids: list[str]) -> dict[str, Row]:
        """The rows of those ids that exist, by id."""
        found: dict[str, Row] = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ", ".join("?" * len(some))
            rows = self.execute(
                f"SELECT {', '.join(COLUMNS)} FROM event WHERE id IN ({marks})", some
            ).fetchall()
            found |= {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
        return found

    def _row(self, event_id: str) -> Row | None:
        return self._rows([event_id]).get(event_id)

    def _insert(self, events: list[Event], author: str | None) -> list[Saved]:
        """Store events that are not there; one that was deleted goes on from its tombstone."""
        at = now()
        versions = {event.id: 1 for event in events}
        for event_id in versions if self._any_tombstone() else ():
            buried = self.execute(
                "DELETE FROM tombstone WHERE id = ? RETURNING version", (event_id,)
            ).fetchone()
            versions[event_id] = buried[0] + 1 if buried else 1
        entries = [Entry(event, versions[event.id], at, at) for event in events]
        bodies = self._store(entries)
        self._log("created", entries, author)
        return [
            Saved(entry.event.id, entry.version, body, "created")
            for entry, body in zip(entries, bodies, strict=True)
        ]

    def _any_tombstone(self) -> bool:
        return self.execute("SELECT 1 FROM tombstone LIMIT 1").fetchone() is not None

    def _replace(self, event: Event, row: Row, author: str | None) -> Saved:
        """The next version of the event; of one that is as stored, the version there is."""
        before = from_row(row)
        changed = changed_fields(before, event)
        if not changed:
            (body,) = self.execute(
                "SELECT body FROM document WHERE position = ?", (row["position"],)
            ).fetchone()
            return Saved(event.id, row["version"], bytes(body))
        # It stays where it stands while its first day is the same, so that no walk that is
        # under way meets it twice or misses it.
        stays = first_day(before.date) == first_day(event.date)
        entry = Entry(
            event, row["version"] + 1, row["created_at"], now(),
            row["position"] if stays else None, changed,
        )  # fmt: skip
        self._remove(before, row)
        if not stays:
            self._depart(row)
        (body,) = self._store([entry])
        self._log("updated", [entry], author)
        return Saved(event.id, entry.version, body, "updated")

    def _depart(self, row: Row) -> None:
        self.execute(
            "INSERT INTO departure (id, position) VALUES (?, ?)", (row["id"], row["position"])
        )

    def _log(self, kind: str, entries: list[Entry], author: str | None) -> None:
        # SQLite has one writer at a time and every write begins IMMEDIATE, so the order of
        # the cursors is the order of the commits, and a rolled back one is given again: a
        # reader that goes on from the last cursor it has seen misses nothing.
        self.many(
            'INSERT INTO "change" (type, id, version, at, author, fields)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (kind, e.event.id, e.version, e.updated_at, author, ",".join(e.changed) or None)
                for e in entries
            ],
        )

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run ``sql`` for each of ``rows``."""
        self.database.connection().executemany(sql, rows)

    def _store(self, entries: list[Entry]) -> list[bytes]:
        """Write the events and all that is derived from them; their documents."""
        places = [(each.event.date, each.position) for each in entries]
        positions = positions_for(self.execute, places)
        bodies = [self.render(e.event, e.version, e.created_at, e.updated_at) for e in entries]
        # In order of position, so that neighbours on the disk are written together.
        order = sorted(range(len(entries)), key=positions.__getitem__)
        self.many(
            _INSERT_EVENT,
            [
                to_row(e.event, positions[i], e.version, e.created_at, e.updated_at)
                for i, e in ((i, entries[i]) for i in order)
            ],
        )
        self.many(
            "INSERT INTO document (position, body) VALUES (?, ?)",
            [(positions[i], bodies[i]) for i in order],
        )
        self.index.add([(positions[i], entries[i].event) for i in order])
        return bodies

    def _remove(self, event: Event, row: Row) -> None:
        """Take out the event and all that was derived from it; its state goes to the history.

        The version is compared in the very statement that takes it out.
        """
        position = row["position"]
        taken = self.execute(
            "DELETE FROM event WHERE position = ? AND version = ?", (position, row["version"])
        )
        if taken.rowcount != 1:
            raise PreconditionFailed(f"event {event.id!r} has changed meanwhile")
        self.index.remove(event, position)
        self.execute("DELETE FROM document WHERE position = ?", (position,))
        self.execute(
            "INSERT INTO history (id, version, state) VALUES (?, ?, ?)",
            (event.id, row["version"], pack(row)),
        )
