"""Files with events or keys can be read only by their owner, whatever the umask is."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.errors import Conflict
from service.importers.run import import_files
from service.opening import open_store, store_to_fill
from service.settings import Settings
from tests.support import forked
from tests.support.live import free_port

SEED = Path(__file__).resolve().parents[2] / "seed" / "events.json"


@pytest.fixture(params=[0o000, 0o022, 0o177], ids=oct)
def wide(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {
        each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.rglob("*") if each.is_file()
    }


def check_private(folder: Path, *names: str) -> None:
    found = modes(folder)
    assert set(found.values()) == {0o600}, found
    for each in names:
        assert any(name.startswith(each) for name in found), found


def run(folder: Path, *words: str) -> None:
    environment = {"DATELINE_DATABASE_URL": f"sqlite:///{folder}/t.db", "PATH": os.environ["PATH"]}
    done = forked.run(*words, environment=environment)
    assert done.returncode == 0, done.stderr


def test_the_database_and_the_files_beside_it(tmp_path: Path, wide: int) -> None:
    store = open_store(Settings(database_url=f"sqlite:///{tmp_path}/t.db"))
    store.migrate()
    store.keys.create("desk", ("read",))
    check_private(tmp_path, "t.db", "t.db-wal", "t.db-shm")
    store.close()


def test_backups_restored_databases_and_those_set_aside(tmp_path: Path, wide: int) -> None:
    run(tmp_path, "migrate")
    (tmp_path / "t.db").chmod(0o644)  # made by an earlier version
    run(tmp_path, "backup", str(tmp_path / "copy.db"))
    (tmp_path / "copy.db").chmod(0o644)
    run(tmp_path, "backup", "--force", str(tmp_path / "copy.db"))
    run(tmp_path, "restore", str(tmp_path / "copy.db"))
    check_private(tmp_path, "t.db", "copy.db", "t.db.before-")


def test_a_database_that_an_import_makes(tmp_path: Path, wide: int) -> None:
    seen: dict[str, int] = {}
    with store_to_fill(Settings(database_url=f"sqlite:///{tmp_path}/new.db")) as store:
        import_files(store, [SEED])
        seen |= modes(tmp_path)
    assert set(seen.values()) == {0o600}, seen
    check_private(tmp_path, "new.db")


def test_a_copy_is_private_from_its_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wide: int
) -> None:
    """Each database file has its mode before anything is written into it."""
    found: list[int] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def watching(database: object, *more: object, **options: object) -> sqlite3.Connection:
        path = Path(str(database))
        if not str(database).startswith("file:") and path.name != ":memory:":
            found.append(stat.S_IMODE(path.stat().st_mode))
        return connect(database, *more, **options)

    store = open_store(Settings(database_url=f"sqlite:///{tmp_path}/t.db"))
    monkeypatch.setattr(sqlite3, "connect", watching)
    store.migrate()
    store.backup(tmp_path / "copy.db")
    store.close()
    assert found
    assert set(found) == {0o600}


def test_a_start_says_where_others_may_read(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    (tmp_path / "t.db").chmod(0o640)
    environment = {"DATELINE_DATABASE_URL": f"sqlite:///{tmp_path}/t.db"}
    words = ("serve", "--workers", "1", "--port", str(free_port()))
    reading, writing = os.pipe()
    with os.fdopen(reading) as said:
        with os.fdopen(writing, "wb") as errors, Path(os.devnull).open("wb") as nothing:
            process = forked.Forked(words, environment, nothing, errors)
        line = said.readline()
        process.terminate()
        process.wait(30)
    assert "t.db" in line
    assert "mode 640" in line


def test_a_link_stays_a_link_to_a_private_file(tmp_path: Path, wide: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    links = [tmp_path / name for name in ("t.db", "copy.db")]
    for link in links:
        link.symlink_to(disk / f"real-{link.name}")  # which does not exist yet
    run(tmp_path, "migrate")
    run(tmp_path, "backup", str(links[1]))
    run(tmp_path, "backup", "--force", str(links[1]))
    run(tmp_path, "restore", str(links[1]))
    run(tmp_path, "publish", str(tmp_path / "views.db"))
    run(tmp_path, "verify")
    assert all(link.is_symlink() for link in links)
    check_private(disk, "real-t.db", "real-copy.db", "real-t.db.before-")
    links[0].unlink()
    links[0].symlink_to(disk / "new.db")
    with store_to_fill(Settings(database_url=f"sqlite:///{links[0]}")) as store:
        import_files(store, [SEED])
    assert links[0].is_symlink()
    check_private(disk, "new.db")


def give_away(path: Path) -> None:
    path.touch(0o666)
    os.chown(path, 12345, -1)


def test_no_file_that_somebody_else_has_put_there_is_written(tmp_path: Path) -> None:
    """A folder such as ``/tmp`` is everybody's."""
    run(tmp_path, "migrate")
    victim, link = tmp_path / "victim", tmp_path / ".copy.db.unfinished"
    store = open_store(Settings(database_url=f"sqlite:///{tmp_path}/t.db"))
    victim.write_text("of great value")
    hostile: tuple[Callable[[], None], ...] = (
        lambda: link.symlink_to(victim), lambda: link.symlink_to("nowhere"), link.mkdir,
        lambda: os.mkfifo(link), lambda: give_away(link),
    )  # fmt: skip
    for place in hostile[: None if os.geteuid() == 0 else -1]:
        place()
        with pytest.raises(Conflict, match=r"\.copy\.db\.unfinished is a link, or belongs to"):
            store.backup(tmp_path / "copy.db")
        assert victim.read_text() == "of great value"
        link.rmdir() if link.is_dir() else link.unlink()
    link.touch(0o644)
    store.backup(tmp_path / "copy.db")
    store.close()
    assert modes(tmp_path)["copy.db"] == 0o600
