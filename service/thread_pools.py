"""Runs long work on threads, so that the event loop can still answer quick requests.

A *pool* is a few threads with one queue of bounded length. The loop waits for the result no
longer than the deadline of the work.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from service import deadline
from service.deadline import Deadline
from service.errors import Unavailable
from service.settings import Settings
from service.store.database import Use, explained, use_on_this_thread

T = TypeVar("T")
GRACE_SECONDS = 0.5
"""The maximum time that work takes to notice that its deadline has passed.

After that nobody waits for it any more, although its thread may still be inside a step that
cannot be interrupted.
"""


@dataclass(frozen=True, slots=True)
class StartedWork(Generic[T]):
    """Work that a thread does or will do, and its deadline."""

    future: Future[T]
    limit: Deadline


class ThreadPool:
    """At most ``threads`` pieces of work at once, and ``most_waiting`` in the queue.

    ``begin`` is called once in each thread.
    """

    def __init__(
        self, name: str, threads: int, most_waiting: int, begin: Callable[[], None]
    ) -> None:
        self.most = threads + most_waiting
        self.executor = ThreadPoolExecutor(max(1, threads), f"dateline-{name}", begin)
        self.held: set[Deadline] = set()
        self.lock = threading.Lock()

    def start(self, work: Callable[[], T], limit: Deadline) -> StartedWork[T]:
        """Let a thread do ``work`` under ``limit``. Raises ``Unavailable`` if the queue is full."""
        with self.lock:
            if len(self.held) >= self.most:
                raise Unavailable("too many requests are waiting; try again")
            self.held.add(limit)
        future = self.executor.submit(_under, limit, work)
        future.add_done_callback(lambda _: self._let_go(limit))
        return StartedWork(future, limit)

    async def run(
        self, work: Callable[[], T], limit: Deadline, abandoned: Callable[[T | None], None]
    ) -> T:
        """Start ``work`` and wait for it. If the queue is full, ``abandoned(None)`` is called."""
        try:
            started = self.start(work, limit)
        except Unavailable:
            abandoned(None)
            raise
        return await self.wait(started, abandoned)

    @staticmethod
    async def wait(started: StartedWork[T], abandoned: Callable[[T | None], None]) -> T:
        """The result of work. Raises ``Unavailable`` if its deadline has passed.

        If nobody waits for the work any more, ``abandoned`` is called once no thread does it; its
        argument is the result or ``None``. Work that has begun to write is always waited for.
        """
        future, limit = started.future, started.limit
        waited = asyncio.wrap_future(future)
        try:
            await asyncio.wait((waited,), timeout=limit.remaining)
            if not waited.done() and not future.cancel():
                limit.cancel()
                while not waited.done():
                    await asyncio.wait((waited,), timeout=GRACE_SECONDS)
                    if not limit.writing:
                        break
            if waited.done() and not waited.cancelled():
                return waited.result()
            raise Unavailable("the request took too long; narrow it and try again")
        finally:
            if not waited.done():  # its client has left, or its deadline has passed
                limit.cancel()
                waited.cancel()
                future.add_done_callback(lambda done: _hand_over(done, abandoned))

    def _let_go(self, limit: Deadline) -> None:
        with self.lock:
            self.held.discard(limit)

    def stop(self) -> None:
        """End the running work and accept no more."""
        with self.lock:
            for each in self.held:
                each.cancel()
        self.executor.shutdown(wait=False, cancel_futures=True)


class ThreadPools:
    """The threads of a worker.

    Long reads, writes, imports and the bodies of long replies do not wait for each other. Writes
    have one thread, because the database takes them one at a time anyway.
    """

    def __init__(self, settings: Settings) -> None:
        self.reads = _pool("reads", settings.threads, settings.max_queue, Use.READING)
        self.writes = _pool("writes", 1, settings.max_queue, Use.WRITING)
        self.imports = _pool("imports", 1, settings.max_queue, Use.WRITING)
        # Each piece of work here belongs to one connection, and their number is bounded.
        self.streams = _pool("streams", 1, sys.maxsize, Use.READING)

    def stop(self) -> None:
        """End the work on all pools."""
        for each in (self.reads, self.writes, self.imports, self.streams):
            each.stop()


def _pool(name: str, threads: int, most_waiting: int, use: Use) -> ThreadPool:
    begin = partial(use_on_this_thread, Use.ON_THREAD | use)
    return ThreadPool(name, threads, most_waiting, begin)


def _under(limit: Deadline, work: Callable[[], T]) -> T:
    with deadline.within(limit):
        deadline.check()
        try:
            return work()
        except Exception as error:
            # Rows are fetched outside of Peewee, so an interruption at the deadline is translated
            # here.
            known = explained(error)
            if known is None:
                raise
            raise known from error


def _hand_over(done: Future[Any], abandoned: Callable[[Any], None]) -> None:
    failed = done.cancelled() or done.exception() is not None
    abandoned(None if failed else done.result())
