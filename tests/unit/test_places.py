"""Filters by place: boxes and shapes, on both engines, after corrections of events."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.domain import condition as c
from service.domain import edtf
from service.domain.cells import (
    MOST,
    NOWHERE,
    ZOOMS,
    Area,
    box_area,
    cells_of,
    condition_areas,
    cover,
    shape_areas,
)
from service.domain.event import CountryRole, Event, Place
from service.domain.geometry import Box, Point, Shape, covers, in_box
from service.domain.query import Choice, Filter, Page
from service.schemas.event import render
from service.store import Store
from service.store.condition_match import Record, holds
from service.store.copy import Copier
from service.store.filter_match import matches
from service.store.read import Reader
from service.store.sizes import Sizes
from tests.support.engines import Fresh
from tests.support.sizes import size

SIDES = (-180.0, 180.0, 0.0, 22.5, -22.5, 2.8125, -0.3515625, 179.9, -179.9, 1e-13, -1e-13, 71.45)
LONGITUDES = st.one_of(st.sampled_from(SIDES), st.floats(-180, 180))
LATITUDES = st.one_of(
    st.sampled_from((-90.0, 90.0, 0.0, 22.5, -1e-13, 0.3515625, 51.17, 89.9)), st.floats(-90, 90)
)
POINTS = st.tuples(LONGITUDES, LATITUDES)


def cells(*areas: Area) -> tuple[set[int], set[int]] | None:
    """The cells inside the areas and the cells at the edge; ``None`` if there are too many."""
    found = cover(areas)
    return None if found is None else (set(found.inside), set(found.edge))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """Boxes of every size, some across the meridian of 180 degrees."""
    west, one = draw(POINTS)
    width = draw(st.sampled_from((None, 0.0, 0.1, 1.0, 10.0, 60.0)))
    if width is None:
        east, other = draw(POINTS)
    else:
        east, other = west + width, min(one + width, 90.0)
        east = east - 360 if east > 180 else east
    return west, min(one, other), east, max(one, other)


class TestCells:
    @given(POINTS)
    def test_a_place_is_in_one_cell_of_each_level(self, place: Point) -> None:
        found = cells_of(*place)
        assert len(set(found)) == len(ZOOMS)
        assert NOWHERE not in found
        box = (place[0], place[1], *place)
        covered = cells(box_area(box))
        assert covered is not None and set(found) & covered[1]

    @given(boxes(), st.lists(POINTS, max_size=20))
    @example((0.0, 0.0, 30.0, 30.0), [(-1e-17, 5.0), (0.0, 0.0), (30.0, 30.0)])
    @example((170.0, -60.0, -170.0, 70.0), [(180.0, 0.0), (-180.0, 0.0), (-170.0, 70.0)])
    @example((-180.0, -90.0, 180.0, 90.0), [(180.0, 90.0), (-180.0, -90.0)])
    def test_a_cover_has_every_place_of_a_box(self, box: Box, places: list[Point]) -> None:
        covered = cells(box_area(box))
        if covered is None:
            return
        inside, edge = covered
        assert not inside & edge
        corners = [(box[0], box[1]), (box[2], box[3])]
        for place in [*places, *corners]:
            own = set(cells_of(*place))
            if in_box(box, *place):
                assert own & (inside | edge)
            else:
                assert not own & inside

    @given(boxes())
    @example((1.0, -1e-13, 0.0, 51.17))
    def test_a_cover_is_small(self, box: Box) -> None:
        covered = cells(box_area(box))
        if covered is None:  # about half of the Earth, because cells at its edges count as a whole
            west, south, east, north = box
            columns, rows = ((east - west) % 360 or 360) / 22.5 + 2, (north - south) / 22.5 + 2
            assert columns * rows > MOST
        else:
            assert 0 < len(covered[0] | covered[1]) <= MOST

    def test_no_cells_are_taken_for_the_earth(self) -> None:
        assert cells(box_area((-180.0, -90.0, 180.0, 90.0))) is None

    def test_a_half_of_the_earth_needs_no_test(self) -> None:
        covered = cells(box_area((-180.0, -90.0, -1.0, 90.0)))
        assert covered is not None
        assert (len(covered[0]), len(covered[1])) == (56, 8)

    def test_a_city_is_in_few_small_cells(self) -> None:
        covered = cells(box_area((71.3, 51.0, 71.6, 51.3)))
        assert covered is not None
        assert not covered[0] and len(covered[1]) <= 4

    @given(st.lists(st.tuples(st.floats(-540, 540), st.floats(-90, 90)), min_size=3, max_size=5),
           st.lists(POINTS, min_size=1, max_size=10))  # fmt: skip
    @example([(170.0, 0.0), (190.0, 0.0), (180.0, 9.0)], [(-180.0, 1.0), (180.0, 1.0)])
    @example([(-180.0, 0.0), (-170.0, 0.0), (-175.0, 9.0)], [(180.0, 0.0), (-180.0, 0.0)])
    def test_a_cover_has_every_place_of_a_shape(
        self, corners: list[Point], places: list[Point]
    ) -> None:
        shape = Shape(areas=(((*corners, corners[0]),),), points=(corners[0],))
        covered = cells(*shape_areas(shape))
        if covered is None:
            return
        found = covered[0] | covered[1]
        for longitude, latitude in places:
            if covers(shape, longitude, latitude):
                assert set(cells_of(longitude, latitude)) & found


def conditions() -> st.SearchStrategy[c.Condition]:
    one: st.SearchStrategy[c.Condition] = st.one_of(
        boxes().map(lambda box: c.Intersects(Shape(boxes=(box,)))),
        st.tuples(POINTS, POINTS).map(lambda line: c.Intersects(Shape(lines=(line,)))),
        st.sampled_from((c.Truth(True), c.IsNull("geometry"), c.IsNull("summary"))),
    )
    return st.recursive(
        one,
        lambda inner: st.one_of(
            st.builds(
                c.Combined, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans()
            ),
            st.builds(c.Not, inner),
        ),
        max_leaves=5,
    )


def event(number: int, place: Point | None, date: str = "2022-03-01", host: str = "KZ") -> Event:
    at = None if place is None else Place(longitude=place[0], latitude=place[1])
    return Event(
        id=f"e{number}", title="Talks on water" if number % 2 else "Talks", place=at,
        date=edtf.parse(date), category="meeting", countries=(CountryRole(host, "host"),),
    )  # fmt: skip


@given(conditions(), st.lists(st.none() | POINTS, min_size=1, max_size=5))
def test_a_condition_holds_only_in_its_areas(
    condition: c.Condition, places: list[Point | None]
) -> None:
    areas = condition_areas(condition)
    covered = None if areas is None else cells(*areas)
    if covered is None:
        return
    found = covered[0] | covered[1]
    for place in places:
        if holds(condition, Record(event(1, place), "", "", 1), certain=False):
            assert place is not None and set(cells_of(*place)) & found


DATES = ("2022-03-01", "2022-03", "2022", "XXXX", "1990/..", "2021-12-20/2022-04-10", "2015-06-02")
SPOTS = ((71.45, 51.17), (180.0, 0.0), (-180.0, 10.0), (0.0, 90.0), (0.0, -90.0), (22.5, 22.5))


def some_place(chance: random.Random) -> Point | None:
    kind = chance.random()
    if kind < 0.2:
        return None
    if kind < 0.5:
        return chance.choice(SPOTS)
    spread = chance.choice((0.2, 3, 40))
    return 20 + chance.uniform(-spread, spread), 40 + chance.uniform(-spread, spread)


def made(chance: random.Random, number: int) -> Event:
    return event(number, some_place(chance), chance.choice(DATES), chance.choice(("KZ", "US")))


class Corrected:
    """A store, and its expected state: the events by id, their times and versions."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.events: dict[str, Event] = {}
        self.gone: set[str] = set()
        self.times: dict[str, tuple[str, str, int]] = {}

    def write(self, chance: random.Random, number: int) -> None:
        """Correct, delete or restore one event."""
        new = made(chance, number)
        if new.id in self.gone:
            self.store.put(new, None, only_new=True)
            self.gone.remove(new.id)
        elif chance.random() < 0.3:
            self.store.delete(new.id, lambda _: True)
            del self.events[new.id]
            self.gone.add(new.id)
            return
        else:
            self.store.put(new, lambda _: True)
        self.events[new.id] = new

    def end(self) -> None:
        """Read the times and versions, after the last write."""
        for event_id in self.events:
            document = orjson.loads(self.store.get(event_id).body)
            times = document["updated_at"], document["created_at"], document["version"]
            self.times[event_id] = times

    def expected(self, filter_: Filter) -> set[str]:
        """The ids of the events that match. Each event is tested by itself."""
        return {
            each.id for each in self.events.values() if matches(filter_, each, *self.times[each.id])
        }


