"""TimelineJS3: the document that it loads. Its dates have parts, so a month stays a month.

TimelineJS shows its texts as HTML, so every word from the service is escaped. It reports an empty
``events`` as an error of the document, so a selection without events is one slide that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import orjson

from service.domain import calendar, edtf
from service.formats import dates, event_texts
from service.formats.format import Format, Listing
from service.languages import DEFAULT, language
from service.reply_dependencies import today

SHOWN_BY_ITSELF = frozenset({"day", "month", "year", "interval"})
KNOWN_PARTS = {"season": 2, "quarter": 2, "decade": 1, "century": 1}
MEDIA = re.compile(
    r"\.(png|jpe?g|gif|webp)$|^https?://(www\.)?(youtube\.com/watch|youtu\.be/|vimeo\.com/\d)",
    re.IGNORECASE,
)
"""Sources that TimelineJS can show beside a slide: pictures and the two film sites."""


def _bounds(text: str) -> tuple[dict[str, int], dict[str, int]] | None:
    """The begin and the end of one point of a date, in parts no finer than it is known."""
    plain = dates.point(text)
    if plain is not None:
        return plain, plain
    found = edtf.parse(text)
    if found.earliest is None or found.latest is None:
        return None
    known = KNOWN_PARTS.get(found.precision, 3)
    first, last = (
        dict(list(zip(("year", "month", "day"), calendar.civil(day), strict=True))[:known])
        for day in (found.earliest, found.latest)
    )
    return first, last


def _historical(parts: dict[str, int]) -> dict[str, int]:
    """The parts with the year as TimelineJS counts. It shows -44 as 44 BCE, which is the
    astronomical year -43 of EDTF, and it has no year 0."""
    return {**parts, "year": parts["year"] - 1} if parts["year"] < 1 else parts


def slide(event: dict[str, Any], lang: str = DEFAULT) -> dict[str, Any] | None:
    """One event; ``None`` if no date is known."""
    found = [(text, bounds) for text in dates.points_of(event["date"]) if (bounds := _bounds(text))]
    if not found:
        return None
    first, last = found[0], found[-1]
    if event["precision"] == "set":  # its members can be in any order
        first = min(found, key=lambda each: edtf.parse(each[0]).earliest or 0)
        last = max(found, key=lambda each: edtf.parse(each[0]).latest or 0)
    start, end = _historical(first[1][0]), _historical(last[1][1])
    made: dict[str, Any] = {
        "unique_id": event["id"],
        "start_date": start,
        "text": {
            "headline": escape(event_texts.label(event, lang)),
            "text": event_texts.html(event),
        },
        "group": event["category"],
    }
    if end != start:
        made["end_date"] = end
    whole = event["precision"] != "interval" or None not in (event["earliest"], event["latest"])
    marked = event["approximate"] or event["uncertain"] or start["year"] < 1
    timed = "T" in event["date"]  # the parts of a date have no offset
    if event["precision"] not in SHOWN_BY_ITSELF or marked or timed or not whole:
        made["display_date"] = event["date_display"]
    for url, title, publisher in event_texts.links(event):
        if MEDIA.search(url):
            made["media"] = {"url": url, "caption": escape(title), "credit": escape(publisher)}
            break
    return made


def nothing(lang: str) -> dict[str, Any]:
    """The slide that says that no event matches."""
    spoken = language(lang)
    advice = spoken.gettext("Try a wider range of dates.")
    return {
        "unique_id": "no-events",
        "start_date": {"year": today().year},
        "display_date": spoken.gettext("no date"),
        "text": {
            "headline": spoken.gettext("No events match"),
            "text": f"<p>{advice}</p>",
        },
    }


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """The document, with ``events`` never empty."""
    slides = [made for each in documents if (made := slide(orjson.loads(each), listing.lang))]
    yield orjson.dumps({"events": slides or [nothing(listing.lang)]})


FORMAT = Format(
    "timelinejs.json", "TimelineJS3", "application/json", "TimelineJS3", "largest page", render,
    {"type": "object", "required": ["events"],
     "properties": {"events": {"type": "array", "minItems": 1, "items": {"type": "object"}}}},
)  # fmt: skip
