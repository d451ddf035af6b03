"""Translates errors of SQLite and of the system about a file and its disk into our own."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee as pw

from service import deadline
from service.errors import Busy, Damaged, DatelineError, Full, Lost, ReadOnly
from service.store.engine_errors import BUSY, ENGINES, FULL, LOST, READ_ONLY, of_system

PAGE = 4096
CLOSED = "the database file cannot be opened: see that it and its folder are there and may be used"
DAMAGED = (
    "the database is damaged, or its disk cannot be read (see the log of the system);"
    " dateline verify says where, dateline restore puts a backup back"
)
NO_DATABASE = "the file is not a database; dateline restore puts a backup in its place"
MOVED = "the database file was replaced or removed while it was in use; restart the service"
LOG_MOVED = (
    "a file of the database's log (-wal or -shm) was removed while it was in use; stop all programs"
    " that use the database, then start the service again"
)

KNOWN: dict[int, tuple[type[DatelineError], str]] = {
    sqlite3.SQLITE_BUSY: (Busy, BUSY),
    sqlite3.SQLITE_LOCKED: (Busy, BUSY),
    sqlite3.SQLITE_PROTOCOL: (Busy, BUSY),
    sqlite3.SQLITE_READONLY: (ReadOnly, READ_ONLY),
    sqlite3.SQLITE_IOERR: (Lost, LOST),
    sqlite3.SQLITE_CANTOPEN: (Lost, CLOSED),
    sqlite3.SQLITE_PERM: (Lost, CLOSED),
    sqlite3.SQLITE_FULL: (Full, FULL),
    sqlite3.SQLITE_CORRUPT: (Damaged, DAMAGED),
    sqlite3.SQLITE_NOTADB: (Damaged, NO_DATABASE),
}
"""Errors by SQLite's primary result code (sqlite.org/rescode.html)."""
WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
OF_SYSTEM = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""The only codes of SQLite for many errors of the system: a quota, no inodes, a file that is too
long, too many open files."""


@contextmanager
def telling(path: Path, length: int = 0) -> Iterator[None]:
    """Raises our error if the block fails because of the database file at ``path`` or the disk
    under it. The file should have ``length`` bytes, or as many as now."""
    try:
        yield
    except (sqlite3.Error, pw.DatabaseError, OSError) as error:
        known = explained(error, path, length)
        if known is None:
            raise
        raise known from error


def explained(
    error: BaseException, path: Path | None = None, length: int = 0
) -> BaseException | None:
    """Our error for an error of SQLite, Peewee or the system; ``None`` if it does not concern the
    file, the disk or the deadline. In a trial it is ``NeedsThread`` if a thread may wait or
    take longer; after Ctrl-C it is ``KeyboardInterrupt``."""
    if isinstance(error, OSError):
        return of_system(error)
    # A later error hides a failure inside a savepoint; then the context of the error has it.
    found: BaseException | None = (
        error if isinstance(error, sqlite3.Error | pw.PeeweeException) else None
    )
    while found is not None:
        code = _code(found)
        limit = deadline.current()
        if limit is not None and (
            code == sqlite3.SQLITE_INTERRUPT or (limit.trial and code & 0xFF in WAITING)
        ):
            return limit.ended()
        if code == sqlite3.SQLITE_INTERRUPT:
            # Ctrl-C came inside the function that looks at the deadline, of which there is none.
            return KeyboardInterrupt()
        if code & 0xFF in KNOWN:
            return _translated(code, path, length)
        found = found.__context__
    return None


def _translated(code: int, path: Path | None, length: int) -> DatelineError:
    kind, text = KNOWN[code & 0xFF]
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        kind, text = Lost, MOVED
    elif path is not None and code & 0xFF in OF_SYSTEM:
        known = _tried(path, length)
        if known is not None:
            return known
        if _only_read(path):
            kind, text = ReadOnly, READ_ONLY
    return kind(text)


def _code(error: BaseException) -> int:
    """SQLite's extended result code, or 0 if there is none; Peewee keeps the error that it
    wraps."""
    for each in (error, getattr(error, "orig", None)):
        if isinstance(each, sqlite3.Error):
            return int(getattr(each, "sqlite_errorcode", 0) or 0)
    return 0


def _tried(path: Path, length: int) -> DatelineError | None:
    """The error with which the system refuses a file beside the database, of the length that it
    needs; ``None`` if there is none of ours."""
    files = (path, path.with_name(f"{path.name}-wal"))
    try:
        sizes = [each.stat().st_size for each in files if each.exists()]
        with tempfile.TemporaryFile(dir=path.parent) as probe:
            probe.seek(max(length, *sizes, 0))
            probe.write(bytes(PAGE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return of_system(error)
    return None


def _only_read(path: Path) -> bool:
    """Whether the file, or its folder if there is no file, can be read but not written."""
    place = path if path.exists() else path.parent
    return os.access(place, os.R_OK) and not os.access(place, os.W_OK)


ENGINES.append(explained)
