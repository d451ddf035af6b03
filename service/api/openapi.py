"""The OpenAPI 3.1 description, made from the table of routes and the schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from service import __version__
from service.api import openapi_words as words
from service.api import session
from service.api.newness import CURSOR, LAG
from service.api.ogc_parameters import FORMAT
from service.api.openapi_input import described_input, patch_of
from service.api.openapi_schemas import PROBLEMS, SCHEMAS
from service.api.problems import TITLES
from service.schemas.documents import EXAMPLE_INPUT
from service.schemas.event import EventSchema

if TYPE_CHECKING:
    from service.api.route import Route

TEXT: dict[str, Any] = {"type": "string"}
SECURITY: dict[str, dict[str, str]] = {
    "key": {"type": "http", "scheme": "bearer",
            "description": "A key, made with dateline key create."},
    "basic": {"type": "http", "scheme": "basic",
              "description": "Any user name, and a key as the password."},
    "feedKey": {"type": "apiKey", "in": "query", "name": "key",
                "description": "A feed key, made with dateline key create --feed; for reading."},
    "signIn": {"type": "apiKey", "in": "cookie", "name": session.PLAIN,
               "description": "The cookie of the page /signin, for reading. Under https and "
                              f"without a prefix its name is {session.HOST_ONLY}."},
}  # fmt: skip
READERS, WRITERS = (*SECURITY,), ("key", "basic")
LICENCE = {"name": "MIT", "url": "https://opensource.org/license/mit"}
SEEDED = "c5plus1-ministerial-astana-2023"
"""An event of the seed, the example of an id in reads."""
EXAMPLES = {"n": "1", "code": "KZ"}


def _header(about: str, **schema: Any) -> dict[str, Any]:
    return {"schema": {"type": "string", **schema}, "description": about}


ETAG = {"ETag": _header("Identifies this state of the reply, for If-None-Match and If-Match.")}
LOCATION = {"Location": _header("URL of the new event.")}
WRITTEN = {
    CURSOR: _header(
        "The end of the change log after the write. A read that sends it back sees the write."
    )
}
BEHIND = {
    LAG: _header("Seconds by which the replica is behind the primary, if that is a second or more.")
}
REFUSED: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": _header("The ways to send a key.")},
    429: {"Retry-After": _header("Seconds to wait.")},
    503: {"Retry-After": _header("Seconds to wait.")},
}


EVENT_TAG = '"v3-json-1f0c2b7a9d8e4f60"'
MATCH = {"name": "If-Match", "in": "header", "schema": TEXT, "example": EVENT_TAG,
         "description": "The ETag that you last read. Required if the event exists: 428 without"
                        " it, 412 if the event has changed since."}  # fmt: skip
HEADERS: dict[str, list[dict[str, Any]]] = {
    "PUT": [MATCH, {"name": "If-None-Match", "in": "header",
                    "schema": {"type": "string", "enum": ["*"]},
                    "description": "Only create; also restores a deleted event."}],
    "PATCH": [MATCH],
    "DELETE": [MATCH],
    "POST": [{"name": "Idempotency-Key", "in": "header",
              "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
              "description": "If the same request is sent again with the same key, it gets the"
                             " first reply and writes nothing; another body is 422."}],
}  # fmt: skip
ROWS = {"type": "array", "items": {}}
"""The body of an import. The report of the import has the errors of a row, whatever its type."""
BODIES = {
    "POST": {"application/json": "EventInput"},
    "PUT": {"application/json": "EventInput"},
    "PATCH": {"application/merge-patch+json": "EventPatch"},
}


def describe(
    routes: Iterable[Route], title: str, public: bool, version: str = "3.1.0"
) -> dict[str, Any]:
    """The description of ``routes`` as a JSON object, in a version of OpenAPI. If ``public`` is
    true, reading needs no key. ``located`` adds the URL of the service."""
    # A path with a slash at its end repeats another route.
    routes = [each for each in routes if not each.path.endswith("/")]
    tags = {words.tag(each.path) for each in routes}
    spec = APISpec(
        title=title,
        version=__version__,
        openapi_version=version,
        info={"description": "Dated diplomatic events by date, country and more.",
              "license": LICENCE},
        tags=[{"name": name, "description": about}
              for name, (about, _) in words.TAGS.items() if name in tags],
        plugins=[MarshmallowPlugin(schema_name_resolver=_input_name)],
    )  # fmt: skip
    modern = version >= "3.1"
    if modern:
        spec.components.schema("EventInput", schema=EventSchema)
        described_input(spec.components.schemas)
        spec.components.schema("EventPatch", patch_of(spec.components.schemas["EventInput"]))
    # The other schemas use parts of JSON Schema that OpenAPI 3.0 does not have.
    for name, schema in (SCHEMAS if modern else PROBLEMS).items():
        spec.components.schema(name, schema)
    for name, scheme in SECURITY.items():
        spec.components.security_scheme(name, scheme)
    operations = [(each, _operation(each, public, modern)) for each in routes]
    statuses = {status for _, each in operations for status in each["responses"]}
    for status, about in words.STATUSES.items():
        if str(status) in statuses:
            spec.components.response(_refusal(status), {
                "description": about,
                "headers": REFUSED.get(status, {}),
                "content": {"application/problem+json": _schema("Problem")},
            })  # fmt: skip
    for route, operation in operations:
        spec.path(route.path, operations={route.method.lower(): operation})
    return _strict(spec.to_dict()) if modern else _plain(spec.to_dict())


def located(description: Mapping[str, Any], root: str) -> dict[str, Any]:
    """The description with the URL of the service, ``root``, which has no slash at its end."""
    title = description["info"]["title"]
    return {
        **description,
        "info": {**description["info"], "contact": {"name": title, "url": f"{root}/"}},
        "servers": [{"url": root, "description": title}],
    }


def _input_name(schema: Schema | type[Schema]) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema") + "Input"


def _refusal(status: int) -> str:
    return re.sub(r"\W", "", TITLES[status])


def _strict(description: dict[str, Any]) -> dict[str, Any]:
    """The description without the maximum of clamped parameters: a larger value is no error."""
    for path in description["paths"].values():
        for operation in path.values():
            for each in operation["parameters"]:
                if each.pop("x-clamped", False):
                    each["schema"].pop("maximum", None)
    return description


def _plain(part: Any) -> Any:
    """``part`` without ``examples``, which schemas have only from OpenAPI 3.1 on."""
    if isinstance(part, dict):
        return {name: _plain(each) for name, each in part.items() if name != "examples"}
    return [_plain(each) for each in part] if isinstance(part, list | tuple) else part


def _operation(route: Route, public: bool, modern: bool) -> dict[str, Any]:
    content = {route.media: _schema(route.answers)} if route.answers else {}
    if route.pages and not modern:
        content["text/html"] = {"schema": TEXT}
    headers = {**(ETAG if route.media != "text/event-stream" else {})}
    newness = BEHIND if route.scope == "read" else WRITTEN if route.scope == "write" else {}
    responses: dict[str, Any] = {
        str(status): {
            "description": words.good(route, status),
            "headers": headers | (LOCATION if status == 201 else {}) | newness,
            "content": content,
        }
        if route.answers
        else {"description": words.good(route, status), "headers": newness}
        for status in route.good
    }
    if route.method == "GET" and headers:
        about = "Not changed: the client has this state already, as `If-None-Match` says."
        responses["304"] = {"description": about, "headers": ETAG}
    # A cursor of another database is answered with 410.
    has_cursor = any(each.schema.get("format") == "cursor" for each in route.parameters)
    slow = (408,) if route.method in ("POST", "PUT", "PATCH") else ()
    for status in sorted({*route.statuses, *slow, 414, 429, 431, *([410] if has_cursor else [])}):
        responses[str(status)] = _refusal(status)
    found: dict[str, Any] = {
        "summary": route.summary,
        "description": words.description(route),
        "operationId": words.operation_id(route.method, route.path),
        "tags": [words.tag(route.path)],
        "parameters": _parameters(route, modern),
        "responses": responses,
    }
    ways = {"read": READERS, "write": WRITERS}.get(route.scope or "", ())
    found["security"] = [
        *([{}] if public and route.scope == "read" else ()), *({name: []} for name in ways)
    ]  # fmt: skip
    if route.scope == "write":
        if route.accepts:
            found["requestBody"] = {
                "description": "Each entry is an `EventInput`; one with errors is reported.",
                "required": True,
                "content": {route.accepts[0]: {"schema": ROWS}},
            }
        elif route.method in BODIES:
            content = {media: _schema(name) for media, name in BODIES[route.method].items()}
            about = "The fields to change." if route.method == "PATCH" else "The event."
            found["requestBody"] = {"description": about, "required": True, "content": content}
    return found


def _schema(answers: str | Mapping[str, Any]) -> dict[str, Any]:
    named = isinstance(answers, str)
    return {"schema": {"$ref": f"#/components/schemas/{answers}"} if named else answers}


def _parameters(route: Route, modern: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in re.findall(r"\{(\w+)\}", route.path):
        known = SEEDED if route.method == "GET" else EXAMPLE_INPUT["id"]
        found.append({
            "name": name, "in": "path", "required": True, "schema": TEXT,
            "description": words.PATH_NAMES[name], "example": EXAMPLES.get(name, known),
        })  # fmt: skip
    for each in route.parameters:
        if modern and each is FORMAT:
            continue  # this description has only one media type for a path
        # A parameter that may be repeated is an array; all its values must match.
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
    # An import needs no Idempotency-Key: if it is sent again, stored events stay as they are.
    return found if route.accepts else found + HEADERS.get(route.method, [])
