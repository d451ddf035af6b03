"""Copies of the database: created while it is in use, restored while it is not."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import Conflict, Invalid, NotFound, Unavailable
from service.store.epoch import renew
from service.store.migrating import known_migrations
from service.store.sqlite.engine_errors import telling
from service.store.sqlite.file import demand_unused, give_name, replace_database
from service.store.sqlite.paths import followed, path_of
from service.store.sqlite.unfinished import unfinished

if TYPE_CHECKING:
    from service.store.sqlite.database import Sqlite

_SAME = "old.key o, old.key_text p, key_text t WHERE o.id = p.key_id AND p.digest = t.digest"
ENDED = (
    f"UPDATE key SET revoked_at = o.revoked_at FROM {_SAME} AND t.key_id = key.id"
    " AND o.revoked_at IS NOT NULL AND key.revoked_at IS NULL",
    f"UPDATE key SET expires_at = o.expires_at FROM {_SAME} AND t.key_id = key.id"
    " AND o.expires_at < coalesce(key.expires_at, '~')",
    "UPDATE key_text SET expires_at = o.expires_at FROM old.key_text o"
    " WHERE o.digest = key_text.digest AND o.expires_at < coalesce(key_text.expires_at, '~')",
)
"""SQL for whether a key of the copy and one of the old database are the same: they share a text."""


log = logging.getLogger("dateline")


def backup(database: Sqlite, target: Path, force: bool = False) -> None:
    """Copy the database as it is now into one file; others can read and write meanwhile. The copy
    has its own epoch (``service.store.epoch``).

    The copy appears complete and checked, or not at all. Raises ``Conflict`` if the file exists and
    ``force`` is not given, or is in use; ``Unavailable`` if the database has no tables yet;
    ``Invalid`` if the copy is damaged, ``Full`` if there is no room for it.
    """
    target = followed(target)
    if target.exists():
        _demand_file(target)
        if target.samefile(database.database):
            raise Conflict(f"{target.name} is the database itself; give another file")
        if not force:
            raise Conflict(f"{target.name} exists; --force overwrites it")
        demand_unused(target)
    if not database.table_exists("event"):
        raise Unavailable("the database has no tables of Dateline; run dateline migrate")
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target, "unfinished", f"{target.name} is being written by another") as fresh:
        with telling(fresh, database.size()), closing(_open(fresh)) as copy:
            # In one step: a copy in several steps begins again at each write in between.
            database.own().backup(copy)
            _finish(copy, target)
        if force:
            replace_database(fresh, target, keep=False)
        else:
            give_name(fresh, target)


def restore(url: str, source: Path) -> Path | None:
    """Replace the database by a copy, with its own epoch; returns the place of the old files, if
    there were any. A key that was revoked after the copy was made stays revoked, if the old
    database can be read.

    At every moment the database is the complete old one or the complete copy. Raises ``NotFound``
    if there is no copy, ``Invalid`` if it is damaged or newer than this program, ``Conflict`` if
    the database is in use, ``Full`` if there is no room. Then nothing is changed.
    """
    target = followed(Path(path_of(url)))
    if not source.exists():
        raise NotFound(f"there is no file {source.name}")
    _demand_file(source)
    if target.exists():
        if target.samefile(source):
            raise Invalid(f"{source.name} is the database itself; give a copy of it")
        demand_unused(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target, "restoring", "another restore is under way") as fresh:
        with closing(_open(source, "ro")) as copy:
            _sound(copy, source)
            _demand_known(copy)
            with telling(fresh, source.stat().st_size), closing(_open(fresh)) as made:
                copy.backup(made)
                _end_keys(made, target)
                _finish(made, source)
        aside = replace_database(fresh, target, keep=True)
    with closing(_open(target, "ro")) as found:
        _sound(found, target)
    return aside


def _open(path: Path, mode: str = "rw") -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None)


def _demand_known(copy: sqlite3.Connection) -> None:
    found = {row[0] for row in copy.execute("SELECT name FROM schema_migration")}
    newer = found.difference(known_migrations())
    if newer:
        raise Invalid(f"the copy is newer than this program: {', '.join(sorted(newer))}")


def _end_keys(made: sqlite3.Connection, target: Path) -> None:
    """End the keys of the copy that were revoked, or got an end, in the old database."""
    if not target.exists() or target.stat().st_size == 0:
        return
    try:
        made.execute("ATTACH DATABASE ? AS old", (f"{target.absolute().as_uri()}?mode=ro",))
        try:
            ended = sum(made.execute(sql).rowcount for sql in ENDED)
        finally:
            made.execute("DETACH DATABASE old")
    except sqlite3.Error as error:
        log.warning("keys that were revoked since the copy was made are good again: %s", error)
        return
    if ended:
        log.warning("%d keys were revoked or ended since the copy was made, and stay so", ended)


def _finish(copy: sqlite3.Connection, source: Path) -> None:
    """Turn a copy into one sound file with its own epoch."""
    copy.execute("PRAGMA journal_mode = delete")
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'epoch'").fetchone():
        copy.execute("BEGIN")
        renew(copy.execute)
        copy.execute("COMMIT")
    _sound(copy, source)


def _sound(database: sqlite3.Connection, path: Path) -> None:
    try:
        (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        database.execute("SELECT 1 FROM event, schema_migration LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise Invalid(f"{path.name} is not a copy of a Dateline database: {error}") from None
    if found != "ok":
        raise Invalid(f"{path.name} is damaged: {found}")


def _demand_file(path: Path) -> None:
    """Raises ``Invalid`` for a device, a pipe or a folder. A pipe would be waited for, and a device
    would be replaced by the copy."""
    if not path.is_file():
        raise Invalid(f"{path} is not a regular file")
