"""The files that pages load: read once, packed once, served under the digest of their bytes."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import xxhash
from flask import Response, request

from service.api.context import prefix
from service.api.incoming import current
from service.api.tags import known_to_client
from service.errors import NotFound

FOLDER = Path(__file__).with_name("static")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
PACK_FROM = 1000
"""Bytes from which packing is worth the work."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, plain and packed, and what names them."""

    body: bytes
    packed: bytes
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
    """``body`` made ready to serve."""
    digest = xxhash.xxh3_64_hexdigest(body)
    return Asset(body, gzip.compress(body, 9, mtime=0), media_type, digest)


def static_url(name: str) -> str:
    """The address of a file that changes when the file does."""
    return f"{prefix()}/static/{name}?v={assets()[name].digest}"


def static(name: str) -> Response:
    """``GET /static/{name}``. Other sites may load these: the tag is meant for them."""
    if name not in assets():
        raise NotFound(f"there is no file {name!r}")
    response = send(assets()[name])
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def send(found: Asset) -> Response:
    """An asset, packed where the client can unpack; for ever under its digest."""
    pack = takes_gzip() and len(found.body) >= PACK_FROM
    tag = f"{found.digest}-gz" if pack else found.digest
    if known_to_client(tag, current()):
        response = Response(status=304)
    else:
        response = Response(found.packed if pack else found.body, content_type=found.media_type)
        if pack:
            response.headers["Content-Encoding"] = "gzip"
    response.set_etag(tag)
    response.vary.add("Accept-Encoding")
    lasting = request.args.get("v") == found.digest
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if lasting else "public, max-age=300"
    )
    return response


def takes_gzip() -> bool:
    """Whether the client can unpack gzip."""
    return request.accept_encodings.quality("gzip") > 0
