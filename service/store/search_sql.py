"""Turns the words of a search into an expression for the full text."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from service import deadline
from service.domain.coded_names import names
from service.domain.query import Choice
from service.domain.search import AllOf, AnyOf, Part, Phrase, Search, Word, parse
from service.store import sql
from service.store.engine import Engine
from service.store.known_terms import KnownTerms, LookupCache
from service.store.lexicon import Forms, beginning, forms_of
from service.store.sizes import SIZES
from service.store.sql import EngineSearch, Sql, TermId, TextSearch
from service.store.terms import mark

MOST_QUICK = 3
"""The maximum number of words, each with ``MOST_FORMS``, that are intersected within
milliseconds."""
MOST_FORMS = 24
MOST_KEPT, LONGEST_KEPT = 100, 2000
"""The maximum number of expressions that a thread keeps, those of the last searches, and of
characters in each."""
MOST_KEPT_FEW = 8
"""The maximum number of searches whose events a thread keeps."""
MOST_MARKS = 16
"""The maximum number of groups whose expressions are kept."""


class _Written(threading.local):
    """The last expressions of this thread, and the state of the database for which they hold: other
    words may have been stored since."""

    def __init__(self) -> None:
        self.state: tuple[object, ...] = ()
        self.expressions: dict[str, tuple[EngineSearch, int]] = {}
        self.few: dict[str, list[int] | None] = {}


class SearchWriter:
    """Writes expressions for the index of one database."""

    def __init__(
        self, database: Engine, terms: KnownTerms, looked: LookupCache, rare: int = SIZES.rare
    ) -> None:
        self.database = database
        self.rare = rare
        self.execute: Callable[..., Any] = database.execute_sql
        self.term_id: TermId = terms.id
        self._looked = looked
        self._written = _Written()
        self._marks: dict[tuple[Choice, ...], EngineSearch] = {}

    def written(self, asked: TextSearch) -> EngineSearch:
        """The search ``asked``, as an expression of the engine."""
        return self.database.full_text.written(asked)

    def marks(self, group: tuple[Choice, ...]) -> EngineSearch | None:
        """The expression that finds the events of a group; ``None`` if no event has its terms."""
        known = self._marks.get(group)
        if known is None:
            numbers = [self.term_id(each.kind, each.value) for each in group]
            marks = sorted({mark(number) for number in numbers if number is not None})
            if not marks:
                return None
            known = self.written(sql.Marks(tuple(marks)))
            # The queries of one chart or one sample have the same groups. A term without a number
            # may get one with the next event.
            if len(group) > 1 and None not in numbers:
                if len(self._marks) >= MOST_MARKS:
                    self._marks.clear()
                self._marks[group] = known
        return known

    def forget(self) -> None:
        """Forget the numbers of terms."""
        self._marks.clear()

    def expression(self, text: str) -> EngineSearch | None:
        """The expression that finds the events of the search ``text``; ``None`` if there is no word
        in it, or one that is both wanted and unwanted: then it finds nothing."""
        known = self._expression(text)
        return None if known is None else known[0]

    def holds(self, text: str) -> Sql:
        """The search as a condition on ``event e``, looked up for one event."""
        known = self.expression(text)
        if known is None:
            return Sql("FALSE")
        few = self.few(text)
        if few is None or not self.database.in_transaction():
            # Without a transaction the events may have changed before the next statement.
            return self.database.full_text.holds(known, rare=few is not None)
        listed = self.database.listed(few)
        return Sql(f"e.position + 0 IN (SELECT j.value FROM {listed.text})", listed.values)

    def few(self, text: str) -> list[int] | None:
        """The positions of all events of the search ``text``, if they are at most ``rare``, and if
        the test of one event may cost as much as to find them all; ``None`` otherwise. They hold
        for the state of the database that the call reads."""
        known, kept = self.expression(text), self._written.few
        if known is None or text in kept:
            return kept.get(text)
        found = self.database.full_text.few(known, self.rare)
        if self._written.state:
            if len(kept) >= MOST_KEPT_FEW:
                kept.clear()
            kept[text] = found
        return found

    def words(self, text: str) -> int:
        """The number of words and phrases that the full text has to search."""
        known = self._expression(text)
        return 0 if known is None else known[1]

    def _expression(self, text: str) -> tuple[EngineSearch, int] | None:
        search = parse(text)
        if not search.wanted or any(each in search.unwanted for each in search.wanted):
            return None
        if not quick(search):
            deadline.demand_thread()
        written, state = self._written, self._state()
        if written.state != state or not state:
            written.state, written.expressions, written.few = state, {}, {}
        kept = written.expressions if state else self._looked.expressions()
        known = kept.pop(text, None)
        if known is None:
            asked = self._asked(search)
            known = self.written(asked), sql.phrase_count(asked)
            if len(known[0].query) > LONGEST_KEPT:
                return known
            if len(kept) >= MOST_KEPT:
                del kept[next(iter(kept))]
        kept[text] = known  # at the end, because the first is the one to be forgotten
        return known

    def forms(self, search: Search) -> Forms:
        """The forms of the words of a search that the texts have."""
        kept = self._looked.forms()
        if search not in kept:
            kept[search] = forms_of(self.execute, search)
        return kept[search]

    def _state(self) -> tuple[object, ...]:
        """A value that changes with every commit, of this connection and of others, and with the
        names in use (``coded_names``)."""
        state = self.database.state()
        return () if state is None else (state, names())

    def _asked(self, search: Search) -> TextSearch:
        written = partial(self._part, forms=self.forms(search))
        wanted = sql.AllOf(tuple(map(written, search.wanted)))
        if not search.unwanted:
            return wanted
        return sql.Without(wanted, sql.AnyOf(tuple(map(written, search.unwanted))))

    def _part(self, part: Part, forms: Forms) -> TextSearch:
        if isinstance(part, AllOf | AnyOf):
            parts = tuple([self._part(each, forms) for each in part.parts])
            return sql.AllOf(parts) if isinstance(part, AllOf) else sql.AnyOf(parts)
        if isinstance(part, Phrase):
            phrases = sql.Phrases(((part.words, part.begins),))
        else:
            phrases = self._words(part, forms)
        numbers = [self.term_id(kind, value) for kind, value in sorted(names().of(part))]
        marks = [mark(number) for number in numbers if number is not None]
        if len(marks) + len(phrases.options) > MOST_FORMS:
            deadline.demand_thread()
        return sql.AnyOf((phrases, sql.Marks(tuple(marks)))) if marks else phrases

    def _words(self, word: Word, forms: Forms) -> sql.Phrases:
        found = [word.text]
        if word.forms:
            found += sorted(forms[word.text])
        starts = beginning(self.execute, word.text) if word.begins else []
        found += starts or []
        words: list[tuple[tuple[str, ...], bool]]
        words = [((each,), False) for each in dict.fromkeys(found)]
        if starts is None:
            # A statement cannot be interrupted while the rows of a prefix are gathered.
            deadline.demand_thread()
            words.append(((word.text,), True))
        return sql.Phrases(tuple(words), word.text if starts else "")


def quick(search: Search) -> bool:
    """Whether the full text surely answers within milliseconds. A statement cannot be interrupted
    while it searches words beside each other, or passes over events with unwanted words."""
    found = list(search.leaves())
    phrase = any(isinstance(each, Phrase) for each in found)
    return len(found) <= MOST_QUICK and not phrase and not search.unwanted
