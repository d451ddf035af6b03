"""Make ``seed/shapes.json``: the shapes of the countries, simplified, as TopoJSON.

    python -m tools.world_shapes ATLAS

``ATLAS`` is ``countries-10m.json`` of the npm package world-atlas 2.0.2 (ISC): Natural Earth 4.1.0,
1:10,000,000, Admin 0 countries (public domain). seed/SOURCES.md names both.

Each arc is simplified by the areas of its triangles (Visvalingam and Whyatt 1993), so that two
neighbours keep one border. Islands that are too small to be seen are left out, except for the
largest one of each country. Natural Earth has one shape for a state and its parts overseas.
``OVERSEAS`` cuts out the parts that have a code of their own in ISO 3166-1.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import pycountry

MADE = Path(__file__).resolve().parents[1] / "seed/shapes.json"
STEP = 0.01
"""Degrees of the grid on which every point lies."""
LEAST_TRIANGLE, LEAST_ISLAND = 0.013, 0.06
"""Square degrees, as at the equator. A point is left out if its triangle is smaller than
``LEAST_TRIANGLE``. An island is left out if it is smaller than ``LEAST_ISLAND``."""
NAMED = {
    "Kosovo": "XK", "N. Cyprus": "x-northern-cyprus", "Somaliland": "x-somaliland",
    "Dhekelia": "GB", "Akrotiri": "GB", "USNB Guantanamo Bay": "US", "Baikonur": "KZ",
    "Cyprus U.N. Buffer Zone": "CY", "Coral Sea Is.": "AU", "Clipperton I.": "FR",
}  # fmt: skip
"""Codes of shapes without an ISO number. The other shapes without a number have no code: reefs, and
the Siachen Glacier."""
OVERSEAS = (
    ("France", "GF", (-55, 2, -51, 6)), ("France", "GP", (-62, 15.7, -60.9, 16.6)),
    ("France", "MQ", (-61.3, 14.3, -60.7, 15)), ("France", "RE", (55, -21.5, 56, -20.7)),
    ("France", "YT", (44.9, -13.1, 45.4, -12.5)), ("Norway", "SJ", (-10, 70, 34, 81)),
    ("Norway", "BV", (3, -55, 4, -54)), ("Netherlands", "BQ", (-69, 12, -68, 12.4)),
    ("Netherlands", "BQ", (-63.3, 17.4, -62.9, 17.7)),
    ("Indian Ocean Ter.", "CX", (105, -11, 106, -10)),
    ("Indian Ocean Ter.", "CC", (96, -13, 97.5, -11.5)),
    ("New Zealand", "TK", (-173, -10, -171, -8)),
)  # fmt: skip
"""Name of the shape, code of the part, and a box that holds only this part of the shape."""
Point = tuple[float, float]
Rings = list[list[int]]
"""The arcs of each ring of one area. ``~n`` means arc ``n`` in reverse."""


def main() -> None:
    """Write the file."""
    atlas = json.loads(Path(sys.argv[1]).read_bytes())
    arcs = [list(each) for each in _decoded(atlas)]
    shapes = _cut(atlas["objects"]["countries"]["geometries"], arcs)
    arcs[:] = [simplified(each) for each in arcs]
    areas = _kept(_by_code(shapes, arcs), arcs)
    text = json.dumps(_topology(areas, arcs), separators=(",", ":"))
    MADE.write_text(text + "\n")


def _decoded(atlas: Any) -> Iterator[list[Point]]:
    (scale_x, scale_y), (x_0, y_0) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        found = []
        for right, up in arc:
            x, y = x + right, y + up
            found.append((x * scale_x + x_0, y * scale_y + y_0))
        yield found


def _cut(shapes: Any, arcs: list[list[Point]]) -> list[tuple[str, str, list[Rings]]]:
    """``(number, name, areas)`` of each shape. No area crosses 180 degrees."""
    pieces: dict[int, list[int]] = {}
    for number in range(len(arcs)):
        parts = list(_at_the_meridian(arcs[number]))
        if len(parts) > 1:
            pieces[number] = [len(arcs) + at for at in range(len(parts))]
            arcs += parts
    found = []
    for shape in shapes:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        areas: list[Rings] = []
        for part in polygons:
            outer = list(_rings(_spliced(part[0], pieces), arcs))
            # No shape that crosses the meridian has a hole there.
            areas += [[ring, *(part[1:] if at == 0 else ())] for at, ring in enumerate(outer)]
        found.append((shape.get("id", ""), shape["properties"]["name"], areas))
    return found


def _at_the_meridian(arc: list[Point]) -> Iterator[list[Point]]:
    """The parts of an arc between its crossings of 180 degrees."""
    part = arc[:1]
    for (x1, y1), (x2, y2) in pairwise(arc):
        if abs(x2 - x1) > 180:
            edge = 180.0 if x1 > 0 else -180.0
            far = x2 + 2 * edge
            y = y1 + (y2 - y1) * (edge - x1) / (far - x1) if far != x1 else y1
            yield [*part, (edge, y)]
            part = [(-edge, y)]
        part.append((x2, y2))
    yield part


def _spliced(ring: list[int], pieces: dict[int, list[int]]) -> list[int]:
    found: list[int] = []
    for number in ring:
        if number >= 0:
            found += pieces.get(number, [number])
        else:
            parts = pieces.get(~number, [~number])
            found += [~each for each in reversed(parts)]
    return found


def _rings(ring: list[int], arcs: list[list[Point]]) -> Iterator[list[int]]:
    """The parts of a ring on each side of the meridian. Each part is closed along the meridian. A
    part around a pole is closed at the pole."""
    ends = [_ring([number], arcs) for number in ring]
    breaks = [at for at, each in enumerate(ends) if abs(ends[at - 1][-1][0] - each[0][0]) > 180]
    if not breaks:
        yield ring
        return
    turned = ring[breaks[0] :] + ring[: breaks[0]]
    cuts = [(at - breaks[0]) for at in breaks] + [len(ring)]
    for low, high in pairwise(cuts):
        part = turned[low:high]
        points = _ring(part, arcs)
        (x1, y1), (x2, y2) = points[-1], points[0]
        pole = [(x1, -90.0), (x2, -90.0)] if abs(x2 - x1) > 180 else []
        arcs.append([(x1, y1), *pole, (x2, y2)])
        yield [*part, len(arcs) - 1]


def simplified(points: Sequence[Point]) -> list[Point]:
    """``points`` without each point whose triangle with its neighbours is small. The ends stay. A
    ring keeps enough points to have an area."""
    least = 4 if points[0] == points[-1] else 2
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    left, gone = len(points), set[int]()

    def area(at: int) -> float:
        (x1, y1), (x2, y2), (x3, y3) = (points[each] for each in (before[at], at, after[at]))
        return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2 * max(cos(radians(y2)), 0.02)

    heap = [(area(at), at) for at in range(1, len(points) - 1)]
    known = {at: size for size, at in heap}
    heapq.heapify(heap)
    while heap and left > least:
        size, at = heapq.heappop(heap)
        if at in gone or known[at] != size:
            continue
        if size > LEAST_TRIANGLE:
            break
        gone.add(at)
        left -= 1
        after[before[at]], before[after[at]] = after[at], before[at]
        for each in (before[at], after[at]):
            if 0 < each < len(points) - 1:
                known[each] = max(size, area(each))
                heapq.heappush(heap, (known[each], each))
    return [point for at, point in enumerate(points) if at not in gone]


def _by_code(
    shapes: list[tuple[str, str, list[Rings]]], arcs: list[list[Point]]
) -> dict[str, list[Rings]]:
    """The areas of each code. Areas without a code have an empty text as code."""
    codes = {each.numeric: each.alpha_2 for each in pycountry.countries}
    found: dict[str, list[Rings]] = {}
    for number, name, parts in shapes:
        own = codes.get(number, NAMED.get(name, ""))
        for part in parts:
            found.setdefault(_overseas(name, _ring(part[0], arcs)) or own, []).append(part)
    return found


def _overseas(name: str, ring: list[Point]) -> str | None:
    for whole, code, (west, south, east, north) in OVERSEAS:
        if whole == name and all(west <= x <= east and south <= y <= north for x, y in ring):
            return code
    return None


def _ring(numbers: Sequence[int], arcs: list[list[Point]]) -> list[Point]:
    found: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return found


def _size(ring: list[Point]) -> float:
    middle = sum(y for _, y in ring) / len(ring)
    turned = ring[1:] + ring[:1]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, turned, strict=True))
    return abs(twice) / 2 * cos(radians(middle))


def _kept(by_code: dict[str, list[Rings]], arcs: list[list[Point]]) -> dict[str, list[Rings]]:
    """The areas that are large enough to be seen, and at least the largest one of each code."""
    found = {}
    for code, apart in sorted(by_code.items()):
        areas = _joined(apart)
        sizes = [_size(_ring(rings[0], arcs)) for rings in areas]
        kept = [
            [rings[0], *(each for each in rings[1:] if _size(_ring(each, arcs)) >= LEAST_ISLAND)]
            for rings, size in zip(areas, sizes, strict=True)
            if size >= LEAST_ISLAND or (code and size == max(sizes))
        ]
        if kept:
            found[code] = kept
    return found


def _joined(areas: list[Rings]) -> list[Rings]:
    """The areas without those that fill a hole of another area, and without that hole."""
    lines = [{frozenset(_plain(ring)) for ring in rings[1:]} for rings in areas]
    holes = set().union(*lines)
    filled = {frozenset(_plain(rings[0])) for rings in areas} & holes
    return [
        [rings[0], *(each for each in rings[1:] if frozenset(_plain(each)) not in filled)]
        for rings in areas
        if frozenset(_plain(rings[0])) not in filled
    ]


def _plain(ring: list[int]) -> Iterator[int]:
    return (number if number >= 0 else ~number for number in ring)


def _topology(areas: dict[str, list[Rings]], arcs: list[list[Point]]) -> dict[str, Any]:
    numbers: dict[int, int] = {}

    def renumbered(number: int) -> int:
        plain = numbers.setdefault(number if number >= 0 else ~number, len(numbers))
        return plain if number >= 0 else ~plain

    shapes = [
        {"type": "MultiPolygon", **({"id": code} if code else {}),
         "arcs": [[[renumbered(n) for n in ring] for ring in rings] for rings in parts]}
        for code, parts in areas.items()
    ]  # fmt: skip
    return {
        "type": "Topology",
        "transform": {"scale": [STEP, STEP], "translate": [-180, -90]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": [_on_grid(arcs[number]) for number in numbers],
    }


def _on_grid(arc: list[Point]) -> list[list[int]]:
    """The steps from point to point. A ring keeps four points, even if they are equal."""
    points = [(round((x + 180) / STEP), round((y + 90) / STEP)) for x, y in arc]
    least = 4 if points[0] == points[-1] else 2
    found, at = [list(points[0])], points[0]
    for number, (x, y) in enumerate(points[1:], 1):
        if (x, y) != at or len(points) - number <= least - len(found):
            found.append([x - at[0], y - at[1]])
            at = (x, y)
    return found


if __name__ == "__main__":
    main()
