"""``make soak``: every proof with its full figures, or those named.

python -m bench.soak kills walks
"""

from __future__ import annotations

import importlib
import signal
import sys
import tempfile
import time
from pathlib import Path

PROOFS = ("kills", "syncs", "updates", "retries", "walks", "mirror", "mutated", "disk",
          "backups", "cuts", "sockets", "bodies", "starvation", "worst", "cases",
          "plain", "replies", "engines", "failover")  # fmt: skip
"""Modules of this folder; ``main`` takes an empty folder and gives a line that says what was
shown, or raises ``AssertionError``."""


AGAIN_SECONDS = 2.0


def _end(*_: object) -> None:
    """Exit, so that the started processes are ended too. Some callers take ``SystemExit`` for a
    failure, and SQLite hides errors of the functions that it calls. So this raises
    ``KeyboardInterrupt``, again and again, until it reaches ``main``."""
    signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
    raise KeyboardInterrupt


def main(names: list[str]) -> int:
    """Run the proofs; gives how many failed."""
    failed = 0
    for each in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(each, _end)
    for name in names or PROOFS:
        if name not in PROOFS:
            raise SystemExit(f"there is no proof {name!r}; there are {', '.join(PROOFS)}")
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"dateline-{name}-") as folder:
            try:
                line = importlib.import_module(f"bench.soak.{name}").main(Path(folder))
            except KeyboardInterrupt:
                signal.setitimer(signal.ITIMER_REAL, 0)
                raise SystemExit(1) from None
            except Exception as error:  # a proof that raises has failed; the next one still runs
                failed, line = failed + 1, f"FAILED {error!r}"
        print(f"{name}: {line} ({time.monotonic() - start:.0f} s)", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
