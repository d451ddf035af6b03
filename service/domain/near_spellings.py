"""Near spellings: the words that a mistyped word may have meant.

One look-up takes a fraction of a millisecond, and a request may hold thousands of unknown words.
So words are cut, an index chooses the candidates before they are compared, and ``LookupLimit``
bounds the look-ups of one request.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar, Token
from itertools import islice

LOOKUPS_PER_REQUEST = 5
"""Look-ups for one request: a client with more mistyped words can see the pattern from these."""
LONGEST = 64
"""The first characters of a word, which are compared."""
MOST_CHOICES = 500
CUTOFF = 0.6
"""The minimum similarity to a word of a short list."""
INDEX_CUTOFF = 0.7
COMPARED = 8
"""Candidates of an index that are compared in full."""

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


class LookupLimit:
    """A context (``with LookupLimit(5):``) in which only the first look-ups find anything. If
    contexts are nested, the outermost one counts. Every request enters it, so it is a class, which
    costs less than a generator."""

    __slots__ = ("_most", "_token")

    def __init__(self, most: int) -> None:
        self._most = most
        self._token: Token[list[int] | None] | None = None

    def __enter__(self) -> None:
        if _left.get() is None:
            self._token = _left.set([self._most])

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _left.reset(self._token)


def _allowed() -> bool:
    left = _left.get()
    if left is None:
        return True
    left[0] -= 1
    return left[0] >= 0


def nearest(word: str, choices: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The spellings among ``choices`` nearest to ``word``, best first; empty if none is near.

    Only the first characters of the word and the first choices are compared, in lower case.
    """
    if not _allowed():
        return ()
    short: dict[str, list[str]] = {}
    for each in islice(choices, MOST_CHOICES):
        if len(each) <= 2 * LONGEST:
            short.setdefault(each.lower(), []).append(each)
    found = difflib.get_close_matches(word[:LONGEST].lower(), short, n=count, cutoff=CUTOFF)
    return tuple(each for lower in found for each in short[lower])[:count]


def one_edit(one: str, other: str) -> bool:
    """Whether the difference is one character added, lost or changed, or two neighbours swapped."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((at for at, sign in enumerate(one) if sign != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1]
    return one[at + 1 :] == other[at + 1 :] or (swapped and one[at + 2 :] == other[at + 2 :])


_SIDES = {
    "north": "north", "northern": "north", "south": "south", "southern": "south",
    "east": "east", "eastern": "east", "west": "west", "western": "west",
    "democratic": "democratic", "federal": "federal",
}  # fmt: skip
"""Words that distinguish two states that share the rest of their name."""


def _sides(folded: str) -> tuple[frozenset[str], str]:
    """The words of a name that distinguish states, and the rest of it."""
    words = folded.split()
    sides = frozenset(_SIDES[word] for word in words if word in _SIDES)
    return sides, " ".join(word for word in words if word not in _SIDES)


def _pairs(folded: str) -> set[str]:
    padded = f" {folded} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


class Index:
    """Names that near spellings find, and codes that follow the names."""

    def __init__(
        self, names: Iterable[str], codes: Iterable[str], fold: Callable[[str], str]
    ) -> None:
        self._fold = fold
        self._shown: dict[str, str] = {}
        for name in names:
            self._shown.setdefault(self._alike(name), name)
        self._names = list(self._shown)
        self._with: dict[str, list[int]] = {}
        for at, folded in enumerate(self._names):
            for pair in _pairs(folded):
                self._with.setdefault(pair, []).append(at)
        self._codes = {code.lower(): code for code in codes}

    def nearest(self, text: str, count: int = 3) -> tuple[str, ...]:
        """The names with a spelling near to ``text``, best first; the codes if there are none."""
        if not _allowed():
            return ()
        word = self._alike(text)[:LONGEST]
        shared = Counter[int]()
        for pair in _pairs(word):
            shared.update(self._with.get(pair, ()))
        # Of names with as many common pairs, a shorter one has fewer other pairs.
        like = sorted(shared, key=lambda at: (-shared[at], len(self._names[at])))[:COMPARED]
        found = sorted(self._compared(word, (self._names[at] for at in like)), reverse=True)
        best = [self._shown[folded] for *_, folded in found]
        if not best and len(word) > 2 and text.isupper():
            best = [shown for code, shown in self._codes.items() if one_edit(word, code)]
        return tuple(best[:count])

    def _alike(self, text: str) -> str:
        """The text as it is compared: ``y`` and ``i`` are often mistaken for each other."""
        return self._fold(text).replace("y", "i")

    @staticmethod
    def _compared(word: str, names: Iterable[str]) -> Iterator[tuple[bool, float, str]]:
        """The near names, each with whether one edit makes it, how near it is, and the name."""
        sides, rest = _sides(word)
        rest = rest if sides else word
        matcher = difflib.SequenceMatcher(b=rest)
        for folded in names:
            other, matched = _sides(folded) if sides else (sides, folded)
            if other != sides:
                continue
            matcher.set_seq1(matched)
            edit = len(rest) > 2 and one_edit(rest, matched)
            if edit or matcher.quick_ratio() >= INDEX_CUTOFF:
                ratio = matcher.ratio()
                if edit or ratio >= INDEX_CUTOFF:
                    yield edit, ratio, folded
