"""Reads on replicas: which of them may answer, and how far they are behind the primary.

A replica is as new as the last entry of its change log, which has the same numbers everywhere. A
read that has to see a change waits a moment for the replica to get it, and is sent to the primary
otherwise. What belongs to no read (``service.freshness``) is never sent to a replica.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import peewee as pw

from service import deadline, freshness
from service.deadline import Deadline, within
from service.errors import Busy, DatelineError, Lost, Unavailable
from service.freshness import Turn
from service.store.engine import Use
from service.store.postgres.connecting import REPLICAS
from service.store.postgres.database import Postgres

NEWEST = 'SELECT coalesce(max(cursor), 0) FROM "change"'
LOOK_SECONDS = 1.0
"""How long what was seen of a server is believed, and how often the primary is asked."""
WAIT_SECONDS, STEP_SECONDS = 0.1, 0.01
"""How long a read waits for a replica, and between two looks at it."""
LIFE_SECONDS = 300.0
"""A connection is made anew after so long, so that a replica that comes back gets its share."""
IDLE_SECONDS = 30.0
PATIENCE_SECONDS = 1.0
"""How long the primary may take to tell what a replica tells too, if it must."""
MOMENTS = 3600


class Log:
    """How far the change log of the primary had come, second by second, seen by a thread that
    ends when nobody asks any more."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.moments: deque[tuple[float, int]] = deque(maxlen=MOMENTS)
        self.lost = False
        self._asked = 0.0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def behind(self, cursor: int) -> float:
        """For how many seconds the primary has had a change that comes after that one."""
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
                    (last,) = database.at_primary(NEWEST).fetchone()
                if self.lost or not self.moments or self.moments[-1][1] != last:
                    if self.moments and last < self.moments[-1][1]:
                        self.moments.clear()  # another database, or one that lost its end
                    self.moments.append((time.monotonic(), last))
                self.lost = False
            except (DatelineError, pw.PeeweeException):
                self.lost = True
            time.sleep(LOOK_SECONDS)
        with suppress(DatelineError, pw.PeeweeException):
            database.close()
        self._thread = None


_logs: dict[str, Log] = {}
"""By address, which is the operator's."""
# A process that is forked has no thread of its parent.
os.register_at_fork(after_in_child=_logs.clear)


@dataclass(slots=True)
class Seen:
    """What was seen on a connection: ``cursor`` is that of the last change there, at the time
    ``at``; it is not used after ``ends``."""

    cursor: int = -1
    at: float = 0.0
    ends: float = 0.0


class Replica(Postgres):
    """The servers that only read. Each thread has a connection to one of them."""

    several: ClassVar[dict[str, Any]] = REPLICAS

    def reach(self, least: int) -> Seen:
        """What this thread's connection shows, after waiting a moment for the change ``least``.
        Raises ``Lost``."""
        seen = self._seen()
        now = time.monotonic()
        if seen.cursor >= least and now < seen.at + LOOK_SECONDS:
            return seen
        ends = now + WAIT_SECONDS
        while True:
            (seen.cursor,) = Postgres.execute_sql(self, NEWEST).fetchone()
            seen.at = time.monotonic()
            if seen.cursor >= least or seen.at > ends:
                return seen
            time.sleep(STEP_SECONDS)

    def _seen(self) -> Seen:
        seen: Seen | None = getattr(self.cursor().connection, "dateline_seen", None)
        if seen is not None and time.monotonic() > seen.ends:
            pw.PostgresqlDatabase.close(self)
            seen = None
        if seen is None:
            # Connections that were made together do not all end together.
            ends = time.monotonic() + LIFE_SECONDS * random.uniform(0.5, 1)  # noqa: S311
            seen = self.cursor().connection.dateline_seen = Seen(ends=ends)
        return seen


class Replicated(Postgres):
    """A primary whose reads go to replicas."""

    def __init__(self, url: str, use: Use, read_url: str) -> None:
        self.replica = Replica(read_url, use)
        self.log = _logs.setdefault(url, Log(url))
        super().__init__(url, use)

    def remember(self, who: Any) -> None:
        """Of either server."""
        super().remember(who)
        self.replica.remember(who)

    def which(self) -> object:
        """How often either was lost."""
        return self.losses, self.replica.losses

    def close(self) -> bool:
        """Peewee's ``close``, of either."""
        self.replica.close()
        closed: bool = super().close()
        return closed

    def _elsewhere(self) -> Turn | None:
        """The turn of this thread, if a replica answers it."""
        turn = freshness.current()
        if turn is None or turn.newest or self.transaction_depth():
            return None
        if self.replica.transaction_depth() or self._on_it(turn):
            return turn
        return turn if self._chosen(turn) else None

    def _on_it(self, turn: Turn) -> bool:
        replica = self.replica
        return turn.on is not None and not replica.is_closed() and turn.on is replica.own()

    def _chosen(self, turn: Turn) -> bool:
        """Whether the replica at hand, or another in its place, is new enough for the turn."""
        for _ in range(2):
            try:
                with freshness.within(None):
                    seen = self.replica.reach(turn.least)
            except (Lost, Busy):
                continue  # the next connection may be to another
            if seen.cursor < turn.least:
                break
            turn.on = self.replica.own()
            turn.lag = self.log.behind(seen.cursor)
            return True
        turn.newest = True
        turn.lag = 0.0
        return False

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Peewee's ``execute_sql``, where the read that this belongs to is answered."""
        turn = self._elsewhere()
        if turn is None:
            return super().execute_sql(sql, params)
        with self._retried(turn):
            return self.replica.execute_sql(sql, params)

    @contextmanager
    def _retried(self, turn: Turn) -> Iterator[None]:
        """A replica cancels what stands in the way of the changes that it gets: a read begins anew
        with another then too."""
        try:
            yield
        except Busy as error:
            raise turn.lose(error) from error

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        """Peewee's ``atomic``; one that only reads is where its read is answered."""
        turn = None if args or kwargs else self._elsewhere()
        return super().atomic(*args, **kwargs) if turn is None else self._reading(turn)

    @contextmanager
    def _reading(self, turn: Turn) -> Iterator[None]:
        with self._retried(turn), self.replica.atomic():
            yield

    @property
    def where_newest(self) -> Callable[..., Any]:
        """At the primary, and at a replica where that is lost."""
        return partial(self._newest)

    def _newest(self, sql: str, params: Any = None) -> Any:
        turn = freshness.current()
        if turn is None:
            return self._twice(sql, params)
        deadline.demand_thread()  # that of the event loop is laid over below
        if not self.log.lost:
            limit = deadline.current()
            seconds = PATIENCE_SECONDS if limit is None else min(limit.remaining, PATIENCE_SECONDS)
            try:
                with freshness.within(None), within(Deadline(seconds)):
                    return self._twice(sql, params)
            except Unavailable:
                self.log.lost = True  # until it answers again
        return self.execute_sql(sql, params)
