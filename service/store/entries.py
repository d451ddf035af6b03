"""Putting events into the tables and taking them out, inside the caller's transaction."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import peewee as pw

from service.errors import PreconditionFailed
from service.store.history import Render, Row, changed_fields, pack
from service.store.index import Index
from service.store.places import positions_for
from service.store.prepared import Prepared, prepare
from service.store.rows import COLUMNS, TRUTH, from_row

_INSERT_EVENT = f"INSERT INTO event ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


@dataclass(frozen=True, slots=True)
class Saved:
    """An event as stored: its rendered document and what a write did to it. An import does
    not read the documents of those that stay as they are."""

    id: str
    version: int
    body: bytes
    outcome: Literal["created", "updated", "unchanged"] = "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with what a write gives it. ``position`` is where it stands already, if it
    may stay there; ``changed`` the fields that an update changed."""

    event: Prepared
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


class Entries:
    """The tables of one database: the events, their documents, index, history and log."""

    def __init__(self, database: pw.SqliteDatabase, render: Render) -> None:
        self.database = database
        self.render = render
        self.execute: Callable[..., Any] = database.execute_sql
        self.index = Index(database)

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run ``sql`` for each of ``rows``."""
        self.database.connection().executemany(sql, rows)

    def rows(self, ids: list[str]) -> dict[str, Row]:
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

    def row(self, event_id: str) -> Row | None:
        """The row of that id, if there is one."""
        return self.rows([event_id]).get(event_id)

    def buried(self, event_id: str) -> bool:
        """Whether the event was deleted."""
        found = self.execute("SELECT 1 FROM tombstone WHERE id = ?", (event_id,)).fetchone()
        return found is not None

    def insert(self, events: list[Prepared], author: str | None) -> list[Saved]:
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
        self.log("created", entries, author)
        return [
            Saved(entry.event.id, entry.version, body, "created")
            for entry, body in zip(entries, bodies, strict=True)
        ]

    def _any_tombstone(self) -> bool:
        return self.execute("SELECT 1 FROM tombstone LIMIT 1").fetchone() is not None

    def replace(self, event: Prepared, row: Row, author: str | None) -> Saved:
        """The next version of the event; one that is as stored stays untouched, and comes
        without its document."""
        same = Saved(event.id, row["version"], b"")
        if event.truth == tuple(row[name] for name in TRUTH):
            return same
        before = from_row(row)
        changed = changed_fields(before, event.event())
        if not changed:
            return same
        old = prepare(before)
        # It stays where it stands while its first day is the same, so that no walk that is
        # under way meets it twice or misses it.
        stays = old.first == event.first
        entry = Entry(
            event, row["version"] + 1, row["created_at"], now(),
            row["position"] if stays else None, changed,
        )  # fmt: skip
        self.remove(old, row)
        if not stays:
            self.depart(row)
        (body,) = self._store([entry])
        self.log("updated", [entry], author)
        return Saved(event.id, entry.version, body, "updated")

    def remove(self, event: Prepared, row: Row) -> None:
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

    def depart(self, row: Row) -> None:
        """Note that the event has left its position."""
        self.execute(
            "INSERT INTO departure (id, position) VALUES (?, ?)", (row["id"], row["position"])
        )

    def log(self, kind: str, entries: list[Entry], author: str | None) -> None:
        """One entry of the change log each."""
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

    def _store(self, entries: list[Entry]) -> list[bytes]:
        """Write the events and all that is derived from them; their documents."""
        places = [(each.event.first, each.position) for each in entries]
        positions = positions_for(self.execute, places)
        bodies = [
            self.render.complete(e.event.head, e.version, e.created_at, e.updated_at)
            for e in entries
        ]
        # In order of position, so that neighbours on the disk are written together.
        order = sorted(range(len(entries)), key=positions.__getitem__)
        self.many(
            _INSERT_EVENT,
            [
                (positions[i], e.event.id, *e.event.truth, e.version, e.created_at, e.updated_at)
                for i, e in ((i, entries[i]) for i in order)
            ],
        )
        self.many(
            "INSERT INTO document (position, body) VALUES (?, ?)",
            [(positions[i], bodies[i]) for i in order],
        )
        self.index.add([(positions[i], entries[i].event) for i in order])
        return bodies
