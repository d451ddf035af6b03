"""Finds events: the SQL for the events of a filter, in the order of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from service.deadline import checked
from service.domain.query import Choice, Filter, Page
from service.store.bounds import ALL_SPANS, Bounds, settled, within_periods
from service.store.count import count
from service.store.engine import Engine
from service.store.few_changed import walk_of_changed
from service.store.few_paid import currencies, walk_of_paid
from service.store.group_sizes import GroupSizes
from service.store.kept_counts import KeptCounts
from service.store.known_terms import KnownTerms, LookupCache
from service.store.order_of_change import by_update, with_documents
from service.store.page_bounds import bounds_of, of_documents
from service.store.places import with_cells
from service.store.plan import EVERY, residuals, sure_of_dates, text_walk, walk, widest
from service.store.search_sql import SearchWriter
from service.store.sizes import SIZES, Sizes
from service.store.sql import ALL, Match, Near, Sql, Way
from service.store.sure_counts import surely_at_least
from service.store.terms import CELL, cell_id
from service.store.tested_groups import Split, split
from service.store.walk_price import price

MOST_IN_CELLS = 100_000
"""The maximum number of events of cells that are counted for an estimate."""


class Finder:
    """Finds the events of a filter in one database."""

    def __init__(self, database: Engine, sizes: Sizes = SIZES) -> None:
        self.database = database
        self.sizes = sizes
        self.execute: Callable[..., Any] = database.execute_sql
        looked = LookupCache()
        self.terms = KnownTerms(database, looked)
        self.term_id, self.look_up = self.terms.id, self.terms.look_up
        self.uses, self.all_uses = self.terms.uses, self.terms.all_uses
        self.known_few = looked.few
        self.counts = KeptCounts()
        self.asker = SearchWriter(database, self.terms, looked, sizes.rare)
        self.group_sizes = GroupSizes(database, self.term_id)
        database.remember(self)

    def forget(self) -> None:
        """Forget the ids of terms. Reads that have begun go on with the old ones."""
        self.terms.forget()
        self.asker.forget()
        self.group_sizes.forget()

    def page(
        self, filter_: Filter, page: Page, only: Sql | None = None, end: int | None = None
    ) -> Sql:
        """SQL for the documents and keys of a page and of one event after it. For walks by
        position, ``only`` is a condition on ``event e``, and ``end`` the last position."""
        if page.sort.endswith("updated"):
            return with_documents(self, page, by_update(self, filter_, page))
        sql = self.positions(filter_, page, page.limit + 1, only=only, end=end)
        order = self.database.ordered("p.position", page.sort.startswith("-"))
        document = self.database.row_at("document d", "p.position").text
        return Sql(of_documents(sql.text, document, order), sql.values)

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
        return surely_at_least(self.execute, self.term_id, filter_, most)

    def number(self, filter_: Filter, most: int) -> int:
        """The number of matching events, up to ``most``."""
        return self.number_among(filter_, most, ALL)[0]

    def number_among(self, filter_: Filter, most: int, looked: int) -> tuple[int, bool]:
        """The number of matching events, up to ``most``, and whether it is cut. If no index answers
        the filter, only the first ``looked`` events that may match are read. The pages of one list
        have one number, so it is kept until something is written."""
        key, state = (filter_, most, looked), self.database.state()
        found = self.counts.get(key, state)
        if found is None:
            found = count(self, filter_, most, looked)
            self.counts.put(key, state, found)
        return found

    def size_of(self, group: tuple[Choice, ...], most: int = MOST_IN_CELLS) -> int:
        """The number of events of all terms of a group; of cells up to ``most``, because this
        number is not stored."""
        if group[0].kind != CELL:
            return sum(map(self.uses, group))
        cells = self.database.listed([cell_id(int(each.value)) for each in group])
        sql = f"SELECT 1 FROM {cells.text} CROSS JOIN posting p WHERE p.term = j.value LIMIT ?"
        return self.counted(Sql(sql, [*cells.values, most]))

    def counted(self, sql: Sql) -> int:
        """The number of rows of a statement."""
        (count,) = self.execute(f"SELECT count(*) FROM ({sql.text}) p", sql.values).fetchone()
        return int(count)

    def price(self, filter_: Filter) -> float:
        """The price of a row of the filter's walk; see ``service.store.walk_price``."""
        return price(filter_, self.words(filter_))

    def words(self, filter_: Filter) -> int:
        """The number of words and phrases that the full text searches for the filter."""
        return 0 if filter_.text is None else self.asker.words(filter_.text)

    def lean(self, filter_: Filter) -> Filter:
        """The same filter without the choices that find nothing, or nothing more than others. Use
        it before several queries about the filter."""
        filter_ = settled(with_cells(self._paid(filter_)))
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
        branches: int = 0,
    ) -> tuple[Way, list[Sql]]:
        """A scan of positions in date order that include all matching events, and the conditions on
        ``event e`` that select these. It has at most so many branches as the engine merges, or
        ``branches``, if these are more."""
        self.look_up(filter_)
        filter_ = settled(with_cells(self._paid(filter_)))
        bounds = bounds_of(filter_, spans, page, end)
        down = page.sort.startswith("-")
        few = walk_of_changed(self, filter_, bounds, down=down, ordered=ordered)
        few = few or walk_of_paid(self, filter_, bounds, down=down, ordered=ordered)
        if few is not None:
            return few
        parted = split(self, filter_) if self._may_be_split(filter_) else Split(filter_)
        filter_ = parted.sought
        plain = filter_.text is None and len(filter_.groups) <= 1
        group = filter_.groups[0] if filter_.groups else (EVERY,)
        if plain and group[0].kind != CELL:
            # Each choice has a branch for each class of length.
            most = max(branches, self.database.branches)
            plain = len(group) == 1 or len(widest(group)) * len(bounds.spans) <= most + len(group)
        if plain:
            parts = walk(group, bounds, filter_.undated, self.term_id)
            overlap = len(group) > 1 and group[0].kind != CELL
            staged = ordered and not down and self._is_long(group, bounds)
            way = Way(parts, (), overlap, down, ordered, staged=staged)
            plain = len(parts) <= max(branches, self.database.branches)
            if group[0].kind == CELL:
                merged = plain and bounds.since is not None
                plain = not ordered or merged or len(group) <= self.database.cells
        if not plain:
            if bounds.certain and not self.database.hosted:
                # No event matches outside the days on which some choice of every group holds.
                bounds = bounds_of(within_periods(filter_), spans, page, end)
            matches = text_walk(filter_, bounds, self.asker)
            near = self._near(filter_, matches, partial(bounds_of, spans=spans, page=page, end=end))
            way = Way([], matches, False, down, ordered, near)
        if not way.branches and not way.matches:
            return way, []
        dated = sure_of_dates(filter_)
        rest = residuals(filter_, self.asker, walked=plain, dated=dated)
        return way, [*rest, *parted.conditions(self)]

    def _is_long(self, group: tuple[Choice, ...], bounds: Bounds) -> bool:
        """Whether many events that end before the range may have to be passed over."""
        if self.database.hosted or bounds.since is None or bounds.certain:
            return False
        least, size_of = self.sizes.staged, self.group_sizes.of
        return size_of((EVERY,)) >= least and size_of(group) >= least

    def _may_be_split(self, filter_: Filter) -> bool:
        # A server gets another plan too, and chooses between the two.
        lists = len(filter_.groups) + (filter_.text is not None)
        return lists > 1 and not self.database.hosted

    def _paid(self, filter_: Filter) -> Filter:
        """The same filter with the terms of currencies that an amount which it requires implies. So
        only events with an amount are read."""
        if filter_.value("currency") is None and filter_.value("min_amount") is None:
            return filter_
        if any(each.kind == "currency" for group in filter_.groups for each in group):
            return filter_
        return self.with_amounts(filter_)

    def with_amounts(self, filter_: Filter) -> Filter:
        """The filter for those of the same events that have an amount; if there are too many
        currencies, the same filter."""
        used = currencies(self, filter_.value("currency"))
        if used is None:
            return filter_
        group = tuple(Choice("currency", each) for each in used) or (Choice("currency", ""),)
        return replace(filter_, groups=(*filter_.groups, group))

    def _near(
        self, filter_: Filter, matches: list[Match], bounds_of: Callable[[Filter], Bounds]
    ) -> Near | None:
        if not matches or not self.database.hosted:
            return None  # only a server gets another plan
        asked = len(filter_.groups) + (filter_.text is not None)
        periods = filter_.has_periods
        bounds = bounds_of(within_periods(filter_) if periods else filter_)
        leads = (
            partial(walk, group, bounds, filter_.undated, self.term_id)
            for group in (*filter_.groups, (EVERY,))
        )
        return Near(matches[0].asked[:asked], tuple(leads), periods)

    def joined(self, way: Way, rest: list[Sql], limit: int, looked: int = ALL) -> Sql:
        """At most ``limit`` positions of a walk whose events meet all conditions ``rest`` on
        ``event e``. Only the first ``looked`` positions of the walk are read. A negative limit
        means no limit."""
        return self.database.walked(way, rest, limit if limit >= 0 else ALL, looked)
