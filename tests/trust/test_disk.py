"""A full disk, for the store, backups, the API and metrics; see ``bench.soak.disk``."""

from __future__ import annotations

import errno
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api import metrics
from service.asgi import Scope
from service.errors import Full, Lost
from service.request_bodies import Bodies, Body
from service.schemas.event import load_event, render
from service.settings import Settings
from service.store import Reply, Store
from service.store.engine_errors import explained
from service.store.sqlite.backup import restore
from service.store.sqlite.file import LOOK_SECONDS
from service.transfer_rates import MinimumRate
from tests.api.conftest import app, client, settings, store, write_key
from tests.support.loops import run

__all__ = ["app", "client", "settings", "store", "write_key"]
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The system lets no file grow beyond ``size`` bytes (EFBIG), like a quota or a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def written(folder: Path) -> int:
    """The size in bytes of the write-ahead log, to which the next write is added."""
    return max(each.stat().st_size for each in folder.glob("*-wal"))


@pytest.fixture
def folder(settings: Settings) -> Path:
    """The folder of the database."""
    return Path(settings.database_url.removeprefix("sqlite:///")).parent


def test_every_write_without_room_is_reported_and_undone(store: Store, folder: Path) -> None:
    store.create(load_event(EVENT, "kept"))
    large = load_event(EVENT | {"summary": "word " * 1000}, "large")
    several = [replace(large, id=f"large-{number}") for number in range(50)]

    def once() -> None:
        store.replies.once(1, "token", "digest", lambda: Reply(201, {}, store.create(large).body))

    writes = (
        lambda: store.create(large), once, lambda: store.put(large, None),
        lambda: store.import_batch(several), lambda: store.delete("kept", 1),
        lambda: store.keys.create("k" * 100, ("read",)),
    )  # fmt: skip
    with no_file_longer_than(written(folder)):
        for write in writes:
            with pytest.raises(Full, match="the disk is full"):
                write()
            assert store.get("kept").version == 1
    assert store.last_change() == 1
    once()
    assert store.delete("kept", 1) == 2
    assert list(store.integrity_errors()) == []


