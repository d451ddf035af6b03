"""Whether the process is alive, and whether the service can answer."""

from __future__ import annotations

from flask import Response

from service.api.request import Request
from service.api.responses import as_json


def healthz(request: Request) -> Response:
    """``GET /healthz``: the process answers. Nothing else is checked."""
    return _status("alive")


def readyz(request: Request) -> Response:
    """``GET /readyz``: the database answers and has the migrations of this code."""
    request.instance.store.ready()
    return _status("ready")


def _status(word: str) -> Response:
    response = as_json({"status": word})
    response.headers["Cache-Control"] = "no-store"
    return response
