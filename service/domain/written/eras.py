"""Years of other eras, which become Gregorian years: 令和5年, 民國112年, พ.ศ. 2566.

Japan, Taiwan, Thailand and Korea use the Gregorian calendar and count its years from other
beginnings. So a sum gives the Gregorian year. An era of Japan ends within a year, so days outside
it are refused or left out. A year that can be of several eras is refused with each meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from service.domain import edtf
from service.domain.calendar import civil, iso, ordinal
from service.domain.written.names import ENGLISH


@dataclass(frozen=True, slots=True)
class EraYear:
    """A Gregorian year that belongs to an era of Japan only from the day ``first`` to ``last``."""

    year: int
    era: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Era:
    """An era of Japan: ``before`` is the Gregorian year before its first one."""

    name: str
    before: int
    first: int
    last: int


_FAR = ordinal(9999, 12, 31)
# The era changed on the day of an accession, which has both eras. The new one is counted here.
_ERAS = (
    _Era("Meiji", 1867, ordinal(1868, 1, 25), ordinal(1912, 7, 30)),
    _Era("Taisho", 1911, ordinal(1912, 7, 30), ordinal(1926, 12, 25)),
    _Era("Showa", 1925, ordinal(1926, 12, 25), ordinal(1989, 1, 7)),
    _Era("Heisei", 1988, ordinal(1989, 1, 8), ordinal(2019, 4, 30)),
    _Era("Reiwa", 2018, ordinal(2019, 5, 1), _FAR),
)
_FIRST_GREGORIAN_YEAR_OF_JAPAN = 1873
_NAMES = {
    name: era
    for era, names in zip(
        _ERAS,
        (
            "明治 meiji ㍾ m", "大正 taisho taisyo ㍽ t", "昭和 showa syowa ㍼ s",
            "平成 heisei ㍻ h", "令和 reiwa ㋿ r",
        ),
        strict=True,
    )
    for name in names.split()
}  # fmt: skip
_NUMERALS = {each: value for value, each in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_NUMBER = r"元|\d{1,3}|[〇零一二三四五六七八九十百]{1,6}"
_JAPANESE = re.compile(
    rf"(明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿])\s?({_NUMBER})(?!\d)(?:\s?(年))?"
    r"|(?<!\w)(meiji|taish[oōô]|taisyo|sh[oōô]wa|syowa|heisei|reiwa)[ .]?(\d{1,2}|gannen)(?!\d)"
    r"|(?<![\w.])([mtshr])(\d{1,2})(?=([-/.])\d{1,2}\8\d{1,2}(?![\w.])|\s?年)(?:\s?(年))?",
    re.IGNORECASE | re.ASCII,
)
_SHORT_ERA = re.compile(r"([mtsr])\.?\s?(\d{1,2})(?:[-/.](\d{1,2}))?", re.IGNORECASE | re.ASCII)
_TAIWAN = 1911
"""The year before the first one of the Republic of China, which Taiwan counts."""
_OTHERS = (
    # (the year and what is kept of it, the Gregorian year before the first one, its first year)
    (re.compile(rf"(?:中華|中华)?(?:民國|民国)\s?({_NUMBER})(?!\d)(?:\s?(年))?"
                r"|(?<!\w)(?:minguo|roc|r\.o\.c\.)(?: year)? (\d{1,3})(?!\d)(年)?",
                re.IGNORECASE), _TAIWAN, 1),
    (re.compile(r"(?:(?<!\w)juche|주체)\s?(\d{1,3})(?!\d)(?:\s?(년))?", re.IGNORECASE), _TAIWAN, 1),
    (re.compile(r"(?:단기|檀紀|檀君紀元)\s?(\d{4})(?:\s?([年년]))?"), -2333, 4229),
    (re.compile(r"(?:ปี\s?)?พ\.?\s?ศ\.?\s?(\d{4})(?!\d)()"), -543, 2484),
)  # fmt: skip
"""The Thai year began in April until 2483 (1940). Korea took the Gregorian calendar in 1896."""
_BOTH = re.compile(r"(\d{4})\s?([年년]?)\s?[(（]\s?(\d{4})\s?[年년]?\s?[)）]\s?([年년]?)", re.ASCII)
"""A year of both counts: 令和5年(2023年), 주체112(2023)년."""
_COMMON_ERA = re.compile(
    rf"(?:西元|西曆|西历|西暦|公曆|公历|公元)\s?(?:(\d{{1,3}})(?=\s?年)|(?={_NUMBER}))"
)
_BEFORE_COMMON_ERA = re.compile(r"(?:西元|西曆|西历|西暦|紀元)前")
_THAI_NAMES = """
    มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
    ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.
