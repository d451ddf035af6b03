"""Cursors: texts that mark how far a client has read, bound to the database that issued them.

A cursor of the change log is ``epoch-number-mark``; within an epoch the order of these texts is
that of the log. The mark is a digest of the entry. So the cursor of an entry that a failover has
lost differs from that of the entry that gets its number later. A cursor of a list holds the key of
the last event. It is signed, so that the store can trust every part of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass

Key = tuple[int | str, ...]
EPOCH_BYTES, IDENTITY_BYTES, MARK_BYTES, CHECK_BYTES = 6, 6, 8, 4
DIGITS = 12
_HEAD = EPOCH_BYTES + IDENTITY_BYTES
_CHANGE = re.compile(r"(?:([0-9a-f]{12})-)?(\d{1,16})(?:-([0-9a-f]{8}))?", re.ASCII)
_LIST = re.compile(r"[A-Za-z0-9_-]{48,100}", re.ASCII)
NO_CURSOR = "is not a cursor of this service; use the next link unchanged"
_NUMBER = struct.Struct(">q").pack
_TIME = 27
"""Characters of a time as stored."""
_REACHED = b"@"
_WITH_REACHED = (8 + 9, 16 + 9, _TIME + 9)


class ForeignCursor(ValueError):
    """The cursor is well formed, but of another database or of another state of this one."""


@dataclass(frozen=True, slots=True)
class LogPlace:
    """A place in the change log: the number of an entry, and its mark. The mark is empty at the
    beginning of the log, which is the number 0, and in a cursor that an earlier version gave."""

    number: int = 0
    mark: str = ""

    @classmethod
    def of(cls, number: int, kind: str, event_id: str, version: int, at: str) -> LogPlace:
        """The place of an entry."""
        entry = f"{kind} {event_id} {version} {at}".encode()
        return cls(number, hashlib.blake2b(entry, digest_size=CHECK_BYTES).hexdigest())

    def demand(self, found: LogPlace | None) -> None:
        """Raises ``ForeignCursor`` unless ``found``, the entry that has this number now, is the
        same entry."""
        if self.number and (found is None or self.mark not in ("", found.mark)):
            raise ForeignCursor("is a cursor of another database")


@dataclass(frozen=True, slots=True)
class CursorSeal:
    """Makes and reads the cursors of one database: its ``epoch``, 12 hexadecimal digits, and a
    secret that never leaves it."""

    epoch: str
    secret: bytes

    @property
    def seed(self) -> int:
        """The epoch as a number of 48 bits, with which a digest begins."""
        return int(self.epoch, 16)

    def change(self, place: LogPlace) -> str:
        """The cursor of a place in the change log."""
        mark = f"-{place.mark}" if place.mark else ""
        return f"{self.epoch}-{place.number:0{DIGITS}}{mark}"

    def change_place(self, text: str) -> LogPlace:
        """The place in a cursor of the change log; ``0`` alone is the beginning of any log.

        Raises ``ForeignCursor`` for another epoch or none, ``ValueError`` if it is not a cursor.
        """
        match = _CHANGE.fullmatch(text)
        if match is None:
            raise ValueError("is not a cursor of this service")
        number = int(match[2])
        if match[1] != self.epoch and (match[1] is not None or number):
            raise ForeignCursor("is a cursor of another database")
        return LogPlace(number, match[3] or "")

    def list(self, key: Key, identity: str, reached: int = 0) -> str:
        """A cursor for the page after ``key``. The key is a position and either the number of the
        last departure or a time as stored; or it is a rank, a position and the number of a
        change. ``identity`` (12 hexadecimal digits) is that of the query. The next page must see
        the change ``reached``, which is 0 if only one server answers."""
        plain = bytes.fromhex(self.epoch + identity)
        for part in key:
            plain += _NUMBER(part) if isinstance(part, int) else part.encode("ascii")
        if reached:
            plain += struct.pack(">cq", _REACHED, reached)
        return base64.urlsafe_b64encode(plain + self._mark(plain)).decode("ascii").rstrip("=")

    def list_key(self, text: str, identity: str) -> tuple[Key, int]:
        """The key in a cursor that ``list`` made for the same query, and the change that its page
        must see.

        Raises ``ForeignCursor`` for another epoch, ``ValueError`` for any other error.
        """
        if not _LIST.fullmatch(text) or len(text) % 4 == 1:
            raise ValueError(NO_CURSOR)
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain, mark = whole[:-MARK_BYTES], whole[-MARK_BYTES:]
        if plain[:EPOCH_BYTES].hex() != self.epoch:
            raise ForeignCursor("is a cursor of another database")
        tail, reached = plain[_HEAD + 8 :], 0
        if len(tail) in _WITH_REACHED and tail[-9:-8] == _REACHED:
            (reached,) = struct.unpack(">q", tail[-8:])
            tail = tail[:-9]
        # Several texts decode to the same bytes; only the text that was issued is valid.
        same = base64.urlsafe_b64encode(whole).decode("ascii").rstrip("=") == text
        signed = hmac.compare_digest(mark, self._mark(plain))
        if not (same and signed and len(tail) in (8, 16, _TIME)):
            raise ValueError(NO_CURSOR)
        if plain[EPOCH_BYTES:_HEAD].hex() != identity:
            raise ValueError("belongs to another query; begin again without it")
        (position,) = struct.unpack(">q", plain[_HEAD : _HEAD + 8])
        if len(tail) == _TIME:
            return (position, tail.decode("ascii")), reached
        return (position, *struct.unpack(f">{len(tail) // 8}q", tail)), reached

    def _mark(self, plain: bytes) -> bytes:
        """A keyed digest (BLAKE2, RFC 7693, 2.9)."""
        return hashlib.blake2b(plain, digest_size=MARK_BYTES, key=self.secret).digest()
