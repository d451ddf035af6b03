"""From files to the store: every row is stored or reported, none is lost silently.

Events go to the store in batches, each one transaction: a batch that fails leaves what
was there before. An import that was interrupted is resumed by running it again, since
what is stored already stays unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, TextIO

import msgspec

from service.domain.event import Event
from service.errors import Gone, Invalid, NotFound
from service.importers.files import Opened, open_all, opened
from service.importers.mapping import Mapping, load_mapping
from service.importers.record import Fault, Record
from service.importers.registry import NAMES, importer
from service.importers.report import Entry, Report
from service.importers.seen import Seen
from service.schemas.event import load_event

BATCH = 1000
MANY = 10_000
"""From so many changes on, the store is put in order at the end."""

GivenMapping = Path | str | bytes | dict[str, Any] | Mapping
OnError = Literal["skip", "stop"]
Progress = Callable[[Opened, int], None]
"""Told after each batch: the file and the rows read from it."""


class Target(Protocol):
    """The part of the store that an import needs."""

    def import_batch(self, events: Iterable[Event], author: str | None) -> list[Any]: ...
    def get(self, event_id: str) -> Any: ...
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
) -> Report:
    """Load files (``-`` is standard input); ``report`` gets a line of JSON for each fault.

    ``on_error="stop"`` ends at the first reject and drops the batch it would have been
    in. Raises ``Invalid`` for an unknown format and a mapping that does not fit.
    """
    run = Run(
        store, format, mapping, dry_run=dry_run, on_error=on_error, progress=progress, out=report
    )
    for found in open_all(paths):
        if isinstance(found, Opened):
            run.file(found)
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


@dataclass(slots=True)
class Batch:
    """Events on the way to one transaction, and the lines they came from."""

    lines: list[int] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


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

    def file(self, opened: Opened) -> None:
        """Read one file to its end, or to the first fault."""
        for _ in self.steps(opened):
            pass

    def steps(self, opened: Opened) -> Iterator[None]:
        """The same, pausing after each batch."""
        seen, rows = Seen(), 0
        batch = Batch()
        for record in self._records(opened):
            rows += 1
            event = record.event
            if record.folded:
                self.report.folded += 1
                note = Entry("folded", opened.name, record.line, record.faults[0], record.folded)
                self.report.note(note)
                continue
            if event is None or not seen.add(event.id):
                again = Fault("id", event.id, "is the id of an earlier row too") if event else None
                self.reject(opened.name, record.line, (again,) if again else record.faults)
                if self.report.stopped:
                    return
                continue
            for warning in record.warnings:
                fault = Fault("", None, warning)
                self.report.note(Entry("warning", opened.name, record.line, fault, event.id))
            batch.lines.append(record.line)
            batch.events.append(event)
            if len(batch.events) >= self.batch:
                self._store(opened, batch)
                batch = Batch()
                if self.progress:
                    self.progress(opened, rows)
                yield
        self._store(opened, batch)
        if self.progress:
            self.progress(opened, rows)

    def settle(self) -> None:
        """After many changes, put the store in order."""
        if self.report.created + self.report.updated >= MANY and not self.report.dry_run:
            self.store.settle()

    def reject(self, name: str, line: int, faults: tuple[Fault, ...]) -> None:
        """Count one row as rejected, noting each of its faults."""
        self.report.rejected += 1
        for fault in faults:
            self.report.note(Entry("rejected", name, line, fault))
        self.report.stopped = self.on_error == "stop"

    def _records(self, opened: Opened) -> Iterator[Record]:
        """The importer's records; a file that breaks off ends with a reject."""
        line = 0
        try:
            found = importer(self.format, opened.name, opened.head)
            for record in found.read(opened.stream, self.mapping):
                line = record.line
                yield record
        except OSError as error:
            reason = f"the file cannot be read further: {error}"
            yield Record(line + 1, None, (Fault("", None, reason),))

    def _store(self, opened: Opened, batch: Batch) -> None:
        if not batch.events:
            return
        saved = self._compare(batch) if self.report.dry_run else self._import(batch)
        for outcome in saved:
            setattr(self.report, outcome, getattr(self.report, outcome) + 1)

    def _import(self, batch: Batch) -> list[str]:
        return [saved.outcome for saved in self.store.import_batch(batch.events, self.author)]

    def _compare(self, batch: Batch) -> list[str]:
        """What storing the batch would do."""
        outcomes = []
        for event in batch.events:
            try:
                stored = load_event(msgspec.json.decode(self.store.get(event.id).body))
                outcomes.append("unchanged" if stored == event else "updated")
            except (NotFound, Gone):
                outcomes.append("created")
        return outcomes
