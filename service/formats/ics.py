"""iCalendar (RFC 5545, 7986): a calendar to subscribe to.

An event keeps its ``UID`` for ever. ``SEQUENCE``, ``DTSTAMP`` and ``LAST-MODIFIED`` follow its
version, and a deleted event comes back as ``STATUS:CANCELLED``. An event that is known to the month
lasts the month, does not block the reader's time, and says in words that only the month is known.

The calendar around the events is made with the ``icalendar`` library. The library needs a quarter
of a millisecond for an event, so events are written here; a test checks that both give the same
bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import orjson

from service.deadline import checked
from service.domain.vocabulary import OCCURRED
from service.formats import dates, event_texts
from service.formats.format import Deleted, Format, Listing, chunks
from service.languages import language
from service.schemas.event import INPUT_FIELDS

STATUS = {
    "occurred": "CONFIRMED", "announced": "TENTATIVE", "planned": "TENTATIVE",
    "cancelled": "CANCELLED", "disputed": "TENTATIVE",
}  # fmt: skip
REFRESH = timedelta(hours=1)
_LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Line ends. Some readers take the last three characters for the end of a line too."""
_ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
IN_CALENDARS = frozenset({
    "id", "title", "summary", "date", "category", "status", "place", "tags",
})  # fmt: skip
"""Members that other properties contain."""
UNKNOWN_TO_CALENDARS = tuple(name for name in INPUT_FIELDS if name not in IN_CALENDARS)
CARRIED = ("status", "place", *UNKNOWN_TO_CALENDARS)
"""Members of ``X-DATELINE-DATA``. Each is written if iCalendar says less than the event."""


def plain(value: str) -> str:
    """A text as a reader gets it back: without control characters, with one kind of line end."""
    return _LINE_ENDS.sub("\n", event_texts.without_controls(value))


