"""``make soak``: run all proofs, or the named ones, each within its time limit.

python -m bench.soak kills paginations
python -m bench.soak --full kills    without a time limit

``bench.soak.time_limits`` has the limits.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench.soak import time_limits

PROOFS = ("kills", "syncs", "updates", "retries", "paginations", "mirror", "mutated", "disk",
          "backups", "cuts", "sockets", "bodies", "starvation", "worst", "lists", "cases",
          "plain", "memory", "replies", "visible", "engines", "failover")  # fmt: skip
"""Modules of this folder. Each ``main`` takes an empty folder. It returns a line with the results,
or raises ``AssertionError``."""


AGAIN_SECONDS = 2.0


def _end(*_: object) -> None:
    """Stop the run, so that the started processes are ended too. Some callers treat ``SystemExit``
    as a failure, and SQLite hides errors of the functions that it calls. So this function raises
    ``KeyboardInterrupt``, and a timer repeats it until ``main`` gets it."""
    signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
    raise KeyboardInterrupt


def _clear() -> None:
    """Remove the folders of earlier runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob("dateline-*-*-*"):
        _, name, pid, _ = folder.name.split("-", 3)
        if name in PROOFS and pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def main(names: list[str]) -> int:
    """Run the proofs; returns the number of those that failed."""
    failed, full = 0, "--full" in names
    names = [each for each in names if each != "--full"]
    for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(each, _end)
    _clear()
    for name in names or PROOFS:
        if name not in PROOFS:
            raise SystemExit(f"there is no proof {name!r}; there are {', '.join(PROOFS)}")
        start = time.monotonic()
        time_limits.allow(None if full else name)
        with tempfile.TemporaryDirectory(prefix=f"dateline-{name}-{os.getpid()}-") as folder:
            try:
                line = importlib.import_module(f"bench.soak.{name}").main(Path(folder))
            except KeyboardInterrupt:
                signal.setitimer(signal.ITIMER_REAL, 0)
                raise SystemExit(1) from None
            except Exception as error:  # this proof has failed; the next one still runs
                failed, line = failed + 1, f"FAILED {error!r}"
        print(f"{name}: {line} ({time.monotonic() - start:.0f} s)", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
