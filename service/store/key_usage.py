"""The times when keys were last used: a request only notes them, and they are written outside
requests."""

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
        """Note that the text of that number is used now."""
        with self.lock:
            self.last[number] = time.time()

    def take(self) -> dict[int, float]:
        """The uses to be written; later uses are gathered separately."""
        with self.lock:
            taken, self.last = self.last, {}
        return taken

    def put_back(self, taken: dict[int, float]) -> None:
        """Put back uses that could not be written, until the next time."""
        with self.lock:
            self.last = taken | self.last

    def write(self, taken: dict[int, float]) -> bool:
        """Write uses in one transaction, on a separate connection, so that a thread may do it.
        Returns whether that was possible. A full disk or a locked database is only logged, because
        it harms nobody."""
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
