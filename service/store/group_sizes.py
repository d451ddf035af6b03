"""About how many events have some term of a group, for the choice of a way to them.

The answer to a query does not depend on these numbers, so they may be some seconds old.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from service.domain.query import Choice, Filter
from service.store.engine import Engine
from service.store.plan import EVERY
from service.store.sql import TermId

SECONDS = 10.0
MOST_KEPT, LONGEST_KEPT = 100, 100
"""The maximum number of groups whose sizes are kept, and of choices in one of them."""
Group = tuple[Choice, ...]


class GroupSizes:
    """The sums of the events of terms; an event with two terms counts twice."""

    def __init__(self, database: Engine, term_id: TermId) -> None:
        self._database = database
        self._execute: Callable[..., Any] = database.execute_sql
        self._term_id = term_id
        self._known: dict[Group, tuple[float, int]] = {}

    def of(self, group: Group) -> int:
        """The size of a group."""
        at, size = self._known.get(group, (0.0, 0))
        now = time.monotonic()
        if now > at:
            size = self._read(group)
            if len(group) <= LONGEST_KEPT:
                if len(self._known) >= MOST_KEPT:
                    self._known.clear()
                self._known[group] = now + SECONDS, size
        return size

    def expected(self, filter_: Filter) -> float:
        """The number of events that match the groups of a filter, if these are independent."""
        found = float(every := self.of((EVERY,)))
        for group in filter_.groups:
            found *= self.of(group) / max(1, every)
        return found

    def forget(self) -> None:
        """Read all sizes again."""
        self._known.clear()

    def _read(self, group: Group) -> int:
        numbers = [self._term_id(each.kind, each.value) for each in group]
        those = self._database.listed([each for each in numbers if each is not None])
        (found,) = self._execute(
            f"SELECT sum(t.events) FROM {those.text} CROSS JOIN term t WHERE t.id = j.value",
            those.values,
        ).fetchone()
        return int(found or 0)
