"""Pages of a group of so many choices that their walks cannot be merged.

The first events of the page's place are read up to a position by which one of a few choices alone
has enough of them. So they are all events up to there, and a few hundred are sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from service.deadline import checked
from service.domain.query import Filter, Page
from service.store.bounds import ALL_SPANS, settled, whole_bounds
from service.store.page_bounds import between, rows_at
from service.store.plan import walk
from service.store.sql import MOST_BRANCHES, Branch, Way

if TYPE_CHECKING:
    from service.store.find import Finder

BY_DATE = frozenset({"date", "-date"})
PROBED = 4
"""The choices that are probed. The oldest terms are probed, because they mostly have the most
events."""


def page_rows(finder: Finder, filter_: Filter, page: Page) -> list[tuple[Any, ...]] | None:
    """The rows that ``Finder.page`` would give, or ``None`` if this is not the right plan. The
    caller reads one state of the database."""
    down, size = page.sort.startswith("-"), page.limit + 1
    parts = _branches(finder, filter_, page)
    end = _end(finder, parts, size, down) if parts else None
    if end is None:
        return None
    near = [_cut(each, end, down) for each in parts]
    way, most = Way(near, overlap=True, ordered=False), finder.sizes.group_read * size
    sql = finder.joined(way, [], most + 1)
    found = [row[0] for row in checked(finder.execute(sql.text, sql.values))]
    if len(found) > most:
        return None
    return rows_at(finder, sorted(found, reverse=down)[:size], page)


def is_large(finder: Finder, filter_: Filter, page: Page) -> bool:
    """Whether the filter may have such a group, and requires nothing else but days."""
    if page.sort not in BY_DATE or filter_.text is not None or len(filter_.groups) != 1:
        return False
    tested = filter_.values or filter_.condition is not None or filter_.seconds != (None, None)
    branches = len(filter_.groups[0]) * len(ALL_SPANS)
    return not tested and finder.database.branches < branches <= MOST_BRANCHES


def _branches(finder: Finder, filter_: Filter, page: Page) -> list[Branch]:
    """The branches of the walk of a page, if they are too many to be merged."""
    finder.look_up(filter_)
    filter_ = settled(filter_)
    bounds = between(whole_bounds(filter_), page, None)
    found = walk(filter_.groups[0], bounds, filter_.undated, finder.term_id)
    return found if len(found) > finder.database.branches else []


def _end(finder: Finder, parts: Sequence[Branch], size: int, down: bool) -> int | None:
    """The position by which one of the choices has ``size`` events."""
    some = sorted(each[:4] for each in parts if each[1] == 0)[:PROBED]
    pick, way = ("max", " DESC") if down else ("min", "")
    (end,) = finder.execute(
        f"SELECT {pick}((SELECT p.position FROM posting p WHERE p.term = v.column1"
        " AND p.span = v.column2 AND p.position BETWEEN v.column3 AND v.column4"
        f" ORDER BY p.position{way} LIMIT 1 OFFSET ?))"
        f" FROM (VALUES {', '.join(['(?, ?, ?, ?)'] * len(some))}) v",
        [size - 1, *chain.from_iterable(some)],
    ).fetchone()
    return None if end is None else int(end)


def _cut(branch: Branch, end: int, down: bool) -> Branch:
    """The branch up to the position ``end``."""
    term, span, low, high, since, until = branch
    return (
        (term, span, max(low, end), high, since, until)
        if down
        else (term, span, low, min(high, end), since, until)
    )
