"""Counts requests in a bounded part of the memory, for any number of threads.

The memory storage of the library ``limits`` never forgets a client. The algorithm here is the
library's sliding window counter: it adds the count of this window and a share of the count of the
window before. The share is the part of that window within one window's width from now.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from math import floor

from limits import RateLimitItem, WindowStats

MOST = 20_000
"""Keys and network addresses that are remembered, the most recent ones; some 4 MB."""


class Counters:
    """Counts for one limit."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.kept: OrderedDict[str, tuple[int, int, int]] = OrderedDict()
        """By caller: the number of a window, its count, and the count of the window before."""
        self.lock = threading.Lock()

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool:
        """Count a request and return true; return false, without counting, if there were too
        many."""
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
        """How many requests are left, and the time (seconds since 1970) when there are more."""
        (who,) = identifiers
        now, width = time.time(), item.get_expiry()
        with self.lock:
            _, count, before, share = self._counts(item, who, now)
        left = max(0, item.amount - floor(count + before * share))
        wait = share * width  # until this window ends
        if not left and count < item.amount:
            # As time passes, a smaller share of the window before counts.
            wait -= (item.amount - count) / before * width
        return WindowStats(now + wait, left)

    def _counts(self, item: RateLimitItem, who: str, now: float) -> tuple[int, int, int, float]:
        window, into = divmod(now, item.get_expiry())
        number = int(window)
        last, count, before = self.kept.get(who, (number, 0, 0))
        if last != number:
            count, before = 0, count if last == number - 1 else 0
        return number, count, before, 1 - into / item.get_expiry()
