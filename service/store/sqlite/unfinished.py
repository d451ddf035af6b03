"""Unfinished files: each is for one process alone, until it is complete and gets its name."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from service.errors import Conflict
from service.store.sqlite.file import remove, sides

NOT_OURS = "{} is a link, or belongs to somebody else; it is no file of this program, remove it"


@contextmanager
def unfinished(target: Path, word: str, busy: str) -> Iterator[Path]:
    """An empty file beside ``target`` for this process alone; it is removed at the end of the block
    if it is still there. Raises ``Conflict`` with the text ``busy`` if another process has it."""
    path = target.with_name(f".{target.name}.{word}")
    handle = _claimed(path, busy)
    mine = os.fstat(handle).st_ino
    try:
        yield path
    finally:
        # The file may have got its final name, and the next process may have created its own.
        with suppress(FileNotFoundError):
            if path.stat().st_ino == mine:
                remove(path)
        os.close(handle)


def _claimed(path: Path, busy: str) -> int:
    """A handle of the file, which is emptied: a process that was killed may have left one."""
    while True:
        handle = _own_file(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The process that had it may have renamed or removed it meanwhile.
            if path.exists() and path.stat().st_ino == os.fstat(handle).st_ino:
                for each in sides(path):
                    each.unlink()
                os.ftruncate(handle, 0)
                return handle
        except BlockingIOError:
            os.close(handle)
            raise Conflict(busy) from None
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _own_file(path: Path) -> int:
    """A handle of a file that only this user can read, created if it is not there.

    In a folder where others may write, somebody could have put a link or a file of their own there.
    Raises ``Conflict`` for these.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.EACCES) and os.path.lexists(path):
            raise Conflict(NOT_OURS.format(path.name)) from None
        raise
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        os.close(handle)
        raise Conflict(NOT_OURS.format(path.name))
    os.fchmod(handle, 0o600)
    return handle
