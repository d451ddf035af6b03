"""The history of an event: the list of its versions, and each version."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

from flask import Response

from service.api.access import BY_KEY, shows_names, with_key
from service.api.addresses import address
from service.api.event_reads import known_shape, tag
from service.api.request import Request
from service.api.responses import as_json, conditional
from service.errors import NotFound
from service.schemas.parameters import LIMIT, whole_number
from service.store import Saved

VERSIONS = (
    LIMIT,
    whole_number("after", "Only versions after this one."),
)


def versions(request: Request) -> Response:
    """``GET /v1/events/{id}/versions``: who changed what and when, oldest first. A deleted event
    has them too. Only readers with a key see the names, unless a setting opens them."""
    after, limit = int(request.options.get("after", 0)), request.query.page.limit
    event_id = request.id
    found = request.instance.store.history.versions(known_shape(event_id), after, limit + 1)
    more = len(found) > limit
    found = (
        found[:limit]
        if shows_names(request.who, request.instance.settings)
        else [replace(e, author=None) for e in found[:limit]]
    )
    path = f"/v1/events/{event_id}/versions"
    onward = [("limit", str(limit)), ("after", str(found[-1].version))] if more else []
    link = with_key(address(path, onward)) if more else None
    response = as_json(
        {
            "items": [asdict(each) for each in found],
            "next": link,
        }
    )
    response.headers["Vary"] = BY_KEY
    if link is not None:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def version(request: Request) -> Response:
    """``GET /v1/events/{id}/versions/{n}``: the event in that version; 410 for a deletion."""
    event_id, number = request.id, request.names["n"]
    if not re.fullmatch(r"[1-9]\d{0,8}", number, re.ASCII):
        raise NotFound("a version is a whole number from 1")
    body = request.instance.store.history.document_at(known_shape(event_id), int(number))
    return conditional(
        body, "application/json", tag(request.instance.store, Saved(event_id, int(number), body))
    )
