"""Earlier versions of events: the state of each, and who wrote it when.

The current version is the event itself. A write stores the version that it replaces here,
compressed, so new events cost nothing. The change log already says who, when and what.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Protocol

import orjson

from service.deadline import checked
from service.domain.event import Event
from service.domain.query import Filter
from service.errors import Damaged, Gone, NotFound
from service.store.engine import Engine
from service.store.filter_match import matches
from service.store.rows import COLUMNS, from_row
from service.store.sql import ALL

Row = dict[str, Any]
ENTRIES = (
    '(SELECT * FROM "change" WHERE id = ? AND several = 1 UNION ALL SELECT c.* FROM event e'
    ' CROSS JOIN "change" c WHERE c.cursor = e.entry AND c.id = e.id AND e.id = ?) c'
)
"""The entries of the change log for one event, given its id twice."""
ALWAYS = ("id", "version", "created_at", "updated_at")
"""Columns that rows have had from the first version of the tables on."""
DAMAGED = "an earlier version of an event is damaged; dateline verify says which"
SCAN = 5000
"""The maximum number of tombstones that one read goes through."""


class Render(Protocol):
    """Renders the document of an event; in two steps if its version is not yet known."""

    def head(self, event: Event, /) -> bytes: ...
    def complete(self, head: bytes, version: int, made: str, changed: str, /) -> bytes: ...
    def __call__(self, event: Event, version: int, made: str, changed: str, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an event. ``author`` is the name of the key with which it was written, and
    ``changed`` names the fields that an update changed."""

    version: int
    type: str
    at: str
    author: str | None
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """A tombstone with the event's last state: ``body`` is that document, under the
    tombstone's version and with the time of the deletion as ``updated_at``."""

    id: str
    version: int
    at: str
    body: bytes


def compress_row(row: Row) -> bytes:
    """A row of ``event`` with the names of its columns, compressed: about half of its document."""
    return zlib.compress(orjson.dumps({name: row[name] for name in COLUMNS}))


def decompress_row(state: bytes) -> Row:
    """The row that ``compress_row`` was given, with the columns that existed then. Raises
    ``Damaged``."""
    try:
        row: Row = orjson.loads(zlib.decompress(state))
        if row.keys() >= {*ALWAYS}:
            return row
    except (zlib.error, ValueError, AttributeError) as error:
        raise Damaged(DAMAGED) from error
    raise Damaged(DAMAGED)


def changed_fields(before: Event, after: Event) -> tuple[str, ...]:
    """The fields of the document whose values differ, in its order."""
    names = [each.name for each in fields(Event)]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


class History:
    """Reads versions and tombstones."""

    def __init__(self, database: Engine, render: Render) -> None:
        self.execute: Callable[..., Any] = database.execute_sql
        self.render = render

    def document(self, row: Row) -> bytes:
        """The document of a row that ``decompress_row`` has returned."""
        return self.render(from_row(row), row["version"], row["created_at"], row["updated_at"])

    def versions(self, event_id: str, after: int = 0, limit: int = ALL) -> list[Version]:
        """The versions after ``after``, oldest first. Raises ``NotFound``."""
        rows = self.execute(
            f"SELECT version, type, at, author, fields FROM {ENTRIES}"
            " WHERE version > ? ORDER BY cursor LIMIT ?",
            (event_id, event_id, after, limit),
        ).fetchall()
        if not rows and not self._known(event_id):
            raise NotFound(f"there is no event {event_id!r}")
        return [
            Version(version, kind, at, author, tuple(changed.split(",")) if changed else ())
            for version, kind, at, author, changed in rows
        ]

    def newest(self, event_id: str) -> int:
        """The number of the last version, a deletion included. Raises ``NotFound``."""
        row = self.execute(f"SELECT max(version) FROM {ENTRIES}", (event_id, event_id)).fetchone()
        if row[0] is None:
            raise NotFound(f"there is no event {event_id!r}")
        return int(row[0])

    def _known(self, event_id: str) -> bool:
        found = self.execute(f"SELECT 1 FROM {ENTRIES}", (event_id, event_id)).fetchone()
        return found is not None

    def document_at(self, event_id: str, version: int) -> bytes:
        """The document of one version. Raises ``NotFound``, or ``Gone`` for a deletion."""
        row = self.execute(
            "SELECT c.type, d.body, h.state"
            f" FROM {ENTRIES} LEFT JOIN event e ON e.id = c.id AND e.version = c.version"
            " LEFT JOIN document d ON d.position = e.position"
            " LEFT JOIN history h ON h.id = c.id AND h.version = c.version"
            " WHERE c.version = ?",
            (event_id, event_id, version),
        ).fetchone()
        if row is not None and row[0] == "deleted":
            raise Gone(f"version {version} of {event_id!r} is its deletion")
        if row is None or row[1:] == (None, None):
            raise NotFound(f"there is no version {version} of an event {event_id!r}")
        return bytes(row[1]) if row[1] is not None else self.document(decompress_row(row[2]))

    def deleted(self, filter_: Filter, since: str = "", limit: int = 1000) -> list[Deleted]:
        """The events deleted at or after ``since`` (as stored, UTC) whose last state matches the
        filter, last deleted first, at most ``limit``.

        If there are more deletions than ``SCAN``, only the last ones are read, because each has to
        be decompressed.
        """
        return list(self._deleted(filter_, since, limit))

    def _deleted(self, filter_: Filter, since: str, limit: int) -> Iterator[Deleted]:
        rows = self.execute(
            "SELECT t.id, t.version, t.deleted_at, h.state FROM tombstone t"
            " CROSS JOIN history h WHERE h.id = t.id AND h.version = t.version - 1"
            " AND t.deleted_at >= ? ORDER BY t.deleted_at DESC LIMIT ?",
            (since, SCAN),
        )
        for event_id, version, at, state in checked(rows):
            row = decompress_row(state)
            event = from_row(row)
            if matches(filter_, event, at, row["created_at"], row["version"]):
                yield Deleted(
                    event_id, version, at, self.render(event, version, row["created_at"], at)
                )
                limit -= 1
                if not limit:
                    return
