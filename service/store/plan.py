"""Turns a filter into SQL that yields positions in order.

A *walk* is a scan of the postings of a term in the order of their dates. Each class of length is a
branch, which is already in date order, and the engine merges the branches lazily. With words or
with several groups, the full-text index is walked instead, because it intersects terms quickly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from service.domain.query import Choice, Filter
from service.domain.result_cache import cached
from service.store.bounds import ANY_DAYS, Bounds, whole_bounds, within
from service.store.condition import condition_sql
from service.store.position import (
    COUNTER_BITS,
    FIRST_DAY,
    LAST_DAY,
    LOWEST,
    SPAN_DAYS,
    UNDATED_DAY,
    UNDATED_SPAN,
    start_of,
)
from service.store.search_sql import SearchWriter
from service.store.sql import (
    BEGAN,
    ENDED,
    Branch,
    EngineSearch,
    Marks,
    Match,
    Sql,
    TermId,
)
from service.store.terms import class_mark
from service.store.value_filters import conditions

EVERY = Choice("all", "")
LONGEST_FIRST = tuple(reversed(range(len(SPAN_DAYS))))


def branches(term: int, bounds: Bounds, undated: bool) -> list[Branch]:
    """One stretch of the postings of ``term`` for each class of length.

    possible: ``earliest <= until AND latest >= since``;
    certain: ``earliest >= since AND latest <= until`` (docs/dates.md, "Possible and certain").

    The number of branches does not depend on the days, even if a class has no events: it costs more
    to prepare another statement of a hundred branches than to walk them.
    """
    found: list[Branch] = []
    first = last = None
    if bounds.certain:
        last = LAST_DAY if bounds.until is None else bounds.until
    else:
        first = FIRST_DAY if bounds.since is None else bounds.since
    # Long classes first: a merge may be nested to the left, so that the last branch,
    # the one with most rows, passes through a single merge.
    for span in LONGEST_FIRST:
        if span in bounds.spans:
            low, high = bounds.positions(span)
            found.append(
                (term, span, low, high, first, last) if span else (term, 0, low, high, None, None)
            )
    if undated and not bounds.certain and UNDATED_SPAN in bounds.spans:
        low, high = bounds.positions(UNDATED_SPAN)
        found.append((term, UNDATED_SPAN, low, high, None, None))
    return found


def walk(group: tuple[Choice, ...], bounds: Bounds, undated: bool, term_id: TermId) -> list[Branch]:
    """The branches of all choices of one group."""
    found: list[Branch] = []
    for choice in widest(group):
        number = term_id(choice.kind, choice.value)
        if number is not None:
            narrow = bounds.narrowed(choice)
            found += branches(number, narrow, undated and choice.since is None)
    return found


def widest(group: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices, without those whose events another choice has too. Blocs share members, and a
    country may have been in two blocs for the same time."""
    return group if len(group) == 1 else _widest(group)


@cached(16)
def _widest(group: tuple[Choice, ...]) -> tuple[Choice, ...]:
    # The queries of one chart or one sample have the same groups.
    found: dict[tuple[str, str], list[Choice]] = {}
    for choice in group:
        same = found.setdefault((choice.kind, choice.value), [])
        if not any(_holds(each, choice) for each in same):
            same[:] = [each for each in same if not _holds(choice, each)] + [choice]
    return tuple([choice for same in found.values() for choice in same])


def _holds(one: Choice, other: Choice) -> bool:
    """Whether the period of ``one`` includes all days of that of ``other``."""
    return (one.since is None or (other.since is not None and one.since <= other.since)) and (
        one.until is None or (other.until is not None and other.until <= one.until)
    )


