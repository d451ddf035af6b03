"""From files to the store: every row is stored or reported, none is lost silently.

Events go to the store in batches, each in one transaction: one that fails leaves what was
there before. An import that was interrupted is resumed by running it again, since
what is stored already stays unchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, Literal, Protocol, TextIO

from service.errors import Invalid
from service.importers.batches import Batch
from service.importers.files import Opened, open_all, opened
from service.importers.mapping import Mapping
from service.importers.mapping_load import load_mapping
from service.importers.reader_process import aside
from service.importers.registry import NAMES
from service.importers.report import Entry, Report
from service.importers.row_result import Fault, shorten
from service.importers.similar_rows import title_key
from service.importers.source import here
from service.importers.window import EVERYTHING, Window
from service.store import Lot, Outcome

BATCH = 2500
"""Rows that are stored together, if nobody waits."""
PASSED = 1000
"""Rows that another process hands over together."""
TRANSACTION_SECONDS = 1.0
"""How long a transaction takes in batches of a large file: the fewer transactions, the fewer
times a page is written, and the longer others wait who write."""
ALONE_SECONDS = 5.0
"""The same where there are no others."""
LARGE = 8 * 1024 * 1024
"""Bytes. Files from this size on are read by another process."""
MOST_ALIKE = 10_000
"""New events that look like another are held back until the file ends, but not more than these:
a title that comes again and again says nothing."""
FEW_ALIKE, MOST_SHARE = 50, 0.1
"""Of more such events than these and this share of all that are new, only the number is told."""
MANY = 10_000
"""From so many changes on, the store is put in order at the end."""

GivenMapping = Path | str | bytes | dict[str, Any] | Mapping
OnError = Literal["skip", "stop"]
Progress = Callable[[Opened, Batch], None]
"""Told after each transaction: the file, and the last batch in it."""


class Target(Protocol):
    """The part of the store that an import needs."""

    alone: bool

    def importing(
        self, author: str | None
    ) -> AbstractContextManager[Callable[[Lot], list[Outcome]]]: ...
    def compare(self, lot: Lot) -> list[Outcome]: ...
    def alike(self, lot: Lot, outcomes: Sequence[Outcome]) -> dict[int, tuple[str, str]]: ...
    def empty(self) -> bool: ...
    def expect_many(self) -> None: ...
    def settle(self) -> None: ...


def import_files(
    store: Target,
    paths: Iterable[str | Path],
    *,
    format: str = "auto",
    mapping: GivenMapping | None = None,
    dry_run: bool = False,
    on_error: OnError = "skip",
    progress: Progress | None = None,
    report: TextIO | None = None,
    window: Window = EVERYTHING,
) -> Report:
    """Load files (``-`` is standard input); ``report`` gets a line of JSON for each fault.

    ``on_error="stop"`` ends at the first reject and drops the batch it would have been
    in. Raises ``Invalid`` for an unknown format and a mapping that does not fit.
    """
    run = Run(
        store,
        format,
        mapping,
        dry_run=dry_run,
        on_error=on_error,
        progress=progress,
        out=report,
        window=window,
    )
    given = list(paths)
    for found in open_all(given):
        if isinstance(found, Opened):
            try:
                run.file(found)
            except Invalid as whole:
                which = f"{found.name}: " if len(given) > 1 else ""
                raise Invalid(f"{which}{whole.detail}", whole.errors) from None
        else:
            name, error = found
            run.reject(name, 0, (Fault("", None, error.strerror or str(error)),))
        if run.report.stopped:
            break
    run.settle()
    return run.report


def import_stream(
    store: Target,
    stream: BinaryIO,
    name: str,
    *,
    format: str = "auto",
    mapping: GivenMapping | None = None,
    dry_run: bool = False,
    on_error: OnError = "skip",
) -> Report:
    """Load one stream, perhaps packed with gzip; like ``import_files`` otherwise."""
    run = Run(store, format, mapping, dry_run=dry_run, on_error=on_error)
    run.file(opened(name, stream))
    run.settle()
    return run.report


def _for_a_while(first: Batch, batches: Iterator[Batch], seconds: float) -> Iterator[Batch]:
    """Batches for one transaction."""
    until = monotonic() + seconds
    yield first
    while monotonic() < until and (batch := next(batches, None)):
        yield batch


class Run:
    """One import, of one file after another."""

    def __init__(
        self,
        store: Target,
        format: str,
        mapping: GivenMapping | None,
        *,
        dry_run: bool,
        on_error: OnError,
        progress: Progress | None = None,
        out: TextIO | None = None,
        author: str | None = None,
        batch: int | None = None,
        window: Window = EVERYTHING,
    ) -> None:
        if format != "auto" and format not in NAMES:
            raise Invalid(f"there is no format {format!r}; there are auto, {', '.join(NAMES)}")
        self.store = store
        self.format = format
        self.mapping = None if mapping is None else load_mapping(mapping)
        self.on_error = on_error
        self.progress = progress
        self.report = Report(dry_run=dry_run, out=out)
        self.author = author
        self.batch = batch or BATCH
        self.window = window
        self.many = False
        self.alike: list[tuple[set[int], Entry]] = []
        self.series: set[int] = set()

    def file(self, opened: Opened) -> None:
        """Read one file to its end, or to the first fault."""
        for _ in self.steps(opened):
            pass

    def steps(self, opened: Opened) -> Iterator[None]:
        """The same, pausing between batches."""
        large = opened.path is not None and (opened.size or 0) >= LARGE
        source, size = (aside, min(self.batch, PASSED)) if large else (here, self.batch)
        if large and not self.report.dry_run:
            self.store.expect_many()
            self.many = True
        stored = not self.store.empty()
        seconds = ALONE_SECONDS if self.store.alone else TRANSACTION_SECONDS
        batches = source(opened, self.format, self.mapping, size, self.window)
        for number, first in enumerate(batches):
            if number:
                yield
            together = _for_a_while(first, batches, seconds) if large else (first,)
            self._store(opened, together, stored)
            if self.report.stopped:
                break
        self._tell_alike(opened.name)

    def _store(self, opened: Opened, batches: Iterable[Batch], stored: bool) -> None:
        """Store some batches in one transaction; tell of what is in it when it is done."""
        counts: Counter[Outcome] = Counter()
        alike: list[tuple[set[int], Entry]] = []
        with self._transaction() as store:
            for batch in batches:
                self._note(opened.name, batch)
                if self.report.stopped:
                    break
                outcomes = store(batch.lot)
                counts.update(outcomes)
                alike += self._alike(opened.name, batch, outcomes, stored)
                self.series.update(batch.series)
        for outcome, count in counts.items():
            setattr(self.report, outcome, getattr(self.report, outcome) + count)
        self.alike = [each for each in self.alike + alike if not each[0] <= self.series]
        if len(self.alike) > MOST_ALIKE:
            self._tell_alike(opened.name)
        if self.progress:
            self.progress(opened, batch)

    def _transaction(self) -> AbstractContextManager[Callable[[Lot], list[Outcome]]]:
        if self.report.dry_run:
            return nullcontext(self.store.compare)
        return self.store.importing(self.author)

    def _note(self, name: str, batch: Batch) -> None:
        """Report all of the batch that is not stored, up to the first reject if that ends it."""
        for line, event_id, text in batch.warnings:
            self.report.note(Entry("warning", name, line, Fault("", None, text), event_id or None))
        for record in batch.others:
            if record.folded:
                self.report.folded += 1
                note = Entry("folded", name, record.line, record.faults[0], record.folded)
                self.report.note(note)
            else:
                self.reject(name, record.line, record.faults)
                if self.report.stopped:
                    return

    def _alike(
        self, name: str, batch: Batch, outcomes: list[Outcome], stored: bool
    ) -> Iterator[tuple[set[int], Entry]]:
        """What to tell of new events that look like others, of the file or ``stored`` before,
        each with the keys of the two titles."""
        before = self.store.alike(batch.lot, outcomes) if stored else {}
        found = {index: (other, title_key(title)) for index, (other, title) in before.items()}
        found |= {index: (other, key) for index, other, key in batch.alike}
        for index, outcome in enumerate(outcomes):
            if outcome == "created" and index in found:
                event, (other, key) = batch.lot.events[index], found[index]
                reason = f"has the days and countries of {other}, and a similar title"
                fault = Fault("title", shorten(event.truth[0]), reason, (other,))
                entry = Entry("duplicate", name, batch.lines[index], fault, event.id)
                yield {title_key(event.truth[0]), key}, entry

    def _tell_alike(self, name: str) -> None:
        """Report the new events that look like others, when it is known whose titles recur. Where
        those are very many, it is the titles of the file that do not tell events apart."""
        many = len(self.alike) > max(FEW_ALIKE, MOST_SHARE * self.report.created)
        if many:
            reason = (
                f"{len(self.alike):,} rows have the days, the countries and nearly the title of "
                "another; the titles of this file do not tell its events apart, so they are not "
                "told one by one"
            )
            self.report.note(Entry("warning", name, 0, Fault("title", None, reason)))
        for _, entry in () if many else self.alike:
            self.report.note(entry)
        self.alike = []
        self.series.clear()

    def settle(self) -> None:
        """After many changes, put the store in order."""
        stored = self.report.created + self.report.updated
        if self.many or (stored >= MANY and not self.report.dry_run):
            self.store.settle()

    def reject(self, name: str, line: int, faults: tuple[Fault, ...]) -> None:
        """Count one row as rejected, noting each of its faults."""
        self.report.rejected += 1
        for fault in faults:
            self.report.note(Entry("rejected", name, line, fault))
        self.report.stopped = self.on_error == "stop"
