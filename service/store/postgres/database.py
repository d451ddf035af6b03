"""Opens a database of PostgreSQL; its transactions and its bulk operations."""

from __future__ import annotations

import math
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import peewee as pw
import psycopg

from service import deadline, freshness, reply_dependencies
from service.deadline import Deadline
from service.errors import Busy, Invalid, Lost, ReadOnly, Unavailable, Unknown
from service.store.engine import Derived, Engine, Use
from service.store.engine_errors import IN_USE
from service.store.postgres.bulk import Bulk, numbered
from service.store.postgres.cancellation import watch
from service.store.postgres.connecting import PRIMARY, connect
from service.store.postgres.dialect import Words
from service.store.postgres.engine_errors import UNCONFIRMED, UNSURE, committing, telling
from service.store.postgres.estimates import SECONDS, SQL, Estimates
from service.store.postgres.full_text import Vectors
from service.store.postgres.functions import statements
from service.store.postgres.pooling import LOOK_SECONDS, split

WRITERS = 0x646C_77
"""The advisory lock that every write takes first, so that writes come one after another."""
MIGRATIONS = 0x646C_6D
TO_MIGRATE = (
    "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
    f" SELECT pg_advisory_xact_lock({MIGRATIONS}); SELECT pg_advisory_xact_lock({WRITERS})"
)
UNHURRIED = "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0"
"""For a long read of one state while another database is written."""
PATIENCE, PATIENCE_ASIDE = 10_000, 1_000
"""Milliseconds that a write without a deadline waits for the one before it."""
COMMIT_SECONDS, CONFIRM_SECONDS = 5.0, 1.0
"""The maximum seconds that a commit waits for a standby, however much time the request has left:
for a commit that writes, and for one that only confirms that standbys have everything. After a
confirmation has failed, no other one is tried for the latter time."""
SPARE_SECONDS = 10
"""The server's own limit may exceed the deadline by so much before it is set again."""
DERIVED = ("term", "posting", "tally", "tally_amount", "amount", "word", "event_text")
NEWS = "dateline_news"
TO_STANDBYS = (
    "SELECT pg_logical_emit_message(true, 'dateline', '')"
    " WHERE current_setting('synchronous_standby_names') <> ''"
)
"""A commit waits for standbys only if it has data for them. It must also wait if it acknowledges
the writes of an earlier commit whose outcome was unknown."""


class _Local(threading.local):
    use = Use.USUAL


_local = _Local()


def use_on_this_thread(use: Use) -> None:
    """Add ``use`` to the use of every connection that this thread opens from now on."""
    _local.use = use


