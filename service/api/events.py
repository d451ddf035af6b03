"""Writing events."""

from __future__ import annotations

import re

from flask import Response, request

from service.api.context import authorize, body, instance, query, root
from service.api.reading import known_shape, tag
from service.domain.ids import new_id
from service.errors import PreconditionFailed
from service.schemas.event import load_event
from service.store import Saved


def create() -> Response:
    """``POST /v1/events``: a new event, under its own id or one we make."""
    author = authorize("write")
    query(())
    data = body()
    made = None if isinstance(data, dict) and "id" in data else new_id()
    saved = instance().store.create(load_event(data, made), author)
    return _written(saved, 201)


def put(event_id: str) -> Response:
    """``PUT /v1/events/{id}``: create, or replace under ``If-Match``."""
    author = authorize("write")
    query(())
    new = load_event(body(), known_shape(event_id))
    saved = instance().store.put(new, _version_seen(), author)
    return _written(saved, 201 if saved.outcome == "created" else 200)


def _written(saved: Saved, status: int) -> Response:
    response = Response(saved.body, status, content_type="application/json")
    response.set_etag(tag(saved, "json"))
    if status == 201:
        response.headers["Location"] = f"{root()}/v1/events/{saved.id}"
    return response


def _version_seen() -> int | None:
    """The version in ``If-Match``, ``None`` without one (RFC 9110, 13.1.1)."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    match = re.fullmatch(r'\s*"v(\d{1,9})-[^"]*"\s*', header)
    if match is None:
        raise PreconditionFailed("If-Match must be the ETag that a read of the event gave")
    return int(match[1])
