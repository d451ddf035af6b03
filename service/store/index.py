"""What is derived from events for searching: terms, postings, months, money, full text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import chain
from typing import Any

import peewee as pw

from service.store.database import FULL_TEXT, FULL_TEXT_COLUMNS, insert_many
from service.store.gathered import Gathered, MoneyKey
from service.store.lexicon import Vocabulary
from service.store.prepared import Lot, Prepared
from service.store.terms import TALLIED, Term

_TEXT_COLUMNS = ", ".join(FULL_TEXT_COLUMNS)

MERGE_PAGES = 2000
USUAL = {"automerge": 4, "crisismerge": 16, "hashsize": 1 << 20}
FOR_MANY = {"automerge": 0, "crisismerge": 64, "hashsize": 8 << 20}
"""Settings of FTS5 (6.1, 6.2, 6.6): of how many pieces some are merged with each write, of how
many at once, and how many bytes of new words are held in memory."""
MOST_GATHERED = 24_000
"""Events; what they add takes memory, and whoever makes others ready is not to wait."""
MOST_TEXTS = 8000
"""Events whose texts are gathered, which take most of the memory and gain least by it."""
TERMS_AT_ONCE = 200

KEYS_AT_ONCE = 1000
_MONEY_KEY = ("term", "month", "date", "currency", "stage")
_TALLY_KEY = "term = ? AND month = ? AND date = ?"


class Index:
    """Keeps what is derived in step with the events, within one transaction of the caller."""

    def __init__(self, database: pw.SqliteDatabase) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql
        self._gathered = Gathered()
        self._words = Vocabulary(database)
        self._ids: dict[Term, int] = {}
        self._tallied: set[int] = set()

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run ``sql`` for each of ``rows``."""
        self.database.connection().executemany(sql, rows)

    def add(self, lot: Lot, placed: list[tuple[int, Prepared]]) -> None:
        """Make each event of a lot, at its position, findable once ``write`` is called; in the
        order of the positions."""
        terms = lot.terms
        ids = [self._ids.get(term, 0) for term in terms]
        if not all(ids):
            # Those that no event of these has are not made.
            used = set().union(*[event.terms for _, event in placed])
            self._learn([terms[place] for place in sorted(used)])
            ids = [self._ids.get(term, 0) for term in terms]
        self._gathered.add(placed, ids)
        if self._gathered.events >= MOST_GATHERED:
            self.write()
        elif len(self._gathered.texts) >= MOST_TEXTS:
            self._write_texts(self._gathered)

    def write(self) -> None:
        """Write what ``add`` has gathered."""
        gathered, self._gathered = self._gathered, Gathered()
        self.many("UPDATE term SET events = events + ? WHERE id = ?", gathered.counts())
        insert_many(
            self.database, "posting", ("term", "span", "position", "latest"), gathered.postings()
        )
        self.many(
            "INSERT INTO amount (position, ordinal, currency, stage, value, number)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            gathered.amounts,
        )
        self._tally(gathered, 1)
        self._write_texts(gathered)

    def _write_texts(self, gathered: Gathered) -> None:
        self._words.add(gathered.words)
        # After all else, since FTS5 writes what it holds of new words before any statement that
        # SQLite might have to take back alone, as those of many rows.
        self.many(
            f"INSERT INTO {FULL_TEXT} (rowid, {_TEXT_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
            gathered.texts,
        )
        gathered.texts, gathered.words = [], set()

    def _learn(self, terms: Iterable[Term]) -> None:
        """The ids of terms, which are made where there are none yet; of several that differ in
        the name alone the first gives its name."""
        unknown = [term for term in terms if term not in self._ids]
        names: dict[tuple[str, str], str] = {}
        for kind, value, name in unknown:
            names.setdefault((kind, value), name)
        numbers: dict[tuple[str, str], int] = {}
        rows = [(*key, name) for key, name in names.items()]
        for start in range(0, len(rows), TERMS_AT_ONCE):
            some = rows[start : start + TERMS_AT_ONCE]
            found = self.execute(
                "INSERT INTO term (kind, value, name, events)"
                f" VALUES {', '.join(['(?, ?, ?, 0)'] * len(some))}"
                " ON CONFLICT (kind, value) DO UPDATE SET events = events"
                " RETURNING kind, value, id",
                tuple(chain.from_iterable(some)),
            ).fetchall()
            numbers |= {(kind, value): number for kind, value, number in found}
        for term in unknown:
            self._ids[term] = number = numbers[term[:2]]
            if term[0] in TALLIED:
                self._tallied.add(number)

    def _tally(self, gathered: Gathered, sign: int) -> None:
        """Add to what is counted ahead of time, or take away (``sign`` -1)."""
        months = gathered.months(self._tallied)
        self.many(
            "INSERT INTO tally (term, month, date, events) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (term, month, date) DO UPDATE SET events = events + excluded.events",
            [(*key, sign * count) for key, count in months],
        )
        self._tally_money(dict(gathered.money(self._tallied)), sign)
        if sign < 0:
            self.many(
                f"DELETE FROM tally WHERE {_TALLY_KEY} AND events = 0", [key for key, _ in months]
            )

    def _tally_money(self, money: dict[MoneyKey, tuple[int, Decimal]], sign: int) -> None:
        # Read and written back here, because SQLite cannot add decimals exactly.
        known = ", ".join(f"t.{name}" for name in _MONEY_KEY)
        same = " AND ".join(
            f"t.{name} = json_extract(j.value, '$[{n}]')" for n, name in enumerate(_MONEY_KEY)
        )
        keys = list(money)
        stored: dict[MoneyKey, tuple[int, str]] = {}
        for start in range(0, len(keys), KEYS_AT_ONCE):
            some = json.dumps(keys[start : start + KEYS_AT_ONCE])
            rows = self.execute(
                f"SELECT {known}, t.amounts, t.value FROM json_each(?) j"
                f" CROSS JOIN tally_amount t ON {same}",
                (some,),
            ).fetchall()
            stored |= {row[:5]: row[5:] for row in rows}
        left = []
        for key, (amounts, value) in money.items():
            before = stored.get(key, (0, "0"))
            count, total = before[0] + sign * amounts, Decimal(before[1]) + sign * value
            if count:
                left.append((*key, count, str(total)))
        self.many(
            f"DELETE FROM tally_amount WHERE {' AND '.join(f'{n} = ?' for n in _MONEY_KEY)}", stored
        )
        self.many(
            f"INSERT INTO tally_amount ({', '.join(_MONEY_KEY)}, amounts, value)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            left,
        )

    def remove(self, lot: Lot, event: Prepared, position: int) -> None:
        """Take back at once what ``add`` derived from an event of the lot. Its words stay in
        the vocabulary: other events may have them."""
        self.write()  # it may be among the gathered
        self._learn(lot.terms)
        gone = Gathered()
        gone.add([(position, event)], [self._ids[term] for term in lot.terms])
        ids = [term for _, term in gone.counts()]
        self.many("UPDATE term SET events = events - 1 WHERE id = ?", [(term,) for term in ids])
        self._tally(gone, -1)
        # The full text keeps no copy of its words: forgetting a row means repeating them.
        self.many(
            f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rowid, {_TEXT_COLUMNS})"
            " VALUES ('delete', ?, ?, ?, ?, ?)",
            gone.texts,
        )
        self.many(
            "DELETE FROM posting WHERE term = ? AND span = ? AND position = ?",
            [(term, event.span, position) for term in ids],
        )
        self.execute("DELETE FROM amount WHERE position = ?", (position,))

    def expect_many(self) -> None:
        """Hold more of the full text in memory, and merge its pieces when ``settle`` is called.

        Where that never happens, FTS5 merges all the same once there are 64 pieces.
        """
        self._set_full_text(FOR_MANY)

    def _set_full_text(self, settings: dict[str, int]) -> None:
        self.many(
            f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rank) VALUES (?, ?)", list(settings.items())
        )

    def settle(self) -> None:
        """Merge the pieces in which many writes have left the full text (FTS5, 6.8).

        In steps of a few pages, each a transaction, so that other writers wait only briefly.
        A search in one piece is four times quicker than in the dozens that an import leaves.
        """
        pages = -MERGE_PAGES  # negative the first time: begin to merge all that there is
        while True:
            before = self.database.connection().total_changes
            with self.database.atomic("IMMEDIATE"):
                self.execute(
                    f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rank) VALUES ('merge', ?)", (pages,)
                )
            if self.database.connection().total_changes - before < 2:
                self._set_full_text(USUAL)
                return
            pages = MERGE_PAGES
