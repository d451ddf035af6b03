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

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import inf, prod
from typing import NamedTuple

from service.store.position import FIRST_DAY, HIGHEST, LOWEST
from service.store.postgres.estimates import BESIDE, Estimates
from service.store.sql import ALL, Branch, Match, Near, Sql, Way, Written

LOW, HIGH = -(2**62), 2**62
"""Before and after every day."""
LOOKED_UP, LEXEME, PROBED, TESTED, MERGED = 3.0, 0.15, 1.2, 1.2, 0.13
"""Approximate costs in microseconds: to test an event of a walk of postings by its words, and by
each further one that it may have instead, or by the postings of another term; to test an event of a
walk of the texts; to read a row of one of two walks that are merged."""
WALKED, FOUND, GATHERED = 0.3, 0.1, 0.25
"""The same to read an event of a walk of postings, to look it up in a table of hashes, and to put a
posting of another term there."""
ENTRY, PASSED, PAGE, JOINED, NOTED, FETCHED, HELD = 0.1, 0.012, 1500, 0.2, 0.05, 1.3, 6.0
"""The same for the index: to read an entry of the shortest of its lists, and to pass one of another
list, of which a page has so many; to read one of several lists that are joined; to note an event
that has all words, to fetch it, and to test another condition on it."""
MORE = 1.2
"""So many times the estimated events are expected to be tested."""
FEWEST, MOST = 100, 20_000
"""Events of a walk that are tested before the index is used."""
MOST_BRANCHES, MOST_LED = 24, 60
"""The maximum numbers of branches that are merged row by row: of a walk alone, and of one whose
events are tested, because the index of the words takes much longer for what two blocs share."""
STRETCHES, LONGER = 3, 4
"""The number of stretches in which a walk is read, and how many times as long each is."""
MOST_TERMS = 3
"""The maximum number of terms of a group whose postings are looked up; more are tested by words."""


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


def branches(way: Way, rest: Sequence[Sql], limit: int, columns: str = "position") -> Sql:
    """The first ``limit`` events of the branches for which ``rest`` holds."""
    if len(way.branches) > MOST_BRANCHES and (way.ordered or way.overlap):
        return _gathered(way, rest, limit, columns)
    walk = _merged(way, columns)
    if not rest:
        return Sql(f"{walk.text} LIMIT ?", [*walk.values, limit])
    return _filtered(walk, way, rest, limit)


def given(source: Sql, way: Way, rest: Sequence[Sql], limit: int) -> Sql:
    """The first ``limit`` events of a query with few rows for which ``rest`` holds."""
    if not rest:
        return Sql(f"{source.text}{order('position', way)} LIMIT ?", [*source.values, limit])
    return _filtered(source, way, rest, limit)


def _filtered(source: Sql, way: Way, rest: Sequence[Sql], limit: int) -> Sql:
    """The first ``limit`` events of a query for which ``rest`` holds."""
    # LIMIT 1 keeps the planner from another order of the join.
    return Sql(
        f"SELECT n.position AS position FROM ({source.text}) n CROSS JOIN LATERAL (SELECT 1 FROM"
        f" event e WHERE e.position = n.position AND {all_of(rest)} LIMIT 1) y"
        f"{order('n.position', way)} LIMIT ?",
        [*source.values, *values_of(rest), limit],
    )


def _merged(way: Way, columns: str) -> Sql:
    """All events of the branches. These are merged row by row (Merge Append), because each has its
    own ORDER BY; so no more rows are read than are used."""
    ordered = way.ordered or way.overlap
    down = " DESC" if way.down else ""
    parts = [_branch(each, columns) for each in way.branches]
    if not ordered and len(parts) > MOST_BRANCHES:
        parts = _together(way.branches, columns)
    if ordered:
        text = " UNION ALL ".join(f"({each.text} ORDER BY position{down})" for each in parts)
    else:
        text = " UNION ALL ".join(each.text for each in parts)
    once = "DISTINCT ON (position) " if way.overlap else ""
    last = f" ORDER BY position{down}" if ordered else ""
    return Sql(f"SELECT {once}{columns} FROM ({text}) u{last}", values_of(parts))


def _branch(branch: Branch, columns: str) -> Sql:
    """The rows of a branch. Bounds that exclude nothing are left out."""
    term, span, low, high, since, until = branch
    conditions, values = [f"span = {int(span)}"], [term]
    for condition, value, bounds in (
        ("position >= ?", low, low > LOWEST),
        ("position <= ?", high, high < HIGHEST),
        ("latest >= ?", since, since is not None and since > FIRST_DAY),
        ("latest <= ?", until, until is not None),
    ):
        if bounds and value is not None:
            conditions.append(condition)
            values.append(value)
    text = f"SELECT {columns} FROM posting WHERE term = ? AND {' AND '.join(conditions)}"
    return Sql(text, list(values))


