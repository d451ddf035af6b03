"""A grid of cells on the Earth, at several zoom levels, by which places are found.

A level divides the longitudes into ``2**zoom`` columns and the latitudes into half as many rows. A
place is in one cell of each level. A number tells the cells of all levels apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, product
from typing import NamedTuple

from service.domain.condition import Combined, Condition, Intersects
from service.domain.geometry import Box, Shape
from service.domain.result_cache import cached

ZOOMS = (4, 7, 10)
"""Cells of 22.5, 2.8 and 0.35 degrees."""
NOWHERE = 0
"""The number that stands for the lack of a place."""
_STARTS = tuple(accumulate((2 ** (2 * zoom - 1) for zoom in ZOOMS[:-1]), initial=NOWHERE + 1))
FINEST = ZOOMS[-1]
_LEVELS = tuple((start, zoom, FINEST - zoom) for start, zoom in zip(_STARTS, ZOOMS, strict=True))
"""The number of the first cell of each level, its zoom, and the difference to the finest."""
MOST, MOST_COUNTED = 64, 512
"""The maximum number of cells that cover a box; the smallest possible cells are taken. No cells are
taken for more of the Earth, because it has about as many events as the whole. The second number is
for what reads all events of the cells, one cell after another."""
ROUNDING = 1e-9
"""More degrees than any rounding of a sum of longitudes."""
Range = tuple[float, float]


class Area(NamedTuple):
    """A part of the Earth: ranges of longitudes, and one range of latitudes."""

    longitudes: tuple[Range, ...]
    latitudes: Range


class Cover(NamedTuple):
    """Cells of one level that have every place of some areas. All places of those ``inside`` are in
    the areas, and some of those at the ``edge`` may be."""

    inside: tuple[int, ...]
    edge: tuple[int, ...]


def cells_of(longitude: float, latitude: float) -> list[int]:
    """The cell of each level that has a place."""
    row, column = _row(latitude, FINEST), _column(longitude, FINEST)
    return [start + (row >> up << zoom) + (column >> up) for start, zoom, up in _LEVELS]


def _column(longitude: float, zoom: int) -> int:
    """The column of a longitude. It never falls from west to east, and a column of one level is
    divided into those of the next."""
    columns = 1 << zoom
    return min(int((longitude + 180) / 360 * columns), columns - 1)


def _row(latitude: float, zoom: int) -> int:
    """The row of a latitude. It never falls from south to north, as above."""
    columns = 1 << zoom
    return min(int((latitude + 90) / 360 * columns), columns // 2 - 1)


def box_area(box: Box) -> Area:
    """The places in or on a box."""
    west, south, east, north = box
    return Area(((west, east),) if west <= east else ((west, 180), (-180, east)), (south, north))


def shape_areas(shape: Shape) -> list[Area]:
    """Areas that have every place in or on ``shape``, and more."""
    found = list(map(box_area, shape.boxes))
    if shape.places:
        west, east = shape.longitudes
        turned = [
            (max(west - turn - ROUNDING, -180), min(east - turn + ROUNDING, 180))
            for turn in (0, 360, -360)
        ]
        latitudes = [latitude for _, latitude in shape.places]
        ranges = tuple([each for each in turned if each[0] <= each[1]])
        found.append(Area(ranges, (min(latitudes), max(latitudes))))
    return found


def condition_areas(condition: Condition) -> list[Area] | None:
    """Areas that have the place of every event for which ``condition`` holds; ``None`` if an event
    may be anywhere, or have no place."""
    match condition:
        case Intersects(shape):
            return shape_areas(shape)
        case Combined(parts, some):
            found = [condition_areas(each) for each in parts]
            known = [each for each in found if each is not None]
            if some:
                return (
                    [area for each in known for area in each] if len(known) == len(found) else None
                )
            return min(known, key=_extent, default=None)
    return None


def _extent(areas: Iterable[Area]) -> float:
    return sum(
        (east - west) * (each.latitudes[1] - each.latitudes[0])
        for each in areas
        for west, east in each.longitudes
    )


@cached(256)
def cover(areas: tuple[Area, ...], most: int = MOST) -> Cover | None:
    """The cells of the areas; ``None`` if more than ``most`` are needed."""
    zoom = next((zoom for zoom in reversed(ZOOMS) if _number(areas, zoom) <= most), None)
    if zoom is None:
        return None
    start = _STARTS[ZOOMS.index(zoom)]
    inside: dict[int, None] = {}
    every: dict[int, None] = {}
    for longitudes, (south, north) in areas:
        rows = list(_inside((south, north), (-90, 90), _row(south, zoom), _row(north, zoom)))
        for west, east in longitudes:
            columns = _inside((west, east), (-180, 180), _column(west, zoom), _column(east, zoom))
            for (row, row_in), (column, column_in) in product(rows, list(columns)):
                number = start + row * 2**zoom + column
                every[number] = None
                if row_in and column_in:
                    inside[number] = None
    return Cover(tuple(inside), tuple([each for each in every if each not in inside]))


def _number(areas: Sequence[Area], zoom: int) -> int:
    """The number of cells of some areas, or more."""
    return sum(
        (_column(east, zoom) - _column(west, zoom) + 1)
        * (_row(north, zoom) - _row(south, zoom) + 1)
        for longitudes, (south, north) in areas
        for west, east in longitudes
    )


def _inside(range_: Range, whole: Range, first: int, last: int) -> Iterable[tuple[int, bool]]:
    """The columns or rows from the first to the last, each with whether it is inside the range. One
    between them is, because columns never fall."""
    for each in range(first, last + 1):
        begun = each > first or range_[0] <= whole[0]
        yield each, begun and (each < last or range_[1] >= whole[1])
