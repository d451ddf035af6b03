"""Dates as people write them, turned into EDTF, and never into a day that the text did not mean.

``read`` is for imported tables, for the page and for the command line; the HTTP interface takes
EDTF. A text with several meanings is refused with all its readings (``Ambiguous``), unless a hint
says which one is meant. An unknown part is left out of the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import get_args

from service.domain import edtf
from service.domain.calendar import civil
from service.domain.calendars import Calendar, to_gregorian
from service.domain.julian import day_of_month
from service.domain.result_cache import cached
from service.domain.vocabulary import KNOWN_DAY
from service.domain.written.christian_eras import in_english
from service.domain.written.eras import (
    gregorian_years,
    unclear_years,
    within_era,
)
from service.domain.written.in_numbers import UNKNOWN
from service.domain.written.names import (
    LANGUAGES,
    MONTHS,
    UNTIL_OR_THURSDAY,
    Language,
    depends_on_language,
    languages_of,
    single_months,
)
from service.domain.written.near_dates import near_date
from service.domain.written.other_calendars import in_numbers, refuse_other_calendars
from service.domain.written.part import Ambiguous, Hints, Order, Unreadable, Years
from service.domain.written.ranges import missing_year, read_several
from service.domain.written.short import looks_like_years
from service.domain.written.single_date import read_single_date
from service.domain.written.translations import translate

__all__ = [
    "MONTHS",
    "UNKNOWN",
    "Ambiguous",
    "Calendar",
    "Hints",
    "Language",
    "Order",
    "Unreadable",
    "Years",
    "era_error",
    "is_old_style",
    "looks_like_years",
    "names_julian_calendar",
    "read",
]

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u3000]+")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069\ufeff]")
"""Marks of direction, with which browsers and spreadsheets surround the parts of a date, and the
byte order mark. They are invisible and change nothing. Overrides of the direction are not among
them, because they turn digits round."""
_STYLE = re.compile(
    r"(.+?),?\s*[(\[]?\b(O\.?\s?S\.?|old style|julian|N\.?\s?S\.?|new style|gregorian)(?!\w)[)\]]?",
    re.IGNORECASE,
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""The letters, digits and signs that Chinese and Japanese keyboards write in full width."""
_YEAR_IN_WORDS = re.compile(r"^(?:in )?(?:the )?(?:year )?(?=\d{4}[?~%]?$)", re.IGNORECASE)
_YEAR_BEHIND = re.compile(r"(?<=\d)\s?(?:г\.?|года|году|р\.|року|ж\.)$", re.IGNORECASE)
_LAST_DOT = re.compile(r"^(\d{4}\.\s?\d{1,2}\.\s?\d{1,2})\.$", re.ASCII)
"""Hungarian and other dates have a dot behind each number."""
_ARROW = re.compile(r"\s?(?:[→⟶➔➜]|->)\s?|\sتا\s(?=.*\d)|(?<=[일日월月년年])\s?[~～〜∼]\s?(?=\d)")
"""What stands between the ends of a range: the sign of Notion and others, the word of Persian, and
the sign of Korean and Japanese, which means "about" elsewhere."""
_FOOTNOTES = re.compile(
    r"(.*(?:\d{4}|[^\W\d_](?!\s)))"
    r"(?:(?!\s\[\d\d)\s?\[(?:\d{1,3}|[a-rt-z]|(?:note|nb|n|fn)\.?\s?\d{1,3})\])+",
    re.IGNORECASE,
)
"""A date with the marks of footnotes, as tables of Wikipedia have them.

Other brackets are a part of the date: ``199[5]``, ``1850[s]``, ``1850 [ca]``, ``300 [BC]``,
``1850 May [12]``, ``1750 [51]``.
"""
_OLD = re.compile(r"\bO\.\s?S\.|\bOS\b|\bold style\b", re.IGNORECASE)
_NUMERALS = re.compile("[一二三四五六七八九十]")
_YEAR_ZERO = re.compile(r"(?:^|[/\[,]|\.\.)0000", re.ASCII)
_SHORT_TOO = frozenset({"month", "season", "quarter"})
"""Precisions of dates that could also be two years."""
_ORDERS: tuple[Order | None, ...] = (None, "dmy", "mdy")
NO_HINTS = Hints()


@cached(8192)
def read(text: str, hints: Hints = NO_HINTS) -> str:
    """The EDTF of a date in any usual spelling. Raises ``edtf.DateError``, or its subclass
    ``Ambiguous``."""
    if hints.calendar in (None, "gregorian", "julian"):
        refuse_other_calendars(text[: edtf.MAX_LENGTH])
    elif hints.calendar == "iranian":
        text = in_numbers(text)
    if not text.isascii():
        text = single_months(_MARKS.sub("", text).translate(_FULL_WIDTH))
    text = _SPACES.sub(" ", text.replace("\u2010", "-").replace("\u2011", "-")).strip(" ;,")
    text = _ARROW.sub(" – ", text).strip()
    if notes := _FOOTNOTES.fullmatch(text):
        text = notes[1]
    if not text:
        raise edtf.DateError("there is no date")
    if len(text) > edtf.MAX_LENGTH:
        raise edtf.DateError(f"a date has at most {edtf.MAX_LENGTH} characters")
    if depends_on_language(text):
        if hints.language is None:
            return _read_in_each_language(text, hints)
        if hints.language != "de":
            text = UNTIL_OR_THURSDAY.sub("until ", text, count=1)
    given = text
    text, of_eras = gregorian_years(text)
    if hints.calendar is None and (several := unclear_years(given, text)):
        _refuse_unclear_years(given, several, hints)
    text = _LAST_DOT.sub(r"\1", _YEAR_BEHIND.sub("", _YEAR_IN_WORDS.sub("", text)))
    if style := _STYLE.fullmatch(text):
        old = style[2][0].lower() in "oj"
        hints = replace(hints, calendar="julian" if old else "gregorian")
        text = style[1]
    found = within_era(given, _in_any_language(text, hints), of_eras)
    if "0000" in text and found != text and _YEAR_ZERO.search(found):
        raise Ambiguous(text, {"the year 1 BC": found, "no date at all": ""})
    return edtf.parse(to_gregorian(found, hints.calendar)).text


