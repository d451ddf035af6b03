"""One series of a chart: its events, read or from precomputed counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from service.deadline import checked
from service.domain import calendar
from service.domain.intervals import MONTHS, Steps, first_day
from service.domain.query import Filter, Page
from service.store.bounded_queries import BoundedQueries
from service.store.bounds import ALL_SPANS
from service.store.chart_rows import Row, SeriesBuilder, days_of, grouped
from service.store.histogram import from_tally, tallied_term
from service.store.periods import both
from service.store.plan import EVERY, matching
from service.store.position import HIGHEST, LOWEST, UNDATED_DAY, start_of
from service.store.read import Reader
from service.store.sql import ALL, Sql
from service.store.terms import OPEN_MONTH, TALLIED
from service.store.walk_price import fewer

LASTING = ALL_SPANS[1:]
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


class Series:
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

    def of(self, filter_: Filter) -> Series:
        """A series with the same settings for another filter."""
        return Series(self.reader, filter_, self.costs, money=self.money)

    def with_rows(self, rows: int) -> Series:
        """The same series, which may read so many rows."""
        costs = replace(self.costs, rows=rows)
        return Series(
            self.reader, self.filter, costs, money=self.money, vague=self.vague, early=self.early
        )

    @property
    def rows_needed(self) -> int:
        """The rows, of those that it may read, which a series needs."""
        if not self.few:
            return self.costs.rows
        return -(-self.costs.rows * len(self._some(ALL_SPANS)) // self._most)

    @property
    def has_tally(self) -> bool:
        """Whether its counts by month are precomputed."""
        return self._term is not None

    @property
    def statements(self) -> int:
        """The maximum number of stretches that are read for an estimate."""
        widest = max(map(len, self.filter.groups), default=1)
        few = self.costs.statements // (1 if widest <= self.costs.choices else 3)
        return max(FEWEST, few)

    def ready(self, steps: Steps) -> bool:
        """Whether the numbers are precomputed."""
        return steps.interval in MONTHS and self.has_tally

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
        filter_ = self.filter if self._term is not None else self.base()
        return BoundedQueries(self.reader, filter_, latest_first=False).extent(None)

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

    def tallied(self, made: SeriesBuilder) -> None:
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
            made.counted.vague_known = False

    def base(self) -> Filter:
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

    def read(
        self, low: int, high: int, spans: tuple[int, ...] = ALL_SPANS, limit: int = ALL
    ) -> list[Row]:
        """The events at the positions ``low`` to ``high``, from at most ``limit`` rows."""
        page = Page(after=(low - 1,)) if low > LOWEST else Page()
        walk, rest = self.reader.walk(self.filter, page, spans, high)
        return self.events(self.reader.joined(walk, [], limit), rest)

    def _at(self, positions: list[int]) -> list[Row]:
        """The events at these positions."""
        _, rest = self.reader.walk(self.filter, Page())
        wanted = self.reader.database.listed(positions)
        found = Sql(f"SELECT j.value AS position FROM {wanted.text}", wanted.values)
        return self.events(found, rest)

    def events(self, positions: Sql, rest: list[Sql]) -> list[Row]:
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
