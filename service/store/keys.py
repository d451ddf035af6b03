"""Access keys: created, listed, checked, revoked; only a digest of each text is stored.

A key has a number, which never changes, and a text, which a rotation replaces. The old text stays
valid for some time. The scopes and the end of a key hold for all its texts.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import peewee as pw

from service.domain.instants import now, stamp
from service.errors import Conflict, Invalid, NotFound, Unauthorized
from service.reply_dependencies import known
from service.store.engine import Engine
from service.store.key_usage import Uses

FEED = "feed"
"""A key with this scope only reads, and its text may be part of a URL."""
RANKS = {FEED: 0, "read": 0, "write": 1, "admin": 2}
SCOPES = tuple(RANKS)
BYTES = 32
"""The random bytes in the text of a key."""
TEXT = re.compile(r"dl_(?:feed_)?[A-Za-z0-9_-]{43}")
COLUMNS = "k.id, t.id, k.name, k.scopes"
IN_FORCE = (
    "k.revoked_at IS NULL AND coalesce(k.expires_at, '~') > ? AND coalesce(t.expires_at, '~') > ?"
)
"""``~`` sorts after every time as stored."""
CURRENT = (
    f"SELECT {COLUMNS}, t.digest FROM key_text t JOIN key k ON k.id = t.key_id"
    f" WHERE t.{{}} = ? AND {IN_FORCE}"
)
BY_DIGEST, BY_NUMBER = CURRENT.format("digest"), CURRENT.format("id")


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a request: its number and name, the number of the text that was shown, and its
    scopes."""

    number: int
    text: int
    name: str
    scopes: tuple[str, ...]

    def may(self, scope: str) -> bool:
        """Whether the key has the rights of ``scope``: ``admin`` has all, ``write`` may also
        read. An unknown scope gives none."""
        return RANKS[scope] <= max(RANKS.get(each, -1) for each in self.scopes)

    @property
    def feed(self) -> bool:
        """Whether its text may be part of a URL."""
        return self.scopes == (FEED,)


@dataclass(frozen=True, slots=True)
class OldText:
    """A text that a rotation replaced and that is still valid."""

    expires_at: str
    last_used_at: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A key as the operator sees it. ``last_used_at`` is of its newest text."""

    name: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None
    old: tuple[OldText, ...]


def digest(token: str) -> str:
    """The digest of a text, which is all that is stored of it."""
    # A random 256-bit key needs no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def without_keys(text: str) -> str:
    """``text`` for a log: a key is hidden wherever it stands, also in a URL inside a URL."""
    return TEXT.sub("dl_***", text)


class Keys:
    """The tables of keys and their texts; ``uses`` notes the use of valid texts."""

    def __init__(self, database: Engine, uses: Uses) -> None:
        self.database = database
        self.uses = uses
        # A revoked key is invalid at once, however old the data of a replica is.
        self.newest: Callable[..., Any] = database.where_newest

    def create(self, name: str, scopes: Sequence[str], expires_at: str | None = None) -> str:
        """The text of a new key, shown only this once. Raises ``Invalid`` or ``Conflict``."""
        wrong = [each for each in scopes if each not in SCOPES]
        if wrong or not scopes:
            raise Invalid(
                f"a scope is one of {', '.join(SCOPES)}, not {', '.join(wrong) or 'none'}"
            )
        if FEED in scopes and len(scopes) > 1:
            raise Invalid("a feed key only reads; it has no other scope")
        if not name.strip() or len(name) > 100 or not name.isprintable():
            raise Invalid("a key's name has 1 to 100 characters, and all are visible")
        at = now()
        try:
            with self.database.writing():
                (number,) = self.database.execute_sql(
                    "INSERT INTO key (id, name, scopes, created_at, expires_at)"
                    " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ? FROM key RETURNING id",
                    (name, ",".join(scopes), at, expires_at),
                ).fetchone()
                return self._text(number, scopes, at)
        except pw.IntegrityError:
            raise Conflict(f"there is already a key named {name!r}") from None

    def _text(self, number: int, scopes: Sequence[str], at: str) -> str:
        # The prefix shows a person who finds the text in a log or a file that it is a key.
        token = ("dl_feed_" if FEED in scopes else "dl_") + secrets.token_urlsafe(BYTES)
        self.database.execute_sql(
            "INSERT INTO key_text (id, key_id, digest, created_at)"
            " SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM key_text",
            (number, digest(token), at),
        )
        return token

    def check(self, token: str) -> Key:
        """The key of that text. Raises ``Unauthorized`` if unknown, revoked or expired."""
        found = self._current(BY_DIGEST, digest(token))
        if found is None:
            raise Unauthorized("the key is unknown, revoked or expired")
        self.uses.note(found[0].text)
        return found[0]

    def of_text(self, number: int) -> tuple[Key, str] | None:
        """The key of the text of that number, and the digest of the text; ``None`` if either is
        unknown, revoked or expired. This does not count as a use of the key."""
        return self._current(BY_NUMBER, number)

    def _current(self, query: str, wanted: str | int) -> tuple[Key, str] | None:
        at = now()
        with known():  # a caller that keeps a reply checks the key again each time
            row = self.newest(query, (wanted, at, at)).fetchone()
        if row is None:
            return None
        number, text, name, scopes, stored = row
        return Key(number, text, name, tuple(scopes.split(","))), stored

    def all(self) -> list[Listed]:
        """Every key, oldest first, without its texts."""
        texts: dict[int, list[tuple[Any, ...]]] = {}
        for number, *text in self.database.execute_sql(
            "SELECT key_id, expires_at, last_used_at FROM key_text ORDER BY id"
        ).fetchall():
            texts.setdefault(number, []).append(tuple(text))
        rows = self.database.execute_sql(
            "SELECT id, name, scopes, created_at, expires_at, revoked_at FROM key ORDER BY id"
        ).fetchall()
        at = now()
        return [
            Listed(
                name, tuple(scopes.split(",")), created, expires, revoked,
                next((used for ends, used in texts.get(number, ()) if ends is None), None),
                tuple(OldText(*each) for each in texts.get(number, ()) if each[0] and each[0] > at),
            )
            for number, name, scopes, created, expires, revoked in rows
        ]  # fmt: skip

    def rotate(self, name: str, overlap_hours: float) -> str:
        """A new text for the key; the earlier texts stay valid for ``overlap_hours`` at most.
        Raises ``NotFound`` unless such a key is valid."""
        at = datetime.now(UTC)
        with self.database.writing():
            row = self.database.execute_sql(
                "SELECT id, scopes FROM key WHERE name = ? AND revoked_at IS NULL"
                " AND (expires_at IS NULL OR expires_at > ?)",
                (name, stamp(at)),
            ).fetchone()
            if row is None:
                raise NotFound(f"there is no key named {name!r} in force")
            ends = stamp(at + timedelta(hours=overlap_hours))
            self.database.execute_sql(
                "UPDATE key_text SET expires_at = ?"
                " WHERE key_id = ? AND (expires_at IS NULL OR expires_at > ?)",
                (ends, row[0], ends),
            )
            return self._text(row[0], row[1].split(","), stamp(at))

    def revoke(self, name: str) -> None:
        """Revoke the key: all its texts are invalid from now on. Raises ``NotFound``."""
        with self.database.writing():
            done = self.database.execute_sql(
                "UPDATE key SET revoked_at = coalesce(revoked_at, ?) WHERE name = ?", (now(), name)
            )
        if done.rowcount == 0:
            raise NotFound(f"there is no key named {name!r}")
