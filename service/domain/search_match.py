"""Whether one event in memory matches a search, and how well."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from service.domain.search import All, Part, Phrase, Search, Some, Word
from service.domain.stemming import forms_of_one

Named = tuple[str, str]
NamesOf = Callable[[Word | Phrase], frozenset[Named]]


def occurs(phrase: Phrase, text: Sequence[str]) -> bool:
    """Whether the words of ``phrase`` stand beside each other in ``text``."""
    return occurrences(phrase, text) > 0


def occurrences(phrase: Phrase, text: Sequence[str]) -> int:
    """How often the words of ``phrase`` stand beside each other in ``text``."""
    first, *rest = phrase.words
    found, at = 0, -1
    for _ in range(text.count(first)):
        at = text.index(first, at + 1)
        own = text[at + 1 : at + 1 + len(rest)]
        found += list(own) == rest if not phrase.begins else _begins(own, rest)
    return found


def _begins(own: Sequence[str], rest: Sequence[str]) -> bool:
    return len(own) == len(rest) and list(own[:-1]) == rest[:-1] and own[-1].startswith(rest[-1])


class Texts:
    """The words of one event, text by text, and the kinds and values of its coded parts."""

    def __init__(self, texts: Iterable[Sequence[str]], named: Iterable[Named]) -> None:
        self.texts = [list(each) for each in texts]
        self.named = frozenset(named)
        self.words = frozenset().union(*self.texts)

    def match(self, search: Search, names_of: NamesOf) -> bool:
        """Whether the event matches ``search``."""
        return (
            bool(search.wanted)
            and all(self._has(part, names_of) for part in search.wanted)
            and not any(self._has(part, names_of) for part in search.unwanted)
        )

    def _has(self, part: Part, names_of: NamesOf) -> bool:
        if isinstance(part, All):
            return all(self._has(each, names_of) for each in part.parts)
        if isinstance(part, Some):
            return any(self._has(each, names_of) for each in part.parts)
        if not self.named.isdisjoint(names_of(part)):
            return True
        if isinstance(part, Phrase):
            return any(occurs(part, text) for text in self.texts)
        return part.text in self.words or any(word_matches(part, word) for word in self.words)


def word_matches(word: Word, other: str) -> bool:
    """Whether ``other``, a word of a text, matches ``word``."""
    if word.begins and other.startswith(word.text):
        return True
    return forms_of_one(other, word.text) if word.forms else other == word.text


TITLE, DATE, SUMMARY, ELSEWHERE = 8.0, 4.0, 2.0, 1.0
"""The weight of a word by the place where it stands; ``DATE`` is for the date in words."""
USUAL_TITLE, USUAL_DATE, USUAL_SUMMARY = 10, 3, 40
"""Usual lengths in words. In a longer text each word has less weight."""
OTHER_FORM = 0.6
"""The weight of another form, as a part of the weight of the word itself."""
ENOUGH = 4.0
"""From this weight on, further occurrences of a word add little."""
SCALE = 1_000_000


Forms = Mapping[str, Collection[str]]
"""By word, the words that are other forms of it."""


def rank(search: Search, texts: Sequence[Sequence[str]], forms: Forms) -> int:
    """How well a matching event fits, by the words of its title, its date and its summary. A
    whole number; more is better.

    The weights are those of BM25F for one document (Robertson, Zaragoza: The Probabilistic
    Relevance Framework, 3.6), with fixed lengths. The rarity of words is left out, because every
    event that matches has all of them. So the number depends only on the event and the search.
    """
    title, date, summary = texts
    fields = (
        (title, TITLE / (0.5 + 0.5 * len(title) / USUAL_TITLE)),
        (date, DATE / (0.5 + 0.5 * len(date) / USUAL_DATE)),
        (summary, SUMMARY / (0.5 + 0.5 * len(summary) / USUAL_SUMMARY)),
    )
    return round(SCALE * sum(_part_rank(part, fields, forms) for part in search.wanted))


def _part_rank(part: Part, fields: Sequence[tuple[Sequence[str], float]], forms: Forms) -> float:
    if isinstance(part, All):
        return sum(_part_rank(each, fields, forms) for each in part.parts) / len(part.parts)
    if isinstance(part, Some):
        return max(_part_rank(each, fields, forms) for each in part.parts)
    weight = ELSEWHERE + sum(_part_occurrences(part, text, forms) * each for text, each in fields)
    return weight / (ENOUGH + weight)


def _part_occurrences(part: Word | Phrase, text: Sequence[str], forms: Forms) -> float:
    if isinstance(part, Phrase):
        return float(occurrences(part, text))
    same, own = text.count(part.text), forms.get(part.text, ()) if part.forms else ()
    others = sum(word in own for word in text) if own else 0
    if part.begins:
        longer = [word for word in text if word.startswith(part.text) and word not in own]
        others += len(longer) - same
    return same + OTHER_FORM * others