def _read_in_each_language(text: str, hints: Hints) -> str:
    """The EDTF of a text with a word that means something else in another language, if its other
    words are of only one of these languages. Raises ``edtf.DateError``."""
    every: Iterable[Language] = languages_of([text]) or get_args(Language)
    found: dict[str, list[str]] = {}
    errors: list[edtf.DateError] = []
    for language in sorted(every):
        try:
            date = read(text, replace(hints, language=language))
        except edtf.DateError as error:
            errors.append(error)
        else:
            found.setdefault(date, []).append(LANGUAGES[language])
    if errors and len(found) < 2:
        raise errors[0]
    if len(found) > 1:
        readings = {f"in {', '.join(names)}": date for date, names in found.items()}
        raise Ambiguous(text, readings, "language")
    return next(iter(found))


def era_error(text: str) -> str | None:
    """The reason why ``text`` is no date if it names another calendar, may be one of another
    calendar, or lies outside its era; ``None`` for any other text."""
    try:
        refuse_other_calendars(text)
        of_eras = gregorian_years(single_months(text))[1]
    except edtf.DateError as error:
        return str(error)
    try:
        read(text)
    except Ambiguous as several:
        # If a meaning has no EDTF, only the error names it.
        return str(several) if of_eras or "" in several.readings.values() else None
    except edtf.DateError as error:
        return str(error) if of_eras else None
    return None


def _refuse_unclear_years(text: str, several: dict[str, str], hints: Hints) -> None:
    """Raises ``Ambiguous`` if at least one of ``several`` meanings is a date."""
    readings: dict[str, str] = {}
    for words, each in several.items():
        with suppress(edtf.DateError):
            readings[words] = read(each, hints) if each else ""
    if any(readings.values()):
        raise Ambiguous(text, readings)


def _in_any_language(text: str, hints: Hints) -> str:
    try:
        return _read(text, hints)
    except Ambiguous:
        raise
    except edtf.DateError as error:
        lower = text.lower()
        for english in dict.fromkeys((translate(lower), translate(in_english(lower)))):
            if english == lower:
                continue
            try:
                return _read(english, hints)
            except Ambiguous as several:
                raise Ambiguous(text, several.readings, several.key) from None
            except edtf.DateError as reason:
                if not isinstance(reason, Unreadable):
                    said = str(reason).replace(repr(english), repr(text))
                    raise edtf.DateError(said) from None
        raise error from None


def _read(text: str, hints: Hints) -> str:
    strict = None
    gregorian = hints.calendar in (None, "gregorian")
    if gregorian or "[" in text or "/" in text:
        try:
            found = edtf.parse(text)
        except edtf.DateError as error:
            strict = error
        else:
            if found.precision not in _SHORT_TOO and not text.startswith("0000"):
                return found.text
    one = read_single_date(text, hints)
    if one is not None and one.complete:
        return one.text(hints)
    found_ = read_several(text, hints) if one is None else None
    if found_ is not None:
        return found_
    if one is not None and one.number and len(text) > 2:
        raise missing_year(text)
    if one is not None and one.month is not None:
        short = (
            ""
            if one.day is None
            else (
                f"; if {one.day:02} is one, its century is not known: "
                f"'19{one.day:02}' or '20{one.day:02}'"
            )
        )
        raise edtf.DateError(f"{text!r} has no year{short}")
    whole = "/" not in text or "before it begins" in str(strict)
    if strict is not None and whole and not isinstance(strict, edtf.NoForm):
        raise strict
    raise Unreadable(text, _near)


def _near(text: str) -> str | None:
    return near_date(text, read)


def names_julian_calendar(words: str) -> bool:
    """Whether the words say themselves that they are of the Julian calendar."""
    return bool(_OLD.search(words))


def _may_name_julian_days(words: str, known: edtf.Date) -> bool:
    """Whether the words have the numbers of the first and the last day of a date in the Julian
    calendar. Most have not, and need not be read. A range may begin or end with a whole month."""
    if _NUMERALS.search(words) or known.precision == "set":
        return True
    numbers = {int(each) for each in re.findall(r"\d+", words)}
    if max(numbers) > 9999:  # 19171025
        return True
    for which, day in enumerate((known.earliest, known.latest)):
        if day is None:
            continue
        named, last = day_of_month(day)
        whole_month = named == (1, last)[which] and known.precision == "interval"
        if named not in numbers and not whole_month:
            return False
    return True


@cached(4096)
def is_old_style(words: str, date: str) -> bool:
    """Whether ``words`` give the EDTF ``date`` by the Julian calendar. They do if they say so, or
    if they are this date when they are read as Julian days."""
    if names_julian_calendar(words):
        return True
    known = edtf.parse(date)
    if known.earliest is None or known.precision not in (*KNOWN_DAY, "set"):
        return False
    years = {str(civil(day)[0]) for day in (known.earliest, known.earliest - 13)}
    if not any(year in words for year in years) or not _may_name_julian_days(words, known):
        return False
    for order in _ORDERS:
        try:
            if read(words, Hints(order, calendar="julian")) == date:
                return True
        except edtf.DateError:
            continue
    return False
