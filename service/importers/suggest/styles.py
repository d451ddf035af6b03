"""Examines how the cells of a column can be read as dates."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.domain import edtf
from service.domain.written.names import has_month_of_several_languages
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


def style(column: Column) -> Style:
    """The style of the dates in a column."""
    found = Style()
    if any(map(has_month_of_several_languages, column.counts)):
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
