"""Hands work over if it takes too long on the thread that began it.

A thread that finishes its work in time *claims* it first. If it does not, this module claims the
work and calls a function that lets others go on with it. Only one of both can claim.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

LOOK_SECONDS = 0.05
"""How often work is looked at; the maximum delay of a handover."""


class Handover:
    """One piece of work. After ``seconds``, ``late`` is called on another thread, unless the work
    was claimed before."""

    __slots__ = ("_claimed", "due", "late")

    def __init__(self, seconds: float, late: Callable[[], None]) -> None:
        self.due = time.monotonic() + seconds
        self.late = late
        self._claimed = threading.Lock()

    def claim(self) -> bool:
        """Whether the caller is the first who claims the work."""
        return self._claimed.acquire(blocking=False)


class Handovers:
    """The work of a worker that may be handed over. Any thread may call its methods."""

    def __init__(self) -> None:
        self.pending: dict[Handover, None] = {}
        self.lock = threading.Lock()
        self.some = threading.Event()
        self.thread: threading.Thread | None = None
        self.stopped = False

    def add(self, work: Handover) -> None:
        """Hand ``work`` over when it is due. It may be claimed already."""
        self.pending[work] = None
        if not self.some.is_set():
            self.some.set()
        if self.thread is None:
            self._begin()

    def claim(self, work: Handover) -> bool:
        """Whether the caller is the first who claims the work, which then is not handed over."""
        self.pending.pop(work, None)
        return work.claim()

    def _begin(self) -> None:
        with self.lock:
            if self.thread is None and not self.stopped:
                self.thread = threading.Thread(target=self._look, daemon=True, name="handovers")
                self.thread.start()

    def _look(self) -> None:
        while not self.stopped:
            self.some.wait()
            time.sleep(LOOK_SECONDS)
            # It is cleared before the look: work that is added meanwhile sets it again.
            self.some.clear()
            pending = self.pending.copy()
            if pending:
                self.some.set()
            now = time.monotonic()
            for each in pending:
                if now > each.due and self.claim(each):
                    with suppress(RuntimeError):  # the worker ends, and its loop is closed
                        each.late()

    def stop(self) -> None:
        """End the thread; nothing is handed over any more."""
        with self.lock:
            self.stopped = True
        self.some.set()
