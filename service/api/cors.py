"""Reads from pages of any origin (the Fetch standard, "CORS protocol").

Three fixed headers and the preflight are enough. A library that checks rules for each request
took a sixth of the time of a read.
"""

from __future__ import annotations

from service.asgi import Environ

Headers = list[tuple[str, str]]
SHARED = ("v1/", "ogc")
ALLOW_HEADERS = "Authorization, If-None-Match, Last-Event-ID, Dateline-Cursor"
EXPOSE_HEADERS = (
    "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id,"
    " Accept-Ranges, Content-Range, Dateline-Hints, Dateline-Ranked, Dateline-Cursor, Dateline-Lag"
)
METHODS = "GET, HEAD, OPTIONS"
DAY = "86400"
EVERY: Headers = [("X-Content-Type-Options", "nosniff")]
"""Browsers must not guess a media type."""
READ: Headers = [
    *EVERY,
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSE_HEADERS),
]
PREFLIGHT: Headers = [
    *READ,
    ("Access-Control-Allow-Methods", METHODS),
    ("Access-Control-Allow-Headers", ALLOW_HEADERS),
    ("Access-Control-Max-Age", DAY),
]


def fixed(environ: Environ) -> Headers:
    """The fixed headers of the reply. Pages of any origin may read the paths under ``SHARED``."""
    if not environ["PATH_INFO"].lstrip("/").startswith(SHARED):
        return EVERY
    return PREFLIGHT if environ["REQUEST_METHOD"] == "OPTIONS" else READ
