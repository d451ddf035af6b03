"""What a worker does about its connections, whoever accepts and reads them.

The server library closes a connection that has sent no whole head in time. It knows nothing of
readers that do not read, of one address with a thousand connections, and of room for the next
client where all places are taken by those who say nothing. All that is seen here from outside:
a thread looks at the sockets of the process, and at what the kernel knows of each (``TCP_INFO``,
Linux), and shuts the ones that have to go. The library then sees the end of the connection.

A connection is in one of these states, and where there are too many they go in this order:

=========  ==========================================================
silent     nothing was ever sent to it, and no whole request has come
stalled    a reply waits for its reader, who took nothing for a second
idle       it has had replies, and asks for nothing now
uploading  the body of its request is awaited
=========  ==========================================================

Whoever is being answered is not touched.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from service.pace import Pace, Transfer

if sys.platform == "linux":
    import fcntl
    import termios

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
Client = tuple[str, int]
"""Address and port of whoever asks."""

LOOK_SECONDS = 0.2
"""How often the connections are counted."""
CROWDED_SECONDS = 0.05
"""The same while there are too many."""
WHOLE_LOOK_SECONDS = 1.0
"""How often each of them is looked at."""
SHARE = 50
"""A whole look may take so much less time than what passes until the next."""
STALLED_SECONDS = 1.0
LARGE = 65_536
"""Bytes of a reply that is worth remembering."""
UNREAD_BYTES = 67_108_864
"""Replies that wait for their readers may be so large together."""
RECEIVED = struct.Struct("=120xQQ")
"""Bytes acknowledged and bytes received, in Linux' ``struct tcp_info``."""
INFO_BYTES = 136
SILENT, STALLED, IDLE, UPLOADING, ANSWERED = range(5)


@dataclass(frozen=True, slots=True)
class Limits:
    """``most`` connections in all and ``each`` of one address, and the pace of a reader.

    ``local`` says whether addresses of this machine (a proxy on it) are limited too.
    """

    most: int
    each: int
    local: bool
    reading: Pace


@dataclass(slots=True)
class Connection:
    """What is known of one connection: when it was first seen, the bytes that its client has
    received (``taken``), since when no more of them, and the reply it is slow to read."""

    file: int
    client: Client
    seen: float
    taken: int
    changed: float
    unread: int = 0
    reply: Transfer | None = None
    state: int = SILENT


