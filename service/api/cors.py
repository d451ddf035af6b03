"""Reads from pages of any origin (the Fetch standard, "CORS protocol").

Three fixed headers and the preflight. A library that weighs rules for each request took a
sixth of the time of a read.
"""

from __future__ import annotations

from flask import Flask, Response, request

SHARED = ("/v1/", "/ogc")
ALLOW_HEADERS = "Authorization, If-None-Match, Last-Event-ID"
EXPOSE_HEADERS = (
    "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id,"
    " Accept-Ranges, Content-Range, Dateline-Hints, Dateline-Ranked"
)
METHODS = "GET, HEAD, OPTIONS"
DAY = "86400"


def register(app: Flask) -> None:
    """Let pages of any origin read what stands under ``SHARED``.

    Every reply also says that its media type is not to be guessed at.
    """

    @app.after_request
    def share(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        if request.path.startswith(SHARED):
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = EXPOSE_HEADERS
            if request.method == "OPTIONS":
                headers["Access-Control-Allow-Methods"] = METHODS
                headers["Access-Control-Allow-Headers"] = ALLOW_HEADERS
                headers["Access-Control-Max-Age"] = DAY
        return response
