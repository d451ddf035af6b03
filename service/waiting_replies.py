"""Sends the replies of a worker that wait for changes, while the client is watched."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from service.api.long_polling import WaitingReply, Watch
from service.deadline import Deadline
from service.thread_pools import ThreadPool
from service.worker_limits import GRACE_SECONDS

T = TypeVar("T")


class WaitingReplies:
    """``watch`` looks for changes. A thread of ``pool`` does each step of a reply within
    ``seconds``; no thread waits for changes."""

    def __init__(self, watch: Watch, pool: ThreadPool, seconds: float) -> None:
        self.watch, self.pool, self.seconds = watch, pool, seconds
        self.tasks: set[asyncio.Task[None]] = set()

    async def send(
        self,
        reply: WaitingReply,
        leaving: asyncio.Future[None],
        send: Callable[[bytes], Awaitable[None]],
    ) -> bool:
        """Send a reply; returns whether it came to its end. It ends early if the client leaves."""

        async def step(work: Callable[[], T]) -> T:
            return await self.pool.run(work, Deadline(self.seconds), lambda _: reply.close())

        task = asyncio.ensure_future(reply.send(send, self.watch, step))
        self.tasks.add(task)
        try:
            await asyncio.wait((task, leaving), return_when=asyncio.FIRST_COMPLETED)
            if task.done() and not task.cancelled():
                task.result()
                return True
            return False
        finally:
            self.tasks.discard(task)
            task.cancel()

    def stop(self) -> None:
        """End the replies now, or after ``GRACE_SECONDS`` if their readers do not read."""
        self.watch.stop()
        loop = asyncio.get_running_loop()
        for task in self.tasks:
            loop.call_later(GRACE_SECONDS, task.cancel)
