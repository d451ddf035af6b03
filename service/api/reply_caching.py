"""Marks replies that the cache may serve again while they are valid (``service.reply_cache``)."""

from __future__ import annotations

from dataclasses import dataclass

CACHEABLE = "dateline.cacheable"
"""In the environment: a ``Cacheable`` if the reply may be cached."""


@dataclass(slots=True)
class Cacheable:
    """A reply that may be cached: its route, and its headers without those of a single request."""

    route: str = ""
    plain: list[tuple[str, str]] | None = None