@pytest.fixture(scope="module")
def corrected(fresh: Fresh) -> Iterator[Corrected]:
    chance = random.Random(4)
    with closing(Store(fresh(), render)) as store:
        found = Corrected(store)
        first = [made(chance, number) for number in range(160)]
        store.import_batch(first)
        found.events = {each.id: each for each in first}
        for number in chance.choices(range(160), k=60):
            found.write(chance, number)
        found.end()
        yield found


def pages(reader: Reader, filter_: Filter, sort: str, limit: int) -> list[str]:
    """The ids of the events of all pages, in order."""
    page, found = Page(sort=sort, limit=limit), []
    while True:
        rows = reader.events(filter_, page)
        found += [orjson.loads(row)["id"] for row in rows.rows]
        if rows.next is None:
            return found
        page = replace(page, after=rows.next)


OTHERS: tuple[dict[str, Any], ...] = (
    {}, {"undated": True}, {"since": 738_000, "until": 738_400}, {"text": "water"},
    {"groups": ((Choice("country", "KZ"),),)}, {"since": 730_000, "certain": True},
    {"groups": ((Choice("country", "KZ"), Choice("country", "US")),), "text": "talks"},
)  # fmt: skip
SORTS = st.sampled_from(("date", "-date", "updated", "-updated"))
SOME_BOXES = st.one_of(
    boxes(), st.sampled_from(((-180.0, -90.0, 180.0, 90.0), (19.0, 39.0, 21.0, 41.0))),
    st.tuples(st.floats(-30, 20), st.floats(0, 40), st.floats(20, 80), st.floats(40, 90)),
)  # fmt: skip


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    other = draw(st.sampled_from(OTHERS))
    name = draw(st.sampled_from(("bbox", "bbox", "bbox_or_placeless")))
    values: dict[str, Any] = {name: draw(SOME_BOXES)} if draw(st.integers(0, 4)) else {}
    if draw(st.booleans()):
        values["placed"] = True
    found = Filter(**other).with_values(**values)
    if draw(st.integers(0, 3)) == 0:
        found = replace(found, condition=draw(conditions()))
    return found


