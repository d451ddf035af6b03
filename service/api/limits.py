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

from limits import RateLimitItem, WindowStats, parse
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from service import deadline
from service.api.access import identified
from service.api.counters import Counters
from service.api.instance import Instance
from service.api.proxy_headers import path_of
from service.asgi import Environ
from service.errors import FieldError, TooManyRequests
from service.settings import Settings

FREE = frozenset({"/healthz", "/readyz", "/metrics"})
IN_MEMORY = "memory://"
SECONDS = 2.0
"""How long a store that is shared may take to answer."""
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
    bounds = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    options = bounds if storage.startswith("redis") else {}
    return SlidingWindowCounterRateLimiter(storage_from_string(storage, **options))


class Limit:
    """The limit of a service; counts every request but those to ``FREE``."""

    def __init__(self, settings: Settings) -> None:
        self.item = parse(settings.rate_limit)
        self.remote = settings.rate_limit_storage != IN_MEMORY
        """Whether to count may take long, since another program does it."""
        self.limiter = _limiter(settings.rate_limit_storage)
        self.policy = f'"default";q={self.item.amount};w={self.item.get_expiry()}'

    def count(self, environ: Environ, instance: Instance) -> None:
        """Count a request, once however often it is looked at. Raises ``TooManyRequests``."""
        if path_of(environ) in FREE:
            return
        if COUNTED not in environ:
            if self.remote:
                deadline.demand_thread()
            who = _who(environ, instance)
            environ[COUNTED] = who, self.limiter.hit(self.item, who)
        if not environ[COUNTED][1]:
            raise TooManyRequests(f"no more than {self.item}; try again later")

    def told(self, environ: Environ, status: int) -> list[tuple[str, str]]:
        """The headers that say how much is left."""
        if COUNTED not in environ:
            return []
        stats = self.limiter.get_window_stats(self.item, environ[COUNTED][0])
        seconds = max(1, round(stats.reset_time - time.time()))
        headers = [
            ("RateLimit-Policy", self.policy),
            ("RateLimit", f'"default";r={stats.remaining};t={seconds}'),
        ]
        return [*headers, ("Retry-After", str(seconds))] if status == 429 else headers


def _who(environ: Environ, instance: Instance) -> str:
    """A good key, else an address. What was sent as a key, if it is none, tells nobody apart."""
    key = identified(environ, instance).key
    return f"key {key.number}" if key else _network(environ.get("REMOTE_ADDR") or "unknown")


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
