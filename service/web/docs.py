"""Serves ``/docs``, the description of the API to read and to try."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from flask import Response

from service.api.request import Request
from service.api.responses import conditional
from service.domain.result_cache import cached
from service.web.html import page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_spec = importlib.util.find_spec("flask_swagger_ui")
ASSETS = Path(_spec.origin).parent / "dist" if _spec and _spec.origin else Path()
FILES = {"swagger-ui.css": "text/css; charset=utf-8",
         "swagger-ui-bundle.js": "text/javascript; charset=utf-8"}  # fmt: skip
"""Files of Swagger UI that the page loads, and their media types."""

START = b"""const start = document.getElementById("swagger-ui");
const dark = matchMedia("(prefers-color-scheme: dark)");
const shade = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", shade);
shade();
// Swagger UI has a part and a choice without names, and links inside of buttons.
function mend() {
  const part = start.querySelector(".scheme-container");
  part?.setAttribute("role", "region");
  part?.setAttribute("aria-label", "Server and key");
  start.querySelector("#servers")?.setAttribute("aria-label", "Server");
  for (const each of start.querySelectorAll(".opblock-summary-control a")) each.tabIndex = -1;
}
new MutationObserver(mend).observe(start, { childList: true, subtree: true });
window.addEventListener("load", function () {
  SwaggerUIBundle({
    url: start.dataset.url, dom_id: "#swagger-ui", docExpansion: "none",
    defaultModelsExpandDepth: 0, syntaxHighlight: { theme: dark.matches ? "monokai" : "idea" },
  });
});
"""
"""The script that opens the description, folded under its tags; dark if the reader's system is."""


def docs(request: Request) -> Response:
    """``GET /docs``: Swagger UI; its script sets styles, so the policy allows inline styles."""
    response = page("docs.html")
    response.headers["Content-Security-Policy"] = POLICY
    return response


def start(request: Request) -> Response:
    """``GET /docs/start.js``: points the page at our description."""
    return conditional(START, FILES["swagger-ui-bundle.js"])


def file(name: str, request: Request) -> Response:
    """``GET /docs/{name}``: a file of Swagger UI as its package ships it."""
    response = conditional(_file(name), FILES[name])
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@cached(4)
def _file(name: str) -> bytes:
    return (ASSETS / name).read_bytes()
