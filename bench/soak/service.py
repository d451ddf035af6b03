"""Run the service in its own process group, so that it can be stopped or killed as a whole."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO, Any, Protocol

from bench.soak.http import Client
from service.schemas.event import render
from service.store import Store

DATELINE = str(Path(sys.executable).with_name("dateline"))


PORTS = range(12_000, 30_000)
"""These ports are below those that Linux and macOS give to clients. So no connection takes a port
after it was chosen."""


class Ports:
    """Chooses ports. Each process begins at a different place of the range."""

    def __init__(self) -> None:
        self.next = os.getpid() * 1009

    def free(self) -> int:
        """A free port on loopback, and a different one at each call."""
        for _ in PORTS:
            self.next += 1
            port = PORTS[self.next % len(PORTS)]
            with socket.socket() as probe, suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
        raise RuntimeError("no port is free")


free_port = Ports().free


class Running(Protocol):
    """A running program: the part of ``subprocess.Popen`` that is used here."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


class Programs:
    """Starts the service and runs its commands."""

    def run(self, *words: str, environment: Mapping[str, str]) -> CompletedProcess[str]:
        """Run a command of ``dateline`` to its end."""
        return subprocess.run(
            [DATELINE, *words], env=environment, capture_output=True, text=True, check=False
        )

    def serve(
        self, wrapper: tuple[str, ...], environment: Mapping[str, str], log: IO[bytes]
    ) -> Running:
        """Start the service under ``wrapper``, in its own session."""
        return subprocess.Popen(
            [*wrapper, DATELINE, "serve"],
            env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


class Service:
    """One service on one database file. The service can be started again after it was killed."""

    programs = Programs()

    def __init__(
        self,
        folder: Path,
        wrapper: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
        **settings: str,
    ) -> None:
        self.database = folder / "soak.db"
        self.log = folder / "serve.log"
        self.wrapper = wrapper
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        kept = {name: text for name, text in os.environ.items() if not name.startswith("DATELINE_")}
        self.environment = kept | {
            "DATELINE_DATABASE_URL": f"sqlite:///{self.database}",
            "DATELINE_PORT": str(port),
            "DATELINE_WORKERS": "2",
            **{f"DATELINE_{name.upper()}": text for name, text in settings.items()},
            **(environment or {}),
        }
        self.command("migrate")
        self.key = self.command("key", "create", "soak", "--scope", "admin").strip()
        self.process: Running | None = None

    def command(self, *words: str) -> str:
        """The output of ``dateline`` with these arguments on the same database."""
        done = self.programs.run(*words, environment=self.environment)
        if done.returncode:
            raise RuntimeError(f"dateline {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Start the service and wait until it is ready."""
        with self.log.open("ab") as log:
            self.process = self.programs.serve(self.wrapper, self.environment, log)
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):
                    return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"the service did not start: {self.log.read_text()[-2000:]}")

    def end(self, how: signal.Signals) -> None:
        """Send the signal ``how`` to every process of the service, and wait until the service has
        ended.

        Under a wrapper only the main process of the service gets the signal. It ends the workers,
        and the wrapper ends after it.
        """
        if self.process is not None:
            pid = self.process.pid
            if self.wrapper:
                os.kill(int(_children(pid)[0]), how)
            else:
                os.killpg(pid, how)
            self.process.wait(timeout=60)
            self.process = None

    def kill(self) -> None:
        """``kill -9`` of the whole service."""
        self.end(signal.SIGKILL)

    def processes(self) -> list[int]:
        """The ids of all processes of the running service."""
        found, new = [], [self.process.pid] if self.process else []
        while new:
            found += new
            new = [int(child) for pid in new for child in _children(pid)]
        return found

    def memory(self) -> float:
        """The private memory of all processes of the service, in MiB."""
        sizes: list[int] = []
        for pid in self.processes():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
            parts = re.findall(r"^(?:Private_Clean|Private_Dirty|Swap): +(\d+)", text, re.MULTILINE)
            sizes += map(int, parts)
        return sum(sizes) / 1024

    def integrity_errors(self) -> list[str]:
        """The errors that ``dateline verify`` would find."""
        store = Store(self.environment["DATELINE_DATABASE_URL"], render)
        try:
            return list(store.integrity_errors())
        finally:
            store.close()

    def client(self, timeout: float = 30) -> Client:
        """A client with a key that may write."""
        return Client(self.url, self.key, timeout)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the database file."""
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()


@contextmanager
def running(
    folder: Path,
    wrapper: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    **settings: str,
) -> Iterator[Service]:
    """Run a service until the block ends. ``environment`` has variables that are not settings."""
    service = Service(folder, wrapper, environment, **settings)
    service.start()
    try:
        yield service
    finally:
        service.end(signal.SIGTERM)
