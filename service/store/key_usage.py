"""When keys were last used. A request only remembers it; it is written outside of any."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime

import peewee as pw

from service.domain.instants import stamp
from service.errors import DatelineError
from service.store.database import Use, open_database

log = logging.getLogger("dateline")


class Uses:
    """The uses of this process that are not yet written: the time (seconds since 1970) by the
    number of the key's text."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.last: dict[int, float] = {}
        self.lock = threading.Lock()

    def note(self, number: int) -> None:
        """The text of that number is used now."""
        with self.lock:
            self.last[number] = time.time()

    def take(self) -> dict[int, float]:
        """What is to be written; from now on others gather."""
        with self.lock:
            taken, self.last = self.last, {}
        return taken

    def put_back(self, taken: dict[int, float]) -> None:
        """What could not be written waits for the next time."""
        with self.lock:
            self.last = taken | self.last

    def write(self, taken: dict[int, float]) -> bool:
        """Write them in one transaction, on a connection of its own, so that a thread may do
        it. Whether that was possible: a disk that is full and a database that is locked are
        for the log, and hurt nobody."""
        database = open_database(self.url, Use.ASIDE)
        try:
            with database.connection_context(), database.writing():
                for number, seconds in taken.items():
                    at = stamp(datetime.fromtimestamp(seconds, UTC))
                    database.execute_sql(
                        "UPDATE key_text SET last_used_at = ?"
                        " WHERE id = ? AND coalesce(last_used_at, '') < ?",
                        (at, number, at),
                    )
        except (pw.PeeweeException, DatelineError) as error:
            log.warning("when keys were last used is not written yet: %s", error)
            return False
        return True
