"""Ends the statements that nobody waits for any more, and the connections of those that do not
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
"""After so long a statement that was cancelled, and has not ended, is on a server that is gone."""


class Statement:
    """One that runs under a deadline, and when it was first cancelled."""

    __slots__ = ("cancelled", "connection", "limit")

    def __init__(self, connection: Any, limit: Deadline) -> None:
        self.connection, self.limit = connection, limit
        self.cancelled: float | None = None

    def cancel(self) -> None:
        """Have it ended by its server; or the connection, where that does not do it."""
        now = time.monotonic()
        self.cancelled = self.cancelled or now
        if now > self.cancelled + CUT_SECONDS:
            cut(self.connection)
            return
        with suppress(psycopg.Error):  # a server that does not answer is cut off later
            self.connection.cancel_safe(timeout=GIVE_UP_SECONDS)


class Watch:
    """Looks at the deadlines of the statements of this process, now and then, in a thread."""

    def __init__(self) -> None:
        self.begin_anew()
        # A process that is forked has no thread of its parent.
        os.register_at_fork(after_in_child=self.begin_anew)

    def begin_anew(self) -> None:
        """Look at nothing yet."""
        self.running: dict[int, Statement] = {}
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def begin(self, connection: Any, limit: Deadline) -> None:
        """A statement of a connection begins under a deadline."""
        if self.thread is None:
            with self.lock:
                if self.thread is None:
                    self.thread = threading.Thread(target=self._look, daemon=True)
                    self.thread.start()
        self.running[id(connection)] = Statement(connection, limit)

    def end(self, connection: Any) -> None:
        """It has ended; it is not being cancelled when this returns."""
        known = self.running.pop(id(connection), None)
        if known is not None and known.limit.over:
            with self.lock:
                pass  # whoever is cancelling it may hit the next statement otherwise

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
    """End a connection that another thread waits on; that sees it lost."""
    with suppress(OSError, psycopg.Error):
        twin = socket.socket(fileno=os.dup(connection.fileno()))
        with twin:
            twin.shutdown(socket.SHUT_RDWR)


watch = Watch()
