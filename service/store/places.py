"""Free positions for events that are to be stored."""

from __future__ import annotations

from collections.abc import Sequence

from service.store.engine import Engine
from service.store.position import COUNTER_BITS

_HIGHEST = (
    "(SELECT max(p.position) FROM {} p WHERE p.position >= j.value AND"
    f" p.position < j.value + {1 << COUNTER_BITS})"
)


def positions_for(database: Engine, places: Sequence[tuple[int, int | None]]) -> list[int]:
    """A position for each ``(first day, position)``: the position where the event stands
    already, if it may stay there, else a free one, in the order of arrival within a day."""
    bases = sorted({day << COUNTER_BITS for day, position in places if position is None})
    free = _free(database, bases)
    found = []
    for day, position in places:
        if position is not None:
            found.append(position)
            continue
        base = day << COUNTER_BITS
        found.append(free[base])
        free[base] += 1
    return found


def _free(database: Engine, bases: list[int]) -> dict[int, int]:
    """The first free position of each day, given their lowest ones. One that was left is not given
    to another: walks still go by it."""
    if not bases:
        return {}
    days = database.listed(bases)
    rows = database.execute_sql(
        f"SELECT j.value, {_HIGHEST.format('event')}, {_HIGHEST.format('departure')}"
        f" FROM {days.text}",
        days.values,
    ).fetchall()
    return {
        base: max([base, *(each + 1 for each in highest if each is not None)])
        for base, *highest in rows
    }
