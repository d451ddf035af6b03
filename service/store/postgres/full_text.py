"""The full text on PostgreSQL: the words of each event as a ``tsvector`` without positions, and its
texts, in which phrases are searched.

The words come from ``service.domain.tokenizer``; PostgreSQL only stores and finds them. Positions
are not stored, because a ``tsvector`` has at most 256 of a word and none after the 16,383rd.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import prod
from struct import pack
from typing import TYPE_CHECKING

from service.store.full_text import Derived, FullText, Text
from service.store.postgres.connecting import Lexemes
from service.store.postgres.estimates import BESIDE
from service.store.sql import AllOf, AnyOf, EngineSearch, Marks, Phrases, Sql, TextSearch, Without

if TYPE_CHECKING:
    from service.store.postgres.database import Postgres

TABLE = (
    "CREATE TABLE event_text (position BIGINT NOT NULL PRIMARY KEY, words TSVECTOR NOT NULL,"
    ' texts TEXT COLLATE "C" NOT NULL)',
    "CREATE INDEX event_text_words ON event_text USING gin (words)",
)
GROWING = (
    "event (position, id, earliest, latest, precision, span, category, status, latitude, longitude,"
    " version, created_at, updated_at, entry)",
    "document (position)", "event_text (position, words)", "term", "posting", "tally", "word",
    '"change"',
)  # fmt: skip
"""The tables that grow with many writes, some with the columns of which the planner needs
statistics: those of long texts take most of the time, and no plan depends on them."""
APART = " ¦ "
"""The separator of two texts. No word contains it, so no phrase crosses it."""
Option = tuple[tuple[str, ...], bool]
FEWEST = 4
"""The minimum number of words for which those that begin alike are tested together."""
LONGEST = 240
"""The maximum number of letters of a lexeme, which may have 2,046 bytes. A longer word is replaced
by its beginning with a digest of the whole."""


class VectorFullText(FullText):
    """The table ``event_text`` (PostgreSQL's documentation, 8.11)."""

    def __init__(self, database: Postgres) -> None:
        self.database = database

    def written(self, asked: TextSearch) -> EngineSearch:
        """A ``tsquery``, which finds phrases only roughly, and the condition that tests them
        exactly."""
        return _Writing(self.database.estimates().share).written(asked)

    def holds(self, written: EngineSearch, *, rare: bool = False) -> Sql:
        """The search as a condition on one event."""
        found = _whole(written)
        return Sql(
            f"EXISTS (SELECT 1 FROM event_text x WHERE x.position = e.position AND {found.text}"
            # As everywhere, OFFSET keeps the planner from another order of the join.
            " LIMIT 1 OFFSET 0)",
            found.values,
        )

    def few(self, written: EngineSearch, most: int) -> list[int] | None:
        """``None``: the words of an event are read with it."""
        return None

    def make(self, tokenizer: str) -> None:
        """Create the table. Texts are already divided into words before they come here."""
        for statement in TABLE:
            self.database.execute_sql(statement)

    def drop(self) -> None:
        """Drop the table."""
        self.database.execute_sql("DROP TABLE event_text")

    def add(self, rows: Sequence[Text]) -> None:
        """Index events."""
        values = (value for row in rows for value in (row[0], *_vector(row)))
        self.database.insert_many("event_text", ("position", "words", "texts"), list(values))

    def remove(self, rows: Sequence[Text]) -> None:
        """Remove events."""
        self.database.many("DELETE FROM event_text WHERE position = ?", [row[:1] for row in rows])

    def clear(self) -> None:
        """Remove all events."""
        self.database.execute_sql("DELETE FROM event_text")

    def expect_many(self) -> None:
        """Do nothing: new entries wait in a list beside the index anyway."""

    def settle(self) -> None:
        """Move waiting entries into the index, update the statistics of the planner, and mark the
        pages that are visible to all. Such pages need not be read if an index has all columns."""
        self.database.execute_sql(f"VACUUM (ANALYZE) {', '.join(GROWING)}")

    def optimise(self) -> None:
        """As ``settle``, except the pages, which cannot be marked within a transaction."""
        self.database.execute_sql("SELECT gin_clean_pending_list('event_text_words')")
        self.database.execute_sql("ANALYZE")

    @contextmanager
    def compared(self, derived: Derived) -> Iterator[dict[str, tuple[str, str]]]:
        """The words and the texts of each event."""
        ours, theirs = (
            f"SELECT position, CAST(words AS text), texts FROM {schema}.event_text"
            for schema in (derived.here, derived.there)
        )
        yield {"event_text": (ours, theirs)}


def _vector(row: Text) -> tuple[Lexemes, str]:
    texts = [" ".join(each.split()) for each in row[1:4]]
    words = dict.fromkeys(" ".join(texts).split())
    if max(map(len, words), default=0) > LONGEST:
        words = dict.fromkeys(map(_stored, words))
    # Each lexeme ends with NUL, and with its number of positions, which is 0, in two bytes.
    marks = [f"#{each}" for each in row[4].split()]
    body = "\0\0\0".join([*words, *marks, ""])
    number = pack(">i", len(words) + len(marks))
    return Lexemes(number + body.encode()), f" {APART.join(texts)} "


def _stored(word: str) -> str:
    if len(word) <= LONGEST:
        return word
    digest = hashlib.blake2b(word.encode(), digest_size=12).hexdigest()
    return f"{word[:LONGEST]}#{digest}"


def lexeme(word: str) -> str:
    """A word as a lexeme, quoted."""
    escaped = _stored(word).replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _mark(mark: str) -> str:
    return f"'#{mark}'"


class _Writing:
    """Writes a search as a ``tsquery``. ``share`` estimates the share of events with a lexeme, or
    with one that begins with it. The estimate assumes that words are independent of each other."""

    def __init__(self, share: Callable[[str, bool], float]) -> None:
        self.share = share

    def written(self, asked: TextSearch) -> EngineSearch:
        """The search ``asked``, as an expression of PostgreSQL."""
        match asked:
            case Phrases(options, start):
                return self._said(options, start)
            case Marks(marks):
                return _any([EngineSearch(_mark(each), None, self._mark(each)) for each in marks])
            case AllOf(parts):
                found = [self.written(each) for each in parts]
                exact = [each.exact for each in found if each.exact is not None]
                if len(found) == 1:
                    return found[0]
                query = f"({' & '.join(each.query for each in found)})"
                share = prod(each.share for each in found)
                test = _tests(" & ", found)
                return EngineSearch(query, _joined(exact, " AND ") if exact else None, share, test)
            case AnyOf(parts):
                return _any([self.written(each) for each in parts])
            case Without(wanted, unwanted):
                return _but(self.written(wanted), self.written(unwanted))

    def _said(self, options: Sequence[Option], start: str) -> EngineSearch:
        found = _any([self._option(*each) for each in options])
        if not start or len(start) > LONGEST or len(options) < FEWEST:
            return found
        # The index reads the list of each word in less time than all that begin alike; but in the
        # words of one event, these stand together.
        others = [each for each in options if not each[0][0].startswith(start)]
        test = " | ".join([f"{lexeme(start)}:*", *(self._option(*each).query for each in others)])
        return found._replace(test=f"({test})")

    def _mark(self, mark: str) -> float:
        return self.share(f"#{mark}", False)

    def _option(self, words: tuple[str, ...], begins: bool) -> EngineSearch:
        *whole, last = words
        end = lexeme(last) if not begins else f"{lexeme(last[:LONGEST])}:*"
        query = f"({' & '.join([*map(lexeme, whole), end])})"
        share = prod(self.share(each, False) for each in whole)
        share *= self.share(last, begins)
        if len(words) == 1 and len(last) <= LONGEST:
            return EngineSearch(query, None, share)
        share *= BESIDE ** (len(words) - 1)
        text = f" {' '.join(words)}{'' if begins else ' '}"
        rarest = min(whole, key=lambda each: self.share(each, False), default="")
        word = lexeme(rarest) if rarest else ""
        return EngineSearch(query, Sql("strpos(x.texts, ?) > 0", [text]), share, word=word)


def _any(found: Sequence[EngineSearch]) -> EngineSearch:
    if len(found) == 1:
        return found[0]
    query = f"({' | '.join(each.query for each in found)})"
    share = 1 - prod(1 - each.share for each in found)
    if all(each.exact is None for each in found):
        return EngineSearch(query, None, share, _tests(" | ", found))
    return EngineSearch(query, _joined([_whole(each) for each in found], " OR "), share)


def _tests(joint: str, found: Sequence[EngineSearch]) -> str:
    """The expression that tests one event, if some part has its own."""
    if not any(each.test for each in found):
        return ""
    return f"({joint.join(each.test or each.query for each in found)})"


def _but(wanted: EngineSearch, unwanted: EngineSearch) -> EngineSearch:
    share = wanted.share * (1 - unwanted.share)
    if unwanted.exact is None:
        test = f"({wanted.test} & !{unwanted.query})" if wanted.test else ""
        return EngineSearch(f"({wanted.query} & !{unwanted.query})", wanted.exact, share, test)
    refused = _whole(unwanted)
    without = Sql(f"NOT {refused.text}", refused.values)
    exact = [each for each in (wanted.exact, without) if each is not None]
    return EngineSearch(wanted.query, _joined(exact, " AND "), share, wanted.test)


def _whole(written: EngineSearch) -> Sql:
    query = Sql("x.words @@ CAST(? AS tsquery)", [written.query])
    return _joined([query, *([written.exact] if written.exact else [])], " AND ")


def _joined(parts: Sequence[Sql], joint: str) -> Sql:
    text = joint.join(part.text for part in parts)
    return Sql(f"({text})", [value for part in parts for value in part.values])
