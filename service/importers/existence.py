"""Warns of countries that did not exist on the day of an event, or that were two states then.

The cause is most often a wrong code or a wrong year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as _date
from functools import lru_cache

from service.domain import calendar, countries
from service.domain.edtf import Date
from service.domain.event import Event


def warnings(event: Event) -> list[str]:
    """Warnings about states of an event whose years do not include any part of its date.

    States that exist and have an ISO code are not checked, because we have no years for them.
    """
    codes = _to_check(event)
    found: list[str] = []
    for code in dict.fromkeys(codes) if codes else ():
        country, date = countries.country(code), event.date
        if code in _DIVIDED:
            found += _two_states(country.name, date, *_DIVIDED[code])
        if _before(date.latest, country.since) or _before(country.until, date.earliest):
            found.append(f"{country.name} did not exist on {date.text}: {_years(country)}")
    return found


def _two_states(
    name: str, date: Date, first: int, last: int, codes: tuple[str, ...]
) -> Iterator[str]:
    """A warning if the whole date is in the years in which the country was two states."""
    if date.earliest is None or date.latest is None:
        return
    if first <= date.earliest and date.latest <= last:
        states = " and ".join(map(countries.name, codes))
        yield f"{name} was two states on {date.text}: {states}; write which one is meant"


def _to_check(event: Event) -> list[str]:
    found = []
    for link in event.countries:
        if len(link.code) > 2 or link.code in _DIVIDED:
            found.append(link.code)
    others = [actor.country for actor in event.actors]
    if event.place is not None:
        others.append(event.place.country)
    found += [code for code in others if code and (len(code) > 2 or code in _DIVIDED)]
    return found


def _before(day: int | None, other: int | None) -> bool:
    return day is not None and other is not None and day < other


_DIVIDED = {
    "VN": (
        _date(1954, 7, 21).toordinal(),
        _date(1976, 7, 1).toordinal(),
        ("VDVN", "x-south-vietnam"),
    )
}
"""Countries that were two states for some years, from the first to the last day, if the code of
the country is that of neither."""


@lru_cache(maxsize=256)
def _years(country: countries.Country) -> str:
    first = "" if country.since is None else f" from {calendar.iso(country.since)}"
    last = "" if country.until is None else f" to {calendar.iso(country.until)}"
    return f"it was there{first}{last}"
