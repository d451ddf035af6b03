"""How well the events that match a search fit it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import add, mul
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


Texts = list[str]
Counts = Callable[[Texts, str], Sequence[float]]
"""Counts a word or a phrase in each of some texts, which have one space before and after each
word. The second argument is all these texts together."""


class _Leaf(NamedTuple):
    """A word or a phrase of a search. Only a text that has one of ``parts`` has it."""

    number: int
    parts: list[str]
    counts: Counts


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
        self.parts = {part for leaf in self._leaves for part in leaf.parts}
        """A text that has none of these parts has nothing to count."""

    def ranks(self, texts: Sequence[Texts]) -> list[int]:
        """How well matching events fit: for each a whole number; more is better. ``texts`` are the
        titles of all events, their dates in words, and their summaries, in the same order. Each has
        one space before and after each word (``tokenizer.words_of_each``). Many events are ranked
        in much less time together than one by one."""
        found = [[0.0] * len(texts[0]) for _ in self._leaves]
        for column, weights in zip(texts, _WEIGHTS, strict=True):
            joined = "".join(column)
            each: list[float] = []
            for leaf in self._leaves:
                if any(part in joined for part in leaf.parts):
                    each = each or list(map(weights.__getitem__, map(len, column)))
                    weighed = map(mul, leaf.counts(column, joined), each)
                    found[leaf.number] = list(map(add, found[leaf.number], weighed))
        totals = [0.0] * len(texts[0])
        for score in self._scores:
            totals = list(map(add, totals, score(found)))
        return [round(SCALE * total) for total in totals]

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
            parts, counts = [part.words[0]], _phrase(part)
        else:
            own = forms.get(part.text, ()) if part.forms else ()
            parts, counts = _shortest([part.text, *own]), _word_with_forms(part, own)
        self._leaves.append(_Leaf(number, parts, counts))
        return lambda found: [
            (total := ELSEWHERE + each) / (ENOUGH + total) for each in found[number]
        ]


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


def _shortest(words: Sequence[str]) -> list[str]:
    """The words that contain none of the others."""
    once = dict.fromkeys(words)
    return [each for each in once if not any(w in each for w in once if w != each)]


def _phrase(phrase: Phrase) -> Counts:
    start = f" {' '.join(phrase.words)}"

    def counts(texts: Texts, _: str) -> list[int]:
        return [occurrences(phrase, text.split()) if start in text else 0 for text in texts]

    return counts


def _word(word: str) -> Counts:
    once, twice = f" {word} ", f" {word} {word} "

    def counts(texts: Texts, joined: str) -> list[int]:
        if once not in joined:
            return [0] * len(texts)
        # Whether a text has a word is found out in less time than how often. Two neighbours share a
        # space, which counts for one of them only.
        return [
            (text.count(once) if twice not in text else text.split().count(word))
            if once in text
            else 0
            for text in texts
        ]

    return counts


def _begun(word: str) -> Callable[[Texts], tuple[list[int], list[int]]]:
    """Counts a word, and the longer words that begin with it."""
    start, once = f" {word}", f" {word} "

    def counts(texts: Texts) -> tuple[list[int], list[int]]:
        every = [text.count(start) if start in text else 0 for text in texts]
        same = [text.count(once) if n else 0 for text, n in zip(texts, every, strict=True)]
        for place, number in enumerate(every):
            if same[place] != number:  # longer words, or neighbours that share a space
                same[place] = texts[place].split().count(word)
        return same, [n - own for n, own in zip(every, same, strict=True)]

    return counts


def _word_with_forms(word: Word, own: Collection[str]) -> Counts:
    """Counts a word; one of the other forms ``own`` counts less."""
    same, begun = _word(word.text), _begun(word.text)
    # A form that begins with the word is counted with the words that begin with it.
    left = [
        each
        for each in own
        if not (each.startswith(word.text) if word.begins else each == word.text)
    ]
    others = list(map(_word, left))
    if not others and not word.begins:
        return same

    def counts(texts: Texts, joined: str) -> list[float]:
        columns = [other(texts, joined) for other in others]
        if word.begins:
            alone: Sequence[float]
            alone, longer = begun(texts)
            columns.append(longer)
        else:
            alone = same(texts, joined)
        further = columns[0] if len(columns) == 1 else map(sum, zip(*columns, strict=True))
        return [
            number + OTHER_FORM * other if other else number
            for number, other in zip(alone, further, strict=True)
        ]

    return counts
