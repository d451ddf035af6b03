"""What the server runs: the WSGI application on an event loop, one a worker process (RSGI).

Every request is answered on the loop itself, one after another, as on the single thread of
a WSGI worker; there is no hop between threads. What is gained is waiting: a slow body, a
slow reader of a long reply and a stream of changes take no turn from anybody.
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from typing import Any, cast

from service import app as application
from service.api.waiting import Later, Watch

Environ = dict[str, Any]
IN_MEMORY = 1 << 20
STOP = getattr(signal, "SIGUSR1", None)
"""Tells a worker that the service is stopping: what waits is to end. The server's own
signal only lets it finish, and a stream of changes has no end."""
GRACE_SECONDS = 2.0


def from_variables() -> Server:
    """The service that the ``DATELINE_*`` variables describe."""
    return Server(application.from_variables())


def tell_workers_of_stop() -> None:
    """In the process that starts the workers: pass on the signals that stop it."""

    def passing(before: Any) -> Callable[[int, Any], None]:
        def handler(number: int, frame: Any) -> None:
            for child in multiprocessing.active_children():
                if STOP is not None and child.pid is not None:
                    os.kill(child.pid, STOP)
            before(number, frame)

        return handler

    for each in (signal.SIGINT, signal.SIGTERM):
        known = signal.getsignal(each)
        if callable(known):
            signal.signal(each, passing(known))


class Server:
    """An RSGI application (the granian project's interface, 1.5) around a WSGI one."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.most = int(app.config["MAX_CONTENT_LENGTH"])
        self.names: dict[str, str] = {}
        self.watch = Watch(app.extensions["dateline"].store.last_change)
        self.waiting: set[asyncio.Task[None]] = set()
        self.base: Environ = {
            "SCRIPT_NAME": "", "wsgi.version": (1, 0), "wsgi.errors": sys.stderr,
            "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
            "wsgi.input_terminated": True,
        }  # fmt: skip

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        if STOP is not None:
            loop.add_signal_handler(STOP, self.stop)

    def stop(self) -> None:
        """End what waits, now or, where a reader does not read, in a moment."""
        self.watch.stop()
        loop = asyncio.get_running_loop()
        for task in self.waiting:
            loop.call_later(GRACE_SECONDS, task.cancel)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        environ = self._environ(scope)
        bare = scope.method in ("GET", "HEAD") and "CONTENT_LENGTH" not in environ
        environ["wsgi.input"] = io.BytesIO() if bare else await self._body(environ, proto)
        head: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            head[:] = int(status[:3]), headers

        reply = self.app(environ, start)
        if isinstance(reply, Later):
            await self._later(reply, proto.response_stream(*head))
        else:
            await _send(reply, head, proto)

    def _environ(self, scope: Any) -> Environ:
        """The request as WSGI has it (PEP 3333)."""
        environ = self.base.copy()
        environ["REQUEST_METHOD"] = scope.method
        environ["PATH_INFO"] = _bytes(scope.path)
        environ["QUERY_STRING"] = _bytes(scope.query_string)
        environ["SERVER_PROTOCOL"] = f"HTTP/{scope.http_version}"
        environ["wsgi.url_scheme"] = scope.scheme
        environ["SERVER_NAME"], _, environ["SERVER_PORT"] = scope.server.rpartition(":")
        environ["REMOTE_ADDR"] = scope.client.rpartition(":")[0]
        names = self.names
        for name, text in scope.headers.items():
            key = names.get(name) or self._name(name)
            # A header given twice is one with a comma (RFC 9110, 5.3).
            environ[key] = _bytes(text) if key not in environ else f"{environ[key]},{_bytes(text)}"
        if scope.authority:
            environ.setdefault("HTTP_HOST", scope.authority)  # HTTP/2
        return environ

    def _name(self, name: str) -> str:
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if len(self.names) < 1000:  # clients choose the names
            self.names[name] = key
        return key

    async def _body(self, environ: Environ, proto: Any) -> Any:
        """The body, as far as any resource would read it; beyond 1 MiB on the disk."""
        length = environ.get("CONTENT_LENGTH", "")
        if length.isdigit() and int(length) > self.most:
            return io.BytesIO()  # the length alone is refused
        body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        size = 0
        async for piece in proto:
            size += len(piece)
            body.write(piece)
            if size > self.most:
                # Said as a length, for a chunked body is otherwise cut off without a word.
                environ.pop("HTTP_TRANSFER_ENCODING", None)
                environ["CONTENT_LENGTH"] = str(size)
                break
        body.seek(0)
        return body

    async def _later(self, reply: Later, transport: Any) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self.waiting.add(task)
        try:
            await reply.send(transport.send_bytes, self.watch)
        finally:
            self.waiting.discard(task)


def _bytes(text: str) -> str:
    """As WSGI has texts: each character a byte (PEP 3333, "Unicode issues")."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("latin-1")


async def _send(reply: Iterable[bytes], head: list[Any], proto: Any) -> None:
    """An ordinary reply: whole, or, where it is made piece by piece, as the reader takes it."""
    close = getattr(reply, "close", None)
    try:
        pieces = iter(reply)
        first = next(pieces, b"")
        second = next(pieces, None)
        if second is None:
            proto.response_bytes(*head, first)
            return
        transport = proto.response_stream(*head)
        await transport.send_bytes(first)
        await transport.send_bytes(second)
        for piece in pieces:
            await transport.send_bytes(piece)
    finally:
        if close is not None:
            close()
