"""Answers in steps a request that takes longer than the event loop can spend on it.

A thread does each step under a deadline of its own. Meanwhile the client is watched. If it
leaves, the work for it ends.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from service import freshness
from service.api.long_polling import WaitingReply
from service.api.newness import lag
from service.api.problems import REFUSED, log_failure
from service.asgi import Environ, Receive, Scope, Send
from service.compression import (
    LEAST,
    Compressor,
    Pairs,
    compressor,
    headers_in_coding,
    is_compressible,
    preferred_coding,
    tag_in_coding,
)
from service.connections import CLOSE
from service.deadline import Deadline
from service.errors import Unavailable
from service.freshness import ReadTarget
from service.request_bodies import Body, BodyNeeded
from service.thread_pools import ThreadPool

T = TypeVar("T")
Waits = Callable[
    [WaitingReply, "asyncio.Future[None]", Callable[[bytes], Awaitable[None]]], Awaitable[bool]
]
PART_BYTES, PART_SECONDS = 1 << 16, 0.02
"""The most that a thread makes of a long reply in one step."""
FIRST_SECONDS = 60.0
"""The most seconds until the first bytes of a file; a workbook has none before it is complete."""
BODILESS = frozenset({204, 304})
INCOMPLETE = frozenset({204, 206, 304})
"""Statuses of replies without the whole content."""


def coding_for(environ: Environ) -> str:
    """The coding that the client prefers; empty for none, and if the request is no read."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return ""
    return preferred_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))


class ClientLeft(Exception):
    """The client has left; nobody waits for the reply."""


@dataclass(frozen=True, slots=True)
class RequestPools:
    """The pools that make a reply and its long body, and the seconds of each step."""

    making: ThreadPool
    sending: ThreadPool
    seconds: float


@dataclass(frozen=True, slots=True)
class BodyPart:
    """Some bytes of a long body; ``last`` says that the body ends with them."""

    body: bytes
    last: bool


class Answer:
    """The answer of the application: the start of the reply, and its body or the iterable that
    makes it."""

    __slots__ = ("body", "busy", "head", "packer", "pieces", "target", "whole")

    def __init__(
        self, head: Scope, body: Iterable[bytes], target: ReadTarget | None = None
    ) -> None:
        self.head = head
        self.body = body
        self.target = target
        self.whole = head["status"] in BODILESS
        for name, _ in head["headers"]:
            if name == b"Content-Length":
                self.whole = True
                break
        self.pieces: Iterator[bytes] | None = None
        self.packer: Compressor | None = None
        self.busy = False
        """Whether a thread is making the body; if so, the body is closed after that step."""

    def _pairs(self) -> Pairs:
        return [(n.decode("latin-1"), v.decode("latin-1")) for n, v in self.head["headers"]]

    def _set(self, headers: Pairs) -> None:
        self.head["headers"] = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]

    def suits(self) -> bool:
        """Whether it may be compressed."""
        return self.head["status"] not in INCOMPLETE and is_compressible(self._pairs())

    def code(self, coding: str, length: int | None = None) -> None:
        """Set the headers for a coding, if the reply may be compressed.

        ``length`` is the compressed size in bytes; ``None`` if it is unknown, as for ``HEAD``.
        """
        headers = self._pairs()
        whole = next((text for name, text in headers if name.lower() == "content-length"), None)
        if self.suits() and (whole is None or int(whole) >= LEAST):
            self._set(headers_in_coding(headers, coding, length))

    def same(self, coding: str, seen: str) -> None:
        """Set the entity tag of a 304 to that of the compressed reply, if the client has that.

        ``seen`` is the ``If-None-Match`` of the request, ``coding`` the coding it would get.
        """
        headers = self._pairs()
        for place, (name, text) in enumerate(headers):
            if name.lower() == "etag" and tag_in_coding(text, coding) in seen:
                headers[place] = (name, tag_in_coding(text, coding))
        self._set(headers)

    def packed(self, first: BodyPart, environ: Environ) -> BodyPart:
        """The first bytes of a body that is made in steps.

        From here on the body is compressed, if the client accepts that and it is worth it.
        """
        coding = coding_for(environ)
        short = first.last and len(first.body) < LEAST
        if not coding or not self.suits() or (short and environ["REQUEST_METHOD"] != "HEAD"):
            return first
        self.code(coding)
        if environ["REQUEST_METHOD"] == "HEAD":
            return first
        self.packer = compressor(coding)
        return self._in_coding(first)

    def _in_coding(self, made: BodyPart) -> BodyPart:
        if self.packer is None:
            return made
        body = self.packer.add(made.body) if made.body else b""
        return BodyPart(body + self.packer.end() if made.last else body, made.last)

    def next_part(self) -> BodyPart:
        """The next bytes, made within the limits of one step; there may be none yet."""
        if self.target is None:
            return self._next_part()
        self.target.begun = True
        with freshness.within(self.target):
            return self._next_part()

    def _next_part(self) -> BodyPart:
        if self.pieces is None:
            self.pieces = iter(self.body)
        found: list[bytes] = []
        size, ends = 0, time.monotonic() + PART_SECONDS
        for piece in self.pieces:
            found.append(piece)
            size += len(piece)
            if size >= PART_BYTES or time.monotonic() > ends:
                return self._in_coding(BodyPart(b"".join(found), False))
        return self._in_coding(BodyPart(b"".join(found), True))

    def tell_lag(self) -> None:
        """Add the headers on the age of the data, which is known only after the first bytes."""
        headers = self._pairs()
        headers += [each for each in lag(self.target) if each not in headers]
        self._set(headers)

    def close(self) -> None:
        """Close the body, complete or not (PEP 3333), unless a thread is making it."""
        close = getattr(self.body, "close", None)
        if close is not None and not self.busy:
            close()

    def end(self) -> None:
        """Close the body after a thread has stopped making it."""
        self.busy = False
        self.close()


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

    async def run(self, answer: Answer | None) -> None:
        """Send the reply; ``answer`` is given if its start is known already."""
        try:
            answer, first = await self._begun(answer)
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

    async def _begun(self, answer: Answer | None) -> tuple[Answer, BodyPart | None]:
        """The answer, and the first bytes if it is made in steps.

        Making them may fail, so it happens before the status is sent.
        """
        refusal = self.environ | {"wsgi.input": io.BytesIO()}
        try:
            if answer is None:
                answer = await self._made()
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

    async def _made(self) -> Answer:
        """The answer, made on a thread; if it needs the request body, that is awaited here."""
        making = partial(self.application, self.environ)
        try:
            return await self._done(self.pools.making, making, _close)
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
        self, pool: ThreadPool, work: Callable[[], T], abandoned: Callable[[T | None], None]
    ) -> T:
        """The result of ``work`` on a thread. Raises ``ClientLeft``, or ``Unavailable`` when the
        time is over."""
        limit = Deadline(self.pools.seconds)
        task = asyncio.ensure_future(pool.run(work, limit, abandoned))
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
