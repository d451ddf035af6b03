"""``/v1/openapi.json`` and the page to try it, all served from here."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from flask import Blueprint, Response, current_app

from service.api.context import as_json, conditional, query, root
from service.api.feeds import feeds, links
from service.api.openapi import located
from service.domain.remembered import remembered

_spec = importlib.util.find_spec("flask_swagger_ui")
ASSETS = Path(_spec.origin).parent / "dist" if _spec and _spec.origin else Path()

PAGE = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dateline: try the API</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><main id="swagger-ui"><noscript>The description is at
<a href="/v1/openapi.json">/v1/openapi.json</a>; this page needs JavaScript.</noscript></main>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>
</body></html>
"""
START = b"""window.addEventListener("load", function () {
  SwaggerUIBundle({ url: "/v1/openapi.json", dom_id: "#swagger-ui", deepLinking: true });
});
"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
blueprint = Blueprint("docs", __name__)


def openapi() -> Response:
    """``GET /v1/openapi.json``: OpenAPI 3.1."""
    query(())
    return as_json(located(current_app.extensions["dateline_openapi"], root()))


@blueprint.get("/docs")
def page() -> Response:
    """Swagger UI; its styles are set by its script, hence the one relaxed rule."""
    body = PAGE.replace(b"</head>", links(feeds()).encode() + b"</head>")
    response = conditional(body, "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    return response


@blueprint.get("/docs/start.js")
def start() -> Response:
    """Points the page at our description."""
    return conditional(START, TYPES[".js"])


@blueprint.get("/docs/<any('swagger-ui.css', 'swagger-ui-bundle.js'):name>")
def asset(name: str) -> Response:
    """A file of Swagger UI as its package ships it."""
    response = conditional(_file(name), TYPES[Path(name).suffix])
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@remembered(32)
def _file(name: str) -> bytes:
    return (ASSETS / name).read_bytes()
