"""Rows of one file that look like an earlier one under another id: told, never merged."""

from __future__ import annotations

from service.domain.alike import MOST, similar, words
from service.domain.event import Event

REMEMBERED = 10_000
"""Events that a row is compared with at least, the last ones; where the file is in the order of
dates, those of the same day are among them."""

Titles = tuple[tuple[str, str], ...]
"""With the ids of their events."""


class Alike:
    """Remembers titles by a digest of date and countries."""

    def __init__(self) -> None:
        self.recent: dict[int, Titles] = {}
        self.before: dict[int, Titles] = {}
        self.count = 0

    def add(self, event: Event) -> str | None:
        """The id of an earlier event of the same date and countries with a similar title."""
        date, codes = event.date, tuple(sorted({each.code for each in event.countries}))
        key = hash((date.earliest, date.latest, codes))
        mine, earlier = self.recent.get(key, ()), self.before.get(key, ())
        found = None
        if mine or earlier:
            title = words(event.title)
            for other, its in (*earlier, *mine):
                if similar(title, words(its)):
                    found = other
        self.recent[key] = (*mine[1 - MOST :], (event.id, event.title))
        self.count += 1
        if self.count == REMEMBERED:
            self.before, self.recent, self.count = self.recent, {}, 0
        return found
