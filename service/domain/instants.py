"""The instants of dates with a time of day and an offset from UTC.

Seconds are counted like days: the ordinal times 86,400 plus the second of the day, in UTC. Dates
are known to the second; fractions are left out.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from service.domain import edtf
from service.domain.calendar import LAST_OF_DATETIME
from service.domain.result_cache import cached

DAY_SECONDS = 86_400
REACH_DAYS = 2
"""The maximum number of days between the civil days of one instant in two places, plus one."""
_TIME = re.compile(r"T(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)[?~%]?", re.ASCII)
_ZONE = re.compile(r"(?:Z|[+-]\d\d(?::\d\d)?)[?~%]?$", re.ASCII)
_ISO = re.compile(
    r"(?:\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(?:-?[1-7])?)"
    r"(?:[T ]\d[\d:]{1,7}(?:[.,]\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_INSTANT = re.compile(r"([+-]?\d{4,6}-\d\d-\d\d)[Tt]([^Tt]+)", re.ASCII)


@cached(16_384)
def instants(text: str) -> tuple[int | None, int | None]:
    """The first and the last second that an EDTF date can mean. An end is ``None`` if it has no
    time with an offset: then only its day can be compared."""
    if "T" not in text:
        return None, None
    start, slash, end = text.partition("/")
    if text[0] == "[" or not slash:
        return _seconds(text) if text[0] != "[" else (None, None)
    return _seconds(start)[0], _seconds(end)[1]


def forward(date: edtf.Date) -> edtf.Date:
    """The date. Raises ``DateError`` if it is an interval whose times say that it ends before it
    begins. ``edtf.parse`` compares the days of an interval, and not its times."""
    start, slash, end = date.text.partition("/")
    if not slash or "T" not in start or "T" not in end:
        return date
    (first, _), (_, last) = _seconds(start), _seconds(end)
    if first is None and last is None and not (_ZONE.search(start) or _ZONE.search(end)):
        # Both are on the clocks of one place.
        first, last = _seconds(f"{start.rstrip('?~%')}Z")[0], _seconds(f"{end.rstrip('?~%')}Z")[1]
    if first is not None and last is not None and first > last:
        raise edtf.DateError(f"{date.text!r}: the interval ends before it begins")
    return date


def _seconds(text: str) -> tuple[int | None, int | None]:
    day_text, mark, _ = text.partition("T")
    time = _TIME.fullmatch(text[len(day_text) :]) if mark else None
    if time is None:
        return None, None
    day = edtf.parse(day_text).earliest or 0  # a time follows only a whole day
    hour, minute, second, zone = time.groups()
    first = day * DAY_SECONDS + int(hour) * 3600 + int(minute) * 60 + int(second or 0)
    first -= _offset(zone)
    return first, first + (59 if second is None else 0)


def _offset(zone: str) -> int:
    if zone in ("Z", "z"):
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if zone[0] == "-" else seconds


def moment(text: str) -> tuple[int, int]:
    """The civil day, as written, and the second in UTC of an RFC 3339 time (5.6).

    Raises ``DateError``. A leap second is read as the second before it.
    """
    found = _INSTANT.fullmatch(text)
    time = _TIME.fullmatch("T" + found[2].upper()) if found else None
    if found is None or time is None or time[3] is None:
        raise edtf.DateError(
            f"{text[:64]!r} is not a time; write 2022-09-14T10:00:00Z, or +05:00 in place of Z"
        )
    day = edtf.parse(found[1]).earliest
    hour, minute, second = int(time[1]), int(time[2]), int(time[3])
    offset = _offset(time[4])
    leap = second == 60 and minute == 59
    if hour > 23 or minute > 59 or (second > 59 and not leap) or day is None:
        raise edtf.DateError(f"{text[:64]!r}: no such time of day")
    if int(time[4][-2:] if len(time[4]) > 3 else 0) > 59 or abs(offset) > 14 * 3600:
        raise edtf.DateError(f"{text[:64]!r}: an offset from UTC is at most 14:00")
    clock = hour * 3600 + minute * 60 + min(second, 59)
    return day, day * DAY_SECONDS + clock - offset


def read_iso(text: str) -> datetime:
    """A day or a time of ISO 8601, with the offset that it has. Raises ``ValueError``.

    ``datetime.fromisoformat`` takes any sign between the day and the time, so ``2022-09-01/2023``
    and ``2022-09-01+05:00`` would be times of that day. T and Z may be small letters (RFC 3339,
    5.6). A plus sign that was not escaped in a URL arrives as a space.
    """
    text = text.upper()
    text = text.replace(" ", "+") if "T" in text else text
    if not _ISO.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a date or time of ISO 8601")
    return datetime.fromisoformat(text)


def far_day(text: str) -> int | None:
    """The day of a day or a time in a year that ``datetime`` does not have, before 1 or after 9999;
    ``None`` for any other text."""
    try:
        found = edtf.parse(text)
    except edtf.DateError:
        return None
    day = found.earliest
    known = day is None or 1 <= day <= LAST_OF_DATETIME
    return None if known or found.precision not in ("day", "time") else day


def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC, microseconds, ``Z``. The text order is the order of time.
    ``moment`` must have an offset."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def now() -> str:
    """The current time as it is stored."""
    return stamp(datetime.now(UTC))


def first_after(at: str) -> str:
    """The first time after another one, both as they are stored."""
    return stamp(datetime.fromisoformat(at) + timedelta(microseconds=1))


def day_of(second: int) -> int:
    """The day in UTC of a second."""
    return second // DAY_SECONDS