def _together(every: Sequence[Branch], columns: str) -> list[Sql]:
    """The same rows in no order: branches that differ only in their term are read as one."""
    terms: dict[tuple[int | None, ...], list[Branch]] = {}
    for each in every:
        terms.setdefault(each[1:], []).append(each)
    found = []
    for same in terms.values():
        one = _branch(same[0], columns)
        text = one.text.replace("term = ?", "term = ANY(CAST(? AS integer[]))", 1)
        found.append(Sql(text, [array([each[0] for each in same]), *one.values[1:]]))
    return found


def _gathered(way: Way, rest: Sequence[Sql], limit: int, columns: str) -> Sql:
    """The same for many branches: each gives as many rows as all together, which are sorted. The
    statement does not depend on their number, because it takes long to plan."""
    rows = [
        (*each[:4], LOW if each[4] is None else each[4], HIGH if each[5] is None else each[5])
        for each in way.branches
    ]
    arrays = ", ".join(["CAST(? AS bigint[])"] * 6)
    inner = "posting q"
    conditions = (
        "q.term = b.term AND q.span = b.class AND q.position BETWEEN b.low AND b.high"
        " AND q.latest BETWEEN b.since AND b.until"
    )
    if rest:
        inner += " CROSS JOIN event e"
        conditions += f" AND e.position = q.position AND {all_of(rest)}"
    return Sql(
        f"SELECT {'DISTINCT ' if way.overlap else ''}{columns} FROM unnest({arrays})"
        " AS b(term, class, low, high, since, until) CROSS JOIN LATERAL"
        f" (SELECT q.position AS position, q.span AS span FROM {inner} WHERE {conditions}"
        f"{order('q.position', way)} LIMIT ?) x (position, span){order('position', way)} LIMIT ?",
        [*(array(each) for each in zip(*rows, strict=True)), *values_of(rest), limit, limit],
    )


def matches(way: Way, rest: Sequence[Sql], limit: int, known: Estimates) -> Sql:
    """The first ``limit`` events for which one of the matches and ``rest`` hold."""
    if not way.ordered and not rest and way.near is not None:
        both = _both(way, way.near, limit, known)
        if both is not None:
            return both
    chosen = _chosen(way, limit, known, len(rest))
    if way.near is None or chosen is None:
        return _indexed(way, rest, limit)
    lead, tested, enough = chosen
    if lead is None:
        first = _through_texts(way.matches[0], rest, way, (tested, limit))
    else:
        first = _through_postings(way.near, lead, rest, way, (tested, enough, limit))
    further = _indexed(way, rest, limit, beyond=True)
    return Sql(
        f"WITH {first.text} SELECT position FROM (SELECT position FROM m UNION ALL"
        f" SELECT position FROM ({further.text}) f) u{order('position', way)} LIMIT ?",
        [*first.values, *further.values, limit],
    )


