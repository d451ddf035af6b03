"""Roles of countries: the database, the test of one event and a plain count agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.blocs import from_json
from service.domain.cursors import CursorSeal
from service.domain.query import Page
from service.errors import Invalid
from service.schemas.event import load_event, render
from service.schemas.parameters import EXPRESSION, FILTERS
from service.schemas.query import QueryParser
from service.store import Store
from service.store.filter_match import matches
from tests.support.engines import Fresh

BLOCS = from_json({"blocs": [
    {"code": "PAIR", "name": "Pair", "description": "Two.", "sources": [],
     "members": [["KZ", None], ["UZ", "2001-01-01", "2010-12-31"]]},
]})  # fmt: skip
PARSER = QueryParser(BLOCS, 50, 99, lambda: CursorSeal("0123456789ab", b"secret"))
CODES, ROLES = ("KZ", "UZ", "US"), ("host", "participant", "target")
TIMES = ("2026-01-01Z", "2026-01-01Z", 1)
DATES = ("2000-05-05", "2005", "2011-02", "2000/2002", "XXXX")
values = st.tuples(st.sampled_from((*CODES, "PAIR")), st.sampled_from(("", *ROLES)))
countries_ = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(ROLES)), max_size=3)
questions = st.lists(st.lists(values, min_size=1, max_size=3), min_size=1, max_size=3)


def asked(*pairs: tuple[str, str]) -> Any:
    return PARSER.parse(pairs, (*FILTERS, *EXPRESSION)).filter


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Iterator[tuple[Store, list[dict[str, Any]]]]:
    made: list[dict[str, Any]] = []
    links = [(code, role) for code in CODES for role in ROLES]
    for number in range(160):
        some = {links[(number * step + step) % len(links)] for step in range(1, 1 + number % 4)}
        made.append(
            {
                "id": f"e{number}", "title": "T", "category": "other",
                "date": DATES[number % len(DATES)],
                "countries": [{"code": code, "role": role} for code, role in sorted(some)],
            }
        )  # fmt: skip
    store = Store(fresh(), render)
    store.import_batch([load_event(each) for each in made])
    yield store, made
    store.close()


def plainly(event: dict[str, Any], value: tuple[str, str], roles: tuple[str, ...]) -> bool:
    """Whether an event has the country, or a member of the bloc on its day, in the role."""
    name, role = value
    date = edtf.parse(event["date"])
    first, last = calendar.ordinal(2001, 1, 1), calendar.ordinal(2010, 12, 31)
    low, high = date.earliest, date.latest
    inside = low is not None and high is not None and high >= first and low <= last
    codes = {name} if name != "PAIR" else {"KZ", "UZ"} if inside else {"KZ"}
    wanted = (role,) if role else roles
    return any(
        each["code"] in codes and (not wanted or each["role"] in wanted)
        for each in event["countries"]
    )


@given(questions, st.lists(st.sampled_from(ROLES), max_size=2, unique=True))
def test_database_and_filter_match_agree_with_a_plain_count(
    filled: tuple[Store, list[dict[str, Any]]],
    question: list[list[tuple[str, str]]],
    roles: list[str],
) -> None:
    store, made = filled
    pairs = [("country", ",".join(f"{name}:{role}".rstrip(":") for name, role in group))
             for group in question]  # fmt: skip
    if not all(role for group in question for _, role in group):
        pairs += [("role", ",".join(roles))] * bool(roles)
    filter_ = replace(asked(*pairs), undated=True)
    expected = {
        each["id"] for each in made
        if all(any(plainly(each, value, tuple(roles)) for value in group) for group in question)
    }  # fmt: skip
    found = store.events(filter_, Page(limit=500)).rows
    assert {orjson.loads(row)["id"] for row in found} == expected
    assert {e["id"] for e in made if matches(filter_, load_event(e), *TIMES)} == expected


class TestSpelling:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("country=Kazakhstan:host", "country=kz : host"),
            ("country=KZ:host", "country=KZ&role=host"),
            ("country=KZ:host,KZ:target", "country=KZ&role=host,target"),
            ("country=US:participant&country=PAIR&role=host",
             "country=US:participant&country=PAIR:host"),
            ('country="Korea, South:host"', "country=KR:host"),
            ("filter=country = 'PAIR:host'", "filter=country IN ('PAIR:host')"),
        ],
    )  # fmt: skip
    def test_the_same_question_in_two_ways(self, one: str, other: str) -> None:
        found = [asked(*parse_qsl(text, keep_blank_values=True)).groups for text in (one, other)]
        assert found[0] == found[1] != ()

    def test_a_role_narrows_its_own_country_alone(self) -> None:
        filter_ = asked(("country", "US:participant"), ("country", "KZ"))
        kinds = [[(each.kind, each.value) for each in group] for group in filter_.groups]
        assert kinds == [[("role", "US/participant")], [("country", "KZ")]]

    def test_an_expression_takes_roles_too(self) -> None:
        (group,) = asked(("filter", "A_OVERLAPS(country, ('US:host', 'KZ'))")).groups
        assert [(each.kind, each.value) for each in group] == [("role", "US/host"),
                                                               ("country", "KZ")]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "parameter", "says", "near"),
    [
        ("country=US:hosts", "country", "'hosts'", ("US:host",)),
        ("country=US:host,target", "country", "'target' is a role and not a country", ()),
        ("country=US:Host", "country", "'Host'", ("US:host",)),
        ("country=US:zzzz", "country", "host, participant, target", ()),
        ("country=US:", "country", "US:host", ()),
        ("country=:host", "country", "''", ()),
        ("country=Kazakstan:host", "country", "'Kazakstan'", ("Kazakhstan:host",)),
        ("country=US:host|participant", "country", "comma", ("US:host,US:participant",)),
        ("country=US:host:target", "country", "comma", ("US:host,US:target",)),
        ("country=US:host&role=target", "role", "each has its own", ()),
        ("role=host", "role", "give a country", ()),
        ("country=US&role=hosts", "role", "'hosts'", ("host",)),
        ("filter=country = 'US:hosts'", "filter", "'hosts'", ("US:host",)),
    ],
)
def test_an_error_names_its_parameter_and_the_nearest(
    query: str, parameter: str, says: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid) as caught:
        asked(*parse_qsl(query, keep_blank_values=True))
    (error,) = caught.value.errors
    assert error.parameter == parameter
    assert says in error.detail
    assert error.nearest[: len(near)] == near
    assert bool(error.nearest) == bool(near)
