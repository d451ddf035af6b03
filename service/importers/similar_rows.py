"""Finds rows of one file that resemble an earlier row with another id; they are never merged."""

from __future__ import annotations

from zlib import crc32

from service.domain.event import Event
from service.domain.similarity import MOST, Known, may_be_one, words

REMEMBERED = 10_000
"""The minimum number of the last events with which a row is compared.

If the file is in the order of dates, they include those of the same day.
"""
SERIES = 3
"""A title in this number of rows is the name of a kind.

Examples are "Armed clash", or a treaty with a row for each of its parties. Two events with such
titles do not count as one.
"""


def title_key(title: str) -> int:
    """A number for a title, ignoring case; it is the same in every process."""
    return crc32(title.casefold().encode("utf-8", "surrogatepass"))


class RecentRows:
    """Remembers events by a digest of date and countries, and the count of each title."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self.remembered = remembered
        self.recent: dict[int, tuple[Known, ...]] = {}
        self.before: dict[int, tuple[Known, ...]] = {}
        self.titles: dict[int, int] = {}
        self.titles_before: dict[int, int] = {}
        self.count = 0
        self.series: list[int] = []
        """Keys of the titles that ``SERIES`` rows have, until ``take_series`` takes them."""

    def add(self, event: Event) -> Known | None:
        """Add an event; returns an earlier one of the same date and countries that may be it."""
        title = title_key(event.title)
        times = self._times(title) + 1
        self.titles[title] = times
        if times == SERIES:
            self.series.append(title)
        date, codes = event.date, frozenset([each.code for each in event.countries])
        key = hash((date.earliest, date.latest, codes))
        mine, earlier = self.recent.get(key, ()), self.before.get(key, ())
        found = None
        if mine or earlier:
            own = words(event.title)
            for other in (*earlier, *mine):
                if times >= SERIES and self._times(title_key(other.title)) >= SERIES:
                    continue
                if may_be_one(own, event, other.title, other.itself, one_source=True):
                    found = other
        # This is ``Known(...)`` in a third of the time.
        known = tuple.__new__(
            Known,
            (event.id, event.title, event.summary, date, event.place, event.actors, event.amounts),
        )
        self.recent[key] = (*mine[1 - MOST :], known) if mine else (known,)
        self.count += 1
        if self.count == self.remembered:
            self.before, self.recent, self.count = self.recent, {}, 0
            self.titles_before, self.titles = self.titles, {}
        return found

    def _times(self, title: int) -> int:
        return self.titles.get(title) or self.titles_before.get(title, 0)

    def take_series(self) -> list[int]:
        """The keys of titles that have become series since the last call."""
        found, self.series = self.series, []
        return found
