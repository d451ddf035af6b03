"""Which database this is: its epoch, which every cursor and tag carries.

The epoch is made with the database and made anew in each copy of it, so in one that is put
back too. A file that was copied by other means is another file: its number on the file system
(inode) is a part of the epoch, so most such copies differ as well. A file that is written over
in place with an earlier state of itself cannot be told.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

from service.domain.cursors import EPOCH_BYTES, Seal
from service.domain.instants import now
from service.errors import Damaged

ROW = "SELECT name, secret FROM epoch WHERE id = 1"
_SECRETS = re.compile("[0-9a-f]{32} [0-9a-f]{64}")


def faulty(execute: Callable[..., Any]) -> bool:
    """Whether the table has not just the one row that it should have."""
    rows = execute("SELECT id, name, secret FROM epoch").fetchall()
    return len(rows) != 1 or rows[0][0] != 1 or not _SECRETS.fullmatch(f"{rows[0][1]} {rows[0][2]}")


def read_seal(execute: Callable[..., Any], place: str) -> Seal:
    """The seal of the database, which ``place`` tells from its copies. Raises ``Damaged`` where
    it has no epoch."""
    if faulty(execute):
        raise Damaged("the database has lost its epoch; run dateline verify --repair")
    row = execute(ROW).fetchone()
    digest = hashlib.blake2b(f"{row[0]} {place}".encode(), digest_size=EPOCH_BYTES)
    return Seal(digest.hexdigest(), bytes.fromhex(row[1]))


def renew(execute: Callable[..., Any]) -> None:
    """Begin a new epoch: cursors and tags that were given before are worth nothing."""
    execute("DELETE FROM epoch")
    execute(
        "INSERT INTO epoch (id, name, secret, begun_at) VALUES (1, ?, ?, ?)",
        (secrets.token_hex(16), secrets.token_hex(32), now()),
    )
