"""Warns of doubtful data in events that are stored anyway."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain import calendar
from service.domain.currencies import period_error
from service.domain.event import Event
from service.importers.swapped_places import swapped


def doubts(event: Event, today: int) -> Iterator[str]:
    """Warnings about an event: amounts in a currency that did not exist at its date, a place that
    programs write if they know none or whose coordinates are the wrong way round, and an event of
    the future with the status ``occurred``. The last one may have a year of another calendar, such
    as 2566 of the Buddhist one. ``today`` is an ordinal."""
    date = event.date
    if event.amounts:
        first, last = (
            None if day is None else calendar.civil(day)[0] for day in (date.earliest, date.latest)
        )
        for code in dict.fromkeys(each.currency for each in event.amounts):
            if reason := period_error(code, first, last):
                yield f"amounts: {reason}, which is not at {date.text}"
    place = event.place
    if place is not None and place.latitude == place.longitude == 0:
        yield (
            "place: 0, 0 is in the sea south of Ghana; programs write it for a place that is not "
            "known"
        )
    elif place is not None and (reason := swapped(event)):
        yield reason
    if event.status == "occurred" and (date.earliest or 0) > today:
        yield f"date: {date.text} is in the future, and the status is occurred"
    elif date.text.startswith("9999"):
        yield f"date: {date.text} is in a year that programs write for no date"
