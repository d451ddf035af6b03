"""Notices servers that do not answer though their connections stay open, and leaves them aside.

A host that is suspended, or a network that drops every packet, closes no connection. So if a
statement takes long, the servers are asked whether they still answer, each over a new connection.
The connections to one that does not are closed, so that their statements end as lost. Nobody
connects to it until it answers again. A statement that only takes long is left alone.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from service.store.postgres.cancellation import cut

SUSPECT_SECONDS = 1.0
"""Seconds that a statement may take before its server is asked whether it still answers."""
LOOK_SECONDS = 0.2
AGAIN_SECONDS, LATER_SECONDS = 0.5, 1.0
"""Seconds before a server is asked again that did not answer, and one that did."""
ANSWER_SECONDS = 2
"""Seconds for a new connection, and once more for its only query."""
ASKING = {"connect_timeout": ANSWER_SECONDS, "target_session_attrs": "any"}
STATES = (
    "SELECT pid, state, wait_event FROM pg_stat_activity"
    " WHERE usename = current_user AND pid = ANY(%s)"
)
LAST_DATA_RECEIVED = 52
"""Where the kernel's ``struct tcp_info`` has the milliseconds since the last data (Linux)."""
SILENT = "the server did not answer over a new connection"
Address = tuple[str, str]
"""The IP address, or the folder of a socket, and the port."""
Attempt = dict[str, Any]
"""The parameters of libpq for one server."""


class Wait:
    """A statement that waits for its server, and when it began."""

    __slots__ = ("connection", "pid", "since", "suspect")

    def __init__(self, connection: Any) -> None:
        self.connection, self.pid = connection, connection.pgconn.backend_pid
        self.since, self.suspect = time.monotonic(), False


class Silence:
    """The servers of this process that do not answer, and the statements that wait for a server.
    Any thread may call its methods."""

    def __init__(self) -> None:
        self.begin_again()
        # A forked process does not have the threads of its parent.
        os.register_at_fork(after_in_child=self.begin_again)

    def begin_again(self) -> None:
        """Nothing waits yet, and every server may be asked."""
        self.waits: dict[int, Wait] = {}
        self.servers: dict[str, dict[Address, Attempt]] = {}
        self.aside: set[Address] = set()
        self.asking: set[Address] = set()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def begin(self, connection: Any) -> Wait:
        """Note that a statement waits for the server of a connection; ``end`` must follow. Raises
        ``psycopg.OperationalError``, without asking, if that server is left aside."""
        if self.aside and connection.dateline_address in self.aside:
            connection.close()
            raise psycopg.OperationalError(SILENT)
        if self.thread is None:
            self._begin()
        wait = self.waits[id(connection)] = Wait(connection)
        return wait

    def end(self, wait: Wait) -> None:
        """Note that a statement has ended. When this returns, its connection is not ended late."""
        self.waits.pop(id(wait.connection), None)
        if wait.suspect:
            with self.lock:
                pass  # a late end would hit the next statement

    def leave_aside(self, address: Address) -> None:
        """Leave a server aside to which no connection could be made in time, until it answers."""
        self._ask(address, aside=True)

    def _attempt(self, address: Address) -> Attempt | None:
        servers = list(self.servers.values())
        return next((each[address] for each in servers if address in each), None)

    def _begin(self) -> None:
        with self.lock:
            if self.thread is None:
                self.thread = threading.Thread(target=self._look, daemon=True, name="silence")
                self.thread.start()

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            if self.aside:
                self._end(self._waits(lambda each: each.connection.dateline_address in self.aside))
            if self._waits(_long):
                # All are asked: several may have failed together.
                for servers in list(self.servers.values()):
                    for address in list(servers):
                        self._ask(address)

    def _waits(self, concerned: Callable[[Wait], bool]) -> list[Wait]:
        """The statements that wait, of those that are ``concerned``."""
        found = []
        for each in list(self.waits.values()):
            # A connection that waits for notifications runs no statement.
            status = each.connection.pgconn.transaction_status
            if status == TransactionStatus.ACTIVE and concerned(each):
                each.suspect = True
                found.append(each)
        return found

    def _ask(self, address: Address, *, aside: bool = False) -> None:
        with self.lock:
            if aside:
                self.aside.add(address)
            if address in self.asking:
                return
            self.asking.add(address)
        threading.Thread(target=self._follow, args=(address,), daemon=True).start()

    def _follow(self, address: Address) -> None:
        """Ask a server until it answers, or no URL leads to it any more."""
        try:
            while (attempt := self._attempt(address)) and not self._answers(address, attempt):
                self.aside.add(address)
                time.sleep(AGAIN_SECONDS)
            self.aside.discard(address)
            time.sleep(LATER_SECONDS)
        finally:
            with self.lock:
                self.asking.discard(address)
                self.aside.discard(address)

    def _answers(self, address: Address, attempt: Attempt) -> bool:
        """Whether a server answers. Statements that it has answered already, or cannot answer, are
        ended: the network has lost what was sent."""
        waits = self._waits(
            lambda each: _long(each) and each.connection.dateline_address == address
        )
        pids = {each.pid: each for each in waits}
        states = _states(attempt, list(pids))
        if states is None:
            return False
        unheard = [pids[pid] for pid, state, event in states if _ended(state, event)]
        if unheard:
            time.sleep(LOOK_SECONDS)  # an answer may be on its way
            self._end([each for each in unheard if _quiet(each.connection)])
        return True

    def _end(self, waits: list[Wait]) -> None:
        for each in waits:
            with self.lock:
                if self.waits.get(id(each.connection)) is each:
                    cut(each.connection)


def _states(attempt: Attempt, pids: list[int]) -> list[tuple[Any, ...]] | None:
    """What the processes of a server do, as far as it tells; ``None`` if it does not answer."""
    try:
        with psycopg.connect(**attempt | ASKING, autocommit=True) as asked:
            timer = threading.Timer(ANSWER_SECONDS, cut, (asked,))
            timer.start()
            try:
                return asked.execute(STATES, (pids,)).fetchall()
            finally:
                timer.cancel()
    except psycopg.errors.ConnectionTimeout:
        return None
    except psycopg.Error:  # a server that refuses, or is too busy for a query, has answered
        return []


def _ended(state: str | None, event: str | None) -> bool:
    return (state or "").startswith("idle") or event == "ClientWrite"


def _long(wait: Wait) -> bool:
    return time.monotonic() > wait.since + SUSPECT_SECONDS


def _quiet(connection: Any) -> bool:
    """Whether nothing has come over a connection for long, as far as the kernel tells."""
    with suppress(OSError, AttributeError, struct.error, psycopg.Error):
        twin = socket.socket(fileno=os.dup(connection.fileno()))
        with twin:
            told = twin.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
        milliseconds: int = struct.unpack_from("I", told, LAST_DATA_RECEIVED)[0]
        return milliseconds > SUSPECT_SECONDS * 1000
    return False


silence = Silence()
