"""Days relative to today. A test asks for them while it runs, because a run may pass midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def today() -> date:
    """The current day in UTC, as in the service."""
    return datetime.now(UTC).date()


def yesterday() -> str:
    """The day before today, in ISO 8601."""
    return (today() - timedelta(days=1)).isoformat()
