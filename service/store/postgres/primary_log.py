"""The change log of the primary, as far as replicas are compared with it."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from contextlib import suppress

import peewee as pw

from service.deadline import Deadline, within
from service.domain.cursors import LogPlace
from service.errors import DatelineError
from service.store.changes import last_cursor, places_among
from service.store.engine import Use
from service.store.postgres.database import Postgres

LOOK_SECONDS = 1.0
"""Seconds for which the last known state of a server is used, and the interval between queries to
the primary."""
IDLE_SECONDS = 30.0
PATIENCE_SECONDS = 1.0
"""Seconds that the primary may take for an answer that a replica can give too."""
MOMENTS = 3600


class Log:
    """The cursor of the primary's change log, second by second, and the last entries of replicas
    that it does not have. A thread reads both, and ends when nobody asks any more."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.moments: deque[tuple[float, int]] = deque(maxlen=MOMENTS)
        self.lost = False
        self.losses = 0
        """How often the primary was lost; after that, it may be another server."""
        self.foreign = frozenset[LogPlace]()
        self._places = set[LogPlace]()
        self._asked = 0.0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def has(self, place: LogPlace) -> bool:
        """Whether the log has the entry at ``place``, as far as is known by now."""
        self._places.add(place)
        return place not in self.foreign

    def behind(self, cursor: int) -> float:
        """The seconds since the primary got the first change after ``cursor``."""
        self._asked = now = time.monotonic()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._look, daemon=True)
                    self._thread.start()
        return next((now - at for at, last in list(self.moments) if last > cursor), 0.0)

    def _look(self) -> None:
        database = Postgres(self.url, Use.SMALL)
        while time.monotonic() < self._asked + IDLE_SECONDS:
            try:
                with within(Deadline(PATIENCE_SECONDS)):
                    places, self._places = self._places.copy() | self.foreign, set()
                    last = last_cursor(database.where_newest)
                    known = places_among(database.where_newest, places)
                self.foreign = frozenset(places - known)
                if self.lost or not self.moments or self.moments[-1][1] != last:
                    if self.moments and last < self.moments[-1][1]:
                        self.moments.clear()  # another database, or one that lost its last changes
                    self.moments.append((time.monotonic(), last))
                self.lost = False
            except (DatelineError, pw.PeeweeException):
                self.lost = True
                self.losses += 1
            time.sleep(LOOK_SECONDS)
        with suppress(DatelineError, pw.PeeweeException):
            database.close()
        self._thread = None


_logs: dict[str, Log] = {}
"""Logs by URL, which the operator sets."""
# A forked process does not have the threads of its parent.
os.register_at_fork(after_in_child=_logs.clear)


def primary_log(url: str) -> Log:
    """The log of the primary at a URL."""
    return _logs.setdefault(url, Log(url))
