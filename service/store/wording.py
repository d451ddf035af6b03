"""From the words of a search to an expression of FTS5 (its documentation, 3)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import peewee as pw

from service import deadline
from service.domain.named import names
from service.domain.search import All, Part, Phrase, Search, Some, Word, parse
from service.store.database import TEXTS
from service.store.lexicon import beginning, forms
from service.store.sql import TermId
from service.store.terms import mark

MOST_QUICK = 3
"""Words that are intersected within milliseconds, each with ``MOST_FORMS``."""
MOST_FORMS = 24
MOST_KEPT, LONGEST_KEPT = 50, 2000
"""Expressions that a thread keeps, and the characters of each."""


class _Written(threading.local):
    """The expressions that this thread has written last, and the state of the database that
    they hold for: other words may have been stored since."""

    def __init__(self) -> None:
        self.state: tuple[object, ...] = ()
        self.expressions: dict[str, str] = {}


class Asker:
    """Writes expressions for the index of one database."""

    def __init__(self, database: pw.SqliteDatabase, term_id: TermId) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql
        self.term_id = term_id
        self._written = _Written()

    def expression(self, text: str) -> str:
        """What finds the events that ``text`` means; empty where there is no word in it.

        Every word is quoted, so that nothing a user types is an operator.
        """
        search = parse(text)
        if not search.wanted:
            return ""
        if not quick(search):
            deadline.demand_thread()
        written, state = self._written, self._state()
        if written.state != state:
            written.state, written.expressions = state, {}
        known = written.expressions.get(text)
        if known is None:
            known = self._expression(search)
            if len(known) <= LONGEST_KEPT and len(written.expressions) < MOST_KEPT:
                written.expressions[text] = known
        return known

    def _state(self) -> tuple[object, ...]:
        """What changes with every commit, of this connection and of others, and with the names
        that are known."""
        connection = self.database.connection()
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        return connection, connection.total_changes, version, names()

    def _expression(self, search: Search) -> str:
        wanted = " AND ".join(map(self._part, search.wanted))
        if not search.unwanted:
            return f"({wanted})"
        return f"(({wanted}) NOT ({' OR '.join(map(self._part, search.unwanted))}))"

    def _part(self, part: Part) -> str:
        if isinstance(part, All | Some):
            sign = " AND " if isinstance(part, All) else " OR "
            return f"({sign.join(map(self._part, part.parts))})"
        found = (
            [_quoted(*part.words) + " *" * part.begins]
            if isinstance(part, Phrase)
            else (self._words(part))
        )
        said = f"({{{TEXTS}}} : ({' OR '.join(found)}))"
        numbers = [self.term_id(kind, value) for kind, value in sorted(names().of(part))]
        marks = [mark(number) for number in numbers if number is not None]
        if len(marks) + len(found) > MOST_FORMS:
            deadline.demand_thread()
        return f"({said} OR (terms : ({' OR '.join(marks)})))" if marks else said

    def _words(self, word: Word) -> list[str]:
        found = [word.text]
        if word.forms:
            found += forms(self.execute, word.text)
        starts = beginning(self.execute, word.text) if word.begins else []
        found += starts or []
        quoted = [_quoted(each) for each in dict.fromkeys(found)]
        if starts is None:
            # A statement is not interrupted while FTS5 gathers the rows of a prefix.
            deadline.demand_thread()
            quoted.append(f"{_quoted(word.text)} *")
        return quoted


def quick(search: Search) -> bool:
    """Whether the full text surely answers within milliseconds. A statement is not interrupted
    while FTS5 looks for words beside each other."""
    found = list(search.leaves())
    return len(found) <= MOST_QUICK and not any(isinstance(each, Phrase) for each in found)


def _quoted(*words: str) -> str:
    return f'"{" ".join(words)}"'
