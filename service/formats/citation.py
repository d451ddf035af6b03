"""The citation of an event or of the result of a query: the content that all styles share.

The citation is of the entry in this service, in one of its versions. So the date of the citation is
the day of that version. The date of the event itself stands beside it, no more exact than it is
known. The day of access is that of the request in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from service import reply_dependencies
from service.domain.display import MONTHS
from service.formats import event_texts
from service.formats.format import Listing, chunks
from service.languages import DEFAULT

Write = Callable[["Citation"], str]


@dataclass(frozen=True, slots=True)
class Citation:
    """The content of a citation. ``key`` is its name in a bibliography, in ASCII; ``issued`` is the
    day of the version. ``about`` says in words what the entry is, and its date. ``edtf`` is the
    date of the event. Every text is one line."""

    key: str
    title: str
    author: str
    issued: date
    accessed: date
    about: str
    version: str | None = None
    url: str | None = None
    edtf: str | None = None
    date_display: str = ""
    place: str | None = None
    note: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    data: bool = False
    """Whether it is a data set and not one entry."""


def line(text: str) -> str:
    """``text`` without line ends, doubled spaces and control characters."""
    return " ".join(event_texts.without_controls(text).split())


def of_event(event: dict[str, Any], listing: Listing) -> Citation:
    """The citation of an event in the version of the document. Its URL is always that of this
    version."""
    shown = event["date_display"]
    version = event["version"]
    names = [each["name"] for each in event["countries"]]
    root = listing.root
    return Citation(
        key=f"dateline-{event['id']}-v{version}",
        title=line(event["title"]),
        author=line(listing.title),
        issued=date.fromisoformat(event["updated_at"][:10]),
        accessed=listing.accessed or reply_dependencies.today(),
        about=_about(event, shown),
        version=str(version),
        url=f"{root}/events/{event['id']}/versions/{version}" if root else None,
        edtf=event["date"],
        date_display=line(shown),
        place=line((event["place"] or {}).get("name") or "") or None,
        note=_note(event, shown),
        abstract=line(event["summary"] or ""),
        keywords=tuple(dict.fromkeys(map(line, (event["category"], *names, *event["tags"])))),
    )


def _about(event: dict[str, Any], shown: str) -> str:
    """The kind of entry, the date of the event, and its status unless it occurred."""
    status = event_texts.status(event, DEFAULT)
    about = f"Event record; date of the event: {line(shown)}"
    return f"{about}; status: {status}" if status else about


def _note(event: dict[str, Any], shown: str) -> str:
    """The date of the event in words, in EDTF and as its source gives it, and the sources."""
    parts = [f"Date of the event: {line(shown)} (EDTF {event['date']})"]
    if event["date_as_reported"]:
        parts.append(f"in the words of the source: {line(event['date_as_reported'])}")
    sources = "; ".join(map(line, event_texts.source_lines(event)))
    return ", ".join(parts) + (f". Sources: {sources}" if sources else "")


def rendered(
    write: Write, between: str = "\n"
) -> Callable[[Iterable[bytes], Listing], Iterator[bytes]]:
    """Returns a function that makes a bibliography of stored documents, one citation after
    another."""

    def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
        def each() -> Iterator[bytes]:
            before = ""
            for document in documents:
                written = write(of_event(orjson.loads(document), listing))
                yield (before + written).encode()
                before = between

        yield from chunks(each())

    return render


def american(day: date) -> str:
    """``November 26, 2026``."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
