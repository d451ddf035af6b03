"""How often a key or an address may ask (``DATELINE_RATE_LIMIT``), with the library limits.

Counted in each worker's memory, unless ``DATELINE_RATE_LIMIT_STORAGE`` names a store that
the workers share. A reply says what is left (draft-ietf-httpapi-ratelimit-headers-10).
"""

from __future__ import annotations

import hashlib
import time

from flask import Flask, Response, g, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from service.errors import FieldError, Invalid, TooManyRequests
from service.settings import Settings

COUNTED = "dateline.counted"
FREE = frozenset({"/healthz", "/readyz", "/metrics"})


def register(app: Flask, settings: Settings) -> None:
    """Count requests, where a limit is set. Raises ``Invalid`` where it cannot be read."""
    if not settings.rate_limit:
        return
    try:
        limit = parse(settings.rate_limit)
        limiter = MovingWindowRateLimiter(storage_from_string(settings.rate_limit_storage))
    except Exception as error:  # the library raises what it likes
        text = f"DATELINE_RATE_LIMIT must look like 100/minute: {error}"
        raise Invalid(text, [FieldError(text, parameter="rate_limit")]) from None
    policy = f'"default";q={limit.amount};w={limit.get_expiry()}'

    @app.before_request
    def count() -> None:
        if request.path not in FREE:
            g.asker = _asker()
            # The server runs a request anew once its body has come: that is no second request.
            counted, request.environ[COUNTED] = request.environ.get(COUNTED), True
            if not counted and not limiter.hit(limit, g.asker):
                raise TooManyRequests(f"no more than {limit}; try again later")

    @app.after_request
    def tell(response: Response) -> Response:
        if "asker" in g:
            remaining, seconds = _left(limiter, limit)
            response.headers["RateLimit-Policy"] = policy
            response.headers["RateLimit"] = f'"default";r={remaining};t={seconds}'
            if response.status_code == 429:
                response.headers["Retry-After"] = str(seconds)
        return response


def _left(limiter: MovingWindowRateLimiter, limit: RateLimitItem) -> tuple[int, int]:
    """How many requests are left, and in how many seconds there are more."""
    stats = limiter.get_window_stats(limit, g.asker)
    return stats.remaining, max(1, round(stats.reset_time - time.time()))


def _asker() -> str:
    """Whoever asks: a key (its digest, never itself), else an address."""
    header = request.headers.get("Authorization")
    if header:
        return hashlib.sha256(header.encode("utf-8", "replace")).hexdigest()[:32]
    return request.remote_addr or "unknown"
