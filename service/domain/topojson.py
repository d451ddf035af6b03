"""The shapes of countries, read from TopoJSON (version 1.0.0 of its specification)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.domain import countries
from service.domain.geometry import Box, Line, Point

MAX_POINTS = 200_000
OBJECT = "countries"


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The areas of each country by code. An area is a list of rings, the outer one first. Areas of
    no country have an empty text as their key."""

    areas: Mapping[str, tuple[tuple[Line, ...], ...]]


def from_topojson(data: Any) -> tuple[World, Mapping[str, Any]]:
    """Read the object ``countries``, or the only object: polygons in degrees whose ``id`` is a
    code of a country. The second result is TopoJSON with the codes that the service uses. Raises
    ``ValueError``, which says what is wrong."""
    if not isinstance(data, dict) or data.get("type") != "Topology":
        raise ValueError("must be TopoJSON: an object whose type is Topology")
    try:
        arcs = list(_arcs(data))
        shapes = _collection(data["objects"])["geometries"]
        found: dict[str, list[tuple[Line, ...]]] = {}
        named = []
        for shape in shapes:
            if shape.get("type") is None:
                continue
            code = _code(shape.get("id"))
            parts = _parts(shape)
            rings = [tuple(_ring(ring, arcs) for ring in part) for part in parts]
            found.setdefault(code, []).extend(rings)
            named.append({"type": "MultiPolygon", **({"id": code} if code else {}), "arcs": parts})
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"is not TopoJSON that can be drawn: {error!r}") from None
    if not any(found):
        raise ValueError("has no shape whose id is the code of a country")
    document = {
        "type": "Topology",
        **({"transform": data["transform"]} if "transform" in data else {}),
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": named}},
        "arcs": data["arcs"],
    }
    return World({code: tuple(areas) for code, areas in found.items()}), document


def _collection(objects: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = objects.get(OBJECT)
    if found is None:
        if len(objects) != 1:
            raise ValueError(f"must have an object {OBJECT!r}, or only one")
        (found,) = objects.values()
    return found


def _code(identifier: object) -> str:
    if identifier is None:
        return ""
    found = countries.by_code(str(identifier))
    if found is None:
        raise ValueError(
            f"has a shape whose id {str(identifier)[:40]!r} is not the code of a country"
        )
    return found


def _parts(shape: Mapping[str, Any]) -> list[list[list[int]]]:
    """The rings of each area, as lists of arc numbers."""
    if shape["type"] == "Polygon":
        return [shape["arcs"]]
    if shape["type"] == "MultiPolygon":
        return list(shape["arcs"])
    raise ValueError(f"has a {str(shape['type'])[:40]}; a country is a Polygon or a MultiPolygon")


def _arcs(data: Mapping[str, Any]) -> Iterator[Line]:
    transform = data.get("transform")
    (scale_x, scale_y), (x_0, y_0) = (
        (transform["scale"], transform["translate"]) if transform else ((1, 1), (0, 0))
    )
    left = MAX_POINTS
    for arc in data["arcs"]:
        left -= len(arc)
        if left < 0:
            raise ValueError(f"has more than {MAX_POINTS:,} points; simplify it")
        x = y = 0
        points: list[Point] = []
        for step in arc:
            x, y = (x + step[0], y + step[1]) if transform else (step[0], step[1])
            longitude, latitude = x * scale_x + x_0, y * scale_y + y_0
            if not (-181 <= longitude <= 181 and -91 <= latitude <= 91):
                raise ValueError("has a point outside of the Earth: longitudes and latitudes are "
                                 "degrees (EPSG:4326)")  # fmt: skip
            points.append((longitude, latitude))
        yield tuple(points)


def _ring(numbers: list[int], arcs: list[Line]) -> Line:
    """The points of consecutive arcs; ``~n`` is arc ``n`` backwards."""
    found: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return tuple(found)


def box_of(ring: Line) -> Box:
    """West, south, east and north of a ring."""
    longitudes, latitudes = zip(*ring, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def reach(areas: tuple[tuple[Line, ...], ...]) -> Box:
    """The box of the largest of ``areas``."""
    boxes = [box_of(rings[0]) for rings in areas]
    return max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
