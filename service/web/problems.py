"""A problem, shown to a person as a page; programs keep getting the JSON."""

from __future__ import annotations

import orjson
from flask import Flask, Response, request

from service.web.html import page

MACHINES = ("/v1/", "/ogc")
"""Here a program is answered, whatever it accepts."""


def register(app: Flask) -> None:
    """Show the problems that browsers meet outside the API."""

    @app.after_request
    def shown(response: Response) -> Response:
        if response.status_code < 400 or request.path.startswith(MACHINES):
            return response
        response.vary.add("Accept")
        if response.mimetype != "application/problem+json" or not by_a_person():
            return response
        made = page("problem.html", response.status_code, problem=orjson.loads(response.get_data()))
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            made.headers.setlist(name, response.headers.getlist(name))
        made.vary.add("Accept")
        made.headers["Cache-Control"] = "no-store"
        return made


def by_a_person() -> bool:
    """Browsers name text/html; most programs say ``*/*`` or nothing."""
    return any(name == "text/html" and quality > 0 for name, quality in request.accept_mimetypes)
