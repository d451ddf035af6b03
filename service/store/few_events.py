"""The scan of events that one condition of a filter selects, if they are few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.query import Filter
from service.store.bounds import ALL_SPANS, Bounds
from service.store.places import without_cells
from service.store.plan import matching
from service.store.sql import Sql, Way

if TYPE_CHECKING:
    from service.store.find import Finder


def are_few(finder: Finder, what: str, those: Sql, most: int) -> bool:
    """Whether a query, whose last part is a WHERE, has at most ``most`` rows. A request looks that
    up once for each ``what`` (``LookupCache.few``)."""
    known = finder.known_few()
    if (what, most) not in known:
        some = Sql(f"{those.text} LIMIT ?", [*those.values, most + 1])
        known[what, most] = finder.counted(some) <= most
    return known[what, most]


def walk_of_few(
    finder: Finder, filter_: Filter, bounds: Bounds, given: Sql, *, down: bool, ordered: bool
) -> tuple[Way, list[Sql]]:
    """A scan of the events at the positions ``given``, and the conditions on ``event e`` that
    select those that match the filter."""
    rest = matching(without_cells(filter_), finder.asker)
    if filter_.text is not None:
        rest.append(finder.asker.holds(filter_.text))
    if bounds.spans != ALL_SPANS:
        rest.append(Sql(f"e.span IN ({', '.join(map(str, bounds.spans))})"))
    return Way([], (), down=down, ordered=ordered, given=given), rest
