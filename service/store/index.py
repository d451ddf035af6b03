"""What is derived from events for searching: terms, postings, months, money, full text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

import peewee as pw

from service.store.database import FULL_TEXT, FULL_TEXT_COLUMNS, insert_many
from service.store.prepared import Prepared
from service.store.terms import TALLIED, Term, mark

_TEXT_VALUES = f"({FULL_TEXT}, rowid, {', '.join(FULL_TEXT_COLUMNS)})"

MERGE_PAGES = 500
USUAL_PIECES, USUALLY_HELD = 4, 1 << 20
"""What FTS5 has by itself: pieces that are merged, bytes of new words held in memory."""
MANY_HELD = 8 << 20
TERMS_AT_ONCE = 200

_TALLY_KEY = "term = ? AND month = ? AND date = ?"

MoneyKey = tuple[int, int, str, str, str]


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


class Postings:
    """Rows of ``posting``, brought into the order of its key as they come: those of one term
    and class of length are given in the order of their positions."""

    def __init__(self) -> None:
        self.pairs: dict[int, defaultdict[int, list[int]]] = {}

    def add(self, terms: list[int], span: int, pair: tuple[int, int]) -> None:
        """Take one event's position and last day under each of ``terms``."""
        lists = self.pairs.setdefault(span, defaultdict(list))
        for term in terms:
            lists[term] += pair

    def values(self) -> list[int]:
        """All rows, column after column, row after row."""
        keys = sorted((term, span) for span, lists in self.pairs.items() for term in lists)
        found: list[int] = []
        for term, span in keys:
            pairs = self.pairs[span][term]
            rows = [term, span, 0, 0] * (len(pairs) // 2)
            rows[2::4], rows[3::4] = pairs[0::2], pairs[1::2]
            found += rows
        return found


class Index:
    """Keeps what is derived in step with the events, inside the caller's transaction."""

    def __init__(self, database: pw.SqliteDatabase) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run ``sql`` for each of ``rows``."""
        self.database.connection().executemany(sql, rows)

    def add(self, terms: list[Term], placed: list[tuple[int, Prepared]]) -> None:
        """Make each event, at its position, findable; in the order of the positions."""
        used = Counter(chain.from_iterable([event.terms for _, event in placed]))
        ids = self._count_terms(terms, used)
        tallied = {place for place in used if terms[place][0] in TALLIED}
        words = {place: mark(number) for place, number in ids.items()}
        postings, texts, amounts, tallies = Postings(), [], [], Tallies()
        for position, event in placed:
            numbers = [ids[place] for place in event.terms]
            postings.add(numbers, event.span, (position, event.last))
            texts.append((position, *_words(event, [words[place] for place in event.terms])))
            if event.money:
                amounts += [(position, n, *m, float(m[2])) for n, m in enumerate(event.money)]
            tallies.add(event, [ids[place] for place in event.terms if place in tallied])
        insert_many(
            self.database, "posting", ("term", "span", "position", "latest"), postings.values()
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

    def _count_terms(self, terms: list[Term], used: Counter[int]) -> dict[int, int]:
        """Add to the numbers of events of those ``used``; the id of each by its place."""
        counts: dict[tuple[str, str], int] = {}
        names: dict[tuple[str, str], str] = {}
        for place, count in used.items():
            key, name = terms[place][:2], terms[place][2]
            counts[key] = counts.get(key, 0) + count
            names.setdefault(key, name)
        rows = [(*key, names[key], count) for key, count in counts.items()]
        ids: dict[tuple[str, str], int] = {}
        for start in range(0, len(rows), TERMS_AT_ONCE):
            some = rows[start : start + TERMS_AT_ONCE]
            found = self.execute(
                "INSERT INTO term (kind, value, name, events)"
                f" VALUES {', '.join(['(?, ?, ?, ?)'] * len(some))}"
                " ON CONFLICT (kind, value) DO UPDATE SET events = events + excluded.events"
                " RETURNING kind, value, id",
                tuple(chain.from_iterable(some)),
            ).fetchall()
            ids |= {(kind, value): number for kind, value, number in found}
        return {place: ids[terms[place][:2]] for place in used}

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

    def remove(self, terms: list[Term], event: Prepared, position: int) -> None:
        """Take back what ``add`` derived from the event."""
        ids = [
            int(
                self.execute(
                    "UPDATE term SET events = events - 1 WHERE kind = ? AND value = ? RETURNING id",
                    (kind, value),
                ).fetchone()[0]
            )
            for kind, value, _ in terms
        ]
        tallies = Tallies()
        counted = zip(ids, terms, strict=True)
        tallies.add(event, [number for number, term in counted if term[0] in TALLIED])
        self._tally(tallies, -1)
        # The full text keeps no copy of its words: forgetting a row means repeating them.
        self.execute(
            f"INSERT INTO {FULL_TEXT} {_TEXT_VALUES} VALUES ('delete', ?, ?, ?, ?, ?)",
            (position, *_words(event, map(mark, ids))),
        )
        self.many(
            "DELETE FROM posting WHERE term = ? AND span = ? AND position = ?",
            [(number, event.span, position) for number in ids],
        )
        self.execute("DELETE FROM amount WHERE position = ?", (position,))

    def expect_many(self) -> None:
        """Hold more of the full text in memory, and merge its pieces when ``settle`` is called
        (FTS5, 6.1 and 6.6).

        Where that never happens, FTS5 merges all the same once there are sixteen pieces.
        """
        self._set_full_text("automerge", 0)
        self._set_full_text("hashsize", MANY_HELD)

    def _set_full_text(self, option: str, value: int) -> None:
        self.execute(f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rank) VALUES (?, ?)", (option, value))

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
                self._set_full_text("automerge", USUAL_PIECES)
                self._set_full_text("hashsize", USUALLY_HELD)
                return
            pages = MERGE_PAGES


def _words(event: Prepared, marks: Iterable[str]) -> tuple[str, str, str, str]:
    """The four columns of the full text: title, summary, names, terms.

    Class of length and terms are words too (``s0 t1 t12``), so that words and terms can be
    asked for in one walk.
    """
    title, summary = event.truth[:2]
    return title, summary or "", event.names, f"s{event.span} {' '.join(marks)}"
