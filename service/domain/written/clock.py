"""Times of day, and the forms in which programs write a day with its time."""

from __future__ import annotations

import re

from service.domain import edtf
from service.domain.written.part import Ambiguous

_TIME = re.compile(
    r"(?P<before>.*?)(?:(?<=\d)[T_](?=\d)|[\s,]+(?:at\s+|um\s+|в\s+)?)"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<part>[.,]\d{1,9})?)?(?!\d)"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*\(?(?P<zone>(?:GMT|UTC)?\s?[+-]\d\d(?::?\d\d)?|Z|UTC|GMT)(?![\w:])\)?)?"
    r"(?:\s*\([A-Z][A-Za-z' ]+\))?"
    r"(?P<after>.*)",
    re.ASCII | re.IGNORECASE,
)
_STAMP = re.compile(r"(\d{8})T?(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_TWO_TIMES = re.compile(
    r"(?P<day>.*?\d.*?)[\s,]+(?:at\s+)?(?P<first>\d\d?:\d\d)\s?[-–—]\s?(?P<last>\d\d:\d\d)",
    re.ASCII,
)
_HALF_DAYS = re.compile(
    r".*?\d.*?[\s,]+(?:at\s+)?\d\d?:\d\d\s?(?:[ap]\.?m\.?)?(?:\s?\((?:GMT|UTC)[^)]{0,9}\))?"
    r"\s?[-–—]\s?\d\d?:\d\d\s?(?:[ap]\.?m\.?)?(?:\s?\((?:GMT|UTC)[^)]{0,9}\))?",
    re.ASCII | re.IGNORECASE,
)
"""Two times, at least one with ``PM`` or a zone, as Notion writes them."""
_LARGEST_OFFSET = "14:00"
HAS_TWO_TIMES = "has two times; write the day, or the time at which it began"
_ZONE_NAME = re.compile(r"\s*[A-Z]{2,5}", re.ASCII)


def split_time(text: str) -> tuple[str, str] | None:
    """The text without its time of day, and that time in EDTF (``T14:30:00Z``); ``None`` if the
    text has no time. Raises ``edtf.DateError`` if the time is impossible.

    An offset stays as it is written. Without one, the offset is not known. Names of zones other
    than UTC are refused, because most of them have several meanings.
    """
    if match := _STAMP.fullmatch(text):
        day, hour, minute, second, zone = match.groups()
        return day, f"T{hour}:{minute}:{second}{_offset(zone)}"
    _refuse_two_times(text)
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    before, after = match["before"].strip(), match["after"].strip(" ,")
    if after and _ZONE_NAME.fullmatch(after):
        raise edtf.DateError(f"{text!r}: a zone is written as its offset from UTC, like -05:00")
    hour = int(match["hour"])
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise edtf.DateError(f"{text!r} is not a day and a time")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    part = (match["part"] or "").replace(",", ".")
    clock = f"T{hour:02}:{match['minute']}:{match['second'] or '00'}{part}{_offset(match['zone'])}"
    return f"{before} {after}".strip(), clock


def _refuse_two_times(text: str) -> None:
    """Raises ``edtf.DateError`` for ``5 May 1999 10:00-12:00``: from one time to another, or a time
    in a zone west of Greenwich."""
    match = _TWO_TIMES.fullmatch(text)
    if match is None:
        if _HALF_DAYS.fullmatch(text):
            raise edtf.DateError(f"{text!r} {HAS_TWO_TIMES}")
        return
    first, last = match["first"].zfill(5), match["last"]
    meant = {f"from {first} to {last}": ""}
    if last <= _LARGEST_OFFSET and "-" in match[0][match.end("first") :]:
        meant[f"{first} at the offset -{last} from UTC"] = ""
        raise Ambiguous(text, meant)
    raise edtf.DateError(f"{text!r} {HAS_TWO_TIMES}")


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    digits = re.sub(r"[^\d+-]", "", zone)
    if not digits:
        return "Z"
    return f"{digits[:3]}:{digits[3:5] or '00'}"
