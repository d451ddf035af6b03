"""Reports the results of an import: a summary for people, every rejected row for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, TextIO

from service.errors import Invalid
from service.importers.row_result import RowError

KEPT = 1000
"""The most entries of a kind in memory; all of them go to the report file."""


LONGEST_REASON = 500
ENOUGH = 30
"""The number of characters by which a long value is recognized."""


def readable(reason: str) -> str:
    """A reason on one line that a terminal can show; it may contain words of the file."""
    text = "".join(sign if sign.isprintable() else "�" for sign in reason[:LONGEST_REASON])
    return text if len(reason) <= LONGEST_REASON else text[:-1] + "…"


def _says(reason: str, value: str) -> bool:
    """Whether a reason repeats the value, or the beginning of a long value."""
    quoted = re.escape(repr(value[:ENOUGH])[1:-1])
    plain = re.escape(value[:ENOUGH])
    end = r"(?!\w)" if len(value) <= ENOUGH else ""
    return bool(re.search(rf"(?<!\w)(?:{quoted}|{plain}){end}", reason))


@dataclass(frozen=True, slots=True)
class Entry:
    """One error or warning. ``kind``: ``rejected``, ``folded``, ``warning`` or ``duplicate``. Line
    0 means the whole file."""

    kind: str
    file: str
    line: int
    error: RowError
    id: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "file": self.file,
            "line": self.line,
            "id": self.id,
            "field": self.error.field,
            "value": self.error.value,
            "reason": self.error.reason,
            "nearest": list(self.error.nearest),
        }

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}: {self.error.reason}"
        repeated = self.error.value is None or _says(self.error.reason, self.error.value)
        value = "" if repeated else f" {self.error.value!r}"
        where = f" {self.error.field}{value}" if self.error.field or value else ""
        return f"{self.file}, line {self.line}:{where} {self.error.reason}"


def write_refusal(out: TextIO, refused: Invalid) -> None:
    """Write the reasons why a whole import was refused, as entries with line 0."""
    errors = [RowError("", None, each.detail, each.nearest) for each in refused.errors]
    for error in [RowError("", None, refused.detail), *errors]:
        _write(out, Entry("rejected", "", 0, error._replace(reason=readable(error.reason))))


def _write(out: TextIO, entry: Entry) -> None:
    out.write(json.dumps(entry.as_dict(), ensure_ascii=False) + "\n")


@dataclass(slots=True)
class Report:
    """Counts of rows by result.

    ``noted`` counts the entries by kind; ``entries`` has the first ``KEPT`` of each kind.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    folded: int = 0
    dry_run: bool = False
    stopped: bool = False
    entries: list[Entry] = field(default_factory=list)
    noted: Counter[str] = field(default_factory=Counter)
    out: TextIO | None = None

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected + self.folded

    @property
    def warnings(self) -> int:
        return self.noted["warning"]

    @property
    def duplicates(self) -> int:
        return self.noted["duplicate"]

    def note(self, entry: Entry) -> None:
        """Count an entry, keep it, and write it as one line of JSON."""
        error = entry.error
        if len(error.reason) > LONGEST_REASON or not error.reason.isprintable():
            entry = replace(entry, error=error._replace(reason=readable(error.reason)))
        self.noted[entry.kind] += 1
        if self.noted[entry.kind] <= KEPT:
            self.entries.append(entry)
        if self.out:
            _write(self.out, entry)

    def as_dict(self) -> dict[str, Any]:
        """The counts and the kept entries."""
        counted = "created updated unchanged rejected folded warnings duplicates dry_run stopped"
        counts = {name: getattr(self, name) for name in counted.split()}
        return {**counts, "entries": [each.as_dict() for each in self.entries]}

    def summary(self) -> str:
        """The summary for people, in one line."""
        words = ("created", "updated", "unchanged", "rejected")
        text = ", ".join(f"{getattr(self, word):,} {word}" for word in words)
        text += f", {self.folded:,} repeated" if self.folded else ""
        text += f", {self.warnings:,} warning{'s'[: self.warnings != 1]}" if self.warnings else ""
        text += f", {self.duplicates:,} that look like another" if self.duplicates else ""
        text += "; stopped at the first error" if self.stopped else ""
        return text + ("; nothing stored (dry run)" if self.dry_run else "")
