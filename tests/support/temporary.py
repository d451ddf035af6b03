"""The folder for temporary files of the tests: in memory, if this machine has room there.

Databases in memory need a fifth less processor time than on a disk. No test cuts the power, so none
needs a disk.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""The free bytes that the folder in memory must have."""


def use_memory() -> None:
    """Make ``MEMORY`` the folder for temporary files of this process and of those that it starts.
    Does nothing if ``TMPDIR`` is set, or if the folder has too little room or runs no programs."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    found = os.statvfs(MEMORY)
    if found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # read the environment again


def short() -> str:
    """The folder for sockets, whose paths may have about 100 characters. All users reach it."""
    return str(MEMORY) if tempfile.gettempdir() == str(MEMORY) else "/tmp"
