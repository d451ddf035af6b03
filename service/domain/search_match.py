"""Whether one event in memory matches a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from service.domain.search import AllOf, AnyOf, Part, Phrase, Search, Word
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
        if isinstance(part, AllOf):
            return all(self._has(each, names_of) for each in part.parts)
        if isinstance(part, AnyOf):
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
