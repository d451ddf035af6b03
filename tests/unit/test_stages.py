"""A walk of events that last into a range begins where only the longest can stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.event import CountryRole, Event
from service.domain.query import Choice, Filter, Page
from service.schemas.event import render
from service.store import Store
from service.store.bounds import Bounds
from service.store.plan import branches
from service.store.read import Reader
from service.store.sizes import Sizes
from service.store.sql import Branch
from service.store.sqlite.database import Sqlite
from service.store.stages import stages
from tests.support.engines import Fresh

# A server merges the classes of length in another way.
pytestmark = pytest.mark.sqlite
SINCE, UNTIL = calendar.ordinal(2020, 1, 1), calendar.ordinal(2020, 12, 31)
MEMBERS = ("KZ", "UZ", "KG", "TJ", "TM", "US", "CN", "FR", "DE", "IT")
MANY, EARLY = 3000, 60
"""The number of events of two years that end before the range, and of those that have lasted since
the century began."""


@st.composite
def branch_lists(draw: st.DrawFn) -> list[Branch]:
    since = draw(st.none() | st.integers(-50, 50))
    until = draw(st.none() | st.integers(0 if since is None else since, 90))
    low, high = draw(st.integers(-(10**9), 10**9)), draw(st.integers(0, 10**9))
    bounds = Bounds(since, until, draw(st.booleans()), low, high)
    terms = draw(st.lists(st.integers(1, 9), max_size=3, unique=True))
    return [part for term in terms for part in branches(term, bounds, undated=False)]


def covered(parts: Sequence[Branch]) -> dict[tuple[object, ...], list[tuple[int, int]]]:
    """The stretches of positions of each list, joined where they meet."""
    found: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for term, span, low, high, since, until in sorted(parts, key=lambda each: each[:3]):
        if low <= high:
            some = found.setdefault((term, span, since, until), [])
            joins = bool(some) and some[-1][1] == low - 1
            some.append((some.pop()[0] if joins else low, high))
    return found


@given(branch_lists())
def test_stages_have_all_events_of_the_branches_and_follow_each_other(parts: list[Branch]) -> None:
    found = stages(parts, down=False)
    assert found and (all(found) or not parts)  # each is SQL
    assert covered([part for stage in found for part in stage]) == covered(parts)
    for one, other in pairwise(found):
        assert max(part[3] for part in one) < min(part[2] for part in other)


@given(branch_lists(), st.sampled_from((True, None)))
def test_a_walk_from_the_last_event_or_without_an_order_has_one_stage(
    parts: list[Branch], down: bool | None
) -> None:
    assert stages(parts, down=down) == [parts]


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Iterator[Store]:
    def event(number: int, date: str, category: str) -> Event:
        codes = (MEMBERS[number % len(MEMBERS)], "KZ")
        return Event(
            id=f"{category}{number}", title="Talks", date=edtf.parse(date), category=category,
            countries=tuple(CountryRole(code, "host") for code in dict.fromkeys(codes)),
        )  # fmt: skip

    opened = Store(fresh(), render)
    first = calendar.ordinal(2011, 1, 1)
    opened.import_batch(
        event(n, f"{calendar.iso(first + n)}/{calendar.iso(first + n + 700)}", "meeting")
        for n in range(MANY - 800)
    )
    opened.import_batch(event(n, f"2001-01-{n % 28 + 1:02}/..", "visit") for n in range(EARLY))
    opened.import_batch(event(n, f"2019-{n % 12 + 1:02}-01/2020-02", "policy") for n in range(MANY))
    yield opened
    opened.close()


def steps(store: Store, ask: Callable[[], object]) -> int:
    """The hundreds of steps of SQLite that a question takes."""
    found: list[None] = []
    database = store.database
    assert isinstance(database, Sqlite)
    database.own().set_progress_handler(lambda: found.append(None), 100)
    try:
        ask()
    finally:
        database.own().set_progress_handler(None, 0)
    return len(found)


BLOC = tuple(Choice("country", code) for code in MEMBERS)
VISIT, POLICY, MEETING = (Choice("category", value) for value in ("visit", "policy", "meeting"))


@pytest.mark.parametrize(
    "groups",
    [(), ((Choice("country", "KZ"),),), ((Choice("country", "KZ"),), (VISIT, MEETING)),
     (BLOC, (VISIT,))],
    ids=["all", "country", "country and categories", "bloc and category"],
)  # fmt: skip
def test_events_that_end_too_early_are_not_passed_over_for_the_first_page(
    store: Store, groups: tuple[tuple[Choice, ...], ...]
) -> None:
    filter_ = Filter(SINCE, UNTIL, groups=groups)
    page = Page(limit=20, count="none")
    staged = Reader(store.database, Sizes(staged=0))
    rows = staged.events(filter_, page).rows
    assert rows == store.events(filter_, page).rows
    assert len(rows) == 20 and all(b'"visit"' in row for row in rows)
    assert steps(store, lambda: staged.events(filter_, page)) < 60


def test_a_page_of_a_bloc_and_a_category_reads_only_some_of_the_events_that_last(
    store: Store,
) -> None:
    filter_ = Filter(SINCE, UNTIL, groups=(BLOC, (POLICY,)))
    every = store.events(filter_, Page(limit=MANY)).rows
    assert len(every) == MANY
    page = Page(limit=20, count="none")
    assert store.events(filter_, page).rows == every[:20]
    assert steps(store, lambda: store.events(filter_, page)) < 60
