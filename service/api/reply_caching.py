"""Marks replies that the cache may give again while they are valid (``service.reply_cache``)."""

from __future__ import annotations

from dataclasses import dataclass

KEEP = "dateline.keep"
"""In the environment: a ``Keep`` if the reply may be kept."""


@dataclass(slots=True)
class Keep:
    """A reply that may be kept: its route, and its headers without those of a single request."""

    route: str = ""
    plain: list[tuple[str, str]] | None = None
