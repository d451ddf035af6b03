"""The counts of a chart are those of the histogram, or they are marked as an estimate."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.chart import Amount, Charted, Counted
from service.domain.intervals import INTERVALS, MONTHS, Steps
from service.domain.query import Choice, Filter
from service.store import Histogram, Store
from service.store.buckets import Bucket, Imprecise
from service.store.chart import chart
from service.store.chart_series import COSTS, Costs
from tests.unit.test_histogram import store

__all__ = ["store"]
FIRST, LAST = calendar.ordinal(1840, 1, 1), calendar.ordinal(2040, 12, 31)
GROUPS: tuple[tuple[tuple[Choice, ...], ...], ...] = (
    (), ((Choice("country", "KZ"),),), ((Choice("category", "visit"),),),
    ((Choice("country", "KZ"),), (Choice("country", "US"),)),
    ((Choice("country", "KZ"), Choice("country", "UZ")),),
    ((Choice("country", "US", calendar.ordinal(2022, 1, 10)),),),
    ((Choice("currency", "USD"),),), ((Choice("role", "UZ/host"),),),
)  # fmt: skip
NEAR = calendar.ordinal(2021, 6, 1), calendar.ordinal(2022, 6, 1)
DAYS = st.none() | st.integers(NEAR[0] + 180, NEAR[1] - 60)
LOW_COSTS = Costs(rows=1, sampled=40, statements=12)
"""Limits that are too low for 200 events."""


EUROS = (("currency", "EUR"),)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Filters of each kind that a chart counts in a different way."""
    since, until = sorted((draw(DAYS), draw(DAYS)), key=lambda each: 0 if each is None else each)
    if since is not None and until is not None and since > until:
        since, until = until, since
    return Filter(
        since, until, certain=draw(st.booleans()), undated=draw(st.booleans()),
        groups=draw(st.sampled_from(GROUPS)), values=draw(st.sampled_from(((), (), EUROS))),
    )  # fmt: skip


def drawn(
    store: Store, filters: list[Filter], steps: Steps, costs: Costs = COSTS, *, money: bool = True
) -> Charted:
    """The chart of ``filters`` by these steps."""
    found = chart(store.reader, filters, lambda *_: steps, money=money, costs=costs)
    return found or Charted(steps, [Counted() for _ in filters])


Sums = tuple[Counter[object], Any, int]
"""Events by step or date, money by step or date, currency and stage, and the events outside."""


def counted(found: Histogram, steps: Steps) -> Sums:
    """The sums that a chart has to show, from a histogram."""
    money: Any = Counter()  # with decimals, which the type of a Counter excludes
    events = Counter[object]()
    places = [(steps.step(edtf.parse(each.start).earliest or 0), each) for each in found.buckets]
    inside = [(step, each) for step, each in places if 0 <= step < steps.count]
    heaps: list[tuple[object, Bucket | Imprecise]] = [*inside]
    heaps += [(each.date, each) for each in found.imprecise]
    for place, heap in heaps:
        events[place] += heap.count
        for key, value in heap.amounts.items():
            money[(place, *key)] += value
    outside = sum(each.count for step, each in places if not 0 <= step < steps.count)
    return events, money, outside


def told(found: Counted) -> object:
    """The same sums, from a series of a chart."""
    heaps = [*found.steps.items(), *found.wide.items()]
    events = Counter({place: int(heap.events.about) for place, heap in heaps})
    money = Counter({
        (place, *key): amount.about for place, heap in heaps for key, amount in heap.money.items()
    })  # fmt: skip
    return +events, +money, found.outside


@given(filters(), st.sampled_from(INTERVALS))
def test_an_exact_series_has_what_the_histogram_has(
    store: Store, filter_: Filter, interval: str
) -> None:
    steps = Steps(interval, *((FIRST, LAST) if interval in MONTHS else NEAR))
    found = drawn(store, [filter_], steps)
    assert found.asked is None
    assert found.steps == steps
    (series,) = found.series
    assert series.exact
    assert told(series) == counted(store.histogram(filter_, interval), steps)
    assert series.total == store.count(filter_)[0]


