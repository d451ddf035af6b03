"""Days and times of CQL2 (RFC 3339, 5.6) in the form in which the store compares them."""

from __future__ import annotations

from typing import Any

from service.domain import calendar, edtf, instants
from service.schemas.fields import field_error


def day_ordinal(text: Any) -> int:
    """The ordinal of an RFC 3339 full-date. Raises ``ValidationError``."""
    parts = text.split("-") if isinstance(text, str) else ()
    if [len(each) for each in parts] == [4, 2, 2] and "".join(parts).isdecimal() and text.isascii():
        year, month, number = map(int, parts)
        if 1 <= month <= 12 and 1 <= number <= calendar.month_end(year, month):
            return calendar.ordinal(year, month, number)
    raise field_error(f"{str(text)[:64]!r} is not a day; write 2022-09-14")


def utc_second(text: Any) -> int:
    """The second in UTC of an RFC 3339 time. Raises ``ValidationError``."""
    try:
        return instants.moment(str(text))[1]
    except edtf.DateError as error:
        raise field_error(str(error)) from None


def stamp(text: Any) -> str:
    """An RFC 3339 time in the form of the stored times; a day is read as its first instant.

    Raises ``ValidationError``.
    """
    text = str(text)
    if "T" not in text.upper():
        day_ordinal(text)
        return f"{text}T00:00:00.000000Z"
    seconds = utc_second(text)
    year, month, number = calendar.civil(instants.day_of(seconds))
    minutes, rest = divmod(seconds % instants.DAY_SECONDS, 60)
    fraction = text.partition(".")[2].upper().partition("Z")[0].partition("+")[0].partition("-")[0]
    clock = f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}.{fraction[:6].ljust(6, '0')}"
    return f"{year:04}-{month:02}-{number:02}T{clock}Z"
