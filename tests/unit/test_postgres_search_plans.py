"""PostgreSQL finds the events with some words or several groups of terms in one of two ways, chosen
by estimates. ``test_same_answers`` tests that both ways find the same events."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from service.store.postgres.chosen_way import MOST
from service.store.postgres.estimates import RARE, Estimates
from service.store.postgres.search_walks import matches
from service.store.sql import ALL, Branch, EngineSearch, Match, Near, Sql, Way

BOUNDS = list(range(0, 1001, 10))
KNOWN = Estimates.of(
    (1_000_000, ["talks", "talking", "#t1"], [0.4, 0.1, 0.2], BOUNDS, 180_000), 0.0
)
THROUGH_TEXTS, THROUGH_POSTINGS, INDEX = "FROM event_text WHERE position", "FROM posting", "index"


def way(
    *shares: float, group: bool = False, exact: bool = False, low: int = 0, stretches: int = 1
) -> Way:
    """A search for words. Each word is in its share of all events. With ``group``, the first is a
    group of terms."""
    asked = tuple(
        EngineSearch(f"'w{n}'", Sql("strpos(x.texts, ?) > 0", ["w"]) if exact else None, share)
        for n, share in enumerate(shares)
    )
    found = [Match(asked, low, 1000)] * stretches

    def lead(number: int) -> Callable[[], list[Branch]]:
        return lambda: [(number, 0, low, 1000, None, None)]

    leads = [lead(1), lead(2)]
    return Way([], found, near=Near(asked, tuple(leads if group else leads[1:])))


@pytest.mark.parametrize(
    ("asked", "limit", "expected"),
    [
        (way(0.4), 51, THROUGH_TEXTS),  # a page is soon full
        (way(0.4), ALL, INDEX),  # every event is wanted
        (way(0.00001), 51, INDEX),  # few events match
        (way(0.01, 0.5, group=True), 51, THROUGH_POSTINGS),  # half of a small group
        # Events that last into the days are read separately.
        (way(0.4, 0.1, stretches=5), 51, THROUGH_POSTINGS),
        (way(0.4, low=995), ALL, THROUGH_TEXTS),  # few events are in these days
        # The index would find many events without the phrase.
        (way(0.02, exact=True), 51, THROUGH_TEXTS),
    ],
)
def test_the_quicker_way_is_taken(asked: Way, limit: int, expected: str) -> None:
    sql = matches(asked, (), limit, KNOWN)
    first = sql.text.partition("UNION ALL")[0]
    assert (INDEX if "WITH" not in first else expected) == expected
    assert expected == INDEX or expected in first
    assert sql.text.count("?") == len(sql.values)


def test_words_of_the_expected_events_are_looked_up_together_and_of_more_one_by_one() -> None:
    together, one_by_one = "x.position = ANY(ARRAY(", "x.position = n.position"
    for share in (0.004, 0.02):
        sql = matches(way(0.01, share, group=True, exact=True), (), 51, KNOWN).text
        first, _, more = sql.partition("m AS MATERIALIZED")
        assert (together in first, one_by_one in first) == (True, False)
        assert (together in more, one_by_one in more) == (False, True)
        assert "WHERE (SELECT count(*) FROM h) < ?" in more  # only if the first events are too few


def test_periods_of_groups_bound_the_walk() -> None:
    plain = way(0.4)
    assert plain.near is not None
    narrow = replace(plain, near=plain.near._replace(narrower=True))
    assert THROUGH_TEXTS in matches(plain, (), 51, KNOWN).text
    found = matches(narrow, (), 51, KNOWN).text
    assert THROUGH_TEXTS not in found
    assert THROUGH_POSTINGS in found


def test_other_conditions_make_the_index_dear() -> None:
    asked, rest = way(0.2, 0.01, group=True), [Sql("e.span = 1")] * 3
    assert "WITH" not in matches(asked, (), 51, KNOWN).text
    assert "WITH" in matches(asked, rest, 51, KNOWN).text


def test_of_a_phrase_beside_few_events_the_index_searches_no_common_word() -> None:
    def searched(share: float) -> object:
        group = EngineSearch("'#t1'", None, share)
        phrase = EngineSearch("('a' & 'b')", Sql("strpos(x.texts, ?) > 0", [" a b "]), 0.0125)
        asked = (group, phrase._replace(word="'a'"))
        found = matches(Way([], [Match(asked, 0, 1000)]), (), 51, KNOWN)
        assert "strpos(x.texts, ?) > 0" in found.text
        return found.values[0]

    assert searched(0.001) == "'#t1'"
    assert searched(0.006) == "'#t1' & 'a'"
    assert searched(0.2) == "'#t1' & ('a' & 'b')"


def test_the_events_of_few_groups_are_far_apart_in_the_index() -> None:
    """A sparse lead finds another page for most of its events, so the index of words is quicker."""

    def walked(share: float) -> bool:
        made = way(share, 0.0125, group=True, exact=True)
        assert made.near is not None
        asked = (made.near.asked[0]._replace(exact=None), made.near.asked[1])
        made.matches, made.near = [Match(asked, 0, 1000)], made.near._replace(asked=asked)
        return "WITH" in matches(made, (), 51, KNOWN).text

    assert (walked(0.05), walked(0.003)) == (True, False)


@pytest.mark.parametrize("wanted", [1, 51, 1001, ALL])
def test_a_walk_in_vain_has_an_end(wanted: int) -> None:
    sql = matches(
        way(1e-9, 0.9, group=True, low=990), (), wanted, Estimates(0.0, 1e12, {}, 1e-9, BOUNDS)
    )
    assert max(each for each in sql.values if isinstance(each, int) and each != ALL) <= 2 * MOST


@pytest.mark.parametrize(
    ("word", "begins", "share"),
    [("talks", False, 0.4), ("tal", True, 0.75), ("unknown", False, 0.05), ("zz", True, 0.25)],
)
def test_shares_are_those_of_the_server(word: str, begins: bool, share: float) -> None:
    assert KNOWN.share(word, begins) == pytest.approx(share)


@pytest.mark.parametrize(
    ("low", "high", "share"), [(0, 1000, 1.0), (0, 500, 0.5), (500, 509, 0.02)]
)
def test_the_days_have_their_share(low: int, high: int, share: float) -> None:
    assert KNOWN.between(low, high) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("known", [KNOWN, Estimates(0.0)])
@pytest.mark.parametrize("days", [(500, 499), (1000, 0), (2000, -5)])
def test_days_that_end_before_they_begin_have_no_share(
    known: Estimates, days: tuple[int, int]
) -> None:
    assert known.between(*days) == 0.0


def test_a_walk_through_no_days_has_an_end() -> None:
    """Filters that no day can pass have such walks, whose stretches never reached the end."""
    asked = (EngineSearch("'#t1'", None, 0.4), EngineSearch("'#t2' | '#t3'", None, 0.3))
    both: list[Branch] = [(number, 0, 900, 100, None, None) for number in (1, 2)]
    none = Way([], [Match(asked, 900, 100)], near=Near(asked, (lambda: both,) * 3, True))
    for limit in (1, 51, 1001):
        sql = matches(none, (), limit, KNOWN)
        assert all(each >= 0 for each in sql.values if isinstance(each, int))


@pytest.mark.parametrize(
    "row", [None, (0, None, None, None, 180_000), (-1, None, None, None, 180_000)]
)
def test_without_statistics_nothing_is_known(row: tuple[object, ...] | None) -> None:
    found = Estimates.of(row, 0.0)
    assert (found.events, found.share("talks", begins=False)) == (0.0, RARE)
    assert found.between(0, 10) == 1.0 and math.isclose(found.share("t", begins=True), 5 * RARE)
