"""Reads on replicas: the choice of a replica, and its lag behind the primary.

A replica is as new as the last entry of its change log, which has the same numbers everywhere. A
read that has to see a change waits a moment until the replica has it; otherwise it is sent to the
primary. A statement outside such reads (``service.freshness``) is never sent to a replica.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import peewee as pw

from service import deadline, freshness
from service.deadline import Deadline, within
from service.errors import Busy, Damaged, DatelineError, Lost, Refused, Unavailable
from service.freshness import ReadTarget
from service.reply_dependencies import known
from service.store.changes import last_cursor
from service.store.engine import Use
from service.store.epoch import ROW
from service.store.postgres.connecting import REPLICAS
from service.store.postgres.database import Postgres, place_of

LOOK_SECONDS = 1.0
"""Seconds for which the last known state of a server is used, and the interval between queries to
the primary."""
WAIT_SECONDS, STEP_SECONDS = 0.1, 0.01
"""Seconds that a read waits for a replica, and between two checks of it."""
LIFE_SECONDS = 300.0
"""The maximum age of a connection, so that a replica that comes back gets its share."""
IDLE_SECONDS = 30.0
PATIENCE_SECONDS = 1.0
"""Seconds that the primary may take for an answer that a replica can give too."""
MOMENTS = 3600
Identity = tuple[object, ...]
OTHER = (
    "DATELINE_READ_DATABASE_URL: this is another database than that of DATELINE_DATABASE_URL, and"
    " no replica of it"
)


def identity_of(execute: Callable[..., Any]) -> Identity:
    """The name and the secret of the epoch, and the place of the database: a replica has those of
    its primary."""
    return (*(execute(ROW).fetchone() or ()), place_of(execute))


class Log:
    """The cursor of the primary's change log, second by second. A thread reads it, and ends when
    nobody asks any more."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.moments: deque[tuple[float, int]] = deque(maxlen=MOMENTS)
        self.lost = False
        self._asked = 0.0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def behind(self, cursor: int) -> float:
        """The seconds since the primary got the first change after ``cursor``."""
        self._asked = now = time.monotonic()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._look, daemon=True)
                    self._thread.start()
        return next((now - at for at, last in list(self.moments) if last > cursor), 0.0)

    def _look(self) -> None:
        database = Postgres(self.url, Use.SMALL)
        while time.monotonic() < self._asked + IDLE_SECONDS:
            try:
                with within(Deadline(PATIENCE_SECONDS)):
                    last = last_cursor(database.at_primary)
                if self.lost or not self.moments or self.moments[-1][1] != last:
                    if self.moments and last < self.moments[-1][1]:
                        self.moments.clear()  # another database, or one that lost its last changes
                    self.moments.append((time.monotonic(), last))
                self.lost = False
            except (DatelineError, pw.PeeweeException):
                self.lost = True
            time.sleep(LOOK_SECONDS)
        with suppress(DatelineError, pw.PeeweeException):
            database.close()
        self._thread = None


_logs: dict[str, Log] = {}
"""Logs by URL, which the operator sets."""
# A forked process does not have the threads of its parent.
os.register_at_fork(after_in_child=_logs.clear)


@dataclass(slots=True)
class ReplicaState:
    """The state of a connection: ``cursor`` is that of the last change there, at the time ``at``.
    The connection is not used after ``ends``. ``ours`` says whether it is to a replica of the
    primary, as far as that is known."""

    cursor: int = -1
    at: float = 0.0
    ends: float = 0.0
    ours: bool | None = None


class Replica(Postgres):
    """The servers that only read. Each thread has a connection to one of them."""

    several: ClassVar[dict[str, Any]] = REPLICAS

    def reach(self, least: int, identity: Callable[[], Identity | None]) -> ReplicaState:
        """The state that this thread's connection shows, after a short wait for the change
        ``least``. Raises ``Lost``, or ``Refused`` if the server has another database than the
        primary, whose ``identity`` is ``None`` while it is not known."""
        seen = self._seen()
        if seen.ours is None:
            self._recognise(seen, identity)
        if seen.ours is False:
            raise Refused(OTHER)
        now = time.monotonic()
        if seen.cursor >= least and now < seen.at + LOOK_SECONDS:
            return seen
        ends = now + WAIT_SECONDS
        while True:
            seen.cursor = last_cursor(partial(Postgres.execute_sql, self))
            seen.at = time.monotonic()
            if seen.cursor >= least or seen.at > ends:
                return seen
            time.sleep(STEP_SECONDS)

    def identity(self) -> Identity:
        """The identity of the database there. A database without the table has none."""
        try:
            return identity_of(self.execute_sql)
        except Damaged:
            return ()

    def _recognise(self, seen: ReplicaState, identity: Callable[[], Identity | None]) -> None:
        wanted = identity()
        if wanted is None:
            return
        seen.ours = self.identity() == wanted
        if not seen.ours:
            # A replica that was behind becomes ours when it has the new epoch of the primary.
            seen.ends = time.monotonic() + LOOK_SECONDS

    def _seen(self) -> ReplicaState:
        seen: ReplicaState | None = getattr(self.cursor().connection, "dateline_seen", None)
        if seen is not None and time.monotonic() > seen.ends:
            pw.PostgresqlDatabase.close(self)
            seen = None
        if seen is None:
            # Random, so that connections that began together do not all end together.
            ends = time.monotonic() + LIFE_SECONDS * random.uniform(0.5, 1)  # noqa: S311
            seen = self.cursor().connection.dateline_seen = ReplicaState(ends=ends)
        return seen


