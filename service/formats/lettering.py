"""Breaks and cuts the texts of pictures, and finds the direction in which they run.

No font is measured: ``Measure`` says about how wide a text is, in the unit of the room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import bidirectional, east_asian_width

Measure = Callable[[str], float]
RIGHT_TO_LEFT = ("R", "AL")
_LETTER = re.compile(r".[、。，．：；！？）》」』】〕…”’]*", re.DOTALL)
"""A letter with the signs that may not begin a line."""
EMBEDDED, END = "\u202b", "\u202c"
"""Control characters around a text from right to left. They keep other text within it in order."""


def from_right(words: str) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX 9, P2)."""
    strong = (way for each in words if (way := bidirectional(each)) in ("L", *RIGHT_TO_LEFT))
    return next(strong, "L") in RIGHT_TO_LEFT


def in_order(words: str) -> str:
    """``words`` so that a picture, whose texts run from left to right, keeps their own order."""
    return f"{EMBEDDED}{words}{END}" if from_right(words) else words


def fitted(text: str, room: float, measure: Measure) -> Iterator[str]:
    """``text`` in lines that fit, broken between words. A word is broken inside if it is too long
    for a line, or if its script has no spaces."""
    line = ""
    for word in re.finditer(r"\S+\s*", text):
        for part in _broken(word[0], room, measure):
            if line and measure((line + part).rstrip()) > room:
                yield line.rstrip()
                line = ""
            line += part
    if line.strip():
        yield line.rstrip()


def _broken(word: str, room: float, measure: Measure) -> Iterator[str]:
    if measure(word.rstrip()) <= room and not any(east_asian_width(each) in "WF" for each in word):
        yield word
        return
    yield from _LETTER.findall(word)


def cut(words: str, room: float, measure: Measure) -> str:
    """``words``, cut to the letters that fit."""
    if measure(words) <= room:
        return words
    room, end = room - measure("…"), 0
    while (room := room - measure(words[end])) >= 0:
        end += 1
    return words[:end].rstrip() + "…"
