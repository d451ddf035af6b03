"""``make bench-full``: run the bench with 100,000, a million and ten million events.

    python -m bench.full [--hours 8] [--sizes 100000 1000000 10000000]

Each size is a run of ``python -m bench.run --save`` in its own process. The whole bench ends after
``--hours``. If the disk has no room for a size, the size is left out: the databases of the bench,
the copy for writes and the databases of the peers take some 11 kB per event. The databases stay in
``.bench/``, so a later run uses those that are complete.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.data import FOLDER

SIZES = (100_000, 1_000_000, 10_000_000)
KEPT, PASSING = 5_000, 6_000
"""Bytes per event of the databases that are kept, and of those in the temporary folder."""


def room(sizes: list[int], kept: int, passing: int, same_disk: bool) -> Iterator[tuple[int, bool]]:
    """Yields each size and whether the disk has room for it. ``kept`` and ``passing`` are the free
    bytes of the two folders. The databases of one size stay on the disk when the next is made."""
    for size in sorted(sizes):
        kept -= size * KEPT
        passing -= size * KEPT * same_disk
        fits = min(kept, passing - size * PASSING) >= 0
        if not fits:
            kept, passing = kept + size * KEPT, passing + size * KEPT * same_disk
        yield size, fits


def main() -> None:
    """Run each size for which there is room, until the time is over."""
    parser = argparse.ArgumentParser(description="Compare reading at three sizes.")
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    chosen = parser.parse_args()
    ends = time.monotonic() + chosen.hours * 3600
    FOLDER.mkdir(exist_ok=True)
    passing = Path(tempfile.gettempdir())
    free = shutil.disk_usage(FOLDER).free, shutil.disk_usage(passing).free
    same_disk = FOLDER.stat().st_dev == passing.stat().st_dev
    for size, fits in room(chosen.sizes, *free, same_disk):
        if not fits:
            print(f"{size:,} events are left out: the disk needs {_needed(size)} GB for them")
            continue
        command = [sys.executable, "-m", "bench.run", "--events", str(size), "--save"]
        try:
            subprocess.run(command, check=True, timeout=max(1.0, ends - time.monotonic()))
        except subprocess.TimeoutExpired:
            sys.exit(f"{size:,} events: the time is over; --hours gives more")


def _needed(size: int) -> int:
    return -(-size * (KEPT + PASSING) // 10**9)


if __name__ == "__main__":
    main()
