"""One date as people and programs write it: a day, a month, a season, a year, a decade."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from unicodedata import normalize

from service.domain import edtf
from service.domain.written.clock import split_time
from service.domain.written.grouped import read_period
from service.domain.written.names import (
    BEFORE_CHRIST,
    FILLERS,
    FISCAL,
    NEED_A_DAY,
    OF_THE_LORD,
    PARTS,
    QUARTERS,
    WEEKDAYS,
    month_of,
)
from service.domain.written.other_calendars import refuse_unclear_calendar
from service.domain.written.part import Ambiguous, Hints, Order, Part, of_edtf
from service.domain.written.short import read_two_years, refuse_bare_numbers
from service.domain.written.weekdays import beside_weekday

UNKNOWN = frozenset({"", "-9", "-99", "-999", "0", "00", "99", "X", "XX", "NA", "N/A", "?", "??"})
"""Texts that data sets have in place of an unknown month or day."""

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
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:([-/.])|\s)(?:(?<=\.)\s)?(\d{1,2}|-9|XX|xx)"
    r"(?:(?(2)\2|\s)(?:(?<=\.)\s)?(\d{1,2}|-9|XX|xx))",
    re.ASCII,
)
_MONTH_UNKNOWN = re.compile(r"(\d{4})([-/.])(-9|-99|XX|xx|00?)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1'?\d{2}", re.ASCII)
# Only if day-month-year would be a year before 1232: 20101205 is the fifth of December 2010.
_COMPACT = re.compile(r"(1[5-9]\d{2}|2[01]\d{2})(\d{2})(\d{2})", re.ASCII)
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.ASCII | re.IGNORECASE)
_ROMAN = re.compile(
    r"(\d{1,2})(?:\.\s?|\s)([IVX]+)[.\s]\s?(\d{4})|(\d{1,2})[-/]([IVX]+)[-/](\d{4})"
    r"|(\d{1,2})\.\s?([ivx]+)\.\s?(\d{4})",
    re.ASCII,
)
"""A month in Roman numerals, as in Central Europe: 6.III.2023."""
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_EAST_ASIAN = re.compile(r"(\d{3,4})\s?[年년]\s?(?:(\d{1,2})\s?[月월]\s?(?:(\d{1,2})\s?[日일])?)?")
_VIETNAMESE = re.compile(
    r"(?:ngày )?(?:(\d{1,2}) )?(?:tháng|thg) (\d{1,2})(?:,| năm)? (\d{4})", re.ASCII | re.IGNORECASE
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|-?го|-?е)?", re.ASCII | re.IGNORECASE)
_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_]{3}|bc\b|ad\b|ce\b)|(?<=[^\W\d_]{3})(?=\d)")
_SMALL = re.compile(r"\b(?:d|l|dell|ta)['’]\s?|(?<=\d{4})\.?\s[rgm]\b|(?<=\d)\sd\b(?!['’])")
"""Articles before a month (``d'abril``), and letters for a year or a day behind its number."""
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})([-/.])(\d{1,2})\2(\d{4})")
_FISCAL = re.compile(rf"(?:{'|'.join(sorted(FISCAL))})(?:\b|\d)", re.IGNORECASE)


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
    return _numbers(text, hints) or read_period(text) or _timed(text, hints) or _words(text, hints)


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


def _numbers(text: str, hints: Hints) -> Part | None:
    """Dates that consist only of digits and punctuation."""
    for pattern, made in _FORMS:
        if match := pattern.fullmatch(text):
            found = made(text, match, hints)
            in_numbers = pattern in (_YEAR_FIRST, _YEAR_LAST, _MONTH_YEAR)
            if found and in_numbers and hints.calendar == "gregorian":
                refuse_unclear_calendar(text, found)
            return found
    return _short_numbers(text, hints)


