"""Watches the connections of a worker and closes those that harm the others.

The server library closes a connection that has not sent all request headers in time. The library
does not notice readers that do not read, or one address with a thousand connections. It also makes
no room for the next client if silent clients take all places. This module sees that from outside.
A thread looks at the sockets of the process and at what the kernel knows of each (``TCP_INFO``,
Linux). It shuts down the sockets that have to go (``service.connection_states`` decides which). The
library then sees the end of the connection.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from functools import partial
from typing import Any

from service.asgi import BODY, Client, LaterReply, Receive, Scope, Send, WholeReply, client_of
from service.connection_states import UNREAD_BYTES, Connection, ConnectionStates, Limits
from service.receiving_thread import BEGUN
from service.sockets import SocketState, open_files, same_socket, state_of, unread_bytes

LOOK_SECONDS = 0.2
"""How often the connections are counted."""
CROWDED_SECONDS = 0.05
"""How often they are counted while there are too many."""
WHOLE_LOOK_SECONDS = 1.0
"""How often each connection is examined; see ``SHARE``."""
SHARE = 50
"""The pause before the next whole look is at least this many times the processor time of one."""
LARGE = 65_536
"""A reply of more bytes than this is remembered."""
IDLE_SECONDS, IDLE_LOOKS = 0.002, 5
"""The time without work after which the receiving thread (``service.receiving_thread``) has no
requests left, and the number of checks in it."""
CLOSE = (b"connection", b"close")
"""The header of a reply that is the last of its connection.

