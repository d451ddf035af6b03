"""Reads the latest changes on a thread, for requests that wait for them.

Neither the event loop nor the receiving thread may wait for a database on a server. A reply is
exact only if the change log was read after its request had come. So a request waits for a read that
begins after it, and all requests that wait meanwhile share the next one. A notification from the
server (``NOTIFY``) would come later than the acknowledgement of the write, so it would not be
exact.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from service.deadline import Deadline, within
from service.handovers import Handover, Handovers
from service.store.recent_changes import News, Recent

PATIENCE_SECONDS = 0.25
"""The maximum seconds that a request waits. After that it is answered without the cache."""
SECONDS = 2.0
"""The maximum seconds of one read."""
Waiter = Callable[[bool], None]
"""A function that is called after a read; its argument says whether the changes are known."""


class Latest:
    """The reads of one worker, one at a time. Any thread may ask for one.

    Nobody waits longer than ``patience`` seconds; ``handovers`` ends the waiting.
    """

    def __init__(self, recent: Recent, handovers: Handovers) -> None:
        self.recent, self.handovers, self.patience = recent, handovers, PATIENCE_SECONDS
        self.thread = ThreadPoolExecutor(1, "dateline-changes")
        self.lock = threading.Lock()
        self.waiting: list[Waiter] = []
        self.reading = False
        self.silent = False
        """Whether the server has not answered the current read in time."""

    def after_read(self, waiter: Waiter) -> None:
        """Call ``waiter`` after a read that begins later than this call, on another thread.

        If the server does not answer at the moment, it is called at once, with false.
        """
        with self.lock:
            silent, begins = self.silent, not self.reading
            if not silent:
                self.waiting.append(waiter)
                self.reading = True
        if silent:
            waiter(False)
        elif begins:
            with suppress(RuntimeError):  # the worker ends, and its thread has ended
                self.thread.submit(self._read_for_all)

    async def read(self) -> bool:
        """Whether the changes that were committed before this call are known now."""
        loop = asyncio.get_running_loop()
        known: asyncio.Future[bool] = loop.create_future()
        self.after_read(partial(_tell, loop, known))
        return await known

    def prepare(self) -> None:
        """Begin to read, and do not wait for it."""
        if not self.reading:
            self.after_read(lambda _: None)

    def _read_for_all(self) -> None:
        """Read until nobody waits."""
        while True:
            time.sleep(0)  # requests that have come meanwhile share the next read
            with self.lock:
                self.silent = False
                waiting, self.waiting = self.waiting, []
                if not waiting:
                    self.reading = False
                    return
            in_time = Handover(self.patience, partial(self._give_up, waiting))
            self.handovers.add(in_time)
            news = self._read()
            if news is None:
                self.recent.lose()
            else:
                self.recent.take(news)
            if self.handovers.claim(in_time):
                _call(waiting, news is not None)

    def _give_up(self, waiting: list[Waiter]) -> None:
        """Answer all that wait for the current read or the next one."""
        with self.lock:
            self.silent = True
            waiting += self.waiting
            self.waiting = []
        _call(waiting, False)

    def _read(self) -> News | None:
        try:
            with within(Deadline(SECONDS)):
                return self.recent.read()
        except Exception:  # a request to the database will report it
            return None

    def stop(self) -> None:
        """Close the connection, once the last read has ended."""
        with suppress(RuntimeError):
            self.thread.submit(self.recent.close)
        self.thread.shutdown(wait=False)


def _call(waiting: list[Waiter], known: bool) -> None:
    for each in waiting:
        each(known)


def _tell(loop: asyncio.AbstractEventLoop, known: asyncio.Future[bool], found: bool) -> None:
    with suppress(RuntimeError):  # the loop is closed
        loop.call_soon_threadsafe(_set, known, found)


def _set(known: asyncio.Future[bool], found: bool) -> None:
    if not known.done():
        known.set_result(found)
