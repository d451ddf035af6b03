"""Counts requests in a store that several workers share, or in the worker itself while that store
does not answer.

A limit is there to protect the service. It must not stop the service when its counters fail.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from limits import RateLimitItem, WindowStats
from limits.storage import Storage
from limits.strategies import SlidingWindowCounterRateLimiter

from service.api.counters import Counters

PAUSE_SECONDS = 5.0
"""The pause before a store that did not answer is tried again, because each attempt may wait."""
log = logging.getLogger("dateline")
Found = TypeVar("Found")


class Limiter(Protocol):
    """The methods of a rate limiter that are used here."""

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool: ...
    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats: ...


class SharedCounters:
    """The counters in ``storage``, which the log calls ``name``. They are asked again
    ``pause`` seconds after they did not answer."""

    def __init__(self, storage: Storage, name: str, pause: float = PAUSE_SECONDS) -> None:
        self.shared = SlidingWindowCounterRateLimiter(storage)
        self.failures = storage.base_exceptions
        self.own = Counters()
        self.name, self.pause = name, pause
        self.lost = False
        self._next = 0.0
        self._lock = threading.Lock()

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool:
        """See ``Counters.hit``."""
        if not self._may_try():
            return self.own.hit(item, *identifiers)
        return self._ask(lambda counters: counters.hit(item, *identifiers))

    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """See ``Counters.get_window_stats``."""
        if self.lost:  # a store that cannot count may still answer this
            return self.own.get_window_stats(item, *identifiers)
        return self._ask(lambda counters: counters.get_window_stats(item, *identifiers))

    def _ask(self, question: Callable[[Limiter], Found]) -> Found:
        try:
            found = question(self.shared)
        except self.failures as error:
            self._note(lost=True, why=" ".join(str(error).split()))
            return question(self.own)
        if self.lost:
            self._note(lost=False)
        return found

    def _may_try(self) -> bool:
        """Whether the store is to be asked: while it does not answer, by one thread at a time."""
        if not self.lost:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._next:
                return False
            self._next = now + self.pause
            return True

    def _note(self, *, lost: bool, why: str = "") -> None:
        with self._lock:
            if lost:
                self._next = time.monotonic() + self.pause
            if lost == self.lost:
                return
            self.lost = lost
        if lost:
            log.warning("%s does not answer; each worker counts by itself: %s", self.name, why)
        else:
            log.warning("%s answers again and counts requests", self.name)
