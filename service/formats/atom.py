"""Atom (RFC 4287) with deleted entries (RFC 6721), paged (RFC 5005): newest change first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from uuid import UUID, uuid5

import orjson

from service.formats import event_texts
from service.formats.event_texts import milliseconds
from service.formats.format import Deleted, Format, Listing
from service.schemas.parameters import PAGING, Parameter

SPACE = UUID("5b0f4a5e-3f0e-5c5b-9d2a-0d8a1c6c2f41")
"""Ids of entries are UUIDs in this name space, so they stay the same if the URL changes."""
NEVER = "1970-01-01T00:00:00Z"
NEWEST_FIRST = Parameter(
    "sort", "Order of the events; a feed begins with the newest change.",
    {**next(each.schema for each in PAGING if each.name == "sort"), "default": "-updated"},
)  # fmt: skip


def entry_id(event_id: str) -> str:
    """The permanent id of an event's entry."""
    return f"urn:uuid:{uuid5(SPACE, event_id)}"


def escaped(value: str) -> str:
    """``value`` as text of an element. Every character is one that XML 1.0 has, and a carriage
    return stays one (2.11 would make it a line end)."""
    return escape(event_texts.without_controls(value)).replace("\r", "&#13;")


def element(name: str, value: str | None = None, **attributes: str | None) -> str:
    """An XML element with text. In attributes too, line ends and tabs stay as they are; XML 1.0,
    3.3.3 would make them spaces."""
    given = "".join(
        f' {key}="{escaped(each).replace(chr(10), "&#10;").replace(chr(9), "&#9;")}"'
        for key, each in attributes.items()
        if each
    )
    if value is None:
        return f"<{name}{given}/>"
    return f"<{name}{given}>{escaped(value)}</{name}>"


def entry(event: dict[str, Any], listing: Listing) -> str:
    """The entry of one event."""
    page = listing.page(event["id"])
    words = dict.fromkeys((event["category"], *event["tags"]))
    when = event_texts.when(event, listing.lang)
    return "".join([
        "<entry>",
        element("id", entry_id(event["id"])),
        element("title", event_texts.label(event, listing.lang)),
        element("updated", milliseconds(event["updated_at"])),
        element("published", milliseconds(event["created_at"])),
        element("link", rel="alternate", type="text/html", href=page) if page else "",
        *(element("link", rel="via", href=url, title=title)
          for url, title, _ in event_texts.links(event)),
        *(element("category", term=each) for each in words),
        element("summary", f"{when}: {event['summary'] or event['title']}"),
        element("content", event_texts.html(event, when), type="html"),
        "</entry>",
    ])  # fmt: skip


def deleted_entry(deleted: Deleted) -> str:
    """The entry of a deleted event (RFC 6721, 3)."""
    return element(
        "at:deleted-entry", ref=entry_id(deleted.id), when=milliseconds(deleted.deleted_at)
    )


def html_page(events: list[dict[str, Any]], listing: Listing) -> str | None:
    """The URL of the page with the same events."""
    return listing.page(events[0]["id"]) if listing.single else listing.explorer


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """A page of the feed."""
    events = [orjson.loads(each) for each in documents]
    moments = [each["updated_at"] for each in events]
    moments += [each.deleted_at for each in listing.deleted]
    same = listing.identity or listing.address
    shown = html_page(events, listing)
    feed = uuid5(SPACE, same.partition("cursor=")[0].rstrip("?&"))
    yield "".join([
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:at="http://purl.org/atompub/tombstones/1.0">',
        element("id", f"urn:uuid:{feed}"),
        element("title", listing.name),
        element("updated", milliseconds(max(moments, default=NEVER))),
        "<author>", element("name", listing.title), "</author>",
        element("link", rel="self", type="application/atom+xml", href=listing.address),
        element("link", rel="alternate", type="text/html", href=shown) if shown else "",
        element("link", rel="next", href=listing.next) if listing.next else "",
        *(entry(each, listing) for each in events),
        *(deleted_entry(each) for each in listing.deleted),
        "</feed>\n",
    ]).encode()  # fmt: skip


FORMAT = Format(
    "atom", "Atom", "application/atom+xml", "feed readers", "page", render, {"type": "string"},
    parameters=(NEWEST_FIRST,), deletions=True, named=True,
)  # fmt: skip
