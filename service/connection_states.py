"""The state of each connection of a worker, and which of them have to make room.

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

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from service.asgi import Client
from service.sockets import SocketState
from service.transfer_rates import MinimumRate, Transfer

STALLED_SECONDS = 0.5
UNREAD_BYTES = 67_108_864
"""The most bytes that all replies may have together while they wait for their readers."""
YOUNG_SECONDS = 0.25
"""The maximum time until the request headers of a new connection are complete. It is not called
silent before: the first bytes of a client come a moment after its connection."""
QUEUED_SECONDS = 1.0
"""The maximum time until a received request has reached the receiving thread."""
SILENT, STALLED, IDLE, UPLOADING, ANSWERED = range(5)
RESTING = (SILENT, IDLE)


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
    is the reply that it is slow to read. ``rested`` says that it had nothing to do at the last two
    looks.
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
    rested: bool = False


class ConnectionStates:
    """The connections that were seen at the last look, by client.

    ``uploading`` has the clients whose bodies are awaited at the moment.
    """

    def __init__(self, limits: Limits, uploading: Collection[Client]) -> None:
        self.limits, self.uploading = limits, uploading
        self.known: dict[Client, Connection] = {}

    def judge(
        self, seen: SocketState, now: float, *, answered: bool, current: bool, idle: bool
    ) -> Connection:
        """The connection of a socket, in its present state.

        ``answered`` says that a request of it is being answered. ``current`` says that the event
        loop has begun all its work, and ``idle`` that the receiving thread has.
        """
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
        before, each.state = each.state, self._state(each, seen, answered, current, now)
        if each.state not in RESTING:
            each.quiet = now
        each.rested = before in RESTING and each.state in RESTING
        return each

    def _state(
        self, each: Connection, seen: SocketState, answered: bool, current: bool, now: float
    ) -> int:
        if seen.unread and now - each.changed >= STALLED_SECONDS:
            return STALLED
        if each.client in self.uploading:
            return UPLOADING
        if seen.unread or answered:
            return ANSWERED
        if seen.taken > 1:  # the kernel counts the opening of the connection as one byte
            return IDLE if current else ANSWERED
        young = now - each.seen < YOUNG_SECONDS or not current
        return ANSWERED if young else SILENT

    def is_over(self, each: Connection, last: bool, now: float) -> bool:
        """Whether the connection has to end, however much room there is; ``last`` says that it got
        its last reply."""
        if each.reply is not None and now >= each.reply.deadline():
            return True
        if each.state in RESTING and last:
            return True
        return now - each.quiet > self.limits.idle

    def surplus(self, found: list[Connection], large: Mapping[Client, int]) -> Iterable[Connection]:
        """The connections that have to make room. ``large`` has the bytes of the large replies that
        clients have not read."""
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
        unread = sum(large.get(each.client, 0) for each in found if each.client not in going)
        for each in sorted(ranked, key=lambda each: -large.get(each.client, 0)):
            if unread > UNREAD_BYTES and each.state == STALLED and each.client not in going:
                unread -= large.get(each.client, 0)
                going[each.client] = each
        return going.values()


def _local(address: str) -> bool:
    """Whether it is a loopback address of this machine."""
    return address == "::1" or address.removeprefix("::ffff:").startswith("127.")
