"""Every error as ``application/problem+json`` (RFC 9457); nothing internal in it."""

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
from werkzeug.exceptions import HTTPException

from service import errors
from service.api.access import challenges
from service.api.plus_signs import explained as explained_plus
from service.api.proxy_headers import request_id
from service.asgi import Environ
from service.deadline import forget
from service.store.database import explained

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
FOR_THE_OPERATOR = (errors.Full, errors.ReadOnly, errors.Lost, errors.Unknown, errors.Damaged)
"""These are logged: they last until somebody does something."""
FAILED = "Something failed on our side; it has been logged."
log = logging.getLogger("dateline")


def problem(status: int, detail: str, faults: list[errors.FieldError] | None = None) -> Response:
    """A problem document; ``about:blank`` says that the status is all the type there is."""
    text = orjson.dumps(_document(status, detail, faults or []))
    response = Response(text, status, mimetype="application/problem+json")
    if status == 401:
        response.headers.setlist("WWW-Authenticate", challenges())
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def log_failure(environ: dict[str, Any], route: str | None, error: BaseException) -> None:
    """Write one line of JSON with what is needed to find out what failed. It has neither the
    query nor headers nor bodies, for those may hold what is secret."""
    line = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "id": request_id(environ),
        "method": environ.get("REQUEST_METHOD"), "route": route, "status": 500,
        "error": type(error).__name__, "traceback": "".join(traceback.format_exception(error)),
    }  # fmt: skip
    log.error(json.dumps(line))


def last_resort(environ: dict[str, Any], start: Any, error: Exception) -> list[bytes]:
    """A problem where there is no request to answer within (WSGI, PEP 3333)."""
    log_failure(environ, None, error)
    start(
        f"500 {_title(500)}",
        [("Content-Type", "application/problem+json"), ("X-Request-Id", request_id(environ))],
    )
    return [orjson.dumps(_document(500, FAILED, []))]


def described(error: errors.DatelineError) -> dict[str, Any]:
    """The problem document of an error that cannot have a reply of its own."""
    return _document(STATUS[type(error)], error.detail, error.errors)


def _document(status: int, detail: str, faults: list[errors.FieldError]) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "about:blank", "title": _title(status),
                            "status": status, "detail": detail}  # fmt: skip
    if faults:
        body["errors"] = [each.as_dict() for each in faults]
    # A lone surrogate of a hostile query cannot be JSON; a replacement mark can.
    return {name: _clean(value) for name, value in body.items()}


def _title(status: int) -> str:
    """The words of the standard (RFC 9457, 4.2.1)."""
    return TITLES.get(status) or HTTPStatus(status).phrase


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return value


def register(app: Flask, admit: Callable[[Environ], None]) -> None:
    """Answer every failure with a problem, and what ``admit`` raises of a request."""

    @app.before_request
    def refuse() -> None:
        environ = request.environ
        error = environ.get(REFUSED)
        if error is not None:
            raise error
        admit(environ)

    @app.errorhandler(errors.DatelineError)
    def ours(error: errors.DatelineError) -> Response:
        if isinstance(error, FOR_THE_OPERATOR):
            log.error(error.detail)
        query_string = str(request.environ.get("QUERY_STRING", ""))
        return problem(
            STATUS[type(error)], error.detail, explained_plus(error.errors, query_string)
        )

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if status < 400:
            return error  # a redirect
        response = problem(status, error.description or _title(status))
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        known = explained(error)
        if isinstance(known, errors.DatelineError):
            return ours(known)
        if known is not None:  # the work goes on elsewhere
            raise known
        log_failure(request.environ, str(request.url_rule) if request.url_rule else None, error)
        forget(error)
        return problem(500, FAILED)
