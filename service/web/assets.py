"""Serves the files that pages load; each is read once, and its URL has the digest of its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import xxhash
from flask import Response

from service.api import query_strings
from service.api.addresses import prefix
from service.api.request import Request
from service.api.responses import conditional, shown_anywhere
from service.errors import NotFound

FOLDER = Path(__file__).with_name("static")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, their media type and their digest."""

    body: bytes
    media_type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """Every file of ``static/`` by name."""
    return {
        path.name: asset(path.read_bytes(), TYPES[path.suffix])
        for path in FOLDER.iterdir()
        if path.suffix in TYPES
    }


def asset(body: bytes, media_type: str) -> Asset:
    """An asset of ``body``, with its digest."""
    digest = xxhash.xxh3_64_hexdigest(body)
    return Asset(body, media_type, digest)


def static_url(name: str) -> str:
    """The URL of a file; it changes when the file does."""
    return f"{prefix()}/static/{name}?v={assets()[name].digest}"


def static(request: Request) -> Response:
    """``GET /static/{name}``; other sites may load these files for the tags they embed."""
    name = request.names["name"]
    if name not in assets():
        raise NotFound(f"there is no file {name!r}")
    response = send(request, assets()[name])
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def send(request: Request, found: Asset) -> Response:
    """Sends an asset; caches may keep it for a year if the URL has its digest, else 5 minutes."""
    response = shown_anywhere(conditional(found.body, found.media_type, found.digest))
    lasting = query_strings.first(request.sent, "v") == found.digest
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if lasting else "public, max-age=300"
    )
    return response
