"""An import without a database creates one, completely or not at all."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from service.errors import Conflict
from service.importers.run import import_files
from service.opening import open_store, store_to_fill
from service.schemas.event import render
from service.settings import Settings
from service.store import Store
from tests.support.forked import run
from tests.support.live import DATELINE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.ndjson"
    dates = ["2023-02-28", "2022-09", "../1950", "2021/2023"]
    lines = [
        {"id": f"e{n}", "title": f"T {n}", "date": dates[n % 4], "category": "meeting",
         "countries": [{"code": "KZ", "role": "host"}]}
        for n in range(500)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(each) + "\n" for each in lines))
    return path


def settings(folder: Path, name: str = "new") -> Settings:
    return Settings(database_url=f"sqlite:///{folder}/in/{name}.db")


def tables(folder: Path, name: str) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(folder / "in" / f"{name}.db")
    try:
        return {
            "schema": sorted(connection.execute("SELECT name, sql FROM sqlite_master")),
            **{
                table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
                for table, columns in {
                    "event": "position, id, title, date, version",
                    "term": "kind, value, events",
                    "tally": "term, month, date, events",
                    "posting": "term, position, span, latest",
                }.items()
            },
        }
    finally:
        connection.close()


def test_it_holds_what_a_migrated_one_would_hold(tmp_path: Path, file: Path) -> None:
    usual = open_store(settings(tmp_path, "usual"))
    usual.migrate()
    import_files(usual, [file])
    usual.close()
    with store_to_fill(settings(tmp_path)) as store:
        assert import_files(store, [file]).created == 500
    assert tables(tmp_path, "new") == tables(tmp_path, "usual")
    opened = open_store(settings(tmp_path))
    opened.ready()
    assert list(opened.integrity_errors()) == []
    assert opened.drift() == ""
    with store_to_fill(settings(tmp_path)) as store:
        assert import_files(store, [file]).unchanged == 500
    opened.close()
    assert sorted(each.name for each in (tmp_path / "in").glob("*new*")) == ["new.db"]


def test_a_failure_or_a_dry_run_leaves_nothing(tmp_path: Path, file: Path) -> None:
    def failing() -> None:
        with store_to_fill(settings(tmp_path)) as store:
            import_files(store, [file])
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        failing()
    with store_to_fill(settings(tmp_path), keep=False) as store:
        assert import_files(store, [file], dry_run=True).created == 500
    assert list((tmp_path / "in").iterdir()) == []


def test_it_never_takes_the_place_of_another(tmp_path: Path, file: Path) -> None:
    def meanwhile() -> None:
        with store_to_fill(settings(tmp_path)) as store:
            import_files(store, [file])
            other = open_store(settings(tmp_path))
            other.migrate()
            other.close()

    with pytest.raises(Conflict, match=r"new\.db meanwhile"):
        meanwhile()
    store = Store(settings(tmp_path).database_url, render)
    assert store.empty()
    store.close()


def test_two_at_once_are_kept_apart_and_what_a_kill_leaves_is_taken_away(
    tmp_path: Path, file: Path
) -> None:
    waiting = subprocess.Popen(
        [DATELINE, "import", "-", "--format", "ndjson"],
        env={"DATELINE_DATABASE_URL": settings(tmp_path).database_url},
        stdin=subprocess.PIPE,
    )
    unfinished = tmp_path / "in" / ".new.db.unfinished"
    until = time.monotonic() + 20
    while not (unfinished.exists() and unfinished.stat().st_size) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)  # by now the first import has made and locked its file
    try:
        with pytest.raises(Conflict, match="another import"), store_to_fill(settings(tmp_path)):
            pass
    finally:
        waiting.kill()
        waiting.communicate()
    assert unfinished.exists()
    url = {"DATELINE_DATABASE_URL": settings(tmp_path).database_url}
    done = run("import", str(file), environment=url, folder=tmp_path)
    assert "500 created" in done.stdout
    assert sorted(each.name for each in (tmp_path / "in").iterdir()) == ["new.db"]


def test_a_command_that_is_told_to_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    waiting = subprocess.Popen(
        [DATELINE, "import", "-", "--format", "ndjson"],
        env=os.environ
        | {"DATELINE_DATABASE_URL": settings(tmp_path).database_url, "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    unfinished = tmp_path / "in" / ".new.db.unfinished"
    until = time.monotonic() + 20
    while not (unfinished.exists() and unfinished.stat().st_size) and time.monotonic() < until:
        time.sleep(0.05)
    waiting.terminate()
    assert waiting.communicate(timeout=30)[1] == b""
    assert waiting.returncode == -signal.SIGTERM
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_an_invalid_database_url_is_refused_and_creates_no_file(tmp_path: Path, file: Path) -> None:
    for words in (("import", str(file)), ("restore", str(file))):
        unusable = {"DATELINE_DATABASE_URL": "mysql://localhost/dateline"}
        done = run(*words, environment=unusable, folder=tmp_path)
        assert done.returncode == 1
        assert "must look like sqlite:///path/to.db" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["events.ndjson"]
