"""Replies that wait for something to happen, without holding up any other.

A reply is written once, as a generator: it yields bytes to send, or the number of seconds
that it would wait for news beyond a cursor, and is told whether there are any.
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
"""How often the log is looked at while anybody waits."""
AFTER_SECONDS = 0.5
"""How long a thread waits for news at a time."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for the log to pass ``cursor``, at most so many seconds. The answer is whether
    it has; ``None`` says that the service is stopping."""

    cursor: int
    seconds: float


Step = bytes | Wait | None
Script = Generator[bytes | Wait, bool | None, None]


class Watch:
    """Looks at the log for all who wait in this process.

    ``last`` tells its newest cursor at once; where that may take its time, ``after`` tells it on a
    thread: given a cursor and seconds, as soon as there is a newer one.
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
        """Whether the log has passed the cursor in time."""
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
        """The newest cursor, or 0 where the database does not tell it: it may again in a moment."""
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
        """Nobody need wait any more."""
        self.stopped = True
        if self.thread is not None:
            self.thread.shutdown(wait=False, cancel_futures=True)
        for future in self.waiting:
            if not future.done():
                future.set_result(None)


class Later:
    """A reply that ``script`` writes. ``done`` is called once, however it ends."""

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
        """Write the reply on an event loop; each step of the script is done ``on_thread``."""
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
        """The next step, ``None`` at the end: a future cannot carry ``StopIteration``."""
        try:
            return self.script.send(answer)
        except StopIteration:
            return None

    def __iter__(self) -> Iterator[bytes]:
        """The same where there is no event loop: whoever reads waits."""
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
        """End it; WSGI servers call this (PEP 3333). A step that a thread is doing is ended
        by its deadline, and this is called again then."""
        if getgeneratorstate(self.script) != GEN_RUNNING:
            self.script.close()
        done, self.done = self.done, _nothing
        done()


def _nothing() -> None:
    return None
