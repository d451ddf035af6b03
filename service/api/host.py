"""Which host was asked: addresses in replies are made of it."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import BadRequest


def register(app: Flask) -> None:
    """Refuse requests whose ``Host`` is missing, given twice or no name (RFC 9112, 3.2)."""

    @app.before_request
    def named() -> None:
        if not request.host:
            raise BadRequest("the Host header must name the host that is asked")
