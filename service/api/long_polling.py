"""Replies that wait for news without delaying other replies.

The text of such a reply comes from a generator. It yields bytes to send, or a ``Wait`` for news
after a cursor. The answer to a ``Wait`` says whether there is news.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from inspect import GEN_RUNNING, getgeneratorstate

from service.errors import DatelineError

LOOK_SECONDS = 0.1
"""Seconds between two looks at the log while a reply waits."""
AFTER_SECONDS = 0.5
"""The maximum time for which a thread waits for news at once."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Asks to wait until the log passes ``cursor``, for at most ``seconds``. The answer says
    whether it has; ``None`` says that the service stops."""

    cursor: int
    seconds: float


Step = bytes | Wait | None
Script = Generator[bytes | Wait, bool | None, None]


class Watch:
    """Looks at the log for all replies of this process that wait.

    ``last`` returns the newest cursor at once. If that may take long, ``after`` runs on a thread
    instead: given a cursor and seconds, it returns as soon as there is a newer cursor.
    """

    def __init__(
        self, last: Callable[[], int], after: Callable[[int, float], int] | None = None
    ) -> None:
        self.last = last
        self.after = after
        self.thread = None if after is None else ThreadPoolExecutor(1, "dateline-news")
        self.waiting: dict[asyncio.Future[bool | None], int] = {}
        self.looking: asyncio.Task[None] | None = None
        self.stopped = False

    async def news(self, wait: Wait) -> bool | None:
        """Whether the log has passed the cursor in time; ``None`` if the service stops."""
        if self.stopped:
            return None
        future: asyncio.Future[bool | None] = asyncio.get_running_loop().create_future()
        self.waiting[future] = wait.cursor
        if self.looking is None or self.looking.done():
            self.looking = asyncio.create_task(self._look())
        try:
            return await asyncio.wait_for(future, wait.seconds)
        except TimeoutError:
            return False
        finally:
            self.waiting.pop(future, None)

    async def _look(self) -> None:
        while self.waiting:
            last = await self._newest()
            for future, cursor in list(self.waiting.items()):
                if last > cursor and not future.done():
                    future.set_result(True)
            if self.after is None or last > min(self.waiting.values(), default=last):
                await asyncio.sleep(LOOK_SECONDS)

    async def _newest(self) -> int:
        """The newest cursor; 0 if the database cannot answer now, because it may answer soon."""
        if self.after is None:
            return self.last()
        cursor = min(self.waiting.values())
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.thread, self.after, cursor, AFTER_SECONDS)
        except DatelineError:
            await asyncio.sleep(AFTER_SECONDS)
            return 0

    def stop(self) -> None:
        """End all waits, because the service stops."""
        self.stopped = True
        if self.thread is not None:
            self.thread.shutdown(wait=False, cancel_futures=True)
        for future in self.waiting:
            if not future.done():
                future.set_result(None)


class WaitingReply:
    """A reply that ``script`` writes. ``done`` is called once, in whatever way the reply ends."""

    def __init__(self, script: Script, last: Callable[[], int], done: Callable[[], None]) -> None:
        self.script = script
        self.last = last
        self.done = done

    async def send(
        self,
        send: Callable[[bytes], Awaitable[None]],
        watch: Watch,
        on_thread: Callable[[Callable[[], Step]], Awaitable[Step]],
    ) -> None:
        """Write the reply on an event loop. ``on_thread`` runs each step of the script."""
        answer: bool | None = None
        try:
            while True:
                step = await on_thread(partial(self._step, answer))
                answer = None
                if isinstance(step, Wait):
                    answer = await watch.news(step)
                elif step is None:
                    return
                elif step:
                    await send(step)
        finally:
            self.close()

    def _step(self, answer: bool | None) -> Step:
        """The next step; ``None`` at the end, because a future cannot carry ``StopIteration``."""
        try:
            return self.script.send(answer)
        except StopIteration:
            return None

    def __iter__(self) -> Iterator[bytes]:
        """The reply without an event loop: the thread that reads it waits."""
        answer: bool | None = None
        while True:
            try:
                step = self.script.send(answer)
            except StopIteration:
                return
            answer = None
            if isinstance(step, Wait):
                end = time.monotonic() + step.seconds
                while not (answer := self.last() > step.cursor) and time.monotonic() < end:
                    time.sleep(LOOK_SECONDS)
            else:
                yield step

    def close(self) -> None:
        """End the reply. WSGI servers call this (PEP 3333). If a thread runs a step, its deadline
        ends the step, and this method is called again after that."""
        if getgeneratorstate(self.script) != GEN_RUNNING:
            self.script.close()
        done, self.done = self.done, _nothing
        done()


def _nothing() -> None:
    return None
