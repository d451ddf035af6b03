"""How often a key or an address may ask (``DATELINE_RATE_LIMIT``), with the library limits.

Counted in each worker's memory, unless ``DATELINE_RATE_LIMIT_STORAGE`` names a store that
the workers share. A key counts when it is good: whoever shows another, or none, is counted by
address. A reply says how much is left (draft-ietf-httpapi-ratelimit-headers-10).
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from flask import Flask, Response, request
from limits import RateLimitItem, WindowStats, parse
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from service.api.access import asker
from service.api.counters import Counters
from service.errors import FieldError, TooManyRequests
from service.settings import Settings

FREE = frozenset({"/healthz", "/readyz", "/metrics"})
IN_MEMORY = "memory://"
COUNTED = "dateline.counted"
"""In the environment: as whom the request was counted and whether that was within the limit."""


class Limiter(Protocol):
    """What counts."""

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool: ...
    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats: ...


def faults(settings: Settings) -> Iterator[FieldError]:
    """What is wrong with the limit and with where it is counted."""
    text, storage = settings.rate_limit, settings.rate_limit_storage
    try:
        usable = not text or parse(text).amount > 0
    except ValueError:
        usable = False
    if not usable:
        yield FieldError(f"{text!r} must look like 100/minute", parameter="rate_limit")
    try:
        _limiter(storage)
    except Exception as error:  # the library raises what it likes
        why = f"{storage!r} must look like memory:// or redis://host:6379: {_line(error)}"
        yield FieldError(why, parameter="rate_limit_storage")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _limiter(storage: str) -> Limiter:
    if storage == IN_MEMORY:
        return Counters()
    return SlidingWindowCounterRateLimiter(storage_from_string(storage))


def register(app: Flask, settings: Settings) -> None:
    """Count requests, where a limit is set."""
    if not settings.rate_limit:
        return
    limit, limiter = parse(settings.rate_limit), _limiter(settings.rate_limit_storage)
    policy = f'"default";q={limit.amount};w={limit.get_expiry()}'

    @app.before_request
    def count() -> None:
        """Once for each request, however often it is asked."""
        if request.path in FREE:
            return
        if COUNTED not in request.environ:
            who = _who()
            request.environ[COUNTED] = who, limiter.hit(limit, who)
        if not request.environ[COUNTED][1]:
            raise TooManyRequests(f"no more than {limit}; try again later")

    @app.after_request
    def tell(response: Response) -> Response:
        if COUNTED in request.environ:
            stats = limiter.get_window_stats(limit, request.environ[COUNTED][0])
            seconds = max(1, round(stats.reset_time - time.time()))
            response.headers["RateLimit-Policy"] = policy
            response.headers["RateLimit"] = f'"default";r={stats.remaining};t={seconds}'
            if response.status_code == 429:
                response.headers["Retry-After"] = str(seconds)
        return response


def _who() -> str:
    """A good key, else an address. What was sent as a key, if it is none, tells nobody apart."""
    key = asker().key
    return f"key {key.number}" if key else _network(request.remote_addr or "unknown")


@lru_cache(maxsize=4096)
def _network(text: str) -> str:
    """An address, of IPv6 the network of 64 bits: one reader has that many to choose from."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
        address = address.ipv4_mapped
    return str(address)
