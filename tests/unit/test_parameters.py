"""The table of parameters: how each one is read, which part of the filter it sets, and how its
errors name it."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from itertools import permutations
from urllib.parse import parse_qsl

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.blocs import from_json
from service.domain.cursors import CursorSeal
from service.domain.event import Actor, Amount, CountryRole, Event
from service.domain.query import Filter
from service.errors import Invalid
from service.languages import language
from service.schemas.parameter_values import whole_number
from service.schemas.parameters import EXPRESSION, FILTERS, GRAMMAR, PAGING, Parameter, Target
from service.schemas.query import QueryParser
from service.schemas.query_description import ORDER, QueryDescriber
from service.store.terms import terms
from service.store.value_filters import DEMANDS
from service.web.query_urls import encoded
from tests.conftest import REPOSITORY
from tests.support.rows import each_row

BLOCS = from_json(orjson.loads((REPOSITORY / "seed/blocs.json").read_bytes()))
PARSER = QueryParser(BLOCS, 50, 1000, lambda: CursorSeal("0123456789ab", b"secret"))
ALL = tuple(GRAMMAR.values())
GOOD: dict[str, tuple[str, ...]] = {
    "date": ("2022-09/2023-03", "2022-02-28T12:00:00+01:00", "../2022"),
    "from": ("2022", "2022-02-28T12:00:00Z"), "to": ("2023-03",),
    "begins": ("2022-09", "2022/.."), "match": ("certain",), "on": ("02-24",),
    "country": ("KZ", "C5:host,US", '"Korea, Republic of"'), "role": ("host,target",),
    "category": ("meeting,visit",), "actor": ("Antony Blinken", '"Smith, John",John', "a b"),
    "tag": ("c5plus1", '"""a"', "ä&b=c"), "status": ("planned",), "precision": ("day,month",),
    "q": ("talks", '"border trade" -gas', "50% + more"), "bbox": ("46,35,88,56",),
    "min_amount": ("1000", "0.5"), "currency": ("USD", "eur"),
    "updated_since": ("2023-02-28T12:00:00Z", "2023-02-28"), "undated": ("1",),
}  # fmt: skip
"""Valid values of each filter. No value is the default."""
NEEDED = {"role": [("country", "KZ")]}
EVENT = Event(
    "e", "A visit", edtf.parse("2023-02-28"), "visit", tags=("a",),
    countries=(CountryRole("KZ", "host"),), actors=(Actor("A", "person"),),
    amounts=(Amount(Decimal(1), "USD", "pledged"),),
)  # fmt: skip


def filter_of(pairs: list[tuple[str, str]]) -> Filter:
    return PARSER.parse(pairs, ALL).filter


def cases() -> list[tuple[Parameter, str]]:
    return [(each, text) for each in FILTERS for text in GOOD[each.name]]


@pytest.mark.parametrize(("row", "text"), cases(), ids=lambda each: getattr(each, "name", each))
def test_a_value_goes_where_its_row_says(row: Parameter, text: str) -> None:
    found, bare = filter_of([*NEEDED.get(row.name, []), (row.name, text)]), Filter()
    asked = {each.name for each in fields(Filter)
             if getattr(found, each.name) != getattr(bare, each.name)}  # fmt: skip
    match row.target:
        case Target.TERM:
            assert asked == {"groups"}
            assert {each.kind for group in found.groups for each in group} == {row.name}
        case Target.FIELD:
            assert asked == {row.field}
        case Target.VALUE:
            assert [name for name, _ in found.values] == [row.name]
        case _:
            assert row.target is Target.TOGETHER
            assert asked <= {"since", "until", "seconds", "groups"}
            assert asked


def test_the_store_knows_every_value_and_every_kind_of_term() -> None:
    assert {each.name for each in FILTERS if each.target is Target.VALUE} <= DEMANDS.keys()
    kinds = {kind for kind, _, _ in terms(EVENT)}
    assert {each.name for each in FILTERS if each.target is Target.TERM} <= kinds


PARTS = st.sampled_from((*"aZ09 ,\":;*+-/.~'%XTä\u0600", "2022", "KZ", "host", "meeting"))
WRONG = st.text(min_size=1, max_size=20) | st.lists(PARTS, min_size=1, max_size=9).map("".join)


@given(st.sampled_from((*FILTERS, *PAGING, *EXPRESSION)), WRONG)
def test_an_error_names_its_parameter(row: Parameter, text: str) -> None:
    try:
        PARSER.parse([*NEEDED.get(row.name, []), (row.name, text)], ALL)
    except Invalid as error:
        assert error.errors
        for each in error.errors:
            assert each.parameter == row.name
            assert each.detail.startswith((f"{row.name}: ", f"{row.name} "))


@each_row(("name", "text"), [
    ("date", "2023/2022-13"), ("from", "XXXX"), ("begins", "2022-01-01T10:00:00Z"),
    ("match", "certan"), ("on", "02-30"), ("country", "Kazakstan"), ("role", "hots"),
    ("category", "meetin"), ("actor", '"a,b'), ("tag", ","), ("status", "x"), ("precision", "dya"),
    ("q", "-gas"), ("bbox", "1,2,3"), ("min_amount", "1e5"), ("currency", "USX"),
    ("updated_since", "x"), ("undated", "2"), ("sort", "relevance"), ("limit", "0"),
    ("cursor", "x"), ("count", "x"), ("fields", "titel"), ("filter", "date >"),
    ("filter-lang", "sql"), ("filter-crs", "x"), ("to", "x"),
])  # fmt: skip
def test_every_parameter_refuses_what_it_cannot_read(name: str, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        PARSER.parse([*NEEDED.get(name, []), (name, text)], ALL)
    assert [each.parameter for each in caught.value.errors] == [name]


@st.composite
def questions(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Some filters that are allowed together."""
    names = draw(st.lists(st.sampled_from(sorted(GOOD)), max_size=4, unique=True))
    if "date" in names:
        names = [each for each in names if each not in ("from", "to")]
    if "role" in names and "country" not in names:
        names.append("country")
    return [(name, draw(st.sampled_from(GOOD[name]))) for name in names]


@given(questions())
def test_a_query_is_the_same_in_any_order(pairs: list[tuple[str, str]]) -> None:
    found = [PARSER.parse(list(each), ALL) for each in permutations(pairs)]
    assert len(set(found)) == len({each.identity for each in found}) == 1


@given(questions())
def test_a_link_is_read_as_what_it_was_made_of(pairs: list[tuple[str, str]]) -> None:
    again = parse_qsl(encoded(pairs), keep_blank_values=True)
    assert filter_of(again) == filter_of(pairs)


@given(questions(), questions())
def test_equal_filters_have_equal_identities(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    first, second = PARSER.parse(one, ALL), PARSER.parse(other, ALL)
    assert (first.filter == second.filter) == (first.identity == second.identity)


def test_every_filter_is_said_in_words() -> None:
    assert set(ORDER) == {each.name for each in FILTERS}
    english = QueryDescriber(BLOCS, language("en"))
    for name, texts in GOOD.items():
        assert english.parameter(name, texts[0])
    assert english.parameter("least_sources", "3") == "least sources: 3"


@pytest.mark.parametrize("text", ["0000960", "960"])
def test_zeros_before_a_number_change_nothing(text: str) -> None:
    assert int(whole_number(200, 4000)(text)) == 960
