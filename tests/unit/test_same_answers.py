"""Both engines give equal replies to random queries between random writes. The SQL functions of
PostgreSQL agree with the functions of the domain."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.soak import engines as proof
from service.domain import edtf
from service.domain.folding import accenti, casei
from service.domain.geometry import Box, Point, Shape, covers
from service.domain.instants import instants
from service.schemas.event import render
from service.store import Store
from service.store.functions import shape_text
from tests.support.engines import POSTGRES, SQLITE, Templates, fresh
from tests.support.sizes import size

pytest.importorskip("psycopg")


@pytest.fixture(scope="module")
def both(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[proof.Both]:
    one = fresh(templates, SQLITE, tmp_path_factory.mktemp("one"))
    other = fresh(templates, POSTGRES, tmp_path_factory.mktemp("other"))
    with closing(one), closing(other), proof.one_clock():
        stores = [Store(next(each)(), render, 60) for each in (one, other)]
        found = proof.Both(*stores)
        proof.fill(found, random.Random(1), size(120, 400))
        yield found
        for each in stores:
            each.close()


def test_random_questions_and_writes(both: proof.Both) -> None:
    chance = random.Random(2)

    def between() -> None:
        proof.write(both, chance, 1)

    for _ in range(size(15, 1500)):
        proof.ask(both, chance, between)
        between()
    proof.others(both)
    assert both.same("errors", lambda store: list(store.integrity_errors())) == []


def told(both: proof.Both, sql: str, *values: object) -> tuple[object, ...]:
    row: tuple[object, ...] = both.other.database.execute_sql(sql, values).fetchone()
    return row


SIGNS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(text=SIGNS)
def test_case_and_accents_are_folded_alike(both: proof.Both, text: str) -> None:
    found = told(both, "SELECT casei(CAST(? AS text)), accenti(CAST(? AS text))", text, text)
    assert found == (casei(text), accenti(text))


DAYS = st.sampled_from(["2005-01-02", "1900-02-28", "2000-02-29", "-0044-03-15", "0000-12-31"])
CLOCKS = st.tuples(st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
ZONES = st.sampled_from(["Z", "+05:00", "-03:30", "+0545", "-05", "", "Z?", "+01:00~"])


@given(day=DAYS, clock=CLOCKS, zone=ZONES, seconds=st.sampled_from(["", ":00", ":59.5"]),
       open_=st.sampled_from(["", "/..", "../", "/2006-01-01T00:00:00Z", "/2007"]))  # fmt: skip
def test_instants_are_those_of_the_date(
    both: proof.Both, day: str, clock: tuple[int, int, int], zone: str, seconds: str, open_: str
) -> None:
    text = f"{day}T{clock[0]:02}:{clock[1]:02}{seconds}{zone}"
    text = f"{open_}{text}" if open_ == "../" else f"{text}{open_}"
    try:
        edtf.parse(text)
    except edtf.DateError:
        return
    assert told(both, "SELECT began(CAST(? AS text)), ended(CAST(? AS text))", text, text) == (
        instants(text)
    )


NUMBERS = st.sampled_from([-180.0, -10.5, 0.0, 0.1, 30.0, 179.9, 200.0])
POINTS = st.tuples(NUMBERS, st.sampled_from([-60.0, 0.0, 0.1, 10.0, 45.5]))
LINES = st.lists(POINTS, min_size=2, max_size=5).map(tuple)
RINGS = st.lists(POINTS, min_size=3, max_size=5).map(lambda ring: (*ring, ring[0]))
BOXES = st.tuples(NUMBERS, st.just(-20.0), NUMBERS, st.just(50.0))


@given(place=POINTS, boxes=st.lists(BOXES, max_size=1), points=st.lists(POINTS, max_size=2),
       lines=st.lists(LINES, max_size=2),
       areas=st.lists(st.lists(RINGS, min_size=1, max_size=2).map(tuple), max_size=2))  # fmt: skip
def test_a_place_lies_in_the_same_shapes(
    both: proof.Both,
    place: Point,
    boxes: list[Box],
    points: list[Point],
    lines: list[tuple[Point, ...]],
    areas: list[tuple[tuple[Point, ...], ...]],
) -> None:
    shape = Shape(tuple(boxes), tuple(points), tuple(lines), tuple(areas))
    longitude, latitude = place
    sql = "SELECT meets(CAST(? AS text), CAST(? AS float8), CAST(? AS float8))"
    assert told(both, sql, shape_text(shape), longitude, latitude) == (
        covers(shape, longitude, latitude),
    )
