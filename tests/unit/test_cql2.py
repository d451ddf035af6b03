"""Filter expressions: reading, errors, and equal results from SQL and from ``matches``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from marshmallow import ValidationError

from bench.generate import events
from service.domain import calendar
from service.domain import condition as c
from service.domain.blocs import from_json
from service.domain.cursors import CursorSeal
from service.domain.event import Event
from service.domain.folding import like
from service.domain.instants import REACH_DAYS
from service.domain.query import Choice, Filter, Page
from service.errors import Invalid
from service.schemas import cql2, cql2_text
from service.schemas.event import load_event, render
from service.schemas.parameters import EXPRESSION, FILTERS
from service.schemas.query import QueryParser
from service.store import Store
from service.store.condition import condition_sql
from service.store.filter_match import matches
from service.store.sql import Sql
from tests.conftest import REPOSITORY
from tests.support.engines import Fresh
from tests.support.rows import each_row
from tests.support.sizes import ALL, size

BLOCS = from_json(orjson.loads((REPOSITORY / "seed/blocs.json").read_bytes()))
PARSER = QueryParser(BLOCS, 50, 99, lambda: CursorSeal("0123456789ab", b"secret"))


def asked(text: str, language: str = "cql2-text", **more: str) -> Filter:
    pairs = [("filter", text), ("filter-lang", language), *more.items()]
    return PARSER.parse(pairs, (*FILTERS, *EXPRESSION)).filter


def refusal(text: str, language: str = "cql2-text") -> str:
    with pytest.raises(Invalid) as caught:
        asked(text, language)
    assert all(each.parameter == "filter" for each in caught.value.errors)
    return caught.value.errors[0].detail


TEXT_AND_JSON: list[tuple[str, Any]] = [
    ("title = 'it''s'", {"op": "=", "args": [{"property": "title"}, "it's"]}),
    (r"title = 'it\'s'", {"op": "=", "args": [{"property": "title"}, "it's"]}),
    (r"title = 'a\\b'", {"op": "=", "args": [{"property": "title"}, r"a\b"]}),
    (r"title LIKE '5\%'", {"op": "like", "args": [{"property": "title"}, r"5\%"]}),
    ('"title" <> \'x\'', {"op": "<>", "args": [{"property": "title"}, "x"]}),
    ("version BETWEEN -1 AND 2.5", {"op": "between", "args": [{"property": "version"}, -1, 2.5]}),
    ("title in ('a', 'b')", {"op": "in", "args": [{"property": "title"}, ["a", "b"]]}),
    ("title NOT IN ('a')",
     {"op": "not", "args": [{"op": "in", "args": [{"property": "title"}, ["a"]]}]}),
    ("title is not null",
     {"op": "not", "args": [{"op": "isNull", "args": [{"property": "title"}]}]}),
    ("(((true)))", True),
    ("S_INTERSECTS(geometry,BBOX(-1,2.5,3,4))",
     {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [-1, 2.5, 3, 4]}]}),
    ("S_INTERSECTS(geometry, POINT(1 2))",
     {"op": "s_intersects",
      "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [1, 2]}]}),
    ("T_BEFORE(date, DATE('2020-01-01'))",
     {"op": "t_before", "args": [{"property": "date"}, {"date": "2020-01-01"}]}),
    ("T_DURING(INTERVAL(earliest, latest), INTERVAL('2020-01-01', '..'))",
     {"op": "t_during", "args": [
         {"interval": [{"property": "earliest"}, {"property": "latest"}]},
         {"interval": ["2020-01-01", ".."]}]}),
    ("CASEI(title) = casei('X')",
     {"op": "=", "args": [{"op": "casei", "args": [{"property": "title"}]},
                          {"op": "casei", "args": ["X"]}]}),
    ("a_contains(country, ('KZ', 'US'))",
     {"op": "a_contains", "args": [{"property": "country"}, ["KZ", "US"]]}),
]  # fmt: skip


@each_row(("text", "document"), TEXT_AND_JSON)
def test_text_and_json_say_the_same(text: str, document: Any) -> None:
    assert cql2_text.as_json(text) == document
    assert asked(text) == asked(orjson.dumps(document).decode(), "cql2-json")


def test_not_binds_closer_than_and_and_and_closer_than_or() -> None:
    found = cql2_text.as_json("NOT title = 'a' AND title = 'b' OR title = 'c'")
    assert found["op"] == "or"
    assert found["args"][0]["op"] == "and"
    assert found["args"][0]["args"][0]["op"] == "not"


@each_row(
    ("text", "said"),
    [
        ("categroy = 'x'", "did you mean category"),
        ("category =", "ends too early"),
        ("category = 'x' AND", "ends too early"),
        ("category = 'x", "at character 12"),
        ("category ~ 'x'", "at character 10"),
        ("category != 'x'", "did you mean <>?"),
        ("category == 'x'", "did you mean =?"),
        ("title ILIKE 'a%'", "did you mean CASEI( ) LIKE CASEI( )?"),
        ("title = 'a' && title = 'b'", "did you mean AND?"),
        ("!(title = 'a')", "did you mean NOT?"),
        ("earliest < 2022-09-01", "did you mean DATE('2022-09-14')?"),
        ("category = 5", "a string with a number"),
        ("earliest = 5", "a date with a number"),
        ("date > DATE('2020-01-01')", "compare earliest or latest"),
        ("earliest > DATE('2020-02-30')", "'2020-02-30' is not a day"),
        ("updated_at > TIMESTAMP('2020-01-01T25:00:00Z')", "no such time of day"),
        ("T_AFTER(date, INTERVAL('2021-01-01', '2020-01-01'))", "ends before it begins"),
        ("T_AFTER(date, INTERVAL('2021-01-01', '2021-01-01T00:00:00Z'))", "not one of each"),
        ("T_MEETS(date, DATE('2020-01-01'))", "relates intervals"),
        ("T_AFTER(title, DATE('2020-01-01'))", "not a property that a filter may use here"),
        ("country <> 'KZ'", "could mean either"),
        ("country = 'Kazakstan'", "Kazakhstan"),
        ("title LIKE category", "a text in quotes"),
        ("approximate > TRUE", "does not compare"),
        ("title", "neither true nor false"),
        ("title = NULL", "NULL"),
        ("AVG(version) = 1", "'avg' is not a value"),
        ("S_TOUCHES(geometry, POINT(1 2))", "there is no 's_touches' here"),
        ("category = 'fundng'", "did you mean funding?"),
        ("category = 'Visit'", "did you mean visit?"),
        ("'meetng' = category", "did you mean meeting?"),
        ("CASEI(category) = CASEI('FUNDNG')", "did you mean funding?"),
        ("NOT status = 'ocurred'", "did you mean occurred?"),
        ("status <> 'happened'", "did you mean occurred?"),
        ("precision IN ('day', 'monthly')", "did you mean month?"),
        ("extent = 'spam'", "did you mean span?"),
        ("date = '2022-13'", "13 is not a month"),
        ("date = 'autumn 2022'", "did you mean 2022-09/2022-11?"),
        ("place_country = 'Kazakhstan'", "is not the code of a country; did you mean KZ?"),
        ("place_country = 'KAZ'", "did you mean KZ?"),
        ("CASEI(place_country) = CASEI('Kazakstan')", "nearest: Kazakhstan"),
        ("category = visit", "a text stands in single quotes"),
        ('category = "visit"', "a text stands in single quotes"),
        ("S_INTERSECTS(title, POINT(1 2))", "not a property that a filter may use here"),
        ("S_INTERSECTS(geometry, BBOX(1,2,3))", "four numbers"),
        ("S_INTERSECTS(geometry, BBOX(1,5,3,4))", "south first"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1)))", "last as the first"),
        ("version = 1e999", "too large"),
    ],
)
def test_an_error_names_its_cause(text: str, said: str) -> None:
    assert said in refusal(text)


@each_row(
    "text",
    ["[]", "null", "1", '"x"', "{}", '{"op":1,"args":[]}', '{"op":"="}', '{"op":"=","args":[1]}',
     '{"op":"and","args":[]}', '{"op":"zzz","args":[]}',
     '{"op":"in","args":[{"property":"id"},[]]}',
     '{"op":"=","args":[{"property":"id"},null]}', '{"op":"=","args":[{"property":1},"x"]}',
     '{"op":"=","args":[{"property":"earliest"},{"date":5}]}', '{"op":"not","args":[{"a":1}]}',
     '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,"3",4]}]}',
     '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":"x"}]}',
     '{"op":"t_after","args":[{"property":"date"},{"interval":"x"}]}',
     '{"op":"like","args":[{"property":"id"},5]}', "{", "[" * 2000,
     '{"op":"isNull","args":["id"]}'],
)  # fmt: skip
def test_json_that_is_no_expression_is_refused(text: str) -> None:
    assert refusal(text, "cql2-json").startswith("filter: ")


NOON = "2022-09-12T12:00:00.000000Z"


@each_row(
    ("text", "holds"),
    [
        ("T_INTERSECTS(updated_at, DATE('2022-09-12'))", True),
        ("T_EQUALS(updated_at, DATE('2022-09-12'))", True),
        ("T_DISJOINT(updated_at, DATE('2022-09-12'))", False),
        ("T_AFTER(updated_at, DATE('2022-09-12'))", False),
        ("T_AFTER(updated_at, DATE('2022-09-11'))", True),
        ("T_BEFORE(updated_at, DATE('2022-09-12'))", False),
        ("T_BEFORE(DATE('2022-09-11'), updated_at)", True),
        ("T_INTERSECTS(updated_at, INTERVAL('2022-09-01', '2022-09-12'))", True),
        ("T_INTERSECTS(updated_at, INTERVAL('..', '2022-09-11'))", False),
        ("T_INTERSECTS(INTERVAL('..', '..'), updated_at)", True),
        ("T_AFTER(updated_at, INTERVAL('2022-09-01', '..'))", False),
        ("T_BEFORE(updated_at, INTERVAL('..', '2023-09-01'))", False),
        ("T_EQUALS(updated_at, INTERVAL('2022-09-12', '2022-09-12'))", False),
        ("T_EQUALS(updated_at, TIMESTAMP('2022-09-12T12:00:00Z'))", True),
        ("T_AFTER(TIMESTAMP('2022-09-12T12:00:01Z'), updated_at)", True),
        ("T_AFTER(updated_at, created_at)", True),
        ("updated_at = TIMESTAMP('2022-09-12T12:00:00.0Z')", True),
    ],
)
def test_times_of_recording_are_instants(text: str, holds: bool) -> None:
    event = load_event({"id": "e", "title": "T", "date": "2020", "category": "other"})
    earlier = "2022-09-01T00:00:00.000000Z"
    assert matches(asked(text), event, NOON, earlier, 1) is holds


@settings(max_examples=size(30, 150))
@given(
    some.recursive(
        some.none() | some.booleans() | some.floats() | some.text(max_size=6)
        | some.sampled_from(["date", "category", "country", "2020-01-01", ".."]),
        lambda inner: some.lists(inner, max_size=3)
        | some.fixed_dictionaries({"op": some.sampled_from([*cql2.OPERATORS, "x"]),
                                   "args": some.lists(inner, max_size=3)})
        | some.dictionaries(some.sampled_from(
            ["property", "date", "timestamp", "interval", "bbox", "type", "coordinates"]),
            inner, max_size=2),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_json_is_an_expression_or_refused(part: Any) -> None:
    text = orjson.dumps(part).decode()
    try:
        cql2.condition(text, "cql2-json", lambda kind, value: (Choice(kind, value),))
    except ValidationError as error:
        assert error.messages


HUGE = [
    "(" * 4000,
    "(" * 3000 + "title = 'x'" + ")" * 3000,
    "NOT " * 1900 + "title = 'x'",
    " AND ".join(["id='x'"] * 600),
    "id IN (" + ",".join(["'x'"] * 1900) + ")",
    "S_INTERSECTS(geometry, LINESTRING(" + ",".join(["1 1"] * 1500) + "))",
    "title LIKE '" + "%a" * 3900 + "'",
]


@pytest.mark.parametrize("text", HUGE)
def test_a_large_or_deep_expression_is_read_or_refused_quickly(text: str) -> None:
    cql2_text.as_json("true")  # builds the grammar before the time is measured
    began = time.process_time()
    try:
        asked(text)
    except Invalid as error:
        assert error.errors[0].parameter == "filter"
    assert time.process_time() - began < 1


def test_depth_parts_and_length_are_bounded() -> None:
    assert "nested" in refusal("NOT " * 200 + "true")
    assert "AND, OR and NOT" in refusal("NOT (id = 'x' OR " * 15 + "true" + ")" * 15)
    assert "parts" in refusal(" OR ".join(["id='x'"] * 600))
    assert "characters" in refusal("true" + " " * 9000)
    assert "300 countries" in refusal("country IN (" + ",".join(["'EU'"] * 20) + ")")
    asked("(" * 50 + "true" + ")" * 50)


DEEPEST = (
    "T_OVERLAPS(date, INTERVAL('2005-01-02T04:30:00Z', '2006-01-01T00:00:00Z'))"
    " OR ACCENTI(CASEI(countries)) LIKE '%k%'"
)


@pytest.mark.turns
@pytest.mark.parametrize(
    "text",
    [
        " OR ".join(f"id = 'x{number}'" for number in range(300)),
        "NOT (" * 55 + " OR ".join(["id = 'x'"] * 200) + ")" * 55,
        "(" * 55 + "id = 'x'" + " AND title = 'y')" * 55,
        "id = 'x' OR (id = 'y' AND NOT (" * 4 + DEEPEST + "))" * 4,
        "(" * 14 + DEEPEST + "".join([" AND id = 'x')", " OR id = 'y')"] * 7),
        "NOT (id = 'x' AND " * 6 + DEEPEST + ")" * 6,
        "country IN (" + ",".join(["'EU'"] * 10) + ") OR id = 'x'",
        " AND ".join(f"tag = 't{number}'" for number in range(250)),
        "id IN (" + ",".join(f"'{number}'" for number in range(1000)) + ")",
    ],
)
def test_the_largest_that_is_read_is_answered(filled: tuple[Store, list[Event]], text: str) -> None:
    found, judged = both(filled, asked(text))
    assert found == judged


def test_what_the_index_knows_is_walked_there() -> None:
    found = asked("category = 'funding' AND country IN ('KZ', 'UZ') AND title LIKE '%x'")
    assert found.groups == (
        (Choice("category", "funding"),),
        (Choice("country", "KZ"), Choice("country", "UZ")),
    )
    assert asked("category = 'visit' OR category = 'vote'").groups == (
        (Choice("category", "visit"), Choice("category", "vote")),
    )
    assert asked("category = 'visit' OR title = 'b'").groups == ()
    assert asked("NOT category = 'visit'").groups == ()
    assert asked("NOT (category <> 'visit' OR NOT category = 'visit')").groups == (
        (Choice("category", "visit"),),
    )


@each_row(
    ("text", "alone"),
    [
        ("country IN ('KZ', 'UZ') AND NOT (NOT category = 'visit')", True),
        ("category = 'visit' OR status IN ('planned', 'announced') OR tag = 'a'", True),
        ("country = 'EU'", False),  # the index does not have the days of membership
        ("category = 'visit' AND title = 'a'", False),
        ("NOT category = 'visit'", False),
    ],
)
def test_only_what_the_index_answers_exactly_is_left_out(text: str, alone: bool) -> None:
    assert (asked(text).condition is None) == alone


JUNE, JULY = calendar.ordinal(2020, 6, 1), calendar.ordinal(2020, 7, 1)


@each_row(
    ("text", "begins", "since"),
    [
        ("earliest > DATE('2020-06-01')", (JUNE + 1, None), None),
        ("NOT earliest > DATE('2020-06-01')", (None, JUNE), None),
        ("DATE('2020-06-01') <= earliest AND latest < DATE('2020-07-01')",
         (JUNE, JULY - 1), None),
        ("earliest = DATE('2020-06-01') OR earliest = DATE('2020-07-01')", (JUNE, JULY), None),
        ("earliest = DATE('2020-06-01') OR title = 'a'", (None, None), None),
        ("latest >= DATE('2020-06-01')", (None, None), JUNE),
        ("latest >= DATE('2020-06-01') AND country = 'EU'", (None, None), JUNE),
        ("T_INTERSECTS(date, INTERVAL('2020-06-01', '2020-07-01'))", (None, JULY), JUNE),
        ("T_DISJOINT(date, INTERVAL('2020-06-01', '2020-07-01'))", (None, None), None),
        ("T_BEFORE(DATE('2020-06-01'), date)", (JUNE + 1, None), None),
        ("T_AFTER(date, TIMESTAMP('2020-06-01T10:00:00Z'))",
         (JUNE - REACH_DAYS, None), None),
        ("T_INTERSECTS(date, INTERVAL('..', '2020-06-01'))", (None, JUNE), None),
        ("earliest > DATE('2020-07-01') AND earliest < DATE('2020-06-01')", (None, None), None),
    ],
)  # fmt: skip
def test_the_days_that_an_expression_requires_are_walked(
    text: str, begins: tuple[int | None, int | None], since: int | None
) -> None:
    found = asked(text)
    assert (found.begins, found.since) == (begins, since)
    assert found.condition is not None
    # The days of a range would be compared with all days of an event, and with each membership.
    assert asked(text, match="certain").since is None
    assert asked(text, country="EU").since is None


def test_the_last_change_that_an_expression_requires_is_walked() -> None:
    text = "T_AFTER(updated_at, TIMESTAMP('2020-06-01T10:00:00Z'))"
    assert asked(text).value("updated_since") == "2020-06-01T10:00:00.000000Z"
    later = asked(text, updated_since="2021-01-01")
    assert str(later.value("updated_since")).startswith("2021")
    assert asked(f"{text} OR title = 'a'").values == ()


DATES = ["2022", "2022-09", "1975/..", "../1980", "196X", "XXXX", "-0044", "2022-09-12~", "2003?",
         "2005-01-01T23:30:00-05:00", "2005-01-02T04:30Z", "2005-01-01T10:00:00",
         "2005-01-01T10:00:00Z/2005-01-01T12:00:00+01:00"]  # fmt: skip
QUESTIONS = [
    "true",
    "false",
    "category = 'meeting'",
    "category <> 'meeting'",
    "NOT (category = 'meeting' OR category = 'visit')",
    "category IN ('meeting', 'visit')",
    "category NOT IN ('meeting', 'visit')",
    "title LIKE '%talks%'",
    "title NOT LIKE '%a_k%'",
    "CASEI(title) LIKE CASEI('%TALKS%')",
    "ACCENTI(CASEI(title)) LIKE '%talks%'",
    "summary IS NULL",
    "summary > 'M'",
    "place IS NOT NULL AND place < 'M'",
    "place_country = 'KZ'",
    "NOT place = 'Astana'",
    "geometry IS NULL",
    "countries LIKE '%US%'",
    "actors LIKE '%Official%'",
    "tags = ''",
    "tags LIKE 'topic-_'",
    "country = 'US'",
    "country IN ('US', 'CN') AND NOT country = 'KZ'",
    "country = 'EU'",
    "A_CONTAINS(country, ('US', 'CN'))",
    "A_OVERLAPS(country, ('US', 'CN'))",
    "country IS NULL",
    "tag = 'topic-7'",
    "actor = 'official 7'",
    "approximate",
    "uncertain = TRUE OR approximate = FALSE",
    "extent = 'span'",
    "version BETWEEN 1 AND 1.5",
    "version > 1",
    "earliest >= DATE('2000-01-01') AND latest < '2010-01-01'",
    "earliest BETWEEN DATE('2000-01-01') AND DATE('2001-01-01')",
    "earliest = latest",
    "earliest < latest",
    "earliest IS NULL",
    "date LIKE '____-__-__'",
    "updated_at > TIMESTAMP('2020-01-01T00:00:00.5Z')",
    "created_at <= DATE('2020-01-01')",
    "T_AFTER(updated_at, INTERVAL('2020-01-01T00:00:00Z', '..'))",
    "T_INTERSECTS(updated_at, INTERVAL('2020-01-01T00:00:00Z', '..'))",
    "T_DISJOINT(updated_at, TIMESTAMP('2020-01-01T00:00:00Z'))",
    *(f"T_{name.upper()}(date, INTERVAL('2000-01-01', '2005-12-31'))" for name in c.RELATIONS),
    "T_DISJOINT(date, INTERVAL('2000-01-01', '..'))",
    "T_AFTER(date, DATE('2005-01-01'))",
    "T_BEFORE(DATE('2005-01-01'), date)",
    "T_INTERSECTS(date, TIMESTAMP('2005-01-02T04:30:00Z'))",
    "T_INTERSECTS(date, INTERVAL('2005-01-01T09:00:00Z', '2005-01-01T10:30:00Z'))",
    "T_EQUALS(INTERVAL(earliest, latest), DATE('2005-01-01'))",
    "T_INTERSECTS(earliest, INTERVAL('..', '2005-01-01T12:00:00Z'))",
    "S_INTERSECTS(geometry, BBOX(-10,-20,60,50))",
    "NOT S_INTERSECTS(geometry, BBOX(170,-60,-100,70))",
    "S_INTERSECTS(geometry, BBOX(350,-20,420,50))",
    "S_INTERSECTS(POLYGON((-10 -20, 60 -20, 60 50, -10 50, -10 -20), "
    "(0 0, 30 0, 30 30, 0 30, 0 0)), geometry)",
    "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 50 50)))",
    "category = 'meeting' AND (country = 'US' OR T_AFTER(date, DATE('2010-01-01')))",
]


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Iterator[tuple[Store, list[Event]]]:
    store = Store(fresh(), render)
    made = list(events(360))
    for number, date in enumerate(DATES * 4):
        made[number]["date"] = date
    loaded = [load_event(each) for each in made]
    store.import_batch(loaded)
    yield store, loaded
    store.close()


def both(filled: tuple[Store, list[Event]], filter_: Filter) -> tuple[set[str], set[str]]:
    """The ids that SQL finds, and those of the loaded events that ``matches`` accepts."""
    store, loaded = filled
    saved = orjson.loads(store.get(loaded[0].id).body)
    times = saved["updated_at"], saved["created_at"], 1
    judged = {each.id for each in loaded if matches(filter_, each, *times)}
    return rows_of(filled, filter_), judged


def rows_of(filled: tuple[Store, list[Event]], filter_: Filter, sort: str = "date") -> set[str]:
    """The ids that SQL finds."""
    rows = filled[0].events(filter_, Page(limit=2000, sort=sort)).rows
    return {orjson.loads(row)["id"] for row in rows}


@each_row(("turn", "question"), [*enumerate(QUESTIONS)])
def test_sql_and_matches_agree(filled: tuple[Store, list[Event]], turn: int, question: str) -> None:
    """Questions include or exclude undated events in turn; ``make test-all`` tries both."""
    ways = "01" if ALL else "01"[turn % 2]
    for undated in ways:
        filter_ = asked(question, undated=undated)
        found, judged = both(filled, filter_)
        assert found == judged
        assert rows_of(filled, filter_, "-updated") == found
    if undated == "1":
        assert found == by_the_expression_alone(filled, question)


def test_the_questions_find_something_and_not_everything(filled: tuple[Store, list[Event]]) -> None:
    sizes = [len(rows_of(filled, asked(each, undated="1"))) for each in QUESTIONS]
    assert sum(0 < size < 360 for size in sizes) >= 40


def test_an_order_of_changes_leaves_out_nothing_undated(filled: tuple[Store, list[Event]]) -> None:
    undated = next(each for each in filled[1] if each.date.undated and each.countries)
    country = ("country", undated.countries[0].code)
    filter_ = PARSER.parse([country, ("undated", "1")], FILTERS).filter
    found, judged = both(filled, filter_)
    assert rows_of(filled, filter_, "updated") == found == judged
    assert undated.id in found


def by_the_expression_alone(filled: tuple[Store, list[Event]], text: str) -> set[str]:
    """The ids that the expression finds if the filter has nothing of it. OR at the top hides all
    that the index knows."""
    filter_ = asked(f"({text}) OR FALSE", undated="1")
    assert filter_ == Filter(undated=True, condition=filter_.condition)
    return rows_of(filled, filter_)


LEAVES = [each for each in QUESTIONS if " AND " not in each and " OR " not in each]


def joined(parts: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    pairs = some.tuples(parts, some.sampled_from(["AND", "OR"]), parts)
    return pairs.map(lambda p: f"({p[0]}) {p[1]} ({p[2]})") | parts.map(lambda p: f"NOT ({p})")


@settings(max_examples=size(20, 40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.recursive(some.sampled_from(LEAVES), joined, max_leaves=6))
def test_any_joined_questions_agree(filled: tuple[Store, list[Event]], question: str) -> None:
    found, judged = both(filled, asked(question, undated="1"))
    assert found == judged == by_the_expression_alone(filled, question)


@settings(max_examples=size(30, 150))
@given(some.text(alphabet="ab%_*?[]\\é", max_size=8), some.text(alphabet="ab%_*?[]\\é", max_size=6))
def test_a_pattern_means_the_same_in_sql(
    filled: tuple[Store, list[Event]], text: str, pattern: str
) -> None:
    store, _ = filled
    sql = condition_sql(
        c.Like(c.Literal(c.STRING, text), pattern), lambda _: Sql("FALSE"), store.database
    )
    (found,) = store.database.execute_sql(f"SELECT {sql.text}", sql.values).fetchone()
    assert bool(found) == like(text, pattern)


@settings(max_examples=size(30, 100))
@given(some.text(max_size=20))
def test_any_text_in_quotes_is_that_text(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace("'", "''")
    assert cql2_text.as_json(f"title = '{quoted}'")["args"][1] == text


@each_row(
    ("text",),
    [
        ("category = 'visit'",), ("category IN ('visit', 'vote')",), ("category LIKE 'vis%'",),
        ("category > 'm'",), ("CASEI(category) = CASEI('VISIT')",),
        ("ACCENTI(CASEI(status)) <> ACCENTI(CASEI('Occurred'))",), ("date = '2022-09'",),
        ("date = '196X'",), ("date LIKE '2022%'",), ("place_country = 'KZ'",),
        ("place_country IN ('SUHH', 'x-hawaii')",), ("CASEI(place_country) = CASEI('KZ')",),
        ("category = status",), ("'a' = 'b'",), ("title = 'fundng'",),
    ],
)  # fmt: skip
def test_words_that_a_property_can_have_are_compared(text: str) -> None:
    assert asked(text) != Filter()
