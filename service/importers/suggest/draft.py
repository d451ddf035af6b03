"""A mapping in the making: the columns that are left, and what is to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from service.importers.suggest.headers import Column
from service.importers.suggest.notes import Notes

Fits = Callable[[Column], bool]


@dataclass(frozen=True, slots=True)
class Draft:
    """``columns`` are those of the table; each is used once."""

    columns: list[Column]
    notes: Notes
    used: set[str] = field(default_factory=set)

    def rest(self) -> list[Column]:
        """The columns that are not used yet and have something in them."""
        return [each for each in self.columns if each.name not in self.used and each.filled]

    def best(self, meaning: str, fits: Fits = bool) -> Column | None:
        """Of the rest, the column whose header says ``meaning`` best and that fits."""
        named = [each for each in self.rest() if each.rank(meaning) and fits(each)]
        return max(named, key=lambda each: (each.rank(meaning), each.filled), default=None)

    def take(self, *columns: Column | None) -> None:
        """Use columns."""
        self.used.update(each.name for each in columns if each)


def cell(column: Column) -> str:
    """The text of a mapping that the cells of a column fill in."""
    return f"{{{column.name}}}"


def tells_apart(each: Column) -> bool:
    """Whether most of the rows have something of their own there."""
    return len(each.counts) * 3 >= each.filled
