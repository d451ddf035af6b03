"""Free positions for events that will be stored."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from service.store.engine import Engine
from service.store.position import COUNTER_BITS

_HIGHEST = (
    "(SELECT max(p.position) FROM {} p WHERE p.position >= j.value AND"
    f" p.position < j.value + {1 << COUNTER_BITS})"
)


def positions_for(database: Engine, days: Sequence[int]) -> list[int]:
    """A free position for each of these first days, in the order of arrival within a day."""
    free = _free(database, sorted(set(days))) if days else {}
    return [next(free[day]) for day in days]


def _free(database: Engine, days: list[int]) -> dict[int, count[int]]:
    """The positions of each day after all that were ever used. A position that an event has left is
    not used again, because walks still depend on it."""
    wanted = database.listed([day << COUNTER_BITS for day in days])
    rows = database.execute_sql(
        f"SELECT j.value, {_HIGHEST.format('event')}, CASE WHEN EXISTS (SELECT 1 FROM departure)"
        f" THEN {_HIGHEST.format('departure')} END FROM {wanted.text}",
        wanted.values,
    ).fetchall()
    first = {
        base >> COUNTER_BITS: max([base, *(each + 1 for each in highest if each is not None)])
        for base, *highest in rows
    }
    return {day: count(first[day]) for day in days}
