"""Translates errors of PostgreSQL and of the connection to it into our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import peewee as pw
import psycopg

from service import deadline
from service.errors import (
    Busy,
    Damaged,
    DatelineError,
    Full,
    Lost,
    ReadOnly,
    Refused,
    Unavailable,
    Unknown,
)
from service.store.engine_errors import BUSY, ENGINES, FULL

GONE = "the database server does not answer, or ended the connection; try again"
READ_ONLY = (
    "the database can only be read: its server is a standby or was made read-only, or its user has"
    " default_transaction_read_only"
)
REFUSED = "the database server refuses the user or the database: see DATELINE_DATABASE_URL"
NOT_GIVEN = (
    "the database server asks for a password, and there is none: DATELINE_DATABASE_URL can have it,"
    " or the file that passfile names, which only its owner may read"
)
NOT_ADMITTED = (
    "the pg_hba.conf of the database server does not let in this user, database or address, or"
    " demands TLS (see sslmode in DATELINE_DATABASE_URL)"
)
OPTIONS = "a parameter in DATELINE_DATABASE_URL does not fit the database server"
STATEMENT_MODE = "statement pooling mode"
"""Words of PgBouncer, which has the code 08P01 for all its errors."""
STATEMENTS = "the pooler is in statement mode; Dateline needs session or transaction mode"
NO_RIGHT = (
    "the user of the database lacks a right: it must own the schema, or be granted what it needs"
)
NO_SCHEMA = (
    "the search_path of the user or the database names no schema that is there; make the schema, or"
    " change search_path"
)
DAMAGED = "the database server says that its data are damaged; restore a backup"
UNTRUSTED = (
    "the certificate of the database server is not trusted, or is for another host: see sslmode"
    " and sslrootcert in DATELINE_DATABASE_URL"
)
OWN_CERTIFICATE = (
    "the certificate of this client or its key cannot be used: see sslcert and sslkey in"
    " DATELINE_DATABASE_URL"
)
ENCRYPTION = "the database server and DATELINE_DATABASE_URL disagree on TLS: see sslmode"
OTHER_TABLES = (
    "the tables are not those of this program; dateline migrate status lists their migrations"
)
NO_PLACE = "the database server has no room for another connection, or no memory left"
NO_DISK = (
    "the disk of the database server is full, and the server needs room there for this; try again"
)
SET_LIMIT = (
    "the database server has reached a limit of its settings, such as temp_file_limit; its log"
    " names it"
)
LIMIT = (
    "the database server has reached a limit, which its log names; if its transaction ids run out"
    " (wraparound), it takes no writes before VACUUM"
)
ENDED_BY_LIMIT = (
    "the database server ended the transaction: its idle_in_transaction_session_timeout or"
    " transaction_timeout is too short; try again"
)
UNSURE = (
    "nobody knows whether this was stored: a server was lost while it was committed; send the same"
    " again under the same Idempotency-Key, or read first"
)
UNCONFIRMED = "the last changes are not on a standby yet, so they may be taken back; try again"
UNSURE_STATE = "01000"
"""The warning of a commit that did not wait for its standbys to the end."""
SLOW = "the request took too long; narrow it and try again"
KNOWN: dict[str, tuple[type[DatelineError], str]] = {
    "08": (Lost, GONE),
    "28": (Refused, REFUSED),
    "3D": (Refused, REFUSED),
    "3F": (Refused, NO_SCHEMA),
    "42501": (Refused, NO_RIGHT),
    "42P01": (Damaged, OTHER_TABLES),
    "42P10": (Damaged, OTHER_TABLES),
    "42703": (Damaged, OTHER_TABLES),
    "25006": (ReadOnly, READ_ONLY),
    "25P03": (Lost, ENDED_BY_LIMIT),
    "25P04": (Lost, ENDED_BY_LIMIT),
    "40001": (Busy, BUSY),
    "40P01": (Busy, BUSY),
    "53100": (Full, FULL),
    "53400": (Busy, SET_LIMIT),
    "53": (Busy, NO_PLACE),
    "54000": (Refused, LIMIT),
    "55000": (ReadOnly, READ_ONLY),
    "55P03": (Busy, BUSY),
    "57014": (Unavailable, SLOW),
    "57": (Lost, GONE),
    "XX001": (Damaged, DAMAGED),
    "XX002": (Damaged, DAMAGED),
    "58": (Lost, "the disk under the database server does not answer"),
}
"""Errors by SQLSTATE, or by its class (PostgreSQL's documentation, appendix A)."""
UNCONNECTED: dict[str, tuple[type[DatelineError], str]] = {
    "No space left on device": (Lost, NO_DISK),
    "Disk quota exceeded": (Lost, NO_DISK),
    # If libpq has tried with and without TLS, a refusal of the user says more than the rest.
    "authentication failed": (Refused, REFUSED),
    "no password supplied": (Refused, NOT_GIVEN),
    "not permitted to log in": (Refused, REFUSED),
    "permission denied for database": (Refused, REFUSED),
    "not currently accepting connections": (Refused, REFUSED),
    "pg_hba.conf": (Refused, NOT_ADMITTED),
    "authentication method requirement": (Refused, OPTIONS),
    "GSSAPI": (Refused, OPTIONS),
    "definition of service": (Refused, OPTIONS),
    "configuration parameter": (Refused, OPTIONS),
    "invalid value for parameter": (Refused, OPTIONS),
    "root certificate": (Refused, UNTRUSTED),
    "private key": (Refused, OWN_CERTIFICATE),
    "certificate file": (Refused, OWN_CERTIFICATE),
    "certificate": (Refused, UNTRUSTED),
    "SSL": (Refused, ENCRYPTION),
    "does not exist": (Refused, REFUSED),
    "no such database": (Refused, REFUSED),
    "too many c": (Busy, NO_PLACE),  # clients; connections of a role or to a database
    "no more connections allowed": (Busy, NO_PLACE),  # of PgBouncer
    "connection slots": (Busy, NO_PLACE),
}
"""Errors by words of libpq and of the server, which give no code before there is a connection. The
first words that are found count."""
_QUOTED = re.compile(r'"[^"]*"')
"""The names of hosts, users, databases and files in such an error."""
ENDED = "57014"
"""The statement was cancelled: by its own time limit, or because nobody waits for it."""


def explained(error: BaseException) -> BaseException | None:
    """Our error for an error of psycopg, or of Peewee around it; ``None`` if it does not concern
    the server, its disk or the deadline."""
    found: BaseException | None = error
    while found is not None:
        inner = found if isinstance(found, psycopg.Error) else getattr(found, "orig", None)
        if isinstance(inner, psycopg.Error):
            known = _told(inner)
            if known is not None:
                return known
        elif not isinstance(found, pw.PeeweeException):
            return None
        found = found.__cause__ or found.__context__
    return None


def _told(error: psycopg.Error) -> BaseException | None:
    state = error.sqlstate
    if state is None:
        # Errors of libpq itself have no code: there is no server, or it is gone.
        lost = isinstance(error, psycopg.OperationalError)
        said = _QUOTED.sub("", str(error))
        for words, (kind, text) in UNCONNECTED.items() if lost else ():
            if words in said:
                return kind(text)
        return Lost(GONE) if lost else None
    limit = deadline.current()
    if state == ENDED and limit is not None and limit.over:
        return limit.ended()
    if STATEMENT_MODE in str(error):
        return Refused(STATEMENTS)
    known = KNOWN.get(state) or KNOWN.get(state[:2])
    return known[0](known[1]) if known else None


@contextmanager
def telling() -> Iterator[None]:
    """Raises our error if the block fails because of the server."""
    try:
        yield
    except (psycopg.Error, pw.PeeweeException) as error:
        known = explained(error)
        if known is None:
            raise
        raise known from error


@contextmanager
def committing() -> Iterator[None]:
    """Raises ``Unknown`` if the block, which commits, is not completed."""
    try:
        yield
    except (psycopg.OperationalError, pw.OperationalError, pw.InterfaceError) as error:
        raise Unknown(UNSURE) from error


ENGINES.append(explained)
