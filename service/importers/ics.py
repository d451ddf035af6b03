"""iCalendar files (RFC 5545): one event for each ``VEVENT``.

The file is taken apart at its ``VEVENT`` blocks, so that one that is broken costs only
itself, and each block is read by the ``icalendar`` library.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, BinaryIO

import icalendar

from service.domain.vocabulary import CATEGORY_CODES
from service.importers.ids import make_id
from service.importers.lines import lines
from service.importers.record import Record, loaded, rejected

LARGEST = 1024 * 1024
"""Bytes of one VEVENT; attachments inside the file are what makes them larger."""
STATUSES = {"CONFIRMED": "occurred", "TENTATIVE": "planned", "CANCELLED": "cancelled"}


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a calendar."""
    return head[:15].upper() == b"BEGIN:VCALENDAR"


def read(stream: BinaryIO) -> Iterator[Record]:
    """The records of a calendar's events."""
    block: list[bytes] = []
    began = size = number = 0
    last = b""
    for number, line, whole in _lines(stream):
        word = line.strip().upper()
        last = word or last
        if word == b"BEGIN:VEVENT":
            if block:
                yield rejected(began, "", None, "the VEVENT has no end")
            block, began, size = [], number, 0
        elif not began:
            continue
        size += len(line) if whole else LARGEST + 1
        if size <= LARGEST:
            block.append(line)
        if word == b"END:VEVENT":
            if size > LARGEST:
                yield rejected(began, "", None, f"the VEVENT has more than {LARGEST:,} bytes")
            else:
                yield _record(began, b"".join(block))
            block, began = [], 0
    if began:
        yield rejected(began, "", None, "the file ends inside a VEVENT")
    elif last and last != b"END:VCALENDAR":
        yield rejected(number, "", None, "the file does not end with END:VCALENDAR; it is cut off")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """The lines, which in some programs' files end with a carriage return alone."""
    for number, line, whole in lines(stream):
        for each in line.splitlines(keepends=True):
            yield number, each + b"\n" if each.endswith(b"\r") else each, whole


def _record(line: int, block: bytes) -> Record:
    try:
        found = icalendar.Event.from_ical(block.decode("utf-8"))
        if found.errors:
            name, reason = found.errors[0]
            return rejected(line, name or "", None, reason)
        document, warnings = _document(found)
    except UnicodeDecodeError:
        return rejected(line, "", None, "the VEVENT is not UTF-8")
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        # What the library makes of broken lines; its words name the line.
        return rejected(line, "", None, f"the VEVENT is not proper iCalendar: {error}")
    return loaded(line, document, {"/title": "SUMMARY", "/id": "UID", "/date": "DTSTART"}, warnings)


def _document(found: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    title = _text(found, "SUMMARY")
    uid = _text(found, "UID")
    if not uid:
        raise ValueError("it has no UID")
    tags = [tag.replace(",", " ")[:100] for tag in _categories(found)]
    words = [tag.lower() for tag in tags]
    repeats = found.get("RRULE") is not None or found.get("RDATE") is not None
    url = _text(found, "URL")
    document = {
        "id": make_id(uid),
        "title": title[:300],
        "summary": _text(found, "DESCRIPTION")[:5000] or None,
        "date": _date(found),
        "category": next((word for word in words if word in CATEGORY_CODES), "other"),
        "status": STATUSES.get(_text(found, "STATUS").upper(), "occurred"),
        "place": _place(found),
        "sources": [{"title": title[:300], "url": url}] if url.startswith("http") else [],
        "tags": list(dict.fromkeys(tags)),
    }
    return document, ("it repeats; only the first time was stored",) if repeats else ()


def _text(found: Any, name: str) -> str:
    value = found.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return str(value).strip() if value is not None else ""


def _categories(found: Any) -> list[str]:
    value = found.get("CATEGORIES")
    lists = value if isinstance(value, list) else [value] if value is not None else []
    return [str(each).strip() for one in lists for each in one.cats if str(each).strip()]


def _date(found: Any) -> str:
    """EDTF of DTSTART and DTEND; the end of whole days is exclusive (RFC 5545, 3.6.1)."""
    start = found["DTSTART"].dt
    end = found["DTEND"].dt if "DTEND" in found else None
    if end is None and "DURATION" in found:
        end = start + found["DURATION"].dt
    if not isinstance(start, datetime.datetime):
        if isinstance(end, datetime.date) and not isinstance(end, datetime.datetime):
            last = end - datetime.timedelta(days=1)
            return f"{start.isoformat()}/{last.isoformat()}" if last > start else start.isoformat()
        return str(start.isoformat())
    days = [each.date().isoformat() for each in (start, end) if isinstance(each, datetime.datetime)]
    if len(set(days)) > 1:
        return f"{days[0]}/{days[1]}"
    zone = start.utcoffset()
    text = start.replace(tzinfo=None, microsecond=0).isoformat()
    if zone is None:
        return text
    minutes = int(zone.total_seconds()) // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return text + (f"{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "Z")


def _place(found: Any) -> dict[str, Any] | None:
    name = _text(found, "LOCATION")
    place: dict[str, Any] = {"name": name[:200]} if name else {}
    if "GEO" in found:
        place["latitude"], place["longitude"] = found["GEO"].latitude, found["GEO"].longitude
    return place or None