def _short_numbers(text: str, hints: Hints) -> Part | None:
    """Days without a year, which the other end of a range may give."""
    if _SHORT_YEAR.fullmatch(text):
        raise edtf.DateError(
            f"{text!r}: the year has two digits, the century is not known: "
            f"{_listed(_centuries(text))}"
        )
    if match := re.fullmatch(r"(\d{1,3})\.?", text, re.ASCII) or _DAY.fullmatch(text):
        return Part(day=int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.", text, re.ASCII):
        return _by_order(text, int(match[1]), int(match[2]), "-", hints.order)
    return None


def _centuries(text: str) -> list[str]:
    """The years that a day with a year of two digits may have: the year is the last number, or the
    first if the others can be its month and day."""
    first, second, third = re.findall(r"\d+", text)
    last_is_day = 1 <= int(second) <= 12 and 1 <= int(third) <= 31 and len(first) == 2
    first_is_day = min(int(first), int(second)) <= 12 and 1 <= max(int(first), int(second)) <= 31
    found = [first] if last_is_day else []
    found += [third] if first_is_day or not found else []
    return [f"{century}{two}" for two in dict.fromkeys(found) for century in (19, 20)]


def _listed(years: list[str]) -> str:
    named = [f"'{year}'" for year in years]
    return f"{', '.join(named[:-1])} or {named[-1]}"


def _by_order(text: str, first: int, second: int, year: str, order: Order | None) -> Part:
    if order is None and first != second and first <= 12 and second <= 12:
        days = {"day or month first": f"{year}-{second:02}-{first:02}",
                "": f"{year}-{first:02}-{second:02}"}  # fmt: skip
        ways = " or ".join(map(repr, days.values()))
        raise Ambiguous(text, days, "order", error=f"{text!r} can be day or month first: {ways}")
    month_first = order == "mdy" if order else second > 12
    month, day = (first, second) if month_first else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise edtf.DateError(
            f"{text!r} is not a date" + (f" in the order {order}" if order else "")
        )
    return Part(None if year == "-" else int(year), month, day)


def _counted(text: str, match: re.Match[str], _: Hints) -> Part:
    """ISO 8601-1, 5.2.3: a year and the number of a day in it."""
    year, number = int(match[1]), int(match[2])
    first = date(year or 1, 1, 1)
    found = date.fromordinal(first.toordinal() + number - 1) if number and year else None
    if found is None or found.year != year:
        raise edtf.DateError(f"{text!r}: that year has no day {number}")
    return Part(year, found.month, found.day)


def _week(text: str, match: re.Match[str], _: Hints) -> Part:
    """ISO 8601-1, 5.2.4: a week, which begins on Monday, or a day of it."""
    year, week, day = int(match[1]), int(match[2]), match[3]
    try:
        first = date.fromisocalendar(year, week, int(day or 1))
        last = date.fromisocalendar(year, week, int(day or 7))
    except ValueError:
        raise edtf.DateError(f"{text!r}: that year has no week {week}") from None
    if day:
        return Part(first.year, first.month, first.day)
    return Part(whole=f"[{first.isoformat()}..{last.isoformat()}]")


def _roman(text: str, match: re.Match[str], _: Hints) -> Part | None:
    day, numeral, year = filter(None, match.groups())
    if numeral.upper() not in _ROMAN_MONTHS:
        return None
    month = _ROMAN_MONTHS.index(numeral.upper()) + 1
    if month == 10 and "." not in text:
        known = {"in October": f"{year}-10-{day:0>2}", "in an unknown month": year}
        raise Ambiguous(text, known)
    return Part(int(year), month, int(day))


def _in_turn(*order: int) -> _Make:
    """Returns a function that makes a date of the groups with its year, month and day."""

    def make(_: str, match: re.Match[str], __: Hints) -> Part:
        year, month, day = (match[at] or "" if at else "" for at in order)
        return from_columns(year, month, day)

    return make


_Make = Callable[[str, re.Match[str], Hints], Part | None]
_FORMS: tuple[tuple[re.Pattern[str], _Make], ...] = (
    (_YEAR_FIRST, _in_turn(1, 3, 4)),
    (_MONTH_UNKNOWN, _in_turn(1, 0, 0)),
    (_YEAR_LAST, lambda text, match, hints: _by_order(
        text, int(match[1]), int(match[3]), match[4], hints.order)),
    (_MONTH_YEAR, _in_turn(2, 1, 0)),
    (_COMPACT, _in_turn(1, 2, 3)),
    (_DAY_OF_YEAR, _counted),
    (_WEEK, _week),
    (_ROMAN, _roman),
    (_EAST_ASIAN, _in_turn(1, 2, 3)),
    (_VIETNAMESE, _in_turn(3, 2, 1)),
)  # fmt: skip


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


def _words(text: str, hints: Hints) -> Part | None:
    """``11 May 1876``, ``Tuesday, May 11th, 1876``, ``май 1876 г.``, ``15 March 44 BC``."""
    text_ = _MONTH_FIRST.sub(r"\1 \3 \4", text)
    plain = re.sub(
        r"\b([ab])\.\s?([cd])\.?(\s?e\.)?(?!\w)", r"\1\2", normalize("NFC", text_.lower())
    )
    plain = re.sub(r"\bc\.\s?e\.", "ce", plain)
    plain = _GLUED.sub(" ", _SMALL.sub(" ", plain))
    pieces = re.split(
        r"[\s,،()]+|(?<=[^\W\d])[-./]+|[-./]+(?=[^\W\d])|(?<=\d)\.(?=\s|$)",
        plain,
    )
    words = [word.strip(".").rstrip("׳॰․") for word in pieces if word and word.strip(".")]
    _refuse_time_words(text, words)
    return _classified(text, [word for word in words if word not in FILLERS], hints)


def _classified(text: str, words: list[str], hints: Hints) -> Part | None:
    """The month, the numbers, the weekday and the era, if ``words`` hold nothing else."""
    named = {word: month for word in words if (month := month_of(word, hints.language))}
    months = [named[word] for word in words if word in named]
    weekdays = [WEEKDAYS[word] for word in words if word in WEEKDAYS]
    eras = [word for word in words if word in BEFORE_CHRIST or word in OF_THE_LORD]
    known = BEFORE_CHRIST | OF_THE_LORD | named.keys() | WEEKDAYS.keys()
    rest = [word for word in words if word not in known]
    if len(words) == 3 and words[1] == "quarter" and words[0] in QUARTERS:
        good = re.fullmatch(r"\d{4}", words[2], re.ASCII)
        return Part(whole=f"{words[2]}-{32 + QUARTERS[words[0]]}") if good else None
    if max(len(months), len(weekdays), len(eras)) > 1 or len(rest) > 2:
        return None
    if not (months or eras):
        # The end of "May 5–7, 1999". By itself it is no date.
        numbered = re.fullmatch(r"(\d{1,2}) (\d{4})", " ".join(rest), re.ASCII)
        weekday = next(iter(weekdays), None)
        return Part(int(numbered[2]), None, int(numbered[1]), weekday=weekday) if numbered else None
    year, rest = _year(text, words, rest, eras)
    days = [int(match[1]) for word in rest if (match := _DAY.fullmatch(word))]
    if len(days) != len(rest) or len(days) > 1 or (days and not months):
        return None
    if not NEED_A_DAY.isdisjoint(named) and (year is None or not days):
        return None
    if year is None and days:
        _refuse_two_digit_year(text, months, days[0])
    if weekdays and not days:
        raise edtf.DateError(f"{text!r} has a weekday but no day")
    month, day, weekday = (next(iter(each), None) for each in (months, days, weekdays))
    found = Part(year, month, day, era=bool(eras), weekday=weekday)
    if weekday is not None and year is not None:
        try:
            found.text(hints)
        except edtf.DateError as error:
            raise edtf.DateError(f"{text!r}: {error}") from None
    return found


def _year(
    text: str, words: list[str], rest: list[str], eras: list[str]
) -> tuple[int | None, list[str]]:
    """The year among the numbers, and the other numbers."""
    if eras:
        place = words.index(eras[0])
        near = [place - 1, place + 1] if eras[0] in BEFORE_CHRIST else [place + 1, place - 1]
        number = next((words[at] for at in near if 0 <= at < len(words)
                       and re.fullmatch(r"\d{1,4}", words[at], re.ASCII)), None)  # fmt: skip
        if number is None or int(number) == 0:
            return None, ["?"]
        others = list(rest)
        others.remove(number)
        return 1 - int(number) if eras[0] in BEFORE_CHRIST else int(number), others
    if cut := next((each for each in rest if re.fullmatch(r"['’]\d\d", each)), None):
        raise edtf.DateError(
            f"{text!r}: the year has two digits, the century is not known: "
            f"'19{cut[1:]}' or '20{cut[1:]}'"
        )
    long = [word for word in rest if re.fullmatch(r"\d{3,4}", word, re.ASCII)]
    if len(long) == 1:
        return int(long[0]), [word for word in rest if word != long[0]]
    if len(rest) == 2 and not long and all(re.fullmatch(r"['’]?\d\d?\D*", each) for each in rest):
        two = re.sub(r"\D", "", rest[-1]).zfill(2)
        raise edtf.DateError(
            f"{text!r}: the year has two digits, the century is not known: '19{two}' or '20{two}'"
        )
    return None, rest


def _refuse_two_digit_year(text: str, months: list[int], day: int) -> None:
    """Raises if the number beside a month may be a year of two digits: ``May 99``, ``Jan-05``."""
    if "'" in text or "’" in text or day > 31:
        raise edtf.DateError(
            f"{text!r}: the year has two digits, the century is not known: "
            f"'19{day:02}-{months[0]:02}' or '20{day:02}-{months[0]:02}'"
        )


def _refuse_time_words(text: str, words: list[str]) -> None:
    if _FISCAL.match(text):
        raise edtf.DateError(
            f"{text!r}: it is not known when such a year begins; write its first and last "
            "day or month, such as 2022-10/2023-09"
        )
    dated = "unknown" not in words and any(re.search(r"\d{3}|century", word) for word in words)
    if dated and not {"quarter"} & set(words) and PARTS.intersection(words):
        raise edtf.DateError(
            f"{text!r}: a part of a longer time has no form in EDTF; write the whole of it "
            "(199X, 1999-05), or between which dates it lies (between 1990 and 1993)"
        )


def from_columns(year: str, month: str, day: str) -> Part:
    """The part for three texts, each of which may be ``UNKNOWN``. Raises ``edtf.DateError``.

    EDTF levels 0 and 1 cannot express a day in an unknown month, so only the year is kept.
    """
    month, day = ("" if each.upper() in UNKNOWN else each for each in (month, day))
    if not month:
        return Part(int(year))
    if not (re.fullmatch(r"\d{1,2}", month, re.ASCII) and 1 <= int(month) <= 12):
        raise edtf.DateError(f"{month!r} is not a month")
    return Part(int(year), int(month), int(day) if day else None)
