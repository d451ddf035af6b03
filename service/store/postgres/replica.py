"""The connections to replicas: how new each is, and whether it is to a replica of the primary.

A replica is as new as the last entry of its change log, which has the same numbers everywhere. If
the primary does not have that entry, a failover has lost it, and the replica is not asked.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import peewee as pw

from service.domain.cursors import LogPlace
from service.errors import Damaged, Refused
from service.store.changes import last_place
from service.store.engine import Use
from service.store.epoch import ROW
from service.store.postgres.connecting import REPLICAS
from service.store.postgres.database import Postgres, place_of
from service.store.postgres.primary_log import LOOK_SECONDS
from service.store.postgres.restores import tables_at

if TYPE_CHECKING:
    from service.store.postgres.replicas import Replicated

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

    def __init__(self, url: str, use: Use, primary: str) -> None:
        super().__init__(url, use)
        self.tables = tables_at(primary)
        self.known_tables = self.tables.number

    def look_at_tables(self, connection: Any, *, now: bool) -> None:
        """Rely on what is known of the tables of the primary: replicas have them sooner or
        later."""
        self.tables.demand_complete()

    def reach(self, least: int, primary: Replicated) -> ReplicaState:
        """The state that this thread's connection shows, after a short wait for the change
        ``least``. Raises ``Lost``, or ``Refused`` if the server has another database than the
        primary, or a change that the primary does not have."""
        seen = self._seen()
        if seen.ours is None or seen.losses != primary.log.losses:
            self._recognise(seen, primary)
        if seen.ours is not False and not primary.log.has(seen.place):
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
            if seen.place is NOWHERE:  # it may be a place that is known to be lost
                seen.place = last_place(partial(Postgres.execute_sql, self))
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
            primary.log.foreign |= {seen.place}
            self._leave(seen)
        else:
            _diverged.discard(self._server())

    def _leave(self, seen: ReplicaState) -> None:
        """Do not use this connection any more: its server has what the primary has lost."""
        seen.ours = False
        seen.ends = time.monotonic() + LOOK_SECONDS
        server = self._server()
        if server not in _diverged:
            _diverged.add(server)
            log.warning(DIVERGED, server)

    def _server(self) -> str:
        info = self.own().info
        return f"{info.host}:{info.port}"

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
