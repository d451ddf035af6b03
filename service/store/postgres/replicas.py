"""Reads on replicas: the choice of a replica, and its lag behind the primary.

A replica is as new as the last entry of its change log, which has the same numbers everywhere. A
read that has to see a change waits a moment until the replica has it; otherwise it is sent to the
primary. A statement outside such reads (``service.freshness``) is never sent to a replica. If the
primary does not have the last entry of a replica, a failover has lost that entry, and the replica
is not asked.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import peewee as pw

from service import deadline, freshness
from service.deadline import Deadline, within
from service.domain.cursors import LogPlace
from service.errors import Busy, Damaged, Lost, Refused, Unavailable
from service.freshness import ReadTarget
from service.reply_dependencies import known
from service.store.changes import last_place, places_among
from service.store.engine import Use
from service.store.epoch import ROW
from service.store.postgres.connecting import REPLICAS
from service.store.postgres.database import Postgres, place_of
from service.store.postgres.primary_log import LOOK_SECONDS, PATIENCE_SECONDS, primary_log

WAIT_SECONDS, STEP_SECONDS = 0.1, 0.01
"""Seconds that a read waits for a replica, and between two checks of it."""
LIFE_SECONDS = 300.0
"""The maximum age of a connection, so that a replica that comes back gets its share."""
Identity = tuple[object, ...]
NOWHERE = LogPlace(-1)
DIVERGED = (
    "the replica %s has changes that a failover has lost, so it is not asked; use pg_rewind or"
    " pg_basebackup to make it a replica of the new primary"
)
OTHER = (
    "DATELINE_READ_DATABASE_URL: this is another database than that of DATELINE_DATABASE_URL, and"
    " no replica of it"
)


def identity_of(execute: Callable[..., Any]) -> Identity:
    """The name and the secret of the epoch, and the place of the database: a replica has those of
    its primary."""
    return (*(execute(ROW).fetchone() or ()), place_of(execute))


log = logging.getLogger("dateline")
_diverged: set[str] = set()
"""Servers that the log of the service has named."""


@dataclass(slots=True)
class ReplicaState:
    """The state of a connection: ``place`` is that of the last change there, at the time ``at``.
    The connection is not used after ``ends``. ``ours`` says whether it is to a replica of the
    primary, as far as that was known after ``losses`` of the primary."""

    place: LogPlace = NOWHERE
    at: float = 0.0
    ends: float = 0.0
    ours: bool | None = None
    losses: int = 0


class Replica(Postgres):
    """The servers that only read. Each thread has a connection to one of them."""

    several: ClassVar[dict[str, Any]] = REPLICAS

    def reach(self, least: int, primary: Replicated) -> ReplicaState:
        """The state that this thread's connection shows, after a short wait for the change
        ``least``. Raises ``Lost``, or ``Refused`` if the server has another database than the
        primary, or a change that the primary does not have."""
        seen = self._seen()
        if seen.ours is None or seen.losses != primary.log.losses:
            self._recognise(seen, primary)
        if seen.ours and not primary.log.has(seen.place):
            self._leave(seen)
        if seen.ours is False:
            raise Refused(OTHER)
        now = time.monotonic()
        if seen.place.number >= least and now < seen.at + LOOK_SECONDS:
            return seen
        ends = now + WAIT_SECONDS
        while True:
            seen.place = last_place(partial(Postgres.execute_sql, self))
            seen.at = time.monotonic()
            if seen.place.number >= least or seen.at > ends:
                return seen
            time.sleep(STEP_SECONDS)

    def identity(self) -> Identity:
        """The identity of the database there. A database without the table has none."""
        try:
            return identity_of(self.execute_sql)
        except Damaged:
            return ()

    def _recognise(self, seen: ReplicaState, primary: Replicated) -> None:
        losses = primary.log.losses
        if primary.log.lost:
            return
        own = self.identity()
        if own:
            seen.place = last_place(partial(Postgres.execute_sql, self))
        wanted = primary.identity()
        if wanted is None:
            return
        seen.ours, seen.losses = own == wanted, losses
        if not seen.ours:
            # A replica that was behind becomes ours when it has the new epoch of the primary.
            seen.ends = time.monotonic() + LOOK_SECONDS
        elif not primary.has(seen.place):
            self._leave(seen)

    def _leave(self, seen: ReplicaState) -> None:
        """Do not use this connection any more: its server has what the primary has lost."""
        seen.ours = False
        seen.ends = time.monotonic() + LOOK_SECONDS
        info = self.own().info
        server = f"{info.host}:{info.port}"
        if server not in _diverged:
            _diverged.add(server)
            log.warning(DIVERGED, server)

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
        self.log = primary_log(url)
        super().__init__(url, use)

    def identity(self) -> Identity | None:
        """The identity of the database of the primary; ``None`` while the primary is lost."""
        if self.log.lost:
            return None
        try:
            with self._patience():
                return identity_of(self._twice)
        except Unavailable:
            self.log.lost = True  # until it answers again
            return None

    def has(self, place: LogPlace) -> bool:
        """Whether the primary has the entry at ``place``; true while the primary is lost."""
        try:
            with self._patience():
                return bool(places_among(self._twice, {place}))
        except Unavailable:
            self.log.lost = True
            return True

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

    def _connect(self) -> Any:
        connection = super()._connect()
        self.log.lost = False
        return connection

    def drop(self) -> None:
        """For the primary; another one may lack what replicas have."""
        super().drop()
        self.log.losses += 1

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
                    seen = self.replica.reach(target.least, self)
            except (Lost, Busy, Refused):
                continue  # the next connection may be to another replica
            if seen.place.number < target.least:
                break
            target.on = self.replica.own()
            target.choose(seen.place.number)
            target.lag = self.log.behind(seen.place.number)
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
