"""A page reads a limited number of events to count and to sort them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from service.domain.query import Choice, Filter, Page
from service.store import Store
from service.store.read import Reader
from service.store.sizes import Sizes
from tests.support.rows import each_row
from tests.unit.test_histogram import store

__all__ = ["store"]
EUROS = Filter(undated=True).with_values(currency="EUR")
PAID = Filter(undated=True).with_values(min_amount="1000000")
NOT_BY_AMOUNT = 0
"""The size ``paid`` with which no amount finds its events."""


def statements(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The list to which each later statement of the reader is added."""
    found: list[str] = []
    execute = store.reader.execute

    def noted(text: str, *values: object) -> object:
        found.append(text)
        return execute(text, *values)

    monkeypatch.setattr(store.reader, "execute", noted)
    return found


def test_a_first_page_that_has_all_events_is_not_counted_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = Filter(groups=((Choice("country", "KZ"),),), text="nothing")
    asked = statements(store, monkeypatch)
    found = store.events(some, Page())
    assert (found.rows, found.total, found.total_is) == ([], 0, "exact")
    assert not any("count(*)" in each for each in asked)
    every = store.events(EUROS, Page(limit=1000))
    assert (every.total, every.total_is) == (len(every.rows), "exact")
    assert store.events(EUROS, Page(limit=1000, count="none")).total is None


@pytest.mark.parametrize("filter_", [EUROS, PAID])
def test_a_capped_count_says_at_least_where_it_stops_reading(store: Store, filter_: Filter) -> None:
    exact, _ = store.count(filter_)
    assert exact is not None and exact > 20
    page = Page(limit=5)
    assert store.events(filter_, page).total == exact
    cut = Reader(store.database, Sizes(looked=10, fewest_looked=10, paid=NOT_BY_AMOUNT)).events(
        filter_, page
    )
    assert cut.total_is == "at_least"
    assert cut.total is not None and 6 <= cut.total <= 10
    assert store.events(filter_, Page(limit=5, count="exact")).total == exact
    assert store.count(filter_, "capped") == (exact, "exact")


def test_only_events_with_an_amount_are_read_for_one(store: Store) -> None:
    way, rest = Reader(store.database, Sizes(paid=NOT_BY_AMOUNT)).walk(PAID, Page())
    every, _ = store.reader.walk(Filter(undated=True), Page())
    terms = {store.reader.term_id("currency", each) for each in ("USD", "EUR")}
    assert {branch[0] for branch in way.branches} == terms
    assert {branch[0] for branch in every.branches}.isdisjoint(terms)
    assert rest, "the amount itself is still tested"


@pytest.mark.parametrize("sort", ["updated", "-updated"])
@pytest.mark.parametrize("first", [0, 7, 40, 12_000])
def test_the_last_changed_events_come_first_however_many_are_read(
    store: Store, sort: str, first: int
) -> None:
    reader = Reader(store.database, Sizes(first_read=first))
    for filter_ in (EUROS, PAID):
        wanted = list(store.stream(filter_, sort))
        assert wanted and list(reader.stream(filter_, sort)) == wanted
        page = reader.events(filter_, Page(sort=sort, limit=3, count="none"))
        assert page.rows == wanted[:3]


READ_IN_ORDER = "AS updated_at FROM event e "
READ_FIRST = "SELECT e.position, e.updated_at FROM event e"
TESTED_FOR_WORDS = "EXISTS (SELECT 1 FROM event_text"
KZ, US, UZ = (Choice("country", each) for each in ("KZ", "US", "UZ"))
LONG = Choice("country", "KZ", since=726_000, until=900_000)
MANY = [
    Filter(),
    Filter(groups=((KZ,),)),
    Filter(groups=((Choice("country", "SM"), Choice("country", "VA")),)),
    Filter(groups=((KZ, US, UZ),)),
    Filter(groups=((KZ, US), (Choice("status", "occurred"), Choice("status", "planned")))),
    Filter(certain=True, groups=((LONG, US), (Choice("status", "occurred"),))),
    Filter(text="t"),
    PAID,
]


