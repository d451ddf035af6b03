"""Queries in words, as titles, feeds and filter chips show them."""

from __future__ import annotations

from itertools import product
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from service.languages import NAMES, language
from service.schemas.parameters import FILTERS
from service.schemas.query_description import ORDER, QueryDescriber
from tests.support.rows import each_row

WORDS = QueryDescriber({"C5", "EU"}, language("en"))
SAID = (
    ("", ""),
    ("sort=-date&limit=5&fields=id", ""),
    ("undated=0&match=possible", ""),
    ("country=KZ", "Kazakhstan"),
    ("country=KZ&country=US", "Kazakhstan and United States"),
    ("country=KZ,UZ", "Kazakhstan or Uzbekistan"),
    ("country=C5:host&country=US:participant", "C5 as host and United States as participant"),
    ("country=KZ&country=US&role=host", "Kazakhstan and United States as host"),
    ("country=KZ&role=host,participant", "Kazakhstan as host or participant"),
    ("country=SU&q=nuclear+test", "Soviet Union, “nuclear test”"),
    ("date=2022-09", "September 2022"),
    ("date=2022-09/2023-03", "September 2022 to March 2023"),
    ("from=2022-09&to=2022-11", "September to November 2022"),
    ("from=2015", "from 2015"),
    ("to=2015-02", "to February 2015"),
    ("date=2022~&match=certain", "around 2022, surely in the range"),
    ("on=02-24", "24 February of any year"),
    ("begins=199X", "beginning in the 1990s"),
    ("category=visit,meeting&status=planned", "visit or meeting, status: planned"),
    ("precision=month,year", "precision: month or year"),
    ("actor=%22Smith, John%22,Ann&tag=c5plus1", "Smith, John or Ann, c5plus1"),
    ("bbox=46,-35.5,190,56", "in the area 46°E–190°E, 35.5°S–56°N"),
    ("min_amount=1000000&currency=usd", "at least USD 1,000,000"),
    ("min_amount=2500000.50", "at least 2,500,000.50"),
    ("currency=EUR", "amounts in EUR"),
    ("updated_since=2023-02-28", "changed since 2023-02-28"),
    ("country=KZ&undated=1", "Kazakhstan, with unknown dates"),
)
INVALID_QUERIES = ("country=Atlantis", "date=garbage", "bbox=1,2", "min_amount=x", "on=99-99",
          "role=king", "category=", "actor=%22open", "date=2022-09 garbage")  # fmt: skip


@each_row(("query", "words"), SAID)
def test_a_query_is_said_in_words(query: str, words: str) -> None:
    assert WORDS.query(parse_qsl(query)) == words


def test_every_filter_has_words() -> None:
    assert frozenset(ORDER) == {each.name for each in FILTERS}
    said = {name for query, words in SAID if words for name, _ in parse_qsl(query)}
    assert said >= frozenset(ORDER)


@each_row(("query", "code"), product(INVALID_QUERIES, NAMES))
def test_an_invalid_query_is_still_described(query: str, code: str) -> None:
    assert isinstance(QueryDescriber({}, language(code)).query(parse_qsl(query)), str)


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.text(max_size=20)), max_size=5))
def test_any_text_is_said_without_failing(pairs: list[tuple[str, str]]) -> None:
    assert isinstance(WORDS.query(pairs), str)
