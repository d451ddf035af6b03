"""Imports files into the store; every row is stored or reported, and none is lost silently.

Events are stored in transactions of one or more batches. If a transaction fails, the data from
before it stays. To resume an interrupted import, run it again: events that are stored already
stay unchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import monotonic
from typing import Any, Literal, Protocol, TextIO

from service.domain.counted import counted
from service.errors import Invalid
from service.importers.batches import Batch
from service.importers.files import Opened, open_all
from service.importers.mapping import Mapping
from service.importers.mapping_load import load_mapping
from service.importers.reader_process import read_in_other_process
from service.importers.registry import NAMES
from service.importers.replaced import replacements
from service.importers.report import Entry, Report
from service.importers.row_result import RowError, shorten
from service.importers.similar_rows import title_key
from service.importers.source import read_here
from service.importers.trial import Trial
from service.importers.window import EVERYTHING, Window
from service.store import EventBatch, Imported, Outcome

BATCH = 2500
"""Rows in a batch, if nobody waits for its end."""
PASSED = 1000
"""The most rows in a batch that another process sends."""
TRANSACTION_SECONDS = 1.0
"""How long a transaction of a large file takes in new batches.

With fewer transactions a page is written fewer times, but other writers wait longer.
"""
ALONE_SECONDS = 5.0
"""The same if there are no other writers."""
LARGE = 8 * 1024 * 1024
"""Bytes of a file from which another process reads it."""
MOST_ALIKE = 10_000
"""The most new events that resemble another and wait for the end of the file to be reported.

By then it is known which titles recur so often that they do not identify an event.
"""
FEW_ALIKE, MOST_SHARE = 50, 0.1
"""If there are more such events than this number and this share of the new events, only their
count is reported."""
MANY = 10_000
"""From this number of changes on, the store is tidied at the end (``Target.settle``)."""

GivenMapping = Path | str | bytes | dict[str, Any] | Mapping
OnError = Literal["skip", "stop"]
Progress = Callable[[Opened, Batch], None]
"""Called after each transaction with the file and the last batch in it."""


class Target(Protocol):
    """The part of the store that an import needs."""

    alone: bool

    def importing(
        self, author: str | None
    ) -> AbstractContextManager[Callable[[EventBatch], Imported]]: ...
    def compare(self, batch: EventBatch, author: str | None) -> Imported: ...
    def similar_stored(
        self, batch: EventBatch, outcomes: Sequence[Outcome]
    ) -> dict[int, tuple[str, str]]: ...
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
    batch: int = BATCH,
    large: int = LARGE,
) -> Report:
    """Load files (``-`` is standard input); ``report`` gets a line of JSON for each error.

    A batch has ``batch`` rows. Another process reads a file of ``large`` bytes or more.

    ``on_error="stop"`` ends the import at the first rejected row and drops the batch of that row.
    Raises ``Invalid`` for an unknown format and for a mapping that does not fit.
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
        batch=batch,
        large=large,
    )
    given = list(paths)
    for found in open_all(given):
        if isinstance(found, Opened):
            try:
                run.file(found)
            except Invalid as whole:
                archive, member, _ = found.name.partition("/")
                named = whole.detail.startswith((f"{archive} ", f"{found.name} "))
                which = f"{found.name}: " if (len(given) > 1 or member) and not named else ""
                raise Invalid(f"{which}{whole.detail}{run.stored_before()}", whole.errors) from None
        else:
            name, error = found
            run.reject(name, 0, (RowError("", None, error.strerror or str(error)),))
        if run.report.stopped:
            break
    run.settle()
    return run.report


def _for_a_while(first: Batch, batches: Iterator[Batch], seconds: float) -> Iterator[Batch]:
    """The batches of one transaction: ``first``, and more for some ``seconds``."""
    until = monotonic() + seconds
    yield first
    while monotonic() < until and (batch := next(batches, None)):
        yield batch


