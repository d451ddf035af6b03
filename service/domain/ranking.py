"""How well the events that match a search fit it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from service.domain.search import AllOf, AnyOf, Part, Phrase, Search, Word
from service.domain.search_match import occurrences

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


PLACES = ((TITLE, USUAL_TITLE), (DATE, USUAL_DATE), (SUMMARY, USUAL_SUMMARY))


Count = Callable[[str], float]
"""Counts a word or a phrase in a text, which has a space before and after each of its words."""


class _Leaf(NamedTuple):
    """A word or a phrase of a search. It is counted only in a text that has ``first`` or one of
    ``others`` as a part."""

    number: int
    first: str
    others: list[str]
    counted: Count


_Score = Callable[[list[float]], float]
"""The score of a part, by the weight that each leaf has in all texts of an event."""


class Ranker:
    """Ranks the events that match one search, which is compiled once for all of them.

    The weights are those of BM25F for one document (Robertson, Zaragoza: The Probabilistic
    Relevance Framework, 3.6), with fixed lengths. The rarity of words is left out, because every
    event that matches has all of them. So the rank depends only on the event and the search.
    """

    def __init__(self, search: Search, forms: Forms) -> None:
        self._leaves: list[_Leaf] = []
        self._scores = [self._score(part, forms) for part in search.wanted]

    def rank(self, texts: Sequence[str]) -> int:
        """How well a matching event fits, by the words of its title, its date and its summary, each
        with spaces between the words. A whole number; more is better."""
        leaves = self._leaves
        found = [0.0] * len(leaves)
        for text, (place, usual) in zip(texts, PLACES, strict=True):
            spaced, weight = "", 0.0
            for number, first, others, counted in leaves:
                if first in text or (others and any(each in text for each in others)):
                    if not spaced:
                        spaced = f" {text} "
                        weight = place / (0.5 + 0.5 * _length(spaced) / usual)
                    found[number] += counted(spaced) * weight
        return round(SCALE * sum([score(found) for score in self._scores]))

    def _score(self, part: Part, forms: Forms) -> _Score:
        if isinstance(part, AllOf):
            scores = [self._score(each, forms) for each in part.parts]
            return lambda found: sum([score(found) for score in scores]) / len(scores)
        if isinstance(part, AnyOf):
            scores = [self._score(each, forms) for each in part.parts]
            return lambda found: max([score(found) for score in scores])
        number = len(self._leaves)
        if isinstance(part, Phrase):
            first, *others = part.words[:1]
            counted = _phrase(part)
        else:
            own = forms.get(part.text, ()) if part.forms else ()
            first, *others = _shortest([part.text, *own])
            counted = _count(part, own)
        self._leaves.append(_Leaf(number, first, others, counted))

        def score(found: list[float]) -> float:
            total = ELSEWHERE + found[number]
            return total / (ENOUGH + total)

        return score


def _shortest(words: Sequence[str]) -> list[str]:
    """The words that contain none of the others."""
    once = dict.fromkeys(words)
    return [each for each in once if not any(w in each for w in once if w != each)]


def _length(spaced: str) -> int:
    """The number of words of a text. Nothing is cut, because that takes four times as long."""
    if "   " in spaced:
        return len(spaced.split())
    return spaced.count(" ") - spaced.count("  ") - 1


def _phrase(phrase: Phrase) -> Count:
    return lambda spaced: occurrences(phrase, spaced.split())


def _word(text: str) -> Count:
    once, twice = f" {text} ", f" {text} {text} "

    def count(spaced: str) -> int:
        # Two neighbours share a space, which counts for one of them only.
        return spaced.count(once) if twice not in spaced else spaced.split().count(text)

    return count


def _count(word: Word, own: Collection[str]) -> Count:
    """Counts a word; one of the other forms ``own`` counts less."""
    text, same = word.text, _word(word.text)
    # A form that begins with the word is counted with the words that begin with it.
    left = [each for each in own if not (each.startswith(text) if word.begins else each == text)]
    others, start = [_word(each) for each in left], f" {text}"
    if not others and not word.begins:
        return same

    def count(spaced: str) -> float:
        number = same(spaced)
        other = spaced.count(start) - number if word.begins else 0
        for each in others:
            other += each(spaced)
        return number + OTHER_FORM * other

    return count
