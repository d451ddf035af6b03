"""Dates with the name of a month, and perhaps of a weekday and an era: ``11 May 1876``."""

from __future__ import annotations

import re
from unicodedata import normalize

from service.domain import edtf
from service.domain.written.in_numbers import DAY
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
from service.domain.written.part import Hints, Part

_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_]{3}|bc\b|ad\b|ce\b)|(?<=[^\W\d_]{3})(?=\d)")
_SMALL = re.compile(r"\b(?:d|l|dell|ta)['’]\s?|(?<=\d{4})\.?\s[rgm]\b|(?<=\d)\sd\b(?!['’])")
"""Articles before a month (``d'abril``), and letters for a year or a day behind its number."""
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})([-/.])(\d{1,2})\2(\d{4})")
_FISCAL = re.compile(rf"(?:{'|'.join(sorted(FISCAL))})(?:\b|\d)", re.IGNORECASE)


def read_words(text: str, hints: Hints) -> Part | None:
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
    rest = [
        word for word in words if word not in named and word not in WEEKDAYS and word not in eras
    ]
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
    days = [int(match[1]) for word in rest if (match := DAY.fullmatch(word))]
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