def text(value: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    value = plain(value)
    for sign, escaped in _ESCAPES:
        if sign in value:
            value = value.replace(sign, escaped)
    return value


def fold(line: str) -> bytes:
    """A content line with its line end, broken at 75 octets but never inside a character (RFC
    5545, 3.1)."""
    whole = line.encode()
    if len(whole) <= 75:
        return whole + b"\r\n"
    parts, start, room = [], 0, 75
    while len(whole) - start > room:
        end = start + room
        while whole[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(whole[start:end])
        start, room = end, 74
    parts.append(whole[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def stamp(moment: str) -> str:
    """A stored UTC time as DATE-TIME."""
    return f"{moment[:19].replace('-', '').replace(':', '')}Z"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _date_time(moment: datetime) -> str:
    # A time without an offset is that of the place, wherever the reader is.
    if moment.tzinfo is None:
        return stamp(moment.isoformat())[:-1]
    return stamp(moment.astimezone(UTC).isoformat())


def _when(event: dict[str, Any]) -> list[str] | None:
    timed = dates.moments(event)
    if timed is not None:
        try:
            found = [_date_time(each) for each in timed if each is not None]
        except OverflowError:
            pass  # a calendar has its day, but not its time in UTC
        else:
            return [
                f"{name}:{each}" for name, each in zip(("DTSTART", "DTEND"), found, strict=False)
            ]
    span = dates.civil_days(event)
    if span is None:
        return None
    return _all_day(*span)


def _description(event: dict[str, Any], lang: str) -> str:
    parts = [
        event_texts.when(event, lang),
        event["summary"],
        "\n".join(event_texts.source_lines(event)),
    ]
    # Each by itself: a CR at the end of one and the LF after it would be one line end.
    return "\n\n".join(plain(each) for each in parts if each)


def _data(event: dict[str, Any]) -> str | None:
    """JSON of the members that the other properties do not contain, or not exactly. The importer
    of this service reads it."""
    found = {name: _without_empty(event[name]) for name in UNKNOWN_TO_CALENDARS if event[name]}
    if event["status"] != OCCURRED:
        found["status"] = event["status"]
    place = _without_empty(event["place"] or {})
    if place.get("country"):
        found["place"] = place
    if not found:
        return None
    return _LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", orjson.dumps(found).decode())


def _without_empty(part: Any) -> Any:
    """The part without empty members and without computed ones."""
    if isinstance(part, list):
        return [_without_empty(each) for each in part]
    if not isinstance(part, dict):
        return part
    country = "code" in part and "role" in part
    return {
        name: value
        for name, value in part.items()
        if value not in (None, []) and not (country and name == "name")
    }


def _one_day(day: date) -> list[str]:
    """One whole day. The day after the last of all days cannot be written, and an event of a day
    without an end lasts one day (RFC 5545, 3.6.1)."""
    if day == date.max:
        return _all_day(day, day)[:1]
    return _all_day(day, day + timedelta(days=1))


def _all_day(first: date, after: date) -> list[str]:
    return [f"DTSTART;VALUE=DATE:{_day(first)}", f"DTEND;VALUE=DATE:{_day(after)}"]


def _place(event: dict[str, Any]) -> Iterator[str]:
    """The lines for the place of an event."""
    name = event_texts.place(event)
    if name:
        yield f"LOCATION:{text(name)}"
    place = event["place"] or {}
    if place.get("latitude") is not None:
        latitude, longitude = (
            event_texts.decimal(place[each]) for each in ("latitude", "longitude")
        )
        yield f"GEO:{latitude};{longitude}"


def component(
    event: dict[str, Any],
    listing: Listing,
    deleted: Deleted | None = None,
    anniversary: tuple[date, int] | None = None,
) -> bytes:
    """A VEVENT; empty if a calendar has no day for the event (years 1 to 9999).

    ``anniversary`` is the day and the number of years since; it makes a separate entry with its own
    UID.
    """
    when, uid = _when(event), event["id"]
    if when is None:
        return b""
    version = deleted.version if deleted else event["version"]
    changed = stamp(deleted.deleted_at if deleted else event["updated_at"])
    title = event_texts.headline(event, listing.lang)
    if anniversary:
        day, years = anniversary
        when, uid = _one_day(day), f"{uid}.{day.year}"
        since = language(listing.lang).ngettext("%(num)s year", "%(num)s years", years)
        title = f"{event_texts.label(event, listing.lang)} ({since})"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}@dateline",
        f"SEQUENCE:{version - 1}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"CREATED:{stamp(event['created_at'])}",
        *when,
        f"SUMMARY:{text(title)}",
        f"DESCRIPTION:{text(_description(event, listing.lang))}",
        f"CATEGORIES:{','.join(text(each) for each in (event['category'], *event['tags']))}",
        f"STATUS:{'CANCELLED' if deleted else STATUS[event['status']]}",
        "TRANSP:TRANSPARENT",
    ]
    if not anniversary:
        # The date of the event; an anniversary has another date.
        lines.append(f"X-DATELINE-DATE:{text(event['date'])}")
        lines.append(f"X-DATELINE-PRECISION:{event['precision']}")
    lines += _place(event)
    page = listing.page(event["id"])
    if page:
        lines.append(f"URL:{page}")
    data = None if anniversary else _data(event)
    if data is not None:
        lines.append(f"X-DATELINE-DATA:{text(data)}")
    lines.append("END:VEVENT")
    return b"".join([fold(line) for line in lines])


def cancelled(deleted: Deleted, listing: Listing) -> bytes:
    """A deleted event, for calendars that contain it: they match the ``UID`` and the higher
    ``SEQUENCE``."""
    return component(orjson.loads(deleted.document), listing, deleted)


def _calendar(listing: Listing) -> tuple[bytes, bytes]:
    """The parts of the calendar before the events and after them."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Dateline//Timeline of events//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    name = icalendar.vText(plain(listing.name))  # otherwise the library does not take it for TEXT
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    if listing.address:
        made.add("source", listing.address, parameters={"VALUE": "URI"})
    begin, end, _ = made.to_ical().partition(b"END:VCALENDAR")
    return begin, end + b"\r\n"


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """The calendar, event by event, with the cancellations last."""
    begin, end = _calendar(listing)
    yield begin
    yield from chunks(component(orjson.loads(each), listing) for each in documents)
    yield b"".join(cancelled(each, listing) for each in listing.deleted) + end


def anniversaries(items: Iterable[dict[str, Any]], listing: Listing) -> bytes:
    """A calendar of ``{"on": date, "years": n, "event": document}``."""
    begin, end = _calendar(listing)
    found = (
        component(each["event"], listing, anniversary=(each["on"], each["years"]))
        for each in checked(items)
    )
    return begin + b"".join(found) + end


FORMAT = Format(
    "ics", "iCalendar", "text/calendar; charset=utf-8",
    "Apple and Google Calendar, Outlook, Thunderbird", "all", render, {"type": "string"},
    deletions=True, named=True,
)  # fmt: skip
