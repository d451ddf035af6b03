"""vis-timeline: a bare array of items for its ``DataSet``.

vis-timeline shows ``content`` and ``title`` as HTML, so they are escaped. Days are written as local
midnights: a date alone would be read as UTC and drawn on the day before in America.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import orjson

from service.formats import dates, event_texts
from service.formats.format import Format, Listing
from service.languages import DEFAULT

TEXT = {"type": "string"}
ITEM = {
    "type": "object",
    "required": ["id", "content", "start"],
    "properties": dict.fromkeys(
        ("id", "content", "title", "group", "type", "className", "start", "end"), TEXT
    ),
}


def item(event: dict[str, Any], lang: str = DEFAULT) -> dict[str, Any] | None:
    """One event: a box on its day, or a range with an exclusive end over several days."""
    about = f"<b>{escape(event_texts.when(event, lang))}</b>"
    if event["summary"]:
        about += f"<br>{event_texts.lines(event['summary'])}"
    made: dict[str, Any] = {
        "id": event["id"], "content": escape(event_texts.label(event, lang)), "title": about,
        "group": event["category"], "type": "box",
        "className": " ".join(dates.css_classes(event)),
    }  # fmt: skip
    timed, span = dates.moments(event), dates.days(event)
    if timed is not None:
        made["start"] = timed[0].isoformat()
        return made if timed[1] is None else made | {"end": timed[1].isoformat(), "type": "range"}
    if span is None:
        return None
    made["start"] = dates.script_day(span[0]) + "T00:00:00"
    if span[1] > span[0]:
        made |= {"end": dates.script_day(span[1] + 1) + "T00:00:00", "type": "range"}
    return made


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """The array of items."""
    yield orjson.dumps(
        [made for each in documents if (made := item(orjson.loads(each), listing.lang))]
    )


FORMAT = Format(
    "vis.json", "vis-timeline", "application/json", "vis-timeline", "largest page", render,
    {"type": "array", "items": ITEM},
)  # fmt: skip
