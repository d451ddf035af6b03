"""How well the events that match a search fit it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import reduce
from itertools import compress, count, repeat
from operator import add, contains, or_, truediv
from typing import NamedTuple

from service.domain.search import AllOf, AnyOf, Part, Phrase, Search, Word
from service.domain.search_match import occurrences

TITLE, DATE, SUMMARY, ELSEWHERE = 8.0, 4.0, 2.0, 1.0
"""The weight of a word by the place where it stands; ``DATE`` is for the date in words."""
USUAL_TITLE, USUAL_DATE, USUAL_SUMMARY = 70, 20, 280
"""Usual lengths in characters, because these need not be counted. In a longer text each word has
less weight."""
OTHER_FORM = 0.6
"""The weight of another form, as a part of the weight of the word itself."""
ENOUGH = 4.0
"""From this weight on, further occurrences of a word add little."""
SCALE = 1_000_000

Forms = Mapping[str, Collection[str]]
"""By word, the words that are other forms of it."""


PLACES = ((TITLE, USUAL_TITLE), (DATE, USUAL_DATE), (SUMMARY, USUAL_SUMMARY))


Texts = Sequence[str]
Count = Callable[[str], float]
"""Counts a word or a phrase in a text, which has one space before and after each word."""


class _Leaf(NamedTuple):
    """A word or a phrase of a search. Only a text that has one of ``signs`` has it."""

    number: int
    signs: list[str]
    counted: Count


_Scores = Callable[[list[list[float]]], list[float]]
"""The scores of a part for all events, by the weights that each leaf has in their texts."""


class Ranker:
    """Ranks the events that match one search, which is compiled once for all of them.

    The weights are those of BM25F for one document (Robertson, Zaragoza: The Probabilistic
    Relevance Framework, 3.6), with fixed lengths. The rarity of words is left out, because every
    event that matches has all of them. So the rank depends only on the event and the search.
    """

    def __init__(self, search: Search, forms: Forms) -> None:
        self._leaves: list[_Leaf] = []
        self._scores = [self._score(part, forms) for part in search.wanted]
        self.parts = {sign.split()[0] for leaf in self._leaves for sign in leaf.signs}
        """A text that has none of these parts has nothing to count."""

    def ranks(self, texts: Sequence[Texts]) -> list[int]:
        """How well matching events fit: for each a whole number; more is better. ``texts`` are the
        titles of all events, their dates in words, and their summaries, in the same order. Each has
        one space before and after each word (``tokenizer.words_of_each``). Many events are ranked
        in much less time together than one by one."""
        found = [[0.0] * len(texts[0]) for _ in self._leaves]
        for column, weights in zip(texts, _WEIGHTS, strict=True):
            joined = "".join(column)
            for number, signs, counted in self._leaves:
                if any(sign in joined for sign in signs):
                    own = found[number]
                    for place in _places(signs, column):
                        text = column[place]
                        own[place] += counted(text) * weights[len(text)]
        totals = [0.0] * len(texts[0])
        for score in self._scores:
            totals = list(map(add, totals, score(found)))
        return list(map(round, map(float(SCALE).__mul__, totals)))

    def _score(self, part: Part, forms: Forms) -> _Scores:
        if isinstance(part, AllOf):
            every = [self._score(each, forms) for each in part.parts]
            return lambda found: [
                sum(each) / len(every)
                for each in zip(*[score(found) for score in every], strict=True)
            ]
        if isinstance(part, AnyOf):
            some = [self._score(each, forms) for each in part.parts]
            return lambda found: list(map(max, zip(*[score(found) for score in some], strict=True)))
        number = len(self._leaves)
        if isinstance(part, Phrase):
            signs, counted = [f" {' '.join(part.words)}"], _phrase(part)
        else:
            own = {*forms.get(part.text, ())} - {part.text} if part.forms else set()
            signs, counted = _signs(part, own), _word_with_forms(part, own)
        self._leaves.append(_Leaf(number, signs, counted))

        def scores(found: list[list[float]]) -> list[float]:
            totals = list(map(ELSEWHERE.__add__, found[number]))
            return list(map(truediv, totals, map(ENOUGH.__add__, totals)))

        return scores


class _Weights(dict[int, float]):
    """The weight of a word in one place of an event, by the length of the text there."""

    def __init__(self, place: float, usual: int) -> None:
        super().__init__()
        self._place, self._usual = place, usual

    def __missing__(self, length: int) -> float:
        found = self._place / (0.5 + 0.5 * length / self._usual)
        if length < MOST_KEPT:
            self[length] = found
        return found


MOST_KEPT = 1000
"""The weights of texts of fewer characters than this are kept."""
_WEIGHTS = [_Weights(place, usual) for place, usual in PLACES]


def _signs(word: Word, own: Collection[str]) -> list[str]:
    """The beginnings of a word and of its other forms ``own``; those that begin with another one
    are left out."""
    if not own and not word.begins:
        return [f" {word.text} "]
    every = [word.text, *sorted(own)]
    return [f" {each}" for each in every if not any(each[:n] in every for n in range(len(each)))]


def _places(signs: Sequence[str], texts: Texts) -> Iterator[int]:
    """The places of the texts that have one of ``signs``. To find these takes less time than to
    count in all texts."""
    found = [map(contains, texts, repeat(sign)) for sign in signs]
    return compress(count(), reduce(lambda one, other: map(or_, one, other), found))


def _phrase(phrase: Phrase) -> Count:
    return lambda text: occurrences(phrase, text.split())


def _word(word: str) -> Count:
    once, twice = f" {word} ", f" {word} {word} "

    def number(text: str) -> int:
        # Two neighbours share a space, which counts for one of them only.
        return text.count(once) if twice not in text else text.split().count(word)

    return number


def _begun(word: str) -> Callable[[str], tuple[int, int]]:
    """Counts a word, and the longer words that begin with it."""
    start, once = f" {word}", f" {word} "

    def numbers(text: str) -> tuple[int, int]:
        every, same = text.count(start), text.count(once)
        if same != every:  # longer words, or neighbours that share a space
            same = text.split().count(word)
        return same, every - same

    return numbers


def _word_with_forms(word: Word, own: Collection[str]) -> Count:
    """Counts a word; one of the other forms ``own`` counts less."""
    same, begun = _word(word.text), _begun(word.text)
    # A form that begins with the word is counted with the words that begin with it.
    others = [
        (f" {each} ", _word(each))
        for each in own
        if not (word.begins and each.startswith(word.text))
    ]
    if not others and not word.begins:
        return same

    def number(text: str) -> float:
        found: float
        further: float
        found, further = begun(text) if word.begins else (same(text), 0)
        for form, counted in others:
            if form in text:
                further += counted(text)
        return found + OTHER_FORM * further if further else found

    return number
