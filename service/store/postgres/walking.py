"""Walks through the events in the order of their dates.

A walk goes by the postings of terms, or by words and several groups of terms. For the latter there
are two ways. The index of the words (GIN) gives all matching events, in no order, which is quick if
they are few. The other way goes through the postings of one group, or through all texts, in the
wanted order, and tests each event. It is quick if many of them match, because a page is soon full.
The estimates (``Estimates``) choose the way. A wrong estimate costs only time: after so many events
that were tested in vain, the index finds the rest.

The plans are those of statements without values (``generic``), because planning takes longer than
the answer. So each statement is written such that only one plan is possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, prod

from service.store.postgres.estimates import BESIDE, Estimates
from service.store.sql import ALL, Match, Near, Sql, Way, Written

LOW, HIGH = -(2**62), 2**62
"""Before and after every day."""
LOOKED_UP, TESTED, ENTRY, FETCHED = 3.0, 1.2, 0.15, 1.2
"""Approximate costs in microseconds: to test an event of a walk of postings, or of the texts, to
read an entry of the index, and to fetch an event that it gives."""
FEWEST, SPARE, MOST = 100, 2000, 20_000
"""Events of a walk that are tested before the index is used."""
MOST_BRANCHES = 24
"""The maximum number of choices of a group whose postings are walked: each gives as many rows as
all together."""


def array(values: Sequence[int]) -> str:
    """Numbers as the text of an array, so that its type does not depend on their size."""
    return f"{{{','.join(map(str, values))}}}"


def all_of(rest: Sequence[Sql]) -> str:
    return " AND ".join(part.text for part in rest)


def values_of(rest: Sequence[Sql]) -> list[object]:
    return [value for part in rest for value in part.values]


def order(column: str, way: Way) -> str:
    if not way.ordered:
        return ""
    return f" ORDER BY {column}{' DESC' if way.down else ''}"


def branches(way: Way, rest: Sequence[Sql], limit: int) -> Sql:
    rows = [
        (*each[:4], LOW if each[4] is None else each[4], HIGH if each[5] is None else each[5])
        for each in way.branches
    ]
    columns = ", ".join(["CAST(? AS bigint[])"] * 6)
    inner = "posting q"
    conditions = (
        "q.term = b.term AND q.span = b.span AND q.position BETWEEN b.low AND b.high"
        " AND q.latest BETWEEN b.since AND b.until"
    )
    if rest:
        inner += " CROSS JOIN event e"
        conditions += f" AND e.position = q.position AND {all_of(rest)}"
    return Sql(
        f"SELECT {'DISTINCT ' if way.overlap else ''}x.position AS position FROM unnest({columns})"
        " AS b(term, span, low, high, since, until) CROSS JOIN LATERAL"
        f" (SELECT q.position AS position FROM {inner} WHERE {conditions}"
        f"{order('q.position', way)} LIMIT ?) x{order('x.position', way)} LIMIT ?",
        [*(array(each) for each in zip(*rows, strict=True)), *values_of(rest), limit, limit],
    )


def matches(way: Way, rest: Sequence[Sql], limit: int, known: Estimates) -> Sql:
    """The first ``limit`` events for which one of the matches and ``rest`` hold."""
    chosen = _chosen(way, limit, known)
    if way.near is None or chosen is None:
        return _indexed(way, rest, limit)
    lead, tested = chosen
    if lead is None:
        first = _through_texts(way.matches[0], rest, way, (tested, limit))
    else:
        first = _through_postings(way.near, lead, rest, way, (tested, limit))
    further = _indexed(way, rest, limit, beyond=True)
    return Sql(
        f"WITH {first.text} SELECT position FROM (SELECT position FROM m UNION ALL"
        f" SELECT position FROM ({further.text}) f) u{order('position', way)} LIMIT ?",
        [*first.values, *further.values, limit],
    )


def _through_texts(match: Match, rest: Sequence[Sql], way: Way, counts: tuple[int, int]) -> Sql:
    """Tables for ``WITH``. ``m`` has the matching events among the first that are tested. ``g`` has
    the end of these, if there are further ones and ``m`` has too few. ``counts`` are the number of
    events to test and the number wanted."""
    tested, limit = counts
    asked, low, high = match
    inside = f" FROM event_text WHERE position BETWEEN ? AND ?{order('position', way)}"
    # LIMIT keeps the planner from using the index of the words.
    inner = Sql(f"(SELECT position, words, texts{inside} LIMIT ?) x", [low, high, tested])
    found = _tested(inner, "x.position", asked, rest)
    return Sql(
        f"m AS MATERIALIZED ({found.text}{order('x.position', way)} LIMIT ?), g AS MATERIALIZED"
        " (SELECT CASE WHEN (SELECT count(*) FROM m) < ?"
        f" THEN (SELECT position{inside} LIMIT 1 OFFSET ?) END AS edge)",
        [*found.values, limit, limit, low, high, tested - 1],
    )


def _through_postings(
    near: Near, lead: int, rest: Sequence[Sql], way: Way, counts: tuple[int, int]
) -> Sql:
    """The same by the postings of a lead."""
    tested, limit = counts
    parts = near.leads[lead]()
    overlap = len({each[0] for each in parts}) > 1
    walk = branches(Way(parts, overlap=overlap, down=way.down), (), tested)
    found = _tested(Sql("event_text x"), "1", near.asked, rest, "x.position = n.position")
    # LIMIT 1 keeps the planner from another order of the join.
    return Sql(
        f"n AS MATERIALIZED ({walk.text}), m AS MATERIALIZED (SELECT n.position AS position"
        f" FROM n CROSS JOIN LATERAL ({found.text} LIMIT 1) y{order('n.position', way)} LIMIT ?),"
        " g AS MATERIALIZED (SELECT CASE WHEN (SELECT count(*) FROM m) < ? AND count(*) >= ?"
        f" THEN {'min' if way.down else 'max'}(position) END AS edge FROM n)",
        [*walk.values, *found.values, limit, limit, tested],
    )


def _tested(
    table: Sql, what: str, asked: Sequence[Written], rest: Sequence[Sql], *conditions: str
) -> Sql:
    """The rows of a table ``x`` for which all of ``asked`` and ``rest`` hold."""
    exact = [each.exact for each in asked if each.exact is not None]
    every = [*conditions, "x.words @@ CAST(? AS tsquery)", *(each.text for each in exact)]
    inner = table.text
    if rest:
        inner += " CROSS JOIN event e"
        every += ["e.position = x.position", all_of(rest)]
    query = " & ".join(each.query for each in asked)
    return Sql(
        f"SELECT {what} FROM {inner} WHERE {' AND '.join(every)}",
        [*table.values, query, *values_of(exact), *values_of(rest)],
    )


def _chosen(way: Way, limit: int, known: Estimates) -> tuple[int | None, int] | None:
    """The lead whose postings are walked, or ``None`` for the texts themselves, and the number of
    events to test; ``None`` instead of both if the index alone is quicker."""
    if way.near is None or not way.matches:
        return None
    shares = [each.share for each in way.near.asked]
    inside = known.events * known.between(way.matches[0].low, way.matches[0].high)
    index = best = _index_cost(way, limit, known)
    chosen = None
    leads: list[tuple[int | None, float, float]] = [
        (number, share, LOOKED_UP)
        for number, share in enumerate([*shares[: len(way.near.leads) - 1], 1.0])
    ]
    if len(way.matches) == 1:
        leads.append((None, 1.0, TESTED))
    for lead, own, each in leads:
        others = prod(shares) / own
        wanted = inf if limit >= ALL else 1.5 * limit / max(others, 1e-9)
        cost = min(wanted, inside * own) * each
        if cost >= best:
            continue
        if lead is None or 0 < len(way.near.leads[lead]()) <= MOST_BRANCHES:
            best = cost
            # If the walk takes longer than estimated, it may take as long as the index would. Rows
            # of postings are read before they are tested, so their number is limited.
            more = index / each if lead is None else min(index / each, 4 * wanted + SPARE)
            chosen = lead, round(min(max(wanted, more), 2 * inside * own, MOST)) + FEWEST
    return chosen


def _index_cost(way: Way, limit: int, known: Estimates) -> float:
    """The approximate cost of the index alone, in microseconds."""
    cost = 0.0
    for asked, low, high in way.matches:
        shares = [each.share for each in asked]
        found = known.events * prod(shares) * known.between(low, high)
        wanted = found if way.ordered else min(found, limit)
        near = prod(BESIDE for each in asked if each.exact is not None)
        cost += known.events * min(shares) * ENTRY + wanted / near * FETCHED
    return cost


def _indexed(way: Way, rest: Sequence[Sql], limit: int, beyond: bool = False) -> Sql:
    """The events by the index of the words; with ``beyond``, those after the tested ones, if these
    were not enough."""
    found = [_match(each, rest, way.down, beyond) for each in way.matches]
    text = " UNION ALL ".join(each.text for each in found)
    return Sql(f"{text}{order('position', way)} LIMIT ?", [*values_of(found), limit])


def _match(match: Match, rest: Sequence[Sql], down: bool, beyond: bool) -> Sql:
    asked, low, high = match
    exact = [each.exact for each in asked if each.exact is not None]
    inner = "event_text x"
    # The sum keeps the planner from using the index of positions.
    conditions = ["x.words @@ CAST(? AS tsquery)", "x.position + 0 BETWEEN ? AND ?"]
    if beyond:
        conditions.append("(SELECT edge FROM g) IS NOT NULL")  # otherwise nothing is read here
        conditions.append(f"x.position + 0 {'<' if down else '>'} (SELECT edge FROM g)")
    conditions += [each.text for each in exact]
    if rest:
        inner += " CROSS JOIN event e"
        conditions += ["e.position = x.position", all_of(rest)]
    return Sql(
        f"SELECT x.position AS position FROM {inner} WHERE {' AND '.join(conditions)}",
        [" & ".join(part.query for part in asked), low, high, *values_of(exact), *values_of(rest)],
    )
