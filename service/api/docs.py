"""``/v1/openapi.json``, and the files of the page to try it (``service.web.docs``)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from flask import Blueprint, Response, current_app

from service.api.context import as_json, conditional, query, root
from service.api.openapi import located
from service.domain.result_cache import remembered

_spec = importlib.util.find_spec("flask_swagger_ui")
ASSETS = Path(_spec.origin).parent / "dist" if _spec and _spec.origin else Path()

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
"""Opens the description, folded under its tags, dark where the reader's system is."""
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
blueprint = Blueprint("docs", __name__)


def openapi() -> Response:
    """``GET /v1/openapi.json``: OpenAPI 3.1."""
    query(())
    return as_json(located(current_app.extensions["dateline_openapi"], root()))


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
