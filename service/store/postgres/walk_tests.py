"""The tests of the events of a walk of postings: by their words, or by other postings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import exp, inf, prod
from typing import NamedTuple

from service.store.postgres.walking import all_of, array, values_of
from service.store.sql import EngineSearch, Near, Sql

LOOKED_UP, LEXEME, PROBED = 3.0, 0.15, 1.2
"""Approximate costs in microseconds: to test an event by its words, and by each further one that it
may have instead, or by the postings of another term."""
AT_HAND, AWAY, PER_LEAF = 0.9, 4.0, 366
"""The cost of a test by words itself, what finding another page of the index adds to any test, and
the number of entries of a page of an index."""
WALKED, FOUND, GATHERED = 0.3, 0.1, 0.25
"""The same to read an event of a walk of postings, to look it up in a table of hashes, and to put a
posting of another term there."""
MOST_TERMS = 3
"""The maximum number of terms of a group whose postings are looked up; more are tested by words."""


Among = Callable[[str], Sql]


class Test(NamedTuple):
    """A test of an event ``n`` of a walk: its share, its cost, and its rows after ``FROM``; if it
    is one by words, also its condition on ``event_text x``. If the postings of its terms in the
    whole stretch of a walk are gathered instead, ``among`` gives the condition on ``n`` for the
    name of the stretch (``_in_stretches``)."""

    share: float
    cost: float
    sql: Sql
    words: Sql | None = None
    among: Among | None = None


def tests_of(near: Near, lead: int) -> list[Test]:
    """The tests of the events of a lead, the best first."""
    found: list[Test] = []
    by_words: list[EngineSearch] = []
    groups = len(near.leads) - 1  # the last lead has every event, and is none of ``asked``
    own = near.asked[lead].share if lead < groups else 1.0
    spans = sorted({each[1] for each in near.leads[lead]()})
    for number, asked in enumerate(near.asked):
        if number == lead < groups:
            continue
        terms: list[int] = []
        if number < groups:
            terms = sorted({each[0] for each in near.leads[number]()})
        if not terms:
            by_words.append(asked)
            continue
        gathered = FOUND + GATHERED * asked.share / own
        away = AWAY * _apart(asked.share / own / PER_LEAF)
        by_key = (PROBED + away) * len(terms) if len(terms) <= MOST_TERMS else inf
        if gathered < min(by_key, LOOKED_UP + LEXEME * len(terms)):
            among = partial(_among_postings, terms, spans)
            found.append(Test(asked.share, gathered, Sql(""), among=among))
        elif by_key < inf:
            keyed = Sql(
                f"posting r WHERE r.term IN ({', '.join('?' * len(terms))}) AND r.span = n.span"
                " AND r.position = n.position",
                list(terms),
            )
            found.append(Test(asked.share, by_key, keyed))
        else:
            by_words.append(asked)
    found.sort(key=lambda each: each.share)
    if by_words:
        words = words_of(by_words)
        said = Sql(f"event_text x WHERE x.position = n.position AND {words.text}", words.values)
        cost = LOOKED_UP + LEXEME * sum((each.test or each.query).count("|") for each in by_words)
        found.append(Test(prod(each.share for each in by_words), cost, said, words))
    return found


def _among_postings(terms: Sequence[int], spans: Sequence[int], stretch: str) -> Sql:
    """The condition on an event ``n`` of a stretch that it has one of some terms. Their postings in
    the stretch are read once and held in a table of hashes."""
    rows = " UNION ALL ".join(
        f"SELECT position FROM posting WHERE term = ANY(CAST(? AS integer[])) AND span = {span}"
        f" AND position BETWEEN (SELECT low FROM {stretch}_ends WHERE span = {span})"
        f" AND (SELECT high FROM {stretch}_ends WHERE span = {span})"
        for span in spans
    )
    # IS TRUE keeps the planner from a join.
    return Sql(f"(n.position IN ({rows})) IS TRUE", [array(terms)] * len(spans))


def cost_of(tests: Sequence[Test], own: float) -> float:
    """The approximate cost to test one event of a lead that has a share ``own`` of all events."""
    cost, left = WALKED, 1.0
    # The fewer events a lead has, the more of them are alone on a page of the index.
    apart = _apart(1 / max(own * PER_LEAF, 1e-9))
    for each in tests:
        cost += left * each.cost
        if each.words is not None:
            cost += left * (AT_HAND + AWAY * apart - LOOKED_UP)
        left *= each.share
    return cost


def _apart(pages: float) -> float:
    """The share of the events that are on another page of an index than the event before, if they
    are ``pages`` apart on average."""
    return 1 - exp(-pages)


def words_of(asked: Sequence[EngineSearch]) -> Sql:
    """The condition on ``event_text x`` that all of ``asked`` hold."""
    exact = [each.exact for each in asked if each.exact is not None]
    words = " & ".join(each.test or each.query for each in asked)
    query = Sql("x.words @@ CAST(? AS tsquery)", [words])
    return Sql(all_of([query, *exact]), values_of([query, *exact]))
