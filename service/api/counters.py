"""Requests counted in memory, in a bounded part of it, by any number of threads.

The memory storage of the library limits forgets nobody whom it has seen. The algorithm is its
sliding window counter: the count of this window, and as much of the one before as lies
within the width of a window from now.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from math import floor

from limits import RateLimitItem, WindowStats

MOST = 20_000
"""Keys and addresses that are remembered, those that came last; some 4 MB."""


class Counters:
    """Counts for one limit."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.kept: OrderedDict[str, tuple[int, int, int]] = OrderedDict()
        """By asker: the number of a window, the count in it and in the one before."""
        self.lock = threading.Lock()

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool:
        """Count a request, unless there were too many."""
        (who,) = identifiers
        with self.lock:
            window, count, before, share = self._counts(item, who, time.time())
            if who in self.kept:
                self.kept.move_to_end(who)
            if floor(count + before * share) >= item.amount:
                return False
            self.kept[who] = window, count + 1, before
            if len(self.kept) > self.most:
                self.kept.popitem(last=False)
            return True

    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """How many are left, and when (seconds since 1970) there are more."""
        (who,) = identifiers
        now, width = time.time(), item.get_expiry()
        with self.lock:
            _, count, before, share = self._counts(item, who, now)
        left = max(0, item.amount - floor(count + before * share))
        wait = share * width  # until this window ends
        if not left and count < item.amount:
            # As this window goes on, less of the one before counts.
            wait -= (item.amount - count) / before * width
        return WindowStats(now + wait, left)

    def _counts(self, item: RateLimitItem, who: str, now: float) -> tuple[int, int, int, float]:
        window, into = divmod(now, item.get_expiry())
        number = int(window)
        last, count, before = self.kept.get(who, (number, 0, 0))
        if last != number:
            count, before = 0, count if last == number - 1 else 0
        return number, count, before, 1 - into / item.get_expiry()
