"""The change log, read in its order, as a mirror follows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from service.deadline import checked
from service.domain.cursors import LogPlace
from service.domain.query import Filter
from service.store.engine import Engine
from service.store.filter_match import matches
from service.store.history import History, Row, decompress_row
from service.store.rows import COLUMNS, from_row

SCAN = 500
"""The maximum number of entries that one read goes through, whether they match or not."""

ENTRY = "c.cursor, c.type, c.id, c.version, c.at"
_CURRENT = ", ".join(f"e.{name}" for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry, at ``place``. ``body`` is the event's document at that version, ``None`` if a
    mirror has to delete the event: it was deleted here, or no longer matches the filter."""

    place: LogPlace
    type: str
    id: str
    version: int
    at: str
    body: bytes | None

    @property
    def cursor(self) -> int:
        """The number of the entry."""
        return self.place.number


@dataclass(frozen=True, slots=True)
class LogPage:
    """A stretch of the log: its entries, the place that it reaches, and whether there is more."""

    changes: list[Change]
    place: LogPlace
    more: bool

    @property
    def cursor(self) -> int:
        """The number of the last entry that was read."""
        return self.place.number


def last_cursor(execute: Callable[..., Any]) -> int:
    """The cursor of the newest entry, 0 in an empty log, on the server that ``execute`` reads."""
    row = execute('SELECT max(cursor) FROM "change"').fetchone()
    return int(row[0] or 0)


def last_place(execute: Callable[..., Any]) -> LogPlace:
    """The place of the newest entry, on the server that ``execute`` reads. No two entries share
    it, even if a failover has lost one entry and given its cursor to another."""
    row = execute(f'SELECT {ENTRY} FROM "change" c ORDER BY c.cursor DESC LIMIT 1').fetchone()
    return LogPlace.of(*row) if row else LogPlace()


def places_among(execute: Callable[..., Any], places: Collection[LogPlace]) -> set[LogPlace]:
    """Those of ``places`` that the log has which ``execute`` reads."""
    numbers = sorted({each.number for each in places if each.number > 0})
    marks = ", ".join("?" * len(numbers)) or "NULL"
    rows = execute(f'SELECT {ENTRY} FROM "change" c WHERE c.cursor IN ({marks})', numbers)
    found = {LogPlace.of(*row) for row in rows.fetchall()}
    return {each for each in places if each.number <= 0 or each in found}


def demand_place(execute: Callable[..., Any], place: LogPlace) -> None:
    """Raises ``ForeignCursor`` if the log that ``execute`` reads does not have the entry at
    ``place``."""
    sql = f'SELECT {ENTRY} FROM "change" c WHERE c.cursor = ?'
    row = execute(sql, (place.number,)).fetchone() if place.number else None
    place.demand(LogPlace.of(*row) if row else None)


class Changes:
    """Reads the log; never writes. It is read at the primary, because a replica may have an entry
    that the server that replaces the primary does not have."""

    def __init__(self, database: Engine, history: History) -> None:
        self.execute: Callable[..., Any] = database.at_primary
        self.history = history

    def last(self) -> int:
        """The cursor of the newest entry at the primary."""
        return last_cursor(self.execute)

    def last_place(self) -> LogPlace:
        """The place of the newest entry at the primary."""
        return last_place(self.execute)

    def demand(self, place: LogPlace) -> None:
        """Raises ``ForeignCursor`` if the log does not have the entry at ``place``."""
        demand_place(self.execute, place)

    def after(self, place: LogPlace, limit: int, filter_: Filter | None = None) -> LogPage:
        """At most ``limit`` entries after ``place`` that match the filter. Raises ``ForeignCursor``
        if the log does not have the entry there: a failover or a restore has lost it.

        An event that matched the filter before a change and does not match after it comes as
        ``deleted``. Changes to events that match neither before nor after are left out. So a mirror
        that applies every entry has exactly the events that the filter finds.
        """
        found: list[Change] = []
        seen = 0
        rows = iter(self._rows(place.number, SCAN if filter_ else limit))
        if place.number:
            first = next(rows, None)
            place.demand(LogPlace.of(*first[:5]) if first else None)
        for row in checked(rows):
            place, seen = LogPlace.of(*row[:5]), seen + 1
            change = self._change(place, row, filter_)
            if change is not None:
                found.append(change)
                if len(found) == limit:
                    break
        return LogPage(found, place, len(found) == limit or seen == SCAN)

    def _rows(self, cursor: int, limit: int) -> Iterable[tuple[Any, ...]]:
        """The entry at ``cursor``, if it is not 0, and ``limit`` more."""
        # One statement is one state of the database: no version moves from ``event`` to ``history``
        # between two reads, and all entries are of the log that has the first one.
        rows: Iterable[tuple[Any, ...]] = self.execute(
            f"SELECT {ENTRY}, d.body, h.state, p.state,"
            f' {_CURRENT} FROM "change" c'
            " LEFT JOIN event e ON e.id = c.id AND e.version = c.version"
            " LEFT JOIN document d ON d.position = e.position"
            " LEFT JOIN history h ON h.id = c.id AND h.version = c.version"
            " LEFT JOIN history p ON p.id = c.id AND p.version = c.version - 1"
            " WHERE c.cursor >= ? ORDER BY c.cursor LIMIT ?",
            (cursor, limit + (cursor > 0)),
        )
        return rows

    def _change(
        self, place: LogPlace, row: tuple[Any, ...], filter_: Filter | None
    ) -> Change | None:
        kind, event_id, version, at, body, state, before = row[1:8]
        if kind != "deleted" and body is None and state is None:
            return None  # from before versions were kept; a later entry has the event
        now = None if state is None else decompress_row(state)
        if kind != "deleted" and now is None:
            now = dict(zip(COLUMNS, row[8:], strict=True))
        if filter_ is not None:
            was = before is not None and _passes(decompress_row(before), filter_)
            if now is None or not _passes(now, filter_):
                return Change(place, "deleted", event_id, version, at, None) if was else None
            # A mirror that did not have the event gets it as new.
            kind = "updated" if was else "created"
        if now is None:
            return Change(place, kind, event_id, version, at, None)
        text = self.history.document(now) if body is None else bytes(body)
        return Change(place, kind, event_id, version, at, text)


def _passes(row: Row, filter_: Filter) -> bool:
    times = row["updated_at"], row["created_at"], row["version"]
    return matches(filter_, from_row(row), *times)
