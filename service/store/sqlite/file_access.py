"""Who may read the file of a database, and whether its folder can take a new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from service.store.sqlite.paths import followed


def make_private(path: Path) -> None:
    """Create a file that only its owner may read, unless the file exists. SQLite gives the files
    beside a database the same rights. A link may name a file that does not exist yet."""
    path = followed(path)  # O_EXCL refuses every link
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError:
        return  # if nothing can be created, SQLite reports why
    os.close(handle)
    path.chmod(0o600)  # whatever the umask removes


def place_errors(path: str) -> Iterator[str]:
    """The errors of the folder in which a file would be created; none if the file exists."""
    if path == ":memory:" or Path(path).exists():
        return
    folder = Path(path).absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        yield f"{folder} is not a folder"
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield f"the folder {folder} cannot be written"


def open_to_others(path: str) -> str | None:
    """A warning about a file that others may read or write."""
    file = Path(path)
    mode = file.stat().st_mode & 0o777 if file.exists() else 0
    if not mode & 0o077:
        return None
    return f"{file}: others may read or write it (mode {mode:o}); see chmod"
