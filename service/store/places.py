"""Free positions for events that are to be stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from service.store.position import COUNTER_BITS


def positions_for(
    execute: Callable[..., Any], places: Iterable[tuple[int, int | None]]
) -> list[int]:
    """A position for each ``(first day, position)``: the position where the event stands
    already, if it may stay there, else a free one, in the order of arrival within a day."""
    given = list(places)
    days = sorted({day for day, position in given if position is None})
    free = _free(execute, days) if days else {}
    return [next(free[day]) if position is None else position for day, position in given]


def _free(execute: Callable[..., Any], days: list[int]) -> dict[int, count[int]]:
    """The positions of each day after all that were ever given."""
    # A position that was left is not given to another: walks still go by it.
    left = execute("SELECT 1 FROM departure LIMIT 1").fetchone() is not None
    first = {day: day << COUNTER_BITS for day in days}
    for table in ("event", "departure") if left else ("event",):
        rows = execute(
            f"SELECT j.value, (SELECT max(p.position) FROM {table} p"
            f" WHERE p.position >= j.value << {COUNTER_BITS}"
            f" AND p.position < (j.value + 1) << {COUNTER_BITS}) FROM json_each(?) j",
            (json.dumps(days),),
        ).fetchall()
        for day, highest in rows:
            if highest is not None:
                first[day] = max(first[day], highest + 1)
    return {day: count(position) for day, position in first.items()}
