"""How often a key or a network address may ask (``DATELINE_RATE_LIMIT``), with the library limits.

Each worker counts in its own memory, unless ``DATELINE_RATE_LIMIT_STORAGE`` names a store that the
workers share. Requests with a valid key are counted by key, all others by network address. A reply
says how much is left (draft-ietf-httpapi-ratelimit-headers-10).
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Iterator
from functools import lru_cache

from limits import parse, parse_many
from limits.storage import Storage, storage_from_string

from service import deadline
from service.api.access import identified
from service.api.counters import Counters
from service.api.instance import Instance
from service.api.proxy_headers import path_of
from service.api.shared_counters import Limiter, SharedCounters
from service.asgi import Environ
from service.errors import FieldError, TooManyRequests
from service.settings import Settings
from service.url_passwords import without_password

FREE = frozenset({"/healthz", "/readyz", "/metrics"})
IN_MEMORY = "memory://"
WITH_PORT = re.compile(r"(?:\[([\w:.%]+)\]|([0-9.]{7,15}))(?::\d{1,5})?", re.ASCII)
"""An address with a port, or in brackets (RFC 7239, 6)."""
SECONDS = 0.25
"""The maximum time in which a shared store must answer each of some four questions for a request.
Redis in the same network answers within a millisecond."""
COUNTED = "dateline.counted"
"""In the environment: by which name the request was counted, and whether it was within the
limit."""


def setting_errors(settings: Settings) -> Iterator[FieldError]:
    """The errors of the settings for the limit and for its storage."""
    text, storage = settings.rate_limit, settings.rate_limit_storage
    try:
        # The library reads several limits, but only the first of them would be in force.
        usable = not text or [each.amount > 0 for each in parse_many(text)] == [True]
    except ValueError:
        usable = False
    if not usable:
        yield FieldError(f"{text!r} must be one limit such as 100/minute", parameter="rate_limit")
    try:
        _limiter(storage)
    except Exception as error:  # the library raises errors of any class
        shown = without_password(storage)
        reason = _line(error).replace(storage, shown)
        if "prerequisite not available" in reason:
            needed = reason.split("'")[1]
            why = f"{shown!r} needs a package that is not installed: pip install {needed}"
            yield FieldError(why, parameter="rate_limit_storage")
            return
        why = f"{shown!r} must look like memory:// or redis://host:6379: {reason}"
        yield FieldError(why, parameter="rate_limit_storage")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _limiter(storage: str) -> Limiter:
    if storage == IN_MEMORY:
        return Counters()
    bounds = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    options = bounds if storage.startswith("redis") else {}
    made = storage_from_string(storage, **options)
    if not isinstance(made, Storage):  # asyncio
        raise TypeError("a store for asyncio has no use here")
    return SharedCounters(made, without_password(storage))


class Limit:
    """The limit of a service. It counts every request except those to ``FREE``."""

    def __init__(self, settings: Settings) -> None:
        self.item = parse(settings.rate_limit)
        self.remote = settings.rate_limit_storage != IN_MEMORY
        """Whether counting may take long, because another program does it."""
        self.limiter = _limiter(settings.rate_limit_storage)
        self.policy = f'"default";q={self.item.amount};w={self.item.get_expiry()}'

    def count(self, environ: Environ, instance: Instance) -> None:
        """Count a request, once even if this is called again. Raises ``TooManyRequests``."""
        if path_of(environ) in FREE:
            return
        if COUNTED not in environ:
            if self.remote:
                deadline.demand_thread()
            who = _who(environ, instance)
            environ[COUNTED] = who, self.limiter.hit(self.item, who)
        if not environ[COUNTED][1]:
            raise TooManyRequests(f"no more than {self.item}; try again later")

    def headers(self, environ: Environ, status: int) -> list[tuple[str, str]]:
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
    """A valid key, else the network address. An invalid key does not identify a client."""
    key = identified(environ, instance).key
    return f"key {key.number}" if key else _network(environ.get("REMOTE_ADDR") or "unknown")


@lru_cache(maxsize=4096)
def _network(text: str) -> str:
    """An IPv4 address, or the 64-bit network of an IPv6 address, because one reader has all the
    addresses of such a network. Some proxies add the port of the client, which is another for each
    connection."""
    with_port = WITH_PORT.fullmatch(text)
    if with_port is not None:
        text = with_port[1] or with_port[2]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
        address = address.ipv4_mapped
    return str(address)
