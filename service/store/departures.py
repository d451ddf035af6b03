"""Departures: which events have left the position at which they stood, and when.

``service.store.exact_paging`` reads them. They are forgotten after ``KEPT``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from service.domain.instants import stamp

KEPT = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 20
"""Departures; each write that adds one forgets so many at the most."""
LAST_DEPARTURE = "(SELECT coalesce(max(number), 0) FROM departure)"


def depart(execute: Callable[..., Any], row: dict[str, Any], at: str) -> None:
    """Note that the event in ``row`` has left its position at ``at``, and forget the oldest
    departures whose time is over; the newest is always there, for it numbers the walks."""
    execute(
        "INSERT INTO departure (number, id, position, at)"
        " SELECT coalesce(max(number), 0) + 1, ?, ?, ? FROM departure",
        (row["id"], row["position"], at),
    )
    execute(
        "DELETE FROM departure WHERE number IN"
        " (SELECT number FROM departure ORDER BY number LIMIT ?) AND at < ?",
        (FORGOTTEN_AT_ONCE, stamp(datetime.fromisoformat(at) - KEPT)),
    )
