"""Reads events: pages, streams and counts of the events of a filter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from service.domain.query import Filter, Page
from service.errors import Gone, NotFound
from service.store.bounds import ALL_SPANS
from service.store.departures import LAST_DEPARTURE
from service.store.event_tables import Saved
from service.store.exact_paging import exact_page
from service.store.export import Export, documents_by_change
from service.store.find import Finder
from service.store.large_group import BY_DATE, is_large, page_rows
from service.store.newest_first import many_lists, newest
from service.store.page_bounds import rows_at
from service.store.relevance import RELEVANCE, ranked_page
from service.store.sql import ALL
from service.store.stretch_reads import page_rows as rows_in_stretches
from service.store.stretches import in_stretches, may_be_in_stretches
from service.store.walk_price import LOOK, fewer

Key = tuple[int | str, ...]


@dataclass(slots=True)
class EventPage:
    """One page: the stored documents in order, and the key after which the next page begins. The
    next page has to see the changes up to ``reached``."""

    rows: list[bytes]
    next: Key | None
    total: int | None
    total_is: str
    reached: int = 0


class Reader(Finder):
    """Answers queries; never writes."""

    def get(self, event_id: str) -> Saved:
        """One event. Raises ``NotFound``, or ``Gone`` for a deleted one."""
        row = self.execute(
            "SELECT e.version, d.body FROM event e"
            " CROSS JOIN document d WHERE d.position = e.position AND e.id = ?",
            (event_id,),
        ).fetchone()
        if row is not None:
            return Saved(event_id, row[0], row[1])
        if self.execute("SELECT 1 FROM tombstone WHERE id = ?", (event_id,)).fetchone():
            raise Gone(f"event {event_id!r} was deleted")
        raise NotFound(f"there is no event {event_id!r}")

    def events(self, filter_: Filter, page: Page) -> EventPage:
        """One page in the order of ``page.sort``, with its count as ``page.count`` asks."""
        if page.sort == RELEVANCE:
            documents, key, number = ranked_page(self, filter_, page)
            return EventPage(documents, key, *self._total(filter_, page.count, number))
        rows = self._rows(filter_, page)
        after, limit = page.after, page.limit
        begun = after[1] if after and len(after) == 2 else None
        if isinstance(begun, int) and begun < self._last_departure(rows):
            rows = [(*row, begun) for row in exact_page(self, filter_, page, begun)]
        more = len(rows) > limit
        if more:
            del rows[limit:]
        if page.count == "none":
            total, total_is = None, "unknown"
        elif more or after is not None:
            total, total_is = self.total(filter_, page.count, len(rows) + more)
        else:  # the first page has all events
            total, total_is = len(rows), "exact"
        return EventPage([row[0] for row in rows], rows[-1][1:] if more else None, total, total_is)

    def _rows(self, filter_: Filter, page: Page) -> list[tuple[Any, ...]]:
        """The rows of ``Finder.page``."""
        more = filter_.groups or filter_.values or filter_.condition
        if more and page.sort in BY_DATE and may_be_in_stretches(self, filter_):
            lean = self.lean(filter_)
            if in_stretches(self, lean):
                return rows_in_stretches(self, lean, page)
        large = is_large(self, filter_, page)
        last_first = not large and page.sort == "-date" and many_lists(self, filter_, ALL_SPANS)
        several = large or last_first or page.sort not in BY_DATE
        # All statements of a page must read the same state of the database.
        with self.database.reading() if several else nullcontext():
            rows = page_rows(self, filter_, page) if large else None
            if last_first:
                found = newest(self, filter_, ALL_SPANS, page, page.limit + 1)
                rows = None if found is None else rows_at(self, found, page)
            if rows is None:
                sql = self.page(filter_, page)
                rows = self.execute(sql.text, sql.values).fetchall()
            return rows

    def _last_departure(self, rows: list[tuple[Any, ...]]) -> int:
        """The last departure as of the statement that gave ``rows``, or as of now if it gave
        none."""
        return int(rows[0][2] if rows else self.execute(f"SELECT {LAST_DEPARTURE}").fetchone()[0])

    def stream(self, filter_: Filter, sort: str = "date") -> Iterator[bytes]:
        """Every document, in constant memory, with no lock held in between.

        A search is not repeated for each piece. By relevance the stream ends after the ranked
        events.
        """
        if sort == RELEVANCE:
            yield from ranked_page(self, filter_, Page(sort=sort, limit=self.sizes.ranked))[0]
            return
        if sort.endswith("updated"):
            yield from documents_by_change(self, filter_, sort)
            return
        yield from Export(self, filter_, sort).documents()

    def _total(self, filter_: Filter, how: str, number: int | None) -> tuple[int | None, str]:
        """The total of a page by relevance. Nothing is counted again if the ``number`` of its
        events, up to one more than are ranked, is enough."""
        most = self.sizes.ranked
        if how == "none" or number is None or (number > most and how != "capped"):
            return self.total(filter_, how)
        return (most, "at_least") if number > most else (number, "exact")

    def total(self, filter_: Filter, how: str, seen: int | None = None) -> tuple[int | None, str]:
        """The number of matching events: ``exact``, up to ``sizes.ranked`` (``at_least``), or
        unknown. A capped count with ``seen``, the number of events that are known to match, reads a
        limited number of events, so it may say less. An ``affordable`` count is exact if it has to
        read a limited number of events, or else unknown."""
        if how == "none":
            return None, "unknown"
        sizes, looked = self.sizes, ALL
        if how == "affordable":
            filter_ = self.lean(filter_)
            if _tests_events(filter_):
                looked = fewer(sizes.affordable, self.price(filter_))
            count, cut = self.number_among(filter_, ALL, looked)
            return (None, "unknown") if cut else (count, "exact")
        limit = ALL if how == "exact" else sizes.ranked + 1
        if how != "exact" and seen is not None and _tests_events(filter_):
            filter_ = self.lean(filter_)
            rows = fewer(sizes.looked, max(1.0, self.price(filter_) - LOOK))
            looked = max(sizes.fewest_looked, rows)
        count, cut = self.number_among(filter_, limit, looked)
        if count >= limit:
            return sizes.ranked, "at_least"
        return (max(count, seen or 0), "at_least") if cut else (count, "exact")


def _tests_events(filter_: Filter) -> bool:
    """Whether many events may have to be read to find one that matches."""
    return bool(filter_.values or filter_.condition or filter_.has_periods)
