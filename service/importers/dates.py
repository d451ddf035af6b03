"""Turns the dates of imported files into EDTF, and never into a day that was not meant.

``service.domain.written`` reads dates that people write. This module adds the forms of tables:
columns of year, month and day, formats of ``strptime``, and dates that stand for no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from service.domain import edtf
from service.domain.calendars import to_gregorian
from service.domain.written import (
    MONTHS,
    UNKNOWN,
    Ambiguous,
    Calendar,
    Hints,
    Language,
    Order,
    Years,
    looks_like_years,
    read,
)
from service.domain.written.names import (
    LANGUAGES,
    NOT_OVER,
    SEVERAL_MONTHS,
    UNTIL_TODAY,
    languages_of,
    month_of,
    month_word,
)
from service.domain.written.part import Part
from service.importers.negative_years import two_readings

__all__ = [
    "CALENDAR", "MONTHS", "OPEN", "UNKNOWN", "Calendar", "Language", "Order", "PartError", "Years",
    "as_day", "by_format", "day_out_of", "format_error", "is_midnight", "is_plain_day", "join",
    "lenient", "looks_like_years", "not_over", "only_language", "require_whole_year", "span",
]  # fmt: skip

CALENDAR = '"calendar": "gregorian", "iranian" or "thai"'
"""The key of a mapping that says in which calendar the dates are."""
_KEYS = {
    "order": '"order": "dmy" or "mdy"',
    "calendar": CALENDAR,
    "years": '"years": "span" or "month"',
    "language": '"language": ' + ", ".join(f'"{each}"' for each in LANGUAGES),
}
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?![\d:.])(?:Z|[+-]\d\d(?::\d\d)?)?", re.ASCII)
_PARTLY_ZERO = re.compile(
    r"\+(?!0000)(\d{4})-(\d\d)-(\d\d)(?:T00:00:00Z)?"
    r"|(?!0000)(\d{4})-(\d\d)-(00)[T ]00:00:00(?:\.0+)?Z?",
    re.ASCII,
)
"""A date as Wikidata writes it, with a sign, and one with a time although its day is not known."""
_BEHIND_NUMBER = re.compile(r"(?<=\d)\s?[月日월일]$")
"""The sign of a month or a day in Chinese, Japanese and Korean."""
OPEN = ".."
"""The end of what is not over (ISO 8601-2, 4.4)."""
_NOT_OVER = frozenset({
    OPEN, "to date", *(to + each for each in (*NOT_OVER, *UNTIL_TODAY) for to in ("", "to ")),
})  # fmt: skip


class PartError(edtf.DateError):
    """An error in one of three columns; ``part`` is 0 for the year, 1 the month, 2 the day."""

    def __init__(self, message: str, part: int) -> None:
        super().__init__(message)
        self.part = part


def lenient(
    text: str,
    order: Order | None = None,
    years: Years | None = None,
    calendar: Calendar | None = None,
    *,
    doubt: bool = False,
    language: Language | None = None,
) -> str:
    """The EDTF of a date in any usual spelling. Raises ``edtf.DateError``.

    ``order`` says whether ``5/11/1876`` is 5 November (``dmy``) or 11 May (``mdy``). ``years`` says
    whether ``2008/09`` is two years (``span``) or a month. Without them such a date is refused,
    unless it has only one meaning. ``doubt`` says that the column has ``2012-13``, so that
    ``2008-09`` is refused too. ``calendar`` is that of the text; the result is Gregorian.
    ``language`` is that of words for different months in different languages.
    """
    if match := _PARTLY_ZERO.fullmatch(text):
        year, month, day = (part for part in match.groups() if part is not None)
        return join(year, month, day, calendar)
    try:
        return read(text, Hints(order, years, calendar, doubt, language))
    except Ambiguous as error:
        if said := two_readings(text):
            raise edtf.DateError(said) from None
        key = _KEYS.get(error.key or "")
        raise edtf.DateError(f"{error}; say {key} in the mapping" if key else str(error)) from None


def join(
    year: str,
    month: str,
    day: str,
    calendar: Calendar | None = None,
    language: Language | None = None,
) -> str:
    """EDTF of three columns, each of which may be unknown (``UNKNOWN``). Raises ``PartError``.

    EDTF levels 0 and 1 cannot express a day in an unknown month, so only the year is kept.
    """
    parts = [_whole(year.strip())]
    parts += [_whole(_BEHIND_NUMBER.sub("", each.strip())) for each in (month, day)]
    year, month, day = ("" if part.upper() in UNKNOWN else part for part in parts)
    year = parts[0] if parts[0] in ("0", "00", "99") else year
    if re.fullmatch(r"-?\d{10,}", year, re.ASCII):
        raise PartError(f"{year[:20]!r}: a year has at most nine digits", 0)
    if not re.fullmatch(r"-?\d{1,9}", year, re.ASCII):
        raise PartError(f"{parts[0]!r} is not a year", 0)
    month = _number_of_month(month, language)
    if month and not (re.fullmatch(r"\d{1,2}", month, re.ASCII) and 1 <= int(month) <= 12):
        raise PartError(f"{parts[1]!r} is not a month", 1)
    number = (int(day) if re.fullmatch(r"\d{1,2}", day, re.ASCII) else 0) if day else None
    found = Part(int(year), int(month) if month else None, number if month else None)
    hints = Hints(calendar=calendar)
    try:
        text = found.text(hints)
    except edtf.DateError:
        without = Part(found.year, found.month).text(hints)
        raise PartError(f"{without} has no day {parts[2]!r}", 2) from None
    return to_gregorian(text, calendar)


def _number_of_month(month: str, language: Language | None) -> str:
    """The number of a month that is given in words; any other text stays as it is. Raises
    ``PartError`` if it is another month in another language."""
    word = month_word(month)
    if number := month_of(word, language):
        return str(number)
    if word in SEVERAL_MONTHS and language is None:
        meant = SEVERAL_MONTHS[word]
        ways = (
            f"month {number} in "
            + ", ".join(LANGUAGES[code] for code in meant if meant[code] == number)
            for number in dict.fromkeys(meant.values())
        )
        raise PartError(
            f"{month!r} can be {' or '.join(ways)}; say {_KEYS['language']} in the mapping", 1
        )
    return month


def require_whole_year(text: str) -> None:
    """Raises ``PartError`` for a year of one or two digits, whose century is not known, and for
    negative numbers: ``-44`` can be 44 BC or 45 BC."""
    year = _whole(text)
    if re.fullmatch(r"\d{1,2}", year, re.ASCII) and year not in UNKNOWN:
        two = year.zfill(2)
        raise PartError(
            f"{text!r}: the year has two digits, the century is not known: '19{two}', '20{two}' or "
            f"'00{two}'; for the last one say \"{{year}} AD\" as the start",
            0,
        )
    if re.fullmatch(r"\d{5,}", year, re.ASCII):
        raise PartError(
            f'{text[:20]!r}: the year has more than four digits; say "Y{{year}}" as the start if '
            "that is meant",
            0,
        )
    if reason := two_readings(year):
        raise PartError(reason, 0)


def _whole(number: str) -> str:
    """``1914`` for ``1914.0``, as programs write a column of numbers with missing values."""
    return re.sub(r"(?<=\d)\.0+$", "", number)


def span(start: str, end: str) -> str:
    """EDTF of a first and a last date, of which one may be blank. Raises ``edtf.DateError``."""
    if not end or start == end:
        return start
    if not start:
        raise edtf.DateError(f"there is an end, {end}, but no beginning")
    first = _edge(start, 0)
    if end == OPEN:
        return edtf.parse(f"{first}/{OPEN}").text
    last = _edge(end, -1)
    _require_later(first, last)
    return edtf.parse(f"{first}/{last}").text


def _require_later(first: str, last: str) -> None:
    """Raises ``edtf.DateError`` if both are times and the second is the earlier one."""
    try:
        times = [datetime.fromisoformat(each) for each in (first, last) if "T" in each]
        if len(times) == 2 and times[1] < times[0]:
            raise edtf.DateError(f"'{first}/{last}': the interval ends before it begins")
    except (TypeError, ValueError) as error:
        if isinstance(error, edtf.DateError):
            raise  # else only one of them has an offset, or one is of a year beyond 9999


def _edge(text: str, which: int) -> str:
    """The first or the last date of ``text`` if it is a range; else ``text``. Raises
    ``edtf.DateError`` if the range is open there."""
    ends = re.split(r"\.\.|/", text.strip("[]"))
    if len(ends) != 2 and "," not in text:
        return text
    if "," in text or not ends[which]:
        raise edtf.DateError(f"{text} is not one date, so it cannot be an end of a range")
    return ends[which]


def day_out_of(first: str, last: str) -> str:
    """EDTF of one unknown day of a range. Raises ``edtf.DateError``.

    A blank ``first`` means an unknown beginning. Without ``last`` the result is ``first``.
    """
    if not last or first == last:
        return first
    return edtf.parse(f"[{_edge(first, 0) if first else ''}..{_edge(last, -1)}]").text


def by_format(text: str, form: str) -> str:
    """EDTF of a date in a ``strptime`` format, with the precision of the format.

    Raises ``edtf.DateError``. ``format_error`` says which formats can be used.
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