class Run:
    """One import of one or more files, one after another."""

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
        batch: int = BATCH,
        large: int = LARGE,
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
        self.batch, self.large = batch, large
        self.window = window
        self.many = False
        self.similar: list[tuple[set[int], Entry]] = []
        self.series: set[int] = set()
        self.trial = Trial()

    def file(self, opened: Opened) -> None:
        """Read one file to its end, or to the first error."""
        for _ in self.steps(opened):
            pass

    def steps(self, opened: Opened) -> Iterator[None]:
        """The same, but yields between transactions."""
        large = opened.path is not None and (opened.size or 0) >= self.large
        source, size = (
            (read_in_other_process, min(self.batch, PASSED)) if large else (read_here, self.batch)
        )
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
        self._report_similar(opened.name)

    def _store(self, opened: Opened, batches: Iterable[Batch], stored: bool) -> None:
        """Store some batches in one transaction, and report the progress when it is done."""
        counts: Counter[Outcome] = Counter()
        alike: list[tuple[set[int], Entry]] = []
        with self._transaction() as store:
            for batch in batches:
                self._report_batch(opened.name, batch)
                if self.report.stopped:
                    break
                imported = store(batch.prepared)
                counts.update(imported.outcomes)
                for index, text in replacements(batch, imported):
                    event, error = batch.prepared.events[index], RowError("", None, text)
                    warning = Entry("warning", opened.name, batch.lines[index], error, event.id)
                    self.report.note(warning)
                alike += self._similar_entries(opened.name, batch, imported.outcomes, stored)
                self.series.update(batch.series)
        for outcome, count in counts.items():
            setattr(self.report, outcome, getattr(self.report, outcome) + count)
        self.similar = [each for each in self.similar + alike if not each[0] <= self.series]
        if len(self.similar) > MOST_ALIKE:
            self._report_similar(opened.name)
        if self.progress:
            self.progress(opened, batch)

    def _transaction(self) -> AbstractContextManager[Callable[[EventBatch], Imported]]:
        if self.report.dry_run:
            return nullcontext(self._tried)
        return self.store.importing(self.author)

    def _tried(self, batch: EventBatch) -> Imported:
        return self.trial.after_earlier_files(batch, self.store.compare(batch, self.author))

    def _report_batch(self, name: str, batch: Batch) -> None:
        """Report the warnings and the unstored rows of a batch, up to an error that stops it."""
        for line, event_id, text in batch.warnings:
            warning = RowError("", None, text)
            self.report.note(Entry("warning", name, line, warning, event_id or None))
        for record in batch.others:
            if record.folded:
                self.report.folded += 1
                note = Entry("folded", name, record.line, record.errors[0], record.folded)
                self.report.note(note)
            else:
                self.reject(name, record.line, record.errors)
                if self.report.stopped:
                    return

    def _similar_entries(
        self, name: str, batch: Batch, outcomes: list[Outcome], stored: bool
    ) -> Iterator[tuple[set[int], Entry]]:
        """Entries for new events that resemble others, each with the keys of the two titles.

        The others are from the file, or were ``stored`` before.
        """
        before = self.store.similar_stored(batch.prepared, outcomes) if stored else {}
        found = {index: (other, title_key(title)) for index, (other, title) in before.items()}
        found |= {index: (other, key) for index, other, key in batch.similar}
        for index, outcome in enumerate(outcomes):
            if outcome == "created" and index in found:
                event, (other, key) = batch.prepared.events[index], found[index]
                reason = f"has the days and countries of {other}, and a similar title"
                error = RowError("title", shorten(event.truth[0]), reason, (other,))
                entry = Entry("duplicate", name, batch.lines[index], error, event.id)
                yield {title_key(event.truth[0]), key}, entry

    def _report_similar(self, name: str) -> None:
        """Report the new events that resemble others, once it is known which titles recur.

        If there are very many, the titles of the file do not distinguish its events. Then only
        their number is reported.
        """
        many = len(self.similar) > max(FEW_ALIKE, MOST_SHARE * self.report.created)
        if many:
            reason = (
                f"{len(self.similar):,} rows have the days, the countries and nearly the title of "
                "another; the titles of this file do not tell its events apart, so only their "
                "number is reported"
            )
            self.report.note(Entry("warning", name, 0, RowError("title", None, reason)))
        for _, entry in () if many else self.similar:
            self.report.note(entry)
        self.similar = []
        self.series.clear()

    def stored_before(self) -> str:
        """Words for the end of an error that ends the import, if events are stored nevertheless."""
        number = self.report.created + self.report.updated
        if not number or self.report.dry_run or self.store.alone:
            return ""
        return f"; {counted(number, 'event')} of the files before it stored"

    def settle(self) -> None:
        """Tidy the store after many changes."""
        self.trial.close()
        stored = self.report.created + self.report.updated
        if self.many or (stored >= MANY and not self.report.dry_run):
            self.store.settle()

    def reject(self, name: str, line: int, errors: tuple[RowError, ...]) -> None:
        """Count one row as rejected, and report each of its errors."""
        self.report.rejected += 1
        for error in errors:
            self.report.note(Entry("rejected", name, line, error))
        self.report.stopped = self.on_error == "stop"
