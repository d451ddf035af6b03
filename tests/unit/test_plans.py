"""The plan of every kind of question: nothing is read to its end or sorted that has no bound."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain import calendar
from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event
from service.store import Store
from service.store.filter_match import matches
from service.store.periods import begin_in
from service.store.plan import settled, widest
from service.store.read import Reader
from service.store.sizes import Sizes
from service.store.sql import Sql
from service.store.sqlite.database import Sqlite
from tests.unit.test_charted import filters
from tests.unit.test_histogram import store

__all__ = ["store"]
JOINED = calendar.ordinal(2021, 7, 1)
LEFT = calendar.ordinal(2022, 3, 1)
BLOC = (
    Choice("country", "KZ", JOINED), Choice("country", "UZ", None, LEFT), Choice("country", "US"),
)  # fmt: skip
GROUPS: tuple[tuple[tuple[Choice, ...], ...], ...] = (
    (), ((Choice("country", "KZ"),),), (BLOC,), ((Choice("role", "UZ/host"),),),
    ((Choice("country", "KZ"),), (Choice("category", "visit"),)),
    (BLOC, (Choice("status", "occurred"),)), (BLOC, BLOC[:1]),
)  # fmt: skip
TEXTS = (None, "talks", "talk*", '"talks border"', "talks -border")
DAYS: tuple[dict[str, Any], ...] = (
    {}, {"since": JOINED, "until": LEFT}, {"since": JOINED, "certain": True},
    {"until": LEFT, "undated": True},
)  # fmt: skip
MORE: tuple[dict[str, Any], ...] = (
    {}, {"bbox": (46.0, 35.0, 88.0, 56.0)}, {"currency": "USD"}, {"min_amount": "5"},
    {"updated_since": "2020-01-01T00:00:00Z"},
)  # fmt: skip
SORTS = ("date", "-date", "updated", "-updated")
BY_UPDATE = tuple(
    f"SCAN e USING {index} event_updated_at_position" for index in ("INDEX", "COVERING INDEX")
)
SCANNED = re.compile(
    r"SCAN (?!CONSTANT|\d+ CONSTANT|\(|[jvwp]\b|event_text VIRTUAL TABLE INDEX \d+:.*M)"
)
"""Anything but lists of values, walks that have a limit of their own, and words."""
SORTED = re.compile("USE TEMP B-TREE|UNION USING TEMP")


def questions() -> list[Filter]:
    return [
        Filter(groups=groups, text=text, **days).with_values(**more)
        for groups, text, days, more in product(GROUPS, TEXTS, DAYS, MORE)
    ]


def plan(store: Store, sql: Sql) -> list[str]:
    rows = store.reader.execute(f"EXPLAIN QUERY PLAN {sql.text}", sql.values).fetchall()
    return [row[3] for row in rows]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("few", [0, 5000])
def test_no_question_reads_or_sorts_what_has_no_bound(store: Store, sort: str, few: int) -> None:
    if not isinstance(store.database, Sqlite):
        pytest.skip("these are the plans of SQLite")
    reader = Reader(store.database, Sizes(few=few, few_said=few))
    bad = []
    for filter_ in questions():
        page = Page(sort=sort)
        lines = plan(store, reader.page(filter_, page))
        lines += plan(store, reader.positions(filter_, page, 1001))
        if "updated" in sort:
            lines = [line for line in lines if line not in BY_UPDATE]
            if reader.number(filter_, few + 2) <= max(1, few):
                lines = [line for line in lines if "FOR ORDER BY" not in line]
        bad += [(each, filter_) for each in lines if SCANNED.match(each) or SORTED.search(each)]
    assert bad[:3] == []


def test_the_check_knows_a_full_scan_and_a_sort(store: Store) -> None:
    if not isinstance(store.database, Sqlite):
        pytest.skip("these are the plans of SQLite")
    (line, *_) = plan(store, Sql("SELECT 1 FROM event e WHERE e.title = 'a'"))
    assert SCANNED.match(line)
    assert any(map(SORTED.search, plan(store, Sql("SELECT 1 FROM event e ORDER BY e.title"))))
    (line,) = plan(store, Sql("SELECT rowid FROM event_text WHERE rowid > 0"))
    assert SCANNED.match(line)


@given(filters(), st.integers(1, 300))
def test_what_is_said_for_sure_is_so(store: Store, filter_: Filter, most: int) -> None:
    count, _ = store.count(filter_)
    assert count is not None
    assert store.reader.number(filter_, most) == min(count, most)
    if store.reader.surely(filter_, most):
        assert count >= most


@given(filters(), st.sampled_from(("updated", "-updated")))
def test_few_and_many_have_one_order(store: Store, filter_: Filter, sort: str) -> None:
    found = []
    for few in (0, 5000):
        reader = Reader(store.database, Sizes(few=few))
        found.append(list(reader.stream(filter_, sort)))
    assert found[0] == found[1]


@given(st.lists(st.sampled_from((*BLOC, *(
    Choice("country", code, since, until)
    for code in ("KZ", "UZ") for since in (None, JOINED) for until in (None, LEFT)
))), min_size=1, max_size=6), st.booleans())  # fmt: skip
def test_choices_that_others_hold_are_not_missed(
    store: Store, choices: list[Choice], certain: bool
) -> None:
    group = tuple(choices)
    kept = tuple(widest(group))
    assert set(kept) <= set(group)
    assert len(set(kept)) == len(kept)
    days: dict[str, Any] = {"since": JOINED - 90, "until": LEFT + 90, "certain": certain}
    every = {row for each in group for row in store.stream(Filter(groups=((each,),), **days))}
    other = (Choice("status", "occurred"),)
    for rest in ((), (other,)):
        found = list(store.stream(Filter(groups=(kept, *rest), **days)))
        assert found == list(store.stream(Filter(groups=(group, *rest), **days)))
    assert set(store.stream(Filter(groups=(group,), **days))) == every


PERIODS = st.lists(st.sampled_from(tuple(
    Choice("country", code, since, until)
    for code in ("KZ", "UZ", "US") for since in (None, JOINED) for until in (None, LEFT)
)), min_size=1, max_size=5)  # fmt: skip
SOME_DAY = st.none() | st.integers(JOINED - 40, LEFT + 40)


@given(PERIODS, SOME_DAY, SOME_DAY, st.booleans(), st.booleans())
@example([Choice("country", "UZ", None, LEFT)], LEFT + 4, None, False, True)
def test_periods_that_hold_on_all_days_of_a_range_are_not_tested(
    store: Store,
    choices: list[Choice],
    since: int | None,
    until: int | None,
    certain: bool,
    undated: bool,
) -> None:
    if since is not None and until is not None and since > until:
        since, until = until, since
    asked = Filter(since, until, certain, undated, groups=(tuple(choices),))
    if since is not None and until is not None and since >= JOINED and until <= LEFT:
        kept = {each for group in settled(asked).groups for each in group}
        assert all(each.since is None or undated for each in kept)
    wanted = []
    for document in store.stream(replace(asked, since=None, until=None, certain=False, groups=())):
        event = load_event(orjson.loads(document))
        if matches(asked, event, "", "", 1):
            wanted.append(event.id)
    found = [orjson.loads(each)["id"] for each in store.stream(asked)]
    assert found == wanted
    with_status = replace(asked, groups=(*asked.groups, (Choice("status", "occurred"),)))
    both = [orjson.loads(each)["id"] for each in store.stream(with_status)]
    assert set(both) <= set(wanted)


@given(PERIODS, SOME_DAY, SOME_DAY, SOME_DAY, SOME_DAY, st.booleans())
def test_periods_that_hold_where_events_begin_are_not_tested(
    store: Store,
    choices: list[Choice],
    since: int | None,
    until: int | None,
    first: int | None,
    last: int | None,
    certain: bool,
) -> None:
    if since is not None and until is not None and since > until:
        since, until = until, since
    if first is not None and last is not None and first > last:
        first, last = last, first
    asked = Filter(since, until, certain, groups=(tuple(choices),))
    found = list(store.stream(begin_in(asked, (first, last))))
    assert found == list(store.stream(replace(asked, begins=(first, last))))
    some = list(store.stream(begin_in(asked, (first, last), roughly=True)))
    assert set(some) <= set(found)
