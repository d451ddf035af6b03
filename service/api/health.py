"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from flask import Response

from service.api.context import as_json, instance, query


def healthz() -> Response:
    """``GET /healthz``: the process answers; nothing else is looked at."""
    query(())
    return _status("alive")


def readyz() -> Response:
    """``GET /readyz``: the database answers and has the migrations of this code."""
    query(())
    instance().store.ready()
    return _status("ready")


def _status(word: str) -> Response:
    response = as_json({"status": word})
    response.headers["Cache-Control"] = "no-store"
    return response
