"""Sorts the lines of a file of events by their dates.

Events that are neighbours in time are neighbours in the tables. If a million events come in any
order, each batch touches nearly every page. If they come by date, each page is written once or
twice. This makes a large import several times faster.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import BinaryIO

import msgspec

from service.domain import edtf
from service.importers.id_set import SeenIds
from service.importers.lines import LONGEST_LINE, lines
from service.store.position import first_day

WINDOW = 1_000_000
"""Lines that are sorted together, in about 30 MB of memory whatever the size of the file."""
MOST_SLOTS = 1 << 21
"""Slots for the ids of a window, which stay in memory."""

Line = tuple[int, bytes, bool]
"""The number of a line, its bytes, and whether they are the whole line; see ``lines``."""


class _Key(msgspec.Struct, gc=False):
    date: str
    id: str


_DECODER = msgspec.json.Decoder(_Key)
_UNREADABLE = -(2**40)
"""The day of a line without a readable date: before all others."""


class _Window:
    """Some lines of the file, from line ``first`` on; ``last`` if the file ends with them."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.last = False
        self.starts = array("q")
        self.seen = SeenIds(most_slots=MOST_SLOTS)
        self.repeats = array("I")
        self.days: dict[int, array[int]] = {}

    def add(self, line: bytes, start: int) -> None:
        """Add the next line, which begins at byte ``start``."""
        try:
            key = _DECODER.decode(line)
            day, new = _day(key.date), self.seen.add(key.id)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            day, new = _UNREADABLE, True
        if not new:
            self.repeats.append(len(self.starts))
        found = self.days.get(day)
        if found is None:
            found = self.days[day] = array("I")
        found.append(len(self.starts))
        self.starts.append(start)

    def end(self, at: int, last: bool) -> _Window:
        """Finish the window, whose last line ends at byte ``at``, and return it."""
        self.starts.append(at)
        _day.cache_clear()  # the cache takes half the memory of the window
        self.last = last
        self.seen.close()
        del self.seen  # it takes half the memory of the window
        return self

    def distinct(self) -> bool:
        """Whether it is certain that no two lines have the same id."""
        return not self.repeats and _UNREADABLE not in self.days

    def ordered(self, file: BinaryIO) -> Iterator[Line]:
        """The lines by date."""
        descriptor, starts = file.fileno(), self.starts
        for index in self._order():
            length = min(starts[index + 1] - starts[index], LONGEST_LINE + 1)
            line = os.pread(descriptor, length, starts[index])
            yield self.first + index, line, length <= LONGEST_LINE or line.endswith(b"\n")

    def _order(self) -> Iterable[int]:
        order = chain.from_iterable(self.days[day] for day in sorted(self.days))
        if not self.repeats:
            return order
        repeats = set(self.repeats)
        return chain((index for index in order if index not in repeats), self.repeats)


def lines_by_date(file: BinaryIO, together: int) -> tuple[Iterator[Line], bool]:
    """``lines(file)`` by date, and whether it is certain that no two lines have the same id.

    Lines of one day stay in the order of the file. Lines without a readable date come first.
    Lines that repeat an earlier id come last, so that the first line of an id is still the first.
    ``file`` must be seekable; ``together`` lines of it are sorted at a time.
    """
    windows = _windows(file, together)
    first = next(windows)
    return _ordered(file, first, windows), first.last and first.distinct()


def _ordered(file: BinaryIO, first: _Window, others: Iterator[_Window]) -> Iterator[Line]:
    window: _Window | None = first
    del first
    while window is not None:
        yield from window.ordered(file)
        window = None  # frees its memory for the next one
        window = next(others, None)


def _windows(file: BinaryIO, size: int) -> Iterator[_Window]:
    window, at, cut = _Window(1), 0, False
    for number, line, whole in lines(file):
        if cut:  # the rest of the long line has been skipped
            at = file.tell() - len(line)
        if len(window.starts) == size:
            yield window.end(at, last=False)
            window = _Window(number)
        window.add(line, at)
        at += len(line)
        cut = not whole
    yield window.end(at, last=True)


@lru_cache(maxsize=65_536)
def _day(date: str) -> int:
    return first_day(edtf.parse(date))
