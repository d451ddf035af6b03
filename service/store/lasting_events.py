"""The events that last into a stretch of days (``service.store.stretches``).

The postings of one group have them all. They are tested for the other groups: one by one, by a
look-up for each choice of a group, or many together, by the lists of all choices between the first
and the last of them. For a group of many choices the lists are read much sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from service.domain.query import Choice, Filter, Page
from service.domain.result_cache import cached
from service.store.bounds import Bounds
from service.store.engine import Engine
from service.store.page_bounds import bounds_of
from service.store.periods import Days
from service.store.plan import EVERY, matching
from service.store.position import FIRST_DAY, LAST_DAY, day_of
from service.store.smallest_group import way_to
from service.store.sql import ALL, Sql
from service.store.stretches import LASTING, Group
from service.store.tested_groups import LOOKED_UP, SAID, split

if TYPE_CHECKING:
    from service.store.find import Finder

FIRST_BATCH, LARGEST_BATCH = 2, 8
"""The number of events that are tested first for each one that a page lacks, and the maximum if
they are tested together."""
SPARE = 1.3
"""How many more events are tested next than the page should need."""
READ = 0.25
"""The time, in microseconds, for an entry of a list of postings."""
Take = Callable[[int], list[int]]
"""Takes the next positions of a list, at most so many; none at its end."""


def lasting(
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
    alone = [each for each in filter_.groups if _alone(each)]
    bounds = bounds_of(filter_, LASTING, page, end)
    whole = replace(filter_, groups=(*filter_.groups, group))
    number, most = FIRST_BATCH * size, finder.sizes.lasting
    if size < ALL and end is None and _alone(group) and not _tested_by_value(filter_):
        take = _in_order(finder, replace(filter_, groups=(group, *alone)), page)
    else:
        terms = [finder.term_id(each.kind, each.value) for (each,) in alone]
        having = _having(finder, group, bounds, terms)
        found = [] if having is None else positions(finder, _limited(having, most))
        if not found:
            return []
        if len(found) < most:
            whole = replace(whole, begins=(day_of(min(found)), day_of(max(found))))
        if len(found) == most or _dear(finder, whole, len(found)):
            most = 0
        take = _next_of(sorted({*found}, reverse=page.sort.startswith("-")))
        number = min(number, len(found))
    others = [each for each in filter_.groups if each not in alone]
    listed = _listed(finder, group, others, number)
    tested = tuple([each for each in others if each not in listed])
    rest: list[Sql] = []
    if tested or _tested_by_value(filter_) or only is not None:  # the lists know the days
        rest = matching(replace(filter_, groups=tested), finder.asker)
    if filter_.text is not None:
        rest.append(finder.asker.holds(filter_.text))
    if only is not None:
        rest.append(only)
    begun = [each.since for each in group if each.since is not None]
    if len(begun) == len(group) and not bounds.certain:
        # All these events end after some choice of the group has begun.
        first = min(begun)
        bounds.since = first if bounds.since is None else max(first, bounds.since)
    passed = _first(finder, take, _Tests(bounds, listed, rest), size, most)
    if passed is None:
        sql = finder.positions(whole, page, size, LASTING, only=only, end=end)
        return positions(finder, sql)
    return passed


def positions(finder: Finder, sql: Sql) -> list[int]:
    """The positions that a statement finds."""
    return [row[0] for row in finder.execute(sql.text, sql.values).fetchall()]


def _alone(group: Group) -> bool:
    return len(group) == 1 and not group[0].has_period


def _tested_by_value(filter_: Filter) -> bool:
    return bool(filter_.text or filter_.values or filter_.condition)


def _next_of(found: list[int]) -> Take:
    """Takes of a list that was read."""
    taken = 0

    def take(number: int) -> list[int]:
        nonlocal taken
        taken += number
        return found[taken - number : taken]

    return take


def _in_order(finder: Finder, filter_: Filter, page: Page) -> Take:
    """Takes of a list that is read step by step: of the events of a filter that last."""
    after = page.after

    def take(number: int) -> list[int]:
        nonlocal after
        sql = way_to(finder, filter_, LASTING, replace(page, after=after), number)
        found = positions(finder, sql)
        after = (found[-1],) if found else after
        return found

    return take


def _listed(finder: Finder, lead: Group, others: Sequence[Group], number: int) -> list[Group]:
    """The groups of which the lists between so many events are read sooner than each event is
    looked up. The lists of ``lead`` have these events and no others."""
    found, part = [], number / max(1, finder.group_sizes.of(lead))
    for group in others:
        entries = finder.group_sizes.of(group) * part
        lists = len(LASTING) * len(group) * finder.sizes.postings_start + entries * READ
        if lists < number * len(group) * LOOKED_UP:
            found.append(group)
    return found


class _Tests(NamedTuple):
    """An event has a choice of each of the groups ``listed`` within ``bounds``, and meets all
    conditions ``rest``."""

    bounds: Bounds
    listed: Sequence[Group]
    rest: Sequence[Sql]

    def first_batch(self, finder: Finder, size: int) -> int:
        """The number of events that are tested first: enough of them, if only lists are read."""
        if self.rest:
            return FIRST_BATCH * size
        every = max(1, finder.group_sizes.of((EVERY,)))
        share = prod(min(1.0, finder.group_sizes.of(each) / every) for each in self.listed)
        return min(int(SPARE * size / max(share, 1 / every)), LARGEST_BATCH * size)

    def passed(self, finder: Finder, some: list[int]) -> list[int]:
        """The positions of ``some`` whose events pass."""
        for group in self.listed:
            if some:
                near = replace(self.bounds, lowest=min(some), highest=max(some))
                having = _having(finder, group, near, ())
                found = [] if having is None else positions(finder, _among(finder, having, some))
                some = [*{*found}]
        if not some or not self.rest:
            return some
        those = finder.database.listed(some)
        return positions(finder, Sql(
            f"SELECT e.position FROM {those.text} CROSS JOIN event e WHERE e.position = j.value"
            f" AND {' AND '.join(each.text for each in self.rest)}",
            [*those.values, *(value for each in self.rest for value in each.values)],
        ))  # fmt: skip


def _first(finder: Finder, take: Take, tests: _Tests, size: int, most: int) -> list[int] | None:
    """At least the first ``size`` of the positions of a list whose events pass. ``None`` if more
    than ``most`` would have to be tested. A page rarely needs all, so they are tested in
    batches."""
    passed, tested, batch = list[int](), 0, tests.first_batch(finder, size)
    while len(passed) < size:
        if tested >= most:
            return None
        some = take(batch)
        passed += tests.passed(finder, some)
        if len(some) < batch:
            break
        tested += len(some)
        batch *= 2
        if passed:
            batch = min(batch, 1 + int(SPARE * tested * (size - len(passed)) / len(passed)))
    return passed


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
    and the terms ``beside``. ``None`` if there can be none."""
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
    return Sql(_having_text(finder.database, parts, len(beside)), values)


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
    return " UNION ALL ".join([part] * parts)


def _limited(having: Sql, most: int) -> Sql:
    return Sql(f"{having.text} LIMIT ?", [*having.values, most])


def _among(finder: Finder, having: Sql, some: Sequence[int]) -> Sql:
    """Those of some positions that a statement finds too."""
    those = finder.database.listed(some)
    held = f"position IN (SELECT value FROM {those.text})"
    text = f"SELECT position FROM ({having.text}) p WHERE {held}"
    return Sql(text, [*having.values, *those.values])


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
