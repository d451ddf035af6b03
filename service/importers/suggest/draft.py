"""Keeps the state of an unfinished mapping: the unused columns and the notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from service.importers.suggest.headers import Column
from service.importers.suggest.notes import Notes

Fits = Callable[[Column], bool]


@dataclass(frozen=True, slots=True)
class Draft:
    """The state of the guess: ``columns`` are those of the table; each is used once."""

    columns: list[Column]
    notes: Notes
    used: set[str] = field(default_factory=set)

    def rest(self) -> list[Column]:
        """The columns that are not used yet and not empty."""
        return [each for each in self.columns if each.name not in self.used and each.filled]

    def best(self, meaning: str, fits: Fits = bool) -> Column | None:
        """The unused column that fits and whose header names ``meaning`` best, or ``None``."""
        named = [each for each in self.rest() if each.rank(meaning) and fits(each)]
        return max(named, key=lambda each: (each.rank(meaning), each.filled), default=None)

    def take(self, *columns: Column | None) -> None:
        """Mark columns as used."""
        self.used.update(each.name for each in columns if each)


def cell(column: Column) -> str:
    """The text of a mapping that the cells of a column fill."""
    return f"{{{column.name}}}"


def tells_apart(each: Column) -> bool:
    """Whether the column has at least one different value for every three rows."""
    return len(each.counts) * 3 >= each.filled
