"""Every command on a database that cannot be used ends with one clear line."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.soak import disks
from service.app import SEED
from service.cli import main
from service.schemas.event import load_event, render
from service.store import Store
from service.store.sqlite import connection_pragmas

EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}
COMMANDS = (
    "migrate", "migrate down", "migrate status", "seed", f"import {SEED}/events.json",
    f"import --dry-run {SEED}/events.json", "export", "backup {outside}/new.db",
    "publish {outside}/published.db", "verify", "verify --repair", "key create k",
    "key rotate known", "key list", "key revoke known",
    "restore {outside}/copy.db", "serve --port 9",
)  # fmt: skip
READING = {"migrate status", "export", "backup {outside}/new.db",
           "publish {outside}/published.db", "verify", "key list", "migrate", "serve --port 9",
           f"import --dry-run {SEED}/events.json"}  # fmt: skip
"""Commands that may succeed if only writing is impossible."""


@pytest.mark.parametrize(
    "command",
    ["verify", "verify --repair", "backup {folder}/b.db", "export", "publish {folder}/p.db",
     "key list", "key create k", "key revoke k", "migrate status", "migrate down"],
)  # fmt: skip
def test_a_database_that_is_not_there_is_not_made_by_looking_at_it(
    tmp_path: Path, command: str
) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/d.db"
    words = command.format(folder=tmp_path).split()
    done = CliRunner().invoke(main, words, env={"DATELINE_DATABASE_URL": url})
    assert done.exit_code == 1
    assert done.stderr == (
        f"dateline: DATELINE_DATABASE_URL: there is no database at {url}; "
        "dateline migrate creates one\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "meant"),
    [("bakcup x", "backup"), ("verfy", "verify"), ("export --format cvs", "csv"),
     ("import --format ndjsn x", "ndjson"), ("import --on-error stopp x", "stop"),
     ("key create k --scope wirte", "write"), ("migrate dwon", "down"), ("key lst", "list"),
     ("verify --repari", "--repair")],
)  # fmt: skip
def test_a_misspelt_word_is_told_with_the_nearest(command: str, meant: str) -> None:
    done = CliRunner().invoke(main, command.split(), env={"DATELINE_DATABASE_URL": None})
    assert done.exit_code == 2
    assert f"Did you mean '{meant}'?" in done.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["k", "--expires", "2020-01-01"], "--expires: 2020-01-01T00:00 (UTC) is over"),
     (["a\nb"], "all are visible"), ([" "], "all are visible"), (["\u200b"], "all are visible")],
)  # fmt: skip
def test_a_key_that_nobody_could_use_or_name_is_not_made(
    made: Path, words: list[str], reason: str
) -> None:
    environment = {"DATELINE_DATABASE_URL": f"sqlite:///{made}/d.db"}
    done = CliRunner().invoke(main, ["key", "create", *words], env=environment)
    assert done.exit_code in (1, 2)
    assert reason in done.stderr


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with a sound database that has a key, and with a backup of it."""
    folder = tmp_path / "made"
    store = Store(f"sqlite:///{folder}/d.db", render)
    store.migrate()
    store.import_batch([load_event(EVENT | {"title": f"T {n}"}, f"e{n}") for n in range(60)])
    store.keys.create("known", ("write",))
    store.backup(folder / "copy.db")
    store.close()
    return folder


