"""The days and positions of the events after the key of a page."""

from __future__ import annotations

from service.domain.query import Filter, Page
from service.store.plan import Bounds, whole_bounds
from service.store.position import HIGHEST, LOWEST


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
