"""Opening a database of PostgreSQL, its transactions, and what is done in bulk."""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Any, ClassVar

import peewee as pw
import psycopg
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import StrDumperUnknown

from service import deadline, reply_dependencies
from service.domain.result_cache import remembered
from service.errors import Busy, Invalid
from service.store.engine import Derived, Engine, Use
from service.store.faults import IN_USE
from service.store.postgres.cancellation import watch
from service.store.postgres.dialect import Words
from service.store.postgres.estimates import SECONDS, SQL, Estimates
from service.store.postgres.faults import telling
from service.store.postgres.full_text import Vectors
from service.store.postgres.functions import statements

WRITERS = 0x646C_77
"""The advisory lock that every write takes first, so that writes come one after another."""
MIGRATIONS = 0x646C_6D
PATIENCE, PATIENCE_ASIDE = 10_000, 1_000
"""Milliseconds that a write waits for the one before it where it has no deadline."""
PREPARED_AFTER, MOST_PREPARED = 2, 500
CONNECT_SECONDS = 10
PLANS = (
    "SET plan_cache_mode = force_generic_plan; SET jit = off;"
    " SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1"
)
"""Every statement is written such that its plan does not hang on its values, and is over before
parallel workers or compiled code would pay."""
ROWS_AT_ONCE = 500
FEW_ROWS = 40
"""Up to so many rows are inserted with one statement, more are copied."""
SPARE_SECONDS = 10
"""How much longer than the deadline the server's own limit may be, before it is set anew."""
DERIVED = ("term", "posting", "tally", "tally_amount", "amount", "word", "event_text")
NEWS = "dateline_news"
_ROW = re.compile(r"VALUES (\((?:\?(?:, )?)+\))")
_PLACE = re.compile(r"'[^']*'|\?|%s")


class Whole(Int8BinaryDumper):
    """Every whole number is a ``bigint``, so that one question is one prepared statement."""


class Letters(StrDumperUnknown):
    """A text. The sign NUL, which no text of PostgreSQL may have, is one that none has."""

    def dump(self, obj: str) -> Any:
        """The text in UTF-8."""
        return super().dump(obj.replace("\0", "\U0010ffff") if "\0" in obj else obj)


@remembered(4096, longest=2000)
def numbered(sql: str) -> str:
    """A statement with its places numbered: ours are ``?``, those of Peewee's own questions
    ``%s``. What stands in quotes is none."""
    number = count(1)
    return _PLACE.sub(lambda found: found[0] if found[0][0] == "'" else f"${next(number)}", sql)


class _Local(threading.local):
    use = Use.USUAL


_local = _Local()


def use_on_this_thread(use: Use) -> None:
    """Lay ``use`` over that of every connection that this thread opens from now on."""
    _local.use = use


