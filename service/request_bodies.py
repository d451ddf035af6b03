"""Reads request bodies only if the application needs them, with limits of rate and size.

The application runs before the body has come. If it answers without the body, nobody reads it. It
does so if there is no such route or method, no key, too many requests, or if the declared body is
too long. If the application reads the body, ``BodyNeeded`` leaves the application. The server then
waits for the body on its event loop, which takes no thread, and runs the application again. So
only the application decides who may send a body.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from service.asgi import Client, Environ, Receive, Scope, client_of
from service.errors import DatelineError, Lost, Slow, Unavailable
from service.store.engine_errors import of_system
from service.transfer_rates import MinimumRate, Transfer

IN_MEMORY = 1 << 20
"""The most bytes of one body in memory; a larger one is on the disk."""
ALL_IN_MEMORY = 32 << 20
"""The most bytes of all bodies of a worker in memory; beyond them small ones are on disk too."""
NOT_KEPT = f"a body of over {IN_MEMORY} bytes has no place on the disk; see TMPDIR"
LINGER_SECONDS = 2.0
"""How long a client may continue to send a body that nobody reads.

If the server closed the connection while the client sends, the connection would be reset. Many
clients then report only the reset and not the reply.
"""


class BodyNeeded(BaseException):
    """The application reads a body that has not come.

    It is not an ``Exception``, so that no error handler answers it.
    """


class Bodies:
    """The bodies that a worker holds, at most ``most_held`` bytes.

    ``most`` is the size of the largest body that is read, and ``larger`` has that of some paths.
    ``uploading`` has the clients whose bodies are awaited at the moment.
    """

    def __init__(
        self, most: int, larger: dict[str, int], most_held: int, pace: MinimumRate
    ) -> None:
        self.most, self.larger, self.pace = most, larger, pace
        self.most_held = max(most_held, most, *larger.values())
        self.held = 0
        self.uploading: set[Client] = set()


class Body:
    """The body of one request, as ``wsgi.input``; close it when the reply has been made."""

    def __init__(self, bodies: Bodies, environ: Environ, scope: Scope) -> None:
        self.bodies, self.environ, self.scope = bodies, environ, scope
        length = environ.get("CONTENT_LENGTH", "0")
        self.declared = length != "0" or "HTTP_TRANSFER_ENCODING" in environ
        self.most = bodies.larger.get(environ["PATH_INFO"], bodies.most)
        self.size = 0
        self.file: Any = None
        self.error: DatelineError | None = None

    @property
    def unwanted(self) -> bool:
        """Whether there is a body that nobody has read completely."""
        return self.declared and (self.file is None or self.error is not None)

    def read(self, size: int = -1, /) -> bytes:
        """Reads from the body. Raises ``BodyNeeded``, or the error that occurred while it came."""
        if self.error is not None:
            raise self.error
        if self.file is not None:
            found: bytes = self.file.read(size)
            return found
        if self.declared:
            raise BodyNeeded
        return b""

    async def fill(self, receive: Receive) -> None:
        """Receive the whole body, or stop once it is too long.

        ``read`` raises any error of this, so that the application makes the reply to it.
        """
        self.file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        client = client_of(self.scope)
        self.bodies.uploading.add(client)
        try:
            await self._fill(receive)
            self._on_disk(self.file.seek, 0)  # also writes the rest of the buffer
        except DatelineError as error:
            self._forget()
            self.error = type(error)(error.detail)
        finally:
            self.bodies.uploading.discard(client)

    async def _fill(self, receive: Receive) -> None:
        now = asyncio.get_running_loop().time
        transfer = Transfer(self.bodies.pace, now())
        more = True
        while more:
            try:
                async with asyncio.timeout_at(transfer.deadline()):
                    message = await receive()
            except TimeoutError:
                took = f"{now() - transfer.begun:.0f} seconds"
                raise Slow(f"only {self.size} bytes of the body came in {took}") from None
            if message["type"] != "http.request":
                raise Slow("the connection ended before the body, or a chunk of it is malformed")
            more = message.get("more_body", False)
            self._add(message.get("body", b""))
            transfer.moved(self.size, now())
            if self.size > self.most:
                # With a length, the framework refuses it. It would silently cut off a chunked
                # body.
                self.environ.pop("HTTP_TRANSFER_ENCODING", None)
                self.environ["CONTENT_LENGTH"] = str(self.size)
                more = False

    def _add(self, piece: bytes) -> None:
        self.size += len(piece)
        self.bodies.held += len(piece)
        if self.bodies.held > self.bodies.most_held:
            raise Unavailable("there are too many large bodies at this moment; send it again")
        if self.bodies.held > ALL_IN_MEMORY:
            self._on_disk(self.file.rollover)
        self._on_disk(self.file.write, piece)

    def _on_disk(self, work: Callable[..., object], *arguments: object) -> None:
        try:
            work(*arguments)
        except OSError as error:
            text = f"{{}}; a body of over {IN_MEMORY} bytes is kept there"
            raise of_system(error, text) or Lost(NOT_KEPT) from error

    def close(self) -> None:
        """Release the memory and the file of the body."""
        self._forget()
        # The traceback of the error holds frames that hold this body and the connection. The
        # environment holds this body.
        self.error, self.environ = None, {}

    def _forget(self) -> None:
        self.bodies.held -= self.size
        self.size = 0
        if self.file is not None:
            with suppress(OSError):  # closing tries once more to write
                self.file.close()

    async def discard(self, receive: Receive) -> None:
        """Discard the rest of the body for ``LINGER_SECONDS``, and at most ``most`` bytes."""
        if "HTTP_EXPECT" in self.environ:
            return  # the client waits for 100 (Continue) before it sends (RFC 9110, 10.1.1)
        left, client = self.most, client_of(self.scope)
        self.bodies.uploading.add(client)
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                more = True
                while more and left >= 0:
                    message = await receive()
                    more = message.get("more_body", False)
                    left -= len(message.get("body", b""))
        except TimeoutError:
            return
        finally:
            self.bodies.uploading.discard(client)
