"""Searches for words in a range of days, at the edges of the classes of length. Events that begin
long before the range and last into it are found once, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.event import Event
from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event, render
from service.store import Store
from service.store.bounds import ALL_SPANS
from service.store.filter_match import matches
from service.store.position import SPAN_DAYS
from tests.support.engines import Fresh
from tests.support.pages import ids_of_all_pages

EDGES = sorted({days + more for days in SPAN_DAYS if days is not None for more in (-1, 0, 1, 2)})
BASE = calendar.ordinal(2000, 1, 1)
DAYS = st.one_of(st.none(), st.sampled_from([
    BASE + sign * (days + more) for days in EDGES for sign in (-1, 1) for more in (0, 1)
]))  # fmt: skip
Wanted = Callable[[Filter], list[str]]


def _events() -> Iterator[Event]:
    dates = [
        "../2000-01-01",
        "2000-01-01/..",
        "1999-12-31/..",
        "1990-01/..",
        "XXXX",
        "2000",
        "199X",
    ]
    for length in EDGES:
        for first in (BASE - length, BASE - length - 1, BASE - 1, BASE, BASE + length):
            last = first + max(0, length)
            dates.append(f"{calendar.iso(first)}/{calendar.iso(last)}" if last > first
                         else calendar.iso(first))  # fmt: skip
    for number, date in enumerate(dates):
        yield Event(
            id=f"e{number}",
            title="Talks on trade" if number % 3 else "A visit",
            date=edtf.parse(date),
            category="visit" if number % 2 else "meeting",
        )


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Iterator[Store]:
    opened = Store(fresh(), render)
    opened.import_batch(list(_events()))
    yield opened


@pytest.fixture(scope="module")
def wanted(store: Store) -> Wanted:
    """A function that returns the ids of the matching events by date. It tests each event."""
    events = [load_event(orjson.loads(each)) for each in store.stream(Filter(undated=True))]
    return lambda filter_: [each.id for each in events if matches(filter_, each, "", "", 1)]


@given(
    DAYS, DAYS, st.booleans(), st.booleans(), st.sampled_from(("talks", "talk* trade", "visit")),
    st.sampled_from(("date", "-date")), st.integers(1, 9), st.booleans(),
)  # fmt: skip
def test_pages_are_those_of_a_full_look(
    store: Store, wanted: Wanted, since: int | None, until: int | None, certain: bool,
    undated: bool, text: str, sort: str, limit: int, grouped: bool,
) -> None:  # fmt: skip
    if since is not None and until is not None and since > until:
        since, until = until, since
    groups = ((Choice("category", "meeting"),),) if grouped else ()
    filter_ = Filter(since, until, certain, undated, groups=groups, text=text)
    found = ids_of_all_pages(store.reader, filter_, Page(sort=sort, limit=limit))
    ids = wanted(filter_)
    assert found == (ids[::-1] if sort == "-date" else ids)
    assert store.count(filter_)[0] == len(ids)


@pytest.mark.sqlite
@pytest.mark.parametrize("sort", ["date", "-date"])
def test_no_search_of_a_range_begins_before_the_others_have_too_few_events(
    store: Store, sort: str
) -> None:
    sql = store.reader.page(Filter(BASE, BASE + 400, text="talks"), Page(sort=sort))
    plan = store.database.execute_sql(f"EXPLAIN QUERY PLAN {sql.text}", sql.values).fetchall()
    steps = [row[3] for row in plan]
    assert sum("event_text" in each for each in steps) == len(SPAN_DAYS) - 1
    assert not any("MERGE" in each for each in steps), steps


@given(DAYS, DAYS, st.booleans(), st.sampled_from((ALL_SPANS, (0,), (1, 2, 3, 4))))
def test_no_position_is_searched_twice(
    store: Store, since: int | None, until: int | None, undated: bool, spans: tuple[int, ...]
) -> None:
    filter_ = Filter(since, until, undated=undated, text="talks")
    way, _ = store.reader.walk(filter_, Page(), spans)
    ranges = sorted((each.low, each.high) for each in way.matches)
    assert all(one[1] < other[0] for one, other in pairwise(ranges))


def test_a_long_event_is_found_as_soon_as_there_is_one(fresh: Fresh) -> None:
    """Where no event of a class of length is, nothing is searched there."""
    store, wanted = Store(fresh(), render), Filter(text="talks", since=BASE, until=BASE + 9)
    for number, date in enumerate(("2000-01-02", "1999/2001", "1950/..", "1999-12", "XXXX")):
        name = f"n{number}"
        event = Event(id=name, title="Talks", date=edtf.parse(date), category="visit")
        store.import_batch([event])
        for undated in (False, True):
            page = store.events(replace(wanted, undated=undated), Page(limit=50))
            ids = [orjson.loads(each)["id"] for each in page.rows]
            inside = date != "1999-12" and (undated or date != "XXXX")
            assert (name in ids) == inside, date
