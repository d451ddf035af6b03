"""The test of one event in memory (``filter_match``) agrees with the query of the database."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import orjson
import pytest

from bench.generate import events
from service.domain.blocs import from_json
from service.domain.cursors import CursorSeal
from service.domain.event import Event
from service.domain.query import Filter, Page
from service.schemas.event import load_event, render
from service.schemas.parameters import FILTERS
from service.schemas.query import QueryParser
from service.store import Store
from service.store.filter_match import matches
from tests.conftest import REPOSITORY
from tests.support.engines import Fresh
from tests.support.rows import each_row
from tests.support.sizes import size

SEAL = CursorSeal("0123456789ab", b"secret")
BLOCS = from_json(orjson.loads((REPOSITORY / "seed/blocs.json").read_bytes()))
PARSER = QueryParser(BLOCS, 50, 99, lambda: SEAL)
DATES = [
    "2022", "2022-09", "1975/..", "../1980", "196X", "XXXX", "-0044", "2022-09-12~",
    "2005-01-01T23:30:00-05:00", "2005-01-02T04:30Z", "2005-01-01T23:30:00",
    "2005-01-01T10:00:00Z/2005-01-01T12:00:00+01:00",
]  # fmt: skip
QUESTIONS = [
    "",
    "undated=1",
    "date=2000/2010",
    "date=2000/2010&match=certain",
    "from=2022-09-10&undated=1",
    "begins=2022-09/2023",
    "begins=../1980&undated=1",
    "begins=2010/..&undated=1&country=EU",
    "begins=2005&date=2005-06/..&q=talks",
    "begins=2005/2010&country=US&country=CN",
    "begins=2005/2010&bbox=-10,-20,60,50&match=certain&date=2006/..",
    "country=US",
    "country=US,CN&category=meeting,visit",
    "country=US&country=CN",
    "country=EU&date=1990/1995",
    "country=EU&match=certain",
    "country=US&role=host",
    "country=EU,C5&category=visit&undated=1",
    "tag=topic-7",
    "status=occurred&precision=day",
    "precision=month,year",
    "on=02-24",
    "q=talks",
    'q="border trade"',
    "q=sanct*&country=US",
    "q=...",
    "date=2005-01-02T04:30:00Z",
    "date=2005-01-02T04:30:30Z",
    "date=2005-01-01T10:00:00Z/2005-01-02T04:30:00Z&match=certain",
    "from=2005-01-02T04:30:30Z&undated=1",
    "to=2005-01-01T10:30:00Z&country=EU",
    "from=2005-01-01T10:30:00Z&to=2005-01-03&q=talks",
    "bbox=-10,-20,60,50",
    "bbox=350,-20,420,50",
    "bbox=170,-60,-100,70",
    "min_amount=20000000",
    "currency=USD",
    "min_amount=20000000&currency=EUR",
    "actor=Official 7",
    "updated_since=2030-01-01",
    "updated_since=2020-01-01",
]


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Iterator[tuple[Store, list[Event]]]:
    store = Store(fresh(), render)
    made = list(events(size(300, 1500)))
    for number, date in enumerate(DATES * 8):
        made[number]["date"] = date
    loaded = [load_event(each) for each in made]
    store.import_batch(loaded)
    yield store, loaded
    store.close()


@each_row("question", QUESTIONS)
def test_filter_match_agrees_with_the_database(
    filled: tuple[Store, list[Event]], question: str
) -> None:
    store, loaded = filled
    pairs = parse_qsl(question)
    filter_: Filter = PARSER.parse(pairs, FILTERS).filter
    at = orjson.loads(store.get(loaded[0].id).body)["updated_at"]
    found = store.events(filter_, Page(limit=5000)).rows
    expected = {orjson.loads(row)["id"] for row in found}
    assert {each.id for each in loaded if matches(filter_, each, at, at, 1)} == expected


BOX = (-10.0, -20.0, 60.0, 50.0)
VALUES = [
    Filter().with_values(placed=True),
    Filter().with_values(bbox_or_placeless=BOX),
    Filter().with_values(placed=True, bbox=BOX),
    Filter(undated=True).with_values(bbox_or_placeless=BOX, currency="USD"),
    Filter().with_values(min_amount="20000000", currency="EUR").without_values("currency"),
    Filter().with_values(currency="USD").with_currency_as_term(),
]


@pytest.mark.parametrize("filter_", VALUES, ids=lambda each: " ".join(dict(each.values)))
def test_internal_filter_values_match_the_same_events(
    filter_: Filter, filled: tuple[Store, list[Event]]
) -> None:
    store, loaded = filled
    at = orjson.loads(store.get(loaded[0].id).body)["updated_at"]
    expected = {orjson.loads(row)["id"] for row in store.events(filter_, Page(limit=5000)).rows}
    assert {each.id for each in loaded if matches(filter_, each, at, at, 1)} == expected
    assert 0 < len(expected) < len(loaded)


def test_the_questions_find_something_and_not_everything(filled: tuple[Store, list[Event]]) -> None:
    store, loaded = filled
    found = []
    for question in QUESTIONS:
        pairs = parse_qsl(question)
        found.append(len(store.events(PARSER.parse(pairs, FILTERS).filter, Page(limit=5000)).rows))
    assert sum(0 < each < len(loaded) for each in found) >= 18