class Postgres(Words, Bulk, Engine, pw.PostgresqlDatabase):
    """PostgreSQL, 14 or newer; its errors are raised as ours (``engine_errors``).

    Each thread has a connection, which is replaced if it was lost. A statement may wait for the
    server, so none runs on an event loop.
    """

    name = "postgresql"
    hosted = True
    generation = "CAST(e.xmin AS text)"
    """The transaction that has last written the row of the epoch: each repair and each migration
    writes it once more."""
    branches = 300
    cells = 64
    ddl: ClassVar[dict[str, str]] = {
        "long": "BIGINT",
        "counted": "BIGINT NOT NULL PRIMARY KEY",
        "bytes": "BYTEA",
        "c": ' COLLATE "C"',
        "by_key": "",
        "with_latest": " INCLUDE (latest)",
    }

    several: ClassVar[dict[str, Any]] = PRIMARY
    """The parameters if the URL has several hosts, unless the URL sets them itself."""

    def __init__(self, url: str, use: Use) -> None:
        self.url = url
        self.address, self.pooled = split(url)
        self.use = use
        self.full_text = Vectors(self)
        self.losses = 0
        self.confirmed = 0
        self.unconfirmed = 0.0
        self.commit_seconds = COMMIT_SECONDS
        self.rememberers: weakref.WeakSet[Any] = weakref.WeakSet()
        self._types = {}
        self.estimated = Estimates(-math.inf)
        super().__init__(url, prefer_psycopg3=True)

    @classmethod
    def opened(cls, url: str, use: Use, read_url: str = "") -> Postgres:
        """A Peewee database for ``postgresql://user:password@host/name``, or any other URL that
        libpq reads. It does not connect yet."""
        for name, text in (("DATABASE_URL", url), ("READ_DATABASE_URL", read_url)):
            try:
                psycopg.conninfo.conninfo_to_dict(split(text)[0])
            except psycopg.Error as error:
                raise Invalid(f"DATELINE_{name}: {str(error).strip()}") from None
        if not read_url:
            return cls(url, use)
        from service.store.postgres.replicas import Replicated  # noqa: PLC0415  it builds on this

        return Replicated(url, use, read_url)

    def _connect(self) -> Any:
        connection = connect(self.url, self.several)
        if Use.ALONE in self.use:
            self._demand_alone(connection)
        return connection

    @staticmethod
    def _demand_alone(connection: Any) -> None:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND application_name = 'dateline'"
        ).fetchone()
        if row[0]:
            connection.close()
            raise Busy(IN_USE)

    def cursor(self, named_cursor: str | None = None) -> Any:
        """A cursor of the connection of this thread, which is replaced if it was lost."""
        self.connected()
        return self.own().cursor(binary=True)

    def connected(self) -> None:
        """Connect this thread, unless it is connected."""
        deadline.demand_thread()
        if not self.is_closed() and not self.transaction_depth():
            connection = self.own()
            if connection.closed or getattr(connection, "dateline_standby", False):
                self.drop()
        if self.is_closed():
            self.connect()

    def own(self) -> Any:
        """The connection of this thread."""
        database: pw.PostgresqlDatabase = self
        return database.connection()

    def drop(self) -> None:
        """Give up the connection of this thread, because another server may be the right one by
        now. Cached data of the database is dropped, because a server that replaces another may not
        have its last writes."""
        self.losses += 1
        self.confirmed = 0
        pw.PostgresqlDatabase.close(self)
        for each in list(self.rememberers):
            each.forget()

    def remember(self, who: Any) -> None:
        """Call ``who.forget()`` when a server is lost, so that ``who`` drops what it has read."""
        self.rememberers.add(who)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """If the server of the block is lost, a read begins again with another."""
        try:
            with telling():
                yield
        except ReadOnly:
            self.own().dateline_standby = True
            raise
        except Lost as error:
            if not self.is_closed() and not self.transaction_depth():
                self.drop()
            turn = freshness.current()
            if turn is None:
                raise
            raise turn.lose(error) from error

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Peewee's ``execute_sql``."""
        reply_dependencies.statement()
        with self.asking(), self.limited():
            return super().execute_sql(numbered(sql), params or None)

    @property
    def at_primary(self) -> Callable[..., Any]:
        """A function that runs a statement on the server that has every write."""
        return partial(Postgres.execute_sql, self)

    @property
    def where_newest(self) -> Callable[..., Any]:
        """The same, with a second try if only the connection was lost."""
        return partial(Postgres._twice, self)

    def _twice(self, sql: str, params: Any = None) -> Any:
        with suppress(Lost), freshness.within(None):
            return self.at_primary(sql, params)
        return self.at_primary(sql, params)

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Statements of the block end with the deadline of this thread, or when nobody waits for
        them any more. The server's own limit ends them if this process cannot."""
        self.connected()
        connection, limit = self.own(), deadline.current()
        if not self.transaction_depth() and not self.pooled:
            self._limit_server(connection, limit)
        if limit is None:
            yield
            return
        deadline.check()
        watch.begin(connection, limit)
        try:
            yield
        finally:
            watch.end(connection)

    @staticmethod
    def _limit_server(connection: Any, limit: deadline.Deadline | None) -> None:
        """Set the server's limit for a statement, unless it is already about right."""
        wanted = 0 if limit is None else math.ceil(limit.remaining) + 1
        known: int = getattr(connection, "dateline_seconds", 0)
        if not wanted <= known <= wanted + (SPARE_SECONDS if wanted else 0):
            connection.cursor().execute(f"SET statement_timeout = {wanted * 1000}")
            connection.dateline_seconds = wanted

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
                self._begin_to_read()
            return
        try:
            with telling():
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
            begin += f" READ ONLY; {UNHURRIED}"
        limit = deadline.current()
        if self.pooled and limit is not None:
            begin += f"; SET LOCAL statement_timeout = {(math.ceil(limit.remaining) + 1) * 1000}"
        self.own().cursor().execute(begin)

    def _begin_to_write(self) -> None:
        limit = deadline.current()
        patience = PATIENCE_ASIDE if Use.ASIDE in self.use else PATIENCE
        if limit is not None:
            patience = max(1, int(limit.remaining * 1000))
        connection = self.own()
        try:
            # One message to the server: the simple protocol takes several statements.
            connection.cursor().execute(
                f"BEGIN; SET LOCAL lock_timeout = {patience};"
                f" SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock({WRITERS});"
                f" SET LOCAL lock_timeout = 0; {TO_STANDBYS}"
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
            self.cursor().connection.cursor().execute(f"BEGIN; {TO_STANDBYS}")
        try:
            self._commit(CONFIRM_SECONDS)
        except Unknown:
            self.unconfirmed = time.monotonic() + CONFIRM_SECONDS
            raise Unavailable(UNCONFIRMED) from None
        self.confirmed = max(self.confirmed, cursor)

    @contextmanager
    def _telling(self, inner: pw._atomic) -> Iterator[None]:
        with telling(), inner:
            yield

    def rollback(self) -> None:
        """Roll back, unless the connection is lost: then the server does so."""
        if not self.own().closed:
            super().rollback()

    def look(self) -> None:
        """Do nothing: a database does not lose its name while it is in use."""

    def check(self) -> None:
        """Do nothing, as above."""

    def which(self) -> object:
        """The number of times that the connection was lost: after each, it may be another
        database."""
        return self.losses

    def same_as(self, other: Postgres) -> bool:
        """Whether both are one database of one server, or of a standby of it."""
        sql = (
            "SELECT system_identifier, oid, current_schema() FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        names = (each.execute_sql(sql).fetchone() for each in (self, other))
        return bool(next(names) == next(names))

    def place(self) -> str:
        """The number of the database in its server; a standby has the same."""
        sql = "SELECT oid FROM pg_database WHERE datname = current_database()"
        return str(self.execute_sql(sql).fetchone()[0])

    def reading(self) -> AbstractContextManager[Any]:
        """A transaction with one snapshot."""
        found: AbstractContextManager[Any] = self.atomic()
        return found

    def writing(self) -> AbstractContextManager[Any]:
        """A transaction with the lock of writers."""
        found: AbstractContextManager[Any] = self.atomic(WRITERS)
        return found

    def announce(self) -> None:
        """NOTIFY, which is sent with the commit."""
        self.execute_sql("SELECT pg_notify(?, '')", (NEWS,))

    def listen(self) -> None:
        """LISTEN, on the connection of this thread. Behind a pooler the thread has no connection of
        its own for it."""
        if self.pooled:
            return
        connection = self.cursor().connection
        if not getattr(connection, "dateline_listens", False):
            connection.execute(f"LISTEN {NEWS}")
            connection.dateline_listens = True

    def await_news(self, seconds: float) -> None:
        """Wait for news; news since the last call counts too."""
        if self.pooled:
            time.sleep(min(seconds, LOOK_SECONDS))
            return
        with telling():
            for _ in self.own().notifies(timeout=seconds, stop_after=1):
                pass

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """One transaction, which keeps others from migrating and writing, and rebuilds the
        functions."""
        with self.atomic(MIGRATIONS):
            for statement in statements():
                self.own().cursor().execute(statement)  # unchanged: a ? in it is no placeholder
            yield
            if self.execute_sql("SELECT to_regclass('epoch')").fetchone()[0] is not None:
                self.note_repair()

    def state(self) -> object:
        """Not known without a question."""
        return None

    def version(self) -> object:
        """Not known without a question."""
        return None

    def note_repair(self) -> None:
        """Write the row of the epoch once more."""
        self.execute_sql("UPDATE epoch SET name = name")

    def estimates(self) -> Estimates:
        """The estimates of the events, perhaps a minute old."""
        now = time.monotonic()
        if now > self.estimated.made + SECONDS:
            with reply_dependencies.known():  # they do not change an answer
                self.estimated = Estimates.of(self.execute_sql(SQL).fetchone(), now)
        return self.estimated

    def damage(self) -> Iterator[str]:
        """Nothing: the server checks its pages when it reads them (data checksums)."""
        yield from ()

    @contextmanager
    def derived(self) -> Iterator[Derived]:
        """Temporary tables of the same names, which are used first if no schema is named. They are
        dropped with the transaction, which cannot write to other tables."""
        here = self.execute_sql("SELECT current_schema()").fetchone()[0]
        connection = self.own()
        # Statements prepared before would still use the tables of the database.
        usual, connection.prepare_threshold = connection.prepare_threshold, None
        try:
            with self.atomic():
                for table in DERIVED:
                    self.execute_sql(
                        f'CREATE TEMP TABLE "{table}" (LIKE "{here}"."{table}" INCLUDING ALL)'
                        " ON COMMIT DROP"
                    )
                self.execute_sql("SET TRANSACTION READ ONLY")
                yield Derived(self, f'"{here}"', "pg_temp")
        finally:
            connection.prepare_threshold = usual

    def altered_views(self, derived: Derived) -> Iterator[str]:
        """The views that do not exist."""
        from service.store.views import VIEWS  # noqa: PLC0415

        for view in VIEWS:
            found = self.execute_sql("SELECT to_regclass(?)", (view.name,)).fetchone()
            if found[0] is None:
                yield view.name

    def backup(self, target: Path, force: bool = False) -> None:
        """See the tools of PostgreSQL."""
        raise Invalid(_OTHER.format("pg_dump, or pg_basebackup for the whole server"))

    def publish(self, target: Path) -> int:
        """Raises ``Invalid``: dashboards read the views of the database themselves."""
        raise Invalid("on PostgreSQL dashboards read the views themselves, as a role of their own")

    @classmethod
    def missing(cls, url: str) -> bool:
        """Never: the operator of the server creates a database."""
        return False

    @classmethod
    def made_aside(cls, url: str, keep: bool) -> AbstractContextManager[str]:
        """Never called, because no database is ``missing``."""
        raise NotImplementedError

    @classmethod
    def restore(cls, url: str, source: Path) -> Path | None:
        """See the tools of PostgreSQL."""
        raise Invalid(_OTHER.format("pg_restore into an empty database"))

    @classmethod
    def place_errors(cls, url: str) -> Iterator[str]:
        """None: nothing is known without a connection."""
        yield from ()

    @classmethod
    def open_to_others(cls, url: str) -> str | None:
        """None: the server decides who may read."""
        return None


_OTHER = "on PostgreSQL use {}; docs/operations/postgresql.md shows it"
