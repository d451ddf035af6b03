"""Every error as ``application/problem+json`` (RFC 9457); nothing internal in it."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from service import errors

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
    errors.Unavailable: 503,
    errors.Full: 507,
}
TITLES = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 422: "Unprocessable Content", 428: "Precondition Required",
    429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 503: "Service Unavailable", 507: "Insufficient Storage",
}  # fmt: skip
log = logging.getLogger("dateline")


def problem(status: int, detail: str, faults: list[errors.FieldError] | None = None) -> Response:
    """A problem document; ``about:blank`` says that the status is all the type there is."""
    text = orjson.dumps(_document(status, detail, faults or []))
    response = Response(text, status, mimetype="application/problem+json")
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="dateline"'
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


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


def register(app: Flask) -> None:
    """Answer every failure with a problem."""

    @app.errorhandler(errors.DatelineError)
    def ours(error: errors.DatelineError) -> Response:
        if isinstance(error, errors.Full):
            log.error(error.detail)
        return problem(STATUS[type(error)], error.detail, error.errors)

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
        log.exception("unexpected failure", exc_info=error)
        return problem(500, "Something failed on our side; it has been logged.")
