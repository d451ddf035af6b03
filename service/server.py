"""What the server runs: the WSGI application on an event loop, one a worker process (ASGI).

Every request is answered on the loop itself, one after another, as on the single thread of
a WSGI worker; there is no hop between threads. What is gained is waiting: a slow body, a
slow reader of a long reply and a stream of changes take no turn from anybody.

Of granian's two asynchronous interfaces it is ASGI that waits for a slow reader; its RSGI
(2.8) keeps in memory, without bound, what was sent and is not yet read.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from service import app as application
from service.api.waiting import Later, Watch
from service.bodies import Bodies, Body, Wanted
from service.connections import Connections, Limits, asking
from service.pace import Pace
from service.settings import Settings

if sys.platform != "win32":
    import resource

Environ = dict[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
STOP = getattr(signal, "SIGUSR1", None)
"""Tells a worker that the service is stopping: what waits is to end. The server's own
signal only lets it finish, and a stream of changes has no end."""
FILES = 256
"""What a worker has open besides connections, at the most."""
GRACE_SECONDS = 2.0
USES_SECONDS = 60.0
"""How often the last uses of keys are written; what a worker that is killed forgets."""


def from_variables() -> Connections:
    """The service that the ``DATELINE_*`` variables describe."""
    server = Server(application.from_variables())
    return Connections(server, limits(server.settings), server.bodies.uploading)


def limits(settings: Settings) -> Limits:
    """The bounds of connections that the settings name."""
    each = settings.max_connections_per_address
    pace = Pace(settings.least_rate, settings.slow_seconds, settings.reply_seconds)
    most = settings.max_connections
    idle = settings.header_timeout_seconds + GRACE_SECONDS
    return Limits(most, each or max(most // 2, 1), bool(each), pace, idle)


def places(settings: Settings) -> int:
    """The connections that a worker accepts: some more than it keeps, for only what has been
    accepted can be told from the silent and make them go."""
    return settings.max_connections + min(max(settings.max_connections, 16), 256)


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


def allow_files(count: int) -> None:
    """Let this process and its workers have ``count`` files open, or as many as they may."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = count if hard == resource.RLIM_INFINITY else min(count, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class Server:
    """An ASGI application (version 3) around a WSGI one."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.settings: Settings = app.extensions["dateline"].settings
        settings = self.settings
        pace = Pace(settings.least_rate, settings.slow_seconds, settings.body_seconds)
        self.bodies = Bodies(
            int(app.config["MAX_CONTENT_LENGTH"]), app.config["LARGER_BODIES"],
            settings.max_held_body_bytes, pace,
        )  # fmt: skip
        self.names: dict[bytes, str] = {}
        store = app.extensions["dateline"].store
        self.watch, self.uses = Watch(store.last_change), store.keys.uses
        self.waiting: set[asyncio.Task[None]] = set()
        self.base: Environ = {
            "SCRIPT_NAME": "", "wsgi.version": (1, 0), "wsgi.errors": sys.stderr,
            "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
            "wsgi.input_terminated": True,
        }  # fmt: skip

    def stop(self) -> None:
        """End what waits, now or, where a reader does not read, in a moment."""
        self.watch.stop()
        loop = asyncio.get_running_loop()
        for task in self.waiting:
            loop.call_later(GRACE_SECONDS, task.cancel)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        if scope["type"] != "http":
            return
        environ = self._environ(scope)
        body = Body(self.bodies, environ, asking(scope))
        environ["wsgi.input"] = body
        head: Scope = {"type": "http.response.start"}

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            head["status"] = int(status[:3])
            head["headers"] = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]

        try:
            try:
                reply = self.app(environ, start)
            except Wanted as wanted:
                # The frames that it went through hold it, and this one, and the connection.
                wanted.__traceback__ = None
                await body.fill(receive)
                reply = self.app(environ, start)
            if body.unwanted:
                head["headers"].append((b"connection", b"close"))
            await send(head)
            if isinstance(reply, Later):
                await self._later(reply, receive, send)
            else:
                await _send(reply, receive, send)
            if body.unwanted:
                await body.discard(receive)
        finally:
            body.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        """The worker begins and, some time, ends."""
        await receive()
        if STOP is not None:
            asyncio.get_running_loop().add_signal_handler(STOP, self.stop)
        await send({"type": "lifespan.startup.complete"})
        noting = asyncio.create_task(self._note_uses())
        await receive()
        noting.cancel()
        await self._write_uses()
        await send({"type": "lifespan.shutdown.complete"})

    async def _note_uses(self) -> None:
        """Now and then write down when keys were last used: no request waits for it."""
        while True:
            await asyncio.sleep(USES_SECONDS)
            await self._write_uses()

    async def _write_uses(self) -> None:
        taken = self.uses.take()
        # On a thread, for the disk or another writer may take their time.
        if taken and not await asyncio.to_thread(self.uses.write, taken):
            self.uses.put_back(taken)

    def _environ(self, scope: Scope) -> Environ:
        """The request as WSGI has it (PEP 3333)."""
        environ = self.base.copy()
        environ["REQUEST_METHOD"] = scope["method"]
        environ["PATH_INFO"] = scope["path"].encode("utf-8", "replace").decode("latin-1")
        environ["QUERY_STRING"] = scope["query_string"].decode("latin-1")
        environ["SERVER_PROTOCOL"] = f"HTTP/{scope['http_version']}"
        environ["wsgi.url_scheme"] = scope["scheme"]
        environ["SERVER_NAME"], environ["SERVER_PORT"] = map(str, scope["server"])
        environ["REMOTE_ADDR"] = scope["client"][0] if scope["client"] else ""
        names = self.names
        for name, raw in scope["headers"]:
            key, text = names.get(name) or self._name(name), raw.decode("latin-1")
            # A header given twice is one with a comma (RFC 9110, 5.3).
            environ[key] = text if key not in environ else f"{environ[key]},{text}"
        # There is nothing to change to (RFC 9110, 7.8); the framework would refuse to answer.
        environ.pop("HTTP_UPGRADE", None)
        if not environ.get("HTTP_HOST") and scope["http_version"] in ("1", "1.0"):
            # The server adds an empty one, and HTTP/1.0 need not name the host.
            environ.pop("HTTP_HOST", None)
        return environ

    def _name(self, name: bytes) -> str:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if len(self.names) < 1000:  # clients choose the names
            self.names[name] = key
        return key

    async def _later(self, reply: Later, receive: Receive, send: Send) -> None:
        task = asyncio.ensure_future(reply.send(_writer(send), self.watch))
        leaving = asyncio.ensure_future(_left(receive))
        self.waiting.add(task)
        try:
            await asyncio.wait((task, leaving), return_when=asyncio.FIRST_COMPLETED)
            if task.done() and not task.cancelled():
                task.result()
                await send({"type": "http.response.body", "body": b""})
        finally:
            self.waiting.discard(task)
            leaving.cancel()
            task.cancel()
            reply.close()


def _writer(send: Send) -> Callable[[bytes], Awaitable[None]]:
    def write(piece: bytes) -> Awaitable[None]:
        return send({"type": "http.response.body", "body": piece, "more_body": True})

    return write


async def _left(receive: Receive) -> None:
    """Returns when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(reply: Iterable[bytes], receive: Receive, send: Send) -> None:
    """An ordinary reply: whole, or, where it is made piece by piece, as the reader takes it."""
    close = getattr(reply, "close", None)
    leaving: asyncio.Future[None] | None = None
    try:
        pieces = iter(reply)
        first = next(pieces, b"")
        second = next(pieces, None)
        if second is None:
            await send({"type": "http.response.body", "body": first})
            return
        leaving, write = asyncio.ensure_future(_left(receive)), _writer(send)
        await write(first)
        await write(second)
        for piece in pieces:
            await write(piece)
            # Sending to a quick reader does not wait, and others are waiting.
            await asyncio.sleep(0)
            if leaving.done():
                return
        await send({"type": "http.response.body", "body": b""})
    finally:
        if leaving is not None:
            leaving.cancel()
        if close is not None:
            close()