def _both(way: Way, near: Near, limit: int, known: Estimates) -> Sql | None:
    """The events that two terms have, in no order, by a merge of their postings; ``None`` unless
    this is the quickest way."""
    if len(near.asked) != 2 or len(near.leads) != 3 or not way.matches:
        return None
    one, other = (each.share for each in near.asked)
    inside = known.events * known.between(way.matches[0].low, way.matches[0].high)
    found = inside * one * other
    read = inside * (one + other) * min(1.0, MORE * limit / max(found, 1e-9))
    if read * MERGED > _index_cost(way, limit, known):
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
    # FULL JOIN is never a nested loop.
    columns = "position, 1 AS one"
    parts = [
        (_branch(each, columns), _branch(its, columns)) for each, its in zip(*pairs, strict=True)
    ]
    text = " UNION ALL ".join(
        f"SELECT o.position AS position FROM ({each.text} ORDER BY position OFFSET 0) o FULL JOIN"
        f" ({its.text} ORDER BY position OFFSET 0) t ON t.position = o.position"
        " WHERE coalesce(o.one, 0) + coalesce(t.one, 0) = 2"
        for each, its in parts
    )
    return Sql(f"{text} LIMIT ?", [*(v for pair in parts for v in values_of(pair)), limit])


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
    near: Near, lead: int, rest: Sequence[Sql], way: Way, counts: tuple[int, int, int]
) -> Sql:
    """The same by the postings of a lead. ``counts`` are the number of events to test, the number
    that is expected to be enough, and the number of matches wanted."""
    tested, wanted, limit = counts
    parts = near.leads[lead]()
    overlap = len({each[0] for each in parts}) > 1
    merged = _merged(Way(parts, overlap=overlap, down=way.down), "position, span")
    tests = _tests(near, lead)
    among = [each.among for each in tests if each.among is not None]
    if among:
        tested = max(tested, min(MOST, wanted * LONGER))  # the list may be longer than estimated
    walk = Sql(f"{merged.text} LIMIT ?", [*merged.values, tested])
    looked = [each.sql for each in tests if each.among is None]
    if rest:
        joined = f"event e WHERE e.position = n.position AND {all_of(rest)}"
        looked.append(Sql(joined, values_of(rest)))
    if among:
        found = _in_stretches(merged, (wanted, tested), (looked, among), way, limit)
    elif len(tests) == 1 and tests[0].words is not None:
        at_once = Sql(f"{merged.text} LIMIT ?", [*merged.values, wanted])
        first = _passed(_among(at_once, tests[0].words, way), looked[1:], way, limit)
        left = Sql(f"({walk.text} OFFSET ?) n", [*merged.values, max(0, tested - wanted), wanted])
        more = _passed(left, looked, way, limit, [Sql("(SELECT count(*) FROM h) < ?", [limit])])
        found = Sql(
            f"h AS MATERIALIZED ({first.text}), m AS MATERIALIZED (SELECT position FROM h UNION ALL"
            f" SELECT position FROM ({more.text}) y)",
            [*first.values, *more.values],
        )
    else:
        plain = _passed(Sql(f"({walk.text}) n", walk.values), looked, way, limit)
        found = Sql(f"m AS MATERIALIZED ({plain.text})", plain.values)
    return Sql(
        f"{found.text}, g AS MATERIALIZED (SELECT CASE WHEN"
        " (SELECT count(*) FROM m) < ? THEN (SELECT CASE WHEN count(*) >= ? THEN"
        f" {'min' if way.down else 'max'}(position) END FROM ({walk.text}) n) END AS edge)",
        [*found.values, limit, tested, *walk.values],
    )


def _in_stretches(
    walk: Sql, sizes: tuple[int, int], tests: tuple[list[Sql], list[_Among]], way: Way, limit: int
) -> Sql:
    """Tables for ``WITH``. ``m`` has the events of a walk that pass the tests. The walk is read in
    stretches, each longer than the one before, until there are ``limit`` events. ``sizes`` are the
    number of events that is expected to be enough, and the maximum number."""
    looked, among = tests
    wanted, most = sizes
    tables: list[Sql] = []
    names: list[str] = []
    begin = 0
    for number in range(STRETCHES):
        end = most if number == STRETCHES - 1 else min(most, wanted * LONGER**number)
        name, before = f"s{number}", list(names)
        part = [*walk.values, max(0, end - begin), begin]
        tables.append(Sql(f"{name} AS MATERIALIZED ({walk.text} LIMIT ? OFFSET ?)", part))
        ends = f"SELECT span, min(position) AS low, max(position) AS high FROM {name} GROUP BY span"
        tables.append(Sql(f"{name}_ends AS MATERIALIZED ({ends})"))
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


_Among = Callable[[str], Sql]


class _Test(NamedTuple):
    """A test of an event ``n`` of a walk: its share, its cost, and its rows after ``FROM``; if it
    is one by words, also its condition on ``event_text x``. If the postings of its terms in the
    whole stretch of a walk are gathered instead, ``among`` gives the condition on ``n`` for the
    name of the stretch (``_in_stretches``)."""

    share: float
    cost: float
    sql: Sql
    words: Sql | None = None
    among: _Among | None = None


def _tests(near: Near, lead: int) -> list[_Test]:
    """The tests of the events of a lead, the best first."""
    found: list[_Test] = []
    by_words: list[Written] = []
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
        by_key = PROBED * len(terms) if len(terms) <= MOST_TERMS else inf
        if gathered < min(by_key, LOOKED_UP + LEXEME * len(terms)):
            among = partial(_among_postings, terms, spans)
            found.append(_Test(asked.share, gathered, Sql(""), among=among))
        elif by_key < inf:
            keyed = Sql(
                f"posting r WHERE r.term IN ({', '.join('?' * len(terms))}) AND r.span = n.span"
                " AND r.position = n.position",
                list(terms),
            )
            found.append(_Test(asked.share, by_key, keyed))
        else:
            by_words.append(asked)
    found.sort(key=lambda each: each.share)
    if by_words:
        words = _words(by_words)
        said = Sql(f"event_text x WHERE x.position = n.position AND {words.text}", words.values)
        cost = LOOKED_UP + LEXEME * sum((each.test or each.query).count("|") for each in by_words)
        found.append(_Test(prod(each.share for each in by_words), cost, said, words))
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


