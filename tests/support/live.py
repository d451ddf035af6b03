"""A real server on loopback, in separate processes, for tests that need one."""

from __future__ import annotations

import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.soak.service import DATELINE, free_port
from tests.support.forked import Forked, run

__all__ = ["DATELINE", "Live", "free_port", "serving"]


@dataclass(frozen=True)
class Live:
    """A running service: its URL, and the environment for more commands."""

    url: str
    environment: dict[str, str]
    process: Forked

    def command(self, *words: str) -> str:
        """Returns the output of ``dateline`` with these arguments, on the same database."""
        done = run(*words, environment=self.environment)
        done.check_returncode()
        return done.stdout


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Live]:
    """Serve the seed from a database in ``folder`` until the block ends."""
    port = free_port()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DATELINE_")}
    environment = kept | {
        "DATELINE_DATABASE_URL": f"sqlite:///{folder}/live.db",
        "DATELINE_PORT": str(port),
        # On a busy machine, even a quick request may take longer than the default limit.
        "DATELINE_QUERY_TIMEOUT_SECONDS": "30",
        **{f"DATELINE_{name.upper()}": text for name, text in settings.items()},
    }
    log = (folder / "serve.log").open("wb")
    process = Forked(("serve", "--migrate", "--seed"), environment, log)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", process, folder / "serve.log")
        yield Live(f"http://127.0.0.1:{port}", environment, process)
    finally:
        process.terminate()
        process.wait(timeout=60)
        log.close()


def _wait(address: str, process: Forked, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not come up: {log.read_text()[-2000:]}")
