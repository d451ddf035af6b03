"""TimelineJS documents: ``{"title", "events": [{"start_date": {"year", …}, "text": …}], "eras"}``.

Format: https://timeline.knightlab.com/docs/json-format.html. The title slide and the eras
are furniture of that page, not events. The texts are HTML there, and plain here.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from service.domain import edtf
from service.importers.dates import join, span
from service.importers.ids import make_id
from service.importers.jsonstream import BadJson, entries
from service.importers.record import Record, loaded, rejected
from service.schemas.members import Repeated


def looks_like(head: bytes) -> bool:
    """Whether a file's beginning has the marks of such a document."""
    return head[:1] == b"{" and b'"events"' in head and b'"start_date"' in head


def read(stream: BinaryIO) -> Iterator[Record]:
    """The records of a document's events."""
    try:
        for line, slide in entries(stream, ("events",)):
            if isinstance(slide, Repeated):
                yield rejected(line, "", None, str(slide))
            else:
                yield _record(line, slide)
    except BadJson as error:
        yield rejected(error.line, "", None, f"{error}; nothing after it was read")


def _record(line: int, slide: Any) -> Record:
    if not isinstance(slide, dict) or not isinstance(slide.get("start_date"), dict):
        return rejected(line, "start_date", None, "an event has a start_date")
    try:
        start = _date(slide["start_date"])
        end = _date(slide["end_date"]) if isinstance(slide.get("end_date"), dict) else ""
        date = span(start, end)
    except edtf.DateError as error:
        return rejected(line, "start_date", json.dumps(slide["start_date"]), str(error))
    text = slide["text"] if isinstance(slide.get("text"), dict) else {}
    headline, body = plain(text.get("headline")), plain(text.get("text"))
    title = headline or body
    own_id = slide.get("unique_id")
    # Without an id of its own an event is known by its date and headline, so that a
    # change of its text is a change and not another event.
    name = own_id if isinstance(own_id, str) and own_id.strip() else f"{date} {title}"
    group = plain(slide.get("group"))
    display = slide.get("display_date") or slide["start_date"].get("display_date")
    document = {
        "id": make_id(f"timelinejs-{name}"),
        "title": title[:300],
        "summary": body[:5000] or None,
        "date": date,
        "date_as_reported": plain(display)[:200] or None,
        "category": "other",
        "sources": _sources(slide.get("media")),
        "tags": [group.replace(",", " ")[:100]] if group else [],
    }
    return loaded(line, document, {"/title": "text.headline"})


def _date(parts: dict[str, Any]) -> str:
    """EDTF of ``{"year", "month"?, "day"?, "hour"?, "minute"?, "second"?}``."""
    year, month, day = (str(parts.get(name) or "") for name in ("year", "month", "day"))
    date = join(year, month, day)
    hour = str(parts.get("hour") or "").strip()
    if not hour or date.count("-") < 2:
        return date
    clock = [hour, *(str(parts.get(name) or "0").strip() for name in ("minute", "second"))]
    if not all(part.isdecimal() and len(part) <= 2 for part in clock):
        raise edtf.DateError(f"{':'.join(clock)!r} is not a time")
    return f"{date}T{':'.join(part.zfill(2) for part in clock)}"


def _sources(media: Any) -> list[dict[str, Any]]:
    if not isinstance(media, dict):
        return []
    url = media.get("link") or media.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return []
    title = plain(media.get("caption")) or plain(media.get("credit")) or url
    publisher = plain(media.get("credit"))
    return [{"title": title[:500], "publisher": publisher[:200] or None, "url": url}]


def plain(text: Any) -> str:
    """Text without its tags and entities, on one line."""
    if not isinstance(text, str):
        return ""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())
