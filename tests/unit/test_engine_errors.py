"""Errors of the database engine and of the operating system become errors of Dateline."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import peewee as pw
import pytest

from service.errors import Busy, Damaged, DatelineError, Full, Lost, ReadOnly
from service.store.sqlite.engine_errors import explained

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
NOT_OURS = ("SQLITE_ERROR", "SQLITE_INTERRUPT", "SQLITE_CONSTRAINT", "SQLITE_MISUSE",
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
