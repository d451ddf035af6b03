"""A database that is not there yet, made in one go.

Nothing has to be taken back while nobody can see it: no page is written twice. It appears
whole and on disk, or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from service.errors import Conflict
from service.store.backup import onto_disk
from service.store.database import PREFIX, path_of, telling_full

PRAGMAS: dict[str, int | str] = {
    "journal_mode": "off",
    "synchronous": "off",
    "locking_mode": "exclusive",
    "cache_size": -34_000,  # a longer transaction takes more memory itself
}


def is_missing(url: str) -> bool:
    """Whether there is no database at that address yet."""
    path = path_of(url)
    return path != ":memory:" and not Path(path).exists()


@contextmanager
def made_aside(url: str, keep: bool = True) -> Iterator[str]:
    """The address of an empty database, to be opened with ``PRAGMAS`` and closed within the
    block; after it the database is at ``url``, unless something failed or it is not to be kept.

    Raises ``Conflict`` if another is being made, or is there by then.
    """
    target = Path(path_of(url))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    if unfinished.exists():
        _left_behind(unfinished)
    try:
        with telling_full(unfinished):
            yield f"{PREFIX}{unfinished}"
        if keep:
            onto_disk(unfinished)
            try:
                target.hardlink_to(unfinished)
            except FileExistsError:
                raise Conflict(f"there is a database {target.name} meanwhile") from None
            onto_disk(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _left_behind(unfinished: Path) -> None:
    """Remove what an import that was killed has left. Raises ``Conflict`` if it is in use."""
    with closing(sqlite3.connect(unfinished, timeout=0)) as left:
        try:
            left.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise Conflict("another import is making this database") from None
        except sqlite3.DatabaseError:  # cut off in the middle of a page
            pass
    unfinished.unlink()
