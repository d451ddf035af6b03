"""Reads the latest changes on a thread, for requests that wait for them on the event loop.

A database on a server is not asked on the loop. A reply is exact only if the change log was read
after its request had come. So a request waits for a read that begins after it, and all requests
that wait meanwhile share the next one. A notification from the server (``NOTIFY``) would come later
than the acknowledgement of the write, so it would not be exact.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from service.deadline import Deadline, within
from service.store.recent_changes import News, Recent

PATIENCE_SECONDS = 0.25
"""The maximum seconds that a request waits. After that it is answered without the cache."""
SECONDS = 2.0
"""The maximum seconds of one read."""


class Latest:
    """The reads for the event loop of one worker, one at a time. A request waits for one at most
    ``patience`` seconds."""

    def __init__(self, recent: Recent, patience: float = PATIENCE_SECONDS) -> None:
        self.recent, self.patience = recent, patience
        self.thread = ThreadPoolExecutor(1, "dateline-changes")
        self.next: asyncio.Future[bool] | None = None
        self.reading = False
        self.began = 0.0

    async def read(self) -> bool:
        """Whether the changes that were committed before this call are known now."""
        if self.reading and time.monotonic() > self.began + self.patience:
            return False  # the server does not answer
        # If one of several that wait is cancelled, the others go on waiting.
        return await asyncio.shield(self._next())

    def prepare(self) -> None:
        """Begin to read, and do not wait for it."""
        if not self.reading:
            self._next()

    def _next(self) -> asyncio.Future[bool]:
        loop = asyncio.get_running_loop()
        found = self.next
        if found is None:
            found = self.next = loop.create_future()
            loop.call_later(self.patience, _answer, found, False)
            if not self.reading:
                self._begin(loop)
        return found

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting, self.next = self.next, None
        if waiting is None:
            return
        self.reading, self.began = True, time.monotonic()
        with suppress(RuntimeError):  # the worker ends, and its thread has ended
            job = loop.run_in_executor(self.thread, self._read)
            job.add_done_callback(partial(self._ended, loop, waiting))

    def _read(self) -> News | None:
        try:
            with within(Deadline(SECONDS)):
                return self.recent.read()
        except Exception:  # a request to the database will report it
            return None

    def _ended(
        self,
        loop: asyncio.AbstractEventLoop,
        waiting: asyncio.Future[bool],
        job: asyncio.Future[News | None],
    ) -> None:
        self.reading = False
        news = None if job.cancelled() else job.result()
        if news is None:
            self.recent.lose()
        else:
            self.recent.take(news)
        _answer(waiting, news is not None)
        self._begin(loop)

    def stop(self) -> None:
        """Close the connection, once the last read has ended."""
        with suppress(RuntimeError):
            self.thread.submit(self.recent.close)
        self.thread.shutdown(wait=False)


def _answer(waiting: asyncio.Future[bool], known: bool) -> None:
    if not waiting.done():
        waiting.set_result(known)