class Connections:
    """An ASGI application around another, whose connections it watches.

    ``uploading`` has the clients whose bodies are awaited, as long as they are.
    """

    def __init__(self, app: Any, limits: Limits, uploading: Collection[Client]) -> None:
        self.app, self.limits, self.uploading = app, limits, uploading
        self.answering: dict[Client, int] = {}
        self.large: dict[Client, int] = {}
        self.known: dict[Client, Connection] = {}
        self.others = 0
        self.wake = threading.Event()
        self.stopped = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            if sys.platform == "linux":
                threading.Thread(target=self._watch, daemon=True, name="connections").start()
            try:
                await self.app(scope, receive, send)
            finally:
                self.stopped = True
                self.wake.set()
            return
        client = scope.get("client")
        if client is None:
            await self.app(scope, receive, send)
            return
        client = (client[0], client[1])

        def sending(message: Scope) -> Awaitable[None]:
            if len(message.get("body", b"")) > LARGE and not message.get("more_body"):
                self.large[client] = len(message["body"])
                if sum(self.large.values()) > UNREAD_BYTES:
                    self.wake.set()
            return send(message)

        self.answering[client] = self.answering.get(client, 0) + 1
        try:
            await self.app(scope, receive, sending)
        finally:
            left = self.answering.pop(client) - 1
            if left:
                self.answering[client] = left

    def _watch(self) -> None:
        """On a thread of its own, until the worker ends."""
        next_look, crowded = 0.0, False
        while not self.stopped:
            self.wake.wait(CROWDED_SECONDS if crowded else LOOK_SECONDS)
            now = time.monotonic()
            crowded = self.wake.is_set() or len(_files()) - self.others > self.limits.most
            self.wake.clear()
            if crowded or now >= next_look:
                self.look(now)
                next_look = now + max(WHOLE_LOOK_SECONDS, SHARE * (time.monotonic() - now))

    def look(self, now: float) -> None:
        """Look at every connection, and shut those that have to go."""
        found = list(self._found(now))
        self.known = {each.client: each for each in found}
        for client in self.large.keys() - self.known.keys():
            self.large.pop(client, None)
        slow = {each.client: each for each in found if each.reply and now >= each.reply.deadline()}
        surplus = self._surplus([each for each in found if each.client not in slow])
        for each in (*slow.values(), *surplus):
            _shut(each)

    def _surplus(self, found: list[Connection]) -> Iterable[Connection]:
        """Those who have to make room."""
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

    def _found(self, now: float) -> Iterator[Connection]:
        """Every connection that a client has with this process."""
        files = _files()
        sockets = [each for each in map(_socket, files) if each is not None]
        ports = {port for _, port, client, _, _ in sockets if client is None}
        count = 0
        for file, port, client, taken, unread in sockets:
            if client is not None and port in ports:
                count += 1
                yield self._judged(file, client, taken, unread, now)
        self.others = len(files) - count

    def _judged(self, file: int, client: Client, taken: int, unread: int, now: float) -> Connection:
        each = self.known.get(client)
        if each is None or taken < each.taken:  # the port has a new connection
            each = Connection(file, client, now, taken, now)
        if taken > each.taken or not unread:
            each.changed = now
        each.file, each.taken, each.unread = file, taken, unread
        if not unread:
            each.reply = None
        elif each.reply is None:
            each.reply = Transfer(self.limits.reading, now, taken)
        else:
            each.reply.moved(taken, now)
        answering = client in self.answering
        if not unread and not answering:
            self.large.pop(client, None)
        if unread and now - each.changed >= STALLED_SECONDS:
            each.state = STALLED
        elif client in self.uploading:
            each.state = UPLOADING
        elif answering or unread:
            each.state = ANSWERED
        else:
            # The kernel counts the opening of the connection as one byte.
            each.state = SILENT if taken <= 1 else IDLE
        return each


def _files() -> list[int]:
    """The open files of this process."""
    with os.scandir("/proc/self/fd") as entries:
        return [int(each.name) for each in entries]


def _socket(file: int) -> tuple[int, int, Client | None, int, int] | None:
    """What the kernel knows of an open file that is a TCP socket: our port, the client
    (``None`` where it listens), the bytes that the client has and those that wait for it."""
    try:
        if not stat.S_ISSOCK(os.fstat(file).st_mode):
            return None
        seen = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, fileno=file)
    except OSError:
        return None  # closed meanwhile
    try:
        if seen.getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL) != socket.IPPROTO_TCP:
            return None
        port = seen.getsockname()[1]
        if seen.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return file, port, None, 0, 0
        client = seen.getpeername()
        taken, _ = RECEIVED.unpack(seen.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, INFO_BYTES))
        waiting = fcntl.ioctl(file, termios.TIOCOUTQ, b"\0\0\0\0")
        return file, port, (client[0], client[1]), taken, int.from_bytes(waiting, sys.byteorder)
    except (OSError, struct.error):
        return None
    finally:
        seen.detach()


def _shut(connection: Connection) -> None:
    """End the connection, also where its file is another's by now."""
    with suppress(OSError), socket.socket(fileno=os.dup(connection.file)) as held:
        if held.getpeername()[:2] != connection.client:
            return
        if connection.unread:  # or the kernel would go on waiting for the reader
            linger = struct.pack("ii", 1, 0)
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        held.shutdown(socket.SHUT_RDWR)


def _local(address: str) -> bool:
    """Whether it is this machine's own."""
    return address == "::1" or address.removeprefix("::ffff:").startswith("127.")
