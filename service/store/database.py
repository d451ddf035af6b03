"""Opening the database: every difference between one database and another is here."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee as pw
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from service.errors import Full, Invalid, Unavailable
from service.store.functions import FUNCTIONS
from service.store.models import TABLES

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
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

FULL_TEXT = "event_text"
FULL_TEXT_COLUMNS = ("title", "summary", "names", "terms")
VALUES_AT_ONCE = 800
TOKENIZER = "unicode61 remove_diacritics 2"


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PAGE = 4096


class Database(pw.SqliteDatabase):
    """SQLite; what it says of a disk without room is said as ``Full``."""

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        """Peewee's ``atomic``; every write of the store is inside one."""
        return self._telling(super().atomic(*args, **kwargs))

    @contextmanager
    def _telling(self, inner: pw._atomic) -> Iterator[None]:
        with telling_full(Path(self.database)), inner:
            yield

    def rollback(self) -> None:
        """Take back what was written, unless SQLite has: on a full disk it may, by itself."""
        database: pw.SqliteDatabase = self
        if database.connection().in_transaction:
            super().rollback()


@contextmanager
def telling_full(path: Path, length: int = 0) -> Iterator[None]:
    """Raises ``Full`` where writing to the database file at ``path``, which is to have
    ``length`` bytes or as many as now, finds no room."""
    try:
        yield
    except (sqlite3.Error, pw.DatabaseError) as error:
        if _full(error, path, length):
            raise Full("the disk is full; this was not stored") from error
        raise


def _full(error: BaseException | None, path: Path, length: int) -> bool:
    # What follows a failure inside a savepoint hides it: then it is the context that tells.
    while error is not None:
        text = error.args[-1] if error.args else ""
        if text == "database or disk is full":
            return True
        # All that SQLite says of a quota or of a file that is too long.
        if text in ("disk I/O error", "unable to open database file"):
            return _no_room(path, length)
        error = error.__context__
    return False


def _no_room(path: Path, length: int) -> bool:
    """Whether a file beside the database cannot be made, or not as long as it should be."""
    files = (path, path.with_name(f"{path.name}-wal"))
    sizes = [each.stat().st_size for each in files if each.exists()]
    try:
        with tempfile.TemporaryFile(dir=path.parent) as probe:
            probe.seek(max(length, *sizes, 0))
            probe.write(bytes(PAGE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return error.errno in NO_ROOM
    return False


def path_of(url: str) -> str:
    """The path in ``sqlite:///relative``, ``sqlite:////absolute`` or ``sqlite:///:memory:``.

    Raises ``Invalid`` for any other kind of address.
    """
    if not url.startswith(PREFIX) or len(url) == len(PREFIX):
        raise Invalid(f"database_url must look like sqlite:///path/to.db, not {url!r}")
    return url.removeprefix(PREFIX)


def open_database(url: str, pragmas: Mapping[str, int | str] | None = None) -> pw.SqliteDatabase:
    """A Peewee database for ``sqlite:///relative`` or ``sqlite:////absolute``; ``pragmas``
    stand in place of the usual ones.

    Raises ``Invalid`` for any other kind of address. The file's folder is made.
    """
    path = path_of(url)
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    opened = Database(path, pragmas=PRAGMAS | dict(pragmas or {}), cached_statements=512)
    for name, (function, parameters) in FUNCTIONS.items():
        opened.register_function(function, name, parameters, deterministic=True)
    return opened


def runner(database: pw.SqliteDatabase) -> Runner:
    """The migrations and the record of those applied."""
    return Runner(database, str(MIGRATIONS))


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


class TimeLimit:
    """Stops a query on ``database`` that runs longer than ``seconds``.

    SQLite calls the progress handler every few thousand steps of its machine, so the
    check costs nothing on a short query and needs no timer thread.
    """

    def __init__(self, database: pw.SqliteDatabase, seconds: float) -> None:
        self.database = database
        self.seconds = seconds
        self.local = threading.local()

    def __enter__(self) -> None:
        self.local.deadline = time.monotonic() + self.seconds
        connection = self.database.connection()
        if getattr(self.local, "installed", None) is not connection:
            connection.set_progress_handler(self._expired, 20_000)
            self.local.installed = connection

    def _expired(self) -> bool:
        return time.monotonic() > float(self.local.deadline)

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> None:
        self.local.deadline = float("inf")
        if isinstance(error, pw.OperationalError) and "interrupted" in str(error):
            raise Unavailable("the query took too long; narrow it and try again") from None
