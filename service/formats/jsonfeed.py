"""JSON Feed 1.1: newest change first; ``next_url`` leads to older ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from service.formats import event_texts
from service.formats.atom import NEWEST_FIRST, html_page
from service.formats.event_texts import milliseconds
from service.formats.format import Format, Listing

VERSION = "https://jsonfeed.org/version/1.1"
TEXT = {"type": "string"}
ITEM = {
    "type": "object",
    "required": ["id", "content_html", "date_modified"],
    "properties": {
        **dict.fromkeys(("id", "url", "external_url", "title", "content_html", "summary"), TEXT),
        "date_published": {"type": "string", "format": "date-time"},
        "date_modified": {"type": "string", "format": "date-time"},
        "tags": {"type": "array", "items": TEXT},
        "_dateline": {"type": "object", "additionalProperties": True},
    },
}


def item(event: dict[str, Any], listing: Listing) -> dict[str, Any]:
    """One event. Members of this service are in ``_dateline``, an extension of the standard."""
    sources = event_texts.links(event)
    made = {
        "id": event["id"],
        "url": listing.page(event["id"]),
        "external_url": sources[0][0] if sources else None,
        "title": event_texts.label(event, listing.lang),
        "content_html": event_texts.html(event, event_texts.when(event, listing.lang)),
        "summary": event["summary"],
        "date_published": milliseconds(event["created_at"]),
        "date_modified": milliseconds(event["updated_at"]),
        "tags": list(dict.fromkeys((event["category"], *event["tags"]))),
        "_dateline": {
            name: event[name]
            for name in (
                "date",
                "date_display",
                "earliest",
                "latest",
                "precision",
                "status",
                "version",
            )
        },
    }
    return {name: value for name, value in made.items() if value is not None}


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """A page of the feed; the extension lists the deleted events."""
    events = [orjson.loads(each) for each in documents]
    made: dict[str, Any] = {"version": VERSION, "title": listing.name}
    if listing.root:
        made |= {"home_page_url": html_page(events, listing), "feed_url": listing.address}
    if listing.next:
        made["next_url"] = listing.next
    made["items"] = [item(each, listing) for each in events]
    made["_dateline"] = {
        "deleted": [
            {"id": each.id, "date_deleted": milliseconds(each.deleted_at)}
            for each in listing.deleted
        ]
    }
    yield orjson.dumps(made)


FORMAT = Format(
    "feed.json", "JSON Feed 1.1", "application/feed+json", "feed readers", "page", render,
    {"type": "object", "required": ["version", "title", "items"],
     "properties": {"version": {"type": "string", "enum": [VERSION]}, "title": TEXT,
                    "home_page_url": TEXT, "feed_url": TEXT, "next_url": TEXT,
                    "items": {"type": "array", "items": ITEM},
                    "_dateline": {"type": "object", "additionalProperties": True}}},
    parameters=(NEWEST_FIRST,), deletions=True, named=True,
)  # fmt: skip
