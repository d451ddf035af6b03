"""Cancels statements that nobody waits for any more, and closes connections whose statements do not
end."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

import psycopg

from service.deadline import Deadline

LOOK_SECONDS = 0.05
GIVE_UP_SECONDS = 1.0
CUT_SECONDS = 1.5
"""Seconds after which the server of a cancelled statement that has not ended is lost."""


class Statement:
    """A statement that runs under a deadline, and the time when it was first cancelled."""

    __slots__ = ("cancelled", "connection", "limit")

    def __init__(self, connection: Any, limit: Deadline) -> None:
        self.connection, self.limit = connection, limit
        self.cancelled: float | None = None

    def cancel(self) -> None:
        """Ask the server to cancel the statement; if it does not end, close the connection."""
        now = time.monotonic()
        self.cancelled = self.cancelled or now
        if now > self.cancelled + CUT_SECONDS:
            cut(self.connection)
            return
        with suppress(psycopg.Error):  # the connection is cut later
            self.connection.cancel_safe(timeout=GIVE_UP_SECONDS)


class Watch:
    """Checks the deadlines of the statements of this process, now and then, in a thread."""

    def __init__(self) -> None:
        self.begin_again()
        # A forked process does not have the threads of its parent.
        os.register_at_fork(after_in_child=self.begin_again)

    def begin_again(self) -> None:
        """Watch no statement yet."""
        self.running: dict[int, Statement] = {}
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def begin(self, connection: Any, limit: Deadline) -> None:
        """Note that a statement of a connection begins under a deadline."""
        if self.thread is None:
            with self.lock:
                if self.thread is None:
                    self.thread = threading.Thread(target=self._look, daemon=True)
                    self.thread.start()
        self.running[id(connection)] = Statement(connection, limit)

    def end(self, connection: Any) -> None:
        """Note that the statement has ended. When this returns, no cancellation of it is under
        way."""
        known = self.running.pop(id(connection), None)
        if known is not None and known.limit.over:
            with self.lock:
                pass  # a late cancellation could hit the next statement

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            for number, each in list(self.running.items()):
                if not each.limit.over:
                    continue
                with self.lock:
                    if self.running.get(number) is each:
                        each.cancel()


def cut(connection: Any) -> None:
    """Close a connection on which another thread waits; that thread sees it as lost."""
    with suppress(OSError, psycopg.Error):
        twin = socket.socket(fileno=os.dup(connection.fileno()))
        with twin:
            twin.shutdown(socket.SHUT_RDWR)


watch = Watch()
