"""``/v1/openapi.json``."""

from __future__ import annotations

from flask import Response

from service.api.addresses import root
from service.api.openapi import located
from service.api.request import Request
from service.api.responses import as_json


def openapi(request: Request) -> Response:
    """``GET /v1/openapi.json``: OpenAPI 3.1."""
    return as_json(located(request.instance.openapi, root()))
