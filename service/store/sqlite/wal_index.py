"""Finds out without a statement whether a database in WAL mode has changed.

SQLite keeps the index of the write-ahead log in memory that all processes share. It begins with two
copies of a header, and each commit writes another header (sqlite.org/walformat.html, 2.1). A reader
of SQLite compares the header with the one that it knows, and so does this module. ``PRAGMA
data_version`` answers the same question, but takes a lock for it and asks for the size of the file.

SQLite maps that memory once for a process, and unmaps it when the last connection closes. So a
connection is kept here. The file must not be opened in another way: when a process closes any
descriptor of a file, it loses all its locks on that file (POSIX, ``fcntl``), also those of SQLite.
"""

from __future__ import annotations

import ctypes
import sqlite3
from contextlib import suppress
from pathlib import Path

HEADER = 48
"""The bytes of one copy of the header."""
VERSION = 3_007_000
"""The only version of the format; it is the first number of the header."""
MAPS = Path("/proc/self/maps")


class WalIndex:
    """The header of the index of the database at ``path``, for any thread."""

    def __init__(self, path: Path) -> None:
        self._both: memoryview | None = None
        self._connection: sqlite3.Connection | None = None
        with suppress(OSError, ValueError, sqlite3.Error):
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None,
                check_same_thread=False,
            )  # fmt: skip
            self._connection.execute("PRAGMA cache_size = -100")
            self._connection.execute("PRAGMA data_version").fetchone()  # this maps the index
            address = _address(path.resolve())
            if address is not None and ctypes.c_uint32.from_address(address).value == VERSION:
                copies = (ctypes.c_ubyte * (2 * HEADER)).from_address(address)
                self._both = memoryview(copies).cast("B")

    def header(self) -> bytes | None:
        """The header now. ``None`` if it is just being written, or if it cannot be read at all:
        without WAL, and on a system without ``/proc``. Then a statement has to find out."""
        return None if self._both is None else whole(self._both)

    def __del__(self) -> None:
        """Close the connection, once nobody can read the header any more."""
        self._both = None
        if self._connection is not None:
            self._connection.close()


def whole(copies: memoryview) -> bytes | None:
    """The two copies of a header; ``None`` if they differ, because it is just being written."""
    both = copies.tobytes()
    return both if both[:HEADER] == both[HEADER:] else None


def _address(path: Path) -> int | None:
    """The place of the index in the memory of this process, if it is mapped once."""
    index = path.with_name(f"{path.name}-shm")
    number, found = index.stat().st_ino, []
    for line in MAPS.read_text("utf-8", "replace").splitlines():
        place, _, offset, _, inode, *name = line.split(maxsplit=5)
        if name == [str(index)] and int(inode) == number and not int(offset, 16):
            found.append(int(place.partition("-")[0], 16))
    return found[0] if len(found) == 1 else None
