"""Dates as people write them, into EDTF; never into a day that was not meant.

For imported files only: the HTTP interface takes EDTF. What can mean two things is an
error that says so, what is not known is left out of the date.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from service.domain import edtf
from service.domain.calendar import month_end

Order = Literal["dmy", "mdy"]

UNKNOWN = frozenset({"", "-9", "-99", "-999", "0", "00", "99", "X", "XX", "NA", "N/A", "?", "??"})
"""What data sets write where a month or a day is not known."""

_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_RUSSIAN = (
    "январь января", "февраль февраля", "март марта", "апрель апреля", "май мая", "июнь июня",
    "июль июля", "август августа", "сентябрь сентября", "октябрь октября", "ноябрь ноября",
    "декабрь декабря",
)  # fmt: skip
_UKRAINIAN = (
    "січень січня", "лютий лютого", "березень березня", "квітень квітня", "травень травня",
    "червень червня", "липень липня", "серпень серпня", "вересень вересня", "жовтень жовтня",
    "листопад листопада", "грудень грудня",
)  # fmt: skip
_KAZAKH = (
    "қаңтар қаңтарда", "ақпан ақпанда", "наурыз наурызда", "сәуір сәуірде", "мамыр мамырда",
    "маусым маусымда", "шілде шілдеде", "тамыз тамызда", "қыркүйек қыркүйекте", "қазан қазанда",
    "қараша қарашада", "желтоқсан желтоқсанда",
)  # fmt: skip
_GERMAN = (
    "januar jänner", "februar", "märz maerz mrz", "april", "mai", "juni", "juli", "august",
    "september", "oktober okt", "november", "dezember dez",
)  # fmt: skip
_FRENCH = (
    "janvier", "février fevrier", "mars", "avril", "mai", "juin", "juillet", "août aout",
    "septembre", "octobre", "novembre", "décembre decembre",
)  # fmt: skip
_SPANISH = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre setiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
MONTHS: dict[str, int] = {"sept": 9}
for _number, _name in enumerate(_ENGLISH, 1):
    MONTHS[_name] = MONTHS[_name[:3]] = _number
for _names in (_RUSSIAN, _UKRAINIAN, _KAZAKH, _GERMAN, _FRENCH, _SPANISH):
    for _number, _forms in enumerate(_names, 1):
        MONTHS.update(dict.fromkeys(_forms.split(), _number))

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ABOUT = re.compile(r"(?:circa|ca\.?|c\.|approximately|about|around|около|~)\s*(?=\S)", re.I)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2}|-9|XX|xx)(?:\2(\d{1,2}|-9|XX|xx))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1'?\d{2}", re.ASCII)
# Only where day-month-year would be a year before 1232: 20101205 is the fifth of December 2010.
_COMPACT = re.compile(r"(1[5-9]\d{2}|2[01]\d{2})(\d{2})(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[ ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_RANGE = re.compile(r"(.{4,30}?)\s+(?:to|until|through|-|–|—)\s+(.{4,30})")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|-?го|-?е)?", re.ASCII | re.I)
_FILLERS = frozenset({
    "of", "the", "in", "г", "года", "р", "року", "ж", "жылғы", "de", "del", "den", "der", "le",
})  # fmt: skip
_AT = re.compile(
    r"(.{6,40}?),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?", re.ASCII | re.I
)


def lenient(text: str, order: Order | None = None) -> str:
    """The EDTF of a date in any usual spelling. Raises ``edtf.DateError``.

    ``order`` says whether ``5/11/1876`` is 5 November (``dmy``) or 11 May (``mdy``);
    without it such a date is refused, unless one number can only be a day.
    """
    text = text.strip()
    if not text:
        raise edtf.DateError("there is no date")
    if len(text) > edtf.MAX_LENGTH:
        raise edtf.DateError(f"a date has at most {edtf.MAX_LENGTH} characters")
    try:
        return edtf.parse(text).text
    except edtf.DateError as error:
        strict = error
    found = _read(text, order)
    if found is None:
        raise strict
    return edtf.parse(found).text


def _read(text: str, order: Order | None) -> str | None:
    if about := _ABOUT.match(text):
        inner = _read(text[about.end() :], order) or text[about.end() :]
        return inner if inner.endswith(("~", "?", "%")) else inner + "~"
    if match := _RANGE.fullmatch(text):
        return span(lenient(match[1], order), lenient(match[2], order))
    return _numbers(text, order) or _at(text, order) or _words(text)


def _at(text: str, order: Order | None) -> str | None:
    """``5.11.2023 14:30``, ``11/5/2023 2:30 PM``: the day at that hour, its offset unknown."""
    match = _AT.fullmatch(text)
    day = _read(match[1], order) if match else None
    if match is None or day is None:
        return None
    hour, half = int(match[2]), (match[5] or "").lower()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII) or (half and not 1 <= hour <= 12):
        raise edtf.DateError(f"{text!r} is not a day and a time")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{day}T{hour:02}:{match[3]}:{match[4] or '00'}"


def _numbers(text: str, order: Order | None) -> str | None:
    found = None
    if match := _YEAR_FIRST.fullmatch(text):
        found = join(match[1], match[3], match[4] or "")
    elif match := _YEAR_LAST.fullmatch(text):
        found = _by_order(text, int(match[1]), int(match[3]), match[4], order)
    elif match := _COMPACT.fullmatch(text):
        found = join(match[1], match[2], match[3])
    elif match := _CLOCK.fullmatch(text):
        found = f"{match[1]}T{match[2]}{'' if match[2].count(':') == 2 else ':00'}{match[3] or ''}"
    elif match := re.fullmatch(r"(\d{3})0s", text, re.ASCII):
        found = f"{match[1]}X"
    elif _SHORT_YEAR.fullmatch(text):
        raise edtf.DateError(f"{text!r}: the year has two digits, the century is not known")
    elif re.fullmatch(r"\d{5,6}(\.\d+)?", text, re.ASCII):
        raise edtf.DateError(f"{text!r} looks like the day number of a spreadsheet, not a date")
    return found


def _by_order(text: str, first: int, second: int, year: str, order: Order | None) -> str:
    if order is None and first != second and first <= 12 and second <= 12:
        raise edtf.DateError(
            f'{text!r} can be day or month first; say "order": "dmy" or "mdy" in the mapping'
        )
    month_first = order == "mdy" if order else second > 12
    month, day = (first, second) if month_first else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise edtf.DateError(
            f"{text!r} is not a date" + (f" in the order {order}" if order else "")
        )
    return join(year, str(month), str(day))


def _words(text: str) -> str | None:
    """``11 May 1876``, ``Tuesday, May 11th, 1876``, ``май 1876 г.``, ``spring 1876``."""
    words = [word.strip(".") for word in re.split(r"[\s,]+|(?<=\D)-|-(?=\D)", text.lower()) if word]
    words = [word for word in words if word not in _FILLERS]
    weekday = words.pop(0) if words and words[0] in _WEEKDAYS else None
    years = [word for word in words if re.fullmatch(r"\d{4}", word, re.ASCII)]
    if len(years) != 1 or len(words) > 3:
        return None
    rest = [word for word in words if word != years[0]]
    if len(rest) == 1 and rest[0] in _SEASONS:
        return f"{years[0]}-{_SEASONS[rest[0]]}"
    if len(rest) == 1 and re.fullmatch(r"q[1-4]", rest[0]):
        return f"{years[0]}-{32 + int(rest[0][1])}"
    months = [MONTHS[word] for word in rest if word in MONTHS]
    days = [match[1] for word in rest if (match := _DAY.fullmatch(word))]
    if len(months) != 1 or len(months) + len(days) != len(rest):
        return None
    found = join(years[0], str(months[0]), days[0] if days else "")
    if weekday and days:
        right = _WEEKDAYS[date.fromisoformat(found).weekday()]
        if right != weekday:
            raise edtf.DateError(f"{text!r}: {found} was a {right.title()}")
    return found


def join(year: str, month: str, day: str) -> str:
    """EDTF of three columns, each perhaps unknown (``UNKNOWN``). Raises ``edtf.DateError``.

    A day in an unknown month says less than EDTF levels 0 and 1 can; the year is what
    remains certain.
    """
    parts = [part.strip() for part in (year, month, day)]
    year, month, day = ("" if part.upper() in UNKNOWN else part for part in parts)
    year = parts[0] if parts[0] in ("0", "00", "99") else year
    if re.fullmatch(r"-?\d{10,}", year, re.ASCII):
        raise edtf.DateError(f"{year[:20]!r}: a year has at most nine digits")
    if not re.fullmatch(r"-?\d{1,9}", year, re.ASCII):
        raise edtf.DateError(f"{parts[0]!r} is not a year")
    sign, digits = ("-", year[1:]) if year.startswith("-") else ("", year)
    text = f"Y{sign}{digits.lstrip('0')}" if len(digits) > 4 else f"{sign}{digits.zfill(4)}"
    if not month:
        return text
    if not (re.fullmatch(r"\d{1,2}", month, re.ASCII) and 1 <= int(month) <= 12):
        raise edtf.DateError(f"{parts[1]!r} is not a month")
    text += f"-{int(month):02}"
    if not day:
        return text
    number = int(day) if re.fullmatch(r"\d{1,2}", day, re.ASCII) else 0
    if not 1 <= number <= month_end(int(year), int(month)):
        raise edtf.DateError(f"{text} has no day {parts[2]!r}")
    return f"{text}-{number:02}"


def span(start: str, end: str) -> str:
    """EDTF of a first and a last date, either perhaps blank. Raises ``edtf.DateError``."""
    if not end or start == end:
        return start
    if not start:
        raise edtf.DateError(f"there is an end, {end}, but no beginning")
    return edtf.parse(f"{start}/{end}").text


def by_format(text: str, form: str) -> str:
    """EDTF of a date in a ``strptime`` format, as precise as the format is.

    Raises ``edtf.DateError``. ``format_fault`` says which formats will do.
    """
    try:
        found = datetime.strptime(text.strip(), form)
    except ValueError:
        raise edtf.DateError(f"{text[:64]!r} is not in the format {form}") from None
    if _has(form, "dj"):
        return found.date().isoformat()
    if _has(form, "mbB"):
        return f"{found.year:04}-{found.month:02}"
    return f"{found.year:04}"


def format_fault(form: str) -> str | None:
    """Why a ``strptime`` format would make up a part of the date, if it would."""
    if not _has(form, "Y"):
        return f"{form!r} has no year of four digits (%Y)"
    if _has(form, "d") and not _has(form, "mbB"):
        return f"{form!r} has a day but no month (%m, %b or %B)"
    return None


def _has(form: str, letters: str) -> bool:
    return any(f"%{letter}" in form.replace("%%", "") for letter in letters)
