"""Blocs: counts that stop early, and pages that are read in one step. The results are those of a
test of each event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import calendar
from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event
from service.store import Store, large_group
from service.store.bounds import settled
from service.store.filter_match import matches
from service.store.read import Reader
from service.store.sizes import Sizes
from service.store.sure_counts import surely_without_tests, without_tests
from tests.support.pages import ids_of_all_pages
from tests.unit.test_histogram import store

__all__ = ["store"]
Wanted = Callable[[Filter], list[str]]
DAYS = (
    None,
    calendar.ordinal(2021, 7, 1),
    calendar.ordinal(2022, 1, 5),
    calendar.ordinal(2022, 3, 1),
)
MEMBERS = tuple(
    Choice("country", code, since, until)
    for code in ("KZ", "UZ", "US") for since in DAYS for until in DAYS
    if since is None or until is None or since <= until
)  # fmt: skip
GROUP = st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=6).map(tuple)
OTHERS: tuple[tuple[tuple[Choice, ...], ...], ...] = (
    (), ((Choice("category", "visit"),),), ((Choice("country", "KZ"),),),
    ((Choice("role", "UZ/host"), Choice("role", "KZ/host")),),
)  # fmt: skip
DAY = st.none() | st.integers(calendar.ordinal(2021, 6, 1), calendar.ordinal(2022, 6, 1))


@st.composite
def blocs(draw: st.DrawFn) -> Filter:
    """Filters of one or two blocs, with or without other conditions."""
    since, until = draw(DAY), draw(DAY)
    if since is not None and until is not None and since > until:
        since, until = until, since
    more = draw(st.sampled_from(((), (), ((MEMBERS[0],),))))
    return Filter(
        since, until, certain=draw(st.booleans()), undated=draw(st.booleans()),
        groups=(draw(GROUP), *draw(st.sampled_from(OTHERS)), *more),
        text=draw(st.sampled_from((None, None, "T"))),
    )  # fmt: skip


@pytest.fixture(scope="module")
def wanted(store: Store) -> Wanted:
    """A function that returns the ids of the matching events by date. It tests each event."""
    events = [load_event(orjson.loads(each)) for each in store.stream(Filter(undated=True))]
    return lambda filter_: [each.id for each in events if matches(filter_, each, "", "", 1)]


@given(blocs(), st.integers(1, 220))
def test_a_capped_count_is_that_of_a_full_look(
    store: Store, wanted: Wanted, filter_: Filter, most: int
) -> None:
    count = len(wanted(filter_))
    assert store.reader.number(filter_, most) == min(count, most)


@given(blocs())
def test_events_that_are_counted_without_tests_match(
    store: Store, wanted: Wanted, filter_: Filter
) -> None:
    lean = settled(filter_)
    inside = without_tests(lean)
    count = len(wanted(filter_))
    if inside is not None and not filter_.certain:
        assert set(wanted(inside)) <= set(wanted(filter_))
    assert not surely_without_tests(store.reader, lean, count + 1)


def test_most_members_of_a_bloc_need_no_test(store: Store) -> None:
    bloc = (
        Choice("country", "KZ", DAYS[1]),
        Choice("country", "UZ"),
        Choice("country", "US", None, DAYS[3]),
    )
    inside = without_tests(Filter(groups=(bloc, (Choice("category", "visit"),))))
    assert inside == Filter(
        begins=(DAYS[1], None),
        groups=((Choice("country", "KZ"), Choice("country", "UZ")), (Choice("category", "visit"),)),
    )
    least = store.reader.number(inside, 1000)
    assert least > 1
    assert surely_without_tests(
        store.reader, replace(inside, begins=(None, None), groups=(bloc, *inside.groups[1:])), least
    )


@given(
    GROUP, DAY, st.booleans(), st.booleans(), st.sampled_from(("date", "-date")),
    st.integers(1, 30), st.sampled_from((1, 24)),
)  # fmt: skip
def test_pages_of_a_large_group_are_those_of_a_full_look(
    store: Store, wanted: Wanted, group: tuple[Choice, ...], since: int | None, certain: bool,
    undated: bool, sort: str, limit: int, most_read: int,
) -> None:  # fmt: skip
    filter_ = Filter(since, certain=certain, undated=undated, groups=(group,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store.database), "branches", 0)
        reader = Reader(store.database, Sizes(group_read=most_read))
        page = Page(sort=sort, limit=limit, count="none")
        found = ids_of_all_pages(reader, filter_, page)
    ids = wanted(filter_)
    assert found == (ids[::-1] if sort == "-date" else ids)


def test_a_page_of_a_large_group_is_read_in_one_step(store: Store) -> None:
    group = tuple(Choice("country", code) for code in ("KZ", "UZ", "US"))
    filter_, page = Filter(groups=(group,)), Page(limit=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store.database), "branches", 3)
        found = large_group.page_rows(store.reader, filter_, page)
        assert found is not None
        assert len(found) == 6
        few = Reader(store.database, Sizes(group_read=1))
        assert large_group.page_rows(few, filter_, page) is None
    assert [row[0] for row in found[:5]] == store.events(filter_, page).rows


def test_an_undated_event_of_a_former_member_is_found_in_every_way(
    store: Store, wanted: Wanted
) -> None:
    former = (Choice("country", "KZ", None, DAYS[1]),)
    filter_ = Filter(undated=True, groups=(former,))
    ids = wanted(filter_)
    for groups in ((former,), (former, former)):
        got = store.events(replace(filter_, groups=groups), Page(limit=1000))
        assert [orjson.loads(each)["id"] for each in got.rows] == ids
    assert "XXXX" in {orjson.loads(each)["date"] for each in got.rows}
