"""The OpenAPI 3.1 description, made from the table of routes and the schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from service import __version__
from service.api import session
from service.api.problems import TITLES
from service.schemas.event import EventSchema

if TYPE_CHECKING:
    from service.api.routes import Route

TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}


def _object(properties: dict[str, Any], more: bool = False) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties),
            **({} if more else {"additionalProperties": False})}  # fmt: skip


def _items(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": kind}


AMOUNTS = _items(_object({"currency": TEXT, "stage": TEXT, "value": TEXT}))
COUNT = {"type": "integer", "minimum": 0}
BUCKET = _object({"start": TEXT, "end": TEXT, "count": COUNT, "amounts": AMOUNTS})
IMPRECISE = _object({"date": TEXT, "precision": TEXT, "count": COUNT, "amounts": AMOUNTS})
CHANGE = _object({
    "cursor": TEXT, "type": {"enum": ["created", "updated", "deleted"]}, "id": TEXT,
    "version": {"type": "integer", "minimum": 1}, "at": TEXT,
    "event": {"anyOf": [{"$ref": "#/components/schemas/Event"}, {"type": "null"}]}})  # fmt: skip
SCHEMAS: dict[str, dict[str, Any]] = {
    "Event": _object({"id": TEXT, "title": TEXT, "summary": MAYBE, "date": TEXT,
                      "date_display": TEXT, "earliest": MAYBE, "latest": MAYBE,
                      "precision": TEXT, "extent": TEXT, "category": TEXT, "status": TEXT,
                      "countries": _items(_object({"code": TEXT, "name": TEXT, "role": TEXT})),
                      "version": {"type": "integer", "minimum": 1}, "created_at": TEXT,
                      "updated_at": TEXT}, more=True),
    "EventList": _object({"items": _items({"type": "object"}), "next": MAYBE,
                          "total": {"type": ["integer", "null"]},
                          "total_is": {"enum": ["exact", "at_least", "unknown"]}}),
    "Histogram": {"type": "object", "properties": {
        "interval": TEXT, "buckets": _items(BUCKET), "imprecise": _items(IMPRECISE),
        "by": TEXT, "series": _items({"type": "object"})}, "required": ["interval"]},
    "Anniversaries": _object({"from": TEXT, "to": TEXT, "items": _items(_object({
        "on": TEXT, "years": COUNT, "event": {"$ref": "#/components/schemas/Event"}})),
        "complete": {"type": "boolean"}}),
    "Vocabulary": {"type": "object", "properties": {"items": _items({"type": "object"}),
                   "complete": {"type": "boolean"}}, "required": ["items"]},
    "Country": _object({"code": TEXT, "alpha3": TEXT, "numeric": MAYBE, "name": TEXT,
                        "official_name": TEXT, "events": COUNT}, more=True),
    "Versions": _object({"items": _items(_object({
        "version": COUNT, "type": TEXT, "at": TEXT, "author": MAYBE,
        "changed": _items(TEXT)})), "next": MAYBE}),
    "Changes": _object({"items": _items(CHANGE), "cursor": TEXT, "more": {"type": "boolean"},
                        "next": TEXT}),
    "Change": CHANGE,
    "ImportReport": _object({
        "created": COUNT, "updated": COUNT, "unchanged": COUNT, "rejected": COUNT,
        "folded": COUNT, "warnings": COUNT, "duplicates": COUNT,
        "dry_run": {"type": "boolean"}, "stopped": {"type": "boolean"},
        "entries": _items({"type": "object"}),
        "problem": {"anyOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "null"}]}}),
    "OpenApi": {"type": "object"},
    "Status": _object({"status": TEXT}),
    "Problem": {"type": "object", "properties": {
        "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT,
        "errors": _items({"type": "object"})}, "required": ["type", "title", "status", "detail"]},
}  # fmt: skip
SECURITY: dict[str, dict[str, str]] = {
    "key": {"type": "http", "scheme": "bearer",
            "description": "A key, made with dateline key create."},
    "basic": {"type": "http", "scheme": "basic",
              "description": "Any user name, and a key as the password."},
    "feedKey": {"type": "apiKey", "in": "query", "name": "key",
                "description": "A feed key, made with dateline key create --feed; for reading."},
    "signIn": {"type": "apiKey", "in": "cookie", "name": session.PLAIN,
               "description": "What the page /signin gives; for reading. Under https its name "
                              f"is {session.HOST_ONLY}, where no prefix is in front."},
}  # fmt: skip
READERS, WRITERS = (*SECURITY,), ("key", "basic")
ETAG = {"ETag": {"schema": TEXT, "description": "Strong; for If-None-Match and If-Match."}}


EVENT_TAG = '"v3-json-1f0c2b7a9d8e4f60"'
MATCH = {"name": "If-Match", "in": "header", "schema": TEXT, "example": EVENT_TAG,
         "description": "The ETag last read; needed where the event exists, 428 without it, "
                        "412 where the event has changed since."}  # fmt: skip
HEADERS: dict[str, list[dict[str, Any]]] = {
    "PUT": [MATCH, {"name": "If-None-Match", "in": "header", "schema": {"enum": ["*"]},
                    "description": "Only create; also restores a deleted event."}],
    "PATCH": [MATCH],
    "DELETE": [MATCH],
    "POST": [{"name": "Idempotency-Key", "in": "header",
              "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
              "description": "The same request again under the same key gets the reply of the "
                             "first and writes nothing; another body is 422."}],
}  # fmt: skip
BODIES = {
    "POST": {"application/json": "EventInput"},
    "PUT": {"application/json": "EventInput"},
    "PATCH": {"application/merge-patch+json": "EventPatch"},
}


def describe(
    routes: Iterable[Route], title: str, public: bool, version: str = "3.1.0"
) -> dict[str, Any]:
    """The description of ``routes`` as a JSON object, in a version of OpenAPI. ``public`` says
    whether reading needs no key."""
    spec = APISpec(
        title=title,
        version=__version__,
        openapi_version=version,
        info={"description": "Dated diplomatic events by date, country and more."},
        plugins=[MarshmallowPlugin()],
    )
    modern = version >= "3.1"
    if modern:
        spec.components.schema("EventInput", schema=EventSchema)
        spec.components.schema("EventPatch", _patch(spec.components.schemas["EventInput"]))
    for name, schema in SCHEMAS.items():
        if modern or name == "Problem":  # the others say what OpenAPI 3.0 cannot
            spec.components.schema(name, schema)
    for name, scheme in SECURITY.items():
        spec.components.security_scheme(name, scheme)
    for route in routes:
        spec.path(route.path, operations={route.method.lower(): _operation(route, public)})
    return _strict(spec.to_dict()) if modern else _plain(spec.to_dict())


def _strict(description: dict[str, Any]) -> dict[str, Any]:
    """Without the bounds to which a parameter is merely drawn: beyond them is no fault."""
    for path in description["paths"].values():
        for operation in path.values():
            for each in operation["parameters"]:
                if each.pop("x-clamped", False):
                    each["schema"].pop("maximum", None)
    return description


def _plain(part: Any) -> Any:
    """Without the ``examples`` that a schema has only from OpenAPI 3.1 on."""
    if isinstance(part, dict):
        return {name: _plain(each) for name, each in part.items() if name != "examples"}
    return [_plain(each) for each in part] if isinstance(part, list | tuple) else part


def _patch(event: dict[str, Any]) -> dict[str, Any]:
    """A merge-patch of ``event``: nothing is required, and ``null`` takes away."""
    return {
        "type": "object",
        "properties": {
            name: {"anyOf": [each, {"type": "null"}]} for name, each in event["properties"].items()
        },
    }


def _operation(route: Route, public: bool) -> dict[str, Any]:
    one = "{id}" in route.path
    content = {route.media: _schema(route.answers)} if route.answers else {}
    content |= {
        each.essence: _schema((one and each.single) or each.schema) for each in route.offers
    }
    if route.pages:
        content["text/html"] = {"schema": TEXT}
    responses: dict[str, Any] = {
        str(status): {"description": route.summary, "headers": ETAG, "content": content}
        if route.answers
        else {"description": route.summary}
        for status in route.good
    }
    if route.method == "GET":
        responses["304"] = {"description": "The client has it already."}
    # A cursor can be of another database.
    gone = any(each.schema.get("format") == "cursor" for each in route.parameters)
    slow = (408,) if route.method in ("POST", "PUT", "PATCH") else ()
    for status in sorted({*route.statuses, *slow, 414, 429, 431, *([410] if gone else [])}):
        responses[str(status)] = {
            "description": TITLES[status],
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    found: dict[str, Any] = {
        "summary": route.summary,
        "operationId": _operation_id(route),
        "parameters": _parameters(route),
        "responses": responses,
    }
    ways = {"read": READERS, "write": WRITERS}.get(route.scope or "", ())
    found["security"] = [
        *([{}] if public and route.scope == "read" else ()), *({name: []} for name in ways)
    ]  # fmt: skip
    if route.scope == "write":
        if route.accepts:
            rows = {"type": "array", "items": {"type": "object"}}
            found["requestBody"] = {"required": True, "content": {
                media: {"schema": rows if media == "application/json" else TEXT}
                for media in route.accepts
            }}  # fmt: skip
        elif route.method in BODIES:
            content = {media: _schema(name) for media, name in BODIES[route.method].items()}
            found["requestBody"] = {"required": True, "content": content}
    return found


def _operation_id(route: Route) -> str:
    name = re.sub(r"\W+", "_", f"{route.method.lower()} {route.path}").strip("_")
    return f"{name}_slash" if route.path.endswith("/") else name


def _schema(answers: str | Mapping[str, Any]) -> dict[str, Any]:
    named = isinstance(answers, str)
    return {"schema": {"$ref": f"#/components/schemas/{answers}"} if named else answers}


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": TEXT}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    for each in route.parameters:
        # A repeated parameter means "and".
        schema = {"type": "array", "items": each.schema} if each.many else dict(each.schema)
        found.append(
            {
                "name": each.name,
                "in": "query",
                "description": each.help,
                "schema": schema,
                **({"x-clamped": True} if each.clamped else {}),
                **({"style": "form", "explode": each.many} if schema["type"] == "array" else {}),
            }
        )
    return found + HEADERS.get(route.method, [])