def test_other_failures_of_the_disk_are_not_called_full(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    store = Store(f"sqlite:///{file}", render)
    store.migrate()
    store.close()
    for each in tmp_path.iterdir():
        each.write_bytes(b"no database at all " * 1000)
    with pytest.raises(Exception, match="not a database") as raised:
        store.create(load_event(EVENT, "a"))
    assert not isinstance(raised.value, Full)
    store.close()


@pytest.mark.parametrize("gone", [("-wal",), ("-shm",), ("-wal", "-shm")], ids="".join)
@pytest.mark.parametrize("replaced", [False, True], ids=["removed", "replaced"])
def test_nothing_is_written_to_a_log_that_has_lost_its_name(
    store: Store, folder: Path, gone: tuple[str, ...], replaced: bool
) -> None:
    """Another program would begin another log, and one of both would be lost."""
    store.create(load_event(EVENT, "kept"))
    (database,) = folder.glob("*.db")
    files = [database.with_name(database.name + name) for name in gone]
    for each in files:
        aside = each.rename(folder / f"aside{each.name}")
        if replaced:
            each.write_bytes(aside.read_bytes())
    with pytest.raises(Lost, match="-wal or -shm"):
        store.create(load_event(EVENT, "new"))
    time.sleep(2 * LOOK_SECONDS)
    with pytest.raises(Lost, match="-wal or -shm"):
        store.get("kept")
    for each in files:
        (folder / f"aside{each.name}").rename(each)
    store.create(load_event(EVENT, "new"))
    assert list(store.integrity_errors()) == []


def test_a_log_may_come_and_go_while_nobody_has_the_database_open(
    store: Store, folder: Path
) -> None:
    (database,) = folder.glob("*.db")
    other = Store(f"sqlite:///{database}", render)
    for number in range(3):
        store.create(load_event(EVENT, f"a{number}"))
        other.create(load_event(EVENT, f"b{number}"))
        store.close()
        other.create(load_event(EVENT, f"c{number}"))
        other.close()
        assert [each.name for each in folder.glob("*.db*")] == [database.name]


def test_a_copy_without_room_leaves_nothing(store: Store, tmp_path: Path) -> None:
    store.create(load_event(EVENT, "kept"))
    folder, copy = tmp_path / "copies", tmp_path / "copy.db"
    folder.mkdir()
    with no_file_longer_than(8192), pytest.raises(Full):
        store.backup(folder / "copy.db")
    assert list(folder.iterdir()) == []
    store.backup(copy)
    with no_file_longer_than(8192), pytest.raises(Full):
        restore(f"sqlite:///{folder}/new.db", copy)
    assert list(folder.iterdir()) == []
    restore(f"sqlite:///{folder}/new.db", copy)
    with closing(sqlite3.connect(folder / "new.db")) as new:
        assert new.execute("SELECT id FROM event").fetchall() == [("kept",)]


@contextmanager
def without_inodes(folder: Path) -> Iterator[Path]:
    """A disk with room, on which no further file can be made; skips if none can be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "nr_inodes=12,size=32m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        (folder / "a.db").touch()
        with suppress(OSError):
            for number in range(20):
                (folder / str(number)).touch()
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_without_inodes_is_not_called_full(store: Store, tmp_path: Path) -> None:
    store.create(load_event(EVENT, "kept"))
    with without_inodes(tmp_path / "disk") as folder:
        other = Store(f"sqlite:///{folder}/a.db", render)
        tries = (
            other.migrate,  # its log is another file
            lambda: store.backup(folder / "copy.db"),
            lambda: restore(f"sqlite:///{folder}/new.db", tmp_path / "copy.db"),
            (folder / "more").mkdir,
        )
        store.backup(tmp_path / "copy.db")
        for each in tries:
            with pytest.raises((Full, OSError)) as raised:
                each()
            known = explained(raised.value) or raised.value
            assert isinstance(known, Full)
            assert "no inode left for another file" in str(known)
        with suppress(OSError), (folder / "a.db").open("wb", buffering=0) as file:
            while file.write(bytes(1 << 20)):
                pass  # until the bytes are gone too
        full = explained(OSError(errno.ENOSPC, "no room", str(folder / "more")))
        assert str(full) == "the disk is full; this was not stored"
        other.close()


def test_a_write_without_room_is_a_507(
    client: FlaskClient, write_key: dict[str, str], folder: Path
) -> None:
    client.get("/v1/events")
    with no_file_longer_than(written(folder)):
        reply = client.post("/v1/events", json=EVENT | {"summary": "w " * 2000}, headers=write_key)
        assert client.get("/v1/events").status_code == 200
    assert (reply.status_code, reply.content_type) == (507, "application/problem+json")
    assert reply.json == {
        "type": "about:blank", "title": "Insufficient Storage", "status": 507,
        "detail": "the disk is full; this was not stored",
    }  # fmt: skip
    paths = client.get("/v1/openapi.json").get_json()["paths"]
    writes = {"post", "put", "patch", "delete"}
    for path in paths.values():
        for method, operation in path.items():
            assert ("507" in operation["responses"]) == (method in writes)


def test_a_body_that_has_no_place_is_not_told_of_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    piece = b" " * (2 << 20)
    bodies = Bodies(len(piece), {}, len(piece), MinimumRate(1, 10, 10))
    body = Body(bodies, {"CONTENT_LENGTH": str(len(piece)), "PATH_INFO": "/"}, {"client": None})

    async def receive() -> Scope:
        return {"type": "http.request", "body": piece}

    run(body.fill(receive))
    with pytest.raises(Lost, match="has no place on the disk; see TMPDIR"):
        body.read()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body = Body(bodies, {"CONTENT_LENGTH": str(len(piece)), "PATH_INFO": "/"}, {"client": None})
    with no_file_longer_than(4096):
        run(body.fill(receive))
    with pytest.raises(Full, match="the disk is full; a body of over"):
        body.read()


NO_FILES = """
import os, resource, sys
from service.errors import Busy
from service.store.database import open_database

database = open_database(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
try:
    while True:
        os.open(os.devnull, os.O_RDONLY)
except OSError:
    pass
try:
    database.connect()
except Busy as error:
    print(error)
"""


def test_a_process_without_files_is_not_told_that_its_database_is_gone(
    store: Store, folder: Path
) -> None:
    (database,) = folder.glob("*.db")
    command = [sys.executable, "-c", NO_FILES, f"sqlite:///{database}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "too many files are open; try again later (see ulimit -n)\n"


def test_counts_that_have_no_file_are_kept_in_memory(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path / "counts"))
    (tmp_path / "counts").mkdir()
    with no_file_longer_than(4096):
        assert not metrics.kept_in_files()
    assert "the counts of this worker are its own" in caplog.text
