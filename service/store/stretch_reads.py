"""Pages and counts of the events in stretches of days (``service.store.stretches``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from service.domain.query import Filter, Page
from service.store.bounds import ALL_SPANS
from service.store.lasting_events import lasting, positions
from service.store.newest_first import many_lists, newest
from service.store.page_bounds import rows_at, rows_of
from service.store.periods import Days
from service.store.plan import member
from service.store.position import day_of
from service.store.smallest_group import way_to
from service.store.sql import Sql
from service.store.stretches import Stretch, passed, stretches

if TYPE_CHECKING:
    from service.store.find import Finder

FEW = 2
"""The number of stretches that one statement reads."""


def page_rows(finder: Finder, filter_: Filter, page: Page) -> list[tuple[Any, ...]]:
    """The rows that ``Finder.page`` would give for a page of a lean filter in the order of
    dates."""
    every = stretches(finder, filter_, page, finder.sizes.stretches)
    some = list(islice(every, FEW + 1))
    down = page.sort.startswith("-") and many_lists(finder, filter_, ALL_SPANS)
    if len(some) <= FEW and not down and not any(each.lasting for each in some):
        return _at_once(finder, some, page)
    with finder.database.reading():
        return rows_at(finder, _by_steps(finder, chain(some, every), page), page)


def _at_once(finder: Finder, some: Sequence[Stretch], page: Page) -> list[tuple[Any, ...]]:
    """The rows of a page from a few stretches without events that have to be looked for in
    postings. One stretch follows the other in one statement."""
    size = page.limit + 1
    parts = [way_to(finder, *each.walked, page, size) for each in some if each.walked is not None]
    if not parts:
        return []
    if len(parts) == 1:
        return rows_of(finder, parts[0], page)
    text = " UNION ALL ".join([f"SELECT position FROM ({each.text})" for each in parts])
    values = [value for each in parts for value in each.values]
    return rows_of(finder, Sql(f"{text} LIMIT ?", [*values, size]), page)


def _by_steps(finder: Finder, every: Iterable[Stretch], page: Page) -> list[int]:
    """The positions of a page and of one event after it. The caller reads one state of the
    database."""
    down, size, found = page.sort.startswith("-"), page.limit + 1, list[int]()
    place: int | None = None
    for each in every:
        if place is not None and passed(each.days, place, down):
            continue
        some = _walked(finder, each, page, size - len(found))
        if not some and not found:
            # There may be centuries before the first event.
            place = _next(finder, each.days, page)
            if place is not None and passed(each.days, place, down):
                continue
        found += _with_lasting(finder, each, page, some, size - len(found))
        if len(found) >= size:
            break
    return found


def _next(finder: Finder, days: Days, page: Page) -> int | None:
    """The day on which the first event after the key of a page begins, in ``days`` or beyond,
    whether it matches or not; ``None`` if there is none with a date."""
    beyond = (None, days[1]) if page.sort.startswith("-") else (days[0], None)
    found = positions(finder, finder.positions(Filter(begins=beyond), page, 1))
    return day_of(found[0]) if found else None


def _walked(finder: Finder, stretch: Stretch, page: Page, size: int) -> list[int]:
    """The positions of the first ``size`` events of ``Stretch.walked`` after the key of the
    page."""
    if stretch.walked is None:
        return []
    filter_, spans = stretch.walked
    if page.sort.startswith("-") and many_lists(finder, filter_, spans):
        found = newest(finder, filter_, spans, page, size)
        if found is not None:
            return found
    return positions(finder, way_to(finder, filter_, spans, page, size))


def _with_lasting(
    finder: Finder, stretch: Stretch, page: Page, found: list[int], size: int
) -> list[int]:
    """The first ``size`` of the positions ``found`` and those of ``Stretch.lasting``."""
    end = found[-1] if len(found) == size else None
    for part in stretch.lasting:
        more = lasting(finder, part, page, end, size=size)
        if more:
            found = sorted({*found, *more}, reverse=page.sort.startswith("-"))[:size]
    return found


def number(finder: Finder, filter_: Filter, most: int) -> int:
    """The number of events that match a lean filter, up to ``most``. The caller reads one state of
    the database."""
    found, page = 0, Page(sort="-date")
    for each in stretches(finder, filter_, page, finder.sizes.counted_stretches):
        if each.walked is not None:
            sql = way_to(finder, *each.walked, page, most - found, ordered=False)
            found += finder.counted(sql)
        if each.lasting and found < most:
            only = None if each.walked is None else _beside(finder, each.walked[0])
            found += len({
                position for part in each.lasting
                for position in lasting(finder, part, page, None, only=only)
            })  # fmt: skip
        if found >= most:
            return most
    return found


def _beside(finder: Finder, filter_: Filter) -> Sql:
    """The condition on ``event e`` that it does not match the groups of a filter."""
    held = [member(group, filter_.certain, finder.term_id) for group in filter_.groups]
    return Sql(
        f"NOT ({' AND '.join(each.text for each in held)})",
        [value for each in held for value in each.values],
    )
