"""Rows of one file that look like an earlier one under another id: told, never merged."""

from __future__ import annotations

from zlib import crc32

from service.domain.event import Event
from service.domain.similarity import MOST, Known, contradict, similar, told_apart, words

REMEMBERED = 10_000
"""Events that a row is compared with at least, the last ones; where the file is in the order of
dates, those of the same day are among them."""
SERIES = 3
"""A title that so many rows have is the name of a kind ("Armed clash", or a treaty with a row for
each of its parties) and makes no two events one that both have such a title."""


def title_key(title: str) -> int:
    """A number that titles of the same letters share, whatever the process."""
    return crc32(title.casefold().encode("utf-8", "surrogatepass"))


class Alike:
    """Remembers events by a digest of date and countries, and how often there was a title."""

    def __init__(self) -> None:
        self.recent: dict[int, tuple[Known, ...]] = {}
        self.before: dict[int, tuple[Known, ...]] = {}
        self.titles: dict[int, int] = {}
        self.titles_before: dict[int, int] = {}
        self.count = 0
        self.series: list[int] = []
        """Keys of the titles that ``SERIES`` rows have by now, to be taken by whoever asks."""

    def add(self, event: Event) -> Known | None:
        """An earlier event of the same date and countries that may be this one."""
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
                if (
                    similar(own, words(other.title))
                    and not contradict(event, other)
                    and not told_apart(event, other)
                ):
                    found = other
        # As ``Known(...)`` makes it, in a third of the time.
        known = tuple.__new__(
            Known,
            (event.id, event.title, event.summary, date, event.place, event.actors, event.amounts),
        )
        self.recent[key] = (*mine[1 - MOST :], known) if mine else (known,)
        self.count += 1
        if self.count == REMEMBERED:
            self.before, self.recent, self.count = self.recent, {}, 0
            self.titles_before, self.titles = self.titles, {}
        return found

    def _times(self, title: int) -> int:
        return self.titles.get(title) or self.titles_before.get(title, 0)

    def take_series(self) -> list[int]:
        """The titles that have become those of a series since the last time."""
        found, self.series = self.series, []
        return found
