"""The days and positions of the events after the key of a page, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from service.domain.query import Filter, Page
from service.domain.result_cache import cached
from service.store.bounds import Bounds, whole_bounds
from service.store.departures import LAST_DEPARTURE
from service.store.position import HIGHEST, LOWEST
from service.store.sql import Sql

if TYPE_CHECKING:
    from service.store.find import Finder


def bounds_of(filter_: Filter, spans: tuple[int, ...], page: Page, end: int | None) -> Bounds:
    """The bounds of the events after the key of ``page``, up to the position ``end``."""
    bounds = whole_bounds(filter_, spans)
    return bounds if page.sort.endswith("updated") else between(bounds, page, end)


def between(bounds: Bounds, page: Page, end: int | None) -> Bounds:
    """The bounds of the events after the key of ``page``, up to the position ``end``."""
    down = page.sort.startswith("-")
    if page.after is not None:
        after = int(page.after[0])
        bounds = _cut(bounds, high=after - 1) if down else _cut(bounds, low=after + 1)
    if end is not None:
        bounds = _cut(bounds, low=end) if down else _cut(bounds, high=end)
    return bounds


def _cut(bounds: Bounds, low: int = LOWEST, high: int = HIGHEST) -> Bounds:
    return Bounds(
        bounds.since, bounds.until, bounds.certain,
        max(bounds.lowest, low), min(bounds.highest, high), bounds.spans,
    )  # fmt: skip


@cached(64, longest=4000)
def of_documents(positions: str, document: str, order: str) -> str:
    """The text of a page, from that of its positions, and that of the ``document`` at each."""
    return f"SELECT d.body, p.position, {LAST_DEPARTURE} FROM ({positions}) p{document}{order}"


def rows_of(finder: Finder, positions: Sql, page: Page) -> list[tuple[Any, ...]]:
    """The rows of a page, whose positions a statement finds."""
    order = finder.database.ordered("p.position", page.sort.startswith("-"))
    document = finder.database.row_at("document d", "p.position").text
    text = of_documents(positions.text, document, order)
    rows: list[tuple[Any, ...]] = finder.execute(text, positions.values).fetchall()
    return rows


def rows_at(finder: Finder, positions: Sequence[int], page: Page) -> list[tuple[Any, ...]]:
    """The rows of a page, whose positions are known."""
    those = finder.database.listed(positions)
    sql = Sql(f"SELECT j.value AS position FROM {those.text}", those.values)
    return rows_of(finder, sql, page)
