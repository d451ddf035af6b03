"""The scan for filters that require a larger amount than most events have.

The index of amounts has these events. They are sorted or tested, so this is only done for as many
as cost less than to look for them among the others.
"""

from __future__ import annotations

from dataclasses import replace
from math import isqrt
from typing import TYPE_CHECKING

from service.domain.query import Choice, Filter
from service.store.bounds import Bounds
from service.store.few_events import are_few, walk_of_few
from service.store.sql import Sql, Way

if TYPE_CHECKING:
    from service.store.find import Finder

INDEX = "amount_currency_number_position"
MOST_CURRENCIES = 40
"""The maximum number of currencies that are walked for an amount in any currency."""


def currencies(finder: Finder, currency: str | None) -> list[str] | None:
    """The currencies that an amount in ``currency`` may have: without one, all that events have;
    ``None`` if there are too many."""
    if currency is not None:
        return [currency]
    rows = finder.execute(
        "SELECT value FROM term WHERE kind = 'currency' LIMIT ?", (MOST_CURRENCIES + 1,)
    ).fetchall()
    return [row[0] for row in rows] if len(rows) <= MOST_CURRENCIES else None


def walk_of_paid(
    finder: Finder,
    filter_: Filter,
    bounds: Bounds,
    *,
    down: bool = False,
    ordered: bool = False,
    among: int | None = None,
) -> tuple[Way, list[Sql]] | None:
    """A scan of the events with an amount that the filter requires, and the conditions on ``event
    e`` that select those that match. ``None`` if they are not few: then it costs less to look for
    them ``among`` the events that are read otherwise, by default those with such a currency."""
    least = filter_.value("min_amount")
    used = None if least is None else currencies(finder, filter_.value("currency"))
    if not used:
        return None
    # These terms were added to the filter because of the amount.
    groups = tuple(each for each in filter_.groups if each[0].kind != "currency")
    if among is None:
        among = sum(finder.uses(Choice("currency", each)) for each in used)
    filter_ = replace(filter_, groups=groups).without_values("min_amount", "currency")
    # With k matching events among n, a page looks at n / k events for each of its own.
    most = isqrt(finder.sizes.paid * among)
    for group in groups:
        most = min(most, finder.size_of(group, most))
    if filter_.text is not None:
        most = min(most, finder.sizes.changed_said)
    source = f"FROM amount a{finder.database.through(INDEX)} WHERE"
    asked = f"a.currency IN ({', '.join('?' * len(used))}) AND a.number >= ?"
    those = Sql(f"SELECT 1 {source} {asked}", [*used, float(least)])
    if not are_few(finder, f"{used} {least}", those, most):
        return None
    # The sums keep planners from other plans, as for ``few_changed``.
    within = "a.position + 0 BETWEEN ? AND ?"
    given = Sql(
        f"SELECT DISTINCT a.position + 0 AS position {source} {asked} AND {within}",
        [*used, float(least), bounds.lowest, bounds.highest],
    )
    return walk_of_few(finder, filter_, bounds, given, down=down, ordered=ordered)
