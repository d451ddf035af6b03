"""The words for one time: since when, until when, between which dates, in which part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from typing import NoReturn

from service.domain import calendar, edtf
from service.domain.written import read
from service.domain.written.date_ranges import (
    ends_of,
    next_after,
    next_before,
    part_of_period,
    readings,
    without_marks,
)
from service.domain.written.eras import gregorian_years, unclear_years
from service.domain.written.names import NOT_OVER, WEEKDAYS, single_months
from service.domain.written.other_calendars import refuse_other_calendars
from service.domain.written.part import Ambiguous, Hints
from service.domain.written.reading import AskedTime, UnclearDate
from service.domain.written.relative import read_relative
from service.domain.written.single_date import read_single_date
from service.domain.written.translations import translate

YEARS_AHEAD = 20
"""Years after the current year that two digits may still mean."""
_HINTS = Hints()
_ANY_YEAR = re.compile(
    r"(?:every|each|any) (?!year)(.+)|(.+?),? (?:of |in )?(?:every|each|any) year|--(\d\d-\d\d)"
)
_MONTH_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})\.?", re.ASCII)
_OPEN = tuple(
    (re.compile(pattern), way)
    for pattern, way in (
        (r"(?:since |as of |starting |from |on or after |not before |no earlier than |>= ?)(.+)",
         "since"),
        (r"(?:from )?(.+?)(?: onwards?| or later| and later| and after| or after| ?\+"
         rf"|(?:,? to| ?[-–—]) ?(?:date|{'|'.join(NOT_OVER)}))", "since"),
        (r"(.+?) ?[-–—]", "since"),
        (r"(?:after |later than |post[ -]|> ?)(?!=)(.+)", "after"),
        (r"(?:before |prior to |earlier than |pre[ -]|< ?)(?!=)(.+)", "before"),
        (r"(?:until |till |up to |by |to |through |not after |no later than |on or before |<= ?)"
         r"(.+)", "until"),
        (r"(.+?)(?: or| and) (?:earlier|before)", "until"),
        (r"[-–—] ?(.+)", "until"),
    )
)  # fmt: skip
_BETWEEN = re.compile(r"between (.+?) and (.+)")
_RANGE = re.compile(
    r"(?:from )?(.+?)(?: (?:to|until|till|through|thru)(?: the)? | - |,? ?[–—] ?)(.+)"
)
_HYPHEN = re.compile(r"([^-]*[^\W\d][^-]*)-([^-]*[^\W\d][^-]*)")
_PORTION = re.compile(
    r"(?:in )?(?:the )?(early|mid|middle|late|beginning|start|end|first half|second half)"
    r"(?: of|-)? ?(?:the )?(.+)"
)
_DOTS = re.compile(r" *(?:\.{2,3}|…|→|->) *")
_ALL = re.compile(
    r"^(?:all|the whole|whole|the entire|entire)(?: of)?(?: the year)? (?=\d)|(?<=\d{4})\.$"
)
_MONTH_NUMBER = re.compile(r"([^\W\d]{3,})-'?(\d\d)")
_SPACED = re.compile(r"(?<=\d) (?=[年月日号])|(?<=[年月]) (?=\d)")
_LIST = re.compile(r"(.+?)(?:,| and| &) (.+)")
_DAY_OF_MONTH = re.compile(r"(\d{4}-\d\d)-\d\d|\d{1,2}(?:st|nd|rd|th)? (?:of )?([^\W\d]+,? \d{4})")
_TWO_DIGITS = re.compile(r"(.*?(?<!\d))['’]?(\d\d)", re.ASCII)
_THREE_NUMBERS = re.compile(r"(\d{1,2})([./ -])(\d{1,2})\2'?(\d\d)", re.ASCII)
_SHORT_DECADE = re.compile(r"(?:the )?['’]?(\d)0['’]?s", re.ASCII)
_YEAR = re.compile(r"\d{3}|\dX|century|years?\b")
_SOUTHERN = {"spring": 29, "summer": 30, "autumn": 31, "fall": 31, "winter": 32}
_SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b")


def _of_each(found: Iterable[str], make: Callable[[str], str]) -> Iterator[AskedTime]:
    for each in found:
        try:
            yield AskedTime(edtf.parse(make(each)).text)
        except edtf.DateError:
            continue  # this reading has no such part


class Phrase:
    """Reads the words of one question, as they are meant on one day."""

    def __init__(self, given: str, today: date, south: bool) -> None:
        self.given = given
        self.today = today
        self.south = south

    def whole(self) -> AskedTime:
        """The time of all the words. Raises ``edtf.DateError``."""
        plain = translate(self._common_years().lower())
        plain = _DOTS.sub(" – ", plain).strip() if not re.search(r"[/\[]", plain) else plain
        plain = _ALL.sub("", plain)
        if match := _ANY_YEAR.fullmatch(plain):
            day = self._any_year(match[1] or match[2] or match[3])
            if day is None:
                raise UnclearDate(f"{self.given!r}: a day of any year has a day and a month")
            return day
        found = self._any_year(plain)
        return found or AskedTime(edtf.parse(self.range(plain)).text)

    def _common_years(self) -> str:
        """The words with Gregorian years. Raises ``UnclearDate`` if the years are those of another
        calendar, or may be years of several eras."""
        try:
            refuse_other_calendars(self.given)
            text = _SPACED.sub("", single_months(self.given))
            plain, _ = gregorian_years(text, whole=True)
            several = unclear_years(text, plain)
        except edtf.DateError as error:
            raise UnclearDate(str(error)) from None
        found: list[AskedTime] = []
        for each in filter(None, several.values()):
            with suppress(edtf.DateError):
                found.append(Phrase(each, self.today, self.south).whole())
        if found:
            raise UnclearDate(f"{self.given!r} can mean several things", found)
        return plain

    def _any_year(self, text: str) -> AskedTime | None:
        """A day and a month without a year."""
        numbers = _MONTH_DAY.fullmatch(text)
        try:
            found = read_single_date(f"{numbers[1]}.{numbers[2]}." if numbers else text, _HINTS)
        except Ambiguous:
            if not numbers:
                return None
            raise
        except edtf.DateError:
            return None
        if found is None or found.complete or None in (found.day, found.month):
            return None
        if _MONTH_NUMBER.fullmatch(text):
            self._month_and_number(found.month or 0, found.day or 0)
        month, day = int(found.month or 0), int(found.day or 0)
        if not 1 <= month <= 12 or not 1 <= day <= calendar.month_end(2024, month):
            raise edtf.DateError(f"{self.given!r}: that month has no such day")
        return AskedTime(on=f"{month:02}-{day:02}")

    def _month_and_number(self, month: int, number: int) -> NoReturn:
        """Raises ``UnclearDate`` for ``Sep-22``, because 22 can be a day of the month or a year."""
        days = [AskedTime(on=f"{month:02}-{number:02}")] if number <= 28 else []
        years = [AskedTime(f"{century}{number:02}-{month:02}") for century in (20, 19)
                 if century * 100 + number <= self.today.year + YEARS_AHEAD]  # fmt: skip
        raise UnclearDate(f"{self.given!r} can mean several things", [*years, *days])

    def range(self, text: str) -> str:
        """The EDTF of one time, of a time with an open end, or from one time to another."""
        if found := read_relative(text, self.today):
            return found
        if match := _BETWEEN.fullmatch(text):
            return self._between(f"{match[1]} to {match[2]}", match[1], match[2])
        for pattern, way in _OPEN:
            if (match := pattern.fullmatch(text)) and not _RANGE.fullmatch(match[1]):
                return self._made(match[1], partial(self._open, way))
        try:
            return self.one(text)
        except Ambiguous as error:
            if error.key is None and (match := _RANGE.fullmatch(text) or _HYPHEN.fullmatch(text)):
                self._of_each_end(match[1], match[2])
            raise
        except UnclearDate:
            raise
        except edtf.DateError:
            if match := _RANGE.fullmatch(text) or _HYPHEN.fullmatch(text):
                return self._between(text, match[1], match[2])
            if match := _LIST.fullmatch(text):
                self._list(match[1], match[2])
            raise

    def _list(self, first: str, last: str) -> None:
        """Raises ``UnclearDate`` if both texts are times, because a question asks for only one."""
        found = [*_of_each((f"{first} to {last}", first, last), self.range)]
        if found:
            raise UnclearDate(f"{self.given!r} names several times; a query can ask for one", found)

    def _between(self, text: str, first: str, last: str) -> str:
        """From one time to another. One of them may take its month or year from the other."""
        try:
            return self.one(text)
        except Ambiguous as error:
            if error.key is None:
                self._of_each_end(first, last)
            raise
        except edtf.DateError as error:
            year = re.search(r" \d{4}$", last)
            lent = first + year[0] if year and not re.search(r"\d{4}", first) else first
            try:
                ends = ends_of(self.one(lent))[0], ends_of(self.one(last))[1]
            except UnclearDate:
                raise error from None
        if ".." in ends:
            raise edtf.DateError(f"{text!r} is not from one date to another")
        return "/".join(ends)

    def _of_each_end(self, first: str, last: str) -> None:
        """Raises ``UnclearDate`` if both texts are times and one has several meanings, such as
        ``1990s to 2000s``."""
        ends = [self._meanings(first), self._meanings(last)]
        if all(ends) and max(map(len, ends)) > 1:
            whole = _of_each(
                (f"{begin} {end}" for begin in ends[0] for end in ends[1]),
                lambda both: f"{ends_of(both.split()[0])[0]}/{ends_of(both.split()[1])[1]}",
            )
            raise UnclearDate(f"{self.given!r} can mean several things", whole)

    def _meanings(self, text: str) -> list[str]:
        try:
            return [self.one(text)]
        except Ambiguous as error:
            return readings(error)
        except edtf.DateError:
            return []

    @staticmethod
    def _open(way: str, known: str) -> str:
        first, last = ends_of(known)
        if ".." in (first, last):
            raise edtf.DateError(f"{known!r} has an open end already")
        match way:
            case "since":
                return f"{first}/.."
            case "until":
                return f"../{last}"
            case "after":
                return f"{next_after(last)}/.."
        return f"../{next_before(first)}"

    def one(self, text: str) -> str:
        """The EDTF of a time without the words around it."""
        text = re.sub(r"^(?:in|on|during|at|within) (?:the )?(?!last|past|next)", "", text)
        self._sides(text)
        if found := read_relative(text, self.today):
            return found
        if match := _PORTION.fullmatch(text):
            return self._made(match[2], partial(part_of_period, match[1]))
        if match := _SHORT_DECADE.fullmatch(text):
            raise UnclearDate(f"{self.given!r} names no century", self._decades(int(match[1])))
        try:
            return without_marks(read(text))
        except Ambiguous as error:
            if error.key == "years" and len(error.readings) == 1:
                return without_marks(*error.readings.values())
            raise
        except edtf.DateError as error:
            guesses = list(self._guesses(text))
            if not guesses:
                raise
            why = str(error) if _DAY_OF_MONTH.fullmatch(text) else f"{self.given!r} is not complete"
            raise UnclearDate(why, guesses) from None

    def _made(self, text: str, make: Callable[[str], str]) -> str:
        """The result of ``make`` for a time, or for each of its readings."""
        try:
            return make(self.one(text))
        except Ambiguous as error:
            found, why = readings(error), str(error)
        except UnclearDate as error:
            found, why = [each.date for each in error.readings if each.date], str(error)
            if not found:
                raise
        made = list(_of_each(found, make))
        if len(made) == 1 and len(found) > 1:
            return made[0].date  # the other readings have no such part
        # If one has an EDTF, only the error names the others.
        several = f"{self.given!r} can mean several things"
        raise UnclearDate(several if len(found) > 1 else why, made)

    def _decades(self, tens: int) -> Iterator[AskedTime]:
        for century in (19, 20, 18):
            if century * 100 + tens * 10 <= self.today.year:
                yield AskedTime(f"{century}{tens}X")

    def _sides(self, text: str) -> None:
        """Raises ``UnclearDate`` for a season without a hemisphere, in a question of the south."""
        season = _SEASON.search(text)
        if not (self.south and season) or re.search("north|south", text):
            return
        year = re.search(r"\d{4}", text)
        if year is None:
            return
        south = without_marks(f"{year[0]}-{_SOUTHERN[season[1]]}")
        try:
            north = [without_marks(read(text))]
        except Ambiguous as error:
            north = readings(error)
        raise UnclearDate(f"{self.given!r} means other months in the south than in the north",
                     map(AskedTime, [south, *north]))  # fmt: skip

    def _guesses(self, text: str) -> Iterator[AskedTime]:
        """The meanings of ``text`` with the year or the century that it lacks."""
        if match := _THREE_NUMBERS.fullmatch(text):
            first, _, second, last = match.groups()
            written = [f"{first}/{second}/{c}{last}" for c in (20, 19)]
            written += [f"{c}{first.zfill(2)}-{second.zfill(2)}-{last}" for c in (20, 19)]
        elif match := _DAY_OF_MONTH.fullmatch(text):
            written = [match[1] or match[2]]  # that month has no such day
        elif _YEAR.search(text):
            return
        elif match := _TWO_DIGITS.fullmatch(text):
            written = [f"{match[1]}{century}{match[2]}" for century in (20, 19)]
        elif text in WEEKDAYS:
            written = [f"last {text}", f"next {text}"]
        else:
            written = [f"{text} {self.today.year - ago}" for ago in (0, 1)]
        for each in written:
            for found in self._readings(each):
                day = edtf.parse(found)
                ahead = calendar.ordinal(self.today.year + YEARS_AHEAD, 12, 31)
                if day.earliest is not None and day.earliest <= ahead:
                    yield AskedTime(found)

    def _readings(self, text: str) -> list[str]:
        try:
            return [read_relative(text, self.today) or without_marks(read(text))]
        except Ambiguous as error:
            return [each for each in readings(error) if not each.startswith("--")]
        except edtf.DateError:
            return []
