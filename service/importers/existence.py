"""Warns of countries that did not exist on the day of an event.

The cause is most often a wrong code or a wrong year.
"""

from __future__ import annotations

from functools import lru_cache

from service.domain import calendar, countries
from service.domain.event import Event


def warnings(event: Event) -> list[str]:
    """Warnings about states of an event whose years do not include any part of its date.

    States that exist and have an ISO code are not checked, because we have no years for them.
    """
    codes = _without_iso(event)
    found: list[str] = []
    for code in dict.fromkeys(codes) if codes else ():
        country, date = countries.country(code), event.date
        if _before(date.latest, country.since) or _before(country.until, date.earliest):
            found.append(f"{country.name} did not exist on {date.text}: {_years(country)}")
    return found


def _without_iso(event: Event) -> list[str]:
    found = []
    for link in event.countries:
        if len(link.code) > 2:
            found.append(link.code)
    for actor in event.actors:
        if actor.country and len(actor.country) > 2:
            found.append(actor.country)
    place = event.place
    if place is not None and place.country and len(place.country) > 2:
        found.append(place.country)
    return found


def _before(day: int | None, other: int | None) -> bool:
    return day is not None and other is not None and day < other


@lru_cache(maxsize=256)
def _years(country: countries.Country) -> str:
    first = "" if country.since is None else f" from {calendar.iso(country.since)}"
    last = "" if country.until is None else f" to {calendar.iso(country.until)}"
    return f"it was there{first}{last}"
