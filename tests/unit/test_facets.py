"""Facets agree with a simple oracle: the count of the same filter with each value added."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.event import Actor, Amount, CountryRole, Event
from service.domain.query import Choice, Filter
from service.domain.vocabulary import ROLES
from service.schemas.event import render
from service.store import Store
from service.store.facet_values import TIMES, Facet
from service.store.facets import FACETS, facets
from service.store.sample import SampleLimits
from tests.support.engines import Fresh
from tests.unit.test_histogram import DATES

CODES = ("KZ", "UZ", "US", "RU", "GB")
SMALL_LIMITS = SampleLimits(all=12, sample=10, walk=30)
ACTORS = ("Antony Blinken", "antony blinken", "Ministry of X, Y", "Łukasz", "Lukasz")
BLOCS = {
    "C5": (Choice("country", "KZ"), Choice("country", "UZ")),
    "EU": (Choice("country", "GB", edtf.parse("1973").earliest, edtf.parse("2022-01-31").latest),
           Choice("country", "RU", edtf.parse("2022-01-10").earliest, None)),
}  # fmt: skip
VALUES = {
    "country": CODES, "category": ("meeting", "visit"), "tag": ("a", "b,c"),
    "status": ("occurred", "planned"), "precision": ("day", "month"), "actor": ("lukasz",),
    "role": ("KZ/host", "US/host", "RU/participant"),
}  # fmt: skip


def event(chance: random.Random, number: int) -> Event:
    some = chance.sample(CODES, chance.choice((0, 1, 2, 2, 3)))
    return Event(
        id=f"e{number}", title=f"T{number % 7}", date=edtf.parse(chance.choice(DATES)),
        category=chance.choice(("meeting", "visit", "vote")),
        status=chance.choice(("occurred", "planned")),
        countries=tuple(
            CountryRole(code, role) for code in some
            for role in chance.sample(("host", "participant"), chance.choice((1, 1, 2)))
        ),
        actors=tuple(Actor(name, "person") for name in
                     chance.sample(ACTORS, chance.choice((0, 1, 2)))),
        tags=tuple(chance.sample(("a", "b,c", "d"), chance.choice((0, 1, 2)))),
        amounts=tuple(Amount(Decimal(chance.choice((1, 5))), each, "announced") for each in
                      chance.sample(("USD", "EUR"), chance.choice((0, 0, 1, 2)))),
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Iterator[Store]:
    chance = random.Random(5)
    opened = Store(fresh(), render)
    opened.import_batch([event(chance, number) for number in range(400)])
    yield opened
    opened.close()


choices = st.one_of(
    *(
        st.builds(Choice, st.just(kind), st.sampled_from(some), st.none(), st.none())
        for kind, some in VALUES.items()
    ),
    st.sampled_from([each for some in BLOCS.values() for each in some]),
)
groups = st.lists(st.lists(choices, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)
days = st.one_of(st.none(), st.sampled_from([
    edtf.parse(each).earliest for each in ("2021-01-01", "2022-01-01", "2022-01-12", "2022-02-01")
]))  # fmt: skip
filters = st.builds(
    lambda since, until, groups, text, certain, undated, values: Filter(
        since, None if until is None else until + 30, certain, undated, groups, text, values
    ),
    days, days, groups, st.sampled_from((None, None, '"T1"', "zzz")), st.booleans(), st.booleans(),
    st.sampled_from(((), (), (("min_amount", 3),))),
)  # fmt: skip


def narrowed(filter_: Filter, by: str, value: str) -> Filter | None:
    """The filter with a value added, as the query grammar adds it; ``None`` if it cannot."""
    if by in TIMES:
        date = edtf.parse(value)
        assert date.earliest is not None
        assert date.latest is not None
        return replace(
            filter_,
            undated=False,
            since=date.earliest if filter_.since is None else max(date.earliest, filter_.since),
            until=date.latest if filter_.until is None else min(date.latest, filter_.until),
        )
    if by == "bloc":
        return replace(filter_, groups=(*filter_.groups, BLOCS[value]))
    if by == "currency":
        return filter_.with_values(currency=value).with_currency_as_term()
    if by == "role":
        return with_role(filter_, value)
    return replace(filter_, groups=(*filter_.groups, (Choice(by, value),)))


def with_role(filter_: Filter, role: str) -> Filter | None:
    """The filter with a role for the countries of each group; ``None`` if a group has no country
    that may have it."""
    groups, narrow = [], False
    for group in filter_.groups:
        held = [each for each in group if each.kind in ("country", "role")]
        narrow = narrow or bool(held)
        groups.append(group)
        if held:
            groups.append(tuple(
                each._replace(kind="role", value=f"{each.value}/{role}")
                if each.kind == "country" else each
                for each in held if each.kind == "country" or each.value.endswith(f"/{role}")
            ))  # fmt: skip
    if not narrow:
        groups.append(tuple(Choice("role", f"{code}/{role}") for code in CODES))
    return replace(filter_, groups=tuple(groups)) if all(groups) else None


def oracle(store: Store, filter_: Filter, by: str, facet: Facet) -> None:
    """Compares each count with that of the narrowed filter. In a complete facet, all other values
    have no events."""
    told = {each.value: each.count for each in facet.values}
    for value, count in told.items():
        asked = narrowed(filter_, by, value)
        assert asked is not None
        assert store.count(asked)[0] == count, (by, value)
    counts = [(-each.count, each.value) for each in facet.values]
    assert counts == sorted(counts)
    if not facet.complete:
        return
    every = {"role": ROLES, "bloc": BLOCS, "currency": ("USD", "EUR")}.get(by) or VALUES.get(by)
    for value in set(every or ()) - set(told):
        asked = narrowed(filter_, by, value)
        assert asked is None or store.count(asked)[0] == 0, (by, value)


def strange(filter_: Filter) -> bool:
    """Whether no query can express the filter: a group mixes countries and other kinds, or the
    range ends before it begins."""
    since, until = filter_.since, filter_.until
    if since is not None and until is not None and since > until:
        return True
    kinds = [{each.kind in ("country", "role") for each in group} for group in filter_.groups]
    return any(len(each) == 2 for each in kinds)


@given(filters.filter(lambda each: not strange(each)), st.integers(1, 20))
def test_every_count_is_that_of_the_filter_with_the_value(
    store: Store, filter_: Filter, limit: int
) -> None:
    found, total, exact = store.facets(filter_, FACETS, BLOCS, limit)
    assert (total, exact) == (store.count(filter_)[0], True)
    assert [each.by for each in found] == list(FACETS)
    for facet in found:
        assert len(facet.values) <= limit
        assert facet.sample is None
        oracle(store, filter_, facet.by, facet)


# An amount is tested on one event after another, so a short walk finds few of these events. So is
# a word with a number that may stand apart; in quotes it is one word.
@given(filters.filter(lambda each: not (strange(each) or each.values)), st.integers(1, 20))
def test_large_results_give_facets_that_are_exact_or_marked_as_samples(
    store: Store, filter_: Filter, limit: int
) -> None:
    found, total, exact = facets(store.reader, filter_, FACETS, BLOCS, limit, limits=SMALL_LIMITS)
    real = store.count(filter_)[0] or 0
    assert not exact or total == real
    for facet in found:
        assert facet.sample is None or real > SMALL_LIMITS.at(store.reader.price(filter_)).all
        assert not (facet.sample is not None and facet.complete)
        if facet.sample is None:
            oracle(store, filter_, facet.by, facet)
