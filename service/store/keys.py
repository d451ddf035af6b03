"""Access keys: made, listed, checked, revoked. Only a digest is stored."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import peewee as pw

from service.errors import Conflict, Invalid, NotFound, Unauthorized
from service.store.entries import now, stamp
from service.store.uses import Uses

SCOPES = ("read", "write", "admin")
COLUMNS = "name, scopes, created_at, expires_at, revoked_at, last_used_at"
BY_DIGEST = f"SELECT {COLUMNS}, id FROM key WHERE digest = ?"


@dataclass(frozen=True, slots=True)
class Key:
    """Who asks: the key's name and what it may do."""

    name: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None

    def may(self, scope: str) -> bool:
        """``admin`` may everything, ``write`` may also read."""
        return SCOPES.index(scope) <= max(SCOPES.index(each) for each in self.scopes)


def _digest(token: str) -> str:
    # A random 256-bit key needs no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()


class Keys:
    """The table of keys; ``uses`` remembers those that were good."""

    def __init__(self, database: pw.SqliteDatabase, uses: Uses) -> None:
        self.database = database
        self.uses = uses

    def create(self, name: str, scopes: tuple[str, ...], expires_at: str | None = None) -> str:
        """A new key's text, shown this once. Raises ``Invalid`` or ``Conflict``."""
        wrong = [each for each in scopes if each not in SCOPES]
        if wrong or not scopes:
            raise Invalid(
                f"a scope is one of {', '.join(SCOPES)}, not {', '.join(wrong) or 'none'}"
            )
        if not name or len(name) > 100:
            raise Invalid("a key's name has 1 to 100 characters")
        token = "dl_" + secrets.token_urlsafe(32)
        try:
            with self.database.atomic("IMMEDIATE"):
                self.database.execute_sql(
                    "INSERT INTO key (name, digest, scopes, created_at, expires_at)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (name, _digest(token), ",".join(scopes), now(), expires_at),
                )
        except pw.IntegrityError:
            raise Conflict(f"there is already a key named {name!r}") from None
        return token

    def check(self, token: str) -> Key:
        """The key of that text. Raises ``Unauthorized`` if unknown, revoked or expired."""
        row = self.database.execute_sql(BY_DIGEST, (_digest(token),)).fetchone()
        if row is None or row[4] is not None or (row[3] is not None and row[3] <= now()):
            raise Unauthorized("the key is unknown, revoked or expired")
        self.uses.last[row[6]] = time.time()
        return _key(row)

    def all(self) -> list[Key]:
        """Every key, oldest first, without its text."""
        rows = self.database.execute_sql(f"SELECT {COLUMNS} FROM key ORDER BY id")
        return [_key(row) for row in rows.fetchall()]

    def rotate(self, name: str, overlap_hours: float) -> str:
        """A new text for the key; the old one goes on for ``overlap_hours`` under the name
        with a date. Raises ``NotFound`` unless there is such a key in force."""
        at = datetime.now(UTC)
        ends = stamp(at + timedelta(hours=overlap_hours))
        with self.database.atomic("IMMEDIATE"):
            row = self.database.execute_sql(
                "SELECT scopes, expires_at FROM key WHERE name = ? AND revoked_at IS NULL"
                " AND (expires_at IS NULL OR expires_at > ?)",
                (name, stamp(at)),
            ).fetchone()
            if row is None:
                raise NotFound(f"there is no key named {name!r} in force")
            self.database.execute_sql(
                "UPDATE key SET name = ?, expires_at = ? WHERE name = ?",
                (f"{name[:70]} until {ends}", min(ends, row[1] or ends), name),
            )
            return self.create(name, tuple(row[0].split(",")), row[1])

    def revoke(self, name: str) -> None:
        """Make the key useless from now on. Raises ``NotFound``."""
        with self.database.atomic("IMMEDIATE"):
            done = self.database.execute_sql(
                "UPDATE key SET revoked_at = coalesce(revoked_at, ?) WHERE name = ?", (now(), name)
            )
        if done.rowcount == 0:
            raise NotFound(f"there is no key named {name!r}")


def _key(row: tuple[Any, ...]) -> Key:
    return Key(row[0], tuple(row[1].split(",")), *row[2:6])
