"""The nearest date that can be read, for a text that cannot.

``Septmeber 2022`` is perhaps ``September 2022``. A near date is only shown to the one who wrote the
text, and is never stored in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

from service.domain import edtf
from service.domain.calendar import iso
from service.domain.near_spellings import nearest
from service.domain.written.names import DAYS, ENGLISH, MONTHS, SEASONS, WEEKDAYS

_LISTED = ("since", "before", "after", "until", "between", "last", "next", "past", "this", "early",
           "late", "today", "yesterday", "tomorrow", "week", "month", "quarter", "year", "years",
           "months", "weeks", "days", "century", "decade", "circa", "about", "around")  # fmt: skip
_KNOWN = tuple(dict.fromkeys((*_LISTED, *SEASONS, *DAYS, *MONTHS)))
_SPELT_OUT = tuple(each for each in _KNOWN if len(each) > 3)
"""The words of which a longer one may be a slip: ``ende`` is none of ``ene``."""
_BY_LETTER = {letter: [*words] for letter, words in groupby(sorted(_SPELT_OUT), key=itemgetter(0))}
"""The same by their first letter, because a slip is seldom there and there are many words."""
_ENGLISH = tuple(each for each in (*_LISTED, *SEASONS, *DAYS, *ENGLISH) if len(each) > 3)
_CAPITALS = re.compile(rf"\b(?:{'|'.join((*DAYS, *ENGLISH))})\b")
_ALSO = frozenset({*WEEKDAYS, "to", "and", "from", "the", "of", "in", "a", "day", "ago", "st", "nd",
                   "rd", "th", "mid", "or", "any", "every"})  # fmt: skip
_SLIP = 0.75
"""The least similarity to a known word; ``Apirl`` has 0.8."""
_WORD = re.compile(r"[^\W\d_]+")
MOST_SLIPS = 2
_REMARK = re.compile(r"(.*\d.*?)\s*[(\[][^()\[\]]*[)\]]")
_SHORT_END = re.compile(r"((?:\d{4}-)(?:\d\d-)?)(\d\d)/(\d\d)", re.ASCII)
_DOTS = re.compile(r"(\d{4}(?:-\d\d){0,2})\s?\.{2,3}\s?(\d{4}(?:-\d\d){0,2})", re.ASCII)
_WEEK = re.compile(
    r"(?:(?:iso |calendar )?week|wk|w|kw)[ .]{0,2}(\d\d?)(?:,| of|/)? ?(\d{4})", re.I | re.ASCII
)
_DAYS_OF_WEEK = re.compile(
    r"(?:the )?(?:week (beginning|commencing|starting|of|ending|to)|(w/[cbe]))\s(?:on )?(.+)", re.I
)


def _mended(text: str) -> str:
    """``text`` in lower case, with the known words instead of the words that are slips of them."""
    fixed = text.lower()
    strange = _strange(fixed)
    if len(strange) <= MOST_SLIPS:
        for each in strange:
            fixed = fixed.replace(each, _known_word(each))
    return fixed


def near_date(text: str, read: Callable[[str], str]) -> str | None:
    """The nearest spelling of ``text`` for which ``read`` returns a date."""
    for each in near_spellings(text, read):
        with suppress(edtf.DateError):
            read(each)
            return each
    return None


def _strange(text: str) -> list[str]:
    words = _WORD.findall(text)
    return [each for each in words if len(each) > 3 and each not in (*_KNOWN, *_ALSO)]


def _known_word(word: str) -> str:
    """The known word that ``word`` misspells, or else ``word`` itself. A word of a language that is
    not known here is none: ``Jahren`` is not ``Jan``."""
    for words in (_ENGLISH, _BY_LETTER.get(word[0], ())):
        for known in nearest(word, words, 1):
            if SequenceMatcher(None, word, known).ratio() >= _SLIP:
                return known
    return word


def near_spellings(text: str, read: Callable[[str], str]) -> Iterator[str]:
    """Spellings near to ``text``; some of them may be no dates. ``read`` returns the EDTF of a
    text, or raises ``edtf.DateError``."""
    if match := _SHORT_END.fullmatch(text):  # ISO 8601-1, 5.5.2.3, with a shortened end
        yield f"{match[1]}{match[2]}/{match[1]}{match[3]}"
    if match := _DOTS.fullmatch(text):
        yield f"{match[1]}/{match[2]}"
    if match := _WEEK.fullmatch(text):
        yield f"{match[2]}-W{match[1]:0>2}"
    if match := _DAYS_OF_WEEK.fullmatch(text):
        yield from _seven_days(match[3], (match[1] or match[2]).lower(), read)
    if match := _REMARK.fullmatch(text):
        yield match[1]
    if len(text) <= edtf.MAX_LENGTH and (fixed := _mended(text)) != text.lower():
        yield _CAPITALS.sub(lambda found: found[0].title(), fixed)


def _seven_days(day: str, kind: str, read: Callable[[str], str]) -> Iterator[str]:
    """The days of a week as a set, because the event was on one of them. The week *of* a day that
    is no Monday may begin on that day or before it."""
    with suppress(edtf.DateError):
        known = edtf.parse(read(day))
        first = known.earliest
        if known.precision == "day" and first is not None and (kind != "of" or first % 7 == 1):
            first -= 6 if kind in ("ending", "to", "w/e") else 0
            yield f"[{iso(first)}..{iso(first + 6)}]"
