"""Which filters leave a query without events: the smallest sets of them to leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb

Places = tuple[int, ...]
SMALL = 2
"""Every set of filters up to this size is tried, where there are not too many."""
MOST_SETS = 15


def smallest(parts: Sequence[int], finds: Callable[[Places], bool]) -> list[Places]:
    """The smallest sets of ``parts`` without which a query ``finds`` events, which it does not
    with all of them.

    Sets of one and two are all tried. Of larger ones just one is found, of which none can be put
    back: each part is kept for as long as there are events with those kept before it. So there
    are at most 15 questions and two for each part.
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
