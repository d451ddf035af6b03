"""Serves the page of one event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response

from service.api.addresses import root
from service.api.event_reads import known_shape
from service.api.feeds import feed_links
from service.api.language import language
from service.api.request import Request
from service.errors import DatelineError, Gone, NotFound
from service.formats import citation, event_texts, jsonld
from service.formats.format import Listing
from service.store import Store
from service.web import listing, repetition
from service.web.html import page
from service.web.sharing import citation_styles, of_event

MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True, slots=True)
class Related:
    """A related event; all but ``type`` and ``id`` are ``None`` if it cannot be shown."""

    type: str
    id: str
    title: str | None = None
    date: str | None = None
    status: str | None = None


def event(request: Request) -> Response:
    """``GET /events/{id}``: 404 if the event never existed, 410 if it was deleted."""
    store = request.instance.store
    found: dict[str, Any] = orjson.loads(store.get(known_shape(request.id)).body)
    return _page(request, found)


def version(request: Request) -> Response:
    """``GET /events/{id}/versions/{number}``: one version of the event, always at the same URL.

    The status is 410 if that version is a deletion.
    """
    event_id, number = request.id, request.names["number"]
    if not re.fullmatch(r"[1-9]\d{0,8}", number, re.ASCII):
        raise NotFound("a version is a whole number from 1")
    history = request.instance.store.history
    body = history.document_at(known_shape(event_id), int(number))
    return _page(request, orjson.loads(body), history.newest(event_id))


def _page(request: Request, found: dict[str, Any], newest: int | None = None) -> Response:
    """The page of an event, or of an older version if ``newest`` is another number than its own."""
    store = request.instance.store
    event_id, old = found["id"], newest is not None and newest != found["version"]
    shown = language().date(found["date"], found["date_as_reported"])
    around = Listing(request.instance.settings.title, root())
    return page(
        "event.html",
        shared=of_event(found, shown, not old),
        old=old,
        deleted=old and _is_gone(store, event_id),
        styles=citation_styles(citation.of_event(found, around), event_id, not old),
        event=found,
        feeds=feed_links(event_id=event_id, title=found["title"]),
        shape=listing.shape(found),
        note=listing.note(found),
        parts=_by_roles(found),
        reported=repetition.date_as_reported(found),
        summary=repetition.summary(found),
        related=list(_related(store, found)),
        map=_map(found["place"]),
        date_display=shown,
        data=_script({"@context": jsonld.CONTEXT} | jsonld.node(found, Listing(root=root()))),
    )


def _is_gone(store: Store, event_id: str) -> bool:
    try:
        store.get(event_id)
    except Gone:
        return True
    return False


def _by_roles(found: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The countries, each once, grouped by the roles that they have."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for each in listing.by_country(found):
        roles = language().all_of(each["roles"])
        parts.setdefault(roles[:1].upper() + roles[1:], []).append(each)
    return list(parts.items())


def _related(store: Store, found: dict[str, Any]) -> Iterator[Related]:
    for each in found["related"]:
        try:
            other = orjson.loads(store.get(each["event"]).body)
        except DatelineError:
            yield Related(each["type"], each["event"])
        else:
            yield Related(
                each["type"],
                other["id"],
                other["title"],
                language().date(other["date"], other["date_as_reported"]),
                other["status"],
            )


def _map(place: dict[str, Any] | None) -> str | None:
    """The URL of a map of the place; the browser loads it only if the reader follows the link."""
    if place is None or place["latitude"] is None:
        return None
    latitude, longitude = (event_texts.decimal(place[each]) for each in ("latitude", "longitude"))
    return f"{MAP}?mlat={latitude}&mlon={longitude}#map=6/{latitude}/{longitude}"


def _script(data: dict[str, Any]) -> str:
    """JSON that is safe inside ``<script>``: no ``<`` in it can end the element."""
    text = orjson.dumps(data).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