@settings(max_examples=size(15, 300))
@given(filters(), SORTS, st.sampled_from((3, 50)), st.sampled_from((0, 5000)))
def test_pages_and_counts_have_exactly_the_events_of_a_box(
    corrected: Corrected, filter_: Filter, sort: str, limit: int, few: int
) -> None:
    expected = corrected.expected(filter_)
    reader = Reader(corrected.store.database, Sizes(few=few, first_read=few or 12_000))
    found = pages(reader, filter_, sort, limit)
    assert set(found) == expected and len(found) == len(expected)
    assert corrected.store.count(filter_, "exact") == (len(expected), "exact")
    assert corrected.store.count(filter_, "capped") == (len(expected), "exact")
    every = pages(reader, Filter(undated=True), sort, 500)
    if "updated" in sort or filter_.text is None:
        assert found == [each for each in every if each in expected]
    assert {orjson.loads(each)["id"] for each in corrected.store.stream(filter_)} == expected


@settings(max_examples=size(15, 150))
@given(SOME_BOXES)
def test_charts_and_maps_count_the_events_of_a_box(corrected: Corrected, box: Box) -> None:
    filter_, store = Filter().with_values(bbox=box), corrected.store
    expected = corrected.expected(filter_)
    histogram = store.histogram(filter_, "year")
    counts = [each.count for each in histogram.buckets]
    counts += [each.count for each in histogram.imprecise]
    assert sum(counts) == len(expected)
    (facet,), total, exact = store.facets(filter_, ["category"], {}, 9)
    assert (total, exact) == (len(expected), True)
    assert sum(each.count for each in facet.values) == len(expected)
    assert store.atlas(filter_, (-180.0, -90.0, 180.0, 90.0), 900).total.number == len(expected)


