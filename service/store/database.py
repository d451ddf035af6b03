"""Opening the database: every difference between one database and another is here."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee as pw
from playhouse.migrations import Migration, MigrationError, Runner
from playhouse.schema_diff import diff_models

from service import deadline, reads
from service.errors import Busy, Invalid, Lost, Unavailable
from service.resources import INCOMPLETE, MIGRATIONS
from service.store.faults import explained, telling
from service.store.file import File
from service.store.functions import FUNCTIONS
from service.store.models import TABLES

__all__ = ["File", "explained", "telling"]

PREFIX = "sqlite:///"

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",  # an acknowledged write is on disk
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "cache_size": -64_000,
    "mmap_size": 1 << 30,
    "journal_size_limit": 64 << 20,  # what a large import leaves is given back
    "temp_store": "memory",
    "trusted_schema": 0,
}

ONCE_THROUGH = {"cache_size": -8_000, "mmap_size": 0}
"""For reading everything once: pages that will not be asked for again are not kept."""
FILLING: dict[str, int | str] = {
    "mmap_size": 0,
    "cache_size": -48_000,
    "wal_autocheckpoint": 50_000,
}
"""For writing much: what is written is not counted as memory of the program, and a page that
many transactions change is written to its place once for several of them."""

ON_LOOP = {"busy_timeout": 0}
"""For the thread of the event loop: it never waits for a lock; a thread does."""
ON_THREAD = {"busy_timeout": 100, "cache_size": -8_000, "mmap_size": 0}
"""For threads of a service, of which there are several: each waits for a lock in short steps,
so that it notices its deadline, and keeps little in memory."""
STEPS, STEPS_ON_THREAD = 10_000, 200_000
"""Of SQLite's machine, between two looks at the deadline: a millisecond or two, and some tens
on a thread, which has to ask for the interpreter each time and so would disturb the loop."""

ALONE: dict[str, int | str] = {"locking_mode": "exclusive", "busy_timeout": 1_000}
"""For what nobody else may see: refused while the database is in use."""

FULL_TEXT = "event_text"
FULL_TEXT_COLUMNS = ("title", "summary", "names", "terms")
TEXTS = "title summary names"
"""The columns that have words; the fourth has marks of terms."""
VALUES_AT_ONCE = 800


class _Local(threading.local):
    pragmas: Mapping[str, int | str] | None = None


_local = _Local()


def use_on_this_thread(pragmas: Mapping[str, int | str]) -> None:
    """Lay ``pragmas`` over those of every connection that this thread opens from now on."""
    _local.pragmas = pragmas


class Database(pw.SqliteDatabase):
    """SQLite; what it says of its file and its disk is said as our errors (``faults``).

    ``file`` notices that the file was replaced or removed while any thread has it open: what
    is written to a file without a name is lost.
    """

    def __init__(self, database: str, **kwargs: Any) -> None:
        self.file = File(database)
        super().__init__(database, **kwargs)

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Peewee's ``connect``. A file that this makes is for its owner alone. Raises ``Lost``
        where the file is not the one known so far."""
        with telling(self.file.path):
            if not self.file.in_memory:
                make_private(self.file.path)
            made: bool = super().connect(reuse_if_open)
        if made:
            self.file.opened()
        return made

    def close(self) -> bool:
        """Peewee's ``close``."""
        closed: bool = super().close()
        if closed:
            self.file.closed()
        return closed

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Peewee's ``execute_sql``."""
        self.file.look()
        reads.statement()
        inner: Callable[..., Any] = super().execute_sql
        try:
            return inner(sql, params)
        except pw.DatabaseError as error:
            known = explained(error, self.file.path)
            if known is None:
                raise
            raise known from error

    def _connect(self) -> sqlite3.Connection:
        # Peewee's stubs leave out what is not public.
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]
        for name, value in (_local.pragmas or {}).items():
            connection.execute(f"PRAGMA {name} = {value}")
        steps = STEPS_ON_THREAD if _local.pragmas is ON_THREAD else STEPS
        connection.set_progress_handler(deadline.over, steps)
        return connection

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction. Waits for another writer until the deadline of the thread, and
        without one as long as ``busy_timeout`` says. Raises ``Unavailable``.

        What has begun to write is not ended by the deadline any more.
        """
        if lock_type is not None:
            deadline.demand_thread()  # it may wait, and what it writes waits for the disk
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

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        """Peewee's ``atomic``; every write of the store is inside one."""
        return self._telling(super().atomic(*args, **kwargs))

    @contextmanager
    def _telling(self, inner: pw._atomic) -> Iterator[None]:
        with telling(self.file.path), inner:
            self.file.check()
            yield

    def rollback(self) -> None:
        """Take back what was written, unless SQLite has: on a full disk it may, by itself."""
        database: pw.SqliteDatabase = self
        if database.connection().in_transaction:
            super().rollback()


