"""What is derived from events for searching: terms, postings, months, money, full text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import peewee as pw

from service.domain.event import Event
from service.store import terms as terms_of
from service.store.database import FULL_TEXT, FULL_TEXT_COLUMNS
from service.store.position import last_day, span_class

_TEXT_VALUES = f"({FULL_TEXT}, rowid, {', '.join(FULL_TEXT_COLUMNS)})"


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
        postings, tallies, texts, amounts = [], Counter[tuple[int, int, bool]](), [], []
        for (position, event), terms in zip(placed, found, strict=True):
            ids = [numbers[term[:2]] for term in terms]
            span, latest = span_class(event.date), last_day(event.date)
            postings += [(number, span, position, latest) for number in ids]
            texts.append((position, *terms_of.words(event, ids)))
            amounts += [
                (position, n, each.currency, each.stage, str(each.value), float(each.value))
                for n, each in enumerate(event.amounts)
            ]
            tallies.update(_tallied(event, terms, numbers))
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

    def _tally(self, tallies: Counter[tuple[int, int, bool]], sign: int) -> None:
        self.many(
            "INSERT INTO tally (term, month, precise, events) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (term, month, precise) DO UPDATE SET events = events + excluded.events",
            [(*each, sign * count) for each, count in sorted(tallies.items())],
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
        self._tally(Counter(_tallied(event, terms, numbers)), -1)
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


def _tallied(
    event: Event, terms: list[tuple[str, str, str]], numbers: dict[tuple[str, str], int]
) -> Iterator[tuple[int, int, bool]]:
    """``term, month, precise`` of each count the event belongs to."""
    month = terms_of.month_of(event)
    if month is not None:
        for kind, value, _ in terms:
            if kind in terms_of.TALLIED:
                yield numbers[kind, value], *month
