"""The transactions of SQLite: when they begin, how long they wait, and what they raise."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import peewee as pw

from service import deadline
from service.errors import Busy
from service.store.sqlite.engine_errors import explained, telling
from service.store.sqlite.file import File

LOOK_SECONDS = 0.1
"""How long a caller that waits for news sleeps before it checks again."""


class Transactions(pw.SqliteDatabase):
    """The transactions of ``Engine``."""

    file: File

    def reading(self) -> AbstractContextManager[Any]:
        """A transaction that begins to read with its first statement."""
        found: AbstractContextManager[Any] = self.atomic()
        return found

    def writing(self) -> AbstractContextManager[Any]:
        """A transaction with the write lock; each file has only one."""
        found: AbstractContextManager[Any] = self.atomic("IMMEDIATE")
        return found

    def announce(self) -> None:
        """Nothing: waiting callers check often, which costs microseconds."""

    def listen(self) -> None:
        """Nothing, as above."""

    def await_news(self, seconds: float) -> None:
        """Wait a moment, after which the caller checks again."""
        time.sleep(min(seconds, LOOK_SECONDS))

    def migrating(self, pending: bool) -> AbstractContextManager[Any]:
        """One transaction, which keeps others from migrating and writing. If nothing is
        ``pending``, there is none, so that it does not wait for a long import."""
        return self.writing() if pending else nullcontext()

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction. Waits for another writer until the deadline of the thread, or
        without one as long as ``busy_timeout`` says. Raises ``Unavailable``.

        The deadline does not end a transaction that has begun to write.
        """
        if lock_type is not None:
            deadline.demand_thread()  # it may wait, and its writes wait for the disk
        while True:
            try:
                super().begin(lock_type)
                break
            except pw.OperationalError as error:
                limit = deadline.current()
                if limit is None or limit.over or not isinstance(explained(error), Busy):
                    raise
        limit = deadline.current()
        if limit is not None and lock_type is not None:
            if limit.over:
                self.rollback()
                raise limit.ended()
            limit.writing = True

    @contextmanager
    def _telling(self, inner: pw._atomic) -> Iterator[None]:
        with telling(self.file.path), inner:
            self.file.check()
            yield

    def rollback(self) -> None:
        """Roll back, unless SQLite has already done so, as it may on a full disk."""
        if self.own().in_transaction:
            super().rollback()

    def own(self) -> sqlite3.Connection:
        """The connection of this thread."""
        database: pw.SqliteDatabase = self
        connection: sqlite3.Connection = database.connection()
        return connection
