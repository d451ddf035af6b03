"""The bodies of requests: read once somebody wants one, at a pace, within bounds.

The application is run before the body has come. Where it answers without the body (there is no
such route or method, no key, too many requests, too long a body by what it declares) nobody
reads it. Where it reads, ``Wanted`` leaves the application; the server then waits for the body
on its event loop, where waiting costs nothing, and runs the application again. So no place
decides a second time who may send what.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from service.asgi import Client, Environ, Receive
from service.errors import DatelineError, Full, Slow, Unavailable
from service.transfer_rates import Pace, Transfer

IN_MEMORY = 1 << 20
"""Bytes of one body; a larger one is on the disk."""
ALL_IN_MEMORY = 32 << 20
"""Bytes of all bodies of a worker; beyond them small ones are on the disk too."""
LINGER_SECONDS = 2.0
"""Who sends what nobody wants may go on for so long, to come to reading the reply: a connection
that is closed under a sender is reset, and a reset is all that many clients tell."""


class Wanted(BaseException):
    """The application reads a body that has not come. No failure, so that no handler of
    failures answers it."""


class Bodies:
    """The bodies that a worker holds, at most ``most_held`` bytes.

    ``most`` is the largest body that is read, ``larger`` the same for some paths. ``uploading``
    has the clients whose bodies are awaited just now.
    """

    def __init__(self, most: int, larger: dict[str, int], most_held: int, pace: Pace) -> None:
        self.most, self.larger, self.pace = most, larger, pace
        self.most_held = max(most_held, most, *larger.values())
        self.held = 0
        self.uploading: set[Client] = set()


class Body:
    """The body of one request, as ``wsgi.input``. Close it when the reply has been made."""

    def __init__(self, bodies: Bodies, environ: Environ, client: Client) -> None:
        self.bodies, self.environ, self.client = bodies, environ, client
        length = environ.get("CONTENT_LENGTH", "0")
        self.declared = length != "0" or "HTTP_TRANSFER_ENCODING" in environ
        self.most = bodies.larger.get(environ["PATH_INFO"], bodies.most)
        self.size = 0
        self.file: Any = None
        self.error: DatelineError | None = None

    @property
    def unwanted(self) -> bool:
        """Whether there is one that nobody has read, or not to its end."""
        return self.declared and (self.file is None or self.error is not None)

    def read(self, size: int = -1, /) -> bytes:
        """Raises ``Wanted``, or what went wrong while it came."""
        if self.error is not None:
            raise self.error
        if self.file is not None:
            found: bytes = self.file.read(size)
            return found
        if self.declared:
            raise Wanted
        return b""

    async def fill(self, receive: Receive) -> None:
        """Take all of it, or the part that is just too long.

        What goes wrong is raised by the reading of it, so that its reply is made where all
        replies are made.
        """
        self.file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self.bodies.uploading.add(self.client)
        try:
            await self._fill(receive)
            self._on_disk(self.file.seek, 0)  # also writes what is not yet there
        except DatelineError as error:
            self._forget()
            self.error = type(error)(error.detail)
        finally:
            self.bodies.uploading.discard(self.client)

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
                raise Slow("the connection ended before the body")
            more = message.get("more_body", False)
            self._add(message.get("body", b""))
            transfer.moved(self.size, now())
            if self.size > self.most:
                # Said as a length, for a chunked body is otherwise cut off without a word.
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
            text = f"the disk is full; a body of over {IN_MEMORY} bytes is kept there"
            raise Full(text) from error

    def close(self) -> None:
        """Give its room back."""
        self._forget()
        # It knows the frames that it went through, which hold this body and the connection.
        self.error = None

    def _forget(self) -> None:
        self.bodies.held -= self.size
        self.size = 0
        if self.file is not None:
            with suppress(OSError):  # it tries once more to write
                self.file.close()

    async def discard(self, receive: Receive) -> None:
        """Throw away what the client still sends, for a moment, and no more than it may send."""
        if "HTTP_EXPECT" in self.environ:
            return  # it waits to be asked for it (RFC 9110, 10.1.1)
        left = self.most
        self.bodies.uploading.add(self.client)
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
            self.bodies.uploading.discard(self.client)
