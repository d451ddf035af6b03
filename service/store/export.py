"""All events of a filter, in constant memory, exact while others write.

One search finds many events, for many pieces of documents, because the search is the expensive
part.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from service.deadline import checked
from service.domain.query import Filter, Page
from service.store.departures import LAST_DEPARTURE
from service.store.exact_paging import demand_remembered
from service.store.filter_match import matches
from service.store.find import Finder
from service.store.order_of_change import by_update
from service.store.rows import COLUMNS, from_row
from service.store.sql import id_lists

STREAM_BYTES, MAX_PIECE = 1 << 17, 2000
"""The approximate number of bytes of documents that an export has in memory, and the number of
documents."""
FIRST_PIECE = 100
"""Documents of the first piece: it is small because a client is waiting for it."""
GATHERED = 100_000
"""Positions that an export keeps in memory (8 bytes each) before it searches again from there."""
KEYS = 10_000
"""The same for an export in the order of the last change, whose keys are longer."""
GROWTH = 10
"""The factor by which each search gathers more positions than the one before, so that the first
documents wait for few of them."""
_EVENT = ", ".join(f"e.{name}" for name in COLUMNS)


class Export:
    """All events of a filter by date, as they stood when the export began. One search finds up to
    ``gathered`` events."""

    def __init__(
        self, finder: Finder, filter_: Filter, sort: str, gathered: int = GATHERED
    ) -> None:
        self.gathered = gathered
        self.finder = finder
        self.filter = filter_
        self.page = Page(sort=sort, count="none")
        self.down = sort.startswith("-")
        self.begun: int | None = None

    def documents(self) -> Iterator[bytes]:
        """Every document, read in pieces of about ``STREAM_BYTES``."""
        after, most, size = None, min(FIRST_PIECE, self.gathered), FIRST_PIECE
        while True:
            gathered = self._gather(after, most)
            ended = len(gathered) < most
            while gathered or ended:
                some, gathered = gathered[:size], gathered[size:]
                last = ended and not gathered
                found = self._piece(some, after, None if last else some[-1])
                yield from found
                if last:
                    return
                after = some[-1]
                size = _piece_size(found)
            most = min(most * GROWTH, self.gathered)

    def _gather(self, after: int | None, most: int) -> array[int]:
        page = self.page if after is None else replace(self.page, after=(after,))
        sql = self.finder.positions(self.filter, page, most)
        text = f"SELECT p.position, {LAST_DEPARTURE} FROM ({sql.text}) p"
        text += self.finder.database.ordered("p.position", self.down)
        found = array("q")
        for position, begun in self.finder.execute(text, sql.values):
            if self.begun is None:
                self.begun = begun
            found.append(position)
        return found

    def _piece(self, positions: array[int], after: int | None, until: int | None) -> list[bytes]:
        """The documents of events that stood beyond ``after`` and up to ``until``. Those that may
        still stand there are at ``positions``."""
        if self.begun is None:
            return []
        execute = self.finder.execute
        with self.finder.database.reading():  # one state of the database for every read
            found = self.finder.documents(positions.tolist())
            demand_remembered(self.finder, self.begun)
            left = _left(execute, self.begun)
            for row, body in checked(_those(execute, list(left))):
                found.pop(row["position"], None)
                times = row["updated_at"], row["created_at"], row["version"]
                if matches(self.filter, from_row(row), *times):
                    at = left[row["id"]]
                    if self._inside(at, after, until):
                        found[at] = body
        return [found[at] for at in sorted(found, reverse=self.down)]

    def _inside(self, position: int, after: int | None, until: int | None) -> bool:
        """Whether the export meets ``position`` after ``after`` and not after ``until``."""
        sign = -1 if self.down else 1
        behind = after is None or sign * position > sign * after
        return behind and (until is None or sign * position <= sign * until)


def documents_by_change(
    finder: Finder, filter_: Filter, sort: str, gathered: int = KEYS
) -> Iterator[bytes]:
    """Every document in the order of the last change. An event that changes meanwhile is read at
    its new place, if that is still to come. One search finds up to ``gathered`` events."""
    page, size = Page(sort=sort, limit=min(FIRST_PIECE, gathered), count="none"), FIRST_PIECE
    while True:
        with finder.database.reading():
            sql = by_update(finder, filter_, page)
            keys = [tuple(row) for row in checked(finder.execute(sql.text, sql.values))]
        ended, left = len(keys) <= page.limit, keys
        while left:
            some, left = left[:size], left[size:]
            found = _unchanged(finder, some)
            yield from found
            size = _piece_size(found) if found else size
        if ended:
            return
        page = replace(page, after=keys[-1], limit=min(page.limit * GROWTH, gathered))


def _unchanged(finder: Finder, keys: list[tuple[int, str]]) -> list[bytes]:
    """The documents of those events that have not changed since the times of their keys."""
    those = finder.database.listed([position for position, _ in keys])
    rows = finder.execute(
        f"SELECT e.position, e.updated_at, d.body FROM {those.text} CROSS JOIN event e"
        " CROSS JOIN document d WHERE e.position = j.value AND d.position = j.value",
        those.values,
    )
    found = {(position, changed): body for position, changed, body in checked(rows)}
    return [found[each] for each in keys if each in found]


def _piece_size(documents: list[bytes]) -> int:
    """The number of documents of a piece, from those of the piece before."""
    bytes_each = max(1, sum(map(len, documents)) // max(1, len(documents)))
    return min(max(STREAM_BYTES // bytes_each, 10), MAX_PIECE)


def _left(execute: Callable[..., Any], begun: int) -> dict[str, int]:
    """The old position of each event that has left it since ``begun``."""
    found: dict[str, int] = {}
    for event_id, position in execute(
        "SELECT id, position FROM departure WHERE number > ? ORDER BY number", (begun,)
    ):
        found.setdefault(event_id, position)
    return found


def _those(execute: Callable[..., Any], ids: list[str]) -> list[tuple[dict[str, Any], bytes]]:
    """The rows and documents of the ids that exist now."""
    found = []
    for marks, some in id_lists(ids):
        rows = execute(
            f"SELECT d.body, {_EVENT} FROM event e"
            " CROSS JOIN document d WHERE d.position = e.position"
            f" AND e.id IN {marks}",
            some,
        )
        found += [(dict(zip(COLUMNS, row[1:], strict=True)), row[0]) for row in rows]
    return found
