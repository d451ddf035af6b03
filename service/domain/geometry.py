"""Shapes on a map, and whether a place lies in or on one.

Degrees in plane geometry, as in the Simple Feature Access standard (OGC 06-103r4): an edge belongs
to its area.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

Point = tuple[float, float]
"""Longitude and latitude."""
Line = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""West, south, east, north. A box whose west is greater than its east crosses the date line."""


@dataclass(frozen=True)
class Shape:
    """Boxes, points, lines and areas together. An area is a list of rings, the outer one first."""

    boxes: tuple[Box, ...] = ()
    points: tuple[Point, ...] = ()
    lines: tuple[Line, ...] = ()
    areas: tuple[tuple[Line, ...], ...] = ()

    @cached_property
    def places(self) -> Line:
        """Every point and corner except those of the boxes."""
        lines = chain(self.lines, chain.from_iterable(self.areas))
        return (*self.points, *chain.from_iterable(lines))

    @cached_property
    def longitudes(self) -> tuple[float, float]:
        """The least and the greatest longitude of the places. There must be at least one place."""
        longitudes = [longitude for longitude, _ in self.places]
        return min(longitudes), max(longitudes)


def wrapped_meridians(west: float, east: float) -> tuple[float, float]:
    """The two meridians between -180 and 180. A box as wide as the Earth is the whole Earth."""
    if east - west >= 360:
        return -180.0, 180.0
    return _wrapped(west), _wrapped(east)


def _wrapped(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def in_box(box: Box, longitude: float, latitude: float) -> bool:
    """Whether a place lies in or on ``box``."""
    west, south, east, north = box
    inside = west <= longitude <= east
    if west > east:
        inside = longitude >= west or longitude <= east
    return inside and south <= latitude <= north


def covers(shape: Shape, longitude: float, latitude: float) -> bool:
    """Whether a place lies in or on ``shape``, which may reach beyond the date line."""
    if any(in_box(box, longitude, latitude) for box in shape.boxes):
        return True
    if not shape.places:
        return False
    west, east = shape.longitudes
    turned = (longitude + turn for turn in (0, 360, -360))
    return any(_covers(shape, (each, latitude)) for each in turned if west <= each <= east)


def _covers(shape: Shape, place: Point) -> bool:
    return (
        place in shape.points
        or any(_on_line(line, place) for line in shape.lines)
        or any(_in_area(rings, place) for rings in shape.areas)
    )


def _on_line(line: Line, place: Point) -> bool:
    return any(_on_edge(one, other, place) for one, other in pairwise(line))


def _on_edge(one: Point, other: Point, place: Point) -> bool:
    (x1, y1), (x2, y2), (x, y) = one, other, place
    if not (min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)):
        return False
    return (x2 - x1) * (y - y1) == (y2 - y1) * (x - x1)


def _in_area(rings: tuple[Line, ...], place: Point) -> bool:
    """Whether a place is on an edge of any ring, or inside an odd number of rings."""
    x, y = place
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y and y2 > y) or (y1 < y and y2 < y):
                continue
            across = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
            if across == 0 and min(x1, x2) <= x <= max(x1, x2):
                return True
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def clip(ring: Line, box: Box) -> Line:
    """The part of a ring inside ``box``, whose west is not east of its east (Sutherland and
    Hodgman 1974). Parts that the box separates stay joined along its edges."""
    west, south, east, north = box
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        if not ring or min((each[axis] - bound) * sign for each in ring) >= 0:
            continue
        kept: list[Point] = []
        for one, other in zip((*ring[-1:], *ring[:-1]), ring, strict=True):
            ins, now = (one[axis] - bound) * sign >= 0, (other[axis] - bound) * sign >= 0
            if ins != now:
                part = (bound - one[axis]) / (other[axis] - one[axis])
                across = one[1 - axis] + part * (other[1 - axis] - one[1 - axis])
                kept.append((bound, across) if axis == 0 else (across, bound))
            if now:
                kept.append(other)
        ring = tuple(kept)
    return ring