def _cost_of(tests: Sequence[_Test]) -> float:
    """The approximate cost to test one event."""
    cost, left = WALKED, 1.0
    for each in tests:
        cost += left * each.cost
        left *= each.share
    return cost


def _words(asked: Sequence[Written]) -> Sql:
    """The condition on ``event_text x`` that all of ``asked`` hold."""
    exact = [each.exact for each in asked if each.exact is not None]
    words = " & ".join(each.test or each.query for each in asked)
    query = Sql("x.words @@ CAST(? AS tsquery)", [words])
    return Sql(all_of([query, *exact]), values_of([query, *exact]))


def _tested(table: Sql, what: str, asked: Sequence[Written], rest: Sequence[Sql]) -> Sql:
    """The rows of a table ``x`` for which all of ``asked`` and ``rest`` hold."""
    words = _words(asked)
    inner, every = table.text, words.text
    if rest:
        inner += " CROSS JOIN event e"
        every += f" AND e.position = x.position AND {all_of(rest)}"
    return Sql(
        f"SELECT {what} FROM {inner} WHERE {every}",
        [*table.values, *words.values, *values_of(rest)],
    )


def _chosen(
    way: Way, limit: int, known: Estimates, rest: int
) -> tuple[int | None, int, int] | None:
    """The lead whose postings are walked, or ``None`` for the texts themselves, the number of
    events to test, and the number that is expected to be enough; ``None`` instead of all if the
    index alone is quicker."""
    if way.near is None or not way.matches:
        return None
    near = way.near
    shares = [each.share for each in near.asked]
    inside = known.events * known.between(*_reach(way, near))
    index = best = _index_cost(way, limit, known, rest)
    chosen = None
    leads: list[tuple[int | None, float]] = [*enumerate([*shares[: len(near.leads) - 1], 1.0])]
    if len(way.matches) == 1 and not near.narrower:
        leads.append((None, 1.0))
    for lead, own in leads:
        others = prod(shares) / own
        wanted = inf if limit >= ALL else MORE * limit / max(others, 1e-9)
        least = min(wanted, inside * own) * WALKED
        if least >= best:
            continue
        each = TESTED if lead is None else _cost_of(_tests(near, lead))
        cost = min(wanted, inside * own) * each
        if cost >= best:
            continue
        if lead is None or 0 < len(near.leads[lead]()) <= MOST_LED:
            best = cost
            # If the walk takes longer than estimated, it may take as long as the index would.
            enough = round(min(wanted, inside * own, MOST)) + FEWEST
            chosen = lead, max(enough, round(min(index / each, MOST))), enough
    return chosen


def _reach(way: Way, near: Near) -> tuple[int, int]:
    """The positions of nearly all events that the leads may have."""
    if near.narrower:
        for each in near.leads[-1]():
            if each[1] == 0:
                return each[2], each[3]
    return way.matches[0].low, way.matches[0].high


def _index_cost(way: Way, limit: int, known: Estimates, rest: int = 0) -> float:
    """The approximate cost in microseconds of the index alone, and of so many other conditions on
    all events that it finds."""
    cost = 0.0
    for asked, low, high in way.matches:
        shortest, *others = sorted(known.events * each for each in _lists(asked))
        cost += shortest * ENTRY
        cost += sum(min(each, shortest * PAGE) for each in others) * PASSED
        # A list of several words or terms is joined from theirs.
        several = sum(each.share for each in asked if "|" in each.query)
        cost += known.events * several * JOINED
        # The words of a phrase are looked up, and not that they are beside each other.
        near = prod(BESIDE for each in asked if each.exact is not None)
        found = known.events * prod(each.share for each in asked) / near
        inside = found * known.between(low, high)
        wanted = inside if way.ordered else min(inside, limit / near)
        cost += found * NOTED + wanted * (FETCHED + rest * HELD)
    return cost


def _lists(asked: Sequence[Written]) -> Iterator[float]:
    """The shares of the lists that the index reads: a phrase is taken for one of two words."""
    for each in asked:
        if each.exact is None:
            yield each.share
        else:
            yield from [min(1.0, each.share / BESIDE) ** 0.5] * 2


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
        [" & ".join(part.query for part in asked), low, high, *values_of(exact), *values_of(rest)],
    )
