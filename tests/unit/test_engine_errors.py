"""Errors of the database engine and of the operating system become errors of Dateline."""

from __future__ import annotations

import errno
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import peewee as pw
import pytest

from service.errors import Busy, Damaged, DatelineError, Full, Lost, ReadOnly
from service.store.database import open_database
from service.store.sqlite.engine_errors import explained
from tests.support.rows import each_row

CODES: dict[str, type[DatelineError]] = {
    "SQLITE_BUSY": Busy, "SQLITE_BUSY_SNAPSHOT": Busy, "SQLITE_BUSY_RECOVERY": Busy,
    "SQLITE_LOCKED": Busy, "SQLITE_LOCKED_SHAREDCACHE": Busy, "SQLITE_PROTOCOL": Busy,
    "SQLITE_READONLY": ReadOnly, "SQLITE_READONLY_DIRECTORY": ReadOnly,
    "SQLITE_READONLY_CANTINIT": ReadOnly, "SQLITE_READONLY_DBMOVED": Lost,
    "SQLITE_IOERR": Lost, "SQLITE_IOERR_READ": Lost, "SQLITE_IOERR_FSYNC": Lost,
    "SQLITE_IOERR_SHORT_READ": Lost, "SQLITE_CANTOPEN": Lost, "SQLITE_CANTOPEN_ISDIR": Lost,
    "SQLITE_FULL": Full, "SQLITE_CORRUPT": Damaged, "SQLITE_CORRUPT_INDEX": Damaged,
    "SQLITE_NOTADB": Damaged,
}  # fmt: skip
NOT_OURS = ("SQLITE_ERROR", "SQLITE_CONSTRAINT", "SQLITE_MISUSE",
            "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_RANGE", "SQLITE_TOOBIG")  # fmt: skip


def said(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("whatever the words")
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


@pytest.mark.parametrize("name", CODES)
def test_a_result_code_says_what_is_wrong_however_it_comes(name: str, tmp_path: Path) -> None:
    bare = said(name)
    wrapped = pw.OperationalError(bare, "whatever the words")
    hidden = pw.OperationalError("no such savepoint: s1")
    hidden.__context__ = wrapped
    for error in (bare, wrapped, hidden):
        for path in (None, tmp_path / "d.db"):
            found = explained(error, path)
            assert type(found) is CODES[name]
            assert "whatever" not in str(found)
            assert str(tmp_path) not in str(found)


@pytest.mark.parametrize("name", NOT_OURS)
def test_other_sqlite_errors_are_not_translated(name: str) -> None:
    assert explained(said(name)) is None
    assert explained(pw.OperationalError(said(name), "words")) is None


def test_ctrl_c_ends_a_statement_as_ctrl_c(tmp_path: Path) -> None:
    # The signal is noticed inside the function that SQLite calls to ask for the deadline.
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    try:
        with closing(open_database(f"sqlite:///{tmp_path}/d.db")) as database:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(KeyboardInterrupt), database.atomic():
                database.execute_sql(endless).fetchone()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_ctrl_c_while_the_command_line_is_read_has_no_traceback() -> None:
    # A module of this name is found first, and behaves as if Ctrl-C came while it is read.
    text = (
        "import sys, types; found = types.ModuleType('service.cli');"
        " found.__getattr__ = lambda _: (_ for _ in ()).throw(KeyboardInterrupt);"
        " sys.modules['service.cli'] = found; from service.command import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "\nAborted!\n")


def test_the_system_is_understood_too() -> None:
    assert isinstance(explained(OSError(errno.ENOSPC, "x")), Full)
    assert isinstance(explained(OSError(errno.EDQUOT, "x")), Full)
    assert isinstance(explained(OSError(errno.EROFS, "x")), ReadOnly)
    assert isinstance(explained(OSError(errno.EIO, "x")), Lost)
    assert explained(OSError(errno.ENOENT, "x")) is None
    assert explained(ValueError("x")) is None


def test_each_error_has_a_different_message() -> None:
    texts = {str(explained(said(name))) for name in CODES}
    kinds = {CODES[name] for name in CODES}
    assert len(texts) >= len(kinds) + 2


HOST = 'connection failed: connection to server at "10.0.0.1", port 5432 failed: '
NO_ENTRY = 'FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "SSL", database "d", '
UNCONNECTED = [
    ("FATAL:  password authentication failed for user \"certificate\"", "refuses the user"),
    # With sslmode=prefer libpq tries again without TLS. The password is the cause.
    (f'FATAL:  password authentication failed for user "d"\n{HOST}{NO_ENTRY}no encryption',
     "refuses the user"),
    ("fe_sendauth: no password supplied", "asks for a password"),
    ('FATAL:  role "d" is not permitted to log in', "refuses the user"),
    ('FATAL:  permission denied for database "d"', "refuses the user"),
    ('FATAL:  database "d" is not currently accepting connections', "refuses the user"),
    ('FATAL:  database "SSL" does not exist', "refuses the user"),
    (f"{NO_ENTRY}no encryption", "pg_hba.conf"),
    (f"{NO_ENTRY}SSL encryption", "pg_hba.conf"),
    ('FATAL:  pg_hba.conf rejects connection for host "10.0.0.9", user "d", no encryption',
     "pg_hba.conf"),
    ("server does not support SSL, but SSL was required", "disagree on TLS"),
    ("SSL error: certificate verify failed", "of the database server is not trusted"),
    ('root certificate file "/ca.pem" does not exist', "of the database server is not trusted"),
    ('could not open certificate file "/c.pem": No such file or directory', "sslcert"),
    ('private key file "/c.key" has group or world access', "sslkey"),
    ('FATAL:  unrecognized configuration parameter "x"', "a parameter in"),
    ('definition of service "x" not found', "a parameter in"),
    ('FATAL:  too many connections for role "d"', "no room"),
    ("FATAL:  no more connections allowed (max_client_conn)", "no room"),
    ("FATAL:  the database system is starting up", "does not answer"),
    ("Connection refused", "does not answer"),
]  # fmt: skip


@each_row(("words", "told"), UNCONNECTED)
def test_a_connection_that_cannot_be_made_has_its_cause(words: str, told: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    from service.store.postgres.engine_errors import explained

    found = explained(psycopg.OperationalError(HOST + words))
    assert told in str(found)
    assert "10.0.0." not in str(found)
