"""Shows a problem to a person as a page; programs still get the JSON."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Flask, Response, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from service.api.access import caller
from service.api.language import gettext, language, link_to
from service.api.proxy_headers import current
from service.languages import DEFAULT, mark
from service.web.form_errors import sentence
from service.web.html import page
from service.web.problem_messages import translated
from service.web.signin import to_sign_in

MACHINES = ("/v1/", "/ogc", "/oembed")
"""Paths whose clients are programs, whatever they accept."""

TITLES = {
    400: mark("Bad Request"), 401: mark("Unauthorized"), 403: mark("Forbidden"),
    404: mark("Not Found"), 405: mark("Method Not Allowed"), 410: mark("Gone"),
    413: mark("Content Too Large"), 414: mark("URI Too Long"),
    415: mark("Unsupported Media Type"), 429: mark("Too Many Requests"),
    500: mark("Internal Server Error"), 503: mark("Service Unavailable"),
}  # fmt: skip
"""Names of status codes; others have the title of the problem itself."""


def register(app: Flask) -> None:
    """Make the application show problems outside the API to browsers as pages."""

    @app.after_request
    def shown(response: Response) -> BaseResponse:
        if response.status_code < 400 or request.path.startswith(MACHINES):
            return response
        response.vary.add("Accept")
        if response.mimetype != "application/problem+json" or not by_a_person():
            return response
        if response.status_code == 401 and nothing_shown():
            return to_sign_in(current())
        problem = orjson.loads(response.get_data())
        gone = response.status_code == 410 and request.path.startswith("/events/")
        versions = link_to(f"{request.path}/versions") if gone else None
        made = page(
            "problem.html",
            response.status_code,
            problem=problem,
            title=gettext(TITLES.get(response.status_code, problem["title"])),
            detail=detail(problem),
            versions=versions,
            meant=paths_meant(problem),
        )
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            made.headers.setlist(name, response.headers.getlist(name))
        made.vary.add("Accept")
        made.headers["Cache-Control"] = "no-store"
        return made


def detail(problem: dict[str, Any]) -> str:
    """The errors of a query in the reader's language, or the detail of the problem."""
    errors = problem.get("errors", ()) if problem["status"] != 404 else ()
    found = [sentence(each.get("parameter"), each["detail"]) for each in errors]
    said = "\n".join(found) or translated(problem["detail"])
    if problem["status"] == 503 and said == problem["detail"] and language().code != DEFAULT:
        # The other reasons are for an operator, who finds them in the log.
        return gettext("The service cannot answer at this moment. Try again later.")
    return said


def paths_meant(problem: dict[str, Any]) -> Markup | None:
    """Links to the paths that are spelled like the one where nothing is, if there are any."""
    paths = [path for each in problem.get("errors", ()) for path in each.get("nearest", ())]
    if problem["status"] != 404 or not paths:
        return None
    links = [Markup('<a href="{}">{}</a>').format(link_to(path), path) for path in paths]
    return Markup(language().one_of(list(map(str, links))))  # noqa: S704  the parts are escaped


def nothing_shown() -> bool:
    """Whether a reader came without any key, so that the page may ask for one."""
    return request.method in ("GET", "HEAD") and caller().error is None


def by_a_person() -> bool:
    """Whether the client accepts ``text/html``; most programs send ``*/*`` or nothing."""
    return any(name == "text/html" and quality > 0 for name, quality in request.accept_mimetypes)
