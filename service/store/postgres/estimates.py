"""Estimates of how many events have a word or are in some days, from the server's own statistics.

They decide which of two access paths to the same events is quicker.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

SQL = (
    "SELECT c.reltuples, CAST(CAST(w.most_common_elems AS text) AS text[]),"
    " w.most_common_elem_freqs, CAST(CAST(p.histogram_bounds AS text) AS bigint[]),"
    " CAST(current_setting('server_version_num') AS integer)"
    " FROM pg_class c LEFT JOIN pg_stats w ON w.schemaname = current_schema()"
    " AND w.tablename = 'event_text' AND w.attname = 'words'"
    " LEFT JOIN pg_stats p ON p.schemaname = current_schema()"
    " AND p.tablename = 'event' AND p.attname = 'position'"
    " WHERE c.oid = to_regclass('event')"
)
"""See "pg_stats" in PostgreSQL's documentation; ANALYZE and autovacuum gather these statistics."""
SECONDS = 60.0
"""The maximum age of an estimate in seconds."""
RARE = 0.003
"""The share of a word that is not among the most common ones, if nothing is known."""
BEGINNINGS = 5
"""The approximate number of rare words that begin alike."""

BESIDE = 0.05
"""The approximate share of the events with two words that have them beside each other."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """The statistics of the events; ``made`` is their time (``time.monotonic``), ``version`` the
    version of the server as a number, 0 if it is not known."""

    made: float
    events: float = 0.0
    shares: dict[str, float] = field(default_factory=dict)
    rare: float = RARE
    bounds: list[int] = field(default_factory=list)
    version: int = 0

    @classmethod
    def of(cls, row: tuple[Any, ...] | None, made: float) -> Estimates:
        """The estimates from a row of ``SQL``."""
        if row is None or row[0] <= 0:
            return cls(made)
        events, words, shares, bounds, version = row
        if not words:
            return cls(made, events, bounds=bounds or [], version=version)
        known = dict(zip(words, shares, strict=False))  # then the minimum and the maximum
        return cls(made, events, known, min(known.values()) / 2, bounds or [], version)

    def share(self, lexeme: str, begins: bool) -> float:
        """The share of the events that have a lexeme, or, with ``begins``, one that begins with
        it."""
        if not begins:
            return self.shares.get(lexeme, self.rare)
        common = sum(share for word, share in self.shares.items() if word.startswith(lexeme))
        return min(1.0, common + BEGINNINGS * self.rare)

    def between(self, low: int, high: int) -> float:
        """The share of the events at the positions ``low`` to ``high``; 0 if ``high`` is less."""
        if high < low:
            return 0.0
        if not self.bounds:
            return 1.0
        found = bisect_left(self.bounds, high) - bisect_left(self.bounds, low)
        return min(1.0, (found + 1) / len(self.bounds))
