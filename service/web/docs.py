"""``/docs``: the description of the API, to read and to try."""

from __future__ import annotations

from flask import Response

from service.api.context import query
from service.schemas.parameters import LANG
from service.web.html import page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def docs() -> Response:
    """``GET /docs``: Swagger UI; its styles are set by its script, hence the one relaxed rule."""
    query((LANG,))
    response = page("docs.html")
    response.headers["Content-Security-Policy"] = POLICY
    return response
