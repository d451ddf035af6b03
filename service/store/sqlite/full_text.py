"""The full text on SQLite: an index of FTS5 without a copy of the texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.deadline import checked
from service.store.full_text import Derived, FullText, Text
from service.store.sql import AllOf, AnyOf, EngineSearch, Marks, Phrases, Sql, TextSearch, Without

if TYPE_CHECKING:
    from service.store.sqlite.database import Sqlite

TABLE = "event_text"
COLUMNS = "title, summary, names, terms"
"""The columns: the first three have words, the fourth has marks of terms."""
TEXTS = "title summary names"
MARK = re.compile("[cst][0-9]*")
"""The pattern of the marks in ``terms`` and of the beginnings of such marks."""
BEGINS = '" *'
"""The end of a word of which only the beginning is given. Words themselves have no such signs."""
AND = " AND "
BESIDE = re.compile(r'"[^"]+ [^"]+"')
"""The operator between two searches that must both match, and the pattern of a phrase."""
NOTHING = '""'
"""A search that finds nothing."""
MARKS = "(terms : ("
"""The beginning of a search for marks alone."""
_MAKE = """CREATE VIRTUAL TABLE event_text USING fts5(
        title, summary, names, terms,
        content='', tokenize='{}'
    )"""
MERGE_PAGES = 2000
USUAL = {"automerge": 4, "crisismerge": 16, "hashsize": 1 << 20}
FOR_MANY = {"automerge": 0, "crisismerge": 64, "hashsize": 8 << 20}
"""Settings of FTS5 (6.1, 6.2, 6.6): the number of pieces from which some are merged with each
write, the number from which all are merged at once, and the bytes of new words that are held in
memory."""


class FullText5(FullText):
    """The table ``event_text`` (the documentation of FTS5, 3 and 4.4.3)."""

    def __init__(self, database: Sqlite) -> None:
        self.database = database

    def written(self, asked: TextSearch) -> EngineSearch:
        """An expression of FTS5 (3). Every word is quoted, so that no input of a user is an
        operator."""
        if isinstance(asked, Without):
            parts = _expression(asked.wanted), _expression(asked.unwanted)
            return EngineSearch(_expression(asked), parts=parts)
        return EngineSearch(_expression(asked))

    def holds(self, written: EngineSearch, *, rare: bool = False) -> Sql:
        """The search as a condition on one event. The rows of the beginning of a word would be
        gathered again for each event, and rare words are searched from each event up to the next
        that matches. So all that match are gathered once."""
        if rare or BEGINS in written.query:
            return Sql(
                f"e.position + 0 IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ?)",
                [written.query],
            )
        return Sql(
            f"EXISTS (SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH ? AND rowid = e.position)",
            [written.query],
        )

    def few(self, written: EngineSearch, most: int) -> list[int] | None:
        """A list of one word, or of some of several words, is searched directly at an event."""
        if not (AND in written.query or BESIDE.search(written.query)):
            return None
        rows = self.database.execute_sql(
            f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? LIMIT ?", (written.query, most + 1)
        )
        found = [row[0] for row in checked(rows)]
        return found if len(found) <= most else None

    def make(self, tokenizer: str) -> None:
        """Create the table, without a copy of the texts (4.4.3)."""
        self.database.execute_sql(_MAKE.format(tokenizer))

    def drop(self) -> None:
        """Drop the table."""
        self.database.execute_sql(f"DROP TABLE {TABLE}")

    def add(self, rows: Sequence[Text]) -> None:
        """Index events; must come after everything else in a transaction. FTS5 writes its new words
        from memory before any statement that SQLite might have to roll back alone, such as one of
        many rows."""
        self.database.many(f"INSERT INTO {TABLE} (rowid, {COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)

    def remove(self, rows: Sequence[Text]) -> None:
        """The index keeps no copy of its words, so the words of a removed row must be given
        again."""
        self.database.many(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, {COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?)",
            rows,
        )

    def clear(self) -> None:
        """Remove all events."""
        self.database.execute_sql(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")

    def expect_many(self) -> None:
        """Hold more in memory, and merge the pieces when ``settle`` is called.

        If it is never called, FTS5 still merges when there are 64 pieces.
        """
        self._set(FOR_MANY)

    def _set(self, settings: dict[str, int]) -> None:
        self.database.many(
            f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES (?, ?)", list(settings.items())
        )

    def settle(self) -> None:
        """Merge the pieces that many writes have left in the full text (FTS5, 6.8).

        It works in steps of a few pages, each a transaction, so that other writers wait only
        briefly. A search in one piece is four times quicker than in the dozens that an import
        leaves.
        """
        database = self.database
        pages = -MERGE_PAGES  # negative the first time: begin to merge all pieces
        while True:
            before = database.own().total_changes
            with database.writing():
                database.execute_sql(
                    f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', ?)", (pages,)
                )
            if database.own().total_changes - before < 2:
                self._set(USUAL)
                return
            pages = MERGE_PAGES

    def optimise(self) -> None:
        """Merge everything into one piece (6.9)."""
        self.database.execute_sql(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")

    @contextmanager
    def compared(self, derived: Derived) -> Iterator[dict[str, tuple[str, str]]]:
        """The sizes of the texts, and for each word its number of texts and of occurrences."""
        execute = self.database.execute_sql
        schemas = derived.here, derived.there
        for schema in schemas:
            execute(
                f"CREATE VIRTUAL TABLE temp.{schema}_words USING fts5vocab({schema}, {TABLE}, row)"
            )
        try:
            sizes = [f"SELECT id, sz FROM {schema}.{TABLE}_docsize" for schema in schemas]
            words = [f"SELECT term, doc, cnt FROM temp.{schema}_words" for schema in schemas]
            yield {f"{TABLE}_docsize": (sizes[0], sizes[1]), "words": (words[0], words[1])}
        finally:
            for schema in schemas:
                execute(f"DROP TABLE temp.{schema}_words")


def all_of(asked: Iterable[EngineSearch]) -> str:
    """The expression of the events that match all of some searches.

    FTS5 moves each part of an AND on to the row that another part has found, one after the other.
    Words have many lists and long ones. So they are moved on only to an event that has all marks:
    an OR, here with nothing, is one part. Unwanted words come last: only events that have all else
    are looked up for them.
    """
    asked = list(asked)
    every = [each.parts[0] if each.parts else each.query for each in asked]
    unwanted = [each.parts[1] for each in asked if each.parts]
    marks = [each for each in every if each.startswith(MARKS)]
    if 1 < len(marks) < len(every):
        rest = [each for each in every if not each.startswith(MARKS)]
        every = [f"(({AND.join(marks)}) OR {NOTHING})", *rest]
    found = AND.join(every)
    return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found


def _expression(asked: TextSearch) -> str:
    match asked:
        case Phrases(options):
            ends = {True: BEGINS, False: '"'}
            found = [f'"{" ".join(words)}{ends[begins]}' for words, begins in options]
            # A list of the index is read much faster if its columns need not be told apart.
            sure = all(any(not MARK.fullmatch(each) for each in words) for words, _ in options)
            columns = "" if sure else f"{{{TEXTS}}} : "
            return f"({columns}({' OR '.join(found)}))"
        case Marks(marks):
            return f"{MARKS}{' OR '.join(marks)}))"
        case AllOf(parts):
            return f"({AND.join(map(_expression, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(_expression, parts))})"
        case Without(wanted, unwanted):
            return f"({_expression(wanted)} NOT {_expression(unwanted)})"
