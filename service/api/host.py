"""Which host was asked: addresses in replies are made of it."""

from __future__ import annotations

import re

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from service.addresses import is_host

PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,100}){0,20}", re.ASCII)


def register(app: Flask) -> None:
    """Refuse requests whose ``Host`` is missing, given twice or no name (RFC 9112, 3.2), and
    those of which a proxy says what cannot be."""

    @app.before_request
    def named() -> None:
        if not is_host(request.host):
            raise BadRequest("the Host header must name the host that is asked")
        if request.scheme not in ("http", "https"):
            raise BadRequest("X-Forwarded-Proto must be http or https")
        if not PREFIX.fullmatch(request.environ.get("SCRIPT_NAME", "")):
            raise BadRequest("X-Forwarded-Prefix must be a path")
