"""The date of each row of a table, by the ``date`` of its mapping.

Some things only the column tells: that every time in it is midnight, so that days are meant;
that a day is repeated which stands for none; that ``2008-09`` is two years, as ``2012-13`` is.
The first rows of a table are looked at before any becomes an event (``Dates.look``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from service.domain import edtf
from service.domain.julian import from_julian
from service.importers.dates import (
    Calendar,
    PartError,
    as_day,
    by_format,
    day_out_of,
    is_midnight,
    join,
    lenient,
    looks_like_years,
    no_date,
    repeated_sentinels,
    span,
)
from service.importers.mapping import DateRule

Fill = Callable[[str], str | None]
"""Fills a text of the mapping with the cells of a row; ``None`` where all are empty."""
_DAY = re.compile(r"\b(\d{4}-\d\d)-\d\d")
_DAY_OF_NO_MONTH = re.compile(r"\d{4}([-/.])(?:-9|-99|XX|xx|00?)\1(\d{1,2})", re.ASCII)


class CellError(edtf.DateError):
    """A date that cannot be read; ``text`` is the text of the mapping that it came from."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(reason)
        self.text = text


@dataclass(slots=True)
class When:
    """``text`` is the EDTF; ``words`` what the cells said; ``warnings`` what was left out."""

    text: str = ""
    words: str = ""
    warnings: list[str] = field(default_factory=list)


