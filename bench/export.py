"""Measure the speed and the memory of whole exports, for each streamed format.

Each export runs in a separate process to a file, and over HTTP from a server with one worker. The
memory is the peak of the resident pages (Linux, ``VmHWM``) minus those before the export began. For
comparison, ``sqlite3`` writes the same stored bytes to a file.

    python -m bench.export 1000000
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.arguments import parser
from bench.data import made_dateline
from service.domain.query import Filter, Page
from service.formats.format import Listing
from service.formats.registry import BY_SUFFIX, STREAMED
from service.schemas.event import render
from service.store import Store
from tests.support.live import free_port

MEBIBYTE = 1024 * 1024


def status(pid: int, name: str) -> int:
    """A field of ``/proc/PID/status``, in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


def begin(pid: int) -> int:
    """Reset the peak of a process, and return its resident bytes."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return status(pid, "VmRSS")


def child(suffix: str, database: str, target: str) -> None:
    """Export one format; print the seconds, the bytes, and the peak above the idle process."""
    store = Store(f"sqlite:///{database}", render)
    store.events(Filter(), Page(limit=1, count="none"))
    with Path(target).open("wb") as file:
        idle = begin(os.getpid())
        started = time.perf_counter()
        for piece in BY_SUFFIX[suffix].render(store.stream(Filter(undated=True)), Listing()):
            file.write(piece)
        file.flush()
        seconds = time.perf_counter() - started
    print(seconds, Path(target).stat().st_size, status(os.getpid(), "VmHWM") - idle)


def in_process(suffix: str, database: Path, folder: Path) -> tuple[float, int, int]:
    """Seconds, bytes and additional memory of an export to a file."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.export", "child", suffix, database, folder / "export"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, size, peak = done.stdout.split()
    return float(seconds), int(size), int(peak)


def over_http(suffix: str, url: str, worker: int) -> tuple[float, int, int]:
    """Seconds, bytes and additional memory of one download from a running server."""
    urllib.request.urlopen(f"{url}?limit=1", timeout=30).read()
    idle, started, size = begin(worker), time.perf_counter(), 0
    with urllib.request.urlopen(f"{url}.{suffix}?undated=1", timeout=3600) as reply:
        while piece := reply.read(MEBIBYTE):
            size += len(piece)
    return time.perf_counter() - started, size, status(worker, "VmHWM") - idle


def serve(database: Path) -> Iterator[tuple[str, int]]:
    """Start a server with one worker; yields the URL of the events and the worker's process id."""
    port = free_port()
    environment = os.environ | {
        "DATELINE_DATABASE_URL": f"sqlite:///{database}", "DATELINE_PORT": str(port),
        "DATELINE_WORKERS": "1",
    }  # fmt: skip
    dateline = str(Path(sys.executable).with_name("dateline"))
    server = subprocess.Popen([dateline, "serve"], env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/readyz", timeout=5).read()
                break
            except OSError:
                time.sleep(0.2)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        workers = [int(each) for each in children]
        # There may also be a helper process of multiprocessing; the worker is the larger one.
        yield f"{url}/v1/events", max(workers, key=lambda pid: status(pid, "VmRSS"))
    finally:
        server.terminate()
        server.wait()


def line(name: str, figures: tuple[float, int, int], count: int) -> str:
    """One row of the table."""
    seconds, size, peak = figures
    return (f"{name:14} {seconds:8.1f} s {count / seconds:10,.0f} events/s "
            f"{size / seconds / MEBIBYTE:8.1f} MiB/s {peak / MEBIBYTE:8.1f} MiB more")  # fmt: skip


def sqlite(database: Path, folder: Path) -> float:
    """Seconds that the ``sqlite3`` program takes to write the stored documents to a file."""
    program = shutil.which("sqlite3")
    if program is None:
        raise SystemExit("needs the sqlite3 program to compare with")
    started = time.perf_counter()
    with (folder / "sqlite").open("wb") as file:
        query = "SELECT body FROM document ORDER BY position"
        subprocess.run([program, "-readonly", database, query], stdout=file, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure all formats, first to a file and then over HTTP."""
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:])
        return
    arguments = parser(__doc__)
    arguments.add_argument("events", type=int)
    count = arguments.parse_args().events
    database = made_dateline(count)
    with tempfile.TemporaryDirectory(dir=database.parent) as name:
        folder = Path(name)
        seconds = sqlite(database, folder)
        size = (folder / "sqlite").stat().st_size
        (folder / "sqlite").unlink()
        print(line("sqlite3", (seconds, size, 0), count), flush=True)
        for form in STREAMED:
            print(line(form.suffix, in_process(form.suffix, database, folder), count), flush=True)
    for url, worker in serve(database):
        for form in STREAMED:
            found = over_http(form.suffix, url, worker)
            print(line(f"http {form.suffix}", found, count), flush=True)


if __name__ == "__main__":
    main()
