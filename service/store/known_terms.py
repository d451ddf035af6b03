"""The terms that the reads of one database have looked up: their ids, and how many events they
have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import Any

from service.deadline import Deadline, current
from service.domain.query import Choice, Filter
from service.domain.search import Search
from service.store.engine import Engine
from service.store.lexicon import Forms
from service.store.sql import EngineSearch
from service.store.terms import CELL, cell_id

FEWEST_TERMS = 3
"""The minimum number of terms that are looked up together."""


class LookupCache(threading.local):
    """Facts that were looked up for the work of this thread under one deadline. Later work looks
    again, because events may have changed by then."""

    def __init__(self) -> None:
        self._limit: Deadline | None = None
        self._terms: set[tuple[str, str]] = set()
        self._few: dict[tuple[str, int], bool] = {}
        self._forms: dict[Search, Forms] = {}
        self._expressions: dict[str, tuple[EngineSearch, int]] = {}

    def _begin(self) -> None:
        limit = current()
        if limit is None or limit is not self._limit:
            self._limit, self._terms, self._few = limit, set(), {}
            self._forms, self._expressions = {}, {}

    def terms(self) -> set[tuple[str, str]]:
        """The terms that no event has; empty at the beginning of each work, and always without a
        deadline."""
        self._begin()
        return self._terms

    def few(self) -> dict[tuple[str, int], bool]:
        """Whether at most so many events have changed since a time, or have an amount; empty as
        above."""
        self._begin()
        return self._few

    def forms(self) -> dict[Search, Forms]:
        """The forms of the words of searches; empty as above."""
        self._begin()
        return self._forms

    def expressions(self) -> dict[str, tuple[EngineSearch, int]]:
        """The expressions of searches, each with its number of words; empty as above."""
        self._begin()
        return self._expressions


class KnownTerms:
    """The terms of one database."""

    def __init__(self, database: Engine, looked: LookupCache) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql
        self._ids: dict[tuple[str, str], int] = {}
        self._looked = looked

    def forget(self) -> None:
        """Forget the ids. Reads that have begun go on with the old ones."""
        self._ids = {}

    def id(self, kind: str, value: str) -> int | None:
        """The id of a term, or ``None`` if no event ever had it."""
        if kind == CELL:
            return cell_id(int(value))
        ids = self._ids
        known = ids.get((kind, value))
        if known is None:
            absent = self._looked.terms()
            if (kind, value) in absent:
                return None
            row = self.execute(
                "SELECT id FROM term WHERE kind = ? AND value = ?", (kind, value)
            ).fetchone()
            if row is None:
                absent.add((kind, value))
                return None
            # Ids are never reused, so it is safe to cache them.
            known = ids[(kind, value)] = int(row[0])
        return known

    def look_up(self, filter_: Filter) -> None:
        """Look up the terms of all choices at once, because each statement is a round trip to the
        server."""
        if not self.database.hosted:
            return
        ids, absent = self._ids, self._looked.terms()
        pairs = {
            (choice.kind, choice.value)
            for group in filter_.groups
            for choice in group
            if choice.kind != CELL
        }
        missing = [pair for pair in sorted(pairs) if pair not in ids and pair not in absent]
        if len(missing) < FEWEST_TERMS:
            return
        those = self.database.listed_rows(("kind", "value"), missing)
        rows = self.execute(
            f"SELECT t.kind, t.value, t.id FROM {those.text} CROSS JOIN term t"
            " WHERE t.kind = j.kind AND t.value = j.value",
            those.values,
        ).fetchall()
        found = {(kind, value): int(number) for kind, value, number in rows}
        ids.update(found)
        absent.update(pair for pair in missing if pair not in found)

    def uses(self, choice: Choice) -> int:
        """The number of events of a term."""
        row = self.execute(
            "SELECT events FROM term WHERE kind = ? AND value = ?", (choice.kind, choice.value)
        ).fetchone()
        return int(row[0]) if row else 0

    def all_uses(self, kinds: Collection[str]) -> dict[tuple[str, str], int]:
        """The number of events of every term of these kinds, by kind and value; for kinds with few
        terms."""
        listed = self.database.listed_texts(sorted(kinds))
        rows = self.execute(
            f"SELECT t.kind, t.value, t.events FROM {listed.text} CROSS JOIN term t"
            " WHERE t.kind = j.value",
            listed.values,
        )
        return {(kind, value): events for kind, value, events in rows.fetchall()}
