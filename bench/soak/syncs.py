"""Every commit is on the disk before it is acknowledged: the service under ``strace``."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.soak.service import running
from bench.soak.threads import at_once

EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}


@dataclass(frozen=True)
class Syncs:
    """``commits`` acknowledged, ``syncs`` seen."""

    commits: int
    syncs: int


def available() -> bool:
    """Whether ``strace`` is installed."""
    return shutil.which("strace") is not None


def prove(folder: Path, writes: int = 2000) -> Syncs:
    """Count the syncs that the service asks the kernel for while events are created."""
    trace = folder / "trace"
    # Stopped at these calls alone; without the option at every call, which costs a processor.
    wrapper = ("strace", "-f", "-qq", "--seccomp-bpf", "-o", str(trace),
               "-e", "trace=fsync,fdatasync")  # fmt: skip
    with running(folder, wrapper) as service:
        before = _count(trace)

        def create(number: int) -> int:
            client = service.client()
            done = 0
            for step in range(writes // 4):
                done += client.put(f"s{number}-{step}", EVENT, new=True)[0] == 201
            client.close()
            return done

        commits = sum(at_once(4, create))
        syncs = _count(trace) - before
    return Syncs(commits, syncs)


def _count(trace: Path) -> int:
    return len(re.findall(r"fsync\(|fdatasync\(", trace.read_text("utf-8", "replace")))


def main(folder: Path) -> str:
    """The full figures."""
    if not available():
        return "skipped: strace is not installed"
    found = prove(folder)
    if found.syncs < found.commits or found.commits < 2000:
        raise AssertionError(f"syncs: {found}")
    return f"{found.commits} commits, {found.syncs} syncs"
