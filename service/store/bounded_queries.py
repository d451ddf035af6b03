"""Questions about the events of one filter, each at a bounded cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from service.deadline import checked
from service.domain.query import Filter, Page
from service.domain.timeline import Count, Window
from service.domain.vocabulary import KNOWN_DAY
from service.store.bounds import ALL_SPANS
from service.store.months import Tally
from service.store.periods import Days, begin_in, both
from service.store.position import FIRST_DAY, LAST_DAY, SPAN_DAYS, UNDATED_SPAN, day_of
from service.store.read import Reader
from service.store.sql import ALL, Sql, Way
from service.store.walk_price import LOOK, fewer


@dataclass(frozen=True, slots=True)
class Costs:
    """The maximum cost of one reply.

    ``gathered``: events whose positions are all read, so that everything is exact. ``rows``: index
    entries that its counts may read, shared among its stretches. ``lookups``: events that may be
    read to find those whose day is not known. ``looked``: the same for conditions that no index
    answers, such as an amount. ``running``: events that began before the window and last into it.
    """

    gathered: int = 10_000
    rows: int = 30_000
    lookups: int = 8_000
    looked: int = 24_000
    running: int = 5_000

    def at(self, price: float) -> Costs:
        """The same costs, in rows that each have this price."""
        return replace(
            self,
            gathered=fewer(self.gathered, price, READ),
            rows=fewer(self.rows, price),
            looked=fewer(self.looked, max(1.0, price - LOOK)),
        )


COSTS = Costs()
READ = 4.0
"""The price of the work on each gathered event, see ``walk_price``."""
FEW_LOOKED = 1000
"""The maximum number of events that are all read to find those that match."""
EDGE = 24
"""Events at each end of a list that are read to find its first and last day."""
DATED = ALL_SPANS[:UNDATED_SPAN]
_VAGUE = (
    "SELECT t.id, j.value FROM term t CROSS JOIN {} WHERE t.kind = 'precision'"
    f" AND t.value NOT IN {KNOWN_DAY}"
    " AND (SELECT min(p.position) FROM posting p WHERE p.term = t.id AND p.span = j.value)"
    " IS NOT NULL"
)
"""The precisions whose day is not known, with their classes of length."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Positions, and the conditions that the events there must meet."""

    positions: Way
    rest: list[Sql]


