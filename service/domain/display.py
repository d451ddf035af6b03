"""A text for every date in the reader's language, exactly as precise as the date.

The words are those of ``service.domain.date_words``; the default of the API is English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.domain.date_words import DateWords, Form, Phrase, ar, en, es, fr, kk, ru, zh
from service.domain.edtf import Date, parse
from service.domain.result_cache import cached
from service.domain.written import is_old_style

WORDS: dict[str, DateWords] = {each.WORDS.code: each.WORDS for each in (en, ar, es, fr, kk, ru, zh)}
"""The languages in which a date can be written."""
MONTHS = en.WORDS.months
_PARTS = re.compile(r"(Y?-?[\dX]{4,})(?:-(\d\d|XX))?(?:-(\d\d|XX))?(?:T([\d:.]+)(Z|[+-][\d:]+)?)?")
_SHARED = ("day", "month")
"""Kinds of date whose ranges name the year once."""


def display(date: Date, reported: str | None = None, lang: str = "en", within: str = "") -> str:
    """``"September 2022"``, ``"around 28 February 2023"``, ``"since 24 February 2022"``.

    If the ``reported`` words are of the Julian calendar, they follow in brackets:
    ``"7 November 1917 (25 October 1917 O.S.)"``. ``lang`` is one of ``WORDS``. Under the heading
    of the year ``within`` (EDTF: ``"2022"``) that year is left out.
    """
    words = WORDS[lang]
    if within:
        shown = _display(date, words, int(within.removeprefix("Y")))
    else:
        shown = _remembered(date.text, lang)
    if reported and is_old_style(reported, date.text):
        behind = reported if "O.S." in reported else words.old_style.format(reported)
        return f"{shown} ({behind})"
    return shown


@cached(4096)
def _remembered(text: str, lang: str) -> str:
    # In an import many events share their days with others.
    return _display(parse(text), WORDS[lang], None)


def any_year(month: int, day: int, lang: str = "en") -> str:
    """``"24 February of any year"``."""
    words = WORDS[lang]
    point = _Point("day", month=month, day=day)
    return words.any_year.format(_in_form(point, words.forms["alone"], words, False))


def _display(date: Date, words: DateWords, within: int | None) -> str:
    if date.undated:
        return words.unknown
    if date.precision == "interval":
        return _interval(date.text, words, within)
    if date.precision == "set":
        members = (_member(each, words) for each in date.text[1:-1].split(","))
        return words.one_of.format(words.either.join(members))
    return _alone(_point(date.text), words, within)


@dataclass(slots=True)
class _Point:
    """A date that is no range: its kind, its numbers, and how certain they are. ``first`` and
    ``last`` are the years of a decade or century."""

    kind: str
    year: int = 0
    month: int = 0
    day: int = 0
    part: int = 0
    side: str = ""
    clock: str = ""
    zone: str | None = None
    first: str = ""
    last: str = ""
    approximate: bool = False
    uncertain: bool = False


def _point(text: str) -> _Point:
    plain = text.rstrip("?~%")
    mark = text[len(plain) :]
    match = _PARTS.fullmatch(plain)
    if match is None:
        raise ValueError(f"{text!r} is not a parsed date")
    year, month, day, clock, zone = match.groups()
    if year[-1] == "X":
        found = _Point("century" if year[-2] == "X" else "decade")
        found.first, found.last = year.replace("X", "0"), year.replace("X", "9")
    else:
        found = _of_year(int(year.removeprefix("Y")), month, day)
        if clock is not None:
            found.kind, found.clock, found.zone = "time", clock, zone
    if mark:
        found.approximate, found.uncertain = mark in "~%", mark in "?%"
    return found


def _of_year(year: int, month: str | None, day: str | None) -> _Point:
    if month is None or month == "XX":
        return _Point("year", year)
    number = int(month)
    if number > 32:
        return _Point("quarter", year, part=number - 33)
    if number > 20:
        side = "" if number < 25 else "northern" if number < 29 else "southern"
        return _Point("season", year, part=(number - 21) % 4, side=side)
    if day is None or day == "XX":
        return _Point("month", year, number)
    return _Point("day", year, number, int(day))


@cache
def _pattern(pattern: str, whole: bool) -> str:
    """A pattern with its part in brackets if ``whole``, else without it."""
    return re.sub(r"\[([^]]*)\]", r"\1" if whole else "", pattern)


def _in_form(point: _Point, form: Form, words: DateWords, whole: bool, to: int = 0) -> str:
    """A date in one form: with its year if ``whole``, and as a range to the day ``to`` if set."""
    known = point.year > 0
    # Astronomical year 0 is 1 BC, -1 is 2 BC.
    number = point.year if known else 1 - point.year
    year = (form.of_year or form.year) if known else (form.of_bc or form.bc)
    values: dict[str, object] = {
        "n": number, "y": year.format(n=number), "first": point.first, "last": point.last,
    }  # fmt: skip
    if point.month:
        values["d"] = words.first_day if point.day == 1 else point.day
        values["m"], values["month"] = point.month, words.months[point.month - 1]
        values["Month"] = words.months_alone[point.month - 1]
    elif point.kind in ("season", "quarter"):
        values[point.kind] = getattr(form, f"{point.kind}s")[point.part]
    if point.kind == "time":
        values["day"] = _pattern(form.day, whole).format_map(values)
        values["time"] = point.clock
    kind = "bc" if point.kind == "year" and not known else point.kind
    pattern = words.days.replace("{to}", str(to)) if to else getattr(form, kind)
    shown = _pattern(pattern, whole).format_map(values)
    if point.side:
        return str(getattr(words, point.side)).format(shown)
    if point.zone is None:
        return shown
    return words.zone.format(shown, zone="" if point.zone == "Z" else point.zone)


def _alone(point: _Point, words: DateWords, within: int | None = None) -> str:
    """A date by itself, or between other dates."""
    whole = point.year != within
    if point.approximate:
        name, phrase = words.about
        shown = phrase.format(_in_form(point, words.forms[name], words, whole))
    else:
        shown = _in_form(point, words.forms["alone"], words, whole)
    return words.unsure.format(shown) if point.uncertain else shown


def _phrase(text: str, phrase: Phrase, words: DateWords, within: int | None) -> str:
    """A date within a phrase, in the form that the phrase takes."""
    point = _point(text)
    whole = point.year != within
    shown = _in_form(point, words.forms[phrase[0]], words, whole)
    if point.approximate:
        shown = words.about_within.format(shown)
    if point.uncertain:
        shown = words.unsure.format(shown)
    shown = phrase[1].format(shown)
    return words.about_around.format(shown) if point.approximate else shown


def _interval(text: str, words: DateWords, within: int | None) -> str:
    start, _, end = text.partition("/")
    if end == "..":
        return _phrase(start, words.since, words, within)
    if start == "..":
        return _phrase(end, words.until, words, within)
    if not end:
        return _phrase(start, words.from_unknown, words, within)
    if not start:
        return _phrase(end, words.to_unknown, words, within)
    return _range(_point(start), _point(end), words, within)


def _range(start: _Point, end: _Point, words: DateWords, within: int | None) -> str:
    """Both ends, with their shared part named once: ``27 February – 3 March 2023``."""
    plain = not any((start.approximate, start.uncertain, end.approximate, end.uncertain))
    alike = plain and start.kind == end.kind and min(start.year, end.year) > 0
    if alike and start.kind == "year":
        return words.years.format(first=start.year, last=end.year)
    if alike and start.kind in _SHARED and start == end:
        return _alone(start, words, within)
    if not (alike and start.kind in _SHARED and start.year == end.year):
        return words.between.format(_alone(start, words), _alone(end, words))
    form, whole = words.forms["alone"], start.year != within
    if start.kind == "day" and start.month == end.month:
        return _in_form(start, form, words, whole, end.day)
    first = _in_form(start, form, words, whole and words.year_first)
    last = _in_form(end, form, words, whole and not words.year_first)
    return words.between.format(first, last)


def _member(text: str, words: DateWords) -> str:
    low, dots, high = text.strip(" ").partition("..")
    if not dots:
        return _alone(_point(low), words)
    if not low:
        return words.or_earlier.format(_alone(_point(high), words))
    if not high:
        return words.or_later.format(_alone(_point(low), words))
    return words.some_between.format(_alone(_point(low), words), _alone(_point(high), words))