@each_row(("sort", "filter_", "sizes"), product(["updated", "-updated"], MANY, [
    Sizes(few=1, few_said=1, first_read=1, held=0), Sizes(few=1, few_said=1, held=0),
    Sizes(few=1, held=10**9), Sizes(few=10**9), Sizes(few=1, paid=NOT_BY_AMOUNT),
]))  # fmt: skip
def test_pages_by_last_change_are_the_same_in_every_way(
    store: Store, filter_: Filter, sort: str, sizes: Sizes
) -> None:
    wanted = list(store.stream(filter_, sort))
    reader = Reader(store.database, sizes)
    assert list(reader.stream(filter_, sort)) == wanted
    for limit in (1, 7, 1000):
        page = reader.events(filter_, Page(sort=sort, limit=limit, count="none"))
        assert page.rows == wanted[:limit]


def test_many_events_are_gathered_if_all_would_be_tested_otherwise(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(store.database, Sizes(few=1, first_read=1))
    texts: list[str] = []
    execute = reader.execute

    def noted(text: str, *values: object) -> object:
        texts.append(text)
        return execute(text, *values)

    monkeypatch.setattr(reader, "execute", noted)
    groups = (tuple(Choice("country", each) for each in ("KZ", "US", "UZ", "RU", "CN")),) * 2
    reader.events(Filter(groups=groups), Page(sort="-updated", limit=1000, count="none"))
    assert not any(READ_IN_ORDER in each for each in texts)
    reader.events(Filter(), Page(sort="-updated", limit=4, count="none"))
    assert any(READ_IN_ORDER in each for each in texts)


@pytest.mark.parametrize("text", ['"no such words"', '"t 7" "t 8"', "nothing"])
def test_rare_words_are_found_before_events_are_tested_for_them(
    store: Store, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    asked = statements(store, monkeypatch)
    rare = Filter(since=700_000, until=740_000, text=text, groups=((KZ, US),))
    found = store.events(rare, Page(sort="-updated", limit=5, count="none"))
    assert found.next is None
    assert asked and not any(TESTED_FOR_WORDS in each for each in asked)
    often = replace(rare, text="t")
    few = Reader(store.database, Sizes(few_said=0))
    monkeypatch.setattr(few, "execute", store.reader.execute)
    few.events(often, Page(sort="-updated", limit=5, count="none"))
    assert any(TESTED_FOR_WORDS in each for each in asked)


@pytest.mark.parametrize("groups", [((KZ,), (US,)), ((KZ, US), (UZ,))])
def test_few_events_that_are_tested_are_sorted_and_not_looked_for_among_all(
    store: Store, monkeypatch: pytest.MonkeyPatch, groups: tuple[tuple[Choice, ...], ...]
) -> None:
    rare, page = Filter(since=700_000, until=740_000, groups=groups), Page("-updated", count="none")
    wanted = list(store.stream(rare, page.sort))
    assert len(wanted) > 1
    asked = statements(store, monkeypatch)
    # A page of 1000 is not expected among so few of the last changed events.
    for few, limit, tried in ((300, 1000, False), (300, 1, True), (1, 1000, True)):
        asked.clear()
        reader = Reader(store.database, Sizes(few=few))
        monkeypatch.setattr(reader, "execute", store.reader.execute)
        assert reader.events(rare, replace(page, limit=limit)).rows == wanted[:limit]
        assert asked and any(READ_FIRST in each for each in asked) == tried


def test_no_event_is_tested_for_an_affordable_count_that_will_be_cut(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for filter_ in (EUROS, PAID, replace(PAID, groups=((KZ,),))):
        exact, _ = store.count(filter_)
        page = Page(limit=5, count="affordable")
        whole = store.events(filter_, page)
        assert (whole.total, whole.total_is) == (exact, "exact")
        reader = Reader(store.database, Sizes(affordable=10, paid=NOT_BY_AMOUNT))
        asked = statements(store, monkeypatch)
        monkeypatch.setattr(reader, "execute", store.reader.execute)
        found = reader.events(filter_, page)
        assert (found.total, found.total_is) == (None, "unknown")
        assert found.rows == whole.rows
        counts = [each for each in asked if each.startswith("SELECT count(*)")]
        assert counts and not any("event e" in each for each in counts)
        monkeypatch.undo()
