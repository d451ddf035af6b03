"""Translates errors of engines and of the system about a database into our own."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from service.errors import Busy, DatelineError, Full, Lost, ReadOnly

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_BYTES = "the disk is full"
NO_INODES = "the disk has no inode left for another file (see df -i)"
NOT_STORED = "{}; this was not stored"
FULL = NOT_STORED.format(NO_BYTES)
BUSY = "another program holds the database; this was not done, try again later"
READ_ONLY = "the database can only be read: its file, folder or disk is read-only"
LOST = "the disk under the database does not answer (an input or output error)"
NO_FILES = "too many files are open; try again later (see ulimit -n)"
IN_USE = "the database is in use; stop the server first"
SYSTEM: dict[int, tuple[type[DatelineError], str]] = {
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), (Busy, NO_FILES)),
    errno.EROFS: (ReadOnly, READ_ONLY),
    errno.EIO: (Lost, LOST),
}
Explain = Callable[[BaseException], BaseException | None]
ENGINES: list[Explain] = []
"""One translation for each engine in use."""


def explained(error: BaseException) -> BaseException | None:
    """Our error for an error of an engine, Peewee or the system; ``None`` if it does not concern
    the database, the disk or the deadline. In a trial it is ``NeedsThread`` if a thread may
    wait or take longer."""
    if isinstance(error, OSError):
        return of_system(error)
    return next((known for each in ENGINES if (known := each(error)) is not None), None)


def of_system(error: OSError, told: str = NOT_STORED) -> DatelineError | None:
    """Our error for an error of the system; ``None`` if it does not concern the disk or the number
    of open files. ``told`` has a place for what the disk lacks, and says what that prevented."""
    if error.errno in NO_ROOM:
        return Full(told.format(_lacking(error.filename)))
    kind, text = SYSTEM.get(error.errno or 0, (None, ""))
    return kind(text) if kind else None


def _lacking(place: object) -> str:
    """The thing that the disk lacks for ``place``, a file or a folder."""
    if not isinstance(place, str | bytes):
        return NO_BYTES
    path = Path(os.fsdecode(place))
    while not path.exists() and path != path.parent:
        path = path.parent
    try:
        found = os.statvfs(path)
    except OSError:
        return NO_BYTES
    # A file system without a fixed number of inodes says that it has none.
    return NO_INODES if found.f_files and found.f_bavail and not found.f_favail else NO_BYTES
