"""Import damaged files. No import crashes or stores part of a batch, and each rejected row has a
reason."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import re
import resource
import signal
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from bench.soak.mutations import Mutated, mutated
from bench.soak.sample_files import bases
from bench.soak.time_limits import in_time
from service.errors import Invalid
from service.importers.lines import LONGEST_LINE
from service.importers.report import Report
from service.importers.run import import_files
from service.schemas.event import render
from service.store import Store

SEED = 20230228
LONGEST = 20.0
"""Seconds that one file may take."""
MOST_MEMORY = 300
"""MiB that a process may have at its peak."""
LONGEST_WORDS = 2000
"""The maximum length of a reason for refusing a row or a file, in characters."""


@dataclass
class Found:
    """The number of ``files``, of rows ``stored``, ``rejected`` and ``folded``, of files
    ``refused`` as a whole, and of files whose rows were ``counted`` independently. The ``slowest``
    file in seconds, and the ``peak`` of memory in MiB. The errors are in ``wrong``."""

    files: int = 0
    stored: int = 0
    rejected: int = 0
    folded: int = 0
    refused: int = 0
    counted: int = 0
    slowest: float = 0.0
    peak: float = 0.0
    wrong: tuple[str, ...] = ()

    def add(self, other: Found) -> None:
        """Add the results of another process."""
        for each in fields(self):
            ours, theirs = getattr(self, each.name), getattr(other, each.name)
            most = each.name in ("slowest", "peak")
            setattr(self, each.name, max(ours, theirs) if most else ours + theirs)


def prove(files: int = 100_000, processes: int = 0, chunk: int = 250, seed: int = SEED) -> Found:
    """Import ``files`` damaged files. Each chunk has its own database."""
    found = Found()
    starts = range(0, files, chunk)
    jobs = [(seed, start, min(start + chunk, files)) for start in starts]
    with ProcessPoolExecutor(
        processes or os.cpu_count(), multiprocessing.get_context("spawn")
    ) as pool:
        rounds = 2 * (os.cpu_count() or 1)
        for start in in_time(range(0, len(jobs), rounds)):
            for each in pool.map(part, jobs[start : start + rounds]):
                found.add(each)
    return found


def part(job: tuple[int, int, int]) -> Found:
    """Import the files of one chunk, ``(seed, first, end)``."""
    seed, first, end = job
    # An import that needs more memory fails here, and other programs have enough.
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, resource.getrlimit(resource.RLIMIT_AS)[1]))
    found, among = Found(), bases()
    with tempfile.TemporaryDirectory(prefix="dateline-mutated-") as folder:
        store = Store(f"sqlite:///{folder}/store.db", render)
        store.migrate()
        store.database.execute_sql("PRAGMA synchronous=OFF")  # durability is not tested here
        for number in range(first, end):
            one = mutated(number, seed, among)
            try:
                _one(store, Path(folder), one, number, found)
            except Exception as error:  # seed and number reproduce the error
                found.wrong += (f"seed {seed}, file {number}, {_summary(one)}: {error!r}",)
        errors = list(store.integrity_errors())
        if errors:
            found.wrong += (f"seed {seed}, files {first} to {end}: {errors[:3]}",)
        store.close()
    found.peak = _peak()
    return found


def _peak() -> float:
    """The peak of this process in MiB. ``ru_maxrss`` would include the peak of the parent
    process."""
    (line,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(line) / 1024


def _summary(one: Mutated) -> str:
    return f"{one.base.name} ({one.base.form}) {' '.join(one.steps)}"


def _one(store: Store, folder: Path, one: Mutated, number: int, found: Found) -> None:
    name = one.base.name + (".gz" if "gzipped" in one.steps else "")
    path = folder / name
    path.write_bytes(one.content)
    form = "auto" if number % 3 == 0 else one.base.form
    before, out = store.size(), io.StringIO()
    start = time.monotonic()
    signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        options: Any = {"format": form, "mapping": one.base.mapping}
        tried = import_files(store, [path], dry_run=True, **options) if number % 4 == 0 else None
        assert store.size() == before, "a dry run stored something"
        report = import_files(store, [path], report=out, **options)
        assert tried is None or tried.summary().startswith(report.summary()), "dry run differs"
    except Invalid as invalid:
        words = str(invalid)
        assert words.strip() and len(words) <= LONGEST_WORDS, f"says {words[:200]!r}"
        assert store.size() == before, "a refused file left events"
        found.refused += 1
        report = None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        found.slowest = max(found.slowest, time.monotonic() - start)
        found.files += 1
        path.unlink()
    if report is None:
        return
    _check(report, out.getvalue())
    assert store.size() == before + report.created, "the store has other events than reported"
    if one.plain is not None and form != "auto":
        least, most, rejects = rows_of(one.base.form, one.plain)
        told_ = f"{report.rows} rows told, {report.rejected} of them rejected"
        assert least <= report.rows <= (most or report.rows), f"{least} to {most} rows, {told_}"
        assert report.rejected >= rejects, f"{rejects} rejects at least, {told_}"
        found.counted += least == most
    found.stored += report.created + report.updated + report.unchanged
    found.rejected += report.rejected
    found.folded += report.folded


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"took more than {LONGEST} s")


def _check(report: Report, told: str) -> None:
    entries = [json.loads(line) for line in told.split("\n") if line]
    kinds = [entry["kind"] for entry in entries]
    lines = {(entry["file"], entry["line"]) for entry in entries if entry["kind"] == "rejected"}
    # Several rows can have the same line, and a row can have several errors.
    assert len(lines) <= report.rejected <= kinds.count("rejected"), "rejects without a reason"
    assert kinds.count("folded") == report.folded, "a folded row is not told"
    reasons = [entry["reason"] for entry in entries]
    assert all(each.isprintable() and 0 < len(each) <= LONGEST_WORDS for each in reasons), (
        "a reason"
    )
    assert all(len(entry["value"] or "") <= 200 for entry in entries), "a value"


class Rows(NamedTuple):
    """The lowest and the highest possible number of rows of a file. ``at_most`` is ``None`` if it
    is not known. At least ``rejects`` of the rows cannot be stored."""

    at_least: int
    at_most: int | None = None
    rejects: int = 0


def rows_of(form: str, content: bytes) -> Rows:
    """The rows of a file, counted independently of the importer."""
    if form not in ("csv", "json", "timelinejs"):
        content = content.removeprefix(b"\xef\xbb\xbf")
    if form in ("ndjson", "gdelt", "icews"):
        return _lines(form, content)
    if form == "ics":
        begun = [line.strip().upper() for line in content.splitlines()].count(b"BEGIN:VEVENT")
        ended = content.strip().upper().endswith(b"END:VCALENDAR")
        return Rows(begun, None, int(bool(content.strip()) and not ended))
    if len(content) > LONGEST_LINE:
        return Rows(1)
    return _cells(content) if form == "csv" else _entries(form, content)


def _lines(form: str, content: bytes) -> Rows:
    found = content.split(b"\n")
    if form == "ndjson":
        count = sum(bool(line.strip()) for line in found)
        return Rows(count, count)
    found = [line.rstrip(b"\r") for line in found]
    header = None
    if form == "icews":
        found = [line.removeprefix(b"\xef\xbb\xbf") for line in found]
        first = next(filter(None, found), b"")
        header = None if first.split(b"\t")[0].isdigit() else first
    count = sum(bool(line) and line != header for line in found)
    return Rows(count, count)


def _cells(content: bytes) -> Rows:
    try:
        text = content.decode("utf-8-sig")
        header, returned, _ = text.partition("\n")[0].rstrip("\r").partition("\r")
        if returned and header.count('"') % 2 == 0:  # such a table may have each line end
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = io.StringIO(text, newline="\n")
        rows = [row for row in csv.reader(lines, strict=True, skipinitialspace=True) if row]
    except (UnicodeDecodeError, csv.Error):
        return Rows(1, None, 1)
    count = max(0, len(rows) - 1)
    return Rows(count, count)


def _entries(form: str, content: bytes) -> Rows:
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except KeyError:
        return Rows(0)
    except (ValueError, RecursionError):
        return Rows(1, None, 1)
    if isinstance(document, dict):
        names = ("events",) if form == "timelinejs" else ("events", "items")
        lists = [document[name] for name in document if name in names]
        document = next((each for each in lists if isinstance(each, list)), None)
    if not isinstance(document, list):
        return Rows(1, 1, 1)
    return Rows(len(document), len(document))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise KeyError("a name is there twice, and readers do not agree which value counts")
    return dict(pairs)


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    start = time.monotonic()
    found = prove()
    rate = found.files / (time.monotonic() - start)
    if found.wrong or found.peak > MOST_MEMORY or found.slowest > LONGEST:
        shown = "\n".join(found.wrong[:20])
        raise AssertionError(f"mutated: {found.wrong and len(found.wrong)} wrong\n{shown}\n{found}")
    return (
        f"{found.files} mutated files ({rate:.0f}/s, seed {SEED}): {found.stored} rows stored, "
        f"{found.rejected} rejected with a reason, {found.folded} folded, {found.refused} files "
        f"refused whole, rows counted another way in {found.counted}: 0 wrong; slowest file "
        f"{found.slowest:.1f} s, most memory {found.peak:.0f} MiB"
    )
