"""Translates errors of engines and of the system about a database into our own."""

from __future__ import annotations

import errno
from collections.abc import Callable

from service.errors import Busy, DatelineError, Full, Lost, ReadOnly

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FULL = "the disk is full; this was not stored"
BUSY = "another program holds the database; this was not done, try again later"
READ_ONLY = "the database can only be read: its file, folder or disk is read-only"
LOST = "the disk under the database does not answer (an input or output error)"
NO_FILES = "too many files are open; try again later (see ulimit -n)"
IN_USE = "the database is in use; stop the server first"
SYSTEM: dict[int, tuple[type[DatelineError], str]] = {
    **dict.fromkeys(NO_ROOM, (Full, FULL)),
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
        kind, text = SYSTEM.get(error.errno or 0, (None, ""))
        return kind(text) if kind else None
    return next((known for each in ENGINES if (known := each(error)) is not None), None)
