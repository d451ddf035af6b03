"""The access path to the events of several groups: the full text, or the postings of the smallest
group.

The full text reads the lists of all groups up to their ends, even if one of them is short. The
other path reads the short list, and looks its events up in the other lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.domain.query import Choice, Filter, Page
from service.domain.result_cache import cached
from service.store.engine import Engine
from service.store.page_bounds import bounds_of
from service.store.plan import walk
from service.store.sql import Sql
from service.store.stages import Limits, Shape, limits, shape_of, stages

if TYPE_CHECKING:
    from service.store.find import Finder

MERGED = 3.0
"""The time for an entry of a list of the full text as one of several choices, in times for one of a
list alone (``sizes.passed``)."""
READ, LOOKED_UP = 0.2, 0.5
"""The time, in microseconds, for a posting, and to look an event up in a list."""
FEW_TERMS = 8
"""The maximum number of terms that have a place of their own in a statement."""
_PART = (
    "SELECT p.position AS position FROM posting p WHERE p.term = ? AND p.span = ?"
    " AND p.position BETWEEN ? AND ?"
)
_PARTS: dict[Limits, str] = {
    (since, until): _PART + " AND p.latest >= ?" * since + " AND p.latest <= ?" * until
    for since in (False, True)
    for until in (False, True)
}


def way_to(
    finder: Finder,
    filter_: Filter,
    spans: tuple[int, ...],
    page: Page,
    limit: int,
    *,
    ordered: bool = True,
) -> Sql:
    """SQL for the positions that ``Finder.positions`` gives."""
    lead = leading(finder, filter_, spans)
    if lead is None or finder.term_id(*filter_.groups[lead][0][:2]) is None:
        return finder.positions(filter_, page, limit, spans, ordered=ordered)
    bounds = bounds_of(filter_, spans, page, None)
    branches = walk(filter_.groups[lead], bounds, False, finder.term_id)
    if not branches:
        return finder.positions(filter_, page, limit, spans, ordered=ordered)
    others = [each for place, each in enumerate(filter_.groups) if place != lead]
    others.sort(key=finder.group_sizes.of)
    terms = [_numbers(finder, each) for each in others]
    marks = tuple([len(each) if len(each) <= FEW_TERMS else 0 for each in terms])
    beside: list[object] = []
    for number, each in zip(marks, terms, strict=True):
        beside += each if number else finder.database.listed(each).values
    down = page.sort.startswith("-") if ordered else None
    parts = stages(branches, down=down)
    values: list[object] = []
    for stage in parts:
        for branch in stage:
            days = zip(branch[4:], limits(branch), strict=True)
            values += (*branch[:4], *(day for day, limited in days if limited), *beside)
        if len(parts) > 1:
            values.append(limit)
    return Sql(_text(finder.database, shape_of(parts), marks, down), [*values, limit])


@cached(64)
def _text(database: Engine, shape: Shape, marks: tuple[int, ...], down: bool | None) -> str:
    held = "".join([_held(database, each) for each in marks])
    order = "" if down is None else f" ORDER BY position{' DESC' if down else ''}"
    parts = [" UNION ALL ".join([_PARTS[each] + held for each in stage]) for stage in shape]
    if len(parts) == 1:
        return f"{parts[0]}{order} LIMIT ?"
    text = " UNION ALL ".join([f"SELECT position FROM ({each}{order} LIMIT ?)" for each in parts])
    return f"{text} LIMIT ?"


def _held(database: Engine, marks: int) -> str:
    """The condition that an event has one of some terms: of as many as ``marks``, or of a list."""
    at = "x.span = p.span AND x.position = p.position"
    if marks:
        few = ", ".join("?" * marks)
        return f" AND EXISTS (SELECT 1 FROM posting x WHERE x.term IN ({few}) AND {at})"
    those = f"{database.listed([]).text} CROSS JOIN posting x"
    return f" AND EXISTS (SELECT 1 FROM {those} WHERE x.term = j.value AND {at})"


def _numbers(finder: Finder, group: tuple[Choice, ...]) -> list[int]:
    numbers = [finder.term_id(each.kind, each.value) for each in group]
    return sorted(each for each in numbers if each is not None)


def leading(finder: Finder, filter_: Filter, spans: Sequence[int]) -> int | None:
    """The place of the group of one choice that leads, if that is quicker."""
    groups = filter_.groups
    if len(groups) < 2 or filter_.text is not None or filter_.values or filter_.condition:
        return None
    if any(each.has_period or each.kind == "cell" for group in groups for each in group):
        return None
    if filter_.undated or filter_.seconds != (None, None):
        return None
    sizes = [finder.group_sizes.of(each) for each in groups]
    lead = min(range(len(groups)), key=lambda place: (len(groups[place]) > 1, sizes[place]))
    if len(groups[lead]) > 1:
        return None
    if filter_.since is not None and not filter_.certain and 0 not in spans:
        # The full text does not know which events last into the range, and these are few.
        few = all(len(group) <= FEW_TERMS for group in groups)
        return lead if few else None
    passed = sum(
        size * finder.sizes.passed * (1 if len(group) == 1 else MERGED)
        for size, group in zip(sizes, groups, strict=True)
    )
    tests = sum((1 + len(group)) / 2 for place, group in enumerate(groups) if place != lead)
    return lead if sizes[lead] * (READ + tests * LOOKED_UP) < passed else None
