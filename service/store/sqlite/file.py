"""The file of a database: its identity, exclusive use, and replacement as a whole.

A database of SQLite has up to four files. While it is in use and after a crash, the write-ahead
log, its index, or a journal stand beside the main file. SQLite takes any file there with the right
name for a part of the main file, so no file of another database may be left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from service.errors import Busy, Conflict, Damaged, Lost
from service.store.engine_errors import IN_USE
from service.store.sqlite.engine_errors import LOG_MOVED, MOVED, explained, telling

LOG = ("-wal", "-shm")
SIDES = (*LOG, "-journal")
LOCKS = (0x40000000, 512)
"""The bytes at which SQLite locks a database file (sqlite.org/fileformat2.html, 1.2)."""
MAGIC = b"SQLite format 3\0"
LOOK_SECONDS = 0.1


class File:
    """The main file of a database that is open, and the files of its log (``-wal`` and ``-shm``).

    ``logged`` says that a connection opens the log at once. The log then stays as long as the
    connection does. SQLite never removes or replaces it meanwhile, but another program may, and
    what is written to a log without a name is lost.
    """

    def __init__(self, path: str, logged: bool) -> None:
        self.path = Path(path)
        self.in_memory = path == ":memory:"
        self.known: tuple[int, int] | None = None
        self._log: dict[Path, tuple[int, int]] = {}
        self._logged = logged
        self._next = 0.0
        self._open, self._lock = 0, Lock()

    def opened(self) -> None:
        """Note the identity of the files. Raises ``Lost`` if another file is open."""
        with self._lock:
            self._open += 1
            if self.known is None and not self.in_memory:
                self.known = _number(self.path)
                names = LOG if self._logged else ()
                files = (self.path.with_name(self.path.name + name) for name in names)
                self._log = {each: _number(each) for each in files if each.exists()}
        self.check()

    def closed(self) -> None:
        """Forget the identity of the files when nobody has them open any more."""
        with self._lock:
            self._open -= 1
            if not self._open:
                self.known, self._log = None, {}

    def check(self) -> None:
        """Raises ``Lost`` if a name no longer stands for the file that was opened."""
        if self.known is not None and _number(self.path) != self.known:
            raise Lost(MOVED)
        for path, number in self._log.items():
            if _number(path, LOG_MOVED) != number:
                raise Lost(LOG_MOVED)

    def look(self) -> None:
        """The same, but only now and then."""
        now = time.monotonic()
        if now > self._next:
            self.check()
            self._next = now + LOOK_SECONDS


def _number(path: Path, moved: str = MOVED) -> tuple[int, int]:
    """Device and inode. Raises ``Lost`` with the text ``moved`` if there is no file."""
    with telling(path):
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise Lost(moved) from None
    return found.st_dev, found.st_ino


def sides(path: Path) -> list[Path]:
    """The existing files beside the main one."""
    return [each for side in SIDES if os.path.lexists(each := path.with_name(path.name + side))]


def remove(path: Path) -> None:
    """Remove a database that nobody uses, the files beside it first."""
    for each in (*sides(path), path):
        each.unlink(missing_ok=True)


def flush_to_disk(path: Path) -> None:
    """Write a file, or the names in a folder, through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give_name(fresh: Path, target: Path) -> Path | None:
    """Give a finished database its name, if there is no database of that name. Returns the name
    under which remaining files of a former database were set aside, if there were any.

    Raises ``Conflict`` if there is a database by now.
    """
    flush_to_disk(fresh)
    orphans = sides(target)
    if target.exists():
        raise Conflict(f"there is a database {target.name} meanwhile")
    aside = _free_name(target) if orphans else None
    if aside is not None:
        _set_aside(target, aside)
        _clear(target)
    try:
        target.hardlink_to(fresh)
    except FileExistsError:
        raise Conflict(f"there is a database {target.name} meanwhile") from None
    flush_to_disk(target.parent)
    return aside


