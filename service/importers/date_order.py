"""Finds columns whose dates contradict the order of day and month that the mapping says.

A program may write a table in another order than before, for example on a computer with another
language. Then the dates that can be read in both orders would become wrong days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from service.importers.dates import Order

_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)", re.ASCII)


def orders(cell: str) -> tuple[Order, ...]:
    """The orders in which a cell that begins with day, month and year in numbers can be read; none
    for other cells, and for those that are the same day in both."""
    found = _NUMBERS.match(cell)
    first, second = (int(found[1]), int(found[3])) if found else (0, 0)
    if first == second:
        return ()
    return (*(("dmy",) if second <= 12 else ()), *(("mdy",) if first <= 12 else ()))


def contradiction(cells: Iterable[str], said: Order) -> str | None:
    """A cell that can only have the other order than ``said``, if there are more of these in the
    column than cells that can only have that order; otherwise ``None``."""
    alone: Counter[Order] = Counter()
    example = None
    for cell in cells:
        possible = orders(cell)
        if len(possible) == 1:
            alone[possible[0]] += 1
            example = cell if possible[0] != said and example is None else example
    return example if alone.total() - alone[said] > alone[said] else None
