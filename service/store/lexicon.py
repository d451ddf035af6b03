"""The words of the texts, each with its stem.

With them a search finds the forms of a word, and the words that begin alike, without a second index
of the texts. Words are added and never removed: a word that no event has any more finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from service.domain.search import Search, Word
from service.domain.stemming import rule, stem
from service.domain.tokenizer import TEXT_BREAK
from service.errors import Unavailable
from service.store.engine import Engine
from service.store.sql import HIGHEST_SIGN

MOST_BEGINNINGS = 64
"""The maximum number of words that begin alike and are searched one by one; of more words the full
text gathers the rows."""
LONGEST = 600
"""The maximum number of letters of a word in the table: PostgreSQL's index takes 2,704 bytes. The
full text has longer words too, so only their beginnings are not found."""
BATCH = 5000
MOST_KNOWN = 200_000
"""The words that a transaction keeps in memory as already written."""

Forms = dict[str, list[str]]
"""By word, the words of the texts that are forms of it, in any order."""


class Vocabulary:
    """Writes the tables ``word`` and ``stemming``, within a transaction of the caller."""

    def __init__(self, database: Engine) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql
        self._known = {TEXT_BREAK}

    def add(self, words: set[str]) -> None:
        """Write the words of texts that are written in the same transaction, except those longer
        than ``LONGEST``."""
        new = {each for each in words - self._known if len(each) <= LONGEST}
        if len(self._known) > MOST_KNOWN:
            self._known = {TEXT_BREAK}
        self._known |= new
        self.database.many(
            "INSERT INTO word (word, stem) VALUES (?, ?) ON CONFLICT (word) DO NOTHING",
            ((word, stem(word)) for word in sorted(new)),
        )

    def stale(self) -> bool:
        """Whether the stems were made by another rule: another language, or another version of the
        stemmer."""
        return _rule_of_stems(self.execute) != rule()

    def demand_own_stems(self) -> None:
        """Raises ``Unavailable`` if the stems were made by another rule."""
        demand_own_rule(_rule_of_stems(self.execute))

    def refresh(self) -> None:
        """Rebuild the stems."""
        after = ""
        while True:
            rows = self.execute(
                "SELECT word FROM word WHERE word > ? ORDER BY word LIMIT ?", (after, BATCH)
            ).fetchall()
            if not rows:
                break
            after = rows[-1][0]
            self.database.many(
                "UPDATE word SET stem = ? WHERE word = ?", [(stem(w), w) for (w,) in rows]
            )
        self.execute("DELETE FROM stemming")
        self.execute("INSERT INTO stemming (rule) VALUES (?)", (rule(),))


def _rule_of_stems(execute: Callable[..., Any]) -> str | None:
    row = execute("SELECT rule FROM stemming").fetchone()
    return None if row is None else str(row[0])


def demand_own_rule(made_by: str | None) -> None:
    """Raises ``Unavailable`` unless this program makes stems by the rule ``made_by``."""
    if made_by != rule():
        what = "the full text has the forms of words of another language than is set"
        raise Unavailable(f"{what} ({rule()}); run dateline migrate")


def forms_of(execute: Callable[..., Any], search: Search) -> Forms:
    """The forms of all words of a search of which any form counts. Raises ``Unavailable`` if the
    stems were made by another rule since this program started: forms would be missing."""
    words = {each.text for each in search.leaves() if isinstance(each, Word) and each.forms}
    if not words:
        return {}
    stems = {word: stem(word) for word in words}
    marks = ", ".join("?" * len(stems))
    found: dict[str, list[str]] = {each: [] for each in stems.values()}
    rows = execute(
        f"SELECT stem, word FROM word WHERE stem IN ({marks})"
        " UNION ALL SELECT NULL, rule FROM stemming",
        [*stems.values()],
    ).fetchall()
    demand_own_rule(next((text for each, text in rows if each is None), None))
    for each, text in rows:
        if each is not None:
            found[each].append(text)
    return {word: found[each] for word, each in stems.items()}


def beginning(execute: Callable[..., Any], text: str) -> list[str] | None:
    """The words of the texts that begin with ``text``; ``None`` if there are more than
    ``MOST_BEGINNINGS``."""
    rows = execute(
        "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY word LIMIT ?",
        (text, text + HIGHEST_SIGN, MOST_BEGINNINGS + 1),
    ).fetchall()
    return None if len(rows) > MOST_BEGINNINGS else [word for (word,) in rows]
