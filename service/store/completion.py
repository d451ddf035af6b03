"""Terms found by words of their names.

The names are cached in memory, in the order of their use when they were read. New terms are added
at once. The order is rebuilt when it is a minute old and something was written. The number of uses
of a term is read from the table each time.
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
"""The maximum number of names of a kind that can be completed: the most used ones."""
MOST_NEW = 1000
"""New terms since the order was built; after more of them it is rebuilt."""
ORDER_SECONDS = 60.0
SPARE = 3
"""The factor by which more names than wanted are looked up, because some may be out of use."""


@dataclass(frozen=True, slots=True)
class Named:
    """A term by name: the value for a filter, its spelling, and the number of its events."""

    kind: str
    value: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class State:
    """The database that is read, and the newest cursor of its change log."""

    reader: Reader
    epoch: str
    change: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """The names of one kind; ``ids`` has the ids of the terms in the same order."""

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
        """Whether the order has to be rebuilt."""
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
        """The terms of ``kind`` whose names have, for each word of ``text``, a word that begins
        with it; the most used first."""
        held, reader = self._held(state, kind), state.reader
        wanted = limit * SPARE
        ids = [held.ids[at] for at in held.names.find(text, wanted)]
        ids += [held.new_ids[at] for at in held.new.find(text, wanted)]
        return _used(reader, ids)[:limit]

    def near(self, state: State, kind: str, text: str, limit: int) -> list[Named]:
        """The terms that ``text`` may mean: those with its words, or else those spelt like it."""
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
        """The cached names, with the terms that were created since. Ids of terms only grow."""
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
    """The terms that at least one event has, the most used first."""
    if not ids:
        return []
    rows = reader.execute(
        "SELECT kind, value, name, events FROM term WHERE events > 0"
        f" AND id IN ({', '.join('?' * len(ids))}) ORDER BY events DESC, value",
        ids,
    ).fetchall()
    return [Named(*row) for row in rows]
