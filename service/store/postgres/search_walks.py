"""The two access paths to the events of words, or of several groups of terms, in the order of their
dates.

The index of the words (GIN) gives all matching events, in no order, which is quick if they are few.
The other path scans the postings of one group, or all texts, in the wanted order, and tests
each event. It is quick if many of them match, because a page is soon full. ``chosen_way`` decides.
A wrong estimate costs only time: after so many events that were tested in vain, the index finds the
rest.

The plans are those of statements without values (``generic``), because planning takes longer than
the answer. So each statement is written such that only one plan is possible.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.store.postgres.chosen_way import (
    MERGED,
    MORE,
    MOST,
    chosen_way,
    index_cost,
    words_of_phrases,
)
from service.store.postgres.estimates import Estimates
from service.store.postgres.walk_tests import Among, tests_of, words_of
from service.store.postgres.walking import all_of, branch, merged, order, values_of
from service.store.sql import EngineSearch, Match, Near, Sql, Way

LONGER, LONGER_TESTED, MOST_LONGER = 4, 1.5, 6
"""A walk is read in stretches, and each ends this factor further than the one before. The second
ends less far if there are other conditions too, because the first is long already
(``chosen_way.KEPT``). The last ends at most ``MOST_LONGER`` times as far as the one before: each
costs time even if it is not read."""


def matches(way: Way, rest: Sequence[Sql], limit: int, known: Estimates) -> Sql:
    """The first ``limit`` events for which one of the matches and ``rest`` hold."""
    if not way.ordered and not rest and way.near is not None:
        both = _both(way, way.near, limit, known)
        if both is not None:
            return both
    chosen = chosen_way(way, limit, known, len(rest))
    if way.near is None or chosen is None:
        return _indexed(way, rest, limit, known)
    lead, tested, enough = chosen
    if lead is None:
        first = _through_texts(way.matches[0], rest, way, (tested, limit))
    else:
        first = _through_postings(way.near, lead, rest, way, (tested, enough, limit))
    further = _indexed(way, rest, limit, known, beyond=True)
    return Sql(
        f"WITH {first.text} SELECT position FROM (SELECT position FROM m UNION ALL"
        f" SELECT position FROM ({further.text}) f) u{order('position', way)} LIMIT ?",
        [*first.values, *further.values, limit],
    )


def _both(way: Way, near: Near, limit: int, known: Estimates) -> Sql | None:
    """The events that two terms have, in no order, by a merge of their postings; ``None`` unless
    this is the quickest plan."""
    if len(near.asked) != 2 or len(near.leads) != 3 or not way.matches:
        return None
    one, other = (each.share for each in near.asked)
    inside = known.events * known.between(way.matches[0].low, way.matches[0].high)
    found = inside * one * other
    read = inside * (one + other) * min(1.0, MORE * limit / max(found, 1e-9))
    if read * MERGED > index_cost(way, limit, known):
        return None
    pairs = [near.leads[number]() for number in range(2)]
    if any(len({each[0] for each in parts}) != 1 for parts in pairs):
        return None
    one_spans, other_spans = ([each[1] for each in parts] for parts in pairs)
    # A term with several periods has several branches of a class, one with a period none of events
    # without a date.
    if one_spans != other_spans or len(set(one_spans)) != len(one_spans):
        return None
    # The planner could not know that the join of a few rows with a few others is one of many. A
    # FULL JOIN is never a nested loop. CASE keeps it from becoming another join. Each side is the
    # table itself, whose key says that no position comes twice: so no row is stored for a second
    # reading.
    parts = [
        (branch(each, "position"), branch(its, "position"))
        for each, its in zip(*pairs, strict=True)
    ]
    text = " UNION ALL ".join(
        f"SELECT o.position AS position FROM ({each.text}) o FULL JOIN ({its.text}) t"
        " ON t.position = o.position"
        " WHERE CASE WHEN o.position = t.position THEN TRUE ELSE FALSE END"
        for each, its in parts
    )
    return Sql(f"{text} LIMIT ?", [*(v for pair in parts for v in values_of(pair)), limit])


def _through_texts(match: Match, rest: Sequence[Sql], way: Way, counts: tuple[int, int]) -> Sql:
    """Tables for ``WITH``. ``m`` has the matching events among the first that are tested. ``g`` has
    the end of these, if there are further ones and ``m`` has too few. ``counts`` are the number of
    events to test and the number wanted."""
    tested, limit = counts
    asked, low, high, _ = match
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
    near: Near, lead: int, rest: Sequence[Sql], way: Way, counts: tuple[int, int, int]
) -> Sql:
    """The same by the postings of a lead. ``counts`` are the number of events to test, the number
    that is expected to be enough, and the number of matches wanted."""
    tested, wanted, limit = counts
    parts = near.leads[lead]()
    overlap = len({each[0] for each in parts}) > 1
    lead_walk = merged(Way(parts, overlap=overlap, down=way.down), "position, span")
    tests = tests_of(near, lead)
    among = [each.among for each in tests if each.among is not None]
    if among:
        tested = max(tested, min(MOST, wanted * LONGER))  # the list may be longer than estimated
    looked = [each.sql for each in tests if each.among is None]
    if rest:
        joined = f"event e WHERE e.position = n.position AND {all_of(rest)}"
        looked.append(Sql(joined, values_of(rest)))
    if among:
        ends = _ends(wanted, tested, LONGER_TESTED if rest else LONGER)
        found = _in_stretches(lead_walk, ends, (looked, among), way, limit)
    elif len(tests) == 1 and tests[0].words is not None:
        at_once = Sql(f"{lead_walk.text} LIMIT ?", [*lead_walk.values, wanted])
        first = _passed(_among(at_once, tests[0].words, way), looked[1:], way, limit)
        left = _further(wanted, tested)
        more = _passed(
            Sql(f"({left.text}) n", left.values), looked, way, limit,
            [Sql("(SELECT count(*) FROM h) < ?", [limit])],
        )  # fmt: skip
        found = Sql(
            f"h AS MATERIALIZED ({first.text}), m AS MATERIALIZED (SELECT position FROM h UNION ALL"
            f" SELECT position FROM ({more.text}) y)",
            [*first.values, *more.values],
        )
    else:
        walk = Sql(f"({lead_walk.text} LIMIT ?) n", [*lead_walk.values, tested])
        plain = _passed(walk, looked, way, limit)
        found = Sql(f"m AS MATERIALIZED ({plain.text})", plain.values)
    return Sql(
        f"w AS MATERIALIZED ({lead_walk.text} LIMIT ?), {found.text}, g AS MATERIALIZED (SELECT"
        " CASE WHEN (SELECT count(*) FROM m) < ? THEN (SELECT CASE WHEN count(*) >= ? THEN"
        f" {'min' if way.down else 'max'}(position) END FROM w) END AS edge)",
        [*lead_walk.values, tested, *found.values, limit, tested],
    )


def _further(begin: int, end: int) -> Sql:
    """The events of the table ``w``, which has those of the whole walk in its order, from one
    number to another. The walk is read once for all of these, and only as far as one of them is
    read. The first events of a walk have a walk of their own, because they mostly suffice."""
    return Sql("SELECT position, span FROM w LIMIT ? OFFSET ?", [max(0, end - begin), begin])


def _ends(first: int, last: int, second: float) -> list[int]:
    """The ends of stretches from ``first`` to ``last``; ``second`` is how many times as far as the
    first the second ends."""
    found = [min(first, last), min(round(first * second), last)]
    while found[-1] * MOST_LONGER < last:
        found.append(found[-1] * LONGER)
    return [*found, last]


def _in_stretches(
    walk: Sql, ends: list[int], tests: tuple[list[Sql], list[Among]], way: Way, limit: int
) -> Sql:
    """Tables for ``WITH``. ``m`` has the events of a walk that pass the tests. The walk is read in
    stretches up to each of ``ends``, until there are ``limit`` events."""
    looked, among = tests
    tables: list[Sql] = []
    names: list[str] = []
    begin = 0
    for number, end in enumerate(ends):
        name, before = f"s{number}", list(names)
        part = _further(begin, end)
        if not begin:
            part = Sql(f"{walk.text} LIMIT ?", [*walk.values, end])
        tables.append(Sql(f"{name} AS MATERIALIZED ({part.text})", part.values))
        low_high = "min(position) AS low, max(position) AS high"
        spans = f"SELECT span, {low_high} FROM {name} GROUP BY span"
        tables.append(Sql(f"{name}_ends AS MATERIALIZED ({spans})"))
        conditions = [each(name) for each in among]
        if before:
            found = " + ".join(f"(SELECT count(*) FROM {each})" for each in before)
            conditions.append(Sql(f"{found} < ?", [limit]))
        passed = _passed(Sql(f"{name} n"), looked, way, limit, conditions)
        names.append(f"m{number}")
        tables.append(Sql(f"m{number} AS MATERIALIZED ({passed.text})", passed.values))
        begin = end
    every = " UNION ALL ".join(f"SELECT position FROM {each}" for each in names)
    tables.append(Sql(f"m AS MATERIALIZED ({every})"))
    return Sql(", ".join(each.text for each in tables), values_of(tables))


def _passed(
    table: Sql, tests: Sequence[Sql], way: Way, limit: int, conditions: Sequence[Sql] = ()
) -> Sql:
    """The first ``limit`` events of a table ``n`` for which the conditions hold, and that pass the
    tests."""
    # LIMIT 1 keeps the planner from another order of the join.
    looks = "".join(
        f" CROSS JOIN LATERAL (SELECT 1 FROM {each.text} LIMIT 1) y{number}"
        for number, each in enumerate(tests)
    )
    only = f" WHERE {all_of(conditions)}" if conditions else ""
    return Sql(
        f"SELECT n.position AS position FROM {table.text}{looks}{only}"
        f"{order('n.position', way)} LIMIT ?",
        [*table.values, *values_of(tests), *values_of(conditions), limit],
    )


def _among(walk: Sql, words: Sql, way: Way) -> Sql:
    """A table ``n`` with the events of a walk that have some words. One search in the index of
    positions for all of them is quicker than one for each, and it keeps their order."""
    return Sql(
        "(SELECT x.position AS position FROM event_text x WHERE x.position ="
        f" ANY(ARRAY(SELECT position FROM ({walk.text}) w)) AND {words.text}"
        f"{order('x.position', way)}) n",
        [*walk.values, *words.values],
    )


def _indexed(
    way: Way, rest: Sequence[Sql], limit: int, known: Estimates, beyond: bool = False
) -> Sql:
    """The events by the index of the words; with ``beyond``, those after the tested ones, if these
    were not enough."""
    words = words_of_phrases(way, known)
    found = [_match(each, rest, way.down, beyond, words) for each in way.matches]
    text = " UNION ALL ".join(each.text for each in found)
    return Sql(f"{text}{order('position', way)} LIMIT ?", [*values_of(found), limit])


def _match(match: Match, rest: Sequence[Sql], down: bool, beyond: bool, words: int) -> Sql:
    """The events of one match. Of a phrase beside other parts the index searches ``words`` words: 2
    stands for all. The condition ``exact`` tests the others."""
    asked, low, high, _ = match
    parts = [each.word if words < 2 and each.word else each.query for each in asked]
    if not words:
        parts = [each.query for each in asked if not each.word]
    exact = [each.exact for each in asked if each.exact is not None]
    inner = "event_text x"
    # The sums keep the planner from using the index of positions, for the bounds or the order.
    conditions = ["x.words @@ CAST(? AS tsquery)", "x.position + 0 BETWEEN ? AND ?"]
    if beyond:
        conditions.append("(SELECT edge FROM g) IS NOT NULL")  # otherwise nothing is read here
        conditions.append(f"x.position + 0 {'<' if down else '>'} (SELECT edge FROM g)")
    conditions += [each.text for each in exact]
    if rest:
        inner += " CROSS JOIN event e"
        conditions += ["e.position = x.position", all_of(rest)]
    return Sql(
        f"SELECT x.position + 0 AS position FROM {inner} WHERE {' AND '.join(conditions)}",
        [" & ".join(parts), low, high, *values_of(exact), *values_of(rest)],
    )


def _tested(table: Sql, what: str, asked: Sequence[EngineSearch], rest: Sequence[Sql]) -> Sql:
    """The rows of a table ``x`` for which all of ``asked`` and ``rest`` hold."""
    words = words_of(asked)
    inner, every = table.text, words.text
    if rest:
        inner += " CROSS JOIN event e"
        every += f" AND e.position = x.position AND {all_of(rest)}"
    return Sql(
        f"SELECT {what} FROM {inner} WHERE {every}",
        [*table.values, *words.values, *values_of(rest)],
    )
