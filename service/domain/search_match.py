"""Whether one event in memory matches a search, and how well."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from service.domain.search import All, Part, Phrase, Search, Some, Word
from service.domain.stemming import forms_of_one, start_of_forms

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
        self._alike: dict[str, list[str]] = {}

    def alike(self, word: str) -> list[str]:
        """The words that may be forms of ``word`` or begin with it. Stems are expensive."""
        if not self._alike:
            for each in self.words:
                self._alike.setdefault(start_of_forms(each), []).append(each)
        return self._alike.get(start_of_forms(word), [])

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
        return part.text in self.words or any(
            word_matches(part, word) for word in self.alike(part.text)
        )


def word_matches(word: Word, other: str) -> bool:
    """Whether ``other``, a word of a text, matches ``word``."""
    if word.begins and other.startswith(word.text):
        return True
    return forms_of_one(other, word.text) if word.forms else other == word.text


TITLE, DATE, SUMMARY, ELSEWHERE = 8.0, 4.0, 2.0, 1.0
"""The weight of a word by the place where it stands; ``DATE`` is for the date in words."""
USUAL_TITLE, USUAL_DATE, USUAL_SUMMARY = 10, 3, 40
"""Usual lengths in words. In a longer text each word has less weight."""
PLACES = ((TITLE, USUAL_TITLE), (DATE, USUAL_DATE), (SUMMARY, USUAL_SUMMARY))
OTHER_FORM = 0.6
"""The weight of another form, as a part of the weight of the word itself."""
ENOUGH = 4.0
"""From this weight on, further occurrences of a word add little."""
SCALE = 1_000_000


Forms = Mapping[str, Collection[str]]
"""By word, the words that are other forms of it."""


class _Field(NamedTuple):
    """A text of an event with a space before each word, its words, and the weight of a word."""

    text: str
    words: list[str]
    weight: float


def rank(search: Search, texts: Sequence[str], forms: Forms) -> int:
    """How well a matching event fits, by the words of its title, its date and its summary, each as
    words with spaces between them. A whole number; more is better.

    The weights are those of BM25F for one document (Robertson, Zaragoza: The Probabilistic
    Relevance Framework, 3.6), with fixed lengths. The rarity of words is left out, because every
    event that matches has all of them. So the number depends only on the event and the search.
    """
    fields = []
    for text, (weight, usual) in zip(texts, PLACES, strict=True):
        words = text.split()
        fields.append(_Field(f" {text}", words, weight / (0.5 + 0.5 * len(words) / usual)))
    return round(SCALE * sum([_part_rank(part, fields, forms) for part in search.wanted]))


def _part_rank(part: Part, fields: Sequence[_Field], forms: Forms) -> float:
    if isinstance(part, All):
        return sum(_part_rank(each, fields, forms) for each in part.parts) / len(part.parts)
    if isinstance(part, Some):
        return max(_part_rank(each, fields, forms) for each in part.parts)
    found = 0.0
    if isinstance(part, Phrase):
        for text, words, weight in fields:
            if part.words[0] in text:  # quicker than to look at each word
                found += occurrences(part, words) * weight
    else:
        own = forms.get(part.text, ()) if part.forms else ()
        for field in fields:
            found += _word_occurrences(part, field, own) * field.weight
    total = ELSEWHERE + found
    return total / (ENOUGH + total)


def _word_occurrences(word: Word, field: _Field, own: Collection[str]) -> float:
    text, words, _ = field
    start = f" {word.text}"
    begin = text.count(start)
    same, others = words.count(word.text) if begin else 0, 0
    if word.begins:
        others = begin - same
    for each in own:
        if each in text:
            number = words.count(each)
            # A form that begins with the word was counted before.
            others += 0 if word.begins and each.startswith(word.text) else number
    return same + OTHER_FORM * others
