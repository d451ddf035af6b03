"""One date as people and programs write it: a day, a month, a season, a year, a decade."""

from __future__ import annotations

import re
from dataclasses import replace

from service.domain import edtf
from service.domain.written.clock import split_time
from service.domain.written.in_numbers import read_numbers
from service.domain.written.in_words import read_words
from service.domain.written.part import Hints, Part, of_edtf
from service.domain.written.periods import read_period
from service.domain.written.short import read_two_years, refuse_bare_numbers
from service.domain.written.weekdays import beside_weekday

_ABOUT = re.compile(
    r"(?:on or (?:about|around)|circa|ca\.?|c\.?(?=[\s\d])|approximately|approx\.?|about|around"
    r"|roughly|estimated|est\.|um|vers|hacia|около|~)\s*(?=\S)",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"(?:probably|possibly|perhaps|maybe|likely)\s+(?=\S)", re.IGNORECASE)
_BEHIND = (
    (re.compile(r"\s*\((?:\?|uncertain)\)|\s+(?:uncertain|\?)|(?<=\d{4})\?", re.I), "?"),
    (re.compile(r"\s*\((?:ca\.?|c\.|circa|approx\.?|approximately|about|est\.?|estimated)\)"
                r"|\s+(?:approx\.?|approximately|circa|ca\.)", re.IGNORECASE), "~"),
)  # fmt: skip


def read_single_date(text: str, hints: Hints) -> Part | None:
    """The parts of one date in ``text``, perhaps without those that the other end of a range gives;
    ``None`` if it is no date. Raises ``edtf.DateError``."""
    if found := _doubted(text, hints):
        return found
    if re.fullmatch(r"\d\d(?:\?\?|xx|--|__)|\d{3}[xX_]", text, re.ASCII):
        return Part(whole=re.sub(r"\D", "X", text))
    if (short := read_two_years(text, hints)) is not None:
        return of_edtf(short) if "/" not in short else Part(whole=short)
    refuse_bare_numbers(text)
    if _edtf(text):
        return of_edtf(text)
    if found := beside_weekday(text, hints, read_single_date):
        return found
    return (
        read_numbers(text, hints)
        or read_period(text)
        or _timed(text, hints)
        or read_words(text, hints)
    )


def _edtf(text: str) -> bool:
    if "/" in text or text.startswith("[") or text.startswith("XXXX"):
        return False
    try:
        edtf.parse(text)
    except edtf.DateError:
        return False
    return True


def _doubted(text: str, hints: Hints) -> Part | None:
    """``circa 1876``, ``probably May 1876``, ``1876 (?)``: a mark of doubt and one date."""
    for sign, mark in ((_ABOUT, "~"), (_MAYBE, "?")):
        if match := sign.match(text):
            inner = read_single_date(text[match.end() :], hints)
            return inner and inner.marked(mark)
    for sign, mark in _BEHIND:
        match = next((each for each in sign.finditer(text) if each.end() == len(text)), None)
        if match and match.start():
            inner = read_single_date(text[: match.start()], hints)
            return inner and inner.marked(mark)
    return None


def _timed(text: str, hints: Hints) -> Part | None:
    """A day and its time: ``5.11.2023 14:30``, ``Tue, 28 Feb 2023 14:30:00 GMT``."""
    found = split_time(text)
    if found is None:
        return None
    rest, clock = found
    day = read_single_date(rest, hints)
    if day is None:
        return None
    if day.day is None or day.month is None or day.year is None:
        raise edtf.DateError(f"{text!r} is not a day and a time")
    whole = replace(day, mark="").text(hints)
    return Part(whole=f"{whole}{clock}", mark=day.mark)
