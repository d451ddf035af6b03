"""Reading events: pages, streams and counts of what a filter lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from service.domain.query import Filter, Page
from service.errors import Gone, NotFound
from service.store.engine import Engine
from service.store.event_tables import Saved
from service.store.exact_paging import LAST_DEPARTURE, page_of_walk
from service.store.export import MAX_PIECE, Walk
from service.store.plan import (
    ALL_SPANS,
    EVERY,
    Bounds,
    matching,
    residuals,
    sure_of_dates,
    text_walk,
    walk,
    whole_bounds,
)
from service.store.position import HIGHEST, LOWEST
from service.store.relevance import RANKED, RELEVANCE, ranked_page
from service.store.search_sql import Asker
from service.store.sql import ALL, Match, Near, Sql, Way

CAP = RANKED
"""How far a capped count counts."""

MAX_BRANCHES = 200

Key = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """One page: the stored documents in order, and the key after which the next begins."""

    rows: list[bytes]
    next: Key | None
    total: int | None
    total_is: str


class Reader:
    """Answers questions; never writes."""

    def __init__(self, database: Engine) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql
        self._terms: dict[tuple[str, str], int] = {}
        self.asker = Asker(database, self.term_id)

    def term_id(self, kind: str, value: str) -> int | None:
        """The number of a term, or ``None`` if no event ever had it."""
        known = self._terms.get((kind, value))
        if known is None:
            row = self.execute(
                "SELECT id FROM term WHERE kind = ? AND value = ?", (kind, value)
            ).fetchone()
            if row is None:
                return None
            # Numbers are never reused, so remembering them is safe.
            known = self._terms[(kind, value)] = int(row[0])
        return known

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

    def events(self, filter_: Filter, page: Page) -> Slice:
        """One page in the order of ``page.sort``, with its count as ``page.count`` asks."""
        if page.sort == RELEVANCE:
            documents, key = ranked_page(self, filter_, page)
            return Slice(documents, key, *self.total(filter_, page.count))
        sql = self.page(filter_, page)
        rows = self.execute(sql.text, sql.values).fetchall()
        begun = page.after[1] if page.after and len(page.after) == 2 else None
        if isinstance(begun, int) and begun < self._last_departure(rows):
            walked = page_of_walk(self, filter_, page, begun)
            rows = [(*row, begun) for row in walked]
        more = len(rows) > page.limit
        rows = rows[: page.limit]
        total, total_is = self.total(filter_, page.count)
        return Slice([row[0] for row in rows], rows[-1][1:] if more else None, total, total_is)

    def _last_departure(self, rows: list[tuple[Any, ...]]) -> int:
        """As of the statement that gave ``rows``, or of now where it gave none."""
        return int(rows[0][2] if rows else self.execute(f"SELECT {LAST_DEPARTURE}").fetchone()[0])

    def page(
        self, filter_: Filter, page: Page, only: Sql | None = None, end: int | None = None
    ) -> Sql:
        """SQL for the documents and keys of a page and of one event after it. For walks by
        position ``only`` is a condition on ``event e``, and ``end`` the last position."""
        if page.sort.endswith("updated"):
            return self._by_update(filter_, page)
        sql = self.positions(filter_, page, page.limit + 1, only=only, end=end)
        return Sql(
            f"SELECT d.body, p.position, {LAST_DEPARTURE} FROM ({sql.text}) p"
            " CROSS JOIN document d WHERE d.position = p.position"
            + self.database.ordered("p.position", page.sort.startswith("-")),
            sql.values,
        )

    def stream(self, filter_: Filter, sort: str = "date") -> Iterator[bytes]:
        """Every document, in constant memory, and no lock held in between.

        By date it is one ``Walk``, so that a search is not done anew for each piece. By
        relevance it ends with what is ranked.
        """
        if sort == RELEVANCE:
            yield from ranked_page(self, filter_, Page(sort=sort, limit=RANKED))[0]
            return
        if sort.endswith("updated"):
            yield from self._pages(filter_, sort)
            return
        yield from Walk(self, filter_, sort).documents()

    def _pages(self, filter_: Filter, sort: str) -> Iterator[bytes]:
        """Every document in the order of the last change, page by page."""
        page = Page(sort=sort, limit=100, count="none")
        while True:
            found = self.events(filter_, page)
            yield from found.rows
            if found.next is None:
                return
            page = replace(page, after=found.next, limit=MAX_PIECE // 10)

    def total(self, filter_: Filter, how: str) -> tuple[int | None, str]:
        """How many events in all: ``exact``, up to ``CAP`` (``at_least``), or unknown."""
        if how == "none":
            return None, "unknown"
        limit = ALL if how == "exact" else CAP + 1
        sql = self.positions(filter_, Page(), limit)
        (count,) = self.execute(f"SELECT count(*) FROM ({sql.text}) p", sql.values).fetchone()
        return (CAP, "at_least") if count >= limit else (int(count), "exact")

    def positions(
        self,
        filter_: Filter,
        page: Page,
        limit: int,
        spans: tuple[int, ...] = ALL_SPANS,
        *,
        only: Sql | None = None,
        end: int | None = None,
        ordered: bool = True,
    ) -> Sql:
        """SQL for the positions of matching events in date order up to ``end``, at most
        ``limit``, those of which the condition ``only`` on ``event e`` holds. Without an order,
        which is not needed for counting, a walk costs half as much."""
        found, rest = self.walk(filter_, page, spans, end, ordered=ordered)
        return self.joined(found, [*rest, *([only] if only else [])], limit)

    def walk(
        self,
        filter_: Filter,
        page: Page,
        spans: tuple[int, ...] = ALL_SPANS,
        end: int | None = None,
        *,
        ordered: bool = True,
    ) -> tuple[Way, list[Sql]]:
        """The way through positions in date order among which all matching events are, and the
        conditions on ``event e`` that tell them from the others."""
        bounds = whole_bounds(filter_, spans)
        if not page.sort.endswith("updated"):
            bounds = _between(bounds, page, end)
        plain = filter_.text is None and len(filter_.groups) <= 1
        if plain:
            group = filter_.groups[0] if filter_.groups else (EVERY,)
            parts = walk(group, bounds, filter_.undated, self.term_id)
            way = Way(parts, (), len(group) > 1, page.sort.startswith("-"), ordered)
            # Long before an engine refuses so many branches the full text is quicker.
            plain = len(parts) <= MAX_BRANCHES
        if not plain:
            matches = text_walk(filter_, bounds, self.asker)
            near = self._near(filter_, bounds, matches)
            way = Way([], matches, False, page.sort.startswith("-"), ordered, near)
        if not way.branches and not way.matches:
            return way, []
        dated = sure_of_dates(filter_)
        return way, residuals(filter_, self.asker, walked=plain, dated=dated)

    def _near(self, filter_: Filter, bounds: Bounds, matches: list[Match]) -> Near | None:
        if not matches:
            return None
        asked = len(filter_.groups) + (filter_.text is not None)
        leads = (
            partial(walk, group, bounds, filter_.undated, self.term_id)
            for group in (*filter_.groups, (EVERY,))
        )
        return Near(matches[0].asked[:asked], tuple(leads))

    def joined(self, way: Way, rest: list[Sql], limit: int, looked: int = ALL) -> Sql:
        """At most ``limit`` positions of a walk of which all conditions ``rest`` on ``event e``
        hold; of the walk the first ``looked`` are looked at. A negative limit is none."""
        return self.database.walked(way, rest, limit if limit >= 0 else ALL, looked)

    def _by_update(self, filter_: Filter, page: Page) -> Sql:
        """The same events in the order in which they were last changed."""
        down = page.sort.startswith("-")
        rest = matching(filter_, self.asker)
        if filter_.text is not None:
            matches = text_walk(Filter(text=filter_.text, undated=True), _ANYWHERE, self.asker)
            found = self.joined(Way([], matches[:1], ordered=False), [], ALL)
            rest.append(Sql(f"e.position IN ({found.text})", found.values))
        if page.after is not None:
            sign = "<" if down else ">"
            rest.append(Sql(f"(e.updated_at, e.position) {sign} (?, ?)", list(page.after[::-1])))
        way = " DESC" if down else ""
        text = (
            "SELECT d.body, e.position, e.updated_at FROM event e"
            " CROSS JOIN document d WHERE"
            f" {' AND '.join(['d.position = e.position', *(part.text for part in rest)])}"
            f" ORDER BY e.updated_at{way}, e.position{way} LIMIT ?"
        )
        return Sql(text, [*(value for part in rest for value in part.values), page.limit + 1])


def _between(bounds: Bounds, page: Page, end: int | None) -> Bounds:
    """The bounds of what comes after the key of ``page``, up to the position ``end``."""
    down = page.sort.startswith("-")
    if page.after is not None:
        after = int(page.after[0])
        bounds = _cut(bounds, high=after - 1) if down else _cut(bounds, low=after + 1)
    if end is not None:
        bounds = _cut(bounds, low=end) if down else _cut(bounds, high=end)
    return bounds


def _cut(bounds: Bounds, low: int = LOWEST, high: int = HIGHEST) -> Bounds:
    return replace(bounds, lowest=max(bounds.lowest, low), highest=min(bounds.highest, high))


_ANYWHERE = Bounds(None, None, certain=False)