def make_private(path: Path) -> None:
    """Make a file that only its owner may read, unless there is one. SQLite gives the files
    that it keeps beside a database the same rights."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError:
        return  # where nothing can be made, SQLite says why
    os.close(handle)
    path.chmod(0o600)  # whatever the umask takes away


def path_of(url: str) -> str:
    """The path in ``sqlite:///relative``, ``sqlite:////absolute`` or ``sqlite:///:memory:``.

    Raises ``Invalid`` for any other kind of address.
    """
    if not url.startswith(PREFIX) or len(url) == len(PREFIX):
        raise Invalid(f"DATELINE_DATABASE_URL: {url!r} must look like sqlite:///path/to.db")
    return url.removeprefix(PREFIX)


def open_database(url: str, pragmas: Mapping[str, int | str] | None = None) -> Database:
    """A Peewee database for ``sqlite:///relative`` or ``sqlite:////absolute``; ``pragmas``
    stand in place of the usual ones.

    Raises ``Invalid`` for any other kind of address. The file's folder is made; ``Lost`` where
    it cannot be.
    """
    path = path_of(url)
    if path != ":memory:":
        folder = Path(path).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"the folder {folder} cannot be made: {error.strerror}"
            raise Lost(f"DATELINE_DATABASE_URL: {why}") from None
    every = PRAGMAS | dict(pragmas or {})
    # How locks are held and waited for, before anything is read (SQLite, PRAGMA locking_mode).
    names = ("busy_timeout", "locking_mode")
    first = {name: every.pop(name) for name in names if name in every}
    opened = Database(path, pragmas=first | every, cached_statements=512)
    for name, (function, parameters) in FUNCTIONS.items():
        opened.register_function(function, name, parameters, deterministic=True)
    return opened


def runner(database: pw.SqliteDatabase) -> Runner:
    """The migrations and the record of those applied. Raises ``Unavailable`` where the package
    has no migrations."""
    known_migrations()
    return Runner(database, str(MIGRATIONS))


def known_migrations() -> list[str]:
    """The names of the migrations that this program has. Raises ``Unavailable`` where it has
    none: an empty database would pass for one that is up to date."""
    names = [each.name for each in Migration.load_directory(str(MIGRATIONS))]
    if not names:
        raise Unavailable(INCOMPLETE.format("migrations"))
    return names


@contextmanager
def naming_migrations() -> Iterator[None]:
    """Raises ``Invalid`` for a migration that is unknown or cannot be taken back."""
    try:
        yield
    except MigrationError as error:
        raise Invalid(f"{error} dateline migrate status lists them.") from None


def drift(database: pw.SqliteDatabase) -> str:
    """How the database differs from the models; empty where it does not."""
    return str(diff_models(database, list(TABLES)))


def insert_many(
    database: pw.SqliteDatabase, table: str, columns: Sequence[str], values: Sequence[Any]
) -> None:
    """Insert rows whose ``values`` come after one another.

    Many with one statement, since for small rows half of the work is the going from one to
    the next.
    """
    width = len(columns)
    many = VALUES_AT_ONCE // width
    whole = len(values) - len(values) % (width * many)
    row = f"({', '.join('?' * width)})"
    for rows, start, end in ((many, 0, whole), (1, whole, len(values))):
        step = rows * width
        database.connection().executemany(
            f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES {", ".join([row] * rows)}',
            (tuple(values[at : at + step]) for at in range(start, end, step)),
        )


class Limited:
    """Blocks of statements, each of which has at most ``seconds``, unless the thread has a
    deadline already: that one counts."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> _Block:
        """A block; it raises ``Unavailable`` where the time is over."""
        return _Block(self.seconds)


class _Block:
    __slots__ = ("before", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        self.before = deadline.current()
        if self.before is None:
            deadline.begin(deadline.Deadline(self.seconds))

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> None:
        try:
            known = None if error is None else explained(error)
        finally:
            deadline.begin(self.before)
        if known is not error and known is not None:
            raise known from None