class Dates:
    """Reads the dates of one table."""

    def __init__(self, rule: str | DateRule) -> None:
        self.rule = DateRule(start=rule) if isinstance(rule, str) else rule
        self.doubt = False
        self.none: dict[str, frozenset[str]] = {}
        self.midnight: set[str] = set()

    def look(self, fills: Iterable[Fill]) -> None:
        """Learn from the first rows."""
        rows = 0
        days: dict[str, Counter[str]] = {}
        times: dict[str, set[bool | None]] = {}
        short: set[str] = set()
        for fill in fills:
            rows += 1
            for text in self._texts():
                cell = (fill(text) or "").strip()
                if not cell:
                    continue
                if re.fullmatch(r"\d{4}.{2,4}", cell):
                    short.add(cell)
                try:
                    found = self._read(cell)
                except edtf.DateError:
                    continue
                days.setdefault(text, Counter())[as_day(found)] += 1
                times.setdefault(text, set()).add(is_midnight(found))
        self.doubt = self.rule.years is None and looks_like_years(list(short))
        # What also has dates without a time has been read as it stands all the same.
        self.midnight = {text for text, seen in times.items() if False not in seen and True in seen}
        if self.rule.sentinels is None:
            self.none = {text: repeated_sentinels(seen, rows) for text, seen in days.items()}

    def _texts(self) -> Iterator[str]:
        rule = self.rule
        yield from (each for each in (rule.start, rule.end, *rule.one_of) if each)

    def _read(self, cell: str, calendar: Calendar = "gregorian") -> str:
        """EDTF of a cell whose days are those of ``calendar``."""
        rule = self.rule
        if not rule.format:
            return lenient(cell, rule.order, rule.years, calendar, self.doubt)
        found = by_format(cell, rule.format)
        return from_julian(found) if calendar == "julian" else found

    def read(self, fill: Fill) -> When:
        """The date of a row. Raises ``CellError``."""
        rule, when = self.rule, When()
        if rule.one_of:
            first, last = (self._point(each, fill, when) for each in rule.one_of)
            when.text = self._together(day_out_of, first, last, rule.one_of[1])
            when.words = self._words(rule.one_of[0], rule.one_of[1], fill)
        else:
            start, end = rule.start or rule.year, rule.end or rule.end_year
            first = (
                self._point(rule.start, fill, when) if rule.start else self._parts("", fill, when)
            )
            last = (
                self._point(rule.end, fill, when) if rule.end else self._parts("end_", fill, when)
            )
            if last and not first:
                raise CellError(f"there is an end, {last}, but no beginning", start)
            when.text = self._together(span, first, last, end)
            when.words = self._words(start, end, fill) if rule.start else self._columns(fill)
        if not when.text:
            told = "".join(f" ({each})" for each in when.warnings)
            raise CellError(f"there is no date{told}", rule.start or rule.year or rule.one_of[0])
        self._bounded(when)
        return when

    @staticmethod
    def _together(make: Callable[[str, str], str], first: str, last: str, text: str) -> str:
        try:
            return make(first, last)
        except edtf.DateError as error:
            raise CellError(str(error), text) from None

    def _parts(self, end: str, fill: Fill, when: When) -> str:
        """A date in three columns, if the mapping has them; blank where the year is."""
        texts = [getattr(self.rule, f"{end}{name}") for name in ("year", "month", "day")]
        cells = [(fill(each) or "").strip() if each else "" for each in texts]
        if not cells[0] or re.fullmatch(r"0{1,4}|9999", cells[0]):
            if cells[0]:
                when.warnings.append(f"the year {cells[0]!r} stands for no date")
            return ""
        try:
            found = join(cells[0], cells[1], cells[2], self.rule.calendar)
        except PartError as error:
            raise CellError(str(error), texts[error.part]) from None
        if cells[2] and edtf.parse(found).precision == "year" and self._known(cells[2]):
            when.warnings.append(f"the day {cells[2]!r} is left out, as its month is not known")
        return found

    @staticmethod
    def _known(day: str) -> bool:
        return bool(re.fullmatch(r"[1-9]|[12]\d|3[01]", day))

    def _point(self, text: str, fill: Fill, when: When) -> str:
        """The date in one text of the mapping; blank where there is none."""
        cell = (fill(text) or "").strip()
        if not cell:
            return ""
        stated = self.rule.sentinels
        if no_date(cell) or (stated is not None and cell in stated):
            when.warnings.append(f"{cell!r} stands for no date")
            return ""
        try:
            found = self._read(cell, self.rule.calendar)
        except edtf.DateError as error:
            raise CellError(str(error), text) from None
        if self._stands_for_none(text, as_day(self._written(cell, found))):
            when.warnings.append(f"{cell!r} stands for no date")
            return ""
        if match := _DAY_OF_NO_MONTH.fullmatch(cell):
            when.warnings.append(f"the day {match[2]!r} is left out, as its month is not known")
        return self._timed(text, found, when)

    def _written(self, cell: str, found: str) -> str:
        """The date as it stands in the cell, before its calendar is converted."""
        if self.rule.calendar == "gregorian":
            return found
        try:
            return self._read(cell)
        except edtf.DateError:  # 29 February 1900
            return ""

    def _stands_for_none(self, text: str, day: str) -> bool:
        if self.rule.sentinels is not None:
            return day in self.rule.sentinels
        return no_date("", day) or day in self.none.get(text, ())

    def _timed(self, text: str, found: str, when: When) -> str:
        """A midnight as a day where the column has none but midnights."""
        midnight = is_midnight(found)
        if midnight is None or text not in self.midnight:
            return found
        if midnight:
            return as_day(found)
        self.midnight.discard(text)
        when.warnings.append(
            f"{found} has a time of day; earlier rows had midnight and were taken as days"
        )
        return found

    @staticmethod
    def _words(first: str, last: str, fill: Fill) -> str:
        cells = [each for each in (fill(text) if text else None for text in (first, last)) if each]
        return " – ".join(dict.fromkeys(cells))

    def _columns(self, fill: Fill) -> str:
        """The columns of year, month and day as they stand there."""
        rule = self.rule
        ends = ((rule.year, rule.month, rule.day), (rule.end_year, rule.end_month, rule.end_day))
        cells = [[cell for text in end if text and (cell := fill(text))] for end in ends]
        return " – ".join("-".join(each) for each in cells if each)

    def _bounded(self, when: When) -> None:
        """Hold the date to ``not_before`` and ``days_from``."""
        rule = self.rule
        earliest = edtf.parse(when.text).earliest
        if earliest is None:
            return
        floor = edtf.parse(rule.not_before).earliest if rule.not_before else None
        text = rule.start or rule.year or (rule.one_of[0] if rule.one_of else "")
        if floor is not None and earliest < floor:
            reason = f"{when.text} is before {rule.not_before}, the earliest possible"
            raise CellError(reason, text)
        sure = edtf.parse(rule.days_from).earliest if rule.days_from else None
        if sure is not None and earliest < sure:
            when.text = _DAY.sub(r"\1", when.text)
