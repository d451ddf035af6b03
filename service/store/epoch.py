"""The epoch of a database, which every cursor and tag carries.

The epoch is created with the database. Each copy gets a new one, so a restored copy has a new one
too. A file that was copied by other means is another file: its number on the file system (inode) is
a part of the epoch, so most such copies differ as well. A file that is overwritten in place with an
earlier state of itself cannot be detected.

A copy by ``dateline copy``, which is to become the service, keeps the epoch: cursors, tags and
mirrors stay valid. Its name then has the epoch and the only place where that epoch is valid. A file
that is copied from there by other means has another epoch. While such a copy is unfinished, the
name has the epoch of its source.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

from service.domain.cursors import EPOCH_BYTES, CursorSeal
from service.domain.instants import now
from service.errors import Damaged
from service.store.engine import Engine

ROW = "SELECT name, secret FROM epoch WHERE id = 1"
_KEPT = re.compile("([0-9a-f]{12})@[0-9a-f]{19}")
_UNFINISHED = re.compile("copy of ([0-9a-f]{12})")
_SECRETS = re.compile(f"(?:[0-9a-f]{{32}}|{_KEPT.pattern}|{_UNFINISHED.pattern}) [0-9a-f]{{64}}")
UNFINISHED = (
    "the database is a copy that is not finished; run the same dateline copy again, which goes on"
    " where it ended"
)


def malformed(execute: Callable[..., Any]) -> bool:
    """Whether the table does not have exactly one row, as it should."""
    rows = execute("SELECT id, name, secret FROM epoch").fetchall()
    return len(rows) != 1 or rows[0][0] != 1 or not _SECRETS.fullmatch(f"{rows[0][1]} {rows[0][2]}")


def unfinished(execute: Callable[..., Any]) -> bool:
    """Whether the database is an unfinished copy."""
    row = execute(ROW).fetchone()
    return row is not None and _UNFINISHED.fullmatch(row[0]) is not None


def read_seal(execute: Callable[..., Any], place: str) -> CursorSeal:
    """The seal of the database, which ``place`` distinguishes from its copies. Raises ``Damaged``
    if it has no epoch, or is a copy that is not finished."""
    if malformed(execute):
        raise Damaged("the database has lost its epoch; run dateline verify --repair")
    name, secret = execute(ROW).fetchone()
    if _UNFINISHED.fullmatch(name):
        raise Damaged(UNFINISHED)
    kept = _KEPT.fullmatch(name)
    if kept is not None and name == _kept(kept[1], place):
        return CursorSeal(kept[1], bytes.fromhex(secret))
    digest = hashlib.blake2b(f"{name} {place}".encode(), digest_size=EPOCH_BYTES)
    return CursorSeal(digest.hexdigest(), bytes.fromhex(secret))


def _kept(epoch: str, place: str) -> str:
    """The name of an epoch that is kept at a place."""
    bound = hashlib.blake2b(f"{epoch} {place}".encode(), digest_size=10).hexdigest()
    return f"{epoch}@{bound[:19]}"


def lineage(database: Engine) -> tuple[str, str]:
    """The epoch of a database and its secret; for an unfinished copy, the epoch of its source."""
    name, secret = database.execute_sql(ROW).fetchone()
    copied = _UNFINISHED.fullmatch(name)
    epoch = copied[1] if copied else read_seal(database.execute_sql, database.place()).epoch
    return epoch, secret


def begin_copy(source: Engine, target: Engine) -> None:
    """Mark ``target`` as an unfinished copy of ``source``, within a transaction."""
    epoch, secret = lineage(source)
    _set(target.execute_sql, f"copy of {epoch}", secret)


def finish(source: Engine, target: Engine, new: bool) -> None:
    """Give a complete copy the epoch of its source, or a ``new`` one, within a transaction."""
    if new:
        renew(target.execute_sql)
        return
    epoch, secret = lineage(source)
    _set(target.execute_sql, _kept(epoch, target.place()), secret)


def renew(execute: Callable[..., Any]) -> None:
    """Begin a new epoch: earlier cursors and tags become invalid."""
    _set(execute, secrets.token_hex(16), secrets.token_hex(32))


def _set(execute: Callable[..., Any], name: str, secret: str) -> None:
    execute("DELETE FROM epoch")
    execute(
        "INSERT INTO epoch (id, name, secret, begun_at) VALUES (1, ?, ?, ?)",
        (name, secret, now()),
    )
