"""Walks that stay exact while events move under them.

A walk goes by position, so an event whose first day is corrected while somebody pages
through a list could be met twice or not at all. A walk therefore remembers the last
departure before it began, and meets an event that has left its position since then where
it stood at the beginning. The order of a list is then that of the dates at its beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from service.domain.query import Filter, Page
from service.store.matching import matches
from service.store.rows import COLUMNS, from_row

if TYPE_CHECKING:
    from service.store.read import Reader

LAST_DEPARTURE = "(SELECT coalesce(max(number), 0) FROM departure)"
_EVENT = ", ".join(f"e.{name}" for name in COLUMNS)


def page_of_walk(
    reader: Reader, filter_: Filter, page: Page, begun: int
) -> list[tuple[bytes, int]]:
    """The documents and positions of a page and of one event beyond it, in the order in
    which the walk, begun after the departure ``begun``, meets them."""
    with reader.database.atomic():  # one state of the database for every look
        left = _left(reader.execute, begun)
        standing, moved = [], []
        for row, body in _those(reader.execute, list(left)):
            standing.append(row["position"])
            times = row["updated_at"], row["created_at"], row["version"]
            if matches(filter_, from_row(row), *times):
                moved.append((body, left[row["id"]]))
        sql = reader.page(filter_, page, beyond=len(standing) + 1)
        rows = reader.execute(sql.text, sql.values).fetchall()
    away = set(standing)
    down = page.sort.startswith("-")
    after = int(page.after[0]) if page.after else 0
    found = [(body, at) for body, at, *_ in rows if at not in away]
    found += [(body, at) for body, at in moved if (at < after if down else at > after)]
    return sorted(found, key=lambda each: each[1], reverse=down)[: page.limit + 1]


def _left(execute: Callable[..., Any], begun: int) -> dict[str, int]:
    """Where each event that has left since ``begun`` stood then."""
    found: dict[str, int] = {}
    for event_id, position in execute(
        "SELECT id, position FROM departure WHERE number > ? ORDER BY number", (begun,)
    ):
        found.setdefault(event_id, position)
    return found


def _those(execute: Callable[..., Any], ids: list[str]) -> list[tuple[dict[str, Any], bytes]]:
    """The rows and documents of those ids that are there now."""
    found = []
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        rows = execute(
            f"SELECT d.body, {_EVENT} FROM event e"
            " CROSS JOIN document d ON d.position = e.position"
            f" WHERE e.id IN ({', '.join('?' * len(some))})",
            some,
        )
        found += [(dict(zip(COLUMNS, row[1:], strict=True)), row[0]) for row in rows]
    return found