def replace_database(fresh: Path, target: Path, keep: bool) -> Path | None:
    """Replace a database by a finished one; returns the place of the old one, if it is kept.

    At every moment the name stands for the complete old database or the complete new one. Raises
    ``Conflict`` if the old one is in use; then it is unchanged.
    """
    if not target.exists():
        return give_name(fresh, target)
    flush_to_disk(fresh)
    aside = _free_name(target) if keep else None
    with exclusive_use(target):
        _like(target, fresh)
        try:
            if aside is not None:
                _set_aside(target, aside)
            # Only a damaged database still has files beside it, which could not be merged into it.
            _clear(target)
            fresh.replace(target)
            if aside is not None:
                _keep_private(aside)
        except BaseException:
            if aside is not None and target.exists():
                remove(aside)
            raise
        flush_to_disk(target.parent)
    return aside


def _free_name(target: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    number = 0
    while True:
        name = f"{target.name}.before-{stamp}{f'-{number}' if number else ''}Z"
        found = target.with_name(name)
        if not os.path.lexists(found) and not sides(found):
            return found
        number += 1


def _set_aside(target: Path, aside: Path) -> None:
    """Give every file of a database a second name, the main file last."""
    for each in (*sides(target), *([target] if target.exists() else [])):
        second = aside.with_name(aside.name + each.name.removeprefix(target.name))
        try:
            second.hardlink_to(each)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            shutil.copy2(each, second)
            flush_to_disk(second)
    flush_to_disk(target.parent)


def _keep_private(aside: Path) -> None:
    for each in (*sides(aside), aside):
        each.chmod(0o600)


def _clear(target: Path) -> None:
    """Remove the files beside a main file, and write that to the disk."""
    found = sides(target)
    for each in found:
        each.unlink()
    if found:
        flush_to_disk(target.parent)


def _like(target: Path, fresh: Path) -> None:
    """Give ``fresh`` the same owner, if that is allowed; only the owner gets rights."""
    known = target.stat()
    with suppress(PermissionError):
        os.chown(fresh, known.st_uid, known.st_gid)


def demand_unused(target: Path) -> None:
    """Raises ``Conflict`` if the database is in use; changes nothing."""
    with _locked(target):
        pass


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the locks of SQLite without SQLite, because a damaged file may still be in use."""
    handle = os.open(target, os.O_RDWR)
    try:
        start, length = LOCKS
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
        except (BlockingIOError, PermissionError):
            raise Conflict(IN_USE) from None
        yield
    finally:
        os.close(handle)


@contextmanager
def exclusive_use(target: Path) -> Iterator[None]:
    """Keep all others from the database. A sound database is then a single file: the files beside
    it have been merged into it. Raises ``Conflict`` if it is in use."""
    demand_unused(target)
    with ExitStack() as stack:
        whole = _merged(target, stack)
        if not whole:
            stack.close()
            stack.enter_context(_locked(target))
        yield


def _merged(target: Path, stack: ExitStack) -> bool:
    """Merge the files beside the database into it, and lock it until ``stack`` ends. Returns
    whether that was possible; it is not if the database is damaged."""
    with target.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return False  # SQLite takes an empty file for a new one, and removes its log
    old = stack.enter_context(closing(sqlite3.connect(target, timeout=1, isolation_level=None)))
    try:
        # To leave WAL mode needs exclusive use of the database (sqlite.org/wal.html, 3).
        (mode,) = old.execute("PRAGMA journal_mode = delete").fetchone()
        old.execute("BEGIN EXCLUSIVE")
        (still,) = old.execute("PRAGMA journal_mode").fetchone()
        if (mode, still) != ("delete", "delete"):
            raise Conflict(IN_USE)
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        known = explained(error, target)
        if known is None or isinstance(known, Damaged):
            return False
        raise (Conflict(IN_USE) if isinstance(known, Busy) else known) from error
    return not sides(target)
