"""The data derived from events for searching: terms, postings, months, money, full text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain, repeat
from typing import Any, NamedTuple

from service.store.engine import Engine
from service.store.index_batch import IndexRows, MoneyKey
from service.store.lexicon import Vocabulary
from service.store.prepared_events import EventBatch, PreparedEvent
from service.store.terms import TALLIED, Term


class Pieces(NamedTuple):
    """How many events are gathered before they are written. More would take memory, and the process
    that prepares others would wait. Larger batches of texts leave fewer pieces of the full
    text to merge."""

    events: int = 24_000
    texts: int = 24_000


PIECES = Pieces()
TERMS_AT_ONCE = 200

KEYS_AT_ONCE = 1000
_MONEY_KEY = ("term", "month", "date", "currency", "stage")
_TALLY_KEY = "term = ? AND month = ? AND date = ?"


@contextmanager
def indexing(database: Engine, pieces: Pieces = PIECES) -> Iterator[Index]:
    """The index, inside a transaction of the caller. Additions are written when the block ends, so
    that no caller can forget it. Nothing else makes an ``Index``."""
    index = Index(database, pieces)
    yield index
    index.write()


class Index:
    """Keeps the derived data in step with the events; ``indexing`` gives it."""

    def __init__(self, database: Engine, pieces: Pieces = PIECES) -> None:
        self.database = database
        self.pieces = pieces
        self.execute: Callable[..., Any] = database.execute_sql
        self._gathered = IndexRows()
        self._words = Vocabulary(database)
        self._ids: dict[Term, int] = {}
        self._tallied: set[int] = set()

    def add(self, batch: EventBatch, placed: list[tuple[int, PreparedEvent]]) -> None:
        """Make events of a batch findable at their positions when ``indexing`` ends. ``placed``
        must be in the order of the positions."""
        terms = batch.terms
        ids = list(map(self._ids.get, terms, repeat(0)))
        if 0 in ids:
            new = [place for place, number in enumerate(ids) if not number]
            if len(placed) < len(
                batch.events
            ):  # terms that none of these events has are not created
                used = set().union(*[event.terms for _, event in placed])
                new = [place for place in new if place in used]
            self._learn([terms[place] for place in new])
            for place in new:
                ids[place] = self._ids[terms[place]]
        self._gathered.add(placed, ids)
        if self._gathered.events >= self.pieces.events:
            self.write()
        elif len(self._gathered.texts) >= self.pieces.texts:
            self._write_texts(self._gathered)

    def write(self) -> None:
        """Write what ``add`` has gathered so far; ``indexing`` does so at its end."""
        gathered, self._gathered = self._gathered, IndexRows()
        self.database.increase("term", "events", gathered.counts())
        self.database.insert_many(
            "posting", ("term", "span", "position", "latest"), gathered.postings()
        )
        self.database.many(
            "INSERT INTO amount (position, ordinal, currency, stage, value, number)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            gathered.amounts,
        )
        self._tally(gathered, 1)
        self._write_texts(gathered)

    def _write_texts(self, gathered: IndexRows) -> None:
        self._words.add(gathered.words)
        self.database.full_text.add(gathered.texts)  # after everything else
        gathered.texts, gathered.words = [], set()

    def _learn(self, terms: Iterable[Term]) -> None:
        """Learn the ids of terms, and create the missing ones. If several differ only in the name,
        the name of the first is stored."""
        unknown = [term for term in terms if term not in self._ids]
        names: dict[tuple[str, str], str] = {}
        for kind, value, name in unknown:
            names.setdefault((kind, value), name)
        numbers: dict[tuple[str, str], int] = {}
        keys = list(names)
        for start in range(0, len(keys), TERMS_AT_ONCE):
            some = keys[start : start + TERMS_AT_ONCE]
            found = self.execute(
                "SELECT kind, value, id FROM term"
                f" WHERE (kind, value) IN (VALUES {', '.join(['(?, ?)'] * len(some))})",
                tuple(chain.from_iterable(some)),
            ).fetchall()
            numbers |= {(kind, value): number for kind, value, number in found}
        numbers |= self._made({key: name for key, name in names.items() if key not in numbers})
        for term in unknown:
            self._ids[term] = number = numbers[term[:2]]
            if term[0] in TALLIED:
                self._tallied.add(number)

    def _made(self, names: dict[tuple[str, str], str]) -> dict[tuple[str, str], int]:
        """Create terms and return their ids. Nobody else creates any meanwhile, because this
        transaction writes."""
        if not names:
            return {}
        (highest,) = self.execute("SELECT coalesce(max(id), 0) FROM term").fetchone()
        numbers = {key: highest + n for n, key in enumerate(names, 1)}
        rows = ((numbers[key], *key, name, 0) for key, name in names.items())
        columns = ("id", "kind", "value", "name", "events")
        self.database.insert_many("term", columns, list(chain.from_iterable(rows)))
        return numbers

    def _tally(self, gathered: IndexRows, sign: int) -> None:
        """Add to the precomputed counts, or subtract (``sign`` -1)."""
        months = gathered.months(self._tallied)
        self.database.many(
            "INSERT INTO tally (term, month, date, events) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (term, month, date)"
            " DO UPDATE SET events = tally.events + excluded.events",
            [(*key, sign * count) for key, count in months],
        )
        self._tally_money(dict(gathered.money(self._tallied)), sign)
        if sign < 0:
            self.database.many(
                f"DELETE FROM tally WHERE {_TALLY_KEY} AND events = 0", [key for key, _ in months]
            )

    def _tally_money(self, money: dict[MoneyKey, tuple[int, Decimal]], sign: int) -> None:
        # Read and written back here, because not every engine adds decimals exactly.
        known = ", ".join(f"t.{name}" for name in _MONEY_KEY)
        same = " AND ".join(f"t.{name} = j.{name}" for name in _MONEY_KEY)
        keys = list(money)
        stored: dict[MoneyKey, tuple[int, str]] = {}
        for start in range(0, len(keys), KEYS_AT_ONCE):
            some = self.database.listed_rows(_MONEY_KEY, keys[start : start + KEYS_AT_ONCE])
            rows = self.execute(
                f"SELECT {known}, t.amounts, t.value FROM {some.text}"
                f" CROSS JOIN tally_amount t WHERE {same}",
                some.values,
            ).fetchall()
            stored |= {row[:5]: row[5:] for row in rows}
        left = []
        for key, (amounts, value) in money.items():
            before = stored.get(key, (0, "0"))
            count, total = before[0] + sign * amounts, Decimal(before[1]) + sign * value
            if count:
                left.append((*key, count, str(total)))
        self.database.many(
            f"DELETE FROM tally_amount WHERE {' AND '.join(f'{n} = ?' for n in _MONEY_KEY)}", stored
        )
        self.database.many(
            f"INSERT INTO tally_amount ({', '.join(_MONEY_KEY)}, amounts, value)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            left,
        )

    def remove(self, batch: EventBatch, event: PreparedEvent, position: int) -> None:
        """Remove at once the data that ``add`` derived from an event of the batch. Its words stay
        in the vocabulary, because other events may have them."""
        self.write()  # the event may be among the gathered ones
        self._learn(batch.terms)
        gone = IndexRows()
        gone.add([(position, event)], [self._ids[term] for term in batch.terms])
        self.database.increase("term", "events", [(-count, term) for count, term in gone.counts()])
        self._tally(gone, -1)
        self.database.full_text.remove(gone.texts)
        self.database.many(
            "DELETE FROM posting WHERE term = ? AND span = ? AND position = ?",
            [(term, event.span, position) for term in gone.terms()],
        )
        self.execute("DELETE FROM amount WHERE position = ?", (position,))
