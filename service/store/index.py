"""What is derived from events for searching: terms, postings, months, money, full text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

import peewee as pw

from service.store.database import FULL_TEXT, FULL_TEXT_COLUMNS
from service.store.prepared import Prepared
from service.store.terms import TALLIED, marks

_TEXT_VALUES = f"({FULL_TEXT}, rowid, {', '.join(FULL_TEXT_COLUMNS)})"

MERGE_PAGES = 500

_TALLY_KEY = "term = ? AND month = ? AND date = ?"

MoneyKey = tuple[int, int, str, str, str]
Term = tuple[str, str, str]

_INSERT_POSTING = "INSERT INTO posting (term, span, position, latest) VALUES"
ROWS_AT_ONCE = 50


@dataclass(slots=True)
class Tallies:
    """Counts by ``(term, month, date)``, and money by these with currency and stage."""

    events: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    money: dict[MoneyKey, tuple[int, Decimal]] = field(default_factory=dict)

    def add(self, event: Prepared, terms: list[int]) -> None:
        """Count ``event`` once for each of ``terms``, unless it has no date at all."""
        if event.begins is None:
            return
        month, date = event.begins
        for term in terms:
            self.events[term, month, date] += 1
            for currency, stage, value in event.money:
                key = (term, month, date, currency, stage)
                amounts, before = self.money.get(key, (0, Decimal(0)))
                self.money[key] = (amounts + 1, before + Decimal(value))


class Index:
    """Keeps what is derived in step with the events, inside the caller's transaction."""

    def __init__(self, database: pw.SqliteDatabase) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run ``sql`` for each of ``rows``."""
        self.database.connection().executemany(sql, rows)

    def add(self, placed: list[tuple[int, Prepared]]) -> None:
        """Make each event, at its position, findable."""
        numbers = self._count_terms(Counter(term for _, event in placed for term in event.terms))
        postings, texts, amounts = [], [], []
        tallies = Tallies()
        for position, event in placed:
            ids = [numbers[term] for term in event.terms]
            span, last = event.span, event.last
            postings += [(number, span, position, last) for number in ids]
            texts.append((position, *_words(event, ids)))
            amounts += [(position, n, *each, float(each[2])) for n, each in enumerate(event.money)]
            tallies.add(event, [numbers[term] for term in event.terms if term[0] in TALLIED])
        postings.sort()
        self._post(postings)
        self.many(
            "INSERT INTO amount (position, ordinal, currency, stage, value, number)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            amounts,
        )
        self._tally(tallies, 1)
        self.many(
            f"INSERT INTO {FULL_TEXT} (rowid, {', '.join(FULL_TEXT_COLUMNS)})"
            " VALUES (?, ?, ?, ?, ?)",
            texts,
        )

    def _post(self, postings: list[tuple[int, int, int, int]]) -> None:
        # A statement for many rows, since a tenth of an import is the going from row to row.
        whole = len(postings) - len(postings) % ROWS_AT_ONCE
        self.many(
            f"{_INSERT_POSTING} {', '.join(['(?, ?, ?, ?)'] * ROWS_AT_ONCE)}",
            [
                tuple(chain.from_iterable(postings[start : start + ROWS_AT_ONCE]))
                for start in range(0, whole, ROWS_AT_ONCE)
            ],
        )
        self.many(f"{_INSERT_POSTING} (?, ?, ?, ?)", postings[whole:])

    def _count_terms(self, counts: Counter[Term]) -> dict[Term, int]:
        """Add to the terms' numbers of events; the id of each."""
        return {
            (kind, value, name): self.execute(
                "INSERT INTO term (kind, value, name, events) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (kind, value) DO UPDATE SET events = events + excluded.events"
                " RETURNING id",
                (kind, value, name, count),
            ).fetchone()[0]
            for (kind, value, name), count in counts.items()
        }

    def _tally(self, tallies: Tallies, sign: int) -> None:
        """Add to what is counted ahead of time, or take away (``sign`` -1)."""
        self.many(
            "INSERT INTO tally (term, month, date, events) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (term, month, date) DO UPDATE SET events = events + excluded.events",
            [(*each, sign * count) for each, count in sorted(tallies.events.items())],
        )
        for key, (amounts, value) in sorted(tallies.money.items()):
            self._tally_amount(key, sign * amounts, sign * value)
        if sign < 0:
            for each in tallies.events:
                self.execute(f"DELETE FROM tally WHERE {_TALLY_KEY} AND events = 0", each)

    def _tally_amount(self, key: MoneyKey, amounts: int, value: Decimal) -> None:
        # Read and written back here, because SQLite cannot add decimals exactly.
        where = f"{_TALLY_KEY} AND currency = ? AND stage = ?"
        row = self.execute(f"SELECT amounts, value FROM tally_amount WHERE {where}", key).fetchone()
        if row is not None:
            amounts, value = amounts + row[0], value + Decimal(row[1])
            self.execute(f"DELETE FROM tally_amount WHERE {where}", key)
        if amounts:
            self.execute(
                "INSERT INTO tally_amount (term, month, date, currency, stage, amounts, value)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key, amounts, str(value)),
            )

    def remove(self, event: Prepared, position: int) -> None:
        """Take back what ``add`` derived from the event."""
        ids = [
            int(
                self.execute(
                    "UPDATE term SET events = events - 1 WHERE kind = ? AND value = ? RETURNING id",
                    (kind, value),
                ).fetchone()[0]
            )
            for kind, value, _ in event.terms
        ]
        tallies = Tallies()
        counted = zip(ids, event.terms, strict=True)
        tallies.add(event, [number for number, term in counted if term[0] in TALLIED])
        self._tally(tallies, -1)
        # The full text keeps no copy of its words: forgetting a row means repeating them.
        self.execute(
            f"INSERT INTO {FULL_TEXT} {_TEXT_VALUES} VALUES ('delete', ?, ?, ?, ?, ?)",
            (position, *_words(event, ids)),
        )
        self.many(
            "DELETE FROM posting WHERE term = ? AND span = ? AND position = ?",
            [(number, event.span, position) for number in ids],
        )
        self.execute("DELETE FROM amount WHERE position = ?", (position,))

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
                return
            pages = MERGE_PAGES


def _words(event: Prepared, term_ids: list[int]) -> tuple[str, str, str, str]:
    """The four columns of the full text: title, summary, names, terms."""
    title, summary = event.truth[:2]
    return title, summary or "", event.names, marks(event.span, term_ids)
