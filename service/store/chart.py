"""The series of a chart, at a bounded cost: events and money by steps of time.

A series is exact if its events are few, or if they are precomputed by month (``tally``). Of a
larger series, some stretches of each step are read. The base is all events, or the events of a
country or a category that the filter names. The share of the series in the base is measured in
these stretches and taken for the whole step. The numbers that were read stand beside the estimate,
because they are a minimum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from service.deadline import checked
from service.domain import calendar
from service.domain.chart import ONE, Charted, Counted, Heap
from service.domain.intervals import INTERVALS, MONTHS, Steps, first_day
from service.domain.query import Filter, Page
from service.store.bounded_queries import BoundedQueries
from service.store.chart_rows import Making, Row, days_of, grouped
from service.store.histogram import from_tally, tallied_term
from service.store.months import Tally
from service.store.periods import begin_in, both
from service.store.plan import ALL_SPANS, EVERY, matching
from service.store.position import HIGHEST, LOWEST, UNDATED_DAY, day_of, start_of
from service.store.read import Reader
from service.store.sql import ALL, Sql
from service.store.terms import OPEN_MONTH, TALLIED
from service.store.walk_price import fewer

LASTING = ALL_SPANS[1:]
MOST_EARLY = 2000
"""Events that last into the range: up to so many, they are searched once for all series."""
INTO = 0.38
"""The part of a piece that is skipped before the reading begins."""
SPANS = ", ".join(map(str, ALL_SPANS))
"""The classes of length of events whose date is longer than one day."""
FEWEST = 6
"""The minimum number of events of a stretch that says something about a step, and the steps of an
estimate."""
DEARER = 3
"""The price of a row whose event has to be read, relative to one whose event is not."""
READ, MONEY = 10.0, 5.0
"""The price of an event that is read, and of its amounts, see ``walk_price``."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The maximum cost of one chart, all series together. ``rows`` are index rows whose events are
    read for an exact series, ``sampled`` the same for an estimate, and ``statements`` those of one
    estimate. A filter with more ``choices`` has a third as many, because each of them costs more.
    """

    rows: int = 9_000
    sampled: int = 2_200
    statements: int = 60
    choices: int = 6


COSTS = Costs()


Known = dict[Filter, tuple[Counted, Tally | None]]
"""The counts from which several series are estimated: by steps, and by months."""


def chart(
    reader: Reader,
    filters: Sequence[Filter],
    choose: Callable[[int, int], Steps],
    *,
    money: bool = False,
    costs: Costs = COSTS,
) -> Charted | None:
    """The series of some filters of the same range; ``None`` without any event. The steps are at
    most as fine as those that ``choose`` gives for the days from the first to the last."""
    parts = max(1, len(filters))
    rows = costs.rows // (parts if parts == 1 else 2 * parts)
    share = Costs(rows, costs.sampled // parts, costs.statements // parts)
    vague = parts == 1 and not money
    indexed = [reader.lean(each.with_currency_as_term()) for each in filters]
    early = _early(reader, indexed)
    makers = [
        _Series(reader, each, share, money=money, vague=vague, early=early) for each in indexed
    ]
    days = _reach(makers)
    if days is None:
        return None
    steps = choose(*days)
    asked = steps.interval
    heavy = [each for each in makers if not each.few and not each.ready(steps)]
    for interval in INTERVALS[INTERVALS.index(asked) :] if heavy else ():
        steps = replace(steps, interval=interval)
        if interval in MONTHS and steps.count <= min(each.statements for each in heavy):
            break
    known: Known = {}
    series = [each.counted(steps, known) for each in makers]
    return Charted(steps, series, asked if steps.interval != asked else None)


def _early(reader: Reader, filters: Sequence[Filter]) -> list[int] | None:
    """The positions of the events that several series may share, and that begin before the range
    and last into it. Such a search reads many places, so it is done once for all series. ``None``
    if each series searches its own."""
    first, *others = filters
    if not others or first.since is None or not first.by_possible_days:
        return None
    common = tuple(each for each in first.groups if all(each in one.groups for one in others))
    whole = replace(first, groups=common, undated=False)
    if any(replace(each, groups=common, undated=False) != whole for each in others):
        return None
    page = Page(limit=MOST_EARLY)
    sql = reader.positions(whole, page, MOST_EARLY + 1, LASTING[:-1], end=start_of(first.since) - 1)
    found = [row[0] for row in checked(reader.execute(sql.text, sql.values))]
    return found if len(found) <= MOST_EARLY else None


def _reach(makers: Sequence[_Series]) -> tuple[int, int] | None:
    """The days of the range; an open end is that of the events."""
    first, last = makers[0].filter.since, makers[0].filter.until
    if first is None or last is None:
        found = [days for each in makers if (days := each.reach()) is not None]
        if not found:
            return None
        first = min(days[0] for days in found) if first is None else first
        last = max(days[1] for days in found) if last is None else last
    return (first, last) if first <= last else None


class _Series:
    """Counts one filter."""

    def __init__(
        self,
        reader: Reader,
        filter_: Filter,
        costs: Costs,
        *,
        money: bool,
        vague: bool = False,
        early: list[int] | None = None,
    ) -> None:
        self.reader, self.filter, self.costs = reader, filter_, costs
        self.money, self.vague, self.early = money, vague, early
        # An amount is another row to read.
        self.price = reader.price(filter_) + MONEY * money
        self._found: dict[tuple[int, ...], list[int]] = {}

    def of(self, filter_: Filter) -> _Series:
        """A series with the same settings for another filter."""
        return _Series(self.reader, filter_, self.costs, money=self.money)

    @property
    def statements(self) -> int:
        """The maximum number of stretches that are read for an estimate."""
        widest = max(map(len, self.filter.groups), default=1)
        few = self.costs.statements // (1 if widest <= self.costs.choices else 3)
        return max(FEWEST, few)

    def ready(self, steps: Steps) -> bool:
        """Whether the numbers are precomputed."""
        return steps.interval in MONTHS and self._term is not None

    @cached_property
    def _term(self) -> int | None:
        bare = replace(
            self.filter, since=None, until=None, certain=False, undated=False, seconds=(None, None)
        )
        same = self.filter.seconds == (None, None)
        return tallied_term(self.reader, bare, "month") if same else None

    def reach(self) -> tuple[int, int] | None:
        """The days of the events, or the days in which they are searched."""
        if self.few:
            return days_of(self.rows)
        filter_ = self.filter if self._term is not None else self._base()
        return BoundedQueries(self.reader, filter_, latest_first=False).extent(None)

    def counted(self, steps: Steps, known: Known) -> Counted:
        """The series by these steps. ``known`` has the counts that all estimates share."""
        made = Making(steps)
        if self.few:
            made.add(self.rows)
        elif self.ready(steps):
            self._tallied(made)
        else:
            self._estimate(made, known)
        return made.counted

    @cached_property
    def few(self) -> bool:
        """Whether all events can be read."""
        if self.reader.surely(self.filter, self._most + 1):
            return False
        return len(self._some(ALL_SPANS)) <= self._most

    @cached_property
    def rows(self) -> list[Row]:
        """All events, if they are few."""
        return self._at(self._some(ALL_SPANS))

    @cached_property
    def _most(self) -> int:
        _, rest = self.reader.walk(self.filter, Page())
        return fewer(self.costs.rows, self.price, READ) // (DEARER if rest else 1)

    def _some(self, spans: tuple[int, ...]) -> list[int]:
        """Positions that include the events of these classes of length, up to one more than can be
        read."""
        if spans not in self._found:
            filter_, found = self.filter, []
            if self.early is not None:
                found = self._early(self.early)
                begins = both(filter_.begins, (filter_.since, None))
                filter_ = replace(filter_, begins=begins, since=None)
            walk, _ = self.reader.walk(filter_, Page(), spans)
            sql = self.reader.joined(walk, [], self._most + 1)
            rows = self.reader.execute(sql.text, sql.values)
            found += [row[0] for row in checked(rows)]
            self._found[spans] = found
        return self._found[spans]

    def _early(self, positions: list[int]) -> list[int]:
        """The positions, among these, of the events that match the groups and days of this
        filter."""
        filter_ = self.filter
        held = Filter(filter_.since, filter_.until, groups=filter_.groups)
        rest = matching(held, self.reader.asker)
        wanted = self.reader.database.listed(positions)
        rows = self.reader.execute(
            f"SELECT e.position FROM {wanted.text} CROSS JOIN event e"
            f" WHERE e.position = j.value AND {' AND '.join(each.text for each in rest)}",
            [*wanted.values, *(value for each in rest for value in each.values)],
        )
        return sorted(row[0] for row in checked(rows))

    def _tallied(self, made: Making) -> None:
        """Whole months from the precomputed counts. Events that begin around them, and events that
        must end in the range and do not, are counted one by one."""
        filter_, term = self.filter, self._term
        first = OPEN_MONTH if filter_.since is None else calendar.month_of(filter_.since - 1) + 1
        last = -OPEN_MONTH if filter_.until is None else calendar.month_of(filter_.until + 1) - 1
        if term is None or first > last:
            made.add(self.read(LOWEST, HIGHEST))
            return
        from_tally(self.reader, term, first, last, made.sorting, money=self.money)
        made.sorted()
        low = None if filter_.since is None else first_day("month", first)
        high = None if filter_.until is None else first_day("month", last + 1) - 1
        if low is not None:
            made.add(self.read(LOWEST, start_of(low) - 1))
        if high is not None:
            made.add(self.read(start_of(high + 1), HIGHEST))
        elif filter_.undated and not filter_.certain:  # these begin in no month
            rows = self.read(start_of(UNDATED_DAY), HIGHEST, limit=self.costs.rows)
            made.add(rows)
            made.counted.exact = len(rows) < self.costs.rows
        if filter_.certain and high is not None and filter_.until is not None:
            late = replace(filter_, certain=False, since=filter_.until + 1, until=None)
            begin = LOWEST if low is None else start_of(low)
            made.add(self.of(late).read(begin, start_of(high + 1) - 1, LASTING), -1)
        if self.vague and len(self._some(LASTING)) <= self._most:
            made.vague(self._at(self._some(LASTING)))
        else:
            made.counted.told = False

    def _estimate(self, made: Making, known: Known) -> None:
        """Each step as a share of the same step of the precomputed counts."""
        steps, base = made.steps, self._base()
        if base not in known:
            whole = Making(steps)
            self.of(base)._tallied(whole)
            known[base] = whole.counted, Tally.of(self.reader, Filter(groups=base.groups))
        of_all, among = known[base]
        if among is None:  # no event has the term
            return
        made.counted.exact = made.counted.told = False
        pieces = max(1, min(4, self.statements // steps.count))
        sampled = fewer(self.costs.sampled, self.price, READ)
        share = max(FEWEST, sampled // (steps.count * pieces))
        every = found = 0
        for step, heap in sorted(of_all.steps.items()):
            rows: list[Row] = []
            size = 0
            for low, high in self._stretches(steps, step, pieces):
                some, every_here = self._stretch(low, high, share, among)
                rows, size = rows + some, size + every_here
            if size:
                made.add(rows, max(ONE, heap.events.about / size), step)
            every, found = every + size, found + len(rows)
        for date, heap in of_all.wide.items() if found else ():
            about = heap.events.about * found / every
            made.counted.wide.setdefault(date, Heap()).events.about = about

    def _stretches(self, steps: Steps, step: int, pieces: int) -> Iterator[tuple[int, int]]:
        """The places in a step at which to read. Each is some way into a piece, because the events
        of which only the year is known stand at the beginning of the year."""
        low, high = steps.begin(step), steps.begin(step + 1) - 1
        if self.filter.since is not None:
            low = max(low, self.filter.since)
        if self.filter.until is not None:
            high = min(high, self.filter.until)
        if low > high:
            return
        length = (high + 1 - low) / pieces
        starts = sorted({low + int(length * (piece + INTO)) for piece in range(pieces)})
        for start, following in pairwise([*starts, high + 1]):
            yield start, following - 1

    def _base(self) -> Filter:
        """The base of an estimate: the events, in the range of the filter, of its country or
        category with the fewest events."""
        groups = [
            (group, self.reader.uses(group[0]))
            for group in ((EVERY,), *self.filter.groups)
            if len(group) == 1 and group[0].kind in TALLIED
            and (group[0].since, group[0].until) == (None, None)
        ]  # fmt: skip
        group, _ = min(groups, key=lambda each: each[1])
        filter_ = self.filter
        return Filter(filter_.since, filter_.until, filter_.certain, groups=(group,))

    def _stretch(self, low: int, high: int, share: int, among: Tally) -> tuple[list[Row], int]:
        """Some events that begin from the day ``low`` to ``high`` at most, and the number of events
        of the precomputed counts ``among`` in the days that these cover."""
        begin, end = start_of(low), start_of(high + 1) - 1
        filter_ = begin_in(self.filter, (low, high), roughly=True)
        walk, rest = self.reader.walk(filter_, Page())
        sql = self.reader.joined(walk, [], share)
        if rest:
            found = [row[0] for row in self.reader.execute(sql.text, sql.values).fetchall()]
            end = found[-1] if len(found) == share else end
            listed = self.reader.database.listed(found)
            sql = Sql(f"SELECT j.value AS position FROM {listed.text}", listed.values)
            rows = self._events(sql, rest)
        else:
            rows = self._events(sql, rest)
            end = rows[-1][0] if len(rows) == share else end
        return rows, self._all(among, begin, end)

    def _all(self, among: Tally, begin: int, end: int) -> int:
        """The number of events of the precomputed counts at the positions ``begin`` to ``end``. It
        is known for all months but the first and the last."""
        year, month, _ = calendar.civil(day_of(end))
        last = start_of(calendar.ordinal(year, month, 1))
        found = 0
        if last > begin:
            found, rest = among.months_in((day_of(begin), day_of(last) - 1))
            for first, final in rest:
                if first is not None and final is not None:
                    found += self._standing(among, start_of(first), start_of(final + 1) - 1)
            begin = last
        return found + self._standing(among, begin, end)

    def _standing(self, among: Tally, begin: int, end: int) -> int:
        (found,) = self.reader.execute(
            f"SELECT count(*) FROM posting WHERE term = ? AND span IN ({SPANS})"
            " AND position BETWEEN ? AND ?",
            (among.term, begin, end),
        ).fetchone()
        return int(found)

    def read(
        self, low: int, high: int, spans: tuple[int, ...] = ALL_SPANS, limit: int = ALL
    ) -> list[Row]:
        """The events at the positions ``low`` to ``high``, from at most ``limit`` rows."""
        page = Page(after=(low - 1,)) if low > LOWEST else Page()
        walk, rest = self.reader.walk(self.filter, page, spans, high)
        return self._events(self.reader.joined(walk, [], limit), rest)

    def _at(self, positions: list[int]) -> list[Row]:
        """The events at these positions."""
        _, rest = self.reader.walk(self.filter, Page())
        wanted = self.reader.database.listed(positions)
        found = Sql(f"SELECT j.value AS position FROM {wanted.text}", wanted.values)
        return self._events(found, rest)

    def _events(self, positions: Sql, rest: list[Sql]) -> list[Row]:
        where = " AND ".join(["e.position = w.position", *(each.text for each in rest)])
        columns, money = "w.position, e.earliest, e.latest, e.date, e.precision", ""
        order = "w.position"
        if self.money:
            columns += ", a.currency, a.stage, a.value"
            money = " LEFT JOIN amount a ON a.position = e.position"
            order += ", a.ordinal"
        found = self.reader.execute(
            f"SELECT {columns} FROM ({positions.text}) w CROSS JOIN event e{money} WHERE {where}"
            + self.reader.database.ordered(order),
            [*positions.values, *(value for each in rest for value in each.values)],
        )
        return list(grouped(checked(found)))
