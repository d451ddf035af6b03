"""Writing events: creating, replacing, correcting, deleting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson
import xxhash
from flask import Response, request

from service.api.access import authorize, key_number
from service.api.conditions import only_new, seen
from service.api.context import body, instance, query, root
from service.api.event_reads import known_shape, tag
from service.domain.event import Event
from service.domain.ids import new_id
from service.errors import FieldError, Invalid
from service.schemas.event import load_event
from service.store import Reply, Saved

TOKEN = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


def create() -> Response:
    """``POST /v1/events``: a new event, under its own id or one we make.

    Under an ``Idempotency-Key`` the same request again gets the reply of the first.
    """
    author = authorize("write")
    query(())
    data = body()
    made = None if isinstance(data, dict) and "id" in data else new_id()
    event = load_event(data, made)
    return once(lambda: written(instance().store.create(event, author), 201))


def once(work: Any) -> Response:
    """The reply of ``work``, done once for each ``Idempotency-Key`` of the key that asks."""
    token = request.headers.get("Idempotency-Key")
    if token is None:
        response: Response = work()
        return response
    if not TOKEN.fullmatch(token):
        raise Invalid("Idempotency-Key has 1 to 200 printable characters and no space")
    asked = b"\n".join((request.method.encode(), request.full_path.encode(), request.get_data()))

    def reply() -> Reply:
        done: Response = work()
        kept = {name: value for name, value in done.headers if name != "Content-Length"}
        return Reply(done.status_code, kept, done.get_data())

    found = instance().store.replies.once(
        key_number(), token, xxhash.xxh3_128_hexdigest(asked), reply
    )
    response = Response(found.body, found.status, found.headers)
    if found.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def put(event_id: str) -> Response:
    """``PUT /v1/events/{id}``: create, replace under ``If-Match``, or restore what was
    deleted under ``If-None-Match: *``."""
    author = authorize("write")
    query(())
    new = load_event(body(), known_shape(event_id))
    saved = instance().store.put(new, seen(), author, only_new())
    return written(saved, 201 if saved.outcome == "created" else 200)


def patch(event_id: str) -> Response:
    """``PATCH /v1/events/{id}``: a JSON merge-patch (RFC 7396) under ``If-Match``."""
    author = authorize("write")
    query(())
    change = body()

    def corrected(stored: Saved) -> Event:
        if not isinstance(change, Mapping):
            fault = FieldError("is not an object", pointer="")
            raise Invalid("a merge-patch of an event is a JSON object", [fault])
        return load_event(merged(orjson.loads(stored.body), change), event_id)

    saved = instance().store.patch(known_shape(event_id), seen(), corrected, author)
    return written(saved, 200)


def merged(target: Any, change: Any) -> Any:
    """``change`` laid over ``target``: RFC 7396, section 2."""
    if not isinstance(change, Mapping):
        return change
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in change.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def delete(event_id: str) -> Response:
    """``DELETE /v1/events/{id}`` under ``If-Match``: a tombstone stays, and ``410``."""
    author = authorize("write")
    query(())
    instance().store.delete(known_shape(event_id), seen(), author)
    return Response(status=204)


def written(saved: Saved, status: int) -> Response:
    """The event as stored, with its ETag."""
    response = Response(saved.body, status, content_type="application/json")
    response.set_etag(tag(saved))
    if status == 201:
        response.headers["Location"] = f"{root()}/v1/events/{saved.id}"
    return response