def written(text: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(text)


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def with_zero_blocks(file: Path) -> None:
    """Overwrite every third block of 4 kB with zeros."""
    text = bytearray(file.read_bytes())
    for start in range(8192, len(text), 3 * 4096):
        text[start : start + 4096] = bytes(4096)
    file.write_bytes(text)


def without_first_page(file: Path) -> None:
    text = file.read_bytes()
    file.write_bytes(text[:100] + bytes(4000) + text[4100:])


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE event (a)")


@contextmanager
def held(file: Path, how: str) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        if how == "exclusive":
            other.execute("PRAGMA locking_mode = exclusive")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE epoch SET id = id")
        yield


DAMAGE: dict[str, Callable[[Path], object]] = {
    "text": written(b"no database at all " * 1000), "empty": written(b""), "short": written(b"S"),
    "half": half, "zero blocks": with_zero_blocks, "no first page": without_first_page,
    "a folder": a_folder, "of another program": of_another_program,
}  # fmt: skip


def ask(command: str, file: Path, outside: Path) -> tuple[int, list[str]]:
    """Returns the exit code and the lines of standard error; raises an unhandled exception."""
    words = [word.format(outside=outside) for word in command.split()]
    environment = {"DATELINE_DATABASE_URL": f"sqlite:///{file}"}
    done = CliRunner().invoke(main, words, env=environment)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stderr.splitlines()


def ends_well(command: str, code: int, lines: list[str], reading_fails: bool) -> None:
    if code == 0:
        assert (command in READING and not reading_fails) or command.startswith("restore"), command
    elif command.startswith("verify") and not lines:
        return  # it has found errors, and prints them on standard output
    else:
        assert code == 1, (command, lines)
        assert lines[-1].startswith("dateline: "), (command, lines)
        assert len(lines) == 1, (command, lines)


@pytest.mark.parametrize("damage", DAMAGE)
def test_on_a_damaged_database(made: Path, tmp_path: Path, damage: str) -> None:
    for number, command in enumerate(COMMANDS):
        folder = tmp_path / str(number)
        shutil.copytree(made, folder)
        DAMAGE[damage](folder / "d.db")
        if command.startswith("serve") and damage in ("zero blocks", "half"):
            continue  # the pages that it reads may be intact
        code, lines = ask(command, folder / "d.db", folder)
        if command.startswith("restore"):
            assert (code, lines[1:]) == (1 if damage == "a folder" else 0, []), (command, lines)
            continue
        if code == 0:
            # A part of a database may be intact, and an empty file is a new database.
            assert damage in ("half", "zero blocks", "empty", "short", "of another program"), (
                command
            )
        else:
            ends_well(command, code, lines, reading_fails=True)
        shutil.rmtree(folder)


@pytest.mark.parametrize("how", ["write", "exclusive"])
def test_on_a_locked_database(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setitem(connection_pragmas.PRAGMAS, "busy_timeout", 50)
    file = made / "d.db"
    before = file.read_bytes()
    with held(file, how):
        for command in COMMANDS:
            if command.startswith("serve") and how == "write":
                continue  # the database can be read, so the service starts
            (made / "new.db").unlink(missing_ok=True)
            code, lines = ask(command, file, made)
            ends_well(command, code, lines, reading_fails=how == "exclusive")
            assert code == 1 or not command.startswith("restore")
            if code:
                words = ("another program holds", "in use")
                assert any(each in lines[0] for each in words), (command, lines)
    assert file.read_bytes() == before


@contextmanager
def read_only(made: Path, folder: Path) -> Iterator[Path]:
    with disks.mounted(folder, "tmpfs"):
        shutil.copytree(made, folder / "made")
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield folder / "made"


@contextmanager
def full(made: Path, folder: Path) -> Iterator[Path]:
    with disks.mounted(folder, "tmpfs"):
        shutil.copytree(made, folder / "made")
        disks.Disk(folder).fill()
        yield folder / "made"


@pytest.mark.parametrize(
    ("place", "words"), [(read_only, ("read-only",)), (full, ("disk is full", "cannot be opened"))]
)
def test_on_a_disk_that_takes_nothing(
    made: Path,
    tmp_path: Path,
    place: Callable[[Path, Path], AbstractContextManager[Path]],
    words: tuple[str, ...],
) -> None:
    if not disks.available("tmpfs"):
        pytest.skip("no disk can be mounted here")
    with place(made, tmp_path / "disk") as folder:
        before = {each.name: each.read_bytes() for each in folder.iterdir()}
        for command in COMMANDS:
            if command.startswith("serve"):
                continue
            code, lines = ask(command, folder / "d.db", folder)
            ends_well(command, code, lines, reading_fails=False)
            assert code == 1 or not command.startswith("restore")
            if code:
                assert any(each in lines[0] for each in words), (command, lines)
        after = {each.name: each.read_bytes() for each in folder.iterdir()}
        for name in ("d.db", "copy.db"):
            assert after[name] == before[name]
