"""The scan for filters that require a change since a time after which few events changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.query import Filter
from service.store.bounds import Bounds
from service.store.few_events import are_few, walk_of_few
from service.store.sql import Sql, Way

if TYPE_CHECKING:
    from service.store.find import Finder

_INDEX = "event_updated_at_position"


def few_changed(finder: Finder, filter_: Filter) -> bool:
    """Whether the filter requires a change since a time after which few events changed."""
    return _at_most(finder, filter_, finder.sizes.changed)


def walk_of_changed(
    finder: Finder, filter_: Filter, bounds: Bounds, *, down: bool, ordered: bool
) -> tuple[Way, list[Sql]] | None:
    """A scan of the events that have changed since the time that the filter requires, and the
    conditions on ``event e`` that select those that match. ``None`` if they are not few."""
    sizes = finder.sizes
    most = sizes.changed if filter_.text is None else sizes.changed_said
    if not _at_most(finder, filter_, most):
        return None
    # The sums keep planners from other plans: SQLite from a search for the positions at each time
    # of change, a server from reading all events in the order of their positions.
    given = Sql(
        f"SELECT e.position + 0 AS position FROM event e{finder.database.through(_INDEX)}"
        " WHERE e.updated_at >= ? AND e.position + 0 BETWEEN ? AND ?",
        [filter_.value("updated_since"), bounds.lowest, bounds.highest],
    )
    return walk_of_few(finder, filter_, bounds, given, down=down, ordered=ordered)


def _at_most(finder: Finder, filter_: Filter, most: int) -> bool:
    since = filter_.value("updated_since")
    if since is None:
        return False
    source = f"event e{finder.database.through(_INDEX)}"
    those = Sql(f"SELECT 1 FROM {source} WHERE e.updated_at >= ?", [since])
    return are_few(finder, since, those, most)
