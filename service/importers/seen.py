"""Which ids a file has had already, in little memory."""

from __future__ import annotations

from array import array
from hashlib import blake2b

MOST_SLOTS = 1 << 24
"""128 MiB: eleven million ids. Beyond that the oldest knowledge is dropped."""


class Seen:
    """A set of 64-bit digests in an open-addressed table, eight bytes a slot."""

    def __init__(self, slots: int = 1 << 14) -> None:
        self.slots = array("Q", bytes(8 * slots))
        self.count = 0

    def add(self, text: str) -> bool:
        """Whether ``text`` is new."""
        digest = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1
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
        self.slots = array("Q", bytes(8 * min(len(self.slots) * 2, MOST_SLOTS)))
        self.count = len(kept) and self.count
        for digest in kept:
            if digest:
                self._put(digest)
