"""Days counted from the present one, told while a test runs: a run may last over midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def today() -> date:
    """The present day in UTC, as the service has it."""
    return datetime.now(UTC).date()


def yesterday() -> str:
    """The day before, in ISO 8601."""
    return (today() - timedelta(days=1)).isoformat()
