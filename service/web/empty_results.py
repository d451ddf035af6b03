"""Finds the smallest sets of filters to leave out of a query without events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb

Places = tuple[int, ...]
SMALL = 2
"""Every set of filters up to this size is tried, if there are not too many."""
MOST_SETS = 15


def smallest(parts: Sequence[int], finds: Callable[[Places], bool]) -> list[Places]:
    """The smallest sets of ``parts`` without which a query ``finds`` events.

    With all parts the query finds none. All sets of one part are tried, and all sets of two if
    there are at most 15. If none finds events, one larger set is returned from which no part can
    be put back: each part is kept if there are events with it and those kept before it. So there
    are at most about 15 queries and two for each part.
    """
    for size in range(1, SMALL + 1):
        if size > 1 and comb(len(parts), size) > MOST_SETS:
            break
        found = [each for each in combinations(parts, size) if finds(each)]
        if found:
            return found
    kept: list[int] = []
    for each in parts:
        others = tuple(other for other in parts if other not in (*kept, each))
        if finds(others):
            kept.append(each)
    left = tuple(each for each in parts if each not in kept)
    return [left] if left and finds(left) else []
