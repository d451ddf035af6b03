"""Names found by the beginnings of any of their words, the most used first.

Latin letters find Cyrillic and Greek names, and the other way around: the names and the typed
text are both compared as Latin letters (``Путин`` is ``putin``).
"""

from __future__ import annotations

import difflib
import heapq
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain

from service.domain.near_spellings import one_edit
from service.domain.tokenizer import words

MOST_WORDS = 8
"""The first words of a typed text, which are looked up. Further words do not narrow the result."""
MOST_COMPARED = 5000
"""Words of names that are compared with a misspelt word."""
CUTOFF = 0.75
SHORT = 2
"""Very many names share a beginning of at most this length, so the first names are cached."""
MOST_FOUND = 200
FEW = 1000
"""The maximum number of names that are checked one by one, which is quicker than a look-up of
another word."""
_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "қ": "q", "ғ": "g",
    "ң": "n", "ұ": "u", "ј": "j", "љ": "lj", "њ": "nj", "џ": "dz", "ћ": "c", "ђ": "d",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
})  # fmt: skip


def compared(text: str) -> list[str]:
    """The words of ``text`` in the form in which they are compared."""
    found = words(text)
    return found if text.isascii() else [each.translate(_LATIN) for each in found]


class Completion:
    """Names, each identified by its place in the given order: the most used first."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._short: dict[str, array[int]] = {}
        places: dict[str, array[int]] = {}
        for place, name in enumerate(self._names):
            for word in dict.fromkeys(compared(name)):
                held = places.get(word)
                if held is None:
                    held = places[word] = array("l")
                held.append(place)
                for length in range(1, SHORT + 1):
                    self._first(word[:length], place)
        self._words = sorted(places)
        self._places = [places[word] for word in self._words]

    def _first(self, beginning: str, place: int) -> None:
        held = self._short.setdefault(beginning, array("l"))
        if len(held) < MOST_FOUND and (not held or held[-1] != place):
            held.append(place)

    def find(self, text: str, limit: int) -> list[int]:
        """The places of names that have, for every word of ``text``, a word that begins with it.
        At most ``limit`` and ``MOST_FOUND``; the first names if ``text`` has no word."""
        limit = min(limit, MOST_FOUND)
        asked = sorted(dict.fromkeys(compared(text)[:MOST_WORDS]), key=len)
        if not asked:
            return list(range(min(limit, len(self._names))))
        *others, longest = asked
        if not others and len(longest) <= SHORT:
            return list(self._short.get(longest, ()))[:limit]
        found = set(self._beginning(longest))
        for word in reversed(others):
            found = self._with(word, found)
        return heapq.nsmallest(limit, found)

    def _with(self, word: str, found: set[int]) -> set[int]:
        """The places in ``found`` whose names have a word that begins with ``word``. It goes
        through the shorter list."""
        if len(found) > FEW:
            return found.intersection(self._beginning(word))
        return {
            place for place in found
            if any(each.startswith(word) for each in compared(self._names[place]))
        }  # fmt: skip

    def near(self, text: str, limit: int) -> list[int]:
        """The places of names that are near to ``text``, in which some word is misspelt."""
        asked = compared(text)[:MOST_WORDS]
        fixed = [each if self._known(each) else self._closest(each) for each in asked]
        if not all(fixed):
            return []
        return self.find(" ".join(fixed), limit)

    def _range(self, beginning: str) -> range:
        first = bisect_left(self._words, beginning)
        return range(first, bisect_left(self._words, beginning + "\U0010ffff", first))

    def _beginning(self, beginning: str) -> Iterator[int]:
        return chain.from_iterable(self._places[at] for at in self._range(beginning))

    def _known(self, word: str) -> bool:
        return bool(self._range(word))

    def _closest(self, word: str) -> str:
        """The word of the names whose spelling is nearest to ``word``, preferably one with the
        same first letter; empty if none is near."""
        start = self._range(word[:1])
        begun = _as_long(word, self._words[start.start : start.stop][:MOST_COMPARED], 2)
        edits = [
            each for each in _as_long(word, begun, 1) if len(word) > 2 and one_edit(word, each)
        ]
        if not edits and len(word) > 3:
            others = _as_long(word, self._words[:MOST_COMPARED], 1)
            edits = [each for each in others if one_edit(word, each)]
        if edits:
            return max(edits, key=lambda each: difflib.SequenceMatcher(None, word, each).ratio())
        return next(iter(difflib.get_close_matches(word, begun[:500], 1, CUTOFF)), "")


def _as_long(word: str, others: Iterable[str], difference: int) -> list[str]:
    """The words whose length differs from that of ``word`` by at most ``difference`` letters."""
    length = len(word)
    return [each for each in others if -difference <= len(each) - length <= difference]
