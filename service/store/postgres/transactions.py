"""The transactions of PostgreSQL: one writer at a time, readers with one state each, and commits
that wait for standbys."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import peewee as pw
from psycopg.pq import TransactionStatus

from service import deadline
from service.deadline import Deadline
from service.errors import Lost, Unavailable, Unknown
from service.store.engine import Use
from service.store.postgres.cancellation import watch
from service.store.postgres.connection import Connected
from service.store.postgres.engine_errors import UNCONFIRMED, UNSURE, committing, telling
from service.store.postgres.functions import statements

WRITERS = 0x646C_77
"""The advisory lock that every write takes first, so that writes come one after another."""
MIGRATIONS = 0x646C_6D
BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
"""A transaction that waits for another one sees what that one wrote, even if the user of the
database has another level."""
NO_LIMITS = (
    "SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN ('statement_timeout',"
    " 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')"
)
"""The limits that the user of the database may have would end work that takes long. Servers before
PostgreSQL 17 do not know ``transaction_timeout``."""
DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', true)"
    " WHERE current_setting('synchronous_commit') IN ('off', 'local')"
)
"""The user of the database may have a setting under which the server acknowledges a commit before
it is on disk, or on a standby. Then a crash would lose it."""
TO_MIGRATE = (
    f"{BEGIN}; {NO_LIMITS}; {DURABLE};"
    f" SELECT pg_advisory_xact_lock({MIGRATIONS}); SELECT pg_advisory_xact_lock({WRITERS})"
)
PATIENCE, PATIENCE_ASIDE = 10_000, 1_000
"""Milliseconds that a write without a deadline waits for the one before it."""
COMMIT_SECONDS, CONFIRM_SECONDS = 5.0, 1.0
"""The maximum seconds that a commit waits for a standby, however much time the request has left:
for a commit that writes, and for one that only confirms that standbys have everything. After a
confirmation has failed, no other one is tried for the latter time."""
IDLE_SECONDS = 60.0
"""The maximum seconds between two statements of a write. If a host is suspended or vanishes in the
middle of a write, the server ends it after that time, and other hosts can write again."""
LIMIT_IDLE = (
    "SELECT set_config('idle_in_transaction_session_timeout', '{}ms', true)"
    " WHERE current_setting('idle_in_transaction_session_timeout') = '0'"
)
"""A limit of the user of the database remains."""
TO_STANDBYS = (
    "SELECT pg_logical_emit_message(true, 'dateline', '')"
    " WHERE current_setting('synchronous_standby_names') <> ''"
)
"""A commit waits for standbys only if it has data for them. It must also wait if it acknowledges
the writes of an earlier commit whose outcome was unknown."""


class Transactions(Connected):
    """The transactions of ``Engine``."""

    def __init__(self, url: str, use: Use) -> None:
        self.unconfirmed = 0.0
        self.commit_seconds = COMMIT_SECONDS
        self.idle_seconds = IDLE_SECONDS
        super().__init__(url, use)

    def begin(self, isolation_level: Any = None) -> None:
        """Begin a transaction. One that writes (``WRITERS``) or migrates begins when those before
        it have ended. Any other sees one state of the database in all its statements."""
        self.connected()
        self.own().dateline_reads = isolation_level not in (WRITERS, MIGRATIONS)
        if isolation_level == MIGRATIONS:
            with telling():
                self.own().cursor().execute(TO_MIGRATE)
            return
        if isolation_level != WRITERS:
            with self.asking():
                self.notice()
                self._begin_to_read()
            return
        try:
            with telling():
                self.notice(now=True)
                self._begin_to_write()
        except Lost:
            # The server was lost since its last answer. Nothing was written yet, so another server
            # may do it.
            self.drop()
            self.connected()
            self.own().dateline_reads = False
            with telling():
                self._begin_to_write()

    def _begin_to_read(self) -> None:
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ"
        if Use.UNCHANGED in self.use:
            begin += " READ ONLY"
        limit = deadline.current()
        if limit is None:  # a command, which reads as long as it takes
            begin += f"; {NO_LIMITS}"
        if self.pooled and limit is not None:
            begin += f"; SET LOCAL statement_timeout = {(math.ceil(limit.remaining) + 1) * 1000}"
        self.own().cursor().execute(begin)

    def _begin_to_write(self) -> None:
        limit = deadline.current()
        patience = PATIENCE_ASIDE if Use.ASIDE in self.use else PATIENCE
        if limit is not None:
            patience = max(1, int(limit.remaining * 1000))
        begin = f"{BEGIN}; {DURABLE};"
        if Use.FILLING in self.use:
            begin += f" {NO_LIMITS};"  # while a file or another database is read
        connection = self.own()
        try:
            # One message to the server: the simple protocol takes several statements.
            connection.cursor().execute(
                f"{begin} SET LOCAL lock_timeout = {patience};"
                f" SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock({WRITERS});"
                f" SET LOCAL lock_timeout = 0;"
                f" {LIMIT_IDLE.format(math.ceil(self.idle_seconds * 1000))}; {TO_STANDBYS}"
            )
        except BaseException:
            if not connection.closed:
                connection.cursor().execute("ROLLBACK")
            raise
        if limit is not None:
            if limit.over:
                connection.cursor().execute("ROLLBACK")
                raise limit.ended()
            limit.writing = True

    def commit(self) -> None:
        """Peewee's ``commit``. Raises ``Unknown`` if the server is lost meanwhile, or if the commit
        ends before a synchronous standby has the writes. A transaction that only read waits for no
        standby. It may take long to end, because ``derived`` drops its tables then."""
        if self.own().dateline_reads:
            with telling():
                super().commit()
            return
        self._commit(self.commit_seconds)

    def _commit(self, seconds: float) -> None:
        connection = self.own()
        connection.dateline_unsure = False
        watch.begin(connection, Deadline(seconds))
        try:
            with committing():
                done = connection.cursor().execute("COMMIT")
        finally:
            watch.end(connection)
        if connection.dateline_unsure or done.statusmessage != "COMMIT":
            raise Unknown(UNSURE)

    def confirm(self, cursor: int) -> None:
        """Make an empty commit, which a synchronous standby gets after all earlier ones. Without
        such a standby there is nothing to wait for, and a server that replaces another may lack
        acknowledged writes too."""
        if cursor <= self.confirmed or self.transaction_depth():
            return
        if time.monotonic() < self.unconfirmed:
            raise Unavailable(UNCONFIRMED)
        with self.asking():
            self.cursor().connection.cursor().execute(f"{BEGIN}; {DURABLE}; {TO_STANDBYS}")
        try:
            self._commit(CONFIRM_SECONDS)
        except Unknown:
            self.unconfirmed = time.monotonic() + CONFIRM_SECONDS
            raise Unavailable(UNCONFIRMED) from None
        self.confirmed = max(self.confirmed, cursor)

    @contextmanager
    def _telling(self, inner: pw._atomic) -> Iterator[None]:
        interrupt: KeyboardInterrupt | None = None
        try:
            with telling(), inner:
                try:
                    yield
                except KeyboardInterrupt as ended:
                    interrupt = ended
                    raise
        except Exception:
            if interrupt is None:
                raise
            # A savepoint cannot be rolled back while its statement still runs.
            raise interrupt from None

    def rollback(self) -> None:
        """Roll back, unless the connection is lost: then the server does so. A connection that
        still waits for a statement, because a signal ended the wait, is closed."""
        connection = self.own()
        if connection.info.transaction_status == TransactionStatus.ACTIVE:
            connection.close()
        if not connection.closed:
            super().rollback()

    def reading(self) -> AbstractContextManager[Any]:
        """A transaction with one snapshot."""
        found: AbstractContextManager[Any] = self.atomic()
        return found

    def writing(self) -> AbstractContextManager[Any]:
        """A transaction with the lock of writers."""
        found: AbstractContextManager[Any] = self.atomic(WRITERS)
        return found

    @contextmanager
    def migrating(self, pending: bool) -> Iterator[None]:
        """One transaction, which keeps others from migrating and writing, and rebuilds the
        functions, even if no migration is ``pending``."""
        with self.atomic(MIGRATIONS):
            # Peewee's stubs leave it out.
            with pw.__exception_wrapper__:  # type: ignore[attr-defined]
                for statement in statements():
                    self.own().cursor().execute(statement)  # unchanged: a ? is no placeholder
            yield
            if self.execute_sql("SELECT to_regclass('epoch')").fetchone()[0] is not None:
                self.note_repair()
