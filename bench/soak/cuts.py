"""Kill a restore, a backup and the making of a new database at every step.

``strace`` kills the process at the n-th system call of each kind that writes, truncates, renames,
links, removes or syncs. After that the old or the new database is there, and it is complete.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench.soak.threads import at_once
from bench.soak.time_limits import full_or_short, in_time
from service.schemas.event import load_event, render
from service.store import Store

CALLS = ("write", "writev", "pwrite64", "pwritev", "ftruncate", "truncate", "rename", "renameat",
         "renameat2", "link", "linkat", "unlink", "unlinkat", "fsync", "fdatasync", "chmod",
         "fchmod", "chown", "fchown", "fallocate", "sync_file_range")  # fmt: skip
SET = ",".join(f"?{name}" for name in CALLS)
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}
NAME = "d.db"

State = tuple[tuple[str, int], ...] | str
"""The events of a database with their versions, or the reason why there is no database."""
Points = list[tuple[str, int]]
"""System calls, each with its number among the calls of its kind."""


@dataclass
class Cuts:
    """The number of ``points`` at which the program was killed, and of ``all`` points. How often
    the ``old`` and the ``new`` database was found. The errors are in ``wrong``."""

    points: int = 0
    all: int = 0
    old: int = 0
    new: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """``prepare`` makes the files of a folder. ``program`` is the Python program that is killed."""

    prepare: Callable[[Path], None]
    program: str


def available() -> bool:
    """Whether ``strace`` is installed and allowed to trace."""
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], check=False,
                          capture_output=True)  # fmt: skip
    return done.returncode == 0


def _filled(path: Path, *names: str) -> None:
    store = Store(f"sqlite:///{path}", render)
    store.migrate()
    for name in names:
        store.create(load_event(EVENT, name))
    store.close()


def _copy_beside(folder: Path) -> None:
    """Make ``d.db`` with two events, and ``copy.db`` with one of them and a third."""
    _filled(folder / "copy.db", "kept", "other")
    _filled(folder / NAME, "kept", "mine")
    with closing(sqlite3.connect(folder / "copy.db")) as copy:
        copy.execute("PRAGMA journal_mode = delete")


def _crashed(folder: Path) -> None:
    """Make the same files as after a crash: the last writes are in the write-ahead log."""
    _copy_beside(folder)
    shutil.copytree(folder, folder / "then")
    store = Store(f"sqlite:///{folder}/then/{NAME}", render)
    store.create(load_event(EVENT, "in-the-log"))
    for each in (folder / "then").glob(f"{NAME}*"):
        shutil.copy(each, folder)
    store.close()
    shutil.rmtree(folder / "then")
    if not (folder / f"{NAME}-wal").stat().st_size:
        raise AssertionError("there is no write-ahead log")


def _damaged(folder: Path) -> None:
    """Make the same files, but replace the main file by something that is no database."""
    _crashed(folder)
    (folder / NAME).write_bytes(b"no database at all " * 1000)


def _removed(folder: Path) -> None:
    """Make the same files, but remove the main file and leave its log."""
    _crashed(folder)
    (folder / NAME).unlink()


RESTORE = """
from pathlib import Path
from service.store.sqlite.backup import restore
restore("sqlite:///d.db", Path("copy.db"))
"""
BACKUP = """
from pathlib import Path
from service.store.database import open_database
open_database("sqlite:///copy.db").backup(Path("d.db"), force=True)
"""
ASIDE = """
from service.opening import store_to_fill
from service.schemas.event import load_event
from service.settings import Settings
with store_to_fill(Settings(database_url="sqlite:///d.db")) as store:
    for name in ("kept", "other"):
        store.create(load_event({"title": "A", "date": "2024-05-01", "category": "meeting"}, name))
