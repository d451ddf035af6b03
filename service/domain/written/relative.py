"""Times that count from today: ``last 30 days``, ``this year``, ``last March``, ``2 weeks ago``.

A number of last days, weeks, months or years ends today. A ``last`` or ``next`` week, month or year
is that of the calendar, and a week begins on Monday (ISO 8601).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from service.domain import edtf
from service.domain.calendar import month_number, year_and_month
from service.domain.written.names import MONTHS, SEASONS, WEEKDAYS
from service.domain.written.part import Ambiguous

_DAYS = {
    "the day before yesterday": -2, "yesterday": -1, "today": 0, "now": 0, "tonight": 0,
    "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve")
    )
    for word in words.split()
} | {"couple of": 2, "a couple of": 2, "twenty": 20, "thirty": 30}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = "(?P<unit>day|week|fortnight|month|quarter|year|decade|century|centurie)s?"
_COUNTED = re.compile(rf"(?P<way>last|past|previous|next|coming) {_NUMBER} {_UNIT}")
_HOURS = re.compile(r"(?:last|past) (\d{1,3}) hours")
_ROLLING = re.compile(rf"(?P<way>past|coming) {_UNIT}")
_AGO = re.compile(rf"{_NUMBER} {_UNIT} (?P<way>ago|from now)|in {_NUMBER.replace('number', 'n2')}"
                  rf" {_UNIT.replace('unit', 'u2')}")  # fmt: skip
_NAMED = re.compile(r"(?P<way>this|last|next|previous|current) (?P<name>[^\W\d]+)")
_TO_DATE = re.compile(r"(year|month|quarter|week)[ -]to[ -]date|this (\w+) so far|(ytd)")
_AROUND = re.compile(r"^(?:in|over|during|within|for|of) (?=last|past|next|coming|this)")
_THE_LAST = re.compile(r"^(?:(?:in|over|during|within|for) )?the (?=last |past |next |coming )")
_STEPS = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1}
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}


def read_relative(text: str, today: date) -> str | None:
    """The EDTF of ``text`` (in lower case), relative to ``today``; ``None`` if the text does not
    count from a day. Raises ``edtf.DateError``."""
    text = re.sub(r"^the (?=day )", "", _AROUND.sub("", text))
    if rest := _THE_LAST.sub("", text) if _THE_LAST.match(text) else "":
        # "The last year" ends today, and "last year" is that of the calendar.
        unit = rest.partition(" ")[2]
        way = "past" if rest.startswith(("last", "past")) else "coming"
        text = f"{way} {unit}" if unit in (*_MONTHS_OF, *_DAYS_OF) else rest
    for name, step in _DAYS.items():
        if text == name.removeprefix("the "):
            return (today + timedelta(step)).isoformat()
    try:
        return _counted(text, today) or _ago(text, today) or _named(text, today)
    except (ValueError, OverflowError) as error:
        if isinstance(error, edtf.DateError):
            raise
        raise edtf.DateError(f"{text!r} reaches beyond the years 1 to 9999") from None


def _number(text: str) -> int:
    found = int(text) if text.isdecimal() else _NUMBERS[text]
    if not found:
        raise edtf.DateError("a number of days, months or years is at least 1")
    return found


def _unit(text: str) -> str:
    return "century" if text == "centurie" else text


def _shifted(day: date, number: int, unit: str) -> date:
    if unit in _DAYS_OF:
        return day + timedelta(number * _DAYS_OF[unit])
    return day + relativedelta(months=number * _MONTHS_OF[unit])


def _counted(text: str, today: date) -> str | None:
    """A number of days, weeks or months that end, or begin, today."""
    if match := _TO_DATE.fullmatch(text):
        unit = match[1] or match[2] or "year"
        if unit not in _MONTHS_OF and unit != "week":
            return None
        return f"{_first_day(unit, today).isoformat()}/{today.isoformat()}"
    if match := _HOURS.fullmatch(text):
        # Without a time of day, a day is the finest unit that can be counted.
        return f"{(today - timedelta(-(-int(match[1]) // 24))).isoformat()}/{today.isoformat()}"
    match = _COUNTED.fullmatch(text)
    number = _number(match["number"]) if match else 1
    match = match or _ROLLING.fullmatch(text)
    if match is None:
        return None
    back = match["way"] in ("last", "past", "previous")
    other = _shifted(today, -number if back else number, _unit(match["unit"]))
    other += timedelta(1 if back else -1)
    first, last = sorted((other, today))
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _ago(text: str, today: date) -> str | None:
    """The day, week, month or year at that distance, with the precision of its unit."""
    match = _AGO.fullmatch(text)
    if match is None:
        return None
    unit = _unit(match["unit"] or match["u2"])
    number = _number(match["number"] or match["n2"])
    return _period_around("week" if unit == "fortnight" else unit,
                  _shifted(today, -number if match["way"] == "ago" else number, unit))  # fmt: skip


def _named(text: str, today: date) -> str | None:
    """``this year``, ``last week``, ``next March``, ``last summer``, ``last Monday``."""
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    step, name = _STEPS[match["way"]], match["name"]
    if name == "decade" and step == -1:
        decade = today.year // 10 * 10 - 10
        raise Ambiguous(text, {
            f"the {decade}s": f"{decade // 10:03}X",
            "the ten years up to today": str(_counted("past decade", today)),
        })  # fmt: skip
    if name in _MONTHS_OF or name in _DAYS_OF:
        return _period_around(name, _shifted(today, step, name))
    if name in WEEKDAYS:
        return _weekday(WEEKDAYS[name], step, today)
    if name in MONTHS:
        return f"{_year_of(MONTHS[name], 1, step, today):04}-{MONTHS[name]:02}"
    if name in SEASONS:
        first = 3 * (SEASONS[name] - 20)
        return _months(_year_of(first, 3, step, today), first, 3)
    return None


def _weekday(number: int, step: int, today: date) -> str:
    """That weekday of this week, or the one before or after today."""
    away = number - today.weekday()
    if step < 0 and away >= 0:
        away -= 7
    if step > 0 and away <= 0:
        away += 7
    return (today + timedelta(away)).isoformat()


def _year_of(first: int, length: int, step: int, today: date) -> int:
    """The year in which a stretch of ``length`` months from the month ``first`` begins: the last,
    this or the next such stretch. A stretch that is not over is not the last one."""
    now = month_number(today.year, today.month)
    begun = month_number(today.year, first)
    if step < 0:
        return today.year if begun + length <= now else (
            today.year - 1 if begun - 12 + length <= now else today.year - 2
        )  # fmt: skip
    if step > 0:
        return today.year if begun > now else today.year + 1
    return today.year - 1 if begun - 12 <= now < begun - 12 + length else today.year


def _first_day(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(day.weekday())
    months = _MONTHS_OF[unit]
    year, month = year_and_month(month_number(day.year, day.month) // months * months)
    return date(max(year, 1), month, 1)


def _period_around(unit: str, day: date) -> str:
    """The day, week, month, quarter, year, decade or century around ``day``."""
    match unit:
        case "day":
            return day.isoformat()
        case "week" | "fortnight":
            first = _first_day("week", day)
            length = _DAYS_OF[unit] - 1
            return f"{first.isoformat()}/{(first + timedelta(length)).isoformat()}"
        case "month":
            return day.isoformat()[:7]
        case "quarter":
            return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "year":
            return f"{day.year:04}"
    return f"{day.year // 10:03}X" if unit == "decade" else f"{day.year // 100:02}XX"


def _months(year: int, first: int, length: int) -> str:
    """``length`` months from the month ``first`` on."""
    last_year, last = year_and_month(month_number(year, first) + length - 1)
    return f"{year:04}-{first:02}/{last_year:04}-{last:02}"
