"""The lines of a file of events in the order of their dates.

Events that are neighbours in time are neighbours in the tables. A million of them in any order
touch nearly every page with each batch; in order of their dates each page is written once or
twice, which makes a large import several times quicker.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from service.domain import edtf
from service.importers.lines import LONGEST_LINE, lines
from service.importers.seen import Seen
from service.store.position import first_day

WINDOW = 1_000_000
"""Lines that are put in order together: some 60 MB, whatever the size of the file."""


class _Key(msgspec.Struct, gc=False):
    date: str
    id: str


_DECODER = msgspec.json.Decoder(_Key)
_FIRST, _LAST = -(2**40), 2**40


def lines_by_date(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """``lines(file)`` by date, those of one day in the order of the file.

    Lines without a readable date come first, and those that repeat an earlier id last, so
    that of several with one id the first is still the first. ``file`` can be sought in.
    """
    seen, keys, starts, first, at = Seen(), list[int](), array("q"), 1, 0
    cut = False
    for number, line, whole in lines(file):
        if cut:  # the rest of it has been passed over
            at = file.tell() - len(line)
        keys.append((_day(line, seen) + _LAST << 32) + len(starts))
        starts.append(at)
        at += len(line)
        if len(starts) == WINDOW:
            starts.append(at)
            yield from _ordered(file, keys, starts, first)
            starts, first = array("q"), number + 1
        cut = not whole
    starts.append(at)
    yield from _ordered(file, keys, starts, first)


def _day(line: bytes, seen: Seen) -> int:
    try:
        key = _DECODER.decode(line)
        return first_day(edtf.parse(key.date)) if seen.add(key.id) else _LAST
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _FIRST


def _ordered(
    file: BinaryIO, keys: list[int], starts: array[int], first: int
) -> Iterator[tuple[int, bytes, bool]]:
    """The lines of one window. ``starts`` has one entry more than there are lines; ``keys``
    are used up."""
    descriptor = file.fileno()
    keys.sort()
    indexes = array("I", (key & 0xFFFFFFFF for key in keys))
    keys.clear()  # ten times the memory of the indexes, and the lines take their time
    for index in indexes:
        length = min(starts[index + 1] - starts[index], LONGEST_LINE + 1)
        line = os.pread(descriptor, length, starts[index])
        yield first + index, line, length <= LONGEST_LINE or line.endswith(b"\n")