def text_walk(filter_: Filter, bounds: Bounds, asker: SearchWriter) -> list[Match]:
    """The searches of the full-text index: the words together with the terms of every group."""
    clauses: list[EngineSearch] = []
    for group in filter_.groups:
        marks = asker.marks(group)
        if marks is None:
            return []
        clauses.append(marks)
    if filter_.text is not None:
        words = asker.expression(filter_.text)
        if words is None:
            return []
        clauses.append(words)
    found: list[Match] = []
    every = asker.term_id(EVERY.kind, EVERY.value) or 0
    for spans, low, high in _stretches(bounds, filter_.undated):
        if low <= high:
            classes = [asker.written(Marks(tuple(map(class_mark, spans))))] if spans else []
            lists = tuple([(every, span) for span in spans])
            found.append(Match((*clauses, *classes), low, high, lists))
    return found


def sure_of_dates(filter_: Filter) -> bool:
    """Whether ``text_walk`` applies the dates of ``filter_``: it knows the beginning of events, but
    not the end."""
    if filter_.seconds != (None, None):
        return False
    return (filter_.until if filter_.certain else filter_.since) is None


def _stretches(bounds: Bounds, undated: bool) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """The stretches of positions to read, each with its classes of length; without any, it has all.
    No two stretches have a position in common.

    Events that begin inside the range need no class, and so no second list to intersect. The same
    holds for the few days before it from which the shortest events that last may reach into it.
    Before these, each stretch ends where the next class can no longer reach into the range.
    """
    wanted = tuple(sorted(span for span in bounds.spans if span != UNDATED_SPAN))
    since = LOWEST if bounds.since is None else start_of(bounds.since)
    reaching = [] if bounds.since is None or bounds.certain else [each for each in wanted if each]
    _, high = bounds.positions(0)
    high = min(high, start_of(UNDATED_DAY) - 1)
    if len(wanted) == len(SPAN_DAYS):  # no class has to be distinguished from the others
        if reaching:
            since, _ = bounds.positions(reaching.pop(0))
        yield (), max(since, bounds.lowest), high
    elif wanted:
        yield wanted, max(since, bounds.lowest), high
    if undated and not bounds.certain and UNDATED_SPAN in bounds.spans:
        low, last = bounds.positions(UNDATED_SPAN)
        yield (UNDATED_SPAN,), max(low, start_of(UNDATED_DAY)), last
    before = min(since - 1, bounds.highest)
    while reaching:
        low, _ = bounds.positions(reaching[0])
        yield tuple(reaching), low, before
        before = min(before, low - 1)
        reaching.pop(0)


def residuals(filter_: Filter, asker: SearchWriter, walked: bool, dated: bool = False) -> list[Sql]:
    """The conditions on ``event e`` that the walk has not applied.

    ``walked`` says that a plain walk has applied the dates and the one group. ``dated`` says that
    another walk has applied the dates.
    """
    found: list[Sql] = []
    if not walked:
        found += [] if dated else dates(filter_)
        for group in filter_.groups:
            if any(each.has_period for each in group):
                whole = whole_bounds(filter_)
                found.append(member(group, filter_.certain, asker.term_id, whole))
    elif filter_.seconds != (None, None):
        found += dates(filter_)
    found += conditions(filter_)
    if filter_.condition is not None:
        held = partial(member, certain=filter_.certain, term_id=asker.term_id)
        found.append(condition_sql(filter_.condition, held, asker.database))
    return found


def dates(filter_: Filter) -> list[Sql]:
    """The date condition on ``event e``, for walks that apply it only roughly."""
    found: list[Sql] = []
    first = f"(e.position >> {COUNTER_BITS})", BEGAN
    last = f"coalesce(e.latest, {LAST_DAY})", ENDED
    undated = f"e.span = {UNDATED_SPAN}"
    begin, end = filter_.seconds
    if filter_.certain:
        if filter_.since is not None:
            found.append(_bound(first, ">=", (filter_.since, begin)))
        if filter_.until is not None:
            found.append(_bound(last, "<=", (filter_.until, end)))
    else:
        if filter_.since is not None:
            found.append(_bound(last, ">=", (filter_.since, begin), f" OR {undated}"))
        if filter_.until is not None:
            found.append(_bound(first, "<=", (filter_.until, end), f" OR {undated}"))
    if not filter_.undated or filter_.certain:
        found.append(Sql(f"e.span <> {UNDATED_SPAN}"))
    if filter_.begins != (None, None):
        bounds = within(Bounds(None, None, certain=False), filter_.begins)
        # The sum keeps the planner from a walk by position, where another order is asked.
        found.append(Sql("e.position + 0 BETWEEN ? AND ?", [bounds.lowest, bounds.highest]))
    return found


