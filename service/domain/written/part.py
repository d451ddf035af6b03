"""The parts of one date that a text gives, before the date is whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from service.domain import edtf
from service.domain.calendar import year_text
from service.domain.calendars import Calendar, month_end, to_gregorian
from service.domain.written.names import DAYS, Language

Order = Literal["dmy", "mdy"]
Years = Literal["span", "month"]
_WHOLE = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?([?~%]?)", re.ASCII)


class Ambiguous(edtf.DateError):
    """The text has several meanings. ``readings`` has the EDTF of each meaning, if it has one,
    under the words for it. ``key`` names the hint that would decide, if there is one. ``error`` is
    the message, if it is not made of ``readings``."""

    def __init__(
        self, text: str, readings: dict[str, str], key: str | None = None, error: str = ""
    ) -> None:
        ways = [f"{words} {date!r}" if date else words for words, date in readings.items()]
        how = "can be" if len(ways) > 1 else "is a short form, perhaps of"
        super().__init__(error or f"{text!r} {how} {' or '.join(ways)}")
        self.readings = readings
        self.key = key


class Unreadable(edtf.DateError):
    """The text is no date in any form that is known. ``near`` finds the nearest spelling that is
    one; it is asked only when the message or the spelling is shown, because that takes time."""

    def __init__(self, text: str, near: Callable[[str], str | None]) -> None:
        super().__init__(text)
        self.text = text
        self._near = near

    @property
    def nearest(self) -> str | None:
        """The nearest spelling that can be read."""
        return self._near(self.text)

    def __str__(self) -> str:
        near = self.nearest
        hint = f"; nearest: {near}" if near else edtf.EXAMPLES
        return f"{self.text!r} is not an EDTF date{hint}"


@dataclass(frozen=True, slots=True)
class Hints:
    """Hints about how dates are written.

    ``order``: whether ``5/11/1876`` has the day (``dmy``) or the month (``mdy``) first. ``years``:
    whether ``2008/09`` is two years (``span``) or a month. ``calendar``: the calendar of the days;
    ``None`` is the Gregorian one, unless a date looks like one of another calendar.
    ``doubt``: ``2008-09`` may also be two years, because other dates beside it are. ``language``:
    that of words that mean something else in another language, such as ``listopad``.
    """

    order: Order | None = None
    years: Years | None = None
    calendar: Calendar | None = None
    doubt: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A date that may take its missing parts from the other end of a range.

    ``year`` is astronomical (0 is 1 BC). ``whole`` is the EDTF of a time that has no month or day
    to share: a decade, a season, a time of day. ``era`` says that BC or AD was written. ``weekday``
    is the weekday that was written, 0 for Monday.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    whole: str = ""
    mark: str = ""
    era: bool = False
    weekday: int | None = None

    @property
    def complete(self) -> bool:
        """Whether it is a date without another end."""
        return bool(self.whole) or self.year is not None

    @property
    def number(self) -> bool:
        """Whether it is only a number, which looks like a day."""
        return self.day is not None and self.month is None and self.year is None

    def text(self, hints: Hints) -> str:
        """The EDTF of the part. Raises ``edtf.DateError`` if there is no such day."""
        if self.whole:
            return self.whole + self.mark
        if self.year is None:
            raise edtf.DateError("there is no year")
        if abs(self.year) > edtf.MAX_YEAR:
            raise edtf.DateError("a year has at most nine digits")
        found = year_text(self.year)
        if self.month is not None:
            if not 1 <= self.month <= 12:
                raise edtf.DateError(f"there is no month {self.month}")
            found += f"-{self.month:02}"
        if self.day is not None:
            if self.month is None:
                raise edtf.DateError("a day needs a month")
            if not 1 <= self.day <= month_end(self.year, self.month, hints.calendar):
                raise edtf.DateError(f"{found} has no day {str(self.day)!r}")
            found += f"-{self.day:02}"
            self._check_weekday(found, hints)
        return found + self.mark

    def _check_weekday(self, day: str, hints: Hints) -> None:
        if self.weekday is None:
            return
        known = edtf.parse(to_gregorian(day, hints.calendar))
        right = ((known.earliest or 0) - 1) % 7
        if right != self.weekday:
            raise edtf.DateError(f"{day} was a {DAYS[right].title()}")

    def marked(self, mark: str) -> Part:
        """The same part, approximate (``~``), uncertain (``?``) or both (``%``)."""
        marks = {self.mark, mark} - {""}
        return replace(self, mark="%" if len(marks) > 1 or "%" in marks else "".join(marks))


def of_edtf(text: str) -> Part:
    """The part for an EDTF point."""
    match = _WHOLE.fullmatch(text)
    if match is None:
        mark = text[-1] if text[-1] in "?~%" else ""
        return Part(whole=text.removesuffix(mark) if mark else text, mark=mark)
    year, month, day, mark = match.groups()
    return Part(int(year), int(month) if month else None, int(day) if day else None, mark=mark)


def shared(first: Part, last: Part) -> tuple[Part, Part]:
    """Both ends of a range, each with the parts that only the other end gives: ``5–7 May 1999``,
    ``May 5 – June 7, 1999``, ``May 5–7, 1999``, ``44–40 BC``."""
    if first.whole or last.whole:
        return first, last
    if first.number and last.month is None and last.year is not None and last.era:
        # A number before a year with an era is a year of that era.
        year = 1 - (first.day or 0) if last.year <= 0 else first.day
        return Part(year, mark=first.mark, era=True), last
    if last.number and None not in (first.day, first.month, first.year):
        return first, replace(last, month=first.month, year=first.year)  # 1999 May 5–7
    for one, other in ((first, last), (last, first)):
        # In "2023-02-28 2030" another year stands before "28 2030", so the month is not known.
        alone = one.day is not None and one.month is None and one.year is not None
        if alone and other.year not in (None, one.year):
            raise edtf.DateError(f"'{one.day} {one.year}' has no month")
    if first.month is None and first.day is not None:
        first = replace(first, month=last.month)
    if last.month is None and last.day is not None:
        last = replace(last, month=first.month)
    if first.year is None and first.month is not None:
        first = replace(first, year=last.year)
    if last.year is None and first.year is not None and None not in (last.month, first.month):
        # "2022. márc. 31. – ápr. 3."; before the first day it would be in another year.
        later = (last.month or 0, last.day or 31) >= (first.month or 0, first.day or 1)
        last = replace(last, year=first.year) if later and not first.era else last
    before_christ = last.era and last.year is not None and last.year <= 0
    if before_christ and not first.era and first.year is not None and first.year > 0:
        first = replace(first, year=1 - first.year, era=True)
    return first, last
