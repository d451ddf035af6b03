"""Watches the connections of a worker and closes those that harm the others.

The server library closes a connection that has not sent all request headers in time. The library
does not notice readers that do not read, or one address with a thousand connections. It also makes
no room for the next client if silent clients take all places. This module sees that from outside.
A thread looks at the sockets of the process and at what the kernel knows of each (``TCP_INFO``,
Linux). It shuts down the sockets that have to go. The library then sees the end of the connection.

A connection is in one of these states. If there are too many, they are closed in this order:

=========  ============================================================
silent     nothing was ever sent to it, and no whole request has come
stalled    a reply waits for its reader, who took nothing for half a second
idle       it has had replies, and asks for nothing now
uploading  the body of its request is awaited
=========  ============================================================

A connection whose request is being answered is not closed.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from service.asgi import BODY, Client, Receive, Scope, Send, Whole, client_of
from service.sockets import SocketState, open_files, state_of, unread_bytes
from service.transfer_rates import MinimumRate, Transfer

LOOK_SECONDS = 0.2
"""How often the connections are counted."""
CROWDED_SECONDS = 0.05
"""How often they are counted while there are too many."""
WHOLE_LOOK_SECONDS = 1.0
"""How often each connection is examined; see ``SHARE``."""
SHARE = 50
"""The pause before the next whole look is at least this many times the processor time of one."""
STALLED_SECONDS = 0.5
LARGE = 65_536
"""A reply of more bytes than this is remembered."""
UNREAD_BYTES = 67_108_864
"""The most bytes that all replies may have together while they wait for their readers."""
YOUNG_SECONDS = 0.25
"""How long a new connection may take until its request headers are whole. It is not called silent
before: the first bytes of a client come a moment after its connection."""
IDLE_SECONDS, IDLE_LOOKS = 0.002, 5
"""The receiving thread (``service.receiving_thread``) has no requests left if it does nothing for
so long. It is looked at so many times."""
QUEUED_SECONDS = 1.0
"""A request that was received so long ago has reached the receiving thread."""
SILENT, STALLED, IDLE, UPLOADING, ANSWERED = range(5)
CLOSE = (b"connection", b"close")
"""The header of a reply that is the last of its connection.

