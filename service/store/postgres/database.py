"""Opens a database of PostgreSQL; its news, estimates and copies of derived data."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, ClassVar

from service import reply_dependencies
from service.errors import Invalid, Refused
from service.store.engine import Use
from service.store.full_text import Derived
from service.store.postgres.bulk import Bulk
from service.store.postgres.connection_urls import demand_usable
from service.store.postgres.dialect import PostgresDialect
from service.store.postgres.engine_errors import telling
from service.store.postgres.estimates import SECONDS, SQL, Estimates
from service.store.postgres.full_text import VectorFullText
from service.store.postgres.pooling import LOOK_SECONDS
from service.store.postgres.transactions import Transactions

DERIVED = ("term", "posting", "tally", "tally_amount", "amount", "word", "event_text")
NEWS = "dateline_news"
HIDDEN = (
    "SELECT n.nspname, current_schema() FROM pg_class t JOIN pg_namespace n ON n.oid ="
    " t.relnamespace WHERE t.oid = to_regclass('posting') AND n.nspname <> current_schema()"
)
NOT_FIRST = (
    "the tables are in the schema {}, but the search_path of the user or the database has the"
    " schema {} before it; change search_path"
)


SERVER = "SELECT system_identifier FROM pg_control_system()"
MAY_ASK = (
    "SELECT has_function_privilege(CAST(to_regprocedure('pg_control_system()') AS oid), 'EXECUTE')"
    " AND to_regproc('aurora_version') IS NULL"
)
"""Whether the server tells its number. Aurora has functions that its servers do not support, and
servers that only resemble PostgreSQL may lack this one: the answer is then NULL."""
PLACE = (
    "SELECT oid, CAST(to_regclass('epoch') AS oid) FROM pg_database"
    " WHERE datname = current_database()"
)


def place_of(execute: Callable[..., Any]) -> str:
    """The numbers of a server, of the database there and of its table of the epoch. A standby has
    the same. A restored dump has others: each server has a number of its own, if its user may know
    it, but new servers give their first database the same one, and ``pg_restore --clean`` makes the
    table again."""
    server = execute(SERVER).fetchone() if execute(MAY_ASK).fetchone()[0] else ("",)
    return "/".join(map(str, (*server, *execute(PLACE).fetchone())))


class _Local(threading.local):
    use = Use.USUAL


_local = _Local()


def use_on_this_thread(use: Use) -> None:
    """Add ``use`` to the use of every connection that this thread opens from now on."""
    _local.use = use


class Postgres(PostgresDialect, Bulk, Transactions):
    """PostgreSQL, 14 or newer; its errors are raised as ours (``engine_errors``)."""

    name = "postgresql"
    hosted = True
    generation = "CAST(e.xmin AS text)"
    """The transaction that has last written the row of the epoch: each repair and each migration
    writes it once more."""
    branches = 300
    cells = 64
    held = 0.045
    ddl: ClassVar[dict[str, str]] = {
        "long": "BIGINT",
        "counted": "BIGINT NOT NULL PRIMARY KEY",
        "bytes": "BYTEA",
        "c": ' COLLATE "C"',
        "by_key": "",
        "with_latest": " INCLUDE (latest)",
    }

    def __init__(self, url: str, use: Use) -> None:
        self.full_text = VectorFullText(self)
        self._types = {}
        self.estimated = Estimates(-math.inf)
        super().__init__(url, use)

    @classmethod
    def opened(cls, url: str, use: Use, read_url: str = "") -> Postgres:
        """A Peewee database for ``postgresql://user:password@host/name``, or any other URL that
        libpq reads. It does not connect yet."""
        demand_usable("DATELINE_DATABASE_URL", url)
        if not read_url:
            return cls(url, use)
        demand_usable("DATELINE_READ_DATABASE_URL", read_url)
        from service.store.postgres.replicas import Replicated  # noqa: PLC0415  it builds on this

        return Replicated(url, use, read_url)

    def look(self) -> None:
        """Do nothing: a database does not lose its name while it is in use."""

    def check(self) -> None:
        """Do nothing, as above."""

    def demand_one_place(self) -> None:
        """Raises ``Refused`` if the tables are in a later schema of the search path than the one in
        which new tables are made."""
        hidden = self.execute_sql(HIDDEN).fetchone()
        if hidden is not None:
            raise Refused(NOT_FIRST.format(*hidden))

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
        """See ``place_of``."""
        return place_of(self.execute_sql)

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

    def state(self) -> object:
        """Not known without a question."""
        return None

    def version(self) -> object:
        """Not known without a question."""
        return None

    def note_repair(self) -> None:
        """Write the row of the epoch once more. To this process its new state is not a restore."""
        self.execute_sql("UPDATE epoch SET name = name")
        self.tables.sign = None

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
