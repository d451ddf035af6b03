"""Says how to write a day with a time whose form is not read."""

from __future__ import annotations

import re

from service.domain import edtf
from service.domain.written import read

_SPLIT = re.compile(
    r"(?P<day>.*\d{4}(?:-\d\d-\d\d)?|\d{4}-\d\d-\d\d)[\s,T]+(?P<time>\D{0,9}\d.*|\D+)"
)
_CLOCK = re.compile(
    r"(?:(?:at|um|à|a las|в|kl\.?|klo)\s)?(?P<hour>\d{1,2})"
    r"(?:\s?(?:[:.h時点]|Uhr|ч\.?|uur)\s?(?P<minute>[0-5]\d)?)?\s?(?:min\.?|мин\.?|分|Uhr|h|ч\.?|uur)?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\s*(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?([0-5]\d))?$")
_REGION = re.compile(r"\s+\(?(?:[A-Z]\w+/\w+|(?!AM|PM)[A-Z]{2,5}|[A-Z]\w+ time)\)?$")
_NAMES = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00"}


def advice(text: str) -> str | None:
    """The reason why a text is no date, if it is a day and a time in another form, with what to
    write. ``None`` if it is something else."""
    match = _SPLIT.fullmatch(" ".join(text.split())) if len(text) <= edtf.MAX_LENGTH else None
    if match is None:
        return None
    try:
        day = read(match["day"])
    except edtf.DateError:
        return None
    if len(day) != len("2023-02-28"):
        return None
    time = match["time"].removesuffix(" local time")
    if time.casefold() == "midnight":
        return f"{text[:64]!r}: midnight can begin the day or end it; write the day alone"
    offset, plain = "", time
    if found := _OFFSET.search(time):
        hours, minutes = found[2].zfill(2), found[3] or "00"
        offset, plain = f"{found[1]}{hours}:{minutes}", time[: found.start()]
    elif zone := _REGION.search(time):
        offset, plain = " and the offset of the zone from UTC, like -05:00", time[: zone.start()]
    clock = _NAMES.get(plain.casefold()) or _clock(plain)
    if clock is None:
        return None
    return f"{text[:64]!r}: {time!r} is not read as a time; write {day}T{clock}{offset}"


def _clock(text: str) -> str | None:
    """``22:15`` of ``22.15 Uhr``, ``10h30`` or ``9 p.m.``"""
    match = _CLOCK.fullmatch(text)
    if match is None or not (match["minute"] or match["half"] or len(text) > len(match["hour"])):
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour:02}:{match['minute'] or '00'}" if hour < 24 else None
