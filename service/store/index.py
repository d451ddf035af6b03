"""What is derived from events for searching: terms, postings, months, money, full text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import peewee as pw

from service.domain.event import Event
from service.store import terms as terms_of
from service.store.database import FULL_TEXT, FULL_TEXT_COLUMNS
from service.store.position import last_day, span_class
from service.store.terms import TALLIED

_TEXT_VALUES = f"({FULL_TEXT}, rowid, {', '.join(FULL_TEXT_COLUMNS)})"

MERGE_PAGES = 500

_TALLY_KEY = "term = ? AND month = ? AND date = ?"

MoneyKey = tuple[int, int, str, str, str]


@dataclass(slots=True)
class Tallies:
    """Counts by ``(term, month, date)``, and money by these with currency and stage."""

    events: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    money: dict[MoneyKey, tuple[int, Decimal]] = field(default_factory=dict)

    def add(self, event: Event, terms: list[int]) -> None:
        """Count ``event`` once for each of ``terms``, unless it has no date at all."""
        begins = terms_of.beginning(event.date)
        if begins is None:
            return
        for term in terms:
            self.events[(term, *begins)] += 1
            for each in event.amounts:
                key = (term, *begins, each.currency, each.stage)
                amounts, value = self.money.get(key, (0, Decimal(0)))
                self.money[key] = (amounts + 1, value + each.value)


class Index:
    """Keeps what is derived in step with the events, inside the caller's transaction."""

    def __init__(self, database: pw.SqliteDatabase) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run ``sql`` for each of ``rows``."""
        self.database.connection().executemany(sql, rows)

    def add(self, placed: list[tuple[int, Event]]) -> None:
        """Make each event, at its position, findable."""
        found = [terms_of.terms(event) for _, event in placed]
        numbers = self._count_terms(Counter(term for terms in found for term in terms))
        postings, texts, amounts = [], [], []
        tallies = Tallies()
        for (position, event), terms in zip(placed, found, strict=True):
            ids = [numbers[term[:2]] for term in terms]
            span, latest = span_class(event.date), last_day(event.date)
            postings += [(number, span, position, latest) for number in ids]
            texts.append((position, *terms_of.words(event, ids)))
            amounts += [
                (position, n, each.currency, each.stage, str(each.value), float(each.value))
                for n, each in enumerate(event.amounts)
            ]
            tallies.add(event, [numbers[term[:2]] for term in terms if term[0] in TALLIED])
        postings.sort()
        self.many(
            "INSERT INTO posting (term, span, position, latest) VALUES (?, ?, ?, ?)", postings
        )
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

    def _count_terms(self, counts: Counter[tuple[str, str, str]]) -> dict[tuple[str, str], int]:
        """Add to the terms' numbers of events; the id of each by kind and value."""
        return {
            (kind, value): self.execute(
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

    def remove(self, event: Event, position: int) -> None:
        """Take back what ``add`` derived from the event."""
        terms = terms_of.terms(event)
        numbers = {
            (kind, value): int(
                self.execute(
                    "UPDATE term SET events = events - 1 WHERE kind = ? AND value = ? RETURNING id",
                    (kind, value),
                ).fetchone()[0]
            )
            for kind, value, _ in terms
        }
        ids = [numbers[term[:2]] for term in terms]
        tallies = Tallies()
        tallies.add(event, [numbers[term[:2]] for term in terms if term[0] in TALLIED])
        self._tally(tallies, -1)
        # The full text keeps no copy of its words: forgetting a row means repeating them.
        self.execute(
            f"INSERT INTO {FULL_TEXT} {_TEXT_VALUES} VALUES ('delete', ?, ?, ?, ?, ?)",
            (position, *terms_of.words(event, ids)),
        )
        span = span_class(event.date)
        self.many(
            "DELETE FROM posting WHERE term = ? AND span = ? AND position = ?",
            [(number, span, position) for number in ids],
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
