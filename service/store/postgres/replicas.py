"""Reads on replicas: the choice of a server.

A read that has to see a change waits a moment until a replica has it; otherwise it is sent to the
primary. A statement outside such reads (``service.freshness``) is never sent to a replica.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

from service import deadline, freshness
from service.deadline import Deadline, within
from service.domain.cursors import LogPlace
from service.errors import Busy, Lost, Refused, Unavailable
from service.freshness import ReadTarget
from service.reply_dependencies import known
from service.store.changes import places_among
from service.store.engine import Use
from service.store.postgres.database import Postgres
from service.store.postgres.primary_log import PATIENCE_SECONDS, primary_log
from service.store.postgres.replica import OTHER, Identity, Replica, identity_of


class Replicated(Postgres):
    """A primary whose reads go to replicas."""

    replicated = True

    def __init__(self, url: str, use: Use, read_url: str) -> None:
        self.replica = Replica(read_url, use, url)
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
