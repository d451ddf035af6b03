"""Countries of an event that did not exist on its day: most often a wrong code or a wrong year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from service.domain import calendar, countries
from service.domain.event import Event


def warnings(event: Event) -> Iterator[str]:
    """What to tell of the states of an event whose whole date lies outside their years. States
    that exist and have an ISO code have no years here."""
    codes = [link.code for link in event.countries]
    codes += [actor.country for actor in event.actors if actor.country]
    codes += [event.place.country] if event.place and event.place.country else []
    for code in dict.fromkeys(codes):
        if len(code) == 2:
            continue
        country, date = countries.country(code), event.date
        if _before(date.latest, country.since) or _before(country.until, date.earliest):
            yield f"{country.name} did not exist on {date.text}: {_years(country)}"


def _before(day: int | None, other: int | None) -> bool:
    return day is not None and other is not None and day < other


@lru_cache(maxsize=256)
def _years(country: countries.Country) -> str:
    first = "" if country.since is None else f" from {calendar.iso(country.since)}"
    last = "" if country.until is None else f" to {calendar.iso(country.until)}"
    return f"it was there{first}{last}"
