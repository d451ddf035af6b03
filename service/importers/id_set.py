"""Remembers the ids that a file has had, in bounded memory whatever their number."""

from __future__ import annotations

import os
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain

MOST_SLOTS = 1 << 20
"""The most slots of the table: 8 MiB for 700,000 ids; beyond that the known ids go to a file."""
STRETCH = 64
"""Approximate number of digests that are read from the file to find one."""

_BITS = 64
_ALL_BITS = (1 << _BITS) - 1
_PART_BITS = 8
"""The first bits of a digest, which name one of 256 parts; each part is sorted by itself."""


def _digest(event_id: str | bytes) -> int:
    return hash(event_id) & _ALL_BITS or 1  # SipHash with a key of this process


class SeenIds:
    """A set of the 64-bit digests of ids; it must be closed.

    The latest digests are in an open-addressed table, eight bytes a slot. Older ones are in a
    sorted file.
    """

    def __init__(self, slots: int = 1 << 14, most_slots: int = MOST_SLOTS) -> None:
        self.slots = array("Q", (0,)) * slots
        self.count = 0
        self.most_slots = most_slots
        self.before: _Sorted | None = None

    def close(self) -> None:
        """Close and delete the file."""
        if self.before is not None:
            self.before.file.close()

    def __contains__(self, event_id: str | bytes) -> bool:
        digest = _digest(event_id)
        return (self.before is not None and digest in self.before) or self._has(digest)

    def _has(self, digest: int) -> bool:
        slots, mask = self.slots, len(self.slots) - 1
        at = digest & mask
        while slots[at] and slots[at] != digest:
            at = (at + 1) & mask
        return slots[at] == digest

    def add(self, event_id: str | bytes) -> bool:
        """Add an id; returns whether it is new."""
        digest = _digest(event_id)
        if (self.before is not None and digest in self.before) or not self._put(digest):
            return False
        self.count += 1
        if self.count * 3 > len(self.slots) * 2:
            self._make_room()
        return True

    def _put(self, digest: int) -> bool:
        slots, mask = self.slots, len(self.slots) - 1
        at = digest & mask
        while slots[at]:
            if slots[at] == digest:
                return False
            at = (at + 1) & mask
        slots[at] = digest
        return True

    def _make_room(self) -> None:
        if len(self.slots) < self.most_slots:
            kept, self.slots = self.slots, array("Q", (0,)) * (len(self.slots) * 2)
            for digest in kept:
                if digest:
                    self._put(digest)
        else:
            known = self.before
            self.before = _Sorted(filter(None, self.slots), self.count, known)
            if known is not None:
                known.file.close()
            self.slots, self.count = array("Q", (0,)) * len(self.slots), 0


class _Sorted:
    """Sorted digests in a temporary file; memory holds the start of each stretch."""

    def __init__(self, digests: Iterable[int], count: int, others: _Sorted | None) -> None:
        """Sorts ``count`` digests together with those of another file, which stays unchanged."""
        self.starts: array[int] = array("Q")
        count += others.starts[-1] if others else 0
        bits = max(_PART_BITS, (count // STRETCH).bit_length())
        self.in_part = 1 << (bits - _PART_BITS)
        self.shift = _BITS - bits
        self.file = tempfile.TemporaryFile()  # noqa: SIM115
        parts = [array("Q") for _ in range(1 << _PART_BITS)]
        for digest in digests:
            parts[digest >> (_BITS - _PART_BITS)].append(digest)
        at = 0
        for number, new in enumerate(parts):
            old = others.read(number * others.in_part, others.in_part) if others else b""
            part = array("Q", sorted(chain(array("Q", old), new)))
            self.file.write(part)
            self.starts.extend(at + start for start in self._starts(number, part))
            at += len(part)
        self.starts.append(at)
        self.file.flush()

    def _starts(self, number: int, part: array[int]) -> Iterator[int]:
        first = number * self.in_part
        return (
            bisect_left(part, stretch << self.shift)
            for stretch in range(first, first + self.in_part)
        )

    def read(self, stretch: int, count: int = 1) -> bytes:
        """The bytes of some stretches, eight for each digest."""
        start, end = self.starts[stretch], self.starts[stretch + count]
        return os.pread(self.file.fileno(), (end - start) * 8, start * 8)

    def __contains__(self, digest: int) -> bool:
        stretch = memoryview(self.read(digest >> self.shift)).cast("Q")
        at = bisect_left(stretch, digest)
        return at < len(stretch) and stretch[at] == digest
