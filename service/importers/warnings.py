"""Warns of doubtful data in events that are stored anyway."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain import calendar
from service.domain.currencies import period_error
from service.domain.event import Event


def doubts(event: Event) -> Iterator[str]:
    """Warnings about amounts in a currency that did not exist at the date of the event."""
    date = event.date
    first, last = (
        None if day is None else calendar.civil(day)[0] for day in (date.earliest, date.latest)
    )
    for code in dict.fromkeys(each.currency for each in event.amounts):
        if reason := period_error(code, first, last):
            yield f"amounts: {reason}, which is not at {date.text}"
