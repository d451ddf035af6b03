"""Which database this is: its epoch, which every cursor and tag carries.

The epoch is made with the database and made anew in each copy of it, so in one that is put
back too. A file that was copied by other means is another file: its number on the file system
(inode) is a part of the epoch, so most such copies differ as well. A file that is written over
in place with an earlier state of itself cannot be told.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.domain.seal import EPOCH_BYTES, Seal
from service.errors import Damaged

ROW = "SELECT name, secret FROM epoch WHERE id = 1"
FAULTY = (
    "SELECT count(*) <> 1 OR sum(id = 1 AND length(name) = 32 AND length(secret) = 64"
    " AND name NOT GLOB '*[^0-9a-f]*' AND secret NOT GLOB '*[^0-9a-f]*') IS NOT 1 FROM epoch"
)
"""1 where the table has not just the one row that it should have."""


def read_seal(execute: Callable[..., Any], path: str) -> Seal:
    """The seal of the database at ``path``. Raises ``Damaged`` where it has no epoch."""
    row = execute(ROW).fetchone()
    if row is None or execute(FAULTY).fetchone()[0]:
        raise Damaged("the database has lost its epoch; run dateline verify --repair")
    place = "" if path == ":memory:" else str(Path(path).stat().st_ino)
    digest = hashlib.blake2b(f"{row[0]} {place}".encode(), digest_size=EPOCH_BYTES)
    return Seal(digest.hexdigest(), bytes.fromhex(row[1]))


def renew(execute: Callable[..., Any]) -> None:
    """Begin a new epoch: cursors and tags that were given before are worth nothing."""
    execute("DELETE FROM epoch")
    at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    execute(
        "INSERT INTO epoch (id, name, secret, begun_at) VALUES (1, ?, ?, ?)",
        (secrets.token_hex(16), secrets.token_hex(32), at),
    )
