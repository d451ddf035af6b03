"""URLs of a pooler in transaction mode (PgBouncer): each transaction may use another connection to
the server.

So nothing may be left in a session: no prepared statement, no setting, no lock, no LISTEN, no
temporary table that outlasts its transaction. libpq has no parameter for that;
``?pooling=transaction`` in a URL is ours.
"""

from __future__ import annotations

from service.errors import Invalid

NAME = "pooling"
MODES = {"transaction": True, "session": False}
LOOK_SECONDS = 0.25
"""Seconds between two checks for news, if there is no notification."""


def split(url: str) -> tuple[str, bool]:
    """The URL without our parameter, and whether it leads to a pooler in transaction mode. Raises
    ``Invalid`` for an unknown mode."""
    address, mark, query = url.partition("?")
    pooled = False
    kept = []
    for part in query.split("&") if mark else ():
        name, _, value = part.partition("=")
        if name != NAME:
            kept.append(part)
        elif value not in MODES:
            modes = " or ".join(MODES)
            raise Invalid(f"DATELINE_DATABASE_URL: {NAME}={value} must be {NAME}={modes}")
        else:
            pooled = MODES[value]
    return f"{address}?{'&'.join(kept)}" if kept else address, pooled


def is_pooler(url: str) -> bool:
    """Whether the URL says that it leads to a pooler, in whatever mode."""
    return split(url)[0] != url
