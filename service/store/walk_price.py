"""What a row of a walk costs: what one question may look at is told in rows, and is as much less
as each costs more.

The unit is a row of the postings of one term. The figures are those of SQLite, with a million
events; the same bounds hold on every engine, so that they all give the same answers.
"""

from __future__ import annotations

from service.domain.query import Filter
from service.domain.search import Phrase, parse
from service.store.plan import widest

CHOICES = 12
"""Choices of which the walks, merged, cost as much more as one."""
MERGED, PART, PHRASE = 48, 6, 9.0
"""Lists of the full text that are merged for the price of a row, each choice and each word being
one, and such that are intersected with others. And the price of words beside each other."""
MEMBERS = 3
"""Members of blocs that are looked up for the price of a row, where the full text is walked."""
LOOK = 2.0
"""For the event itself, where a condition is held against it."""


def fewer(rows: int, price: float, beside: float = 1.0) -> int:
    """How many rows of that price cost as much as so many of one term, where the rest of the work
    for each costs ``beside``; at least 1."""
    return max(1, int(rows * (1 + beside) / (price + beside)))


def price(filter_: Filter, words: int) -> float:
    """How many times as much as a row of one term one of the filter's walk costs, at least 1;
    ``words`` are those that the full text looks for."""
    groups = [widest(group) for group in filter_.groups]
    found = 1.0
    if filter_.text is None and len(groups) <= 1:
        found += (max(map(len, groups), default=1) - 1) / CHOICES
    else:
        lists = sum(map(len, groups)) + words
        found += lists / (PART if groups else MERGED)
        for group in groups:
            if any(each.since is not None or each.until is not None for each in group):
                found += len(group) / MEMBERS
    for each in () if filter_.text is None else parse(filter_.text).leaves():
        found += PHRASE * isinstance(each, Phrase)
    asked = filter_.values or filter_.condition or filter_.seconds != (None, None)
    return found + LOOK * bool(asked)