class Replicated(Postgres):
    """A primary whose reads go to replicas."""

    replicated = True

    def __init__(self, url: str, use: Use, read_url: str) -> None:
        self.replica = Replica(read_url, use)
        self.log = _logs.setdefault(url, Log(url))
        super().__init__(url, use)

    def identity(self) -> Identity | None:
        """The identity of the database of the primary; ``None`` while the primary is lost."""
        if self.log.lost:
            return None
        try:
            with self._patience():
                return identity_of(self.at_primary)
        except Unavailable:
            self.log.lost = True  # until it answers again
            return None

    @staticmethod
    def _patience() -> AbstractContextManager[None]:
        """A block of statements at the primary, which are given up early."""
        deadline.demand_thread()  # the deadline of the event loop is replaced
        limit = deadline.current()
        seconds = PATIENCE_SECONDS if limit is None else min(limit.remaining, PATIENCE_SECONDS)
        return within(Deadline(seconds))

    def replica_error(self) -> str | None:
        """Why the replicas cannot answer now, in words. Raises ``Refused`` if the server there has
        another database than the primary."""
        try:
            found = self.replica.identity()
        except (Lost, Busy, Refused) as error:
            return error.detail
        wanted = self.identity()
        if wanted is not None and found != wanted:
            raise Refused(OTHER)
        return None

    def remember(self, who: Any) -> None:
        """For the primary and the replica."""
        super().remember(who)
        self.replica.remember(who)

    def which(self) -> object:
        """The number of times that each was lost."""
        return self.losses, self.replica.losses

    def close(self) -> bool:
        """Peewee's ``close``, for both."""
        self.replica.close()
        closed: bool = super().close()
        return closed

    def _elsewhere(self) -> ReadTarget | None:
        """The target of this thread's read, if a replica answers it."""
        target = freshness.current()
        if target is None or target.newest or self.transaction_depth():
            return None
        if self.replica.transaction_depth() or self._on_it(target):
            return target
        return target if self._chosen(target) else None

    def _on_it(self, target: ReadTarget) -> bool:
        replica = self.replica
        return target.on is not None and not replica.is_closed() and target.on is replica.own()

    def _chosen(self, target: ReadTarget) -> bool:
        """Whether the current replica, or another in its place, is new enough for the read."""
        for _ in range(2):
            try:
                with freshness.within(None), known():
                    seen = self.replica.reach(target.least, self.identity)
            except (Lost, Busy, Refused):
                continue  # the next connection may be to another replica
            if seen.cursor < target.least:
                break
            target.on = self.replica.own()
            target.choose(seen.cursor)
            target.lag = self.log.behind(seen.cursor)
            return True
        target.newest = True
        target.lag = 0.0
        return False

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Peewee's ``execute_sql``, on the server that answers the read of this statement."""
        target = self._elsewhere()
        if target is None:
            return super().execute_sql(sql, params)
        with self._retried(target):
            return self.replica.execute_sql(sql, params)

    @contextmanager
    def _retried(self, target: ReadTarget) -> Iterator[None]:
        """A replica cancels statements that block the changes that it receives. Then too, a read
        begins again with another server."""
        try:
            yield
        except Busy as error:
            raise target.lose(error) from error

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        """Peewee's ``atomic``; a transaction that only reads runs on the server that answers its
        read."""
        target = None if args or kwargs else self._elsewhere()
        return super().atomic(*args, **kwargs) if target is None else self._reading(target)

    @contextmanager
    def _reading(self, target: ReadTarget) -> Iterator[None]:
        with self._retried(target), self.replica.atomic():
            yield

    @property
    def where_newest(self) -> Callable[..., Any]:
        """At the primary, or at a replica if the primary is lost."""
        return partial(self._newest)

    def _newest(self, sql: str, params: Any = None) -> Any:
        target = freshness.current()
        if target is None:
            return self._twice(sql, params)
        if not self.log.lost:
            try:
                with freshness.within(None), self._patience():
                    return self._twice(sql, params)
            except Unavailable:
                self.log.lost = True  # until it answers again
        return self.execute_sql(sql, params)
