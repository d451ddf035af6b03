"""The words that people use for the coded parts of an event: countries by their names and
adjectives, categories and statuses by their codes.

These words are not stored with each event. A search asks for the codes and for the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from service.domain import countries
from service.domain.search import Phrase, Word
from service.domain.search_match import occurs
from service.domain.stemming import rule, stem
from service.domain.tokenizer import TEXT_BREAK, words_and_variants
from service.domain.vocabulary import CATEGORY_CODES, STATUSES

Named = tuple[str, str]
"""Kind and value of a term: ``("country", "KZ")``."""


class Names:
    """Finds the coded parts that a word or a phrase names."""

    def __init__(self, names: Iterable[tuple[Named, str]]) -> None:
        self._texts: dict[Named, list[str]] = defaultdict(list)
        words: dict[str, set[Named]] = defaultdict(set)
        stems: dict[str, set[Named]] = defaultdict(set)
        for named, name in names:
            plain, spare = words_and_variants(name)
            found = [*plain.split(), TEXT_BREAK, *spare, TEXT_BREAK]
            self._texts[named] += found
            for word in set(found) - {TEXT_BREAK}:
                words[word].add(named)
                stems[stem(word)].add(named)
        # A set takes four times the memory of a tuple, and most words name one thing.
        self._words = {word: tuple(each) for word, each in words.items()}
        self._stems = {word: tuple(each) for word, each in stems.items()}
        self._sorted = sorted(self._words)

    def of(self, part: Word | Phrase) -> frozenset[Named]:
        """The coded parts that ``part`` names, in whole or in part."""
        if isinstance(part, Phrase):
            some = self._words.get(part.words[0], ())
            return frozenset(each for each in some if occurs(part, self._texts[each]))
        found = set(self._words.get(part.text, ()))
        if part.forms:
            found.update(self._stems.get(stem(part.text), ()))
        if part.begins:
            for word in self._beginning(part.text):
                found.update(self._words[word])
        return frozenset(found)

    def _beginning(self, text: str) -> Iterator[str]:
        for at in range(bisect_left(self._sorted, text), len(self._sorted)):
            if not self._sorted[at].startswith(text):
                return
            yield self._sorted[at]


def _all() -> Iterator[tuple[Named, str]]:
    for each in countries.all_countries():
        for text in countries.search_texts(each.code):
            yield ("country", each.code), text
    for kind, codes in (("category", CATEGORY_CODES), ("status", STATUSES)):
        for code in codes:
            yield (kind, code), code


_made: list[tuple[object, str, Names]] = []


def names() -> Names:
    """The names that are known now. They can change: an operator may register states and choose
    a language."""
    known, language = countries.generation(), rule()
    if not _made or _made[0][0] is not known or _made[0][1] != language:
        _made[:] = [(known, language, Names(_all()))]
    return _made[0][2]
