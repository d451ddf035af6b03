"""Whether two titles may tell of one thing."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
SHARE = 0.7
MOST = 50
"""Of more events with one date and the same countries one is compared with so many: of such
there can be thousands."""


def words(title: str) -> frozenset[str]:
    """The words of a title, without case."""
    return frozenset(_WORD.findall(title.casefold()))


def similar(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles have at least seven tenths of their words in common: twice the shared
    words over all of both (Dice's coefficient), so that their order does not matter."""
    return 2 * len(one & other) >= SHARE * (len(one) + len(other)) > 0
