"""Departures: the events that have left their position, and the time of each.

``service.store.exact_paging`` reads them. They are deleted after ``KEPT``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from service.domain.instants import stamp

KEPT = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 20
"""The maximum number of departures that one write deletes when it adds one."""
LAST_DEPARTURE = "(SELECT coalesce(max(number), 0) FROM departure)"


def record_departure(execute: Callable[..., Any], row: dict[str, Any], at: str) -> None:
    """Record that the event in ``row`` has left its position at the time ``at``, and delete the
    oldest expired departures. The newest is always kept, because it numbers the paginations."""
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