"""
CASES = {
    "restore": Case(_copy_beside, RESTORE),
    "restore after a crash": Case(_crashed, RESTORE),
    "restore over a damaged database": Case(_damaged, RESTORE),
    "restore where only the log is left": Case(_removed, RESTORE),
    "backup over another": Case(_crashed, BACKUP),
    "a database made aside": Case(lambda folder: None, ASIDE),
    "a database made aside where a log is left": Case(_removed, ASIDE),
}
NEW: State = (("kept", 1), ("other", 1))


def state(folder: Path) -> State:
    """The state of ``d.db``, read through SQLite, which repairs the database after a crash."""
    path = folder / NAME
    if not path.exists():
        return "missing"
    try:
        with closing(sqlite3.connect(path)) as found:
            (sound,) = found.execute("PRAGMA integrity_check").fetchone()
            if sound != "ok":
                return str(sound)
            return tuple(found.execute("SELECT id, version FROM event ORDER BY id"))
    except sqlite3.DatabaseError as error:
        return str(error)


def _run(folder: Path, program: str, *wrapper: str) -> int:
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    command = [*wrapper, sys.executable, "-W", "ignore", "-c", program]
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True
    ).returncode


def prove(folder: Path, names: tuple[str, ...] = tuple(CASES), most: int | None = None) -> Cuts:
    """Kill the program of each case at every point, or at ``most`` points. Then calls that change
    names come first, and writes are sampled."""
    found = Cuts()
    for number, name in enumerate(names):
        case, place = CASES[name], folder / str(number)
        (place / "before").mkdir(parents=True)
        case.prepare(place / "before")
        before = _state_of_copy(place, "before")
        points = _points(place, case.program)
        found.all += len(points)
        random.Random(number).shuffle(points)
        points = sorted(points, key=lambda each: each[0] in ("pwrite64", "write"))[:most]

        def work(mine: int, points: Points = points, place: Path = place, case: Case = case,
                 name: str = name, before: State = before) -> int:  # fmt: skip
            done = 0
            for call, step in in_time(points[mine::2], 1 / len(CASES)):
                _cut(place, case.program, call, step, (name, before), found)
                done += 1
            return done

        found.points += sum(at_once(2, work))
    return found


def _state_of_copy(place: Path, name: str) -> State:
    look = place / f"{name}-look"
    shutil.copytree(place / name, look)
    found = state(look)
    shutil.rmtree(look)
    return found


def _points(place: Path, program: str) -> Points:
    """All system calls of a whole run of the program."""
    shutil.copytree(place / "before", place / "whole")
    trace = place / "trace"
    code = _run(place / "whole", program, "strace", "-f", "-qq", "-o", str(trace),
                "-e", f"trace={SET}")  # fmt: skip
    if code or state(place / "whole") != NEW:
        raise AssertionError(f"{place}: {code} {state(place / 'whole')}")
    calls = Counter(re.findall(r"^\d+ +(\w+)\(", trace.read_text("utf-8", "replace"), re.MULTILINE))
    return [(call, step + 1) for call, count in calls.items() for step in range(count)]


def _cut(place: Path, program: str, call: str, step: int, what: tuple[str, State],
         found: Cuts) -> None:  # fmt: skip
    name, before = what
    tried = place / f"{call}-{step}"
    shutil.copytree(place / "before", tried)
    code = _run(tried, program, "strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}",
                "-e", f"inject={call}:signal=KILL:when={step}")  # fmt: skip
    if code == 0:
        found.wrong.append(f"{name}: {call} {step}: the program was not killed")
    now = _state_of_copy(place, tried.name)
    found.old += now == before
    found.new += now == NEW
    if now not in (before, NEW):
        found.wrong.append(f"{name}, killed at {call} {step}: {now!r}")
    _keeps_all(place / "before", tried, now == NEW, f"{name}, {call} {step}", found)
    # The same command succeeds with whatever files the killed one has left.
    if now != NEW or program is RESTORE:
        code = _run(tried, program)
        if code or state(tried) != NEW:
            found.wrong.append(f"{name}, after {call} {step}, again: {code} {state(tried)!r}")
    shutil.rmtree(tried)


def _keeps_all(before: Path, after: Path, new: bool, words: str, found: Cuts) -> None:
    """Check that no damaged or orphaned file is lost: it has its old name, or is set aside."""
    main = before / NAME
    if main.exists() and main.read_bytes()[:6] == b"SQLite":
        return
    kept = [each.read_bytes() for each in after.glob(f"{NAME}*")]
    for each in before.glob(f"{NAME}*"):
        if not each.name.endswith("-shm") and each.read_bytes() not in kept:
            found.wrong.append(f"{words}: {each.name} is lost ({'new' if new else 'old'})")


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    if not available():
        return "skipped: strace is not installed"
    found = prove(folder)
    if (
        found.wrong
        or found.points < found.all // full_or_short(1, 10)
        or not (found.old and found.new)
    ):
        raise AssertionError(f"cuts: {found}")
    return (
        f"{len(CASES)} cases killed at {found.points} of their {found.all} steps: the old database "
        f"{found.old} times, the new one {found.new} times, each whole; nothing lost"
    )
