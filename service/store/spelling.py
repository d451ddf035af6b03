"""Finds words of the texts that are spelt like a word that no text has."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from service.deadline import checked
from service.domain.near_spellings import one_edit
from service.domain.tokenizer import words
from service.store.sql import HIGHEST_SIGN

MOST_COMPARED = 5000
"""The maximum number of words with the same beginning that are compared."""
LEAST = 3
"""The minimum number of letters of a word: too many shorter words are alike."""
CUTOFF = 0.75


def words_spelt_like(execute: Callable[..., Any], text: str, limit: int) -> list[str]:
    """The words most like ``text``, best first; none if it is a word of the texts, or the beginning
    of one. Only words that begin with the same two letters, or one character apart, are found."""
    found = words(text)
    if len(found) != 1 or len(found[0]) < LEAST:
        return []
    word = found[0]
    if _beginning(execute, word, 1):
        return []
    near = [each for each in checked(_beginning(execute, word[:2], MOST_COMPARED))
            if abs(len(each) - len(word)) <= 2]  # fmt: skip
    if not any(one_edit(word, each) for each in near):
        # The wrong letter may be the first or the second one.
        swapped = word[1] + word[0] + word[2:]
        near += [each for other in (word[1:], swapped, word[0] + word[2:])
                 for each in _beginning(execute, other, limit)]  # fmt: skip
    edits = [each for each in near if one_edit(word, each)]
    like = difflib.get_close_matches(word, near, limit, CUTOFF)
    ranked = sorted(edits, key=lambda each: -difflib.SequenceMatcher(None, word, each).ratio())
    return list(dict.fromkeys([*ranked, *like]))[:limit]


def _beginning(execute: Callable[..., Any], text: str, limit: int) -> list[str]:
    rows = execute(
        "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY word LIMIT ?",
        (text, text + HIGHEST_SIGN, limit),
    ).fetchall()
    return [word for (word,) in rows]
