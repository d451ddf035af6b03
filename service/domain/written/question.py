"""Words for a time in a question, as EDTF: ``autumn 2022``, ``since 2015``, ``last 30 days``.

An event's date says what is known of one day, while a question asks for a range of days. So a
season means its months, and ``before March 2020`` means every day before that month. EDTF and ISO
8601 keep their meaning, and other texts are read as the dates of events
(``service.domain.written``).
"""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher

from service.domain import edtf
from service.domain.near_spellings import nearest
from service.domain.written.date_ranges import readings
from service.domain.written.names import DAYS, MONTHS, SEASONS, WEEKDAYS
from service.domain.written.part import Ambiguous
from service.domain.written.phrase import Phrase
from service.domain.written.reading import AskedTime, UnclearDate

__all__ = ["AskedTime", "UnclearDate", "read_question"]

MAX_LENGTH = 100
_SPACES = re.compile(r"\s+")
_LISTED = ("since", "before", "after", "until", "between", "last", "next", "past", "this", "early",
           "late", "today", "yesterday", "tomorrow", "week", "month", "quarter", "year", "years",
           "months", "weeks", "days", "century", "decade")  # fmt: skip
_KNOWN = tuple(dict.fromkeys((*_LISTED, *SEASONS, *DAYS, *MONTHS)))
_SPELT_OUT = tuple(each for each in _KNOWN if len(each) > 3)
"""The words of which a longer one may be a slip: ``ende`` is none of ``ene``."""
_ALSO = frozenset({*WEEKDAYS, "to", "and", "from", "the", "of", "in", "a", "day", "ago", "st", "nd",
                   "rd", "th", "mid", "or", "any", "every"})  # fmt: skip
_SLIP = 0.75
"""The least similarity to a known word; ``Apirl`` has 0.8."""
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
    except UnclearDate:
        raise
    except edtf.DateError as error:
        raise _corrected(text, strict or str(error), today, south) from None


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


def _is_slip(word: str, known: str) -> bool:
    """Whether a word is so near to a known one that it is a slip, and no word of a language that is
    not known here: ``Jahren`` is not ``Jan``."""
    return SequenceMatcher(None, word, known).ratio() >= _SLIP


def _corrected(text: str, why: str, today: date, south: bool) -> UnclearDate:
    """The error for words that are not understood, with the nearest spelling that is valid."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    strange = [each for each in words if len(each) > 3 and each not in (*_KNOWN, *_ALSO)][:2]
    fixed = text.lower()
    for each in strange:
        near = [known for known in nearest(each, _SPELT_OUT, 1) if _is_slip(each, known)]
        fixed = fixed.replace(each, near[0]) if near else fixed
    found: tuple[AskedTime, ...] = ()
    if fixed != text.lower():
        try:
            found = (Phrase(fixed, today, south).whole(),)
        except edtf.DateError as error:
            found = error.readings if isinstance(error, UnclearDate) else ()
    known = "EDTF" not in why and "form in" not in why and "not a date" not in why
    if not known or found:
        why = f"{text!r} cannot be read as a date"
        why += "" if found else f"; write one like {EXAMPLES}"
    return UnclearDate(why, found)
