"""The parser caches the rest of a query without its dates. The cache does not change a result."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.blocs import from_json
from service.domain.cursors import CursorSeal
from service.domain.query import Choice
from service.errors import Invalid
from service.schemas.parameters import FILTERS, LANG, PAGING
from service.schemas.query import LONGEST_KEPT, EventsQuery, QueryParser
from tests.conftest import REPOSITORY

BLOCS = from_json(orjson.loads((REPOSITORY / "seed/blocs.json").read_bytes()))
PARAMETERS = (*FILTERS, *PAGING, LANG)
DATES = ["1999", "1999-04", "1990/2001", "../1990", "1999-05-05T10:00Z", "2010/1999", "spring", ""]
PAIRS = st.sampled_from([
    *((name, text) for name in ("date", "from", "to") for text in DATES),
    ("country", "KZ"), ("country", "EU:host"), ("country", "kazakstan"), ("q", "talks"),
    ("match", "certain"), ("undated", "1"), ("begins", "2000"), ("limit", "7"), ("limit", "x"),
    ("sort", "-date"), ("count", "none"), ("fields", "id"), ("cursor", "abc"), ("lang", "fr"),
    ("datee", "1999"), ("category", "meetin"), ("role", "host"),
])  # fmt: skip


def parser() -> QueryParser:
    return QueryParser(BLOCS, 50, 1000, lambda: CursorSeal("0123456789ab", b"secret"))


def read(with_: QueryParser, pairs: list[tuple[str, str]]) -> EventsQuery | list[object]:
    try:
        return with_.parse(pairs, PARAMETERS)
    except Invalid as error:
        return [error.detail, *error.errors]


def read_whole(pairs: list[tuple[str, str]]) -> EventsQuery | list[object]:
    """The same without the cache: an added tag makes the query too long to be cached."""
    tag = "x" * (LONGEST_KEPT + 1)
    found = read(parser(), [*pairs, ("tag", tag)])
    if isinstance(found, list):
        return found
    groups = tuple(each for each in found.filter.groups if each != (Choice("tag", tag),))
    return replace(found, filter=replace(found.filter, groups=groups))


PARSER_WITH_CACHE = parser()


@given(st.lists(PAIRS, max_size=6), st.sampled_from(DATES))
def test_a_rest_that_was_read_before_changes_nothing(
    pairs: list[tuple[str, str]], other: str
) -> None:
    read(
        PARSER_WITH_CACHE,
        [(n, other if n in ("date", "from", "to") else text) for n, text in pairs],
    )
    assert read(PARSER_WITH_CACHE, pairs) == read_whole(pairs)


@pytest.mark.parametrize("name", ["date", "from", "to"])
def test_errors_keep_their_order_and_their_hints(name: str) -> None:
    wrong = [("categori", "x"), (name, "spring"), ("limit", "x")]
    found = read(parser(), wrong)
    assert isinstance(found, list)
    assert [each.parameter for each in found[1:]] == ["categori", name, "limit"]  # type: ignore[attr-defined]