def _bound(
    end: tuple[str, str], operator: str, bound: tuple[int, int | None], other: str = ""
) -> Sql:
    """Compares an end of the event with an end of the range, each a day and a second: by the
    seconds if both have one."""
    (day, instant), (value, second) = end, bound
    text, values = f"{day} {operator} ?", [value]
    if second is not None:
        text, values = f"coalesce({instant} {operator} ?, {text})", [second, value]
    return Sql(f"({text}{other})", list(values))


def memberships(
    group: tuple[Choice, ...], term_id: TermId, whole: Bounds
) -> tuple[list[tuple[int, int, int]], list[int]]:
    """The terms of a group, each with the first and the last day of its own period, inside the days
    of ``whole``; and those of them that events without a date have although the period ends."""
    rows: list[tuple[int, int, int]] = []
    left: list[int] = []
    for choice in widest(group):
        number = term_id(choice.kind, choice.value)
        if number is not None:
            days = whole.narrowed(choice) if choice.has_period else ANY_DAYS
            since = FIRST_DAY if days.since is None else days.since
            # A term of an undated event holds without a time.
            end = UNDATED_DAY if choice.since is None else LAST_DAY
            until = end if days.until is None else days.until
            if since <= until:
                rows.append((number, since, until))
                if choice.since is None and choice.until is not None:
                    left.append(number)
    return rows, left


def member(
    group: tuple[Choice, ...], certain: bool, term_id: TermId, whole: Bounds = ANY_DAYS
) -> Sql:
    """The condition that some choice of the group holds in its own period, inside the days of
    ``whole``."""
    rows, left = memberships(group, term_id, whole)
    if not rows:
        return Sql("FALSE")
    # Ids of terms grow as terms appear, so the terms with the most events mostly come first. In
    # this order a term that the event has is found soon.
    values: list[object] = [value for row in sorted(rows) for value in row]
    first, last = f"(e.position >> {COUNTER_BITS})", f"coalesce(e.latest, {LAST_DAY})"
    when = (
        f"{first} >= v.column2 AND {last} <= v.column3"
        if certain
        else f"{last} >= v.column2 AND {first} <= v.column3"
    )
    # A table of values, because an expression of so many ORs is deeper than engines accept.
    table = ", ".join(["(?, ?, ?)"] * len(rows))
    held = Sql(
        f"EXISTS (SELECT 1 FROM (VALUES {table}) v CROSS JOIN posting x"
        f" WHERE x.term = v.column1 AND x.span = e.span AND x.position = e.position AND {when}"
        # The condition is tested on one event after another; without OFFSET an engine may reverse
        # the join.
        " LIMIT 1 OFFSET 0)",
        values,
    )
    return held if certain or not left else _or_undated(held, left)


def _or_undated(held: Sql, terms: list[int]) -> Sql:
    """``held``, or that an event without a date has one of ``terms``. A walk finds it too: nothing
    says that it was after their periods."""
    marks = ", ".join("?" * len(terms))
    return Sql(
        f"({held.text} OR (e.span = {UNDATED_SPAN} AND EXISTS (SELECT 1 FROM posting u WHERE"
        f" u.term IN ({marks}) AND u.span = {UNDATED_SPAN} AND u.position = e.position)))",
        [*held.values, *terms],
    )


def matching(filter_: Filter, asker: SearchWriter) -> list[Sql]:
    """The whole filter except its words, as conditions on ``event e``."""
    found = residuals(replace(filter_, groups=()), asker, walked=False)
    whole, term_id = whole_bounds(filter_), asker.term_id
    # Groups that are tested quickly come first.
    groups = sorted(filter_.groups, key=len)
    return found + [member(group, filter_.certain, term_id, whole) for group in groups]
