"""Rows of one file that look like an earlier one under another id: told, never merged."""

from __future__ import annotations

from service.domain.alike import MOST, similar, words
from service.domain.event import Event

REMEMBERED = 20_000
"""Events that a row is compared with at least, the last ones; where the file is in the order of
dates, those of the same day are among them."""

Key = tuple[int | None, int | None, tuple[str, ...]]


class Alike:
    """Remembers titles by date and countries."""

    def __init__(self) -> None:
        self.recent: dict[Key, list[tuple[str, str]]] = {}
        self.before: dict[Key, list[tuple[str, str]]] = {}
        self.count = 0

    def add(self, event: Event) -> str | None:
        """The id of an earlier event of the same date and countries with a similar title."""
        date, codes = event.date, tuple(sorted({each.code for each in event.countries}))
        key = (date.earliest, date.latest, codes)
        mine, earlier = self.recent.get(key), self.before.get(key)
        found = None
        if mine or earlier:
            title = words(event.title)
            for other, its in (*(earlier or ()), *(mine or ())):
                if similar(title, words(its)):
                    found = other
        if mine is None:
            mine = self.recent[key] = []
        mine.append((event.id, event.title))
        del mine[:-MOST]
        self.count += 1
        if self.count == REMEMBERED:
            self.before, self.recent, self.count = self.recent, {}, 0
        return found