class Postgres(Words, Engine, pw.PostgresqlDatabase):
    """PostgreSQL, 14 or newer; what it says of itself is said as our errors (``faults``).

    Each thread has a connection, which is made anew where it was lost. A statement may wait for
    the server, so none is run on an event loop.
    """

    name = "postgresql"
    hosted = True
    ddl: ClassVar[dict[str, str]] = {
        "long": "BIGINT",
        "counted": "BIGINT NOT NULL PRIMARY KEY",
        "bytes": "BYTEA",
        "c": ' COLLATE "C"',
        "by_key": "",
        "with_latest": " INCLUDE (latest)",
    }

    def __init__(self, url: str, use: Use) -> None:
        self.url = url
        self.use = use
        self.full_text = Vectors(self)
        self.losses = 0
        self._types: dict[str, dict[str, str]] = {}
        self.estimated = Estimates(-math.inf)
        super().__init__(url, prefer_psycopg3=True)

    @classmethod
    def opened(cls, url: str, use: Use) -> Postgres:
        """A Peewee database for ``postgresql://user:password@host/name``, and whatever else libpq
        reads. Nothing is connected yet."""
        try:
            psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.Error as error:
            raise Invalid(f"DATELINE_DATABASE_URL: {str(error).strip()}") from None
        return cls(url, use)

    def _connect(self) -> Any:
        deadline.demand_thread()
        with telling():
            connection: Any = psycopg.connect(
                self.url,
                autocommit=True,
                cursor_factory=psycopg.RawCursor,
                prepare_threshold=PREPARED_AFTER,
                **self._usual(),
            )
        connection.execute(PLANS)
        connection.prepared_max = MOST_PREPARED
        connection.adapters.register_dumper(int, Whole)
        connection.adapters.register_dumper(str, Letters)
        if Use.ALONE in self.use:
            self._demand_alone(connection)
        return connection

    def _usual(self) -> dict[str, Any]:
        """What libpq is told where the address does not."""
        given = psycopg.conninfo.conninfo_to_dict(self.url)
        usual = {"connect_timeout": CONNECT_SECONDS, "application_name": "dateline"}
        return {name: value for name, value in usual.items() if name not in given}

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
        """A cursor of the connection of this thread, which is made anew where it was lost."""
        deadline.demand_thread()
        if not self.is_closed() and self.own().closed and not self.transaction_depth():
            self.losses += 1
            self.close()
        if self.is_closed():
            self.connect()
        return self.own().cursor(binary=True)

    def own(self) -> Any:
        """The connection of this thread."""
        database: pw.PostgresqlDatabase = self
        return database.connection()

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Peewee's ``execute_sql``."""
        reply_dependencies.statement()
        with telling(), self._limited():
            return super().execute_sql(numbered(sql), params or None)

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Statements of the block end with the deadline of this thread, or when nobody waits for
        them any more; by the server's own limit where this process cannot say so."""
        self.cursor()
        connection, limit = self.own(), deadline.current()
        if not self.transaction_depth():
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
        """Tell the server how long a statement may take, unless it knows about that already."""
        wanted = 0 if limit is None else math.ceil(limit.remaining) + 1
        known: int = getattr(connection, "dateline_seconds", 0)
        if not wanted <= known <= wanted + (SPARE_SECONDS if wanted else 0):
            connection.cursor().execute(f"SET statement_timeout = {wanted * 1000}")
            connection.dateline_seconds = wanted

    def begin(self, isolation_level: Any = None) -> None:
        """Begin a transaction: one that writes (``WRITERS``) when those before it have ended, any
        other with one state of the database for all its statements."""
        cursor = self.cursor()
        with telling():
            if isolation_level != WRITERS:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
                return
            self._begin_to_write()

    def _begin_to_write(self) -> None:
        limit = deadline.current()
        patience = PATIENCE_ASIDE if Use.ASIDE in self.use else PATIENCE
        if limit is not None:
            patience = max(1, int(limit.remaining * 1000))
        connection = self.own()
        try:
            # One message to the server: the simple protocol takes several statements.
            connection.cursor().execute(
                f"BEGIN; SET LOCAL lock_timeout = {patience}; SET LOCAL statement_timeout = 0;"
                f" SELECT pg_advisory_xact_lock({WRITERS}); SET LOCAL lock_timeout = 0"
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

    @contextmanager
    def _telling(self, inner: pw._atomic) -> Iterator[None]:
        with telling(), inner:
            yield

    def rollback(self) -> None:
        """Take back what was written, unless the connection is lost: then the server does."""
        if not self.own().closed:
            super().rollback()

    def look(self) -> None:
        """Nothing: a database does not lose its name while it is in use."""

    def check(self) -> None:
        """Nothing, as above."""

    def which(self) -> object:
        """How often the connection was lost: then it may be another database."""
        return self.losses

    def place(self) -> str:
        """The number of the database in its server; a standby has the same."""
        sql = "SELECT oid FROM pg_database WHERE datname = current_database()"
        return str(self.execute_sql(sql).fetchone()[0])

    def reading(self) -> AbstractContextManager[Any]:
        """A transaction with one snapshot."""
        found: AbstractContextManager[Any] = self.atomic()
        return found

    def writing(self) -> AbstractContextManager[Any]:
        """A transaction with the lock of those that write."""
        found: AbstractContextManager[Any] = self.atomic(WRITERS)
        return found

    def announce(self) -> None:
        """By NOTIFY, which comes with the commit."""
        self.execute_sql("SELECT pg_notify(?, '')", (NEWS,))

    def listen(self) -> None:
        """By LISTEN, on the connection of this thread."""
        connection = self.cursor().connection
        if not getattr(connection, "dateline_listens", False):
            connection.execute(f"LISTEN {NEWS}")
            connection.dateline_listens = True

    def await_news(self, seconds: float) -> None:
        """What came since the last time counts too."""
        with telling():
            for _ in self.own().notifies(timeout=seconds, stop_after=1):
                pass

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """Keeps others from migrating and from writing, and makes the functions anew."""
        locks = (MIGRATIONS, WRITERS)
        for lock in locks:
            self.execute_sql(f"SELECT pg_advisory_lock({lock})")
        try:
            with self.atomic():
                for statement in statements():
                    self.own().cursor().execute(statement)  # as it is: each has a ? of its own
            yield
        finally:
            for lock in reversed(locks):
                self.execute_sql(f"SELECT pg_advisory_unlock({lock})")

    def state(self) -> object:
        """Not known without a question."""
        return None

    def version(self) -> object:
        """Not known without a question."""
        return None

    def generation(self) -> object:
        """Nothing is kept that would have to know it."""
        return None

    def note_repair(self) -> None:
        """Nobody keeps what a repair changes."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of ``rows``, all of them on their way at once. One that
        inserts takes many rows at a time, of which no two may be the same row of the table."""
        rows = list(rows)
        row = _ROW.search(sql)
        if row is not None and len(rows) > 1:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                some = rows[start : start + ROWS_AT_ONCE]
                values = f"VALUES {', '.join([row[1]] * len(some))}"
                self.execute_sql(_ROW.sub(values, sql), [*chain.from_iterable(some)])
        elif rows:
            with telling(), self._limited():
                self.cursor().executemany(numbered(sql), rows)

    def insert_many(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """Insert rows whose ``values`` come after one another."""
        width = len(columns)
        names = ", ".join(columns)
        if 0 < len(values) <= FEW_ROWS * width:
            row = f"({', '.join('?' * width)})"
            rows = ", ".join([row] * (len(values) // width))
            self.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES {rows}', values)
        elif values:
            self._copy(table, columns, values)

    def _copy(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """COPY, in binary form but for a type that has none here."""
        types = [self._types_of(table)[name] for name in columns]
        binary = "tsvector" not in types
        names = ", ".join(columns)
        form = " (FORMAT BINARY)" if binary else ""
        width = len(columns)
        with telling(), self._limited():
            copy = self.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN{form}')
            with copy as out:
                if binary:
                    out.set_types(types)
                for at in range(0, len(values), width):
                    out.write_row(values[at : at + width])

    def _types_of(self, table: str) -> dict[str, str]:
        known = self._types.get(table)
        if known is None:
            rows = self.execute_sql(
                "SELECT column_name, udt_name FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND table_name = ?",
                (table,),
            ).fetchall()
            known = self._types[table] = dict(rows)
        return known

    def estimates(self) -> Estimates:
        """What is known of the events, perhaps a minute old."""
        now = time.monotonic()
        if now > self.estimated.made + SECONDS:
            self.estimated = Estimates.of(self.execute_sql(SQL).fetchone(), now)
        return self.estimated

    def damage(self) -> Iterator[str]:
        """Nothing: the server checks its pages when it reads them (data checksums)."""
        yield from ()

    @contextmanager
    def derived(self) -> Iterator[Derived]:
        """Temporary tables of the same names, which come first where no schema is named. They go
        with the transaction, which cannot write to others."""
        here = self.execute_sql("SELECT current_schema()").fetchone()[0]
        connection = self.own()
        # What was prepared before would still mean the tables of the database.
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
        """Those that are not there."""
        from service.store.views import VIEWS  # noqa: PLC0415

        for view in VIEWS:
            found = self.execute_sql("SELECT to_regclass(?)", (view.name,)).fetchone()
            if found[0] is None:
                yield view.name

    def backup(self, target: Path, force: bool = False) -> None:
        """See the tools of PostgreSQL."""
        raise Invalid(_OTHER.format("pg_dump, or pg_basebackup for the whole server"))

    def publish(self, target: Path) -> int:
        """Not yet."""
        raise Invalid("on PostgreSQL dashboards read the views themselves, as a role of their own")

    @classmethod
    def missing(cls, url: str) -> bool:
        """Never: a database is made by whoever runs the server."""
        return False

    @classmethod
    def made_aside(cls, url: str, keep: bool) -> AbstractContextManager[str]:
        """Never asked for."""
        raise NotImplementedError

    @classmethod
    def restore(cls, url: str, source: Path) -> Path | None:
        """See the tools of PostgreSQL."""
        raise Invalid(_OTHER.format("pg_restore into an empty database"))

    @classmethod
    def place_faults(cls, url: str) -> Iterator[str]:
        """None that can be told without a connection."""
        yield from ()

    @classmethod
    def open_to_others(cls, url: str) -> str | None:
        """The server decides that."""
        return None


_OTHER = "on PostgreSQL use {}; docs/operations/postgresql.md shows it"
