"""Reads the date of each row of a table by the ``date`` of its mapping.

Some meanings are clear only from the whole column (``service.importers.column_habits``). So the
first rows are examined before any row becomes an event (``Dates.look``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from service.domain import edtf
from service.domain.calendars import OTHERS, to_gregorian
from service.domain.written import names_julian_calendar
from service.domain.written.other_calendars import other_calendar
from service.importers.clock_advice import advice as clock_advice
from service.importers.column_habits import Habits, SeenDates, habits_of
from service.importers.date_order import orders
from service.importers.date_precision import PrecisionRule, coarser
from service.importers.dates import (
    CALENDAR,
    OPEN,
    UNKNOWN,
    Calendar,
    Language,
    PartError,
    as_day,
    by_format,
    day_out_of,
    is_midnight,
    is_plain_day,
    join,
    lenient,
    not_over,
    require_whole_year,
    span,
)
from service.importers.mapping import PLACEHOLDER, DateRule
from service.importers.negative_years import two_readings, year_number
from service.importers.no_dates import no_date
from service.importers.short_years import CENTURY, SAY_CENTURY, whole_years
from service.importers.whole_days import whole_days

Fill = Callable[[str], str | None]
"""Fills a text of the mapping with the cells of a row; ``None`` if all of them are empty."""
_DAY = re.compile(r"\b(\d{4}-\d\d)-\d\d")
_DAY_OF_NO_MONTH = re.compile(r"\d{4}([-/.])(?:-9|-99|XX|xx|00?)\1(\d{1,2})", re.ASCII)


class CellError(edtf.DateError):
    """A date that cannot be read; ``text`` is the text of the mapping that it came from."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(reason)
        self.text = text


@dataclass(slots=True)
class RowDate:
    """The date of a row: ``text`` is its EDTF, and ``warnings`` say what was left out.

    ``words`` are the cells of a date of the Julian calendar. ``old`` says that the cells
    themselves name that calendar.
    """

    text: str = ""
    words: str = ""
    old: bool = False
    warnings: list[str] = field(default_factory=list)


def _half_used(found: str, which: str) -> list[str]:
    """A warning if only the first or the last date of an end is kept, because it is a range."""
    if found == OPEN or not ("/" in found or ".." in found):
        return []
    return [f"of {found}, which is one end of a range, only the {which} date is kept"]


