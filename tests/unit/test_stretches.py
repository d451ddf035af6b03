"""Blocs are read in stretches of days with the same members. The result is that of a test of each
event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.domain.query import Choice, Filter, Page
from service.store import Store, stretch_reads, stretches
from service.store.group_sizes import GroupSizes
from service.store.position import COUNTER_BITS
from service.store.read import Reader
from service.store.sizes import SIZES, Sizes
from tests.unit.test_histogram import store
from tests.unit.test_large_groups import DAY, DAYS, blocs, wanted

# A server is asked in one statement.
pytestmark = pytest.mark.sqlite
__all__ = ["store", "wanted"]
Wanted = Callable[[Filter], list[str]]
FILTERS = st.builds(
    lambda filter_, first, last: replace(
        filter_,
        begins=(first, last) if None in (first, last) or first <= last else (last, first),
    ),
    blocs(), DAY, DAY,
)  # fmt: skip


EACH_WAY = pytest.mark.parametrize("passed", [SIZES.passed, 1e9], ids=["full text", "postings"])
"""Two costs of an entry of the full text. Each makes the query choose another way to the events."""


def is_certain_with_ending_period(filter_: Filter) -> bool:
    """Whether the filter is certain and has a period with an end. Such a filter is not read in
    stretches."""
    return filter_.certain and any(e.until is not None for group in filter_.groups for e in group)


@EACH_WAY
@given(
    FILTERS, st.sampled_from(("date", "-date")), st.integers(1, 30), st.sampled_from((1, 2, 12)),
    st.sampled_from((1, 10_000)), st.sampled_from((-1, 500)),
    st.sampled_from(((0.0, 1000), (1e9, 0), (0.5, 2))),
)  # fmt: skip
def test_pages_in_stretches_are_those_of_a_full_look(
    store: Store, wanted: Wanted, passed: float, filter_: Filter, sort: str, limit: int, most: int,
    lasting: int, rare: int, lists: tuple[float, int],
) -> None:  # fmt: skip
    assume(filter_.groups and not is_certain_with_ending_period(filter_))
    found: list[str] = []
    reader = Reader(store.database, Sizes(
        stretches=most, lasting=lasting, passed=passed, rare=rare, postings_start=lists[0],
        many_lists=lists[1],
    ))  # fmt: skip
    lean, page = reader.lean(filter_), Page(sort=sort, limit=limit)
    while True:
        rows = stretch_reads.page_rows(reader, lean, page)
        found += [orjson.loads(row[0])["id"] for row in rows[:limit]]
        if len(rows) <= limit:
            break
        page = replace(page, after=(rows[limit - 1][1],))
    ids = wanted(filter_)
    assert found == (ids[::-1] if sort == "-date" else ids)


@EACH_WAY
@given(FILTERS, st.integers(1, 220), st.sampled_from((1, 40)))
def test_counts_in_stretches_are_those_of_a_full_look(
    store: Store, wanted: Wanted, passed: float, filter_: Filter, limit: int, most: int
) -> None:
    assume(filter_.groups and not is_certain_with_ending_period(filter_))
    reader = Reader(store.database, Sizes(counted_stretches=most, passed=passed))
    found = stretch_reads.number(reader, reader.lean(filter_), limit)
    assert found == min(limit, len(wanted(filter_)))


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize("certain", [False, True])
@pytest.mark.parametrize("days", [(None, None), DAYS[:2], (-9_000_000, -8_000_000)])
def test_a_bloc_that_nobody_has_always_been_in_has_no_undated_events(
    store: Store, wanted: Wanted, sort: str, certain: bool, days: tuple[int | None, int | None]
) -> None:
    members = tuple(
        Choice("country", code, first) for code in ("KZ", "UZ", "US", "RU", "CN", "FR")
        for first in DAYS[1:]
    )  # fmt: skip
    reader, page = Reader(store.database), Page(sort=sort, limit=5)
    for groups in ((members,), (members, members[:3]), (members, _VISITS)):
        filter_ = Filter(*days, certain=certain, undated=True, groups=groups)
        ids = wanted(filter_)
        assert stretch_reads.number(reader, filter_, 1001) == len(ids)
        assert store.count(filter_)[0] == len(ids)
        rows = stretch_reads.page_rows(reader, filter_, page)
        found = [orjson.loads(row[0])["id"] for row in rows[:5]]
        assert found == (ids[::-1] if sort == "-date" else ids)[:5]


def test_only_stretches_with_events_are_searched(store: Store) -> None:
    members = tuple(Choice("country", "KZ", -day, 1 - day) for day in range(500, 900))
    filter_ = Filter(groups=((*members, Choice("country", "UZ", DAYS[1])), _VISITS))
    reader = Reader(store.database)
    asked: list[str] = []
    execute = reader.execute
    reader.execute = lambda *some: asked.append(some[0]) or execute(*some)  # type: ignore[func-returns-value]
    page = Page(limit=5, after=(DAYS[1] << COUNTER_BITS if DAYS[1] else 0,))
    assert stretch_reads.page_rows(reader, filter_, page)
    assert len(asked) < 8


def test_a_page_tests_only_some_of_the_events_that_last_into_its_days(store: Store) -> None:
    group = (Choice("category", "visit"), Choice("category", "meeting"))
    members = tuple(Choice("country", code) for code in ("KZ", "UZ", "US", "RU", "CN", "FR"))
    filter_, reader = Filter(DAYS[1], None, groups=(members, group)), Reader(store.database)
    execute = reader.execute

    def tested(limit: int) -> int:
        lists: list[str] = []
        reader.execute = lambda *some: lists.append(repr(some)) or execute(*some)  # type: ignore[func-returns-value]
        stretch_reads.page_rows(reader, filter_, Page(limit=limit))
        tests = ("CROSS JOIN event e WHERE", "position IN (SELECT value")
        return sum(each.count(",") for each in lists if any(test in each for test in tests))

    assert tested(1) < tested(150) / 2


@EACH_WAY
def test_a_group_of_terms_that_no_event_has_finds_nothing(store: Store, passed: float) -> None:
    nobody = (Choice("tag", "nobody"), Choice("tag", "no one"))
    reader = Reader(store.database, Sizes(passed=passed))
    for number in (2, 20):
        groups = ((Choice("country", "KZ"),), (nobody * number)[:number])
        for filter_ in (Filter(groups=groups), Filter(DAYS[1], None, groups=groups)):
            assert stretch_reads.page_rows(reader, filter_, Page()) == []
            assert stretch_reads.number(reader, filter_, 9) == 0


def test_many_events_are_read_in_stretches_and_few_are_tested(store: Store) -> None:
    bloc = (Choice("country", "KZ", DAYS[1]), Choice("country", "UZ", None, DAYS[2]))
    filter_, reader = Filter(groups=(bloc, _VISITS)), Reader(store.database)
    reader.group_sizes = _Sized(10)
    assert not stretches.in_stretches(reader, filter_)
    reader.group_sizes = _Sized(1_000_000)
    assert stretches.in_stretches(reader, filter_)
    assert not stretches.in_stretches(reader, replace(filter_, certain=True))


_VISITS = (Choice("category", "visit"),)


class _Sized(GroupSizes):
    """Every group has the same size."""

    def __init__(self, size: int) -> None:
        self.size = size

    def of(self, group: tuple[Choice, ...]) -> int:
        return self.size
