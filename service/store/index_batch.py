"""The rows that the events of a transaction add to the index, gathered until all are there.

They are written together, so each table gets its rows in the order of its key, and each page
changes once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from service.store.prepared_events import PreparedEvent
from service.store.terms import class_mark, mark, words_of

SPLIT = 500
"""Texts that are divided into words together."""
MonthKey = tuple[int, int, str]
"""``(term, month, date)``"""
MoneyKey = tuple[int, int, str, str, str]
"""The same with currency and stage."""


class IndexRows:
    """The rows of some events: postings, months, money and full text."""

    def __init__(self) -> None:
        self.events = 0
        self.texts: list[tuple[int, str, str, str, str]] = []
        self.words: set[str] = set()
        """The words of the texts, each once."""
        self.amounts: list[tuple[int, int, str, str, str, float]] = []
        self._pairs: dict[int, defaultdict[int, list[int]]] = {}
        self._months: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self._money: dict[MoneyKey, tuple[int, Decimal]] = {}

    def add(self, placed: Sequence[tuple[int, PreparedEvent]], ids: Sequence[int]) -> None:
        """Add events with their positions; ``ids`` has the ids of the terms, in the order of the
        batch."""
        self.events += len(placed)
        words = self.words.update
        id_of, word_of = ids.__getitem__, [mark(number) for number in ids].__getitem__
        for position, event in placed:
            numbers = list(map(id_of, event.terms))
            lists = self._pairs.get(event.span)
            if lists is None:
                lists = self._pairs[event.span] = defaultdict(list)
            pair = (position, event.last)
            for number in numbers:
                lists[number] += pair
            words_of_terms = list(map(word_of, event.terms))
            for cell in event.cells:
                lists[cell] += pair
                words_of_terms.append(mark(cell))
            title, summary, others, marks = text(event, " ".join(words_of_terms))
            self.texts.append((position, title, summary, others, marks))
            # Now, while the texts are in the cache of the processor.
            words(title.split())
            words(summary.split())
            words(others.split())
            if event.begins is not None:  # an event without any date is in no month
                self._months[event.begins] += numbers
            if event.money:
                self._add_money(position, event, numbers)

    def _add_money(self, position: int, event: PreparedEvent, numbers: list[int]) -> None:
        self.amounts += [(position, n, *m, float(m[2])) for n, m in enumerate(event.money)]
        if event.begins is None:
            return
        for number in numbers:
            for currency, stage, value in event.money:
                key = (number, *event.begins, currency, stage)
                amounts, before = self._money.get(key, (0, Decimal(0)))
                self._money[key] = (amounts + 1, before + Decimal(value))

    def counts(self) -> list[tuple[int, int]]:
        """The number of events that each term gets, as ``(events, term)``. Cells have no row for
        it."""
        found: Counter[int] = Counter()
        for lists in self._pairs.values():
            for term, pairs in lists.items():
                if term > 0:
                    found[term] += len(pairs) // 2
        return [(count, term) for term, count in sorted(found.items())]

    def terms(self) -> set[int]:
        """The ids of all terms and cells."""
        return {term for lists in self._pairs.values() for term in lists}

    def postings(self) -> list[int]:
        """The rows of ``posting``, column after column, row after row."""
        keys = sorted((term, span) for span, lists in self._pairs.items() for term in lists)
        found: list[int] = []
        for term, span in keys:
            pairs = self._pairs[span][term]
            rows = [term, span, 0, 0] * (len(pairs) // 2)
            rows[2::4], rows[3::4] = pairs[0::2], pairs[1::2]
            found += rows
        return found

    def months(self, tallied: set[int]) -> list[tuple[MonthKey, int]]:
        """The number of events that each of the terms ``tallied`` gets in a month."""
        return sorted(
            ((term, *begins), count)
            for begins, terms in self._months.items()
            for term, count in Counter(filter(tallied.__contains__, terms)).items()
        )

    def money(self, tallied: set[int]) -> Iterator[tuple[MoneyKey, tuple[int, Decimal]]]:
        """The money of the same terms: the number of amounts, and their sum."""
        return (each for each in sorted(self._money.items()) if each[0][0] in tallied)


def vocabulary(texts: Sequence[tuple[int, str, str, str, str]]) -> set[str]:
    """Every word of rows of the full text, once."""
    found: set[str] = set()
    for start in range(0, len(texts), SPLIT):
        some = [text for row in texts[start : start + SPLIT] for text in row[1:4]]
        found.update(" ".join(some).split())
    return found


def text(event: PreparedEvent, marks: str) -> tuple[str, str, str, str]:
    """The four columns of the full text: title, summary, names, terms.

    Class of length and terms are words too (``s0 t1 t12``), so one walk can search for words and
    terms.
    """
    title, summary = event.truth[:2]
    return (
        words_of(title),
        words_of(summary) if summary else "",
        event.words,
        f"{class_mark(event.span)} {marks}",
    )
