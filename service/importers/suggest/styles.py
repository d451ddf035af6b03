"""Examines how the cells of a column can be read as dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.domain import edtf
from service.domain.written.names import depends_on_language
from service.importers.dates import Language, Order, lenient, only_language
from service.importers.suggest.headers import Column

ORDERS: tuple[Order, Order] = ("dmy", "mdy")


@dataclass(slots=True)
class Style:
    """Counts of rows by the ways in which their dates can be read.

    ``readings`` has the EDTF of each cell that can be read in only one way. ``language`` is that of
    months such as ``listopad``, if the column has some and shows it.
    """

    day_first: int = 0
    month_first: int = 0
    either: list[str] = field(default_factory=list)
    ambiguous: int = 0
    plain: int = 0
    readings: dict[str, str] = field(default_factory=dict)
    unread: int = 0
    language: Language | None = None

    @property
    def share(self) -> float:
        read = self.plain + self.day_first + self.month_first + self.ambiguous
        return read / (read + self.unread or 1)

    def in_order(self, cell: str, order: Order | None) -> str | None:
        """The EDTF of a cell, with ``order`` if it can have both; ``None`` if it has no date."""
        if order is None or cell not in self.either:
            return self.readings.get(cell)
        return reading(cell, order, self.language)


def only_order(styles: Iterable[Style]) -> Order | None:
    """The order of some cells, if no cell has the other one."""
    found = [*styles]
    day, month = (any(each.day_first for each in found), any(each.month_first for each in found))
    return None if day == month else "dmy" if day else "mdy"


def style(column: Column) -> Style:
    """The style of the dates in a column."""
    found = Style()
    if any(map(depends_on_language, column.counts)):
        found.language = only_language(column.counts)
    for text, count in column.counts.items():
        day, month = (reading(text, order, found.language) for order in ORDERS)
        if day is None and month is None:
            found.unread += count
            continue
        if day == month:
            found.plain += count
        elif day is None:
            found.month_first += count
        elif month is None:
            found.day_first += count
        else:
            found.ambiguous += count
            found.either.append(text)
            continue
        found.readings[text] = day or month or ""
    return found


def reading(text: str, order: Order | None, language: Language | None = None) -> str | None:
    try:
        return lenient(text, order, language=language)
    except edtf.DateError:
        return None
