"""Writing events: creating, replacing, correcting, deleting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import xxhash
from flask import Response

from service.api.addresses import root
from service.api.conditions import only_new, state_condition
from service.api.event_reads import known_shape, tag
from service.api.json_bodies import read_json
from service.api.request import Request
from service.domain.event import Event
from service.domain.ids import new_id
from service.errors import FieldError, Gone, Invalid, NotFound
from service.schemas.compiled_check import read_event
from service.schemas.computed_fields import contradictions
from service.store import Reply, Saved, Store

TOKEN = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


def create(request: Request) -> Response:
    """``POST /v1/events``: a new event, under its own id or a generated one.

    With an ``Idempotency-Key``, the same request sent again gets the reply of the first.
    """
    store, author = request.instance.store, request.author
    data = read_json(request.sent)
    made = None if isinstance(data, dict) and "id" in data else new_id()
    event = read_event(data, made)
    _require_consistent(data, event)
    return once_per_key(request, lambda: write_reply(store, store.create(event, author), 201))


def once_per_key(request: Request, work: Callable[[], Response]) -> Response:
    """The reply of ``work``, done once for each ``Idempotency-Key`` of the caller's key."""
    sent = request.sent
    token = sent.headers.get("Idempotency-Key")
    if token is None:
        return work()
    if not TOKEN.fullmatch(token):
        raise Invalid("Idempotency-Key has 1 to 200 printable characters and no space")
    sent_text = b"\n".join((sent.method.encode(), sent.full_path.encode(), sent.get_data()))

    def reply() -> Reply:
        done = work()
        kept = {name: value for name, value in done.headers if name != "Content-Length"}
        return Reply(done.status_code, kept, done.get_data())

    key = request.who.key
    found = request.instance.store.replies.once(
        key.number if key else 0, token, xxhash.xxh3_128_hexdigest(sent_text), reply
    )
    response = Response(found.body, found.status, found.headers)
    if found.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def put(request: Request) -> Response:
    """``PUT /v1/events/{id}``: create an event, replace it under ``If-Match``, or restore a deleted
    event under ``If-None-Match: *``."""
    store, sent = request.instance.store, request.sent
    data = read_json(sent)
    new = read_event(data, known_shape(request.id))
    _require_consistent(data, new, lambda: _stored(store, new.id))
    saved = store.put(new, state_condition(store, sent), request.author, only_new(sent))
    return write_reply(store, saved, 201 if saved.outcome == "created" else 200)


def patch(request: Request) -> Response:
    """``PATCH /v1/events/{id}``: a JSON merge-patch (RFC 7396) under ``If-Match``."""
    store, event_id = request.instance.store, request.id
    change = read_json(request.sent)

    def corrected(stored: Saved) -> Event:
        if not isinstance(change, Mapping):
            error = FieldError("is not an object", pointer="")
            raise Invalid("a merge-patch of an event is a JSON object", [error])
        event = read_event(merged(orjson.loads(stored.body), change), event_id)
        _require_consistent(change, event, lambda: stored)
        return event

    known, judge = known_shape(event_id), state_condition(store, request.sent)
    saved = store.patch(known, judge, corrected, request.author)
    return write_reply(store, saved, 200)


def merged(target: Any, change: Any) -> Any:
    """``target`` with the merge-patch ``change`` applied: RFC 7396, section 2."""
    if not isinstance(change, Mapping):
        return change
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in change.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def _stored(store: Store, event_id: str) -> Saved | None:
    try:
        return store.get(event_id)
    except (NotFound, Gone):
        return None


def _require_consistent(
    given: Mapping[str, Any], event: Event, stored: Callable[[], Saved | None] = lambda: None
) -> None:
    """Raises ``Invalid`` if a computed field in the body contradicts the field from which it
    follows. A field that has the value of the stored event was read with it, before the client
    changed the other."""
    errors = contradictions(given, event)
    if errors and (now := stored()) is not None:
        read = orjson.loads(now.body)
        errors = [each for each in errors if not each.repeats(given, read)]
    if errors:
        raise Invalid("the event has errors; nothing was stored", [each.error for each in errors])


def delete(request: Request) -> Response:
    """``DELETE /v1/events/{id}`` under ``If-Match``. A tombstone stays, and reads get ``410``."""
    store = request.instance.store
    store.delete(known_shape(request.id), state_condition(store, request.sent), request.author)
    return Response(status=204)


def write_reply(store: Store, saved: Saved, status: int) -> Response:
    """The reply to a write: the event as stored, with its ETag."""
    response = Response(saved.body, status, content_type="application/json")
    response.set_etag(tag(store, saved))
    if status == 201:
        response.headers["Location"] = f"{root()}/v1/events/{saved.id}"
    return response
