"""Answers a request in steps, for the event loop.

A thread does each step under a deadline of its own. Meanwhile the client is watched. If it
leaves, the work for it ends.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from service.answer import Answer, BodyPart
from service.api.long_polling import WaitingReply
from service.api.problems import REFUSED, log_failure
from service.asgi import Environ, Receive, Send
from service.connections import CLOSE
from service.deadline import Deadline
from service.errors import Unavailable
from service.request_bodies import Body, BodyNeeded
from service.thread_pools import StartedWork, ThreadPool

T = TypeVar("T")
Waits = Callable[
    [WaitingReply, "asyncio.Future[None]", Callable[[bytes], Awaitable[None]]], Awaitable[bool]
]
FIRST_SECONDS = 60.0
"""The most seconds until the first bytes of a file; a workbook has none before it is complete."""


class ClientLeft(Exception):
    """The client has left; nobody waits for the reply."""


@dataclass(frozen=True, slots=True)
class RequestPools:
    """The pools that make a reply and its long body, and the seconds of each step."""

    making: ThreadPool
    sending: ThreadPool
    seconds: float


class Exchange:
    """Answers one request.

    ``application`` returns the answer to an environment. ``waits`` sends a reply that waits for
    changes. ``leaving`` is done when the client has left.
    """

    def __init__(
        self,
        application: Callable[[Environ], Answer],
        environ: Environ,
        *,
        pools: RequestPools,
        leaving: asyncio.Future[None],
        send: Send,
        waits: Waits,
        body: Body,
        receive: Receive,
        finish: Callable[[Environ, Answer], Awaitable[bytes]],
    ) -> None:
        self.finish = finish
        self.body = body
        self.receive = receive
        self.application = application
        self.environ = environ
        self.pools = pools
        self.leaving = leaving
        self.send = send
        self.waits = waits

    async def run(self, answer: Answer | None, started: StartedWork[Answer] | None = None) -> None:
        """Send the reply; ``answer`` is given if its start is known already, and ``started`` if a
        thread makes it already."""
        try:
            answer, first = await self._begun(answer, started)
        except ClientLeft:
            return
        try:
            whole = first is None and not isinstance(answer.body, WaitingReply)
            content = await self.finish(self.environ, answer) if whole else b""
            if self.body.unwanted:
                answer.head["headers"].append(CLOSE)
            await self.send(answer.head)
            if isinstance(answer.body, WaitingReply):
                if await self.waits(answer.body, self.leaving, self._write):
                    await self._end(b"")
            elif first is None:
                await self._end(content)
            else:
                await self._rest(answer, first)
        except ClientLeft:
            return
        finally:
            answer.close()

    async def _begun(
        self, answer: Answer | None, started: StartedWork[Answer] | None
    ) -> tuple[Answer, BodyPart | None]:
        """The answer, and the first bytes if it is made in steps.

        Making them may fail, so it happens before the status is sent.
        """
        refusal = self.environ | {"wsgi.input": io.BytesIO()}
        try:
            if answer is None:
                answer = await self._made(started)
            if answer.whole or isinstance(answer.body, WaitingReply):
                return answer, None
            ends = time.monotonic() + FIRST_SECONDS
            first = await self._next_part(answer)
            while not first.body and not first.last:
                if time.monotonic() > ends:
                    raise Unavailable("the file took too long to begin; narrow it and try again")
                first = await self._next_part(answer)
            answer.tell_lag()
            return answer, answer.packed(first, self.environ)
        except ClientLeft:
            raise
        except Exception as error:
            _close(answer)
            return self.application(refusal | {REFUSED: error}), None

    async def _made(self, started: StartedWork[Answer] | None) -> Answer:
        """The answer, made on a thread; if it needs the request body, that is awaited here."""
        making = partial(self.application, self.environ)
        try:
            return await self._done(self.pools.making, started or making, _close)
        except BodyNeeded as wanted:
            wanted.__traceback__ = None  # its frames hold the body and the connection
        await self.body.fill(self.receive)
        return await self._done(self.pools.making, making, _close)

    async def _rest(self, answer: Answer, part: BodyPart) -> None:
        while not part.last:
            if part.body:
                await self._write(part.body)
            try:
                part = await self._next_part(answer)
            except ClientLeft:
                raise
            except Exception as error:
                # The status is sent already; only a broken reply can show that it is incomplete.
                log_failure(self.environ, self.environ["PATH_INFO"], error)
                raise
        await self._end(part.body)

    async def _next_part(self, answer: Answer) -> BodyPart:
        answer.busy = True
        found = await self._done(self.pools.sending, answer.next_part, lambda _: answer.end())
        answer.busy = False
        return found

    async def _done(
        self,
        pool: ThreadPool,
        work: Callable[[], T] | StartedWork[T],
        abandoned: Callable[[T | None], None],
    ) -> T:
        """The result of ``work`` on a thread, which may have started. Raises ``ClientLeft``, or
        ``Unavailable`` after the deadline."""
        if isinstance(work, StartedWork):
            limit, waiting = work.limit, pool.wait(work, abandoned)
        else:
            limit = Deadline(self.pools.seconds)
            waiting = pool.run(work, limit, abandoned)
        task = asyncio.ensure_future(waiting)
        await asyncio.wait((task, self.leaving), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        limit.cancel()
        task.cancel()
        raise ClientLeft

    async def _write(self, piece: bytes) -> None:
        await self.send({"type": "http.response.body", "body": piece, "more_body": True})

    async def _end(self, piece: bytes) -> None:
        await self.send({"type": "http.response.body", "body": piece})


def _close(answer: Answer | None) -> None:
    if answer is not None:
        answer.close()
