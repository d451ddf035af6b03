"""Which ids a file has had already, in little memory."""

from __future__ import annotations

from array import array

MOST_SLOTS = 1 << 24
"""128 MiB: eleven million ids. Beyond that the oldest knowledge is dropped."""

_ALL_BITS = (1 << 64) - 1


class Seen:
    """A set of 64-bit digests in an open-addressed table, eight bytes a slot."""

    def __init__(self, slots: int = 1 << 14) -> None:
        self.slots = array("Q", (0,)) * slots
        self.count = 0

    def add(self, text: str) -> bool:
        """Whether ``text`` is new."""
        digest = hash(text) & _ALL_BITS or 1  # SipHash under a key of this process
        if not self._put(digest):
            return False
        self.count += 1
        if self.count * 3 > len(self.slots) * 2:
            self._grow()
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

    def _grow(self) -> None:
        kept = self.slots if len(self.slots) < MOST_SLOTS else array("Q")
        self.slots = array("Q", (0,)) * min(len(self.slots) * 2, MOST_SLOTS)
        self.count = len(kept) and self.count
        for digest in kept:
            if digest:
                self._put(digest)
