"""Words for a time in a question, as EDTF: ``autumn 2022``, ``since 2015``, ``last 30 days``.

An event's date says what is known of one day, while a question asks for a range of days. So a
season means its months, and ``before March 2020`` means every day before that month. EDTF and ISO
8601 keep their meaning, and other texts are read as the dates of events
(``service.domain.written``).
"""

from __future__ import annotations

import re
from datetime import date

from service.domain import edtf
from service.domain.calendar import year_text
from service.domain.written.date_ranges import readings
from service.domain.written.near_dates import near_spellings
from service.domain.written.part import Ambiguous, Unreadable
from service.domain.written.phrase import Phrase
from service.domain.written.reading import AskedTime, UnclearDate

__all__ = ["AskedTime", "UnclearDate", "read_question"]

MAX_LENGTH = 100
_SPACES = re.compile(r"\s+")
_NEGATIVE = re.compile(r"-([1-9]\d{0,2})", re.ASCII)
EXAMPLES = "September 2022, autumn 2022, since 2015, 1960-1990, last 30 days or 2022-09/2022-11"


def read_question(text: str, today: date, south: bool = False) -> AskedTime:
    """The time that ``text`` asks for on ``today``. With ``south`` the question is about the
    southern hemisphere, so a season is ambiguous unless a word names the hemisphere.

    Raises ``UnclearDate``.
    """
    text = _SPACES.sub(" ", text).strip(" ,;")
    if not text:
        raise UnclearDate("there is no date")
    if len(text) > MAX_LENGTH:
        raise UnclearDate(f"a date has at most {MAX_LENGTH} characters")
    try:
        if not edtf.parse(text).undated:
            return AskedTime(text)
        strict = ""
    except edtf.DateError as error:
        strict = "" if "is not an EDTF date" in str(error) else str(error)
    try:
        return Phrase(text, today, south).whole()
    except Ambiguous as error:
        several = [_of(each) for each in readings(error)]
        # The other meanings have no EDTF: the error of the date names them all.
        said = f"{text!r} can mean several things" if len(several) > 1 else str(error)
        raise UnclearDate(said, several) from None
    except UnclearDate as error:
        if years := _negative_years(text):
            several = [*years, *error.readings]
            raise UnclearDate(f"{text!r} can mean several things", several) from None
        if found := _nearest(text, today, south):
            raise UnclearDate(f"{text!r} cannot be read as a date", found) from None
        raise error from None
    except edtf.DateError as error:
        if years := _negative_years(text):
            raise UnclearDate(f"{text!r} can mean several things", years) from None
        why = "" if isinstance(error, Unreadable) else str(error)
        raise _corrected(text, strict or why, today, south) from None


def _negative_years(text: str) -> list[AskedTime]:
    """The years that ``-44`` may mean: 44 BC, and the year -44, which is 45 BC."""
    match = _NEGATIVE.fullmatch(text)
    return [AskedTime(year_text(add - int(match[1]))) for add in (1, 0)] if match else []


def plain_question(text: str, today: date, south: bool = False) -> AskedTime | None:
    """The time that a part of a sentence asks for, or ``None``. It is quicker than
    ``read_question`` for what is no time, since it looks for no near spelling. Raises
    ``UnclearDate`` for a text that can mean several times."""
    try:
        return AskedTime(text) if not edtf.parse(text).undated else None
    except edtf.DateError:
        pass
    try:
        return Phrase(text, today, south).whole()
    except Ambiguous as error:
        raise UnclearDate(str(error), map(_of, readings(error))) from None
    except UnclearDate as error:
        if error.readings:
            raise
    except edtf.DateError:
        pass
    return None


def _of(reading: str) -> AskedTime:
    """One of the readings of a text; ``--02-24`` is a day of any year."""
    return AskedTime(on=reading[2:]) if reading.startswith("--") else AskedTime(reading)


def _corrected(text: str, why: str, today: date, south: bool) -> UnclearDate:
    """The error for words that are not understood, with the nearest spelling that is valid."""
    found = _nearest(text, today, south)
    known = why and "EDTF" not in why and "form in" not in why and "not a date" not in why
    if found:
        return UnclearDate(f"{text!r} cannot be read as a date", found)
    if not known:
        return UnclearDate(f"{text!r} cannot be read as a date; write one like {EXAMPLES}")
    return UnclearDate(why)


def _nearest(text: str, today: date, south: bool) -> tuple[AskedTime, ...]:
    """The meanings of the nearest spelling that has any."""
    for each in near_spellings(text, lambda day: Phrase(day, today, south).whole().date):
        try:
            return (Phrase(each, today, south).whole(),)
        except UnclearDate as error:
            if error.readings:
                return error.readings
        except edtf.DateError:
            pass
    return ()