The server library closes the connection only when nothing refers to the request any more, and
that can wait for the garbage collector.
"""
RESTING = (SILENT, IDLE)
PASSED = "dateline.passed"
"""Key in the scope of a request that was passed on, and is counted as being answered."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits: ``most`` connections in all, ``each`` of one address, and the pace of a reader.

    ``local`` says whether addresses of this machine (a proxy on it) are limited too. A connection
    without a request for ``idle`` seconds is closed, in case the server library has missed it.
    """

    most: int
    each: int
    local: bool
    reading: MinimumRate
    idle: float


@dataclass(slots=True)
class Connection:
    """The record of one connection.

    ``seen`` is when it was first seen, and ``taken`` the bytes that its client has received.
    ``changed`` is since when the client has received no more, and ``quiet`` since when it has no
    request. ``heard`` is when it was first seen that the client had sent ``sent`` bytes. ``reply``
    is the reply that it is slow to read.
    """

    file: int
    client: Client
    seen: float
    taken: int
    changed: float
    quiet: float
    sent: int
    heard: float
    reply: Transfer | None = None
    state: int = SILENT


class Connections:
    """An ASGI application that wraps another and watches its connections.

    ``uploading`` has the clients whose bodies are awaited at the moment.
    """

    def __init__(self, app: Any, limits: Limits, uploading: Collection[Client]) -> None:
        self.app, self.limits, self.uploading = app, limits, uploading
        self.answering: dict[Client, int] = {}
        self.lock = threading.Lock()
        self.received = 0
        """The number of requests that have been tried at once."""
        self.trying: tuple[str, Any] | None = None
        """The client whose request is tried at the moment, as the server library names it."""
        self.large: dict[Client, int] = {}
        self.last: set[Client] = set()
        self.known: dict[Client, Connection] = {}
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

    def at_once(self, scope: Scope, send: Callable[[Scope], object]) -> bool:
        """Send the reply to a request, if it is ready in a moment. Otherwise returns false, and the
        request has to be passed on. Only one thread may call this."""
        self.trying = scope["client"]
        self.received += 1
        answered = False
        try:
            reply: Whole | None = self.app.at_once(scope)
            if reply is not None:
                start, body = reply
                send(start)
                message = {"type": BODY, "body": body}
                if len(body) > LARGE:
                    self._note(client_of(scope), message)
                send(message)
                answered = True
            return answered
        finally:
            if not answered:
                scope[PASSED] = True
                self._answers(client_of(scope), 1)
            self.trying = None

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
        """Watches on a thread of its own until the worker ends."""
        next_look, crowded = 0.0, False
        while not self.stopped:
            self.wake.wait(CROWDED_SECONDS if crowded else LOOK_SECONDS)
            now = time.monotonic()
            crowded = self.wake.is_set() or len(open_files()) - self.others > self.limits.most
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
        self.known = {each.client: each for each in found}
        for client in large - self.known.keys():
            self.large.pop(client, None)
        for client in last - self.known.keys():
            self.last.discard(client)
        gone = {each.client: each for each in found if self._is_over(each, now)}
        surplus = self._surplus([each for each in found if each.client not in gone])
        for each in (*gone.values(), *surplus):
            _shut(each)

    def _is_over(self, each: Connection, now: float) -> bool:
        """Whether the connection has to end, however much room there is."""
        if each.reply is not None and now >= each.reply.deadline():
            return True
        if each.state in RESTING and each.client in self.last:
            return True
        return now - each.quiet > self.limits.idle

    def _surplus(self, found: list[Connection]) -> Iterable[Connection]:
        """The connections that have to make room."""
        going: dict[Client, Connection] = {}
        ranked = sorted(
            (each for each in found if each.state != ANSWERED),
            key=lambda each: (each.state, each.changed if each.state == STALLED else each.seen),
        )
        counts = Counter(each.client[0] for each in found)
        for each in ranked:
            address = each.client[0]
            if counts[address] > self.limits.each and (self.limits.local or not _local(address)):
                counts[address] -= 1
                going[each.client] = each
        over = len(found) - len(going) - self.limits.most
        for each in ranked:
            if over > 0 and each.client not in going:
                over -= 1
                going[each.client] = each
        unread = sum(self.large.get(each.client, 0) for each in found if each.client not in going)
        for each in sorted(ranked, key=lambda each: -self.large.get(each.client, 0)):
            if unread > UNREAD_BYTES and each.state == STALLED and each.client not in going:
                unread -= self.large.get(each.client, 0)
                going[each.client] = each
        return going.values()

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

    def _judged(self, seen: SocketState, current: bool, idle: bool, now: float) -> Connection:
        client = seen.client or ("", 0)
        each = self.known.get(client)
        if each is None or seen.taken < each.taken:  # the port has a new connection
            each = Connection(seen.file, client, now, seen.taken, now, now, seen.received, now)
        if seen.received != each.sent:
            each.sent, each.heard = seen.received, now
        current = current and (idle or not seen.received or now - each.heard > QUEUED_SECONDS)
        if seen.taken > each.taken:
            each.quiet = now
        if seen.taken > each.taken or not seen.unread:
            each.changed = now
        each.file, each.taken = seen.file, seen.taken
        if not seen.unread:
            each.reply = None
        elif each.reply is None:
            each.reply = Transfer(self.limits.reading, now, seen.taken)
        else:
            each.reply.moved(seen.taken, now)
        before, each.state = each.state, self._state(each, seen, current, now)
        if each.state not in RESTING:
            each.quiet = now
        elif before in RESTING:  # the client may have got a reply since the socket was read
            self.large.pop(client, None)
        return each

    def _state(self, each: Connection, seen: SocketState, current: bool, now: float) -> int:
        if seen.unread and now - each.changed >= STALLED_SECONDS:
            return STALLED
        if each.client in self.uploading:
            return UPLOADING
        if seen.unread or each.client in self.answering or self._tries(each.client):
            return ANSWERED
        if seen.taken > 1:  # the kernel counts the opening of the connection as one byte
            return IDLE if current else ANSWERED
        young = now - each.seen < YOUNG_SECONDS or not current
        return ANSWERED if young else SILENT


def _shut(connection: Connection) -> None:
    """Shut down the connection, unless its file now belongs to another."""
    with suppress(OSError), socket.socket(fileno=os.dup(connection.file)) as held:
        if held.getpeername()[:2] != connection.client:
            return
        if unread_bytes(held.fileno()):  # or the kernel would go on waiting for the reader
            linger = struct.pack("ii", 1, 0)
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        held.shutdown(socket.SHUT_RDWR)


def _local(address: str) -> bool:
    """Whether it is a loopback address of this machine."""
    return address == "::1" or address.removeprefix("::ffff:").startswith("127.")
