"""The page of one event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response

from service.api.access import authorize
from service.api.context import instance, query, root
from service.api.feeds import feeds
from service.api.language import language
from service.domain.event import ID_PATTERN
from service.errors import DatelineError, NotFound
from service.formats import jsonld, texts
from service.formats.format import Listing
from service.schemas.parameters import LANG
from service.web import listing, once
from service.web.html import page

MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True, slots=True)
class Related:
    """Another event: its title, or why there is none to show."""

    type: str
    id: str
    title: str | None
    date: str | None


def event(event_id: str) -> Response:
    """``GET /events/{id}``: 404 where there never was one, 410 where it was deleted."""
    authorize("read")
    query((LANG,))
    if not ID_PATTERN.fullmatch(event_id):
        raise NotFound("there is no such event; an id has only a-z 0-9 _ and -")
    found: dict[str, Any] = orjson.loads(instance().store.get(event_id).body)
    address = f"{root()}/events/{event_id}"
    return page(
        "event.html",
        event=found,
        feeds=feeds(event_id=event_id, title=found["title"]),
        address=address,
        shape=listing.shape(found),
        note=listing.note(found),
        parts=_by_roles(found),
        reported=once.date_as_reported(found),
        summary=once.summary(found),
        related=list(_related(found)),
        map=_map(found["place"]),
        date_display=language().date(found["date"], found["date_as_reported"]),
        data=_script({"@context": jsonld.CONTEXT} | jsonld.node(found, Listing(root=root()))),
    )


def _by_roles(found: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The countries, each once, under all the roles that they have."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for each in listing.by_country(found):
        roles = language().all_of(each["roles"])
        parts.setdefault(roles[:1].upper() + roles[1:], []).append(each)
    return list(parts.items())


def _related(found: dict[str, Any]) -> Iterator[Related]:
    for each in found["related"]:
        try:
            other = orjson.loads(instance().store.get(each["event"]).body)
        except DatelineError:
            yield Related(each["type"], each["event"], None, None)
        else:
            yield Related(
                each["type"],
                other["id"],
                other["title"],
                language().date(other["date"], other["date_as_reported"]),
            )


def _map(place: dict[str, Any] | None) -> str | None:
    """A map of the place; the reader's browser asks for it only when the link is followed."""
    if place is None or place["latitude"] is None:
        return None
    latitude, longitude = (texts.decimal(place[each]) for each in ("latitude", "longitude"))
    return f"{MAP}?mlat={latitude}&mlon={longitude}#map=6/{latitude}/{longitude}"


def _script(data: dict[str, Any]) -> str:
    """JSON that is safe inside ``<script>``: no ``<`` in it can end the element."""
    text = orjson.dumps(data).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
