"""The meaning of dates that only a whole column tells, learnt from the first rows of a table.

If every time is midnight, days are meant. If a sentinel day is repeated, it stands for no date. If
the column has ``2012-13``, then ``2008-09`` may be two years too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.domain.written.other_calendars import other_calendar
from service.importers.date_order import contradiction
from service.importers.date_precision import firsts
from service.importers.dates import (
    Language,
    as_day,
    is_midnight,
    looks_like_years,
    only_language,
)
from service.importers.mapping import DateRule
from service.importers.negative_years import SAY, are_numbers, long_year
from service.importers.no_dates import no_date, repeated_sentinels

_SHORT = re.compile(r"\d{4}\s?[-–—/.]\s?\d{1,2}", re.ASCII)


class SeenDates:
    """The dates of one column in the first rows."""

    def __init__(self) -> None:
        self.days: Counter[str] = Counter()
        self.times: set[bool] = set()
        self.nothing: set[str] = set()
        self.short: set[str] = set()
        self.cells: list[str] = []
        self.elsewhere = 0

    def add(self, cell: str, found: str | None) -> None:
        """Add a cell and its EDTF, ``None`` if it cannot be read."""
        self.cells.append(cell)
        self.elsewhere += bool(found and other_calendar(found))
        if no_date(cell) or (found is not None and no_date("", found)):
            self.nothing.add(cell)
        elif _SHORT.fullmatch(cell):
            self.short.add(cell)
        elif found is not None:
            self.days[as_day(found)] += 1
            midnight = is_midnight(found)
            if midnight is not None:
                self.times.add(midnight)


@dataclass
class Habits:
    """The habits of the columns of dates, by their text in the mapping.

    ``elsewhere`` has the columns of which nearly every date looks like one of another calendar.
    ``doubt`` says that ``2008-09`` may be two years. ``language`` is the only one that has all the
    words for months. ``midnight`` has the columns in which a midnight means a day. ``nothing`` has
    the cells without a date, and ``none`` the days that stand for no date. ``against`` has a cell
    that contradicts the order of the mapping. ``warnings`` name columns whose days are the first of
    a month or a year too often, and columns of years before Christ. ``numbers`` has the columns
    whose years are whole numbers, so that ``-2150`` in them is as unclear as ``-44``.
    """

    doubt: bool = False
    language: Language | None = None
    midnight: set[str] = field(default_factory=set)
    nothing: dict[str, list[str]] = field(default_factory=dict)
    none: dict[str, frozenset[str]] = field(default_factory=dict)
    against: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)


def habits_of(seen: Mapping[str, SeenDates], rows: int, rule: DateRule) -> Habits:
    """The habits of columns of which the first ``rows`` rows have been seen."""
    found = Habits()
    short = [cell for column in seen.values() for cell in column.short]
    found.doubt = rule.years is None and looks_like_years(short)
    found.language = only_language(cell for column in seen.values() for cell in column.cells)
    # A column may also have dates without a time; they do not count here.
    found.midnight = {text for text, column in seen.items() if column.times == {True}}
    found.nothing = {text: sorted(column.nothing) for text, column in seen.items()}
    if rule.order:
        against = {text: contradiction(each.cells, rule.order) for text, each in seen.items()}
        found.against = {text: cell for text, cell in against.items() if cell}
    if rule.calendar is None:
        found.elsewhere = {
            text
            for text, each in seen.items()
            if each.elsewhere > 1 and each.elsewhere >= 0.9 * each.days.total()
        }
    if rule.sentinels is None:
        found.none = {text: repeated_sentinels(each.days, rows) for text, each in seen.items()}
    if not (rule.precision or rule.days_from):
        found.warnings = [
            f"{text.strip('{}')}: {habit}, so perhaps only the {habit.known} is known; each is "
            "stored as a day"
            for text, column in seen.items()
            if (habit := firsts(column.days, found.none.get(text, ())))
        ]
    if rule.negative_years is None:
        found.numbers = {text for text, column in seen.items() if are_numbers(column.cells)}
        found.warnings += [
            f"{text.strip('{}')}: {cell!r} is read as EDTF, which is the year {1 - int(cell)} BC; "
            f"{SAY}, if it is a number"
            for text, column in seen.items()
            if text not in found.numbers and (cell := long_year(column.cells))
        ]
    return found
