"""The price of a row of a walk: the limits of a query are in rows, and shrink as the price grows.

The unit is a row of the postings of one term. The figures are those of SQLite with a million
events. The same bounds hold on every engine, so that all engines find the same events. Only a count
may say more on one of them: SQLite counts by periods what PostgreSQL would have to test.
"""

from __future__ import annotations

from service.domain.condition import Combined, Condition, Has, Not
from service.domain.query import Filter
from service.domain.search import Phrase, parse
from service.store.plan import widest

CHOICES = 8
"""The number of choices whose merged walks add the price of one row."""
MERGED, PART, PHRASE = 48, 6, 40.0
"""The number of lists of the full text that are merged for the price of a row (each choice and each
word is a list), the number that are intersected with others, and the price of words beside each
other."""
MEMBERS = 3
"""The number of members of blocs that are looked up for the price of a row, if the full text is
walked."""
LOOK = 2.0
"""The price of the event itself, if a condition is tested on it."""
PROBE, SAID = 3.5, 80.0
"""The price of a test whether an event has a term, and whether it has a word; of a phrase twice as
much."""


def fewer(rows: int, price: float, beside: float = 1.0) -> int:
    """The number of rows of that price that cost as much as ``rows`` of one term, at least 1.
    ``beside`` is the price of the other work on each row."""
    return max(1, int(rows * (1 + beside) / (price + beside)))


def price(filter_: Filter, words: int) -> float:
    """The price of a row of the filter's walk, in rows of one term, at least 1; ``words`` is the
    number of words that the full text searches."""
    groups = [widest(group) for group in filter_.groups]
    found = 1.0
    if filter_.text is None and len(groups) <= 1:
        found += (max(map(len, groups), default=1) - 1) / CHOICES
    else:
        lists = sum(map(len, groups)) + words
        found += lists / (PART if groups else MERGED)
        for group in groups:
            if any(each.has_period for each in group):
                found += len(group) / MEMBERS
    for each in () if filter_.text is None else parse(filter_.text).leaves():
        found += PHRASE * isinstance(each, Phrase)
    asked = filter_.values or filter_.condition or filter_.seconds != (None, None)
    return found + LOOK * bool(asked) + condition_choices(filter_.condition) / MEMBERS


def test_price(filter_: Filter, words: int) -> float:
    """The price of a test of the whole filter on an event that is read in another order; ``words``
    as above."""
    found = LOOK + SAID * words + LOOK * bool(filter_.values or filter_.condition)
    for each in () if filter_.text is None else parse(filter_.text).leaves():
        found += SAID * isinstance(each, Phrase)
    choices = sum(len(widest(group)) for group in filter_.groups)
    return found + PROBE * (choices + condition_choices(filter_.condition))


def condition_choices(condition: Condition | None) -> int:
    """The number of terms for which a condition tests an event."""
    match condition:
        case Has():
            return len(widest(condition.choices))
        case Not():
            return condition_choices(condition.part)
        case Combined():
            return sum(map(condition_choices, condition.parts))
    return 0