class Dates:
    """Reads the dates of one table."""

    def __init__(self, rule: str | DateRule) -> None:
        self.rule = DateRule(start=rule) if isinstance(rule, str) else rule
        # A midnight in a column of times is a time. In the cell of a day programs add it.
        ends = (self.rule.start, self.rule.end)
        self._timed_apart = all(len(PLACEHOLDER.findall(each)) > 1 for each in ends)
        self.habits = Habits()

    def look(self, fills: Iterable[Fill]) -> None:
        """Learn the meaning of dates from the first rows."""
        rows, seen = 0, dict[str, SeenDates]()
        for fill in fills:
            rows += 1
            for text, cell, found in self._found(fill):
                seen.setdefault(text, SeenDates()).add(cell, found)
        self.habits = habits_of(seen, rows, self.rule)

    def _found(self, fill: Fill) -> Iterator[tuple[str, str, str | None]]:
        """Each text of the mapping that has a date, the cell of a row there, and its EDTF."""
        rule = self.rule
        for text in (rule.start, rule.end, *rule.one_of):
            cell = (fill(text) or "").strip() if text else ""
            if cell:
                plain = is_plain_day(cell) and not rule.format
                yield text, cell, cell if plain else self._tried(partial(self._read, cell))
        for parts in self._columns:
            cells = [(fill(each) or "").strip() if each else "" for each in parts]
            if cells[0]:
                yield (
                    parts[0],
                    "-".join(cells),
                    self._tried(partial(join, cells[0], cells[1], cells[2])),
                )

    @staticmethod
    def _tried(read: Callable[[], str]) -> str | None:
        try:
            return read()
        except edtf.DateError:
            return None

    @property
    def _language(self) -> Language | None:
        """The language of words for different months in different languages, if it is known."""
        return self.rule.language or self.habits.language

    @property
    def _columns(self) -> list[tuple[str, str, str]]:
        """The columns of year, month and day of the start and the end, if the mapping has them."""
        rule = self.rule
        ends = (rule.year, rule.month, rule.day), (rule.end_year, rule.end_month, rule.end_day)
        return [each for each in ends if each[0]]

    def _read(self, cell: str, calendar: Calendar | None = None) -> str:
        """EDTF of a cell whose date is in ``calendar``."""
        rule = self.rule
        if not rule.format:
            cell = whole_years(cell, rule.two_digits_from, rule.order)
            cell = year_number(cell, rule.negative_years) or cell
            try:
                return lenient(
                    cell,
                    rule.order,
                    rule.years,
                    calendar,
                    doubt=self.habits.doubt,
                    language=self._language,
                )
            except edtf.DateError as error:
                if CENTURY in str(error) and rule.two_digits_from is None:
                    raise edtf.DateError(f"{error}; {SAY_CENTURY}") from None
                # An error that names two meanings says more.
                told = None if " can be " in str(error) else clock_advice(cell)
                if told is None:
                    raise
                raise edtf.DateError(told) from None
        found = by_format(cell, rule.format)
        return to_gregorian(found, calendar)

    def read(self, fill: Fill) -> RowDate:
        """The date of a row. Raises ``CellError``."""
        rule, when = self.rule, RowDate()
        if rule.one_of:
            first, last = (
                self._timed(each, self._point(each, fill, when), when) for each in rule.one_of
            )
            when.text = self._together(day_out_of, first, last, rule.one_of[1])
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
            if days := whole_days(first, last, exclusive=self._timed_apart):
                first, last = days
            else:
                first = self._timed(rule.start, first, when)
                last = self._timed(rule.end, last, when)
            when.text = self._together(span, first, last, end)
            if first and last and when.text != first:
                when.warnings += _half_used(first, "first") + _half_used(last, "last")
        if not when.text:
            told = "".join(f" ({each})" for each in when.warnings)
            lacks = f"there is no date{told}" if told else "is empty, so the event has no date"
            reason = f"{lacks}; write XXXX if it is not known"
            raise CellError(reason, rule.start or rule.year or rule.one_of[0])
        if when.old or rule.calendar in OTHERS:
            when.words = self._words(fill)
        if rule.not_before or rule.days_from:
            self._bounded(when)
        if rule.precision:
            self._as_known(rule.precision, fill, when)
        if not rule.calendar:
            self._of_our_time(when)
        return when

    def _of_our_time(self, when: RowDate) -> None:
        """Add a warning for a year that looks like one of another calendar. Raises ``CellError``
        if nearly every date of the column does."""
        if not (told := other_calendar(when.text)):
            return
        text = self.rule.start or self.rule.year or self.rule.one_of[0]
        if text in self.habits.elsewhere:
            reason = (
                f"{when.text}: {told}; nearly all dates of the column are like that; say "
                f"{CALENDAR} in the mapping, or write Gregorian dates"
            )
            raise CellError(reason, text)
        when.warnings.append(told)

    @staticmethod
    def _as_known(precision: PrecisionRule, fill: Fill, when: RowDate) -> None:
        """Make the date as coarse as the column of its precision says. Raises ``CellError``."""
        text = f"{{{precision.column}}}"
        try:
            when.text = coarser(when.text, precision.known(fill(text) or ""))
        except edtf.DateError as error:
            raise CellError(str(error), text) from None

    @staticmethod
    def _together(make: Callable[[str, str], str], first: str, last: str, text: str) -> str:
        try:
            return make(first, last)
        except edtf.DateError as error:
            raise CellError(str(error), text) from None

    def _parts(self, end: str, fill: Fill, when: RowDate) -> str:
        """A date in three columns, if the mapping has them; blank if the year is."""
        texts = [getattr(self.rule, f"{end}{name}") for name in ("year", "month", "day")]
        cells = [(fill(each) or "").strip() if each else "" for each in texts]
        cells[0] = whole_years(cells[0], self.rule.two_digits_from)
        if not cells[0] or re.fullmatch(r"0{1,4}|9999", cells[0]):
            for text, cell in zip(texts[1:], cells[1:], strict=True):
                if not cells[0] and end and cell.upper() not in UNKNOWN:
                    raise CellError(f"there is {cell!r}, but no year of the end", text)
            if cells[0]:
                when.warnings.append(f"the year {cells[0]!r} stands for no date")
            return ""
        number = year_number(cells[0], self.rule.negative_years)
        try:
            if number is None:
                require_whole_year(cells[0])
            else:
                cells[0] = number.removeprefix("Y")
            found = join(cells[0], cells[1], cells[2], self.rule.calendar, self._language)
        except PartError as error:
            raise CellError(str(error), texts[error.part]) from None
        if self._stands_for_none(texts[0], found):
            when.warnings.append(f"{'-'.join(cells)!r} stands for no date")
            return ""
        if cells[2] and edtf.parse(found).precision == "year" and self._known(cells[2]):
            when.warnings.append(f"the day {cells[2]!r} is left out, as its month is not known")
        return found

    @staticmethod
    def _known(day: str) -> bool:
        return bool(re.fullmatch(r"[1-9]|[12]\d|3[01]", day))

    def _point(self, text: str, fill: Fill, when: RowDate) -> str:
        """The date in one text of the mapping, with its time; blank if there is none."""
        cell = (fill(text) or "").strip()
        if not cell:
            return ""
        if self._plain_day(text, cell):
            return cell
        if text == self.rule.end and not_over(cell):
            return OPEN
        stated = self.rule.sentinels
        if no_date(cell) or (stated is not None and cell in stated):
            when.warnings.append(f"{cell!r} stands for no date")
            return ""
        if (against := self.habits.against.get(text)) and len(orders(cell)) > 1:
            reason = (
                f"{cell!r} can be day or month first; the mapping says {self.rule.order}, but "
                f"more cells of the column, such as {against!r}, can only have the other order"
            )
            raise CellError(reason, text)
        if text in self.habits.numbers and (said := two_readings(cell)):
            raise CellError(said, text)
        try:
            found = self._read(cell, self.rule.calendar)
        except edtf.DateError as error:
            raise CellError(str(error), text) from None
        if self._stands_for_none(text, as_day(self._written(cell, found))):
            when.warnings.append(f"{cell!r} stands for no date")
            return ""
        when.old = when.old or names_julian_calendar(cell)
        if match := _DAY_OF_NO_MONTH.fullmatch(cell):
            when.warnings.append(f"the day {match[2]!r} is left out, as its month is not known")
        return found

    def _plain_day(self, text: str, cell: str) -> bool:
        """Whether the cell is a plain day that needs no further check, as most are."""
        rule = self.rule
        if rule.format or rule.calendar in OTHERS or not is_plain_day(cell):
            return False
        return not self._stands_for_none(text, cell)

    def _written(self, cell: str, found: str) -> str:
        """The date as written in the cell, before its calendar is converted."""
        if self.rule.calendar not in OTHERS:
            return found
        try:
            return self._read(cell)
        except edtf.DateError:  # 29 February 1900
            return ""

    def _stands_for_none(self, text: str, day: str) -> bool:
        if self.rule.sentinels is not None:
            return day in self.rule.sentinels
        return no_date("", day) or day in self.habits.none.get(text, ())

    def _timed(self, text: str, found: str, when: RowDate) -> str:
        """The date without its time, if all times of the column are midnight."""
        midnight = is_midnight(found)
        if midnight is None or text not in self.habits.midnight:
            return found
        if midnight:
            return as_day(found)
        self.habits.midnight.discard(text)
        when.warnings.append(
            f"{found} has a time of day; earlier rows had midnight and were taken as days"
        )
        return found

    def _words(self, fill: Fill) -> str:
        """The cells of the date, unchanged."""
        rule = self.rule
        texts = [(each,) for each in (rule.start, rule.end, *rule.one_of) if each]
        ends = [[cell for text in end if text and (cell := fill(text))]
                for end in (*texts, *self._columns)]  # fmt: skip
        return " – ".join(dict.fromkeys("-".join(each) for each in ends if each))

    def _bounded(self, when: RowDate) -> None:
        """Apply ``not_before`` and ``days_from`` to the date. Raises ``CellError``."""
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
