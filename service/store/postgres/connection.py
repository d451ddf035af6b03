"""The connection of each thread to a server of PostgreSQL, and the statements that run on it."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, ClassVar

import peewee as pw

from service import deadline, freshness, reply_dependencies
from service.errors import Busy, Full, Lost, ReadOnly
from service.store.engine import Engine, Use
from service.store.engine_errors import IN_USE
from service.store.postgres.bulk import numbered
from service.store.postgres.cancellation import watch
from service.store.postgres.connecting import PRIMARY, connect
from service.store.postgres.engine_errors import NO_DISK, telling
from service.store.postgres.pooling import split
from service.store.postgres.restores import REPLACED, tables_at
from service.store.postgres.small_queries import SmallQueries

LEAVING_SECONDS = 1.0
"""The server lists a connection for a moment after its client has closed it, so a database in which
others are is looked at for that long."""
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND application_name = 'dateline'"
)
SPARE_SECONDS = 10
"""Seconds by which the server's own limit may exceed the deadline before it is set again."""


class Connected(Engine, pw.PostgresqlDatabase):
    """Each thread has a connection, which is replaced if it was lost. A statement may wait for the
    server, so none runs on an event loop."""

    several: ClassVar[dict[str, Any]] = PRIMARY
    """The parameters if the URL has several hosts, unless the URL sets them itself."""

    def __init__(self, url: str, use: Use) -> None:
        self.url = url
        self.address, self.pooled = split(url)
        self.use = use
        self.losses = 0
        self.confirmed = 0
        """The last cursor whose changes nothing can undo, as far as this process knows."""
        self.tables = tables_at(url)
        self.known_tables = self.tables.number
        self.rememberers: weakref.WeakSet[Any] = weakref.WeakSet()
        super().__init__(url, prefer_psycopg3=True)

    def _connect(self) -> Any:
        connection = connect(self.url, self.several)
        if Use.ALONE in self.use:
            self._demand_alone(connection)
        return connection

    @staticmethod
    def _demand_alone(connection: Any) -> None:
        ends = time.monotonic() + LEAVING_SECONDS
        while connection.execute(OTHERS).fetchone()[0]:
            if time.monotonic() >= ends:
                connection.close()
                raise Busy(IN_USE)
            time.sleep(LEAVING_SECONDS / 20)

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

    def notice(self, *, now: bool = False) -> None:
        """Raises ``Lost`` if a dump was restored over the tables (``restores``): what this process
        has cached, or has begun with it, is of other tables. A command, which has no deadline, may
        replace them itself."""
        connection, limit = self.own(), deadline.current()
        if limit is None or self.transaction_depth():
            return
        watch.begin(connection, limit)
        try:
            self.look_at_tables(connection, now=now)
        finally:
            watch.end(connection)
        if self.known_tables != self.tables.number:
            self.known_tables = self.tables.number
            raise Lost(REPLACED)

    def look_at_tables(self, connection: Any, *, now: bool) -> None:
        """See ``Tables.look``."""
        self.tables.look(connection, now=now)

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
        """If the server of the block is lost, a read begins again with another. A server without
        room on its disk for what a read has to put aside is lost for that read."""
        try:
            with telling():
                yield
        except ReadOnly:
            self.own().dateline_standby = True
            raise
        except Full as error:
            if self.transaction_depth() and not self.own().dateline_reads:
                raise
            raise self._lost(Lost(NO_DISK)) from error.__cause__
        except Lost as error:
            lost = self._lost(error)
            if lost is error:
                raise
            raise lost from error

    def _lost(self, error: Lost) -> BaseException:
        """The exception to raise after the server of a statement was lost."""
        if not self.is_closed() and not self.transaction_depth():
            self.drop()
        target = freshness.current()
        return error if target is None else target.lose(error)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Peewee's ``execute_sql``."""
        reply_dependencies.statement()
        with self.asking(), self.limited():
            return super().execute_sql(numbered(sql), params or None)

    def one_row(self, sql: str, params: tuple[Any, ...]) -> Any:
        """The first row of a small query that is asked very often, at the primary."""
        reply_dependencies.statement()
        with self.asking(), self.limited():
            queries: SmallQueries = self.own().dateline_queries
            return queries.row(numbered(sql), params)

    @property
    def at_primary(self) -> Callable[..., Any]:
        """A function that runs a statement on the server that has every write."""
        return partial(Connected.execute_sql, self)

    @property
    def where_newest(self) -> Callable[..., Any]:
        """The same, with a second try if only the connection was lost."""
        return partial(Connected._twice, self)

    def _twice(self, sql: str, params: Any = None) -> Any:
        with suppress(Lost), freshness.within(None):
            return self.at_primary(sql, params)
        return self.at_primary(sql, params)

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Statements of the block end with the deadline of this thread, or when nobody waits for
        them any more. The server's own limit ends them if this process cannot."""
        self.connected()
        self.notice()
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
