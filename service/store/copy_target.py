"""The allowed targets of a copy.

A target is an empty database, an unfinished copy of the same source, or an earlier state of it.
Anything else is refused before anything is changed.
"""

from __future__ import annotations

from typing import Any

from service.errors import Conflict
from service.store.changes import last_cursor
from service.store.copied_tables import CHANGE
from service.store.engine import Engine
from service.store.epoch import lineage, unfinished
from service.store.migrating import runner

HOLDS = ("event", "change", "key", "reply", "history", "tombstone")
"""Tables of which one row is enough to show that a database is in use."""
RECORD = "schema_migration"
_OTHER = "a copy goes into an empty database, or into an earlier copy of the same source"


def demand_empty_or_ours(target: Engine) -> bool:
    """Whether the target still has to be migrated. Raises ``Conflict`` if it has tables of another
    program, or of another version of this one."""
    tables = set(target.get_tables())
    if RECORD not in tables:
        if tables:
            some = ", ".join(sorted(tables)[:3])
            raise Conflict(f"it has tables of another program ({some}); {_OTHER}")
        return True
    steps = runner(target).status()
    newer = [each.name for each in steps if each.path is None]
    if newer:
        raise Conflict(f"it is newer than this program: {', '.join(newer)}")
    pending = any(not each.applied for each in steps)
    if pending and any(_holds(target, name) for name in HOLDS if name in tables):
        raise Conflict("it is of an earlier version; run dateline migrate on it first")
    return pending


def demand_line(source: Engine, target: Engine) -> None:
    """Raises ``Conflict`` unless the target, which is migrated, is empty or has only data that the
    source has, or had."""
    if not unfinished(target.execute_sql) and not any(_holds(target, name) for name in HOLDS):
        return
    if lineage(source) != lineage(target):
        raise Conflict(f"it holds something else; {_OTHER}")
    reached = last_cursor(target.execute_sql)
    ours, theirs = _entry(source, reached), _entry(target, reached)
    if ours != theirs:
        raise Conflict(
            "it was written to since it was copied, or the source has lost its last changes:"
            f" entry {reached:,} of its change log is not that of the source; {_OTHER}"
        )
    if not unfinished(target.execute_sql):
        _demand_same_keys(source, target)


def _holds(database: Engine, name: str) -> bool:
    return database.execute_sql(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() is not None


def _entry(database: Engine, cursor: int) -> tuple[Any, ...] | None:
    # ``several`` may differ, and in an unfinished copy it does.
    columns = ", ".join(name for name in CHANGE.columns if name != "several")
    sql = f'SELECT {columns} FROM "change" WHERE cursor = ?'
    found = database.execute_sql(sql, (cursor,)).fetchone()
    return None if found is None else tuple(found)


def _demand_same_keys(source: Engine, target: Engine) -> None:
    """Raises ``Conflict`` if the keys differ: a key that was created in the target would be lost,
    and one that was revoked there would be valid again."""
    known = _ends(source)
    for (number, name, digest), ends in _ends(target).items():
        if known.get((number, name, digest), "") > ends or (number, name, digest) not in known:
            raise Conflict(
                f"it was used since it was copied: its key {name!r} was made, rotated or"
                " ended there and not in the source; do the same in the source, or copy into an"
                " empty database"
            )


def _ends(database: Engine) -> dict[tuple[int, str, str], str]:
    """The end of each text of a key; ``~``, which sorts after every time, if it has none."""
    rows = database.execute_sql(
        "SELECT k.id, k.name, t.digest, k.revoked_at, k.expires_at, t.expires_at"
        " FROM key_text t JOIN key k ON k.id = t.key_id"
    ).fetchall()
    return {tuple(row[:3]): min(each or "~" for each in row[3:]) for row in rows}
