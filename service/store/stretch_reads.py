"""Pages and counts of the events in stretches of days (``service.store.stretches``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from service.domain.query import Choice, Filter, Page
from service.domain.result_cache import cached
from service.store.bounds import Bounds
from service.store.engine import Engine
from service.store.page_bounds import bounds_of, rows_at, rows_of
from service.store.periods import Days
from service.store.plan import matching, member
from service.store.position import FIRST_DAY, LAST_DAY, day_of
from service.store.smallest_group import way_to
from service.store.sql import ALL, Sql
from service.store.stretches import LASTING, Group, Stretch, passed, stretches
from service.store.tested_groups import SAID, split

if TYPE_CHECKING:
    from service.store.find import Finder

FEW = 2
"""The number of stretches that one statement reads."""
FIRST_BATCH = 2
"""The number of events that are tested first for each one that a page lacks."""


def page_rows(finder: Finder, filter_: Filter, page: Page) -> list[tuple[Any, ...]]:
    """The rows that ``Finder.page`` would give for a page of a lean filter in the order of
    dates."""
    every = stretches(finder, filter_, page, finder.sizes.stretches)
    some = list(islice(every, FEW + 1))
    if len(some) <= FEW and not any(each.lasting for each in some):
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
    found = _positions(finder, finder.positions(Filter(begins=beyond), page, 1))
    return day_of(found[0]) if found else None


def _walked(finder: Finder, stretch: Stretch, page: Page, size: int) -> list[int]:
    """The positions of the first ``size`` events of ``Stretch.walked`` after the key of the
    page."""
    if stretch.walked is None:
        return []
    return _positions(finder, way_to(finder, *stretch.walked, page, size))


def _with_lasting(
    finder: Finder, stretch: Stretch, page: Page, found: list[int], size: int
) -> list[int]:
    """The first ``size`` of the positions ``found`` and those of ``Stretch.lasting``."""
    end = found[-1] if len(found) == size else None
    for part in stretch.lasting:
        more = _lasting(finder, part, page, end, size=size)
        if more:
            found = sorted({*found, *more}, reverse=page.sort.startswith("-"))[:size]
    return found


def _positions(finder: Finder, sql: Sql) -> list[int]:
    return [row[0] for row in finder.execute(sql.text, sql.values).fetchall()]


def _lasting(
    finder: Finder,
    part: tuple[Group, Filter],
    page: Page,
    end: int | None,
    *,
    size: int = ALL,
    only: Sql | None = None,
) -> list[int]:
    """The positions, after the key of ``page`` and up to ``end``, of the events of a part of
    ``Stretch.lasting`` that meet the condition ``only`` too: at least the first ``size`` of them in
    the order of the page."""
    group, filter_ = part
    alone = [each[0] for each in filter_.groups if len(each) == 1 and not each[0].has_period]
    terms = [finder.term_id(each.kind, each.value) for each in alone]
    having = _having(finder, group, bounds_of(filter_, LASTING, page, end), terms)
    found = [] if having is None else _positions(finder, having)
    if not found:
        return []
    whole = replace(filter_, groups=(*filter_.groups, group))
    if len(found) < finder.sizes.lasting:
        whole = replace(whole, begins=(day_of(min(found)), day_of(max(found))))
    if len(found) == finder.sizes.lasting or _dear(finder, whole, len(found)):
        return _positions(finder, finder.positions(whole, page, size, LASTING, only=only, end=end))
    rest = matching(filter_, finder.asker)
    if filter_.text is not None:
        rest.append(finder.asker.holds(filter_.text))
    if only is not None:
        rest.append(only)
    return _tested(finder, sorted({*found}, reverse=page.sort.startswith("-")), rest, size)


def _tested(finder: Finder, positions: list[int], rest: list[Sql], size: int) -> list[int]:
    """At least the first ``size`` of these positions whose events meet all conditions ``rest``. A
    page rarely needs all, so they are tested in batches."""
    conditions = " AND ".join(each.text for each in rest)
    values = [value for each in rest for value in each.values]
    found, begin, batch = list[int](), 0, FIRST_BATCH * size
    while begin < len(positions) and len(found) < size:
        those = finder.database.listed(positions[begin : begin + batch])
        found += _positions(finder, Sql(
            f"SELECT e.position FROM {those.text} CROSS JOIN event e WHERE e.position = j.value"
            f" AND {conditions}",
            [*those.values, *values],
        ))  # fmt: skip
        begin, batch = begin + batch, 2 * batch
    return found


def _dear(finder: Finder, filter_: Filter, number: int) -> bool:
    """Whether it costs more to look ``number`` events up for the words of the filter than to search
    the words with each class of length."""
    tests = number * finder.words(filter_) * SAID
    least = len(LASTING) * finder.sizes.list_start * finder.words(filter_)
    return tests > least and tests > len(LASTING) * split(finder, filter_).price


def _having(
    finder: Finder, group: Group, bounds: Bounds, beside: Sequence[int | None]
) -> Sql | None:
    """SQL for the positions of the events that last, have a choice of the group on one of its days,
    and the terms ``beside``; at most ``sizes.lasting``. ``None`` if there can be none."""
    parts, values = 0, list[object]()
    for (since, until), choices in _by_period(group).items():
        narrow = bounds.narrowed(Choice("", "", since, until))
        first = FIRST_DAY if bounds.certain or narrow.since is None else narrow.since
        last = LAST_DAY if not bounds.certain or narrow.until is None else narrow.until
        those: list[object] = []
        for span in LASTING:
            low, high = narrow.positions(span)
            if low <= high:
                those = those or finder.database.listed(_terms(finder, choices)).values
                values += (*those, span, low, high, first, last, *beside)
                parts += 1
    if not parts:
        return None
    return Sql(_having_text(finder.database, parts, len(beside)), [*values, finder.sizes.lasting])


@cached(64)
def _having_text(database: Engine, parts: int, beside: int) -> str:
    part = (
        f"SELECT p.position AS position FROM {database.listed([]).text} CROSS JOIN posting p WHERE"
        " p.term = j.value AND p.span = ? AND p.position BETWEEN ? AND ?"
        " AND p.latest BETWEEN ? AND ?"
    ) + beside * (
        " AND EXISTS (SELECT 1 FROM posting x WHERE x.term = ? AND x.span = p.span"
        " AND x.position = p.position)"
    )
    return f"{' UNION ALL '.join([part] * parts)} LIMIT ?"


def _terms(finder: Finder, choices: Sequence[Choice]) -> list[int]:
    numbers = [finder.term_id(each.kind, each.value) for each in choices]
    return [each for each in numbers if each is not None]


@cached(16)
def _by_period(group: Group) -> dict[Days, list[Choice]]:
    """The choices of a group by their periods."""
    found: dict[Days, list[Choice]] = {}
    for each in group:
        found.setdefault((each.since, each.until), []).append(each)
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
                for position in _lasting(finder, part, page, None, only=only)
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
