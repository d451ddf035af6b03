"""From a file to the store: every row is stored or reported, none is lost silently."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.domain.event import Event
from service.errors import Invalid
from service.importers.mapping import Mapping, read_mapping
from service.schemas.event import load_event
from service.store import Store

BATCH = 500


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not stored, and why."""

    line: int
    reason: str
    field: str = ""
    nearest: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"line": self.line, "field": self.field, "reason": self.reason,
                "nearest": list(self.nearest)}  # fmt: skip


@dataclass(slots=True)
class Report:
    """What became of the rows."""

    outcomes: Counter[str] = field(default_factory=Counter)
    rejected: list[Reject] = field(default_factory=list)

    def summary(self) -> str:
        """One line for a person."""
        counts = [f"{self.outcomes[word]} {word}" for word in ("created", "updated", "unchanged")]
        return ", ".join([*counts, f"{len(self.rejected)} rejected"])


def import_file(
    store: Store, file: Path, mapping_file: Path | None = None, dry_run: bool = False
) -> Report:
    """Load ``file`` in transactions of ``BATCH`` events. Raises ``Invalid`` for a file that
    cannot be read at all; a faulty row is in the report instead."""
    mapping = read_mapping(mapping_file) if mapping_file else None
    report, batch = Report(), list[Event]()
    for line, row in rows(file, mapping):
        try:
            batch.append(load_event(mapping.event(row) if mapping else row))
            if not batch[-1].id:
                raise Invalid("an imported event needs an id, so that importing twice is safe")
        except Invalid as error:
            report.rejected.append(_reject(line, error))
            if batch and not batch[-1].id:
                batch.pop()
        if len(batch) == BATCH:
            _flush(store, batch, report, dry_run)
    _flush(store, batch, report, dry_run)
    return report


def _flush(store: Store, batch: list[Event], report: Report, dry_run: bool) -> None:
    if dry_run:
        report.outcomes["unchanged"] += len(batch)
    else:
        report.outcomes.update(saved.outcome for saved in store.import_batch(batch))
    batch.clear()


def _reject(line: int, error: Invalid) -> Reject:
    if not error.errors:
        return Reject(line, error.detail)
    reason = "; ".join(f"{each.pointer} {each.detail}" for each in error.errors)
    return Reject(line, reason, error.errors[0].pointer or "", error.errors[0].nearest)


def rows(file: Path, mapping: Mapping | None) -> Iterator[tuple[int, Any]]:
    """``(line, row)`` of a CSV (with a mapping), NDJSON or JSON file."""
    if mapping is not None:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            try:
                for row in reader:
                    yield reader.line_num, row
            except csv.Error as error:
                raise Invalid(f"{file.name}, line {reader.line_num}: {error}") from None
        return
    if file.suffix in (".ndjson", ".jsonl"):
        with file.open("rb") as lines_:
            for number, line in enumerate(lines_, 1):
                if line.strip():
                    yield number, _json(line, f"{file.name}, line {number}")
        return
    data = _json(file.read_bytes(), file.name)
    events = data.get("events") if isinstance(data, dict) else data
    if not isinstance(events, list):
        raise Invalid(f'{file.name} must be a JSON array, or {{"events": [...]}}')
    yield from enumerate(events, 1)


def _json(text: bytes, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"{where} is not JSON: {error}") from None
