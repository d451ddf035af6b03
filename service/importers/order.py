"""The lines of a file of events in the order of their dates.

Events that are neighbours in time are neighbours in the tables. A million of them in any order
touch nearly every page with each batch; in order of their dates each page is written once or
twice, which makes a large import several times quicker.
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
from service.importers.lines import LONGEST_LINE, lines
from service.store.position import first_day

WINDOW = 1_000_000
"""Lines that are put in order together: some 20 MB, whatever the size of the file, and another
100 MB while they are looked at."""


class _Key(msgspec.Struct, gc=False):
    date: str
    id: str


_DECODER = msgspec.json.Decoder(_Key)
_UNREADABLE = -(2**40)
"""In the order of days: before all."""


class _Window:
    """Some lines of the file, from line ``first`` on."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.starts = array("q")
        self.ids = array("q")
        self.days: dict[int, array[int]] = {}

    def add(self, line: bytes, start: int) -> None:
        """Take the next line, which begins at byte ``start``."""
        try:
            key = _DECODER.decode(line)
            day, digest = _day(key.date), hash(key.id)  # SipHash: two with the same are one
        except (msgspec.MsgspecError, ValueError, RecursionError):
            day, digest = _UNREADABLE, len(self.ids)
        self.ids.append(digest)
        found = self.days.get(day)
        if found is None:
            found = self.days[day] = array("I")
        found.append(len(self.starts))
        self.starts.append(start)

    def ordered(self, file: BinaryIO, end: int) -> Iterator[tuple[int, bytes, bool]]:
        """The lines, of which the last ends at byte ``end``."""
        descriptor, starts = file.fileno(), self.starts
        starts.append(end)
        for index in self._order():
            length = min(starts[index + 1] - starts[index], LONGEST_LINE + 1)
            line = os.pread(descriptor, length, starts[index])
            yield self.first + index, line, length <= LONGEST_LINE or line.endswith(b"\n")

    def _order(self) -> Iterable[int]:
        order = chain.from_iterable(self.days[day] for day in sorted(self.days))
        if len(set(self.ids)) == len(self.ids):
            return order
        ids, again = set[int](), set[int]()
        for index, each in enumerate(self.ids):
            if each in ids:
                again.add(index)
            else:
                ids.add(each)
        return chain((index for index in order if index not in again), sorted(again))


def lines_by_date(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """``lines(file)`` by date, those of one day in the order of the file.

    Lines without a readable date come first, and those that repeat an earlier id last, so
    that of several with one id the first is still the first. ``file`` can be sought in.
    """
    window, at, cut = _Window(1), 0, False
    for number, line, whole in lines(file):
        if cut:  # the rest of it has been passed over
            at = file.tell() - len(line)
        if len(window.starts) == WINDOW:
            yield from window.ordered(file, at)
            window = _Window(number)
        window.add(line, at)
        at += len(line)
        cut = not whole
    yield from window.ordered(file, at)


@lru_cache(maxsize=65_536)
def _day(date: str) -> int:
    return first_day(edtf.parse(date))
