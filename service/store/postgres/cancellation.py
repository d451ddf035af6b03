"""Ends the statements that nobody waits for any more."""

from __future__ import annotations

import threading
import time
from typing import Any

import psycopg

from service.deadline import Deadline

LOOK_SECONDS = 0.05
GIVE_UP_SECONDS = 2.0


class Watch:
    """Looks at the deadlines of the statements of this process, now and then, in a thread."""

    def __init__(self) -> None:
        self.running: dict[int, tuple[Any, Deadline]] = {}
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def begin(self, connection: Any, limit: Deadline) -> None:
        """A statement of a connection begins under a deadline."""
        if self.thread is None:
            with self.lock:
                if self.thread is None:
                    self.thread = threading.Thread(target=self._look, daemon=True)
                    self.thread.start()
        self.running[id(connection)] = (connection, limit)

    def end(self, connection: Any) -> None:
        """It has ended; it is not being cancelled when this returns."""
        known = self.running.pop(id(connection), None)
        if known is not None and known[1].over:
            with self.lock:
                pass  # whoever is cancelling it may hit the next statement otherwise

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            for number, (connection, limit) in list(self.running.items()):
                if not limit.over:
                    continue
                with self.lock:
                    if number in self.running:
                        self._cancel(connection)

    @staticmethod
    def _cancel(connection: Any) -> None:
        try:
            connection.cancel_safe(timeout=GIVE_UP_SECONDS)
        except psycopg.Error:
            return  # a server that does not answer ends it by its own limit


watch = Watch()
