"""Geometries of CQL2 (GeoJSON, or a bbox) turned into a ``Shape``."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from service.domain.geometry import Box, Line, Point, Shape, wrapped_meridians
from service.schemas.fields import field_error

MAX_PLACES = 1000
"""The maximum number of corners of one geometry."""


def box(parts: list[Any]) -> Box:
    """West, south, east and north, from four numbers or from six with heights. Longitudes beyond
    180 degrees continue around the Earth. Raises ``ValidationError``."""
    if len(parts) == 6:  # the heights are ignored
        parts = [*parts[:2], *parts[3:5]]
    if len(parts) != 4 or not all(map(_is_number, parts)):
        raise field_error("must be four numbers: west,south,east,north")
    west, south, east, north = map(float, parts)
    if not -90 <= south <= north <= 90:
        raise field_error("must be west,south,east,north, south first and both within 90 degrees")
    west, east = wrapped_meridians(west, east)
    return west, south, east, north


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool) and math.isfinite(part)


def shape(part: Any) -> Shape:
    """The shape of a geometry. Raises ``ValidationError``."""
    if isinstance(part, dict) and set(part) == {"bbox"} and isinstance(part["bbox"], list):
        return Shape(boxes=(box(part["bbox"]),))
    found = _geometry(part)
    places = found.places
    if len(places) > MAX_PLACES:
        raise field_error(f"a geometry has at most {MAX_PLACES} places, not {len(places)}")
    if not places:
        raise field_error("a geometry has at least one place")
    return found


def _geometry(part: Any) -> Shape:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "GeometryCollection" and isinstance(part.get("geometries"), list):
        parts = [_geometry(each) for each in part["geometries"]]
        return Shape(
            points=tuple(each for one in parts for each in one.points),
            lines=tuple(each for one in parts for each in one.lines),
            areas=tuple(each for one in parts for each in one.areas),
        )
    read = _KINDS.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise field_error(
            f"is not a geometry: there are BBOX, {', '.join(_KINDS)}, GeometryCollection"
        )
    return read(part.get("coordinates"))


def _list(part: Any) -> list[Any]:
    if not isinstance(part, list):
        raise field_error("coordinates are lists")
    return part


def _point(part: Any) -> Point:
    numbers = _list(part)
    if len(numbers) not in (2, 3) or not all(map(_is_number, numbers)):
        raise field_error("a position is a longitude, a latitude and perhaps a height")
    return float(numbers[0]), float(numbers[1])


def _points(part: Any) -> Line:
    return tuple(map(_point, _list(part)))


def _line(part: Any) -> Line:
    found = _points(part)
    if len(found) < 2:
        raise field_error("a line has at least two positions")
    return found


def _area(part: Any) -> tuple[Line, ...]:
    rings = tuple(map(_line, _list(part)))
    if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise field_error(
            "a polygon is one ring or more, each of four positions, the last as the first"
        )
    return rings


_KINDS: dict[str, Callable[[Any], Shape]] = {
    "Point": lambda part: Shape(points=(_point(part),)),
    "MultiPoint": lambda part: Shape(points=_points(part)),
    "LineString": lambda part: Shape(lines=(_line(part),)),
    "MultiLineString": lambda part: Shape(lines=tuple(map(_line, _list(part)))),
    "Polygon": lambda part: Shape(areas=(_area(part),)),
    "MultiPolygon": lambda part: Shape(areas=tuple(map(_area, _list(part)))),
}