@settings(max_examples=size(15, 150))
@given(filters(), SORTS, st.integers(0, 60), st.sampled_from((0, 3, 10_000)))
def test_changes_since_a_time_are_read_in_every_order(
    corrected: Corrected, filter_: Filter, sort: str, newest: int, changed: int
) -> None:
    store = corrected.store
    every = store.events(Filter(undated=True), Page(sort="-updated", limit=500)).rows
    since = orjson.loads(every[newest])["updated_at"]
    asked = filter_.with_values(updated_since=since)
    expected = corrected.expected(asked)
    reader = Reader(store.database, Sizes(changed=changed))
    found = pages(reader, asked, sort, 4)
    assert set(found) == expected and len(found) == len(expected)
    if "updated" in sort:
        order = [orjson.loads(each)["id"] for each in every]
        order = order if sort == "-updated" else order[::-1]
        assert found == [each for each in order if each in expected]
    assert reader.number(asked, 1000) == len(expected)


def test_the_index_is_sound_in_the_store_and_in_a_copy(corrected: Corrected, fresh: Fresh) -> None:
    assert list(corrected.store.integrity_errors()) == []
    with closing(Store(fresh(), render)) as copy:
        Copier(corrected.store.database, copy.database).run(lambda *_: None)
        assert list(copy.integrity_errors()) == []
        filter_ = Filter(undated=True).with_values(bbox=(19.0, 39.0, 21.0, 41.0))
        assert list(copy.stream(filter_)) == list(corrected.store.stream(filter_)) != []


def test_the_migration_goes_forward_and_back(fresh: Fresh) -> None:
    chance = random.Random(5)
    with closing(Store(fresh(), render)) as store:
        store.import_batch([made(chance, number) for number in range(40)])
        filter_ = Filter(undated=True).with_values(bbox=(-180.0, -90.0, 180.0, 90.0))
        found = list(store.stream(filter_))
        assert found
        sql = "SELECT count(*) FROM posting WHERE term < 0"
        (rows,) = store.database.execute_sql(sql).fetchone()
        store.migrate_down("0015_places")
        assert store.database.execute_sql(sql).fetchone() == (0,)
        store.migrate()
        assert store.database.execute_sql(sql).fetchone() == (rows,)
        assert list(store.integrity_errors()) == []
        assert list(store.stream(filter_)) == found != []


def test_only_cells_near_a_box_are_read(corrected: Corrected) -> None:
    """The cost of a small box does not grow with the number of events elsewhere."""
    way, rest = corrected.store.reader.walk(
        Filter().with_values(bbox=(71.3, 51.0, 71.6, 51.3)), Page()
    )
    near = corrected.store.reader.counted(corrected.store.reader.joined(way, [], 1000))
    (at_spot,) = corrected.store.database.execute_sql(
        "SELECT count(*) FROM event WHERE latitude = 51.17 AND span <> 5"
    ).fetchone()
    assert rest and near == at_spot


def test_an_area_of_no_condition_is_nowhere() -> None:
    assert cells() == (set(), set())
    assert condition_areas(c.Not(c.Intersects(Shape(boxes=((0.0, 0.0, 1.0, 1.0),))))) is None
    assert box_area((170.0, 0.0, -170.0, 1.0)) == Area(((170.0, 180), (-180, -170.0)), (0.0, 1.0))
