"""Every error as ``application/problem+json`` (RFC 9457), without internal details."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge

from service import errors
from service.api.access import challenges
from service.api.plus_signs import explained as explained_plus
from service.api.proxy_headers import current, request_id
from service.api.usual_paths import usual_paths
from service.asgi import Environ
from service.deadline import forget
from service.domain.near_spellings import nearest
from service.store.database import explained
from service.store.keys import without_keys

STATUS: dict[type[errors.DatelineError], int] = {
    errors.Invalid: 400,
    errors.Unauthorized: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.NotAcceptable: 406,
    errors.Slow: 408,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.PreconditionFailed: 412,
    errors.Mismatch: 422,
    errors.PreconditionRequired: 428,
    errors.TooManyRequests: 429,
    errors.NotInstalled: 501,
    errors.Unavailable: 503,
    errors.Busy: 503,
    errors.ReadOnly: 503,
    errors.Lost: 503,
    errors.Refused: 503,
    errors.Unknown: 503,
    errors.Damaged: 503,
    errors.Full: 507,
}
TITLES = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 416: "Range Not Satisfiable", 422: "Unprocessable Content",
    428: "Precondition Required", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
    507: "Insufficient Storage",
}  # fmt: skip
REFUSED = "dateline.refused"
"""In the WSGI environment: the error with which the server answers instead of a resource."""
FOR_THE_OPERATOR = (
    errors.Full, errors.ReadOnly, errors.Lost, errors.Refused, errors.Unknown, errors.Damaged,
)  # fmt: skip
"""These errors are logged, because they last until an operator acts."""
MOST_PATHS = 3
"""Paths that an error names at most."""
FAILED = "Something failed on our side; it has been logged."
log = logging.getLogger("dateline")


def problem(status: int, detail: str, found: list[errors.FieldError] | None = None) -> Response:
    """The reply with a problem document. Its type ``about:blank`` says that the status has all
    information."""
    text = orjson.dumps(_document(status, detail, found or []))
    response = Response(text, status, mimetype="application/problem+json")
    # Otherwise caches may keep a 404 or a 410 (RFC 9110, 15.1), and would not see a new event.
    response.headers["Cache-Control"] = "no-cache"
    if status == 401:
        response.headers.setlist("WWW-Authenticate", challenges())
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def log_failure(environ: dict[str, Any], route: str | None, error: BaseException) -> None:
    """Write one line of JSON with the facts that are needed to find the failure. It has no query,
    headers or body, because these may contain secrets."""
    line = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "id": request_id(environ),
        "method": environ.get("REQUEST_METHOD"), "route": route, "status": 500,
        "error": type(error).__name__, "traceback": "".join(traceback.format_exception(error)),
    }  # fmt: skip
    log.error(without_keys(json.dumps(line)))


def last_resort(environ: dict[str, Any], start: Any, error: Exception) -> list[bytes]:
    """A problem for a failure outside the handling of a request by the framework (WSGI, PEP
    3333)."""
    log_failure(environ, None, error)
    start(
        f"500 {_title(500)}",
        [
            ("Content-Type", "application/problem+json"),
            ("Cache-Control", "no-cache"),
            ("X-Request-Id", request_id(environ)),
        ],
    )
    return [orjson.dumps(_document(500, FAILED, []))]


def described(error: errors.DatelineError) -> dict[str, Any]:
    """The problem document of an error, for a reply that has been begun with another status."""
    return _document(STATUS[type(error)], error.detail, error.errors)


def _document(status: int, detail: str, found: list[errors.FieldError]) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "about:blank", "title": _title(status),
                            "status": status, "detail": detail}  # fmt: skip
    if found:
        body["errors"] = [each.as_dict() for each in found]
    # A hostile query may contain a lone surrogate, which JSON cannot hold. A "?" replaces it.
    return {name: _clean(value) for name, value in body.items()}


def _title(status: int) -> str:
    """The phrase of the HTTP status, which RFC 9457, 4.2.1 recommends."""
    return TITLES.get(status) or HTTPStatus(status).phrase


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return value


def _nearest_paths(app: Flask) -> list[errors.FieldError]:
    """The paths whose spelling is near to the path of the request. A variable part of a path is
    taken from the request: ``/v1/events/a.jsn`` may be ``/v1/events/a.json``. A slash at the end
    is no part of its own."""
    path = "/" + request.path.strip("/")
    readable = (
        _path_like(rule.rule, path)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    )
    choices = dict.fromkeys(each for each in readable if each not in (None, request.path))
    like = (path,) if path in choices else nearest(path, (each for each in choices if each))
    near = tuple(dict.fromkeys((*usual_paths(request.path), *like)))[:MOST_PATHS]
    return [errors.FieldError(f"did you mean {' or '.join(near)}?", nearest=near)] if near else []


def _path_like(rule: str, path: str) -> str | None:
    """The path of a rule with the variable parts of ``path``; ``None`` if it has another number of
    parts."""
    if "<" not in rule:
        return rule
    parts, given = rule.split("/"), path.split("/")
    if len(parts) != len(given):
        return None
    return "/".join(
        one if not one.startswith("<") else given_part.partition(".")[0] + one.partition(">")[2]
        for one, given_part in zip(parts, given, strict=True)
    )


def register(app: Flask, admit: Callable[[Environ], None]) -> None:
    """Answer every failure with a problem, also those that ``admit`` raises for a request."""

    @app.before_request
    def refuse() -> None:
        environ = current().environ
        error = environ.get(REFUSED)
        if error is not None:
            raise error
        admit(environ)

    @app.errorhandler(errors.DatelineError)
    def ours(error: errors.DatelineError) -> Response:
        if isinstance(error, FOR_THE_OPERATOR):
            log.error(error.detail)
        query_string = str(request.environ.get("QUERY_STRING", ""))
        response = problem(
            STATUS[type(error)], error.detail, explained_plus(error.errors, query_string)
        )
        if isinstance(error, errors.NotAcceptable):  # RFC 9110, 12.5.5
            response.headers["Vary"] = "Accept"
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if status < 400:
            return error  # a redirect
        lost = isinstance(error, NotFound) and error is request.routing_exception
        near = _nearest_paths(app) if lost else []
        detail = error.description or _title(status)
        if isinstance(error, RequestEntityTooLarge):
            detail = f"the body is longer than {request.max_content_length} bytes"
        response = problem(status, detail, near)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        known = explained(error)
        if isinstance(known, errors.DatelineError):
            return ours(known)
        if known is not None:  # the reply is rebuilt elsewhere
            raise known
        log_failure(request.environ, str(request.url_rule) if request.url_rule else None, error)
        forget(error)
        return problem(500, FAILED)
