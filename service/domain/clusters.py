"""The drawing of places on a map: events with their own mark, and events in clusters.

The rule is the same for every map. The Earth is divided into squares of ``360 / 2**n`` degrees,
counted from the corner at 180 degrees west and 90 south. The squares are the smallest ones that
are at least ``LEAST`` pixels wide. An event that is alone in its square, within the window, has a
mark; if a square has several events, they form one cluster. So moving the window forms no other
clusters, and one step of zooming in divides each square by four.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import floor
from typing import NamedTuple

from service.domain.geometry import Box, in_box
from service.domain.timeline import Count

LEAST = 40
"""The minimum width of the smallest square, in pixels."""
FINEST = 1e-5
"""Degrees of a side that is not halved again: about a metre."""
MARGIN = 0.15
"""The room on each side of a box, as a part of its width or height."""
NARROWEST = 1.0
"""The minimum width and height of a box with room around it, in degrees."""
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)
CLASSES = 5


class PlacedEvent(NamedTuple):
    """An event with a place; ``key`` identifies it."""

    key: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class GridSquare:
    """The spots of one square, in the order in which they were given."""

    spots: tuple[PlacedEvent, ...]
    box: Box
    """The square itself."""

    @property
    def bounding_box(self) -> Box:
        """The smallest box that holds these spots. It holds no other spot of the window."""
        across = [each.longitude for each in self.spots]
        up = [each.latitude for each in self.spots]
        return min(across), min(up), max(across), max(up)

    @property
    def center(self) -> tuple[float, float]:
        """The mean longitude and latitude of the spots."""
        west, south, east, north = self.bounding_box
        count = len(self.spots)
        longitude = sum(each.longitude for each in self.spots) / count
        latitude = sum(each.latitude for each in self.spots) / count
        # Rounding must not put the mean of equal numbers beside them.
        return min(max(longitude, west), east), min(max(latitude, south), north)


@dataclass(frozen=True, slots=True)
class Atlas:
    """A map of the events that match a filter.

    ``marks`` are the events that are alone, with their documents. ``outside`` counts events with
    a place beyond the window, ``placeless`` events without a place. If too many events match, the
    squares hold a sample of ``looked`` events, each of which stands for about ``scale``; then
    there are no marks, and the counts are those of the sample. ``countries`` has codes with
    counts, which are estimated from ``countries_sample`` events if that is not ``None``.
    """

    window: Box
    width: int
    square: float
    marks: list[tuple[PlacedEvent, bytes]]
    clusters: list[GridSquare]
    outside: Count
    placeless: Count
    total: Count
    countries: list[tuple[str, int]] = field(default_factory=list)
    countries_sample: int | None = None
    looked: int | None = None
    scale: float | None = None

    @property
    def clustered(self) -> Count:
        """How many events are in clusters."""
        return Count(sum(len(each.spots) for each in self.clusters), self.looked is None)


def span(window: Box) -> float:
    """Degrees from west to east."""
    west, _, east, _ = window
    return east - west if west <= east else east - west + 360


def square_of(window: Box, width: int) -> float:
    """The side of the squares in degrees, for a window of ``width`` pixels."""
    pixels = width / max(span(window), 1e-9)
    size = 90.0
    while size > FINEST and size / 2 * pixels >= LEAST:
        size /= 2
    return size


def squares(
    spots: Iterable[PlacedEvent], window: Box, size: float, within: Box | None = None
) -> Iterator[GridSquare]:
    """The squares that hold spots of the window, from south to north and west to east.

    All spots lie ``within`` a box, if one is given. If a box goes around the Earth, and both its
    ends lie in one square, each end has a part of the square, so that no bounding box holds what
    lies between the ends.
    """
    found: dict[tuple[int, int, tuple[bool, ...]], list[PlacedEvent]] = {}
    round_ = [box[0] for box in (window, within) if box is not None and box[0] > box[2]]
    rows, columns = round(180 / size), round(360 / size)
    inside = spots if window == WORLD else [each for each in spots if in_box(window, *each[1:])]
    for each in inside:
        _, longitude, latitude = each
        # The meridian of 180 degrees east and the pole have no square of their own.
        row = min(floor((latitude + 90) / size), rows - 1)
        column = min(floor((longitude + 180) / size), columns - 1)
        end = tuple([longitude >= west for west in round_])
        found.setdefault((row, column, end), []).append(each)
    for (row, column, _), some in sorted(found.items()):
        west, south = column * size - 180, row * size - 90
        yield GridSquare(tuple(some), (west, south, west + size, south + size))


def with_margin(box: Box) -> Box:
    """``box`` with some room around it, and at least ``NARROWEST`` degrees wide and high."""
    west, south, east, north = box
    width, height = span(box), north - south
    side = max(width * MARGIN, (NARROWEST - width) / 2)
    edge = max(height * MARGIN, (NARROWEST - height) / 2)
    south, north = max(-90.0, south - edge), min(90.0, north + edge)
    if width + 2 * side >= 360:
        return -180.0, south, 180.0, north
    return _round_the_earth(west - side), south, _round_the_earth(east + side), north


def _round_the_earth(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def classes(counts: Iterable[int]) -> list[int]:
    """The minimum count of each class of a legend, at most ``CLASSES`` classes. They are round
    numbers (1, 2 or 5 with noughts) with even ratios between them."""
    known = [each for each in counts if each > 0]
    if not known:
        return []
    low, high = min(known), max(known)
    if high - low < CLASSES:
        return sorted(set(known))
    first = max(each for each in _round_numbers(low) if each <= low)
    every = [each for each in _round_numbers(high) if first <= each <= high]
    step = -(-len(every) // CLASSES)
    return every[::step]


def _round_numbers(most: int) -> list[int]:
    digits = len(str(most))
    return [part * 10**power for power in range(digits) for part in (1, 2, 5)]


def intersection(one: Box, other: Box) -> Box | None:
    """The box that two boxes have in common; ``None`` if they share no box, or two."""
    south, north = max(one[1], other[1]), min(one[3], other[3])
    if south > north:
        return None
    ahead, width = (other[0] - one[0]) % 360, span(one)
    parts = []
    # The ends keep the numbers of the boxes: if one of 180 east and 180 west is in a box and
    # the other is not, they are not the same.
    if ahead <= width and (ahead < width or not _apart(one[2], other[0])):
        parts.append((other[0], one[2] if width <= ahead + span(other) else other[2]))
    beyond = ahead - 360 + span(other)
    if ahead > 0 and beyond >= 0 and (beyond > 0 or not _apart(other[2], one[0])):
        parts.append((one[0], one[2] if width <= beyond else other[2]))
    if len(parts) != 1:
        return None
    west, east = parts[0]
    return west, south, east, north


def _apart(east: float, west: float) -> bool:
    """Whether a box that ends at 180 east and one that begins at 180 west share no longitude."""
    return (east, west) == (180, -180)
