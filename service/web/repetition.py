"""Removes texts from the page of an event that it shows already in other words."""

from __future__ import annotations

import re
from typing import Any

from service.domain.display import MONTHS

WORD = re.compile(r"[^\W\d_]+|\d+")
MONTH_NUMBERS = {
    name: number
    for number, month in enumerate(MONTHS, 1)
    for name in (month.lower(), month[:3].lower(), month[:4].lower())
}
SMALL_WORDS = frozenset(("st", "nd", "rd", "th", "of", "the", "to"))
LEAST_WORDS = 4
"""The minimum number of words of a title that a summary can repeat at its beginning."""


def date_as_reported(event: dict[str, Any]) -> str:
    """The source's words for the date; empty if they only repeat the shown date.

    ``02/05/2023`` is kept, because it shows that the source does not say which is the month.
    """
    words: str = event["date_as_reported"] or ""
    days = [each for each in (event["earliest"], event["latest"]) if each]
    # Words for a Julian date are shown behind the date already (``service.domain.display``).
    if f"({words}" in event["date_display"] or words in {each.replace("-", "") for each in days}:
        return ""
    found = _numbers(words)
    shown = _numbers(event["date_display"]), _numbers(event["date"])
    return "" if found and found in shown and not _ambiguous(words) else words


def _numbers(text: str) -> frozenset[int] | None:
    """The numbers of a date, months as numbers; ``None`` if it has other words."""
    found = set()
    for word in WORD.findall(text.lower()):
        if word.isascii() and word.isdigit():
            found.add(int(word))
        elif word in MONTH_NUMBERS:
            found.add(MONTH_NUMBERS[word])
        elif word not in SMALL_WORDS:
            return None
    return frozenset(found)


def _ambiguous(text: str) -> bool:
    match = re.fullmatch(r"\s*(\d{1,2})\D(\d{1,2})\D\d{2,4}\s*", text, re.ASCII)
    if match is None:
        return False
    return max(int(match[1]), int(match[2])) <= 12 and int(match[1]) != int(match[2])


def summary(event: dict[str, Any]) -> str:
    """The summary, without the title if it begins with that; empty if nothing else is left."""
    title, text = _letters(event["title"]), event["summary"] or ""
    letters = _letters(text)
    if title.startswith(letters):
        return ""
    long = len(event["title"].split()) >= LEAST_WORDS
    if not (letters.startswith(title) and long):
        return text
    passed = 0
    for place, letter in enumerate(text):
        if passed >= len(title):
            return "… " + text[place:].lstrip(" .,:;…–—-")
        passed += len(_letters(letter))
    return ""


def _letters(text: str) -> str:
    """The letters and digits of a text, without case, spaces and punctuation."""
    return "".join(each for each in text.casefold() if each.isalnum())
