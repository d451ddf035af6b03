"""The stages of a walk of events that last into a range.

Long events begin long before the range, and short ones shortly before it. A merge of all classes of
length looks for the first event of each class before it yields any, and passes over thousands
that end too early. So the walk begins where only the longest events can stand. Where the next class
begins, the next stage does, and no stage is read before those before it have ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.store.position import FIRST_DAY, HIGHEST, SPAN_DAYS
from service.store.sql import Branch

Limits = tuple[bool, bool]
"""Whether a branch has a first and a last day for the ends of its events."""
Shape = tuple[tuple[Limits, ...], ...]
"""The branches of each stage."""


def stages(branches: Sequence[Branch], *, down: bool | None) -> list[Sequence[Branch]]:
    """The branches, cut where one of them begins. Without an order, and ``down`` from the last
    event, there is one stage: there the first event of each class is soon found."""
    lows = sorted({each[2] for each in branches})
    if down is not False or not 1 < len(lows) <= len(SPAN_DAYS):
        return [branches]
    found: list[Sequence[Branch]] = []
    for begin, after in pairwise([*lows, HIGHEST + 1]):
        part = [
            (term, span, begin, min(high, after - 1), since, until)
            for term, span, low, high, since, until in branches
            if low <= begin <= high
        ]
        if part:
            found.append(part)
    return found or [branches]  # of which none has a position


def limits(branch: Branch) -> Limits:
    """The limits of a branch, in SQL and in its values."""
    _, _, _, _, since, until = branch
    return since is not None and since > FIRST_DAY, until is not None


def shape_of(found: Sequence[Sequence[Branch]]) -> Shape:
    """The shape of some stages, on which their SQL depends."""
    return tuple([tuple(map(limits, each)) for each in found])
