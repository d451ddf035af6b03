"""Says how new the data of a read has to be, free of any web framework and of any database.

Only a database with servers of its own needs this. Each read has a ``ReadTarget``, by which the
engine chooses the server. A read without one gets the newest data.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

READ_TARGET = "dateline.read_target"
"""Key in the environment of a request: the target of its read."""
MOST_LOSSES = 3


class AskAnotherServer(BaseException):
    """The server of the read is lost, so the reply has to be rebuilt with another server.

    It is not an ``Exception``, because no error handler may turn it into a reply.
    """


class ReadTarget:
    """The choice of a server for one read. ``least`` is the change that it has to see; ``newest``
    sends it to the primary.

    The engine sets the connection of the read (``on``), and how many seconds the data there is
    behind the primary (``lag``). Each server that has answered a part of the read has the changes
    up to ``seen``; it is ``None`` if only the primary has answered. ``begun`` says that the body
    has begun, so that the reply cannot be rebuilt. ``losses`` counts the servers that were lost.
    """

    __slots__ = ("begun", "lag", "least", "losses", "newest", "on", "seen")

    def __init__(self) -> None:
        self.least = 0
        self.newest = False
        self.begun = False
        self.on: object = None
        self.lag = 0.0
        self.losses = 0
        self.seen: int | None = None

    def choose(self, cursor: int) -> None:
        """Record that a replica answers which has the changes up to this one, at least."""
        self.seen = cursor if self.seen is None else min(self.seen, cursor)

    def saw(self, cursor: int) -> None:
        """Record that the data read so far has seen this change; other servers must have it too."""
        self.least = max(self.least, cursor)

    def demand(self, cursor: int) -> None:
        """Require that all later reads have seen the change with that number."""
        if cursor > self.least:
            self.least = cursor
            self.on = None

    def lose(self, error: BaseException) -> BaseException:
        """The exception to raise after the server of the read is lost.

        It is ``AskAnotherServer``, or ``error`` if another try is useless. The next server is
        another replica, then the primary, then a replica.
        """
        self.on = None
        self.losses += 1
        self.newest = self.losses > 1 and not self.newest
        return error if self.begun or self.losses > MOST_LOSSES else AskAnotherServer()


class _Local(threading.local):
    target: ReadTarget | None = None


_local = _Local()


def current() -> ReadTarget | None:
    """The target of the read of this thread, or ``None``."""
    return _local.target


@contextmanager
def within(target: ReadTarget | None) -> Iterator[None]:
    """Do the work of the block as part of the read with that target."""
    before, _local.target = _local.target, target
    try:
        yield
    finally:
        _local.target = before
