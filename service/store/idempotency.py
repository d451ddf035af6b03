"""Replies stored under an ``Idempotency-Key``, so that a repeated write is not done again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from service.domain.instants import stamp
from service.errors import Mismatch
from service.store.engine import Engine


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply, with all that is needed to send the same again."""

    status: int
    headers: dict[str, str]
    body: bytes
    replayed: bool = False


class Replies:
    """The table of replies. ``clock`` gives the time in seconds since 1970."""

    def __init__(
        self, database: Engine, keep_hours: float, clock: Callable[[], float] = time.time
    ) -> None:
        self.database = database
        self.execute: Callable[..., Any] = database.execute_sql
        self.keep = timedelta(hours=keep_hours)
        self.clock = clock
        self.begun = clock() - time.monotonic()

    def once(self, key: int, token: str, request: str, work: Callable[[], Reply]) -> Reply:
        """Do ``work``, unless the key of that number has already done it under ``token``; returns
        its reply.

        ``request`` is a digest of the request. Raises ``Mismatch`` if the token stands for another
        request. The writes of ``work`` and its reply are committed together. If ``work`` raises,
        nothing is stored and the token is free.
        """
        with self.database.writing():
            now = self.clock()
            # A clock that jumps ahead must not end all replies at once, because a write that is
            # sent again would then be done twice. The monotonic clock does not jump.
            passed = min(now, self.begun + time.monotonic())
            self.execute("DELETE FROM reply WHERE at < ?", (_stored(passed, -self.keep),))
            row = self.execute(
                "SELECT request, status, headers, body FROM reply WHERE key_id = ? AND token = ?",
                (key, token),
            ).fetchone()
            if row is not None:
                if row[0] != request:
                    raise Mismatch("this Idempotency-Key was used for another request")
                return Reply(row[1], orjson.loads(row[2]), bytes(row[3]), True)
            reply = work()
            self.execute(
                "INSERT INTO reply (key_id, token, request, status, headers, body, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key, token, request, reply.status, orjson.dumps(reply.headers).decode(),
                 reply.body, _stored(now)),
            )  # fmt: skip
            return reply


def _stored(seconds: float, more: timedelta = timedelta()) -> str:
    return stamp(datetime.fromtimestamp(seconds, UTC) + more)