class BoundedQueries:
    """Answers questions about the events of one filter."""

    def __init__(
        self, reader: Reader, filter_: Filter, latest_first: bool, costs: Costs = COSTS
    ) -> None:
        self.reader = reader
        self.filter = filter_ = reader.lean(filter_)
        self.costs = costs.at(reader.price(filter_))
        self.way = "-date" if latest_first else "date"
        self.share(0)

    @cached_property
    def tally(self) -> Tally | None:
        """The precomputed counts, if they answer for the filter."""
        return Tally.of(self.reader, self.filter)

    def share(self, stretches: int) -> None:
        """Divide the allowed rows among a number of stretches and the events outside them."""
        costs, parts = self.costs, stretches + 3
        self.rows, self.lookups = costs.rows // parts, costs.lookups // parts
        self.looked = costs.looked // parts

    def walk(self, filter_: Filter, spans: tuple[int, ...] = DATED, way: str = "date") -> Walk:
        """The walk to the events of ``filter_`` in these classes of length."""
        return Walk(*self.reader.walk(filter_, Page(sort=way), spans))

    def begin_in(self, days: Days) -> Filter:
        """The filter for the events that begin in ``days``."""
        return begin_in(self.filter, days)

    def count(self, walk: Walk, most: int) -> Count:
        """The number of events that ``walk`` finds, up to ``most``."""
        if not walk.rest:
            found = self._size(walk, most)
            return Count(min(found, most), found <= most)
        sql = self.reader.joined(walk.positions, walk.rest, ALL, self.looked)
        found = self._number(f"SELECT count(*) FROM ({sql.text}) p", sql.values)
        return Count(found, self._size(walk, self.looked) <= self.looked)

    def begun(self, days: Days, most: int) -> Count:
        """The number of matching events that begin in ``days``."""
        first, last = both(self.filter.begins, days)
        if first is not None and last is not None and first > last:
            return Count()
        if self.tally is None:
            return self.count(self.walk(self.begin_in((first, last))), most)
        number, rest = self.tally.months_in((first, last))
        found = Count(number)
        for each in rest:  # parts of months, or events that last into the range: few
            found += self.count(self.walk(self.begin_in(each)), self.costs.rows)
        return found

    def gather(self, walk: Walk, most: int, looked: int) -> tuple[list[int], bool]:
        """The positions of the first ``most`` events that ``walk`` finds, and whether these are
        all."""
        if not walk.rest or looked > FEW_LOOKED:
            sql = self.reader.joined(walk.positions, walk.rest, most + 1, looked)
            found = [row[0] for row in self.reader.execute(sql.text, sql.values).fetchall()]
            whole = len(found) <= most and (not walk.rest or self._size(walk, looked) <= looked)
            return found[:most], whole
        # So few are all read, because a second walk would count them again.
        sql = self.reader.joined(walk.positions, [], looked + 1)
        every = [row[0] for row in self.reader.execute(sql.text, sql.values).fetchall()]
        found = self._meeting(every[:looked], walk.rest)
        return found[:most], len(every) <= looked and len(found) <= most

    def _meeting(self, positions: list[int], rest: list[Sql]) -> list[int]:
        """The positions, among these, of the events that meet all conditions, in the same order."""
        wanted = self.reader.database.listed(positions)
        rows = self.reader.execute(
            f"SELECT e.position FROM {wanted.text} CROSS JOIN event e"
            f" WHERE e.position = j.value AND {' AND '.join(each.text for each in rest)}",
            [*wanted.values, *(value for each in rest for value in each.values)],
        )
        found = {row[0] for row in checked(rows)}
        return [each for each in positions if each in found]

    def whole(self, days: Days = (None, None)) -> list[int] | None:
        """The positions of all matching events that begin in ``days``; ``None`` if they are more
        than the limit, or too many to read."""
        if (
            self.tally is not None
            and self.begun(days, self.costs.gathered).number > self.costs.gathered
        ):
            return None
        walk = self.walk(self.begin_in(days))
        # A count costs a fraction of gathering them in vain, so it comes first.
        most = self.costs.looked if walk.rest else self.costs.gathered
        if self._size(walk, most) > most:
            return None
        found, whole = self.gather(walk, self.costs.gathered, self.costs.looked)
        return found if whole else None

    def running(self, window: Window) -> tuple[list[int], bool]:
        """The positions of the events that begin before the window and last into it, and whether
        these are all."""
        before = self.walk(self.begin_in((None, window.first - 1)))
        if not self._size(before, 0):  # no class of length has to be searched
            return [], True
        found: list[int] = []
        every = True
        for walk in self._running(window):
            some, whole = self.gather(walk, self.costs.running, self.looked)
            found, every = found + some, every and whole
        return sorted(found), every

    def _running(self, window: Window) -> list[Walk]:
        start, filter_ = window.first, self.begin_in((None, window.first - 1))
        spans = DATED[1:]  # an event of one day does not last
        if self.filter.by_possible_days:
            since = start if filter_.since is None else max(start, filter_.since)
            if filter_.until is not None and filter_.until < since:
                # A walk takes no range that ends before it begins.
                begins = both(filter_.begins, (None, filter_.until))
                filter_ = replace(filter_, begins=begins, until=None)
            return [self.walk(replace(filter_, since=since), spans)]
        lasts = Sql(f"coalesce(e.latest, {LAST_DAY}) >= ?", [start])
        found = []
        for span in spans:
            days = SPAN_DAYS[span]
            reach = (None if days is None else start - days, None)
            walk = self.walk(replace(filter_, begins=both(filter_.begins, reach)), (span,))
            found.append(Walk(walk.positions, [*walk.rest, lasts]))
        return found

    def vague(self, positions: list[int]) -> set[int]:
        """The events among ``positions`` whose day is not known. The postings of their precision
        show this, because the events themselves are far apart on the disk."""
        database = self.reader.database
        spans = database.listed(ALL_SPANS)
        kinds = self.reader.execute(_VAGUE.format(spans.text), spans.values).fetchall()
        if not kinds:
            return set()
        wanted = database.listed(positions)
        rows = self.reader.execute(
            f"SELECT p.position FROM (VALUES {', '.join(['(?, ?)'] * len(kinds))}) v"
            f" CROSS JOIN {wanted.text} CROSS JOIN posting p"
            " WHERE p.term = v.column1 AND p.span = v.column2 AND p.position = j.value",
            [*chain.from_iterable(kinds), *wanted.values],
        )
        return {row[0] for row in checked(rows)}

    def extent(self, every: list[int] | None) -> tuple[int, int] | None:
        """The first day on which a matching event begins, and the last day of the events that begin
        last; ``None`` if no event has a date. ``every`` has all positions, if they are known. If
        too many events would have to be read, events that may not match count too."""
        if every is not None:
            low, high = every[:EDGE], every[-EDGE:]
        else:
            low, high = (
                self._first(self.walk(self.filter, way=way), EDGE) for way in ("date", "-date")
            )
        if low and day_of(low[-1]) == FIRST_DAY:  # all of these have an open beginning
            low = low + self._first(self.walk(self.begin_in((FIRST_DAY + 1, None))), 1)
        days = [day for ends in self._ends(high) for day in ends if day is not None]
        for earliest, latest in self._ends(low):
            days += [day for day in (latest if earliest is None else earliest,) if day is not None]
        return (min(days), max(days)) if days else None

    def _first(self, walk: Walk, most: int) -> list[int]:
        found, whole = self.gather(walk, most, self.looked)
        return found if found or whole else self.gather(Walk(walk.positions, []), most, ALL)[0]

    def _ends(self, positions: list[int]) -> list[tuple[int | None, int | None]]:
        """The first and last days of these events."""
        wanted = self.reader.database.listed(positions)
        rows: list[tuple[int | None, int | None]] = self.reader.execute(
            f"SELECT e.earliest, e.latest FROM {wanted.text} CROSS JOIN event e"
            " WHERE e.position = j.value",
            wanted.values,
        ).fetchall()
        return rows

    def _size(self, walk: Walk, most: int) -> int:
        """The number of positions of a walk, at most one more than ``most``."""
        sql = self.reader.joined(walk.positions, [], most + 1)
        return self._number(f"SELECT count(*) FROM ({sql.text}) p", sql.values)

    def _number(self, text: str, values: list[object]) -> int:
        return int(self.reader.execute(text, values).fetchone()[0])
