"""Finds events: the SQL for the events of a filter, in the order of a page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from service.deadline import Deadline, checked, current
from service.domain.query import Choice, Filter, Page
from service.store.departures import LAST_DEPARTURE
from service.store.engine import Engine
from service.store.plan import (
    ALL_SPANS,
    EVERY,
    Bounds,
    matching,
    residuals,
    says,
    sure_of_dates,
    text_walk,
    walk,
    whole_bounds,
    widest,
)
from service.store.position import HIGHEST, LOWEST
from service.store.search_sql import Asker
from service.store.sizes import SIZES, Sizes
from service.store.sql import ALL, Match, Near, Sql, Way
from service.store.sure_counts import surely
from service.store.walk_price import fewer, price

MAX_BRANCHES = 300

SOON = 1000
"""The number of events, by their last change, that are looked at first: often they fill the
page."""


FEWEST_TERMS = 3
"""So many terms, or more, are looked up together."""


class _Absent(threading.local):
    """The terms that were looked up in vain for the work of this thread under one deadline. Later
    work looks again, because events may have them by then."""

    def __init__(self) -> None:
        self._limit: Deadline | None = None
        self._terms: set[tuple[str, str]] = set()

    def terms(self) -> set[tuple[str, str]]:
        """The terms; empty at the beginning of each work, and always without a deadline."""
        limit = current()
        if limit is None or limit is not self._limit:
            self._limit, self._terms = limit, set()
        return self._terms


class Finder:
    """Finds the events of a filter in one database."""

    def __init__(self, database: Engine, sizes: Sizes = SIZES) -> None:
        self.database = database
        self.sizes = sizes
        self.execute: Callable[..., Any] = database.execute_sql
        self._terms: dict[tuple[str, str], int] = {}
        self._absent = _Absent()
        self.asker = Asker(database, self.term_id)
        database.remember(self)

    def forget(self) -> None:
        """Forget the ids of terms. Reads that have begun go on with the old ones."""
        self._terms = {}

    def term_id(self, kind: str, value: str) -> int | None:
        """The id of a term, or ``None`` if no event ever had it."""
        terms = self._terms
        known = terms.get((kind, value))
        if known is None:
            absent = self._absent.terms()
            if (kind, value) in absent:
                return None
            row = self.execute(
                "SELECT id FROM term WHERE kind = ? AND value = ?", (kind, value)
            ).fetchone()
            if row is None:
                absent.add((kind, value))
                return None
            # Ids are never reused, so it is safe to cache them.
            known = terms[(kind, value)] = int(row[0])
        return known

    def look_up(self, filter_: Filter) -> None:
        """Look up the terms of all choices at once, because each statement is a way to the server
        and back."""
        if not self.database.hosted:
            return
        terms, absent = self._terms, self._absent.terms()
        pairs = {(choice.kind, choice.value) for group in filter_.groups for choice in group}
        missing = [pair for pair in sorted(pairs) if pair not in terms and pair not in absent]
        if len(missing) < FEWEST_TERMS:
            return
        those = self.database.listed_rows(("kind", "value"), missing)
        rows = self.execute(
            f"SELECT t.kind, t.value, t.id FROM {those.text} CROSS JOIN term t"
            " WHERE t.kind = j.kind AND t.value = j.value",
            those.values,
        ).fetchall()
        found = {(kind, value): int(number) for kind, value, number in rows}
        terms.update(found)
        absent.update(pair for pair in missing if pair not in found)

    def page(
        self, filter_: Filter, page: Page, only: Sql | None = None, end: int | None = None
    ) -> Sql:
        """SQL for the documents and keys of a page and of one event after it. For walks by
        position, ``only`` is a condition on ``event e``, and ``end`` the last position."""
        if page.sort.endswith("updated"):
            return self._by_update(filter_, page)
        sql = self.positions(filter_, page, page.limit + 1, only=only, end=end)
        return Sql(
            f"SELECT d.body, p.position, {LAST_DEPARTURE} FROM ({sql.text}) p"
            " CROSS JOIN document d WHERE d.position = p.position"
            + self.database.ordered("p.position", page.sort.startswith("-")),
            sql.values,
        )

    def documents(self, positions: list[int]) -> dict[int, bytes]:
        """The documents of the events at these positions, by position."""
        those = self.database.listed(positions)
        rows = self.execute(
            f"SELECT d.position, d.body FROM {those.text} CROSS JOIN document d"
            " WHERE d.position = j.value",
            those.values,
        )
        return dict(checked(rows))

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
        """SQL for the positions of matching events in date order up to ``end``, at most ``limit``.
        The condition ``only`` on ``event e`` must hold for them. Counting needs no order, and a
        walk without one costs half as much."""
        found, rest = self.walk(filter_, page, spans, end, ordered=ordered)
        return self.joined(found, [*rest, *([only] if only else [])], limit)

    def surely(self, filter_: Filter, most: int) -> bool:
        """Whether at least ``most`` events match, by the precomputed counts."""
        self.look_up(filter_)
        return surely(self.execute, self.term_id, filter_, most)

    def number(self, filter_: Filter, most: int) -> int:
        """The number of matching events, up to ``most``."""
        several = any(len(group) > 1 for group in filter_.groups)
        if several and most < ALL and self.surely(filter_, most):
            return most
        # Blocs have grown, so more of the latest events are those of members.
        # Two lists that are intersected without an order are read only once.
        ordered = several or filter_.text is not None or len(filter_.groups) != 2
        page = Page(sort="-date" if several else "date")
        sql = self.positions(filter_, page, most, ordered=ordered)
        (count,) = self.execute(f"SELECT count(*) FROM ({sql.text}) p", sql.values).fetchone()
        return int(count)

    def price(self, filter_: Filter) -> float:
        """The price of a row of the filter's walk; see ``service.store.walk_price``."""
        return price(filter_, 0 if filter_.text is None else self.asker.words(filter_.text))

    def lean(self, filter_: Filter) -> Filter:
        """The same filter without the choices that find nothing, or nothing more than others. Use
        it before several queries about the filter."""
        groups = tuple(map(self._lean, filter_.groups))
        return filter_ if groups == filter_.groups else replace(filter_, groups=groups)

    def _lean(self, group: tuple[Choice, ...]) -> tuple[Choice, ...]:
        if len(group) == 1:
            return group
        found = [each for each in widest(group) if self.term_id(each.kind, each.value) is not None]
        return tuple(found) or group[:1]

    def walk(
        self,
        filter_: Filter,
        page: Page,
        spans: tuple[int, ...] = ALL_SPANS,
        end: int | None = None,
        *,
        ordered: bool = True,
    ) -> tuple[Way, list[Sql]]:
        """The way through positions in date order that include all matching events, and the
        conditions on ``event e`` that tell these from the others."""
        self.look_up(filter_)
        bounds = whole_bounds(filter_, spans)
        if not page.sort.endswith("updated"):
            bounds = _between(bounds, page, end)
        plain = filter_.text is None and len(filter_.groups) <= 1
        if plain:
            group = filter_.groups[0] if filter_.groups else (EVERY,)
            parts = walk(group, bounds, filter_.undated, self.term_id)
            way = Way(parts, (), len(group) > 1, page.sort.startswith("-"), ordered)
            # The full text is quicker long before an engine refuses so many branches.
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
        """At most ``limit`` positions of a walk whose events meet all conditions ``rest`` on
        ``event e``. Only the first ``looked`` positions of the walk are read. A negative limit
        means no limit."""
        return self.database.walked(way, rest, limit if limit >= 0 else ALL, looked)

    def _by_update(self, filter_: Filter, page: Page) -> Sql:
        """The same events in the order of their last change. Few events are sorted. Many are found
        soon enough if all events are read in this order."""
        down = page.sort.startswith("-")
        self.look_up(filter_)
        sizes = self.sizes
        few = fewer(sizes.few if filter_.text is None else sizes.few_said, self.price(filter_))
        conditions, after = matching(filter_, self.asker), list[Sql]()
        if filter_.text is not None:
            conditions.append(says(filter_.text, self.asker))
        if page.after is not None:
            sign = "<" if down else ">"
            after.append(Sql(f"(e.updated_at, e.position) {sign} (?, ?)", list(page.after[::-1])))
        way = " DESC" if down else ""
        if not self._soon(conditions, after, way, page.limit + 1) and (
            self.number(filter_, few + 1) <= few
        ):
            walk = self.positions(filter_, Page(), few)
            source = Sql(f"({walk.text}) w CROSS JOIN event e", walk.values)
            rest = [Sql("e.position = w.position"), *after]
        else:
            source, rest = Sql("event e"), [*conditions, *after]
        # The documents are read last, because many events may be sorted.
        text = (
            "SELECT d.body, p.position, p.updated_at FROM"
            f" (SELECT e.position, e.updated_at FROM {source.text}"
            f" WHERE {' AND '.join(part.text for part in rest) or 'TRUE'}"
            f" ORDER BY e.updated_at{way}, e.position{way} LIMIT ?) p"
            " CROSS JOIN document d WHERE d.position = p.position"
            + self.database.ordered(f"p.updated_at{way}, p.position", down)
        )
        values = [value for part in (source, *rest) for value in part.values]
        return Sql(text, [*values, page.limit + 1])

    def _soon(self, conditions: list[Sql], after: list[Sql], way: str, wanted: int) -> bool:
        """Whether as many events as wanted match among the next ones by their last change."""
        where = f" WHERE {after[0].text}" if after else ""
        held = "".join(f" AND {each.text}" for each in conditions)
        looked = max(SOON, 4 * wanted)
        values = [value for part in (*after, *conditions) for value in part.values]
        values.insert(len(after[0].values) if after else 0, looked)
        (count,) = self.execute(
            "SELECT count(*) FROM (SELECT 1 FROM (SELECT e.position FROM event e"
            f"{where} ORDER BY e.updated_at{way}, e.position{way} LIMIT ?) w WHERE EXISTS"
            # Without OFFSET an engine may reverse the join.
            f" (SELECT 1 FROM event e WHERE e.position = w.position{held} LIMIT 1 OFFSET 0)"
            " LIMIT ?) x",
            [*values, wanted],
        ).fetchone()
        return bool(count >= wanted)


def _between(bounds: Bounds, page: Page, end: int | None) -> Bounds:
    """The bounds of the events after the key of ``page``, up to the position ``end``."""
    down = page.sort.startswith("-")
    if page.after is not None:
        after = int(page.after[0])
        bounds = _cut(bounds, high=after - 1) if down else _cut(bounds, low=after + 1)
    if end is not None:
        bounds = _cut(bounds, low=end) if down else _cut(bounds, high=end)
    return bounds


def _cut(bounds: Bounds, low: int = LOWEST, high: int = HIGHEST) -> Bounds:
    return replace(bounds, lowest=max(bounds.lowest, low), highest=min(bounds.highest, high))
