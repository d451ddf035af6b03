"""Rules that turn a question in another language into English."""

from __future__ import annotations

from collections.abc import Callable

Form = str | Callable[..., str]
"""The English of a rule: ``{0}`` stands for the first group, ``{1}`` for the second, each in
English too. A function gets the groups as they are written."""
Rules = tuple[tuple[str, Form], ...]
"""Regular expressions for a whole text in lower case, each with its English."""
Words = dict[str, str]
"""English words, each with words of another language that mean the same, separated by spaces."""
_ROMAN = {"i": 1, "і": 1, "v": 5, "x": 10, "х": 10}
ROMAN = "[iіvxх]+"
"""Latin letters, and the Cyrillic ones that look like them."""


NUMBERS = ("one", "two", "three", "four", "five", "ten")


def count(words: Words, longest: int = 4) -> str:
    """A group for a number of days, months or years: of at most ``longest`` digits, or one of the
    number words of a language."""
    known = "|".join(each for name in NUMBERS for each in words.get(name, "").split())
    return rf"(\d{{1,{longest}}}|{known})"


def number(text: str) -> int:
    """The number that ``xix`` or ``19`` means."""
    if text.isdecimal():
        return int(text)
    digits = [_ROMAN[each] for each in text]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-one if one < other else one for one, other in pairs)


def century(text: str) -> str:
    """``19th century`` for ``xix`` or ``19``."""
    found = number(text)
    ends = {1: "st", 2: "nd", 3: "rd"}
    end = "th" if found % 100 in (11, 12, 13) else ends.get(found % 10, "th")
    return f"{found}{end} century"
