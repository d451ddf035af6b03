"""The map: places in squares, shapes of countries, and counts that equal those of the lists."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.generate import events
from service import country_shapes, map_tiles
from service.app import create_app
from service.domain import countries
from service.domain.clusters import (
    LEAST,
    WORLD,
    PlacedEvent,
    classes,
    intersection,
    span,
    square_of,
    squares,
    with_margin,
)
from service.domain.geometry import Box, Point, clip, in_box
from service.domain.projections import MapFrame, equal_earth
from service.domain.topojson import box_of, from_topojson
from service.schemas.event import load_event, render
from service.schemas.parameters import FILTERS
from service.settings import Settings
from service.store import Store
from service.store.map import atlas
from service.store.sample import SampleLimits
from tests.support.rows import each_row
from tests.support.sizes import size
from tests.unit.test_filter_match import PARSER, QUESTIONS

LONGITUDE = st.floats(-180, 180, allow_subnormal=False)
LATITUDE = st.floats(-90, 90, allow_subnormal=False)
EDGES = (-180.0, -90.0, -45.0, -11.25, 0.0, 11.25, 90.0, 180.0)
PLACE = st.tuples(
    LONGITUDE | st.sampled_from(EDGES), LATITUDE | st.sampled_from([each / 2 for each in EDGES])
)
WIDTHS = st.integers(200, 4000)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """A box that a user may draw, also across the date line."""
    south, north = sorted(draw(st.tuples(st.integers(-90, 89), st.integers(-90, 89))))
    west, east = draw(st.integers(-180, 180)), draw(st.integers(-180, 180))
    return west, south, (east if east != west else east + (1 if east < 180 else -1)), north + 1


@given(st.lists(PLACE, max_size=60), boxes() | st.just(WORLD), WIDTHS)
def test_every_place_of_the_window_is_in_one_square(
    places: list[Point], window: Box, width: int
) -> None:
    spots = [PlacedEvent(number, *place) for number, place in enumerate(places)]
    size = square_of(window, width)
    found = list(squares(spots, window, size))
    keys = [spot.key for each in found for spot in each.spots]
    assert sorted(keys) == [each.key for each in spots if in_box(window, *each[1:])]
    for each in found:
        # The bounding box of a square has its own spots and no other spots of the window.
        inside = {spot.key for spot in spots if in_box(each.bounding_box, *spot[1:])} & set(keys)
        assert inside == {spot.key for spot in each.spots}
        west, south, east, north = each.box
        assert in_box((west - 1e-9, south - 1e-9, east + 1e-9, north + 1e-9), *each.center)
        assert in_box(each.bounding_box, *each.center)


@given(boxes() | st.just(WORLD), WIDTHS)
def test_squares_are_as_small_as_there_is_room(window: Box, width: int) -> None:
    size = square_of(window, width)
    pixels = width / span(window)
    assert size == 90 or size * pixels >= LEAST
    assert size / 2 * pixels < LEAST


@given(boxes(), boxes(), PLACE)
@example((1, 0, 180, 1), (-180, 0, 0, 1), (0.0, 0.0))
@example((-180, 0, 0, 1), (1, 0, 180, 1), (0.0, 0.0))
@example((170, 0, 180, 1), (180, 0, -170, 1), (180.0, 0.0))
@example((170, 0, -180, 1), (-180, 0, -170, 1), (-180.0, 0.0))
@example((170, 0, -180, 1), (180, 0, -170, 1), (-180.0, 0.0))
def test_what_two_boxes_have_in_common(one: Box, other: Box, place: Point) -> None:
    found = intersection(one, other)
    both = in_box(one, *place) and in_box(other, *place)
    if found is not None:
        assert in_box(found, *place) == both
    elif both:  # then they meet on both sides of the Earth
        assert span(one) + span(other) >= 360


@given(boxes(), PLACE)
def test_room_around_a_box_loses_nothing(box: Box, place: Point) -> None:
    found = with_margin(box)
    assert not in_box(box, *place) or in_box(found, *place)
    assert span(found) >= min(span(box), 1)


@given(st.lists(st.integers(1, 2_000_000), min_size=1))
def test_classes_are_few_and_round_and_hold_every_count(counts: list[int]) -> None:
    found = classes(counts)
    assert found == sorted(set(found))
    assert 1 <= len(found) <= 5
    assert found[0] <= min(counts)
    assert max(counts) >= found[-1]
    if max(counts) - min(counts) >= 5:
        assert all(str(each).rstrip("0") in ("1", "2", "5") for each in found)


def test_nothing_has_no_class() -> None:
    assert classes([]) == classes([0]) == []


@given(st.floats(-80, 80))
def test_equal_earth_keeps_areas(latitude: float) -> None:
    """Compare a small square at any latitude with one at the equator."""

    def area(south: float) -> float:
        step = 0.01
        (x1, y1), (x2, _) = equal_earth(0, south), equal_earth(step, south)
        (x3, y3), (x4, _) = equal_earth(0, south + step), equal_earth(step, south + step)
        return ((x2 - x1) + (x4 - x3)) / 2 * (y3 - y1)

    here = area(latitude) / cos(radians(latitude + 0.005))
    assert here == pytest.approx(area(0) / cos(radians(0.005)), rel=1e-4)


@given(boxes() | st.just(WORLD), st.integers(240, 2000), st.none() | st.integers(160, 2000), PLACE)
def test_what_is_in_the_window_is_in_the_picture(
    window: Box, width: int, most: int | None, place: Point
) -> None:
    plane = MapFrame.of(window, width, most)
    assert 0 < plane.height <= (most or width) + 0.001
    if in_box(window, *place):
        x, y = plane.at(*place)
        assert plane.left - 0.01 <= x <= plane.right + 0.01
        assert -0.01 <= y <= plane.height + 0.01


@given(st.lists(PLACE, min_size=3, max_size=12), boxes().filter(lambda box: box[0] < box[2]))
def test_a_clipped_ring_stays_in_its_box(ring: list[Point], box: Box) -> None:
    found = clip(tuple(ring), box)
    if all(in_box(box, *each) for each in ring):
        assert found == tuple(ring)
    west, south, east, north = box
    for longitude, latitude in found:
        assert west - 1e-6 <= longitude <= east + 1e-6
        assert south - 1e-6 <= latitude <= north + 1e-6


class TestShapes:
    """The shapes of the package, and a file of the operator."""

    def test_every_country_of_iso_3166_1_has_a_shape(self) -> None:
        codes = {each.code for each in countries.all_countries() if len(each.code) == 2}
        assert codes - country_shapes.world("").areas.keys() == set()

    def test_nothing_goes_over_the_date_line(self) -> None:
        for areas in country_shapes.world("").areas.values():
            for ring in (ring for rings in areas for ring in rings):
                steps = pairwise(ring)
                wide = [(one, other) for one, other in steps if abs(one[0] - other[0]) > 180]
                # Only the edge of Antarctica along the pole is so wide.
                assert all(one[1] == other[1] == -90 for one, other in wide)

    @pytest.mark.parametrize(
        ("code", "place"),
        [("KZ", (71, 50)), ("US", (-100, 40)), ("US", (-150, 65)), ("RU", (-175, 66.5)),
         ("FR", (2, 47)), ("GF", (-53, 4)), ("XK", (20.9, 42.6)), ("AQ", (0, -85))],
    )  # fmt: skip
    def test_a_place_lies_in_its_country(self, code: str, place: tuple[float, float]) -> None:
        found = [
            name
            for name, areas in country_shapes.world("").areas.items()
            if any(sum(_inside(ring, place) for ring in rings) % 2 for rings in areas)
        ]
        assert found == [code]

    def test_the_file_is_small(self) -> None:
        assert len(gzip.compress(country_shapes.document(""))) < 60_000

    def test_codes_of_any_form_become_ours(self) -> None:
        made, document = from_topojson(topology({"id": "kaz"}, {"id": "398"}, {"id": None}))
        assert [*made.areas] == ["KZ", ""]
        assert len(made.areas["KZ"]) == 2
        assert box_of(made.areas["KZ"][0][0]) == (0, 0, 10, 10)
        assert from_topojson(document)[0].areas == made.areas

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("[1", "is not JSON"), ("[]", "must be TopoJSON"), ('{"type": "FeatureCollection"}',
             "must be TopoJSON"),
            (lambda: topology({"id": "Atlantis"}), "'Atlantis' is not the code of a country"),
            (lambda: topology({"id": None}), "has no shape whose id is the code of a country"),
            (lambda: topology({"id": "KZ", "type": "Point"}), "has a Point"),
            (lambda: topology({"id": "KZ", "arcs": [[7]]}), "is not TopoJSON that can be drawn"),
            (lambda: {**topology({"id": "KZ"}), "objects": {}}, "must have an object 'countries'"),
            (lambda: {**topology({"id": "KZ"}), "arcs": [[[0, 0], [900_000, 0]]]},
             "outside of the Earth"),
        ],
    )  # fmt: skip
    def test_a_wrong_file_is_explained(
        self, tmp_path: Path, text: str | Callable[[], object], words: str
    ) -> None:
        path = tmp_path / "own.json"
        path.write_text(text if isinstance(text, str) else json.dumps(text()))
        (error,) = country_shapes.setting_errors(Settings(shapes=str(path)))
        assert error.parameter == "shapes"
        assert words in error.detail
        assert str(path) in error.detail

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        (error,) = country_shapes.setting_errors(Settings(shapes=str(tmp_path / "none.json")))
        assert "there is no file" in error.detail


def topology(*shapes: dict[str, Any]) -> dict[str, Any]:
    """TopoJSON of squares of ten degrees."""
    square = {"type": "Polygon", "arcs": [[0]]}
    made = {"type": "GeometryCollection", "geometries": [square | each for each in shapes]}
    return {
        "type": "Topology",
        "objects": {"any": made},
        "arcs": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]],
    }


def _inside(ring: Sequence[Point], place: Point) -> bool:
    x, y = place
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@each_row(
    ("template", "attribution", "wrong"),
    [
        ("https://t.example/{z}/{x}/{y}.png", "© T", None),
        ("https://a.b.t.example:8443/{z}/{y}/{x}@2x.png?key=a-b", "© T", None),
        ("http://t.example/{z}/{x}/{y}.png", "© T", "tiles"),
        ("//t.example/{z}/{x}/{y}.png", "© T", "tiles"),
        ("https://t.example/{z}/{x}.png", "© T", "tiles"),
        ("https://t.example/{z}/{x}/{y}/{y}.png", "© T", "tiles"),
        ("https://t.example/{z}/{x}/{y}{r}.png", "© T", "tiles"),
        ("https://t.example/{z}/{x}/{y}.png}", "© T", "tiles"),
        ("https://{z}.example/{x}/{y}.png", "© T", "tiles"),
        ("https://user:word@t.example/{z}/{x}/{y}.png", "© T", "tiles"),
        ("https://t.example; script-src *;/{z}/{x}/{y}.png", "© T", "tiles"),
        ("https://t.example/{z}/{x}/{y}.png; script-src *", "© T", "tiles"),
        ("https://*.example/{z}/{x}/{y}.png", "© T", "tiles"),
        ("https://tiles/{z}/{x}/{y}.png", "© T", "tiles"),
        ("https://t.example:0/{z}/{x}/{y}.png", "© T", "tiles"),
        ("https://t.example/{z}/{x}/{y}.png", " ", "tiles_attribution"),
        ("https://t.example/{z}/{x}/{y}.png", "©" * 201, "tiles_attribution"),
        ("", "© T", "tiles_attribution"),
    ],
)
def test_an_address_of_tiles_is_judged(template: str, attribution: str, wrong: str | None) -> None:
    found = [*map_tiles.setting_errors(Settings(tiles=template, tiles_attribution=attribution))]
    assert [each.parameter for each in found] == ([wrong] if wrong else [])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, Store]]:
    """A client of a service with 1,200 events, and its store. Some events are at one place, some at
    the edges of the Earth."""
    url = f"sqlite:///{tmp_path_factory.mktemp('world')}/w.db"
    store = Store(url, render)
    store.migrate()
    made = list(events(1200))
    places = [(180, 10), (-180, -10), (0, 90), (71.43, 51.16), (71.43, 51.16), (-22.5, 45)]
    for number, (longitude, latitude) in enumerate(places * 8):
        made[number]["place"] = {"longitude": longitude, "latitude": latitude}
    for number in range(60, 70):
        made[number]["countries"] = [{"code": "SU", "role": "participant"}]
    store.import_batch([load_event(each) for each in made])
    app = create_app(Settings(database_url=url))
    yield app.test_client(), store
    app.extensions["dateline"].store.close()
    store.close()


def listed(client: FlaskClient, address: str) -> set[str]:
    path = urlsplit(address)
    reply = client.get(f"{path.path}?{path.query}&limit=1000&fields=id&count=none")
    assert reply.status_code == 200, reply.text
    return {each["id"] for each in reply.get_json()["items"]}


@settings(deadline=None, max_examples=size(12, 30))
@given(st.sampled_from(QUESTIONS), st.none() | boxes(), WIDTHS, st.none() | boxes())
@example("", (-180, 0, 0, 10), 300, (170, -60, -100, 70))
@example("", (170, -60, -100, 70), 300, (-180, 0, 0, 10))
@example("", None, 200, (2, -37, 1, 1))
@example("", (-180, -90, 180, 90), 200, (2, -37, 1, 1))
def test_drawn_and_clustered_and_the_others_are_what_the_list_counts(
    filled: tuple[FlaskClient, Store],
    question: str,
    window: Box | None,
    width: int,
    box: Box | None,
) -> None:
    client, _ = filled
    if "bbox" in question:
        box = None
    given_ = "" if box is None else f"&bbox={','.join(map(str, box))}"
    query = f"{question}&width={width}{given_}"
    if window is not None:
        query += f"&window={','.join(map(str, window))}"
    reply = client.get(f"/v1/map?{query}")
    assert reply.status_code == 200, reply.text
    found = reply.get_json()
    assert found["drawn"] == len(found["marks"])
    assert found["clustered"] == sum(each["count"] for each in found["clusters"])
    inside = found["drawn"] + found["clustered"]
    assert found["total"] == inside + found["outside"] + found["placeless"]
    whole = f"/v1/events?{question}{given_}&limit=1&count=exact"
    assert found["total"] == client.get(whole).get_json()["total"]
    ids = [{each["id"]} for each in found["marks"]]
    for each in found["clusters"]:
        assert each["count_is"] == "exact"
        ids.append(listed(client, each["list"]))
        assert len(ids[-1]) == each["count"] > 1
    together = set().union(*ids)
    assert len(together) == inside  # no event is in two lists
    if found["list"] is not None:
        assert listed(client, found["list"]) == together
    elif box is None and "bbox" not in question:
        raise AssertionError("the window can always be said")


@settings(deadline=None, max_examples=size(10, 20))
@given(st.sampled_from(QUESTIONS))
def test_a_country_has_the_count_of_the_list_with_it(
    filled: tuple[FlaskClient, Store], question: str
) -> None:
    client, _ = filled
    found = client.get(f"/v1/map?{question}").get_json()["countries"]
    counts = [each["count"] for each in found]
    assert counts == sorted(counts, reverse=True)
    for each in found[:3] + found[-1:]:
        address = f"/v1/events?{question}&country={each['code']}&count=exact&limit=1"
        assert client.get(address).get_json()["total"] == each["count"]


def test_a_former_state_has_no_shape(filled: tuple[FlaskClient, Store]) -> None:
    client, _ = filled
    found = {each["code"]: each for each in client.get("/v1/map").get_json()["countries"]}
    assert (found["SUHH"]["count"], found["SUHH"]["shape"]) == (10, False)
    assert found["AF"]["shape"]
    assert "Without a shape: Soviet Union (10)" in client.get("/v1/map.svg").text


@settings(deadline=None, max_examples=size(10, 20))
@given(st.sampled_from(QUESTIONS), st.none() | boxes())
def test_a_sample_says_what_it_is(
    filled: tuple[FlaskClient, Store], question: str, window: Box | None
) -> None:
    """If more events match than are read, the counts include only those that were read."""
    _, store = filled
    pairs = parse_qsl(question)
    filter_ = PARSER.parse(pairs, FILTERS).filter
    exact = atlas(store.reader, filter_, window or WORLD, 900)
    found = atlas(
        store.reader, filter_, window or WORLD, 900, limits=SampleLimits(all=30, sample=20, walk=60)
    )
    if found.looked is None:
        assert (found.total, len(found.marks)) == (exact.total, len(exact.marks))
        return
    assert found.scale is not None and found.scale >= 1
    assert found.marks == []
    assert found.looked == (found.clustered.number + found.outside.number + found.placeless.number)
    inside = exact.clustered.number + len(exact.marks)
    for told, truth in (
        (found.clustered, inside),
        (found.outside, exact.outside.number),
        (found.placeless, exact.placeless.number),
    ):
        assert not told.exact
        assert told.number <= truth
    assert found.total.number <= exact.total.number
    assert not found.total.exact or found.total == exact.total


@pytest.mark.parametrize("kind", ["country=AF", "category=meeting", ""])
def test_an_estimate_is_near_the_truth(filled: tuple[FlaskClient, Store], kind: str) -> None:
    _, store = filled
    pairs = parse_qsl(kind)
    filter_ = PARSER.parse(pairs, FILTERS).filter
    exact = atlas(store.reader, filter_, WORLD, 960)
    found = atlas(store.reader, filter_, WORLD, 960, limits=SampleLimits(60, 60, 100))
    share = exact.placeless.number / exact.total.number
    assert found.looked is not None and found.scale is not None
    assert found.placeless.number / found.looked == pytest.approx(share, abs=0.25)
    assert found.looked * found.scale == pytest.approx(exact.total.number, rel=0.5)