The server library closes the connection only when nothing refers to the request any more, and
that can wait for the garbage collector.
"""
PASSED = "dateline.passed"
"""Key in the scope of a request that was passed on, and is counted as being answered."""


class Connections:
    """An ASGI application that wraps another and watches its connections."""

    def __init__(self, app: Any, limits: Limits, uploading: Collection[Client]) -> None:
        self.app = app
        self.states = ConnectionStates(limits, uploading)
        self.answering: dict[Client, int] = {}
        self.lock = threading.Lock()
        self.received = 0
        """The number of requests that have been tried at once."""
        self.trying: tuple[str, Any] | None = None
        """The client whose request is tried at the moment, as the server library names it."""
        self.large: dict[Client, int] = {}
        self.last: set[Client] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.others = 0
        self.listening = False
        self.wake = threading.Event()
        self.stopped = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self.loop = asyncio.get_running_loop()
            if sys.platform == "linux":
                threading.Thread(target=self._watch, daemon=True, name="connections").start()
            try:
                await self.app(scope, receive, send)
            finally:
                self.stopped = True
                self.wake.set()
            return
        client = client_of(scope)

        def sending(message: Scope) -> Awaitable[None]:
            self._note(client, message)
            return send(message)

        if not scope.pop(PASSED, False):
            self._answers(client, 1)
        try:
            await self.app(scope, receive, sending)
        finally:
            self._answers(client, -1)

    def at_once(
        self, scope: Scope, send: Callable[[Scope], object], pass_on: Callable[[], None]
    ) -> None:
        """Send the reply to a request, if it is ready in a moment. Otherwise another thread sends
        it or passes the request on. Only one thread may call this."""
        self.trying = scope["client"]
        self.received += 1
        answered = False
        try:
            reply: WholeReply | LaterReply | None = self.app.at_once(scope)
            if isinstance(reply, tuple):
                self._send(scope, send, reply)
                answered = True
        finally:
            if not answered:
                scope[PASSED] = True
                self._answers(client_of(scope), 1)
            self.trying = None
        if reply is None:
            pass_on()
        elif not isinstance(reply, tuple):
            reply(partial(self._finish, scope, send, pass_on))

    def _finish(
        self,
        scope: Scope,
        send: Callable[[Scope], object],
        pass_on: Callable[[], None],
        reply: WholeReply | None,
    ) -> None:
        """Send the reply to a request that is counted as being answered, or pass it on."""
        if reply is not None:
            try:
                self._send(scope, send, reply)
            except Exception as error:  # the loop raises it, and the library reports it
                scope[BEGUN], reply = error, None
        if reply is None:
            pass_on()
        else:
            self._answers(client_of(scope), -1)

    def _send(self, scope: Scope, send: Callable[[Scope], object], reply: WholeReply) -> None:
        start, body = reply
        send(start)
        message = {"type": BODY, "body": body}
        if len(body) > LARGE:
            self._note(client_of(scope), message)
        send(message)

    def _tries(self, client: Client) -> bool:
        trying = self.trying
        return trying is not None and client_of({"client": trying}) == client

    def _answers(self, client: Client, step: int) -> None:
        """Count the requests of a client that are being answered; several threads do so."""
        with self.lock:
            count = self.answering.get(client, 0) + step
            if count:
                self.answering[client] = count
            else:
                del self.answering[client]

    def _note(self, client: Client, message: Scope) -> None:
        """Note the last message of a connection, and large replies."""
        if CLOSE in message.get("headers", ()):
            self.last.add(client)
        if len(message.get("body", b"")) > LARGE and not message.get("more_body"):
            self.large[client] = len(message["body"])
            if sum(self.large.values()) > UNREAD_BYTES:
                self.wake.set()

    def _watch(self) -> None:
        """Watches on a separate thread until the worker ends."""
        next_look, crowded = 0.0, False
        while not self.stopped:
            self.wake.wait(CROWDED_SECONDS if crowded else LOOK_SECONDS)
            now = time.monotonic()
            crowded = (
                self.wake.is_set() or len(open_files()) - self.others > self.states.limits.most
            )
            self.wake.clear()
            if crowded or now >= next_look:
                began = time.thread_time()
                self.look(now)
                took = time.thread_time() - began
                next_look = now + (max(WHOLE_LOOK_SECONDS, SHARE * took) if self.listening else 0)

    def look(self, now: float) -> None:
        """Look at every connection, and shut down those that have to go."""
        # Copies: entries added during the look may be of connections that it has not seen.
        large, last = set(self.large), set(self.last)
        sockets = self._sockets()
        idle = self._receiving_is_idle()
        current = self._loop_is_current()
        found = [self._judged(each, current, idle, now) for each in sockets]
        known = self.states.known = {each.client: each for each in found}
        for client in large - known.keys():
            self.large.pop(client, None)
        for client in last - known.keys():
            self.last.discard(client)
        gone = {
            each.client: each
            for each in found
            if self.states.is_over(each, each.client in self.last, now)
        }
        rest = [each for each in found if each.client not in gone]
        surplus = self.states.surplus(rest, self.large)
        for each in (*gone.values(), *surplus):
            _shut(each)

    def _judged(self, seen: SocketState, current: bool, idle: bool, now: float) -> Connection:
        client = seen.client or ("", 0)
        answered = client in self.answering or self._tries(client)
        found = self.states.judge(seen, now, answered=answered, current=current, idle=idle)
        if found.rested:  # the client may have got a reply since the socket was read
            self.large.pop(client, None)
        return found

    def _receiving_is_idle(self) -> bool:
        """Whether the receiving thread has begun all requests that came before now, for sure."""
        for _ in range(IDLE_LOOKS):
            before = self.received, self.trying
            if before == (0, None):
                return True
            time.sleep(IDLE_SECONDS)
            if before == (self.received, None):
                return True
        return False

    def _loop_is_current(self) -> bool:
        """Whether the event loop has begun all work that it was given before now.

        A request that it has not begun must not be taken for silence.
        """
        if self.loop is None:
            return True
        begun = threading.Event()
        with suppress(RuntimeError):  # the loop is closed, and so are all connections
            self.loop.call_soon_threadsafe(begun.set)
        return begun.wait(WHOLE_LOOK_SECONDS)

    def _sockets(self) -> list[SocketState]:
        """Every connection that a client has with this process."""
        files = open_files()
        seen = [each for each in map(state_of, files) if each is not None]
        ports = {each.port for each in seen if each.client is None}
        found = [each for each in seen if each.client is not None and each.port in ports]
        self.others = len(files) - len(found)
        self.listening = bool(ports)
        return found


def _shut(connection: Connection) -> None:
    """Shut down the connection, unless its file now belongs to another."""
    with suppress(OSError), same_socket(connection.file) as held:
        if held.getpeername()[:2] != connection.client:
            return
        if unread_bytes(held.fileno()):  # or the kernel would go on waiting for the reader
            linger = struct.pack("ii", 1, 0)
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        held.shutdown(socket.SHUT_RDWR)
