"""Which replies may be given again while nothing has changed them (``service.reply_cache``)."""

from __future__ import annotations

from dataclasses import dataclass

KEEP = "dateline.keep"
"""In the environment: that the reply may be kept."""


@dataclass(slots=True)
class Keep:
    """A reply that may be kept: its route, and its headers before all that is of one request."""

    route: str = ""
    plain: list[tuple[str, str]] | None = None
