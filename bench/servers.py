"""Start the servers that are compared. They listen on loopback until their block ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from bench.data import Data

BIN = Path(sys.executable).parent
WORKERS = 2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], ports: list[int], **environment: str) -> Iterator[list[int]]:
    """Run ``command`` once for each port until the block ends. ``{port}`` in the command stands for
    the port. Port 0 is for a program that does not listen."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for port in ports:
            words = [word.replace("{port}", str(port)) for word in command]
            processes.append(
                subprocess.Popen(
                    words, env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
            if port:
                _wait(port, processes[-1])
        yield ports
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the program does not listen: {process.args!r}")


def dateline(data: Data) -> AbstractContextManager[list[int]]:
    """Dateline with ``WORKERS`` processes and a small reply cache. The cache drops a reply before
    its question is repeated."""
    return dateline_at(data.dateline, DATELINE_REPLIES_MB="1")


def dateline_at(database: Path, **settings: str) -> AbstractContextManager[list[int]]:
    """Dateline on any database file, with ``WORKERS`` processes."""
    command = [str(BIN / "dateline"), "serve", "--port", "{port}", "--workers", str(WORKERS)]
    url = f"sqlite:///{database}"
    return running(command, [free_port()], DATELINE_DATABASE_URL=url, **settings)


def datasette(data: Data) -> AbstractContextManager[list[int]]:
    """Datasette in its usual form: one process with three threads for SQL, because Datasette has no
    workers. Both databases are immutable, because this is the fastest mode."""
    command = [
        str(BIN / "datasette"), "serve", "--host", "127.0.0.1", "--port", "{port}",
        "--immutable", str(data.flat), "--immutable", str(data.dateline),
        "--setting", "sql_time_limit_ms", "20000", "--setting", "facet_time_limit_ms", "20000",
    ]  # fmt: skip
    return running(command, [free_port()])


def constant(bodies: Path) -> AbstractContextManager[list[int]]:
    """A Flask route that always returns the same bytes, on the same server and workers."""
    port = free_port()
    command = [
        str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}",
        "--workers", str(WORKERS), "--blocking-threads", "1", "--factory", "bench.constant:app",
    ]  # fmt: skip
    return running(command, [port], BENCH_BODIES=str(bodies))
