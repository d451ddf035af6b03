"""Terms found by words of their names.

The names are held in memory, in the order of their use as it was when they were read. New terms
are taken in at once; the order is made anew when it is a minute old and something was written.
How often a term is used is read from the table each time.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace

from service import deadline
from service.deadline import checked
from service.domain.completion import Completion
from service.store.read import Reader

MOST_NAMES = 60_000
"""Names of a kind that can be completed: the most used."""
MOST_NEW = 1000
"""Terms that came after the order was made; more than these, and it is made anew."""
ORDER_SECONDS = 60.0
SPARE = 3
"""How many times the names wanted are looked up, since some may be used no more."""


@dataclass(frozen=True, slots=True)
class Named:
    """A term by name: what to ask with, how it is written, and how many events have it."""

    kind: str
    value: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class State:
    """Which database is read, and how far its change log has come."""

    reader: Reader
    epoch: str
    change: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """The names of one kind: ``ids`` are those of the terms at their places."""

    epoch: str
    change: int
    newest: int
    ids: list[int]
    names: Completion
    new_ids: list[int] = field(default_factory=list)
    new_names: list[str] = field(default_factory=list)
    new: Completion = field(default_factory=lambda: Completion(()))
    made: float = field(default_factory=time.monotonic)

    @property
    def old(self) -> bool:
        """Whether the order has to be made anew."""
        return time.monotonic() - self.made > ORDER_SECONDS


class Completer:
    """The names of one database, shared by the threads of a process."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Forget the names."""
        self._kinds = {}

    def find(self, state: State, kind: str, text: str, limit: int) -> list[Named]:
        """The terms of ``kind`` in whose name each word of ``text`` begins a word, the most used
        first."""
        held, reader = self._held(state, kind), state.reader
        wanted = limit * SPARE
        ids = [held.ids[at] for at in held.names.find(text, wanted)]
        ids += [held.new_ids[at] for at in held.new.find(text, wanted)]
        return _used(reader, ids)[:limit]

    def near(self, state: State, kind: str, text: str, limit: int) -> list[Named]:
        """The terms that ``text`` may mean: those with its words, else those spelt like it."""
        found = self.find(state, kind, text, limit) if text.strip() else []
        if found:
            return found
        held, reader = self._held(state, kind), state.reader
        ids = [held.ids[at] for at in held.names.near(text, limit * SPARE)]
        ids += [held.new_ids[at] for at in held.new.near(text, limit * SPARE)]
        return _used(reader, ids)[:limit]

    def _held(self, state: State, kind: str) -> _Kind:
        held = self._kinds.get(kind)
        if held and held.epoch == state.epoch and held.change == state.change:
            return held
        with self._lock:
            kinds = self._kinds
            held = kinds.get(kind)
            if held is None or held.epoch != state.epoch or held.old:
                held = self._read(state, kind)
            else:
                held = self._with_new(state, held, kind)
            kinds[kind] = held
            return held

    @staticmethod
    def _read(state: State, kind: str) -> _Kind:
        deadline.demand_thread()
        newest = _newest(state.reader)
        rows = state.reader.execute(
            "SELECT id, name FROM term WHERE kind = ? AND events > 0"
            " ORDER BY events DESC, value LIMIT ?",
            (kind, MOST_NAMES),
        ).fetchall()
        names = Completion(name for _, name in checked(rows))
        return _Kind(state.epoch, state.change, newest, [row[0] for row in rows], names)

    @classmethod
    def _with_new(cls, state: State, held: _Kind, kind: str) -> _Kind:
        """What is held, with the terms that were made since. Numbers of terms only grow."""
        newest = _newest(state.reader)
        rows = state.reader.execute(
            "SELECT id, name FROM term WHERE id > ? AND kind = ? LIMIT ?",
            (held.newest, kind, MOST_NEW + 1),
        ).fetchall()
        if len(held.new_ids) + len(rows) > MOST_NEW:
            return cls._read(state, kind)
        names = [*held.new_names, *(row[1] for row in rows)]
        return replace(
            held,
            change=state.change,
            newest=newest,
            new_ids=[*held.new_ids, *(row[0] for row in rows)],
            new_names=names,
            new=Completion(names) if rows else held.new,
        )


def _newest(reader: Reader) -> int:
    return int(reader.execute("SELECT coalesce(max(id), 0) FROM term").fetchone()[0])


def _used(reader: Reader, ids: list[int]) -> list[Named]:
    """The terms that some event has, the most used first."""
    if not ids:
        return []
    rows = reader.execute(
        "SELECT kind, value, name, events FROM term WHERE events > 0"
        f" AND id IN ({', '.join('?' * len(ids))}) ORDER BY events DESC, value",
        ids,
    ).fetchall()
    return [Named(*row) for row in rows]
