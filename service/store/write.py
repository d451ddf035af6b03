"""Writing events: the truth and all that is derived from it, in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import peewee as pw

from service.domain.event import Event
from service.errors import Conflict, PreconditionFailed, PreconditionRequired
from service.store import terms as terms_of
from service.store.database import FULL_TEXT, FULL_TEXT_COLUMNS
from service.store.position import COUNTER_BITS, first_day, last_day, span_class
from service.store.rows import COLUMNS, from_row, to_row

Render = Callable[[Event, int, str, str], bytes]

_INSERT_EVENT = f"INSERT INTO event ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_TEXT_VALUES = f"({FULL_TEXT}, rowid, {', '.join(FULL_TEXT_COLUMNS)})"


@dataclass(frozen=True, slots=True)
class Saved:
    """An event as stored: its rendered document and what a write did to it."""

    id: str
    version: int
    body: bytes
    outcome: Literal["created", "updated", "unchanged"] = "unchanged"


def now() -> str:
    """The time as stored: UTC, microseconds, ``Z``."""
    text = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


class Writer:
    """Writes through one database; every public method is one transaction."""

    def __init__(self, database: pw.SqliteDatabase, render: Render) -> None:
        self.database = database
        self.render = render
        self.execute: Callable[..., Any] = database.execute_sql

    def create(self, event: Event, author: str | None = None) -> Saved:
        """Store a new event. Raises ``Conflict`` if its id is taken."""
        with self.database.atomic("IMMEDIATE"):
            if self._row(event.id) is not None:
                raise Conflict(f"there is already an event with the id {event.id!r}")
            return self._insert(event, author)

    def put(self, event: Event, if_version: int | None, author: str | None = None) -> Saved:
        """Create or replace the event.

        ``if_version`` is the version the caller has seen: ``PreconditionRequired``
        without one where the event exists, ``PreconditionFailed`` where it has moved on
        or where there is none.
        """
        with self.database.atomic("IMMEDIATE"):
            row = self._row(event.id)
            if row is None:
                if if_version is not None:
                    raise PreconditionFailed(f"there is no event {event.id!r} to replace")
                return self._insert(event, author)
            if if_version is None:
                raise PreconditionRequired(
                    f"event {event.id!r} exists; send If-Match with the ETag you have read"
                )
            if row["version"] != if_version:
                raise PreconditionFailed(
                    f"event {event.id!r} is at version {row['version']}, not {if_version}"
                )
            return self._replace(event, row, author)

    def import_batch(self, events: Iterable[Event], author: str | None = None) -> list[Saved]:
        """Create or update each event; one that is as stored stays untouched."""
        saved: list[Saved] = []
        with self.database.atomic("IMMEDIATE"):
            for event in events:
                row = self._row(event.id)
                if row is None:
                    saved.append(self._insert(event, author))
                elif from_row(row) == event:
                    saved.append(Saved(event.id, row["version"], b""))
                else:
                    saved.append(self._replace(event, row, author))
        return saved

    def _row(self, event_id: str) -> dict[str, Any] | None:
        found = self.execute(
            f"SELECT {', '.join(COLUMNS)} FROM event WHERE id = ?", (event_id,)
        ).fetchone()
        return dict(zip(COLUMNS, found, strict=True)) if found else None

    def _insert(self, event: Event, author: str | None) -> Saved:
        buried = self.execute(
            "DELETE FROM tombstone WHERE id = ? RETURNING version", (event.id,)
        ).fetchone()
        at = now()
        version = buried[0] + 1 if buried else 1
        body = self._store(event, version, at, at)
        self._log("created", event.id, version, at, author)
        return Saved(event.id, version, body, "created")

    def _replace(self, event: Event, row: dict[str, Any], author: str | None) -> Saved:
        at, version = now(), row["version"] + 1
        self._remove(from_row(row), row["position"])
        body = self._store(event, version, row["created_at"], at)
        self._log("updated", event.id, version, at, author)
        return Saved(event.id, version, body, "updated")

    def _log(self, kind: str, event_id: str, version: int, at: str, author: str | None) -> None:
        self.execute(
            'INSERT INTO "change" (type, id, version, at, author) VALUES (?, ?, ?, ?, ?)',
            (kind, event_id, version, at, author),
        )

    def _free_position(self, event: Event) -> int:
        base = first_day(event.date) << COUNTER_BITS
        (highest,) = self.execute(
            "SELECT max(position) FROM event WHERE position >= ? AND position < ?",
            (base, base + (1 << COUNTER_BITS)),
        ).fetchone()
        return base if highest is None else int(highest) + 1

    def _store(self, event: Event, version: int, created_at: str, updated_at: str) -> bytes:
        position = self._free_position(event)
        body = self.render(event, version, created_at, updated_at)
        self.execute(_INSERT_EVENT, to_row(event, position, version, created_at, updated_at))
        self.execute("INSERT INTO document (position, body) VALUES (?, ?)", (position, body))
        self._index(event, position)
        return body

    def _index(self, event: Event, position: int) -> None:
        """Everything that is derived for searching."""
        ids = [self._term_id(*term) for term in terms_of.terms(event)]
        connection = self.database.connection()
        span, latest = span_class(event.date), last_day(event.date)
        connection.executemany(
            "INSERT INTO posting (term, span, position, latest) VALUES (?, ?, ?, ?)",
            [(each, span, position, latest) for each in ids],
        )
        connection.executemany(
            "INSERT INTO amount (position, ordinal, currency, stage, value, number)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (position, n, each.currency, each.stage, str(each.value), float(each.value))
                for n, each in enumerate(event.amounts)
            ],
        )
        self._tally(event, ids, 1)
        columns = terms_of.words(event, ids)
        self.execute(
            f"INSERT INTO {FULL_TEXT} (rowid, {', '.join(FULL_TEXT_COLUMNS)})"
            " VALUES (?, ?, ?, ?, ?)",
            (position, *columns),
        )

    def _term_id(self, kind: str, value: str, name: str) -> int:
        (found,) = self.execute(
            "INSERT INTO term (kind, value, name, events) VALUES (?, ?, ?, 1)"
            " ON CONFLICT (kind, value) DO UPDATE SET events = events + 1 RETURNING id",
            (kind, value, name),
        ).fetchone()
        return int(found)

    def _tally(self, event: Event, ids: list[int], change: int) -> None:
        month = terms_of.month_of(event)
        if month is None:
            return
        tallied = [
            number
            for number, (kind, _, _) in zip(ids, terms_of.terms(event), strict=True)
            if kind in terms_of.TALLIED
        ]
        self.database.connection().executemany(
            "INSERT INTO tally (term, month, precise, events) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (term, month, precise) DO UPDATE SET events = events + excluded.events",
            [(number, month[0], month[1], change) for number in tallied],
        )

    def _remove(self, event: Event, position: int) -> None:
        """Take out the event and all that was derived from it."""
        ids = []
        for kind, value, _ in terms_of.terms(event):
            (number,) = self.execute(
                "UPDATE term SET events = events - 1 WHERE kind = ? AND value = ? RETURNING id",
                (kind, value),
            ).fetchone()
            ids.append(int(number))
        self._tally(event, ids, -1)
        # The full text keeps no copy of its words: forgetting a row means repeating them.
        self.execute(
            f"INSERT INTO {FULL_TEXT} {_TEXT_VALUES} VALUES ('delete', ?, ?, ?, ?, ?)",
            (position, *terms_of.words(event, ids)),
        )
        span = span_class(event.date)
        self.database.connection().executemany(
            "DELETE FROM posting WHERE term = ? AND span = ? AND position = ?",
            [(number, span, position) for number in ids],
        )
        for table in ("amount", "document", "event"):
            self.execute(f"DELETE FROM {table} WHERE position = ?", (position,))