"""
_THAI = dict(zip(_THAI_NAMES.split(), ENGLISH * 2, strict=True))
_THAI_MONTH = re.compile("|".join(map(re.escape, sorted(_THAI, key=len, reverse=True))))
_THAI_WORDS = re.compile(r"ค\.?\s?ศ\.?\s?(?=\d{4})|^(?:วันที่|เมื่อ|ปี)\s?")
_BUDDHIST_YEAR = re.compile(r"(?<!\d)(2[4-6]\d\d)(?!\d)", re.ASCII)
_BUDDHIST_ERA = re.compile(
    r"(?<!\d)(2[4-6]\d\d)\s?b\.?e\.?(?!\w)|(?<!\w)b\.?e\.?\s?(2[4-6]\d\d)(?!\d)"
    r"|佛[历曆]\s?(2[4-6]\d\d)\s?年?",
    re.IGNORECASE | re.ASCII,
)
_YEAR_OF_THREE = re.compile(
    r"(?<![\d前元紀近去来來后後过過第])(1\d\d)\s?年(?![代前后後以之内內間间来來])", re.ASCII
)
_DAY_OF_THREE = re.compile(r"(1\d\d)([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_NO_ERA = re.compile(r"\d{1,2}\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?", re.ASCII)
PLAIN = re.compile(r"[\d\s./~?%\[\]-]*(?:(?<=\d)T[\d:.+-]+Z?)?", re.ASCII)
"""Dates of digits and signs, which name neither an era nor a calendar."""


def gregorian_years(text: str, whole: bool = False) -> tuple[str, tuple[EraYear, ...]]:
    """``text`` with Gregorian years in place of those of other eras, and the years that belong to
    their era only in part. With ``whole`` such years stay as they are. Raises ``edtf.DateError``
    for a year outside its era.
    """
    if PLAIN.fullmatch(text):
        return text, ()
    parts: list[EraYear] = []

    def japanese(match: re.Match[str]) -> str:
        name = re.sub("[ōô]", "o", (match[1] or match[4] or match[6]).lower())
        era, number = _NAMES[name], _number(match[2] or match[5] or match[7])
        found = _year_of(text, era, number)
        if found is not None:
            parts.append(found)
            if whole:
                return match[0]
        return f"{era.before + number}{match[3] or match[9] or ''}"

    changed = _JAPANESE.sub(japanese, text)
    for pattern, before, first in _OTHERS:
        changed, found = pattern.subn(partial(_counted, text, before, first), changed)
        if found and before == _TAIWAN:  # 民國110年至112年
            changed = _YEAR_OF_THREE.sub(_of_taiwan, changed)
    changed = _COMMON_ERA.sub(_plain_year, _BEFORE_COMMON_ERA.sub("公元前", changed))
    changed = _in_english(changed)
    return (_one_count(text, changed) if changed != text else text), tuple(dict.fromkeys(parts))


def _plain_year(match: re.Match[str]) -> str:
    """The year of 公元112年 with four digits, so that it is of no other era."""
    return match[1].zfill(4) if match[1] else ""


def _of_taiwan(match: re.Match[str]) -> str:
    return f"{_TAIWAN + int(match[1])}年"


def _in_english(text: str) -> str:
    """``text`` with English months in place of Thai ones."""
    found = _THAI_MONTH.sub(lambda match: f" {_THAI[match[0]]} ", _THAI_WORDS.sub("", text))
    return " ".join(found.split()) if found != text else text


def _number(text: str) -> int:
    """The number up to 999 that digits or Chinese numerals mean; 元 is the first year."""
    if text.isdecimal():
        return int(text)
    if text.lower() == "gannen":
        return 1
    hundreds, mark, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    if not (mark or ten):
        return int("".join(str(_NUMERALS[each]) for each in text))
    found = _NUMERALS.get(hundreds, 1) * 100 if mark else 0
    found += _NUMERALS.get(tens.strip("零〇"), 1) * 10 if ten else 0
    return found + _NUMERALS.get(ones.strip("零〇"), 0)


def _year_of(text: str, era: _Era, number: int) -> EraYear | None:
    """The year of an era, if it belongs to the era only in part."""
    year = era.before + number
    first, last = ordinal(year, 1, 1), ordinal(year, 12, 31)
    if number < 1 or first > era.last:
        if era.last == _FAR:
            raise edtf.DateError(f"{text!r}: the era {era.name} began on {iso(era.first)}")
        raise edtf.DateError(
            f"{text!r}: the era {era.name} was from {iso(era.first)} to {iso(era.last)}"
        )
    if year < _FIRST_GREGORIAN_YEAR_OF_JAPAN:
        raise edtf.DateError(
            f"{text!r} is a date of the traditional calendar of China or Japan; write the "
            "Gregorian date"
        )
    if era.first <= first and last <= era.last:
        return None
    return EraYear(year, era.name, max(first, era.first), min(last, era.last))


def _counted(text: str, before: int, first: int, match: re.Match[str]) -> str:
    number, *kept = (each for each in match.groups() if each)
    if _number(number) < first:
        raise edtf.DateError(
            f"{text!r}: before the year {first} of this era, years began on another day; write "
            "the Gregorian date"
        )
    return f"{before + _number(number)}{''.join(kept)}"


def _one_count(text: str, changed: str) -> str:
    """``changed`` with one year in place of a year in two counts. Raises if these differ."""

    def one(match: re.Match[str]) -> str:
        if match[1] != match[3]:
            raise edtf.DateError(f"{text!r} has two different years: {match[1]} and {match[3]}")
        return match[1] + (match[2] or match[4])

    return _BOTH.sub(one, changed)


def within_era(text: str, found: str, parts: tuple[EraYear, ...]) -> str:
    """The EDTF ``found`` of ``text`` without the days that are outside the era which the text
    names: 令和元年 begins in May 2019. Raises ``edtf.DateError`` if no day is left."""
    limits = {each.year: each for each in parts}
    if parts and (found.startswith("[..") or found.endswith("..]")):
        raise _not_whole(text, parts[0])  # before or after the days of the era, not of the year
    if len(limits) != len(parts) or "[" in found or found.endswith(("?", "~", "%")):
        return found  # two eras of one year; or a set, which has days of its own
    first, slash, last = found.partition("/")
    begin = _within(text, first, limits)
    if not slash:
        return f"[{iso(begin[0])}..{iso(begin[1])}]" if begin else found
    end = _within(text, last, limits)
    return f"{iso(begin[0]) if begin else first}/{iso(end[1]) if end else last}"


def _not_whole(text: str, year: EraYear) -> edtf.DateError:
    return edtf.DateError(
        f"{text!r}: in {year.year} the era {year.era} had only the days from {iso(year.first)} to "
        f"{iso(year.last)}"
    )


def _within(text: str, date: str, limits: dict[int, EraYear]) -> tuple[int, int] | None:
    """The first and the last day of a date within its era, if it has other days too."""
    if not limits or date in ("", ".."):
        return None
    known = edtf.parse(date)
    if known.earliest is None or known.latest is None:
        return None
    limit = limits.get(civil(known.earliest)[0])
    if limit is None or limit.first <= known.earliest <= known.latest <= limit.last:
        return None
    if known.latest < limit.first or limit.last < known.earliest:
        raise _not_whole(text, limit)
    return max(known.earliest, limit.first), min(known.latest, limit.last)


def unclear_years(given: str, text: str) -> dict[str, str]:
    """The texts of the meanings of a year whose era is not sure, under the words for each meaning;
    empty if the year is sure. A meaning that cannot be converted has an empty text.

    ``text`` is ``given`` with Gregorian years (``gregorian_years``). Raises ``edtf.DateError`` for
    a year of one or two digits, which needs an era.
    """
    if _NO_ERA.fullmatch(text):
        raise edtf.DateError(
            f"{text!r} names no era; write the year with four digits, or its era, such as 令和5年"
        )
    return _unclear_form(text) if PLAIN.fullmatch(text) else _unclear_words(given, text)


def _unclear_form(text: str) -> dict[str, str]:
    """The meanings of 112/09/01, as Taiwan writes days and as a year of three digits."""
    match = _DAY_OF_THREE.fullmatch(text)
    if match is None:
        return {}
    year, _, month, day = match.groups()
    behind = f"-{month.zfill(2)}-{day.zfill(2)}"
    return _of_both_eras(year, f"0{year}{behind}", f"{_TAIWAN + int(year)}{behind}")


def _of_both_eras(year: str, plain: str, minguo: str) -> dict[str, str]:
    return {f"the year {year}": plain, f"the year {year} of Taiwan": minguo}


def _unclear_words(given: str, text: str) -> dict[str, str]:
    """The meanings of ``R5``, ``2566 BE``, 15 กันยายน 2566 and 112年."""
    if match := _SHORT_ERA.fullmatch(text):
        era, number = _NAMES[match[1].lower()], int(match[2])
        if number and ordinal(era.before + number, 1, 1) <= era.last:
            month = f"{match[3]}月" if match[3] else ""
            name = next(name for name, each in _NAMES.items() if each is era)
            return {f"the year {number} of the era {era.name}": f"{name}{number}年{month}"}
    if match := _BUDDHIST_ERA.search(text):
        year = next(filter(None, match.groups()))
        thai = _BUDDHIST_ERA.sub(str(int(year) - 543), text)
        return {"a date of Thailand": thai, "a date of another Buddhist calendar": ""}
    if (match := _BUDDHIST_YEAR.search(text)) and _THAI_MONTH.search(given):
        thai = _BUDDHIST_YEAR.sub(str(int(match[1]) - 543), text)
        return {"a date of Thailand": thai, f"the year {match[1]}": text}
    if match := _YEAR_OF_THREE.search(text):
        plain = _YEAR_OF_THREE.sub(r"0\1年", text)
        return _of_both_eras(match[1], plain, _YEAR_OF_THREE.sub(_of_taiwan, text))
    return {}
