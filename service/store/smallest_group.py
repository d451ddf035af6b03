"""The access path to the events of several groups: the full text, or the postings of the smallest
group.

The full text reads the lists of all groups up to their ends, even if one of them is short. The
other path reads the short list, and looks its events up in the other lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.query import Choice, Filter, Page
from service.domain.result_cache import cached
from service.store.engine import Engine
from service.store.page_bounds import bounds_of
from service.store.plan import sure_of_dates, walk
from service.store.sql import Sql

if TYPE_CHECKING:
    from service.store.find import Finder

MERGED = 3.0
"""The time for an entry of a list of the full text as one of several choices, in times for one of a
list alone (``sizes.passed``)."""
READ, LOOKED_UP = 0.2, 0.5
"""The time, in microseconds, for a posting, and to look an event up in a list."""


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
    plain = sure_of_dates(filter_) and not filter_.undated
    lead = _lead(finder, filter_) if plain else None
    if lead is None or finder.term_id(*filter_.groups[lead][0][:2]) is None:
        return finder.positions(filter_, page, limit, spans, ordered=ordered)
    bounds = bounds_of(filter_, spans, page, None)
    branches = walk(filter_.groups[lead], bounds, False, finder.term_id)
    if not branches:
        return finder.positions(filter_, page, limit, spans, ordered=ordered)
    others = [each for place, each in enumerate(filter_.groups) if place != lead]
    others.sort(key=finder.group_sizes.of)
    beside = [
        value for each in others for value in finder.database.listed(_numbers(finder, each)).values
    ]
    values: list[object] = []
    for term, span, low, high, _, _ in branches:
        values += (term, span, low, high, *beside)
    down = page.sort.startswith("-") if ordered else None
    return Sql(_text(finder.database, len(branches), len(others), down), [*values, limit])


@cached(64)
def _text(database: Engine, branches: int, others: int, down: bool | None) -> str:
    held = (
        f" AND EXISTS (SELECT 1 FROM {database.listed([]).text} CROSS JOIN posting x"
        " WHERE x.term = j.value AND x.span = p.span AND x.position = p.position)"
    )
    part = (
        "SELECT p.position AS position FROM posting p WHERE p.term = ? AND p.span = ?"
        f" AND p.position BETWEEN ? AND ?{held * others}"
    )
    text = " UNION ALL ".join([part] * branches)
    if down is not None:
        text += " ORDER BY position DESC" if down else " ORDER BY position"
    return f"{text} LIMIT ?"


def _numbers(finder: Finder, group: tuple[Choice, ...]) -> list[int]:
    numbers = [finder.term_id(each.kind, each.value) for each in group]
    return sorted(each for each in numbers if each is not None)


def _lead(finder: Finder, filter_: Filter) -> int | None:
    """The place of the group of one choice that leads, if that is quicker."""
    groups = filter_.groups
    if len(groups) < 2 or filter_.text is not None or filter_.values or filter_.condition:
        return None
    if any(each.has_period or each.kind == "cell" for group in groups for each in group):
        return None
    sizes = [finder.group_sizes.of(each) for each in groups]
    lead = min(range(len(groups)), key=lambda place: (len(groups[place]) > 1, sizes[place]))
    if len(groups[lead]) > 1:
        return None
    passed = sum(
        size * finder.sizes.passed * (1 if len(group) == 1 else MERGED)
        for size, group in zip(sizes, groups, strict=True)
    )
    tests = sum((1 + len(group)) / 2 for place, group in enumerate(groups) if place != lead)
    return lead if sizes[lead] * (READ + tests * LOOKED_UP) < passed else None
