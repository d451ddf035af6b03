"""Marks replies that the cache may serve again while they are valid (``service.reply_cache``)."""

from __future__ import annotations

from dataclasses import dataclass

ASKED = "dateline.asked"
"""Key in the environment: the ``CacheRequest``, or ``None`` if its reply may not be cached."""
CACHEABLE = "dateline.cacheable"
"""In the environment: a ``Cacheable`` if the reply may be cached."""
KNOWN = "dateline.known"
"""In the environment of a client that has the reply already: the whole reply is made for the cache,
and a 304 is sent (RFC 9110, 15.4.5). The value is the body of the reply, once it is made."""
ENTITY = frozenset({
    "accept-ranges", "allow", "content-encoding", "content-language", "content-length",
    "content-md5", "content-range", "content-type", "expires", "last-modified",
})  # fmt: skip
"""Headers that a 304 does not have, because they describe the content (RFC 9110, 15.4.5)."""


@dataclass(slots=True)
class Cacheable:
    """A reply that may be cached: its route, and its headers without those of a single request."""

    route: str = ""
    plain: list[tuple[str, str]] | None = None


def of_unmodified(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of the 304 that is sent instead of a reply."""
    return [each for each in headers if each[0].lower() not in ENTITY]
