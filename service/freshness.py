"""How new what a request reads has to be, free of any web framework and of any database.

Only a database with servers of its own needs that: the work of a read belongs to a ``Turn``, which
the engine asks where to read. Work without one reads what is newest.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

TURN = "dateline.turn"
"""In the environment of a request: its turn."""
MOST_LOSSES = 3


class Again(BaseException):
    """The server that was asked is lost, so the reply is to be made anew, with another.

    Not an ``Exception``, because no handler of failures may turn it into a reply.
    """


class Turn:
    """One read. ``least`` is the change that it has to see; ``newest`` sends it to the primary.

    The engine sets the rest: on which connection the turn reads, and how many seconds what it
    reads there is behind the primary. ``begun`` says that bytes are on their way to the client, so
    that the reply cannot be made anew.
    """

    __slots__ = ("begun", "lag", "least", "losses", "newest", "on")

    def __init__(self) -> None:
        self.least = 0
        self.newest = False
        self.begun = False
        self.on: object = None
        self.lag = 0.0
        self.losses = 0

    def saw(self, cursor: int) -> None:
        """What is read elsewhere has seen that change too, as what was read so far."""
        self.least = max(self.least, cursor)

    def demand(self, cursor: int) -> None:
        """What is read from now on has seen the change of that number."""
        if cursor > self.least:
            self.least = cursor
            self.on = None

    def lose(self, error: BaseException) -> BaseException:
        """What to raise where the server that was asked is lost: ``Again``, or ``error`` where that
        is no use any more. Another replica comes next, then the primary, then a replica."""
        self.on = None
        self.losses += 1
        self.newest = self.losses > 1 and not self.newest
        return error if self.begun or self.losses > MOST_LOSSES else Again()


class _Local(threading.local):
    turn: Turn | None = None


_local = _Local()


def current() -> Turn | None:
    """The turn that the work of this thread belongs to."""
    return _local.turn


@contextmanager
def within(turn: Turn | None) -> Iterator[None]:
    """The work of the block belongs to ``turn``."""
    before, _local.turn = _local.turn, turn
    try:
        yield
    finally:
        _local.turn = before
