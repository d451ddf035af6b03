"""Copies of the database: made while it is in use, put back while it is not."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import peewee as pw

from service.errors import Conflict, Full, Invalid
from service.store.database import MIGRATIONS, PAGE, make_private, path_of, telling_full


def backup(database: pw.SqliteDatabase, target: Path, force: bool = False) -> None:
    """Copy the database as it is now into one file; readers and writers go on.

    The copy appears whole and checked, or not at all. Raises ``Conflict`` where the file
    exists and ``force`` is not given, ``Invalid`` where the copy is not sound, ``Full``
    where it has no room.
    """
    if target.exists() and not force:
        raise Conflict(f"{target.name} exists; --force writes over it")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    make_private(unfinished)
    (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
    try:
        with telling_full(unfinished, pages * PAGE), closing(sqlite3.connect(unfinished)) as copy:
            # In one step: a copy in several begins anew at each write in between.
            database.connection().backup(copy)
            copy.execute("PRAGMA journal_mode = delete")  # one file, nothing beside it
            _sound(copy, target)
        onto_disk(unfinished)
        unfinished.replace(target)
        onto_disk(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(url: str, source: Path) -> Path | None:
    """Put a copy in the place of the database; where the old one went, if there was one.

    Raises ``Invalid`` where the file is no sound copy or newer than this program, and
    ``Conflict`` where the database is in use, ``Full`` where it has no room.
    """
    target = Path(path_of(url))
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
        _sound(copy, source)
        known = {each.stem for each in MIGRATIONS.glob("[0-9]*.py")}
        newer = {row[0] for row in copy.execute("SELECT name FROM schema_migration")} - known
        if newer:
            raise Invalid(f"the copy is newer than this program: {', '.join(sorted(newer))}")
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.restoring")
        fresh.unlink(missing_ok=True)
        make_private(fresh)
        try:
            with (
                telling_full(fresh, source.stat().st_size),
                closing(sqlite3.connect(fresh)) as made,
            ):
                copy.backup(made)
        except Full:
            fresh.unlink()
            raise
    onto_disk(fresh)
    aside = _set_aside(target)
    fresh.replace(target)
    onto_disk(target.parent)
    return aside


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    with closing(sqlite3.connect(target, timeout=1)) as old:
        try:
            # Leaving the WAL needs the database for oneself alone.
            (mode,) = old.execute("PRAGMA journal_mode = delete").fetchone()
        except sqlite3.OperationalError:
            mode = "wal"
    if mode != "delete":
        raise Conflict("the database is in use; stop the server first")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = target.with_name(f"{target.name}.before-{stamp}")
    target.replace(aside)
    aside.chmod(0o600)
    return aside


def _sound(database: sqlite3.Connection, path: Path) -> None:
    try:
        (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        database.execute("SELECT 1 FROM event, schema_migration LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise Invalid(f"{path.name} is no copy of a Dateline database: {error}") from None
    if found != "ok":
        raise Invalid(f"{path.name} is damaged: {found}")


def onto_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
