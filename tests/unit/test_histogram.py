"""Precomputed counts agree with the counts of the events after every kind of change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.event import Amount, CountryRole, Event
from service.domain.intervals import MONTHS
from service.domain.query import Choice, Filter, Page
from service.errors import Invalid
from service.schemas.event import render
from service.store import INTERVALS, Histogram, Store
from service.store.buckets import Bucket, Imprecise, Sorting
from service.store.histogram import histogram
from service.store.histograms import histograms
from service.store.plan import EVERY
from service.store.read import Reader
from service.store.sizes import Sizes
from tests.support.engines import Fresh
from tests.support.rows import each_row
from tests.support.sizes import ALL, size

DATES = (
    "2021-12-31", "2022-01-01", "2022-01-15", "2022-01", "2022", "2022-01/2022-03", "202X",
    "2021-12-20/2022-01-10", "2021/2022", "../2022-01-05", "2022-02-03/..", "[2022-01-01,2022-02]",
    "2022-21", "2022-34", "1850/2030", "XXXX", "-0044", "Y17000002", "2022-01-XX", "2022-XX",
)  # fmt: skip
RANGES = (
    (None, None), ("2022-01", "2022-01"), ("2022-01", "2022-02"), ("2021", "2021"),
    (None, "2022-01"), ("2022-02", None), ("1900", "2100"),
    ("2021-12-25", "2022-02-03"), (None, "2022-01-15"), ("2022-01-02", None),
    ("2022-01-10", "2022-01-20"), ("2022-01-01", "2022-02-01"),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Iterator[Store]:
    chance = random.Random(3)
    opened = Store(fresh(), render)
    for _ in range(3):  # later rounds correct some of the events of the first
        opened.import_batch([event(chance, number) for number in chance.sample(range(300), 200)])
    yield opened
    opened.close()


def event(chance: random.Random, number: int) -> Event:
    amounts = tuple(
        Amount(Decimal(chance.choice(("0.1", "0.2", "25000000"))), currency, "announced")
        for currency in chance.sample(("USD", "EUR"), chance.choice((0, 0, 1, 2)))
    )
    countries = tuple(CountryRole(code, "host") for code in chance.sample(("KZ", "UZ", "US"), 2))
    return Event(
        id=f"e{number}", title="T", date=edtf.parse(chance.choice(DATES)),
        category=chance.choice(("meeting", "visit")), countries=countries, amounts=amounts,
    )  # fmt: skip


def plain(found: Histogram) -> object:
    return (
        [(each.start, each.end, each.count, dict(each.amounts)) for each in found.buckets],
        sorted((each.date, each.count, sorted(each.amounts.items())) for each in found.imprecise),
    )


CATEGORIES = (Choice("category", "visit"), Choice("category", "meeting"), Choice("category", "x"))


@each_row(("choice", "turn", "first", "last"), [
    (choice, n, *each)
    for choice in (None, (Choice("country", "KZ"),), (Choice("category", "visit"),), CATEGORIES)
    for n, each in enumerate(RANGES)
][:: size(2, 1)])  # fmt: skip
def test_the_tally_agrees_with_the_events(
    store: Store, choice: tuple[Choice, ...] | None, turn: int, first: str | None, last: str | None
) -> None:
    """Counts by month and by one longer interval in turn; ``make test-all`` counts by each."""
    intervals = ("month", "quarter", "year", "decade")
    for interval in intervals if ALL else ("month", intervals[1 + turn % 3]):
        tally_agrees(store, choice, interval, first, last)


def tally_agrees(
    store: Store,
    choice: tuple[Choice, ...] | None,
    interval: str,
    first: str | None,
    last: str | None,
) -> None:
    since = edtf.parse(first).earliest if first else None
    until = edtf.parse(last).latest if last else None
    group = (choice,) if choice else ()
    for filter_ in (
        Filter(since, until, groups=group),
        Filter(since, until, certain=True, groups=group),
        Filter(since, until, undated=True, groups=group),
        Filter(begins=(since, until), groups=group),
    ):
        tallied = store.histogram(filter_, interval)
        # With a second group, which contains every event, there are no precomputed counts.
        other = replace(filter_, groups=(*group, (EVERY,), (EVERY,)))
        assert plain(tallied) == plain(store.histogram(other, interval))
        reader = Reader(store.database, Sizes(singly=0))
        assert plain(histogram(reader, filter_, interval)) == plain(tallied)
        total, _ = store.count(filter_)
        assert total == sum(each.count for each in all_buckets(tallied))


def all_buckets(found: Histogram) -> list[Bucket | Imprecise]:
    return [*found.buckets, *found.imprecise]


def money(found: list[Bucket | Imprecise]) -> Decimal:
    return sum((value for each in found for value in each.amounts.values()), Decimal(0))


class TestWeeks:
    """ISO 8601: a week begins on Monday."""

    @settings(max_examples=size(50, 300))
    @given(st.dates(date(1, 1, 8), date(9999, 12, 20)))
    def test_a_day_is_in_its_week(self, day: date) -> None:
        sorting = Sorting("week")
        sorting.count((day.toordinal(), day.toordinal(), day.isoformat(), "day"), 1)
        (bucket,) = sorting.histogram().buckets
        start, end = (date.fromisoformat(each) for each in (bucket.start, bucket.end))
        assert (start.isocalendar()[:2], start.isoweekday()) == (day.isocalendar()[:2], 1)
        assert end == start + timedelta(days=6)

    @each_row(("text", "start"), [
        ("2022-12-31", "2022-12-26"), ("2023-01-01", "2022-12-26"), ("2023-01-02", "2023-01-02"),
        ("2023-02-28T23:30-05:00", "2023-02-27"), ("[2023-02-27..2023-03-05]", "2023-02-27"),
        ("2023-02-28/2023-06", "2023-02-27"), ("2023-02-28/..", "2023-02-27"),
        ("0000-01-01", "-0001-12-27"), ("-0043-03-15", "-0043-03-11"), ("9999-12-31", "9999-12-27"),
        ("2021-02", None), ("2010-02", None), ("2023-33", None), ("2023", None),
        ("2023-02/..", None),
        ("[2023-02-26,2023-02-27]", None), ("../2023-02-28", None), ("XXXX", None),
    ])  # fmt: skip
    def test_what_is_wider_than_a_week_is_apart(self, text: str, start: str | None) -> None:
        known, sorting = edtf.parse(text), Sorting("week")
        sorting.count((known.earliest, known.latest, known.text, known.precision), 1)
        found = sorting.histogram()
        assert [each.start for each in found.buckets] == ([start] if start else [])
        assert [each.date for each in found.imprecise] == ([] if start else [text])

    def test_every_interval_counts_every_event_and_all_its_money(self, store: Store) -> None:
        total, _ = store.count(Filter())
        for interval in INTERVALS:
            found = store.histogram(Filter(), interval)
            every = all_buckets(found)
            assert sum(each.count for each in every) == total
            decades = all_buckets(store.histogram(Filter(), "decade"))
            assert money(every) == money(decades)


def test_a_correction_leaves_no_empty_count_behind(store: Store) -> None:
    for table in ("tally", "tally_amount"):
        column = "events" if table == "tally" else "amounts"
        rows = store.database.execute_sql(f"SELECT min({column}) FROM {table}").fetchone()
        assert rows[0] > 0


PERIODS = st.sampled_from((None, "2021-12-31", "2022-01-15", "2022-03", "1999"))


@st.composite
def members(draw: st.DrawFn) -> tuple[Choice, ...]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        since = draw(PERIODS)
        until = None if since is None else draw(PERIODS)
        first = None if since is None else edtf.parse(since).earliest
        last = None if until is None else edtf.parse(until).latest
        found.append(Choice("country", draw(st.sampled_from(("KZ", "UZ", "US"))), first, last))
    return tuple(found)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    first, last = draw(st.sampled_from(RANGES))
    return Filter(
        edtf.parse(first).earliest if first else None,
        edtf.parse(last).latest if last else None,
        certain=draw(st.booleans()),
        undated=draw(st.booleans()),
        groups=tuple(draw(st.lists(members(), max_size=2))),
    )


CATEGORY = st.sampled_from(("visit", "meeting", "x"))
GROUP = st.lists(CATEGORY, min_size=1, max_size=3).map(
    lambda words: tuple(Choice("category", word) for word in words)
)


@given(filters(), st.lists(GROUP, max_size=2), st.lists(GROUP, min_size=1, max_size=3))
def test_categories_of_a_filter_are_those_of_its_histograms(
    store: Store, filter_: Filter, asked: list[tuple[Choice, ...]], by: list[tuple[Choice, ...]]
) -> None:
    filter_ = replace(filter_, groups=(*filter_.groups, *asked))
    named = {str(number): group for number, group in enumerate(by)}
    found = dict(histograms(Reader(store.database), filter_, "month", named))
    for name, group in named.items():
        own = store.histogram(replace(filter_, groups=(*filter_.groups, group)), "month")
        if name in found:
            assert plain(found[name]) == plain(own)
        else:
            assert not all_buckets(own)


@given(filters(), st.lists(members(), min_size=1, max_size=3), st.sampled_from(INTERVALS))
def test_events_read_once_give_the_histograms_of_each_group(
    store: Store, filter_: Filter, groups: list[tuple[Choice, ...]], interval: str
) -> None:
    by = {str(number): group for number, group in enumerate(groups)}
    narrow = replace(filter_, groups=(*filter_.groups, (EVERY,)))
    reader = Reader(store.database, Sizes(cheap=0.0))
    once = dict(histograms(reader, narrow, interval, by))
    own = {
        name: found
        for name, group in by.items()
        if all_buckets(
            found := store.histogram(replace(narrow, groups=(*narrow.groups, group)), interval)
        )
    }
    assert {name: plain(each) for name, each in once.items() if all_buckets(each)} == {
        name: plain(each) for name, each in own.items()
    }


MONTHS_AROUND = st.sampled_from((None, "1999-01", "2021-12", "2022-01", "2022-03"))


@given(
    st.sampled_from(("KZ", "US", None)), st.sampled_from(("since", "begins")), MONTHS_AROUND,
    MONTHS_AROUND, st.booleans(), st.booleans(), st.sampled_from(list(MONTHS)),
)  # fmt: skip
def test_precomputed_counts_are_those_of_the_events(
    store: Store, country: str | None, how: str, since: str | None, until: str | None,
    certain: bool, undated: bool, interval: str,
) -> None:  # fmt: skip
    first = None if since is None else edtf.parse(since).earliest
    last = None if until is None else edtf.parse(until).latest
    groups = ((Choice("country", country),),) if country else ()
    filter_ = Filter(certain=certain, undated=undated, groups=groups)
    if how == "begins":
        filter_ = replace(filter_, begins=(first, last))
    else:
        filter_ = replace(filter_, since=first, until=last)
    found = store.histogram(filter_, interval)
    # Two groups have no precomputed counts.
    counted = store.histogram(replace(filter_, groups=(*groups, (EVERY,))), interval)
    assert plain(found) == plain(counted)


# No event of the longest class can lie within the range since UZ has joined.
@example(Filter(738156, 738186, certain=True, groups=(
    (Choice("country", "KZ"), Choice("country", "UZ", 738170)),)))  # fmt: skip
@given(filters())
def test_days_are_equal_with_and_without_tested_periods(store: Store, filter_: Filter) -> None:
    found = histogram(Reader(store.database, Sizes(tested=10.0**6)), filter_, "day")
    tested = histogram(Reader(store.database, Sizes(tested=0.0)), filter_, "day")
    assert plain(found) == plain(tested)


def test_too_many_events_are_refused_at_once(store: Store) -> None:
    several = Filter(groups=((Choice("country", "KZ"),), (EVERY,)))
    with pytest.raises(Invalid) as refused:
        histogram(Reader(store.database, Sizes(counted=20)), several, "month")
    assert refused.value.errors[0].parameter == "interval"
    reader = Reader(store.database, Sizes(read_once=20, dear=0.0))
    with pytest.raises(Invalid) as refused:
        list(histograms(reader, several, "month", {"KZ": (Choice("country", "KZ"),)}))
    assert refused.value.errors[0].parameter == "by"


@pytest.mark.parametrize("periods", [((738155, None),), ((None, 738155), (738200, None))])
def test_two_groups_are_counted_whatever_periods_one_of_them_has(
    store: Store, periods: tuple[tuple[int | None, int | None], ...]
) -> None:
    group = tuple(Choice("country", "KZ", *each) for each in periods)
    filter_ = Filter(undated=True, groups=((EVERY,), group))
    met = store.events(filter_, Page(limit=1000, count="none"))
    assert store.count(filter_)[0] == len(met.rows)
