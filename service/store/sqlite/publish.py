"""A file for dashboards: the rows of the views and nothing else.

SQLite has no roles, so anyone who can read the database can read keys, replies and history. A
published file does not contain them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from service.domain.instants import now
from service.errors import Conflict
from service.store.sqlite.engine_errors import telling
from service.store.sqlite.file import flush_to_disk, sides
from service.store.sqlite.paths import followed
from service.store.sqlite.unfinished import unfinished
from service.store.views import VERSION, VIEWS, View

if TYPE_CHECKING:
    from service.store.sqlite.database import Sqlite

PUBLICATION = "publication"
"""The table with the version of the views in the file, and the time of its creation."""


def publish(database: Sqlite, target: Path) -> int:
    """Write the rows of the views to ``target``; returns the number of events.

    The file has one state of the database, and appears complete or not at all. It can replace an
    earlier file while that is being read, and keeps the mode that the owner has chosen. Raises
    ``Conflict`` if ``target`` is another kind of file, or is being written, and ``Full`` if there
    is no room.
    """
    target = followed(target)
    _demand_ours(target, Path(database.database))
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target, "publishing", f"{target.name} is being written by another") as fresh:
        with telling(fresh, database.size()), closing(sqlite3.connect(
            f"{fresh.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None
        )) as made:  # fmt: skip
            events = _fill(made, Path(database.database))
        if target.exists():
            fresh.chmod(target.stat().st_mode & 0o777)
        flush_to_disk(fresh)
        fresh.replace(target)
        flush_to_disk(target.parent)
    return events


def _demand_ours(target: Path, database: Path) -> None:
    """Raises ``Conflict`` unless ``target`` may be overwritten."""
    if target.exists():
        _demand_published(target, database)
    # This comes last: the log of a database that is in use has commits, and must stay.
    if sides(target):
        # SQLite would take a log or a journal of the old file for one of the new file.
        names = ", ".join(each.name for each in sides(target))
        raise Conflict(f"a program writes to {target.name}, or did: {names} must be removed first")


def _demand_published(target: Path, database: Path) -> None:
    if target.samefile(database):
        raise Conflict(f"{target.name} is the database itself; give another file")
    try:
        with closing(sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)) as found:
            found.execute(f"SELECT version FROM {PUBLICATION}").fetchone()
    except sqlite3.DatabaseError:
        raise Conflict(f"{target.name} exists and is not a published file; give another") from None


def _fill(made: sqlite3.Connection, database: Path) -> int:
    for pragma in ("journal_mode = off", "synchronous = off", "trusted_schema = 1"):
        made.execute(f"PRAGMA {pragma}")  # nobody sees the file before it is complete and on disk
    made.execute("ATTACH DATABASE ? AS source", (f"{database.absolute().as_uri()}?mode=ro",))
    made.execute("BEGIN")  # one state of the database for every table
    for view in VIEWS:
        made.execute(_table(view))
        names = ", ".join(each.name for each in view.columns)
        made.execute(
            f"INSERT INTO main.{view.name} ({names}) SELECT {names} FROM source.{view.name}"
        )
    for view in VIEWS:
        for column in view.indexes:
            made.execute(f"CREATE INDEX {view.name}_{column} ON {view.name} ({column})")
    (events,) = made.execute("SELECT count(*) FROM main.event_view").fetchone()
    made.execute(
        f"CREATE TABLE {PUBLICATION}"
        " (version INTEGER NOT NULL, published_at TIMESTAMP NOT NULL, events INTEGER NOT NULL)"
    )
    at = now()[:26].replace("T", " ")
    made.execute(f"INSERT INTO {PUBLICATION} VALUES (?, ?, ?)", (VERSION, at, events))
    made.execute("COMMIT")
    made.execute("DETACH DATABASE source")
    made.execute("ANALYZE")
    made.execute("PRAGMA journal_mode = delete")
    return int(events)


def _table(view: View) -> str:
    columns = ", ".join(f"{each.name} {each.type}" for each in view.columns)
    return f"CREATE TABLE main.{view.name} ({columns}, PRIMARY KEY ({', '.join(view.key)}))"
