"""The header of the index of the write-ahead log shows every commit, without a statement."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from service.opening import open_store
from service.settings import Settings
from service.store.recent_changes import Recent
from service.store.sqlite.wal_index import HEADER, MAPS, WalIndex, whole

WRITE = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"

pytestmark = pytest.mark.skipif(not MAPS.exists(), reason="the maps of a process are Linux'")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a file.db"


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another connection to a database in WAL mode."""
    with closing(sqlite3.connect(path, isolation_level=None)) as found:
        found.execute("PRAGMA journal_mode = wal")
        found.execute("CREATE TABLE t (a)")
        yield found


def test_each_commit_and_nothing_else_changes_the_header(
    path: Path, other: sqlite3.Connection
) -> None:
    index = WalIndex(path)
    seen = [index.header()]
    assert seen[0] is not None
    for sql in ("INSERT INTO t VALUES (1)", "CREATE TABLE u (a)", "DELETE FROM t", "VACUUM"):
        other.execute("SELECT * FROM t").fetchall()
        assert index.header() == seen[-1]
        other.execute(sql)
        assert index.header() not in seen
        seen.append(index.header())
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO t VALUES (2)")
    assert index.header() == seen[-1]
    other.execute("COMMIT")
    assert index.header() not in seen


def test_a_commit_of_another_process_changes_it_also_after_a_checkpoint(
    path: Path, other: sqlite3.Connection
) -> None:
    index, seen = WalIndex(path), set()
    for _ in range(2):
        seen.add(index.header())
        command = [sys.executable, "-c", WRITE, str(path), "INSERT INTO t VALUES (3)"]
        subprocess.run(command, check=True)
        assert index.header() not in seen
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert other.execute("SELECT count(*) FROM t").fetchone() == (2,)


def test_a_header_that_is_being_written_is_not_taken() -> None:
    halves = bytearray(2 * HEADER)
    assert whole(memoryview(halves)) == bytes(halves)
    halves[3] = 1
    assert whole(memoryview(halves)) is None


def test_without_such_an_index_there_is_no_header(tmp_path: Path) -> None:
    plain = tmp_path / "plain.db"
    with closing(sqlite3.connect(plain)) as found:
        found.execute("CREATE TABLE t (a)")
        assert WalIndex(plain).header() is None
    assert WalIndex(tmp_path / "none.db").header() is None
    assert not (tmp_path / "none.db").exists()


def test_closing_one_index_keeps_locks_and_memory_of_others(
    path: Path, other: sqlite3.Connection
) -> None:
    first, second = WalIndex(path), WalIndex(path)
    other.execute("BEGIN IMMEDIATE")
    header = first.header()
    del second
    gc.collect()
    with (
        closing(sqlite3.connect(path, timeout=0)) as third,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        third.execute("BEGIN IMMEDIATE")
    assert first.header() == header
    other.execute("INSERT INTO t VALUES (4)")
    other.execute("COMMIT")
    assert first.header() != header


def test_a_look_at_an_unchanged_database_runs_no_statement(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    with closing(open_store(Settings(url))) as store, closing(Recent(url)) as recent:
        store.migrate()
        assert recent.look()
        statements: list[str] = []
        recent.database.own().set_trace_callback(statements.append)  # type: ignore[attr-defined]
        for _ in range(3):
            assert recent.look()
        assert statements == []
        store.database.execute_sql("CREATE TABLE x (a)")
        assert recent.look()
        assert statements
