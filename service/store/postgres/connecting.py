"""Connects to a server of PostgreSQL, or to the first suitable one of several."""

from __future__ import annotations

import random
import time
from typing import Any

import psycopg
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import BytesBinaryDumper, StrDumperUnknown

from service import deadline
from service.errors import Lost, Refused
from service.store.postgres.engine_errors import GONE, UNSURE_STATE, telling
from service.store.postgres.pooling import is_pooler, split
from service.store.postgres.servers import server_attempts
from service.store.postgres.silence import SILENT, Address, silence
from service.store.postgres.small_queries import SmallQueries

CONNECT_SECONDS = 2
"""The timeout for each host of a URL."""
PAUSE_SECONDS = 0.5
"""The pause before servers that did not answer are tried again: each attempt may wait for
``CONNECT_SECONDS``."""
USUAL: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS,
    "application_name": "dateline",
    # These notice a host that vanishes without closing the connection.
    "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}  # fmt: skip
PRIMARY: dict[str, Any] = {"target_session_attrs": "read-write"}
REPLICAS: dict[str, Any] = {
    "target_session_attrs": "prefer-standby",
    "load_balance_hosts": "random",
}
"""The parameters for several hosts (libpq, "Parameter Key Words")."""
PREPARED_AFTER, MOST_PREPARED = 2, 500
ANSWERS = {"gin_fuzzy_search_limit": "0"}
"""Settings of the user of the database that would change an answer: here, a search would find a
random part of the events."""
PLANS = (
    "SET plan_cache_mode = force_generic_plan; SET jit = off; SET statement_timeout = 0;"
    " SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1; SET enable_memoize = off"
    + "".join(f"; SET {name} = {value}" for name, value in ANSWERS.items())
)
"""Settings for plans. Every statement is written such that its plan does not depend on its values.
It ends before parallel workers or compiled code would pay off. The time limit of the user of the
database gives way to that of each request; a command has none."""
ENCODING = "UTF8"
"""The encoding of the connection, whatever the user of the database, the environment or the URL
says, and of the database: no other one has every character."""
_silent: dict[tuple[str, str], float] = {}
"""The times until which the servers of a URL are not tried, for reading or for all; the operator
sets the URLs."""


class TextDumper(StrDumperUnknown):
    """Sends a text; NUL, which PostgreSQL does not allow in a text, becomes a character that no
    text has."""

    def dump(self, obj: str) -> Any:
        """The text in UTF-8."""
        if "\0" in obj:
            obj = obj.replace("\0", "\U0010ffff")
        return obj.encode(self._encoding)


class Lexemes(bytes):
    """A ``tsvector`` in the binary form of the protocol."""


class AsLexemes(BytesBinaryDumper):
    """Sends ``Lexemes``. The server reads them quicker than the text of a vector."""

    oid = psycopg.adapters.types["tsvector"].oid


class ThreadConnection(psycopg.Connection[Any]):
    """The connection of one thread. It is closed when the thread ends, because nobody else can
    close the connections of the threads of a pool."""

    dateline_address: Address | None = None
    """The server, if it may be left aside; ``None`` while it is connected to."""

    def wait(self, *args: Any, **kwargs: Any) -> Any:
        """Everything that psycopg sends to the server and receives goes through here."""
        wait = silence.begin(self)
        try:
            return super().wait(*args, **kwargs)
        finally:
            silence.end(wait)

    def __del__(self, *_: Any) -> None:
        if hasattr(self, "pgconn"):  # it was connected
            self.close()


def connect(url: str, several: dict[str, Any]) -> Any:
    """A connection to the database at ``url``; parameters that it does not set get the usual
    values, and those of ``several`` if it names several hosts. It waits, so it must not run on an
    event loop. Raises ``Lost``, or ``Refused`` if the database has another encoding than UTF-8, or
    behind a pooler a setting that would change answers."""
    deadline.demand_thread()
    wanted = url, str(several["target_session_attrs"])
    if time.monotonic() < _silent.get(wanted, 0):
        raise Lost(GONE)
    address, pooled = split(url)
    given = psycopg.conninfo.conninfo_to_dict(address)
    usual = USUAL | (several if "," in str(given.get("host", "")) else {})
    parameters = {**usual, **given, "client_encoding": ENCODING}
    try:
        with telling():
            connection = _first(url, parameters, pooled=pooled)
            _demand_encoding(connection)
            if pooled:  # a setting would stay for other clients
                _demand_settings(connection)
            else:
                connection.execute(PLANS)
    except Lost:
        _silent[wanted] = time.monotonic() + PAUSE_SECONDS
        raise
    connection.prepared_max = MOST_PREPARED
    # Every whole number goes as bigint, so that one query is one prepared statement.
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    connection.adapters.register_dumper(str, TextDumper)
    connection.adapters.register_dumper(Lexemes, AsLexemes)
    connection.dateline_queries = SmallQueries(connection, pooled=pooled)
    connection.add_notice_handler(lambda told: _note(connection, told))
    return connection


def _first(url: str, parameters: dict[str, Any], *, pooled: bool) -> Any:
    """A connection to the first suitable server that answers. Raises the errors of psycopg."""
    attempts = server_attempts(parameters)
    if is_pooler(url):  # it lets new clients wait while its servers are busy or it is paused
        attempts = [(None, each) for _, each in attempts]
    silence.servers[url] = {address: attempt for address, attempt in attempts if address}
    if parameters.get("load_balance_hosts") == "random":
        random.shuffle(attempts)
    if parameters.get("target_session_attrs") == "prefer-standby" and len(attempts) > 1:
        standby = {"target_session_attrs": "standby"}
        primary = {"target_session_attrs": "any"}
        attempts = [
            (address, each | wanted) for wanted in (standby, primary) for address, each in attempts
        ]
    errors: list[psycopg.Error] = []
    for address, attempt in attempts:
        if address in silence.aside:
            errors.append(psycopg.OperationalError(SILENT))
            continue
        try:
            connection: Any = ThreadConnection.connect(
                **attempt, autocommit=True, cursor_factory=psycopg.RawCursor,
                prepare_threshold=None if pooled else PREPARED_AFTER,
            )  # fmt: skip
        except psycopg.errors.ConnectionTimeout as error:
            errors.append(error)
            if address:
                silence.leave_aside(address)
        except psycopg.Error as error:
            errors.append(error)
        else:
            connection.dateline_address = address
            return connection
    if len(errors) == 1:
        raise errors[0]
    # The words of all servers count (``UNCONNECTED``).
    raise psycopg.OperationalError("\n".join(map(str, errors))) from errors[-1]


def _demand_encoding(connection: Any) -> None:
    found = connection.info.parameter_status("server_encoding")
    if found not in (ENCODING, None):
        connection.close()
        raise Refused(
            f"the database has the encoding {found}; Dateline needs {ENCODING}:"
            f" CREATE DATABASE ... ENCODING '{ENCODING}' TEMPLATE template0"
        )


def _demand_settings(connection: Any) -> None:
    for name, value in ANSWERS.items():
        (found,) = connection.execute(f"SELECT current_setting('{name}')").fetchone()
        if found != value:
            connection.close()
            raise Refused(
                f"the user of the database has {name} = {found}, with which a search does not find"
                f" every event: ALTER ROLE ... SET {name} = {value}"
            )


def _note(connection: Any, told: Any) -> None:
    """Note the warning during a commit that standbys may not have it."""
    if told.sqlstate == UNSURE_STATE:
        connection.dateline_unsure = True
