"""Finds places whose latitude and longitude are the wrong way round."""

from __future__ import annotations

from functools import cache

from service.country_shapes import world
from service.domain import countries
from service.domain.event import Event
from service.domain.geometry import Box
from service.domain.topojson import box_of

FAR = 1.5
"""Degrees from the box around a part of a country from which on a place is not near it."""


def swapped(event: Event) -> str | None:
    """The reason for a warning if the place of an event is far from its countries, and near one of
    them with its latitude and longitude exchanged."""
    place = event.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    if abs(place.longitude) > 90 or place.latitude == place.longitude:
        return None
    hosts = [each.code for each in event.countries if each.role == "host"]
    codes = [place.country] if place.country else hosts or [each.code for each in event.countries]
    known = [code for code in codes if _boxes().get(code)]
    if len(known) < len(codes) or not known:
        return None
    if any(_within(code, place.longitude, place.latitude, FAR) for code in known):
        return None
    for code in known:
        if _within(code, place.latitude, place.longitude, 0):
            north, east = f"{place.latitude:g}", f"{place.longitude:g}"
            return (
                f"place: {north}, {east} is not near {countries.name(code)}, but {east}, {north} "
                "is; latitude and longitude are perhaps the wrong way round"
            )
    return None


def _within(code: str, longitude: float, latitude: float, margin: float) -> bool:
    return any(
        west - margin <= longitude <= east + margin and south - margin <= latitude <= north + margin
        for west, south, east, north in _boxes()[code]
    )


@cache
def _boxes() -> dict[str, list[Box]]:
    """The boxes around the parts of each country, of the shapes that are shipped."""
    areas = world("").areas
    return {code: [box_of(rings[0]) for rings in areas[code]] for code in areas if code}
