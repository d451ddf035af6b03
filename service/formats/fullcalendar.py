"""FullCalendar: its JSON feed, with the parameters that it sends.

``end`` is exclusive, both in its requests and in the replies. Every event has one: EventCalendar,
which reads the same feed, lets an event without an end last until today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from service.domain.calendar import iso
from service.domain.instants import far_day, read_iso
from service.formats import dates, event_texts
from service.formats.format import Format, Listing
from service.schemas.fields import field_error
from service.schemas.parameters import Parameter

_ZONE = re.compile(r"[A-Za-z0-9_+\-/]{1,64}", re.ASCII)


def start_of_view(text: str) -> str:
    """EDTF of the start of the calendar's view: its time, or its day if it has no offset."""
    found = _read(text)
    return iso(found) if isinstance(found, int) else _edtf(found)


def end_of_view(text: str) -> str:
    """EDTF of the end of the view. As the end is exclusive, midnight means the day before. An event
    that begins at any other end is sent too, and the calendar does not draw it."""
    found = _read(text)
    if isinstance(found, int):
        return iso(found)
    midnight = found.time() == found.time().min
    if midnight and found.date() > date.min:
        found -= timedelta(seconds=1)
    return _edtf(found)


def _read(text: str) -> datetime | int:
    """The time, or the day in a year before 1 or after 9999. A reader can go there, but the
    calendar draws nothing."""
    text = text.strip()
    try:
        return read_iso(text)
    except ValueError:
        day = far_day(text)
    if day is None:
        raise field_error("must be an ISO 8601 date or time such as 2023-02-01T00:00:00Z")
    return day


def _edtf(found: datetime) -> str:
    if found.tzinfo is None:
        return found.date().isoformat()
    return found.isoformat(timespec="seconds")


def _zone(text: str) -> str:
    if not _ZONE.fullmatch(text):
        raise field_error("must be the name of a time zone such as America/Chicago")
    return text


MOMENT = {"type": "string", "format": "iso-moment", "examples": ["2023-02-01T00:00:00-05:00"]}
PARAMETERS = (
    Parameter("start", "Start of the view, as FullCalendar sends it; means from.", MOMENT,
              means="from", read=start_of_view),
    Parameter("end", "Exclusive end of the view, as FullCalendar sends it; means to.",
              MOMENT, means="to", read=end_of_view),
    Parameter("timeZone", "Sent by FullCalendar, and ignored: days are those at the place, and"
                          " each time has its own offset.",
              {"type": "string", "pattern": f"^{_ZONE.pattern}$"}, read=_zone),
)  # fmt: skip


ENTRY = {
    "type": "object",
    "required": ["id", "title", "start", "end", "allDay"],
    "properties": {
        "id": {"type": "string"}, "title": {"type": "string"}, "start": {"type": "string"},
        "end": {"type": "string"}, "allDay": {"type": "boolean"}, "url": {"type": "string"},
        "classNames": {"type": "array", "items": {"type": "string"}},
        "extendedProps": {"type": "object", "additionalProperties": True},
    },
}  # fmt: skip


def entry(event: dict[str, Any], listing: Listing) -> dict[str, Any] | None:
    """One event; ``None`` if FullCalendar has no day for it (years 1 to 9999)."""
    made: dict[str, Any] = {
        "id": event["id"], "title": event_texts.headline(event, listing.lang), "allDay": True,
        "classNames": dates.css_classes(event),
        "extendedProps": {
            "date": event["date"], "date_display": dates.date_in_words(event, listing.lang),
            "precision": event["precision"], "category": event["category"],
            "status": event["status"], "summary": event["summary"],
            "countries": list(dict.fromkeys(each["code"] for each in event["countries"])),
        },
    }  # fmt: skip
    page = listing.page(event["id"])
    if page is not None:
        made["url"] = page
    timed, span = dates.moments(event), dates.civil_days(event)
    if timed is not None:
        first, after = (each.isoformat() for each in (timed[0], timed[1] or timed[0]))
        return made | {"start": first, "end": after, "allDay": False}
    if span is None:
        return None
    return made | {"start": span[0].isoformat(), "end": span[1].isoformat()}


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """The array of events."""
    yield orjson.dumps([made for each in documents if (made := entry(orjson.loads(each), listing))])


FORMAT = Format(
    "fullcalendar.json", "FullCalendar JSON feed", "application/json", "FullCalendar",
    "largest page", render,
    {"type": "array", "items": ENTRY},
    parameters=PARAMETERS,
)  # fmt: skip
