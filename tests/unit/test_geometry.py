"""Places inside, outside and on the edge of shapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.domain.geometry import Shape, covers, in_box, wrapped_meridians

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))
HOLE = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0), (4.0, 4.0))
degrees = some.integers(-180, 180).map(float)
latitudes = some.integers(-90, 90).map(float)


@pytest.mark.parametrize(
    ("longitude", "latitude", "inside"),
    [(5, 2, True), (5, 5, False), (4, 5, True), (6, 6, True), (0, 0, True), (10, 5, True),
     (5, 10, True), (5, 0, True), (-1, 5, False), (11, 10, False), (5, 11, False), (-5, 0, False)],
)  # fmt: skip
def test_an_edge_belongs_to_an_area_and_a_hole_does_not(
    longitude: float, latitude: float, inside: bool
) -> None:
    assert covers(Shape(areas=((SQUARE, HOLE),)), longitude, latitude) is inside


@given(degrees, latitudes, degrees, latitudes, degrees, latitudes)
def test_a_rectangle_is_a_box(
    x1: float, y1: float, x2: float, y2: float, x: float, y: float
) -> None:
    (west, east), (south, north) = sorted((x1, x2)), sorted((y1, y2))
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    if west < east and south < north and east - west < 360:
        for shape in (Shape(areas=((ring,),)), Shape(areas=((ring[::-1],),))):
            # A polygon treats the longitudes 180 and -180 as the same meridian.
            same = in_box((west, south, east, north), x, y) or (
                abs(x) == 180 and in_box((west, south, east, north), -x, y)
            )
            assert covers(shape, x, y) is same


@given(some.floats(-1000, 1000), some.floats(0, 359))
def test_a_box_is_as_wide_after_going_around(west: float, width: float) -> None:
    low, high = wrapped_meridians(west, west + width)
    assert -180 <= low <= 180
    assert -180 <= high <= 180
    assert abs(((high - low) - width + 180) % 360 - 180) < 1e-6


def test_points_and_lines() -> None:
    shape = Shape(points=((1.0, 2.0),), lines=(((0.0, 0.0), (10.0, 5.0)),))
    assert covers(shape, 1, 2)
    assert covers(shape, 4, 2)
    assert not covers(shape, 4, 2.5)
    assert not covers(shape, 12, 6)


def test_an_area_beyond_the_date_line_goes_around_the_earth() -> None:
    ring = ((170.0, 0.0), (190.0, 0.0), (190.0, 10.0), (170.0, 10.0), (170.0, 0.0))
    shape = Shape(areas=((ring,),))
    assert covers(shape, 175, 5)
    assert covers(shape, -175, 5)
    assert not covers(shape, -165, 5)