@given(filters(), st.sampled_from(tuple(MONTHS)))
def test_counts_made_ahead_are_as_exact_as_reading_every_event(
    store: Store, filter_: Filter, interval: str
) -> None:
    steps = Steps(interval, FIRST, LAST)
    found = drawn(store, [filter_], steps, LOW_COSTS)
    (series,) = found.series
    if series.exact:
        assert told(series) == counted(store.histogram(filter_, interval), steps)


@given(filters(), st.sampled_from(INTERVALS))
def test_an_estimate_never_claims_more_for_certain_than_there_is(
    store: Store, filter_: Filter, interval: str
) -> None:
    steps = Steps(interval, calendar.ordinal(2021, 1, 1), calendar.ordinal(2023, 12, 31))
    found = drawn(store, [filter_], steps, LOW_COSTS)
    (series,) = found.series
    events, money, _ = counted(store.histogram(filter_, found.steps.interval), found.steps)
    for place, heap in [*series.steps.items(), *series.wide.items()]:
        assert 0 <= heap.events.least <= events[place]
        assert heap.events.least <= heap.events.about
        for key, amount in heap.money.items():
            assert amount.least <= money[(place, *key)]
    if not series.exact and not filter_.undated:
        assert found.steps.interval in MONTHS
        assert found.steps.count <= LOW_COSTS.statements or found.steps.interval == "century"
        assert not series.vague_known


def test_an_estimate_comes_near_and_is_reported(store: Store) -> None:
    many = Filter(groups=((Choice("status", "occurred"),),))
    steps = Steps("year", calendar.ordinal(2020, 1, 1), calendar.ordinal(2023, 12, 31))
    found = drawn(store, [many], steps, LOW_COSTS)
    (series,) = found.series
    assert not series.exact
    assert series.total is None
    true, _, _ = counted(store.histogram(many, "year"), steps)
    about = series.steps[2].events.about
    assert Decimal("0.5") < about / true[2] < 2


def test_too_many_events_widen_the_interval(store: Store) -> None:
    many = Filter(groups=((Choice("status", "occurred"),),))
    steps = Steps("day", calendar.ordinal(2021, 1, 1), calendar.ordinal(2022, 12, 31))
    found = drawn(store, [many, many], steps, LOW_COSTS)
    assert (found.asked, found.steps.interval) == ("day", "year")


def test_each_series_has_its_share_of_the_cost(store: Store) -> None:
    kinds = [Filter(groups=((Choice("country", each),),)) for each in ("KZ", "UZ", "US")]
    steps = Steps("year", FIRST, LAST)
    found = drawn(store, kinds, steps)
    assert [told(each) for each in found.series] == [
        told(drawn(store, [each], steps).series[0]) for each in kinds
    ]


def test_rows_that_one_series_does_not_need_go_to_the_others(store: Store) -> None:
    many = Filter(groups=((Choice("status", "occurred"),),))
    few = Filter(groups=((Choice("country", "FR"),),))
    number, _ = store.count(many, "exact")
    assert number is not None
    costs = Costs(rows=3 * number)
    steps = Steps("year", FIRST, LAST)
    found = drawn(store, [many, few], steps, costs, money=False)
    assert [each.exact for each in found.series] == [True, True]
    assert told(found.series[0]) == told(drawn(store, [many], steps, money=False).series[0])
    found = drawn(store, [many, few, many], steps, costs, money=False)
    assert [each.exact for each in found.series] == [False, True, False]


def test_amounts_that_end_outside_are_taken_away_again() -> None:
    amount = Amount()
    amount.add(Decimal(1), Decimal(5))
    amount.add(Decimal(-1), Decimal(5))
    assert amount.about == amount.least == 0


@pytest.mark.parametrize("interval", INTERVALS)
def test_the_day_that_is_not_known_is_distinguished(store: Store, interval: str) -> None:
    steps = Steps(interval, *NEAR)
    vague = tuple(Choice("precision", each) for each in
                  ("month", "season", "quarter", "year", "decade", "century", "set"))  # fmt: skip
    (series,) = drawn(store, [Filter()], steps, money=False).series
    events, _, _ = counted(store.histogram(Filter(groups=(vague,)), interval), steps)
    assert series.vague_known
    for step, heap in series.steps.items():
        assert heap.vague == events[step]
