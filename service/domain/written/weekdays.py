"""The weekday that stands before or behind a date: ``Mo., 05.09.2022``, ``2022年9月5日(月)``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from service.domain import edtf
from service.domain.written.cldr_names import SHORT_WEEKDAYS
from service.domain.written.names import WEEKDAYS
from service.domain.written.part import Hints, Part

_WEEKS = (
    "mon tue wed thu fri sat sun",
    "mo di mi do fr sa so",
    "lun mar mer jeu ven sam dim",
    "lun mar mié jue vie sáb dom",
    "lun mar mer gio ven sab dom",
    "seg ter qua qui sex sáb dom",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "pon wt śr czw pt sob niedz",
    "пн вт ср чт пт сб вс",
    "понеділок вівторок середа четвер п’ятниця субота неділя",
    "пн вт ср чт пт сб нд",
    "дс сс ср бс жм сб жс",
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "pzt sal çar per cum cmt paz",
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "الإثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد",
    "senin selasa rabu kamis jumat sabtu minggu",
    "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
    "星期一 星期二 星期三 星期四 星期五 星期六 星期天",
    "周一 周二 周三 周四 周五 周六 周日",
    "週一 週二 週三 週四 週五 週六 週日",
    "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
    "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
)
_OTHER_WORDS = frozenset({"po", "to", "ne", "pre", "la", "pe", "an", "die"})
"""Short weekdays of some language that are another word in front of a date in another one, such as
"after" or "before"."""
_VIETNAMESE = re.compile(r"(?:thứ|th)\.?\s?([2-7])[,.]?\s(?=.*\d{4})|cn[,.]?\s(?=.*\d{4})")
"""The week has numbers from 2 to 7 in Vietnamese, and Sunday is ``CN``."""
_IN_BRACKETS = ("月 火 水 木 金 土 日", "一 二 三 四 五 六 日", "월 화 수 목 금 토 일")
"""Signs that are a weekday only in brackets, because they also stand in a date."""


def _numbered(*weeks: str) -> dict[str, frozenset[int]]:
    """The numbers of each word, 0 for Monday; two languages may have a word for different days."""
    found: dict[str, set[int]] = {}
    for week in weeks:
        for number, word in enumerate(week.split()):
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _short_weeks() -> Iterator[str]:
    """The short weekdays of CLDR, a line for each language, without those of one letter."""
    for line in SHORT_WEEKDAYS.replace("|\n", "|").replace(";\n", ";").split():
        days = [day.partition(";")[0] for day in line.partition(":")[2].split("|")]
        yield " ".join(
            "-" if day in _OTHER_WORDS or (len(day) == 1 and day < "\u0900") else day
            for day in days
        )


_NAMES = {word: frozenset({number}) for word, number in WEEKDAYS.items()}
_NAMES |= {
    word.replace("_", " ").replace("׳", "’"): numbers
    for word, numbers in _numbered(*_WEEKS, *_short_weeks()).items()
    if word != "-"
}
_BRACKETED = _NAMES | _numbered(*_IN_BRACKETS)
_BEFORE = re.compile(r"(\D+?)\.?[,،]?\s(?=\d)(.*\d.*)")
_BEHIND = re.compile(
    r"(?P<date>.*\d.*?)(?:[,،]?\s?\((?P<bracketed>[^()\d]+?)\.?\)"
    r"|(?:[,،]\s?|\s|(?<=[日일]))(?P<word>[^\s()\d]+?)\.?)"
)


def beside_weekday(
    text: str, hints: Hints, read: Callable[[str, Hints], Part | None]
) -> Part | None:
    """A whole day and its weekday; ``read`` reads the day. ``None`` for any other text. Raises
    ``edtf.DateError`` if that day was another weekday."""
    found = _beside(text)
    day = read(found[0], hints) if found else None
    if found is None or day is None or None in (day.year, day.month, day.day):
        return None
    reason = ""
    for weekday in sorted(found[1]):
        part = replace(day, weekday=weekday)
        try:
            part.text(hints)
        except edtf.DateError as error:
            reason = str(error)
        else:
            return part
    raise edtf.DateError(f"{text!r}: {reason}")


def _beside(text: str) -> tuple[str, frozenset[int]] | None:
    """The date beside a weekday and the numbers that the weekday may have, 0 for Monday; ``None``
    if there is no weekday before or behind the date."""
    low = text.lower().replace("'", "’").replace("׳", "’")
    if match := _VIETNAMESE.match(low):
        return text[match.end() :], frozenset({int(match[1]) - 2 if match[1] else 6})
    if match := _BEFORE.fullmatch(low):
        word = match[1].removesuffix("’").removesuffix("ที่")
        if word in _NAMES:
            return text[match.start(2) :], _NAMES[word]
    if not (match := _BEHIND.fullmatch(low)):
        return None
    word = match["bracketed"] or match["word"]
    days = (_BRACKETED if match["bracketed"] else _NAMES).get(word)
    return (text[: match.end("date")].rstrip(), days) if days else None
