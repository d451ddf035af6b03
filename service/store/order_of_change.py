"""SQL for the events in the order of their last change.

Few events are sorted. Many are found soon enough if all events are read in this order, so some are
read in it first. The more events match, the less there is to read in this order, and the more to
sort. So more and more of them are gathered, until it is estimated to cost less to read all events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from service.deadline import checked
from service.domain.query import Filter, Page
from service.store.bounds import ALL_SPANS, settled, whole_bounds, within_periods
from service.store.few_changed import few_changed
from service.store.few_paid import walk_of_paid
from service.store.places import with_cells
from service.store.plan import EVERY, matching
from service.store.position import FIRST_DAY, HIGHEST, LOWEST, UNDATED_SPAN, start_of
from service.store.sql import ALL, Sql, Way
from service.store.terms import CELL
from service.store.walk_price import fewer, test_price

if TYPE_CHECKING:
    from service.store.find import Finder

MOST_EARLY = 5000
"""The maximum number of events that begin before the range and last into it, for a list of them."""
ANY_DAY = ((None, None), (FIRST_DAY, None))
"""The limits of the last days of a branch that exclude nothing."""
LASTING = ALL_SPANS[1:UNDATED_SPAN]
SORTED = 20.0
"""The price of an event that is sorted by its last change, see ``walk_price``."""
OFTEN = 1.4
"""The factor by which more events of this order than expected are looked up: fewer than needed are
found so rarely that it does not matter."""
MORE = 3
MOST_MORE = 27
"""The smallest and the largest factor by which more events are gathered after each attempt."""


def by_update(finder: Finder, filter_: Filter, page: Page) -> Sql:
    """SQL for the positions and times of the last change of the events of a page and of one event
    after it. It holds for the state of the database that the call reads."""
    filter_ = settled(filter_)
    standing, demands = _standing(finder, filter_), matching(filter_, finder.asker)
    if filter_.text is not None:
        demands.append(finder.asker.holds(filter_.text))
    if few_changed(finder, filter_):
        return _tested(page, [*standing, *demands])
    paid = walk_of_paid(finder, filter_, whole_bounds(filter_), among=finder.uses(EVERY))
    if paid is not None:
        return _sorted(finder, page, finder.joined(*paid, ALL))
    sizes = finder.sizes
    few = fewer(sizes.few if filter_.text is None else sizes.few_said, finder.price(filter_))
    way, tested = finder.walk(filter_, Page())
    if not tested:
        found = _of_known(finder, filter_, page, standing, (few, way))
    elif _in_few_cells(finder, filter_, few):
        found = _sorted(finder, page, finder.positions(filter_, Page(), few, ordered=False))
    # The test of one event for words searches their lists up to the next event that has them all.
    # This is far if they are rare, so they are found first.
    elif filter_.text is not None and finder.counted(finder.joined(way, [], few + 1)) <= few:
        found = _sorted(finder, page, finder.positions(filter_, Page(), few))
    elif filter_.text is None:
        found = _of_few_tested(finder, filter_, page, (standing, demands), (few, way))
    else:
        found = None
    return found or _of_many(finder, filter_, page, (standing, demands), few, known=not tested)


def _of_known(
    finder: Finder, filter_: Filter, page: Page, standing: Sequence[Sql], known: tuple[int, Way]
) -> Sql | None:
    """The same if all events of a walk match; ``None`` if they are too many. ``known`` is how many
    are few, and the walk."""
    few, way = known
    most = max(few, _most_held(finder, filter_))
    number = _number(finder, filter_, most)
    every = finder.group_sizes.of((EVERY,))
    # If the events of the walk are changed as often as the others, these have the page.
    wanted = int(OFTEN * (page.limit + 1) * every / max(1, number))
    first: list[int] = []
    if wanted < number and wanted <= finder.sizes.first_read:
        first = _first_met(finder, page, standing, way, wanted)
    if not first and number <= most and wanted * finder.database.held <= number:
        walk = finder.positions(filter_, Page(), ALL, ordered=False)
        first = _first_held(finder, page, standing, walk, wanted)
    if len(first) > page.limit:
        return _listed(finder, page, first)
    if number > few:
        return None
    return _sorted(finder, page, finder.positions(filter_, Page(), ALL, ordered=False))


def _of_few_tested(
    finder: Finder, filter_: Filter, page: Page, conditions: tuple[list[Sql], list[Sql]],
    known: tuple[int, Way],
) -> Sql | None:  # fmt: skip
    """The same if the events of a walk have to be tested, and are few; ``None`` if they are not.
    ``conditions`` and ``known`` are as in the functions beside this one."""
    few, way = known
    standing, demands = conditions
    expected = max(1.0, finder.group_sizes.expected(finder.lean(filter_)))
    likely = int(OFTEN * (page.limit + 1) * finder.group_sizes.of((EVERY,)) / expected)
    if likely * test_price(filter_, 0) < few * (finder.price(filter_) + SORTED):
        # If the groups are independent, these have the page, and to test them costs less.
        first = _first_read(finder, page, standing, demands, likely)
        if len(first) > page.limit:
            return _listed(finder, page, first)
    if finder.counted(finder.joined(way, [], few + 1)) > few:
        return None
    return _sorted(finder, page, finder.positions(filter_, Page(), few))


def _number(finder: Finder, filter_: Filter, most: int) -> int:
    """The number of events of a filter, up to one more than ``most``; if the filter is a group
    alone, the size of the group, which is at least as large."""
    if len(filter_.groups) == 1 and replace(filter_, groups=()) == Filter():
        return finder.group_sizes.now(filter_.groups[0])
    return finder.number(filter_, most + 1)


def _of_many(
    finder: Finder, filter_: Filter, page: Page, conditions: tuple[list[Sql], list[Sql]], few: int,
    *, known: bool,
) -> Sql:  # fmt: skip
    """The same if more than ``few`` events match or, unless that is ``known``, may match.
    ``conditions`` are those on the index of this order, and those on events."""
    standing, demands = conditions
    test = test_price(filter_, finder.words(filter_))
    most = fewer(finder.sizes.first_read, test)
    first = _first_read(finder, page, standing, demands, most)
    if page.limit // MORE < len(first) <= page.limit:
        # They are often enough that the rest of the page is probably not far.
        most = most * MORE * (page.limit + 1) // len(first)
        first = _first_read(finder, page, standing, demands, most)
    if len(first) > page.limit:
        return _listed(finder, page, first)
    found = _gathered(finder, filter_, page, few, test, known=known)
    if found is None:
        return _tested(page, [*standing, *demands])
    listed = finder.database.listed(found)
    walk = Sql(f"SELECT j.value AS position FROM {listed.text}", listed.values)
    return _sorted(finder, page, walk)


def _gathered(
    finder: Finder, filter_: Filter, page: Page, few: int, test: float, *, known: bool
) -> list[int] | None:
    """The positions of all matching events, or ``None`` if it costs less to read all events in this
    order. ``test`` is the price of the test of an event. ``known`` says that more than ``few``
    events match."""
    price, every = finder.price(filter_), finder.uses(EVERY)
    while True:
        if known:
            # So many events are read at most for the page, if the matching ones lie evenly.
            read = (page.limit + 1) * every / few * test
            affordable = int(read / (price + SORTED))
            if affordable < few * MORE:
                return None
            few = min(affordable, few * MOST_MORE)
        sql = finder.positions(filter_, Page(), few + 1)
        found = [row[0] for row in checked(finder.execute(sql.text, sql.values))]
        if len(found) <= few:
            return found
        known = True


def with_documents(finder: Finder, page: Page, keys: Sql) -> Sql:
    """SQL for the documents of events whose keys ``by_update`` finds, with the keys, in their
    order. Events are sorted without their documents."""
    down = page.sort.startswith("-")
    way = " DESC" if down else ""
    order = finder.database.ordered(f"p.updated_at{way}, p.position", down)
    document = finder.database.row_at("document d", "p.position").text
    return Sql(
        f"SELECT d.body, p.position, p.updated_at FROM ({keys.text}) p{document}{order}",
        keys.values,
    )


def _listed(finder: Finder, page: Page, positions: list[int]) -> Sql:
    """The page of events whose positions are known."""
    listed = finder.database.listed(positions)
    walk = Sql(f"SELECT j.value AS position FROM {listed.text}", listed.values)
    return _sorted(finder, page, walk)


def _sorted(finder: Finder, page: Page, walk: Sql) -> Sql:
    """The page of few events, given their positions."""
    event = finder.database.row_at("event e", "w.position", _after(page, "e"))
    return _keys(page, Sql(f"({walk.text}) w{event.text}", [*walk.values, *event.values]))


def _tested(page: Page, demands: Sequence[Sql]) -> Sql:
    """The page of all events that meet all conditions, in the order of their index."""
    asked = [*demands, *_after(page, "e")]
    where = f" WHERE {' AND '.join(each.text for each in asked)}" if asked else ""
    return _keys(page, Sql(f"event e{where}", [value for each in asked for value in each.values]))


def _keys(page: Page, events: Sql) -> Sql:
    """The keys of the first of ``events`` in this order."""
    way = " DESC" if page.sort.startswith("-") else ""
    return Sql(
        f"SELECT e.position AS position, e.updated_at AS updated_at FROM {events.text}"
        f" ORDER BY e.updated_at{way}, e.position{way} LIMIT ?",
        [*events.values, page.limit + 1],
    )


def _most_held(finder: Finder, filter_: Filter) -> int:
    """The maximum number of events of one group among which others are looked up; 0 if more are
    expected, and for several groups and words, which take longer to count."""
    if filter_.text is not None or len(filter_.groups) != 1:
        return 0
    most = fewer(finder.sizes.held, finder.price(filter_))
    return most if finder.group_sizes.expected(filter_) <= most else 0


def _first_met(
    finder: Finder, page: Page, standing: Sequence[Sql], way: Way, most: int
) -> list[int]:
    """The positions of events of a walk among the first ``most`` events in this order, which are
    looked up in the postings together. Empty if the walk requires more than terms, or if it costs
    less to look at the events."""
    if any(each[2:4] != (LOWEST, HIGHEST) or each[4:] not in ANY_DAY for each in way.branches):
        return []
    terms, spans = ({each[0] for each in way.branches}, {each[1] for each in way.branches})
    if not terms or len(terms) * len(spans) != len(way.branches):
        return []
    among = finder.database.among("q.position", _first(page, standing, most))
    if among is None:
        return []
    rows = finder.execute(
        "SELECT q.position FROM posting q"
        f" WHERE q.term IN ({', '.join('?' * len(terms))})"
        f" AND q.span IN ({', '.join(map(str, sorted(spans)))}) AND {among.text}",
        [*sorted(terms), *among.values],
    )
    return list(dict.fromkeys(position for (position,) in checked(rows)))


def _first_held(
    finder: Finder, page: Page, standing: Sequence[Sql], walk: Sql, most: int
) -> list[int]:
    """The positions of the page, among the first ``most`` events in this order. The index of this
    order has the positions, so no event is read."""
    first = _first(page, standing, most)
    down = page.sort.startswith("-")
    way = " DESC" if down else ""
    rows = finder.execute(
        f"SELECT w.position FROM ({first.text}) w"
        # IS TRUE keeps a planner from a join.
        f" WHERE (w.position IN (SELECT position FROM ({walk.text}) p)) IS TRUE"
        f"{finder.database.ordered(f'w.updated_at{way}, w.position', down)} LIMIT ?",
        [*first.values, *walk.values, page.limit + 1],
    )
    return [position for (position,) in checked(rows)]


def _first(page: Page, standing: Sequence[Sql], most: int) -> Sql:
    """The first ``most`` events after the key of the page in this order."""
    way, asked = " DESC" if page.sort.startswith("-") else "", [*standing, *_after(page, "e")]
    where = f" WHERE {' AND '.join(each.text for each in asked)}" if asked else ""
    return Sql(
        f"SELECT e.position, e.updated_at FROM event e{where}"
        f" ORDER BY e.updated_at{way}, e.position{way} LIMIT ?",
        [*(value for each in asked for value in each.values), most],
    )


def _first_read(
    finder: Finder, page: Page, standing: Sequence[Sql], demands: Sequence[Sql], most: int
) -> list[int]:
    """The positions of the page, among the first ``most`` events in this order."""
    first = _first(page, standing, most)
    down = page.sort.startswith("-")
    way = " DESC" if down else ""
    order = finder.database.ordered(f"w.updated_at{way}, w.position", down)
    event = finder.database.row_at("event e", "w.position", demands)
    rows = finder.execute(
        f"SELECT w.position FROM ({first.text}) w{event.text}{order} LIMIT ?",
        [*first.values, *event.values, page.limit + 1],
    )
    return [row[0] for row in checked(rows)]


def _after(page: Page, table: str) -> list[Sql]:
    """The condition that an event comes after the key of the page."""
    if page.after is None:
        return []
    sign = "<" if page.sort.startswith("-") else ">"
    text = f"({table}.updated_at, {table}.position) {sign} (?, ?)"
    return [Sql(text, list(page.after[::-1]))]


def _in_few_cells(finder: Finder, filter_: Filter, few: int) -> bool:
    """Whether the places that the filter requires are in cells with at most ``few`` events."""
    groups = with_cells(filter_).groups
    return any(finder.size_of(group, few + 1) <= few for group in groups if group[0].kind == CELL)


def _standing(finder: Finder, filter_: Filter) -> list[Sql]:
    """Conditions on what the index of this order has: the time of the last change, and the
    position."""
    since = filter_.value("updated_since")
    found = [] if since is None else [Sql("e.updated_at >= ?", [since])]
    return found + _positions(finder, filter_)


def _positions(finder: Finder, filter_: Filter) -> list[Sql]:
    """Conditions on the position alone, which the index of this order has too. So the events that
    they exclude are not read. The sums keep the planner from another order."""
    filter_ = within_periods(filter_)
    bounds, found = whole_bounds(filter_), []
    dated = not filter_.undated or filter_.certain
    ends = [bounds.positions(span) for span in ALL_SPANS if span != UNDATED_SPAN or not dated]
    low, high = min(each[0] for each in ends), max(each[1] for each in ends)
    if (low, high) != (LOWEST, HIGHEST):
        found.append(Sql("e.position + 0 BETWEEN ? AND ?", [low, high]))
    if filter_.since is not None and filter_.by_possible_days:
        start, range_ = start_of(filter_.since), Filter(since=filter_.since)
        early = finder.positions(range_, Page(), ALL, LASTING, end=start - 1)
        few = f"SELECT position FROM ({early.text}) p LIMIT ?"
        if finder.counted(Sql(few, [*early.values, MOST_EARLY + 1])) <= MOST_EARLY:
            lasting = f"SELECT position FROM ({early.text}) p"
            text = f"(e.position + 0 >= ? OR e.position + 0 IN ({lasting}))"
            found.append(Sql(text, [start, *early.values]))
    return found
