"""All events in parts, for a site map, in the order of their last change.

An event that does not change mostly stays in its part, and a crawler that comes again finds new
events in the last parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from service.deadline import checked
from service.store.engine import Engine

Key = tuple[str, int]
"""The time of the last change of an event, and its position."""
PIECE = 1000
"""The number of rows that are read at once."""
MOST = 50_000
"""The maximum number of URLs of one part (sitemaps.org, protocol)."""
_ORDER = "ORDER BY updated_at, position"


class Sitemap:
    """Reads ids and times of change; a part has ``most`` of them. ``whole`` is the connection that
    reads a part while it is sent."""

    def __init__(self, database: Engine, whole: Engine, most: int = MOST) -> None:
        self.execute: Callable[..., Any] = database.execute_sql
        self.read: Callable[..., Any] = whole.execute_sql
        self.most = most

    def parts(self) -> list[str]:
        """For each part, the time of the last change in it (as stored)."""
        found: list[str] = []
        after: Key | None = None
        for _ in checked(range(MOST)):
            row = self._step(after, self.most - 1)
            if row is None:
                break
            found.append(row[0])
            after = row
        last = self._last()
        if last is not None and last != after:
            found.append(last[0])
        return found

    def _step(
        self, after: Key | None, more: int, execute: Callable[..., Any] | None = None
    ) -> Key | None:
        """The row that comes ``more`` rows after ``after``; the index has both columns."""
        where, key = _behind(after)
        row = (execute or self.execute)(
            f"SELECT updated_at, position FROM event {where}{_ORDER} LIMIT 1 OFFSET ?",
            (*key, more),
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def _last(self) -> Key | None:
        row = self.execute(
            "SELECT updated_at, position FROM event ORDER BY updated_at DESC, position DESC LIMIT 1"
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def has(self, number: int) -> bool:
        """Whether the part of that number exists; parts are numbered from 1."""
        return self._step(None, (number - 1) * self.most) is not None

    def part(self, number: int) -> Iterator[tuple[str, str]]:
        """The id and the time of the last change of each event of a part, in constant memory, with
        no lock held in between."""
        after = None if number == 1 else self._step(None, (number - 1) * self.most - 1, self.read)
        left = self.most
        while left:
            where, key = _behind(after)
            rows = self.read(
                f"SELECT id, updated_at, position FROM event {where}{_ORDER} LIMIT ?",
                (*key, min(left, PIECE)),
            ).fetchall()
            if not rows:
                return
            for event_id, changed, _ in checked(rows):
                yield event_id, changed
            left -= len(rows)
            after = rows[-1][1:]


def _behind(after: Key | None) -> tuple[str, tuple[Any, ...]]:
    return ("", ()) if after is None else ("WHERE (updated_at, position) > (?, ?) ", after)
