"""Free positions for events that are to be stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from service.store.position import COUNTER_BITS


def positions_for(
    execute: Callable[..., Any], places: Iterable[tuple[int, int | None]]
) -> list[int]:
    """A position for each ``(first day, position)``: the position where the event stands
    already, if it may stay there, else a free one, in the order of arrival within a day."""
    # A position that was left is not given to another: walks still go by it.
    left = execute("SELECT 1 FROM departure LIMIT 1").fetchone() is not None
    tables = ("event", "departure") if left else ("event",)
    free: dict[int, int] = {}
    found = []
    for day, position in places:
        if position is not None:
            found.append(position)
            continue
        base = day << COUNTER_BITS
        if base not in free:
            highest = [
                execute(
                    f"SELECT max(position) FROM {table} WHERE position >= ? AND position < ?",
                    (base, base + (1 << COUNTER_BITS)),
                ).fetchone()[0]
                for table in tables
            ]
            free[base] = max([base, *(each + 1 for each in highest if each is not None)])
        found.append(free[base])
        free[base] += 1
    return found
