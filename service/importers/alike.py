"""Rows of one file that look like an earlier one under another id: told, never merged."""

from __future__ import annotations

from collections import deque

from service.domain.alike import MOST, similar, words
from service.domain.event import Event

REMEMBERED = 20_000
"""Events that a row is compared with at least, the last ones; where the file is in the order of
dates, those of the same day are among them."""

Key = tuple[int | None, int | None, frozenset[str]]


class Alike:
    """Remembers titles by date and countries."""

    def __init__(self) -> None:
        self.recent: dict[Key, deque[tuple[str, frozenset[str]]]] = {}
        self.before = self.recent
        self.count = 0

    def add(self, event: Event) -> str | None:
        """The id of an earlier event of the same date and countries with a similar title."""
        date, codes = event.date, frozenset([each.code for each in event.countries])
        key = (date.earliest, date.latest, codes)
        title = words(event.title)
        mine = self.recent.get(key)
        found = None
        for each in (mine, self.before.get(key)):
            for other, its in each or ():
                if similar(title, its):
                    found = other
        if mine is None:
            mine = self.recent[key] = deque(maxlen=MOST)
        mine.append((event.id, title))
        self.count += 1
        if self.count == REMEMBERED:
            self.before, self.recent, self.count = self.recent, {}, 0
        return found