def format_error(form: str) -> str | None:
    """The reason why a ``strptime`` format would invent a part of the date, or ``None``."""
    if not _has(form, "Y"):
        return f"{form!r} has no year of four digits (%Y)"
    if _has(form, "UW"):
        return f"{form!r} has the number of a week (%U or %W), which a date would lose"
    if _has(form, "d") and not _has(form, "mbB"):
        return f"{form!r} has a day but no month (%m, %b or %B)"
    return None


def _has(form: str, letters: str) -> bool:
    return any(f"%{letter}" in form.replace("%%", "") for letter in letters)


def only_language(cells: Iterable[str]) -> Language | None:
    """The language of words for different months in different languages, if only one has all the
    words for months in ``cells``."""
    left = languages_of(cells)
    return next(iter(left)) if len(left) == 1 else None


def not_over(cell: str) -> bool:
    """Whether the cell of an end says that it is not over."""
    return cell.casefold() in _NOT_OVER


def is_plain_day(text: str) -> bool:
    """Whether a cell is a day in ISO 8601, of a year other than 0000 and 9999."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or text.startswith(("0000", "9999")):
        return False
    try:
        return edtf.parse(text).precision == "day"
    except edtf.DateError:
        return False


def is_midnight(text: str) -> bool | None:
    """Whether the time of an EDTF date is midnight; ``None`` if it has no time."""
    return bool(_MIDNIGHT.search(text)) if "T" in text else None


def as_day(text: str) -> str:
    """An EDTF date without its time, if that is midnight."""
    return _MIDNIGHT.sub("", text)
