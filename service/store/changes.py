"""The change log, read in its order, as a mirror follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from service.deadline import checked
from service.domain.query import Filter
from service.store.engine import Engine
from service.store.filter_match import matches
from service.store.history import History, Row, decompress_row
from service.store.rows import COLUMNS, from_row

SCAN = 500
"""The maximum number of entries that one read goes through, whether they match or not."""

_CURRENT = ", ".join(f"e.{name}" for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry. ``body`` is the event's document at that version, ``None`` if a mirror has to
    delete the event: it was deleted here, or no longer matches the filter."""

    cursor: int
    type: str
    id: str
    version: int
    at: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A stretch of the log: its entries, the cursor that it reaches, and whether there is more."""

    changes: list[Change]
    cursor: int
    more: bool


def last_cursor(execute: Callable[..., Any]) -> int:
    """The cursor of the newest entry, 0 in an empty log, on the server that ``execute`` reads."""
    row = execute('SELECT max(cursor) FROM "change"').fetchone()
    return int(row[0] or 0)


class Changes:
    """Reads the log; never writes. It is read at the primary, because a replica may have an entry
    that the server that replaces the primary does not have."""

    def __init__(self, database: Engine, history: History) -> None:
        self.execute: Callable[..., Any] = database.at_primary
        self.history = history

    def last(self) -> int:
        """The cursor of the newest entry at the primary."""
        return last_cursor(self.execute)

    def moment(self, execute: Callable[..., Any]) -> tuple[int, str]:
        """The cursor of the newest entry and its time. No two entries share both, even if a
        failover has lost one entry and given its cursor to another."""
        row = execute('SELECT cursor, at FROM "change" ORDER BY cursor DESC LIMIT 1').fetchone()
        return (int(row[0]), row[1]) if row else (0, "")

    def after(self, cursor: int, limit: int, filter_: Filter | None = None) -> LogPage:
        """At most ``limit`` entries after ``cursor`` that match the filter.

        An event that matched the filter before a change and does not match after it comes as
        ``deleted``. Changes to events that match neither before nor after are left out. So a mirror
        that applies every entry has exactly the events that the filter finds.
        """
        found: list[Change] = []
        seen = 0
        for row in checked(self._rows(cursor, SCAN if filter_ else limit)):
            cursor, seen = row[0], seen + 1
            change = self._change(row, filter_)
            if change is not None:
                found.append(change)
                if len(found) == limit:
                    break
        return LogPage(found, cursor, len(found) == limit or seen == SCAN)

    def _rows(self, cursor: int, limit: int) -> Iterator[tuple[Any, ...]]:
        # One statement is one state of the database: no version moves from ``event`` to ``history``
        # between two reads.
        rows: Iterator[tuple[Any, ...]] = self.execute(
            "SELECT c.cursor, c.type, c.id, c.version, c.at, d.body, h.state, p.state,"
            f' {_CURRENT} FROM "change" c'
            " LEFT JOIN event e ON e.id = c.id AND e.version = c.version"
            " LEFT JOIN document d ON d.position = e.position"
            " LEFT JOIN history h ON h.id = c.id AND h.version = c.version"
            " LEFT JOIN history p ON p.id = c.id AND p.version = c.version - 1"
            " WHERE c.cursor > ? ORDER BY c.cursor LIMIT ?",
            (cursor, limit),
        )
        return rows

    def _change(self, row: tuple[Any, ...], filter_: Filter | None) -> Change | None:
        cursor, kind, event_id, version, at, body, state, before = row[:8]
        if kind != "deleted" and body is None and state is None:
            return None  # from before versions were kept; a later entry has the event
        now = None if state is None else decompress_row(state)
        if kind != "deleted" and now is None:
            now = dict(zip(COLUMNS, row[8:], strict=True))
        if filter_ is not None:
            was = before is not None and _passes(decompress_row(before), filter_)
            if now is None or not _passes(now, filter_):
                return Change(cursor, "deleted", event_id, version, at, None) if was else None
            # A mirror that did not have the event gets it as new.
            kind = "updated" if was else "created"
        if now is None:
            return Change(cursor, kind, event_id, version, at, None)
        text = self.history.document(now) if body is None else bytes(body)
        return Change(cursor, kind, event_id, version, at, text)


def _passes(row: Row, filter_: Filter) -> bool:
    times = row["updated_at"], row["created_at"], row["version"]
    return matches(filter_, from_row(row), *times)
