"""What a chart draws, at a bounded cost: events and money by steps of time.

A series is exact where its events are few, or counted ahead of time by month (``tally``). Of a
larger one some stretches of each step are read: the share of its events there, among all events or
among those of a country or a category that the filter names, is taken for the share in the step.
Then what was read stands beside the estimate, for at least so much there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from service.deadline import checked
from service.domain.chart import ONE, Amount, Charted, Counted, Heap
from service.domain.query import Choice, Filter, Page
from service.domain.steps import INTERVALS, MONTHS, Steps, first_day
from service.domain.timeline import KNOWN_DAY
from service.store.histogram import Bucket, Dated, Imprecise, Sorting, from_tally, tallied_term
from service.store.plan import ALL_SPANS, EVERY
from service.store.position import HIGHEST, LOWEST, UNDATED_DAY, start_of
from service.store.read import Reader
from service.store.sql import ALL
from service.store.terms import OPEN_MONTH, TALLIED, month_of

LASTING = ALL_SPANS[1:]
INTO = 0.38
"""How far into a piece the reading begins."""
SPANS = ", ".join(map(str, ALL_SPANS))
"""The classes of length of events whose date is more than one day."""
FEWEST = 5
"""Events of a stretch below which it says nothing about a step."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What one chart may cost, all series together: ``rows`` of the index whose events are read
    for an exact series, ``sampled`` the same for an estimate, and the ``statements`` of one. A
    filter of more ``choices`` has half as many, for each of them costs more."""

    rows: int = 12_000
    sampled: int = 5_000
    statements: int = 60
    choices: int = 6


COSTS = Costs()


def chart(
    reader: Reader,
    filters: Sequence[Filter],
    steps: Steps,
    *,
    money: bool = False,
    costs: Costs = COSTS,
) -> Charted:
    """The series of some filters, each by steps that are at most so fine."""
    asked = steps.interval
    parts = max(1, len(filters))
    share = Costs(costs.rows // parts, costs.sampled // parts, costs.statements // parts)
    makers = [_Series(reader, _indexed(each), share, money=money) for each in filters]
    heavy = [each for each in makers if not each.few() and not each.ready(steps)]
    for interval in INTERVALS[INTERVALS.index(asked) :] if heavy else ():
        steps = replace(steps, interval=interval)
        if interval in MONTHS and steps.count <= min(each.statements for each in heavy):
            break
    series = [each.counted(steps) for each in makers]
    return Charted(steps, series, asked if steps.interval != asked else None)


def _indexed(filter_: Filter) -> Filter:
    """The same filter with its currency as a term, which needs no look at the event."""
    if filter_.currency is None or filter_.min_amount is not None:
        return filter_
    group = (Choice("currency", filter_.currency),)
    return replace(filter_, groups=(*filter_.groups, group), currency=None)


Row = tuple[int, Dated, list[tuple[str, str, str]]]
"""Position, date, and the amounts: currency, stage and value."""


class _Series:
    """Counts one filter."""

    def __init__(self, reader: Reader, filter_: Filter, costs: Costs, *, money: bool) -> None:
        self.reader, self.filter, self.costs, self.money = reader, filter_, costs, money

    def of(self, filter_: Filter) -> _Series:
        """The same for another filter."""
        return _Series(self.reader, filter_, self.costs, money=self.money)

    @property
    def statements(self) -> int:
        """How many stretches may be read for an estimate."""
        widest = max(map(len, self.filter.groups), default=1)
        return self.costs.statements // (1 if widest <= self.costs.choices else 2)

    def ready(self, steps: Steps) -> bool:
        """Whether the numbers are counted ahead of time."""
        return steps.interval in MONTHS and self._term() is not None

    def _term(self) -> int | None:
        bare = replace(
            self.filter, since=None, until=None, certain=False, undated=False, seconds=(None, None)
        )
        same = self.filter.seconds == (None, None)
        return tallied_term(self.reader, bare, "month") if same else None

    def counted(self, steps: Steps) -> Counted:
        """The series by these steps."""
        made = _Making(steps)
        if self.few():
            made.add(self.read(LOWEST, HIGHEST))
        elif self.ready(steps):
            self._tallied(made)
        else:
            self._estimate(made)
        return made.counted

    def few(self, spans: tuple[int, ...] = ALL_SPANS) -> bool:
        """Whether all events of these classes of length can be read."""
        walk, _ = self.reader.walk(self.filter, Page(), spans, ordered=False)
        most = self.costs.rows
        sql = self.reader.joined(walk, [], most + 1)
        (size,) = self.reader.execute(f"SELECT count(*) FROM ({sql.text}) p", sql.values).fetchone()
        return int(size) <= most

    def _tallied(self, made: _Making) -> None:
        """Whole months from what is counted ahead; what begins around them, and what must end in
        the range and does not, event by event."""
        filter_, term = self.filter, self._term()
        first = OPEN_MONTH if filter_.since is None else month_of(filter_.since - 1) + 1
        last = -OPEN_MONTH if filter_.until is None else month_of(filter_.until + 1) - 1
        if term is None or first > last:
            made.add(self.read(LOWEST, HIGHEST))
            return
        from_tally(self.reader, term, first, last, made.sorting)
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
        if self.few(LASTING):
            made.vague(self.read(LOWEST, HIGHEST, LASTING))
        else:
            made.counted.told = False

    def _estimate(self, made: _Making) -> None:
        """Each step as a share of the same step of what is counted ahead."""
        steps, base = made.steps, self._base()
        whole = _Making(steps)
        self.of(base)._tallied(whole)
        made.counted.exact = made.counted.told = False
        pieces = max(1, min(4, self.statements // steps.count))
        share = max(FEWEST, self.costs.sampled // (steps.count * pieces))
        choice = base.groups[0][0]
        term = self.reader.term_id(choice.kind, choice.value)
        every = found = 0
        for step, known in sorted(whole.counted.steps.items()):
            rows: list[Row] = []
            size = 0
            for low, high in self._stretches(steps, step, pieces):
                some, among = self._stretch(low, high, share, term)
                rows, size = rows + some, size + among
            if size:
                made.add(rows, max(ONE, known.events.about / size), step)
            every, found = every + size, found + len(rows)
        for date, heap in whole.counted.wide.items() if found else ():
            about = heap.events.about * found / every
            made.counted.wide.setdefault(date, Heap()).events.about = about

    def _stretches(self, steps: Steps, step: int, pieces: int) -> Iterator[tuple[int, int]]:
        """Where to read in a step: from some way into each of its pieces, for at the beginning of
        a year stand those events of which only the year is known."""
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
        """The events among which this filter's are looked for: those of its one country or
        category that has the fewest, in its range."""
        groups = [
            (group, self._events(group[0]))
            for group in ((EVERY,), *self.filter.groups)
            if len(group) == 1 and group[0].kind in TALLIED
            and (group[0].since, group[0].until) == (None, None)
        ]  # fmt: skip
        group, _ = min(groups, key=lambda each: each[1])
        filter_ = self.filter
        return Filter(filter_.since, filter_.until, filter_.certain, groups=(group,))

    def _events(self, choice: Choice) -> int:
        row = self.reader.execute(
            "SELECT events FROM term WHERE kind = ? AND value = ?", (choice.kind, choice.value)
        ).fetchone()
        return int(row[0]) if row else 0

    def _stretch(self, low: int, high: int, share: int, term: int | None) -> tuple[list[Row], int]:
        """Some events that begin from the day ``low`` on, until ``high`` at most, and how many
        there are of the term as far as these reach."""
        begin, end = start_of(low), start_of(high + 1) - 1
        filter_ = self.filter
        if filter_.by_possible_days:
            filter_ = replace(filter_, since=None)  # what begins later ends later
        page = Page(after=(begin - 1,))
        walk, rest = self.reader.walk(filter_, page, end=end)
        if rest:
            sql = self.reader.joined(walk, [], share)
            text = f"SELECT count(*), max(p.position) FROM ({sql.text}) p"
            size, last = self.reader.execute(text, sql.values).fetchone()
            end = last if size == share else end
            rows = self.of(filter_).read(begin, end)
        else:
            rows = self.of(filter_).read(begin, end, limit=share)
            end = rows[-1][0] if len(rows) == share else end
        (every,) = self.reader.execute(
            f"SELECT count(*) FROM posting WHERE term = ? AND span IN ({SPANS})"
            " AND position BETWEEN ? AND ?",
            (term, begin, end),
        ).fetchone()
        return rows, int(every)

    def read(
        self, low: int, high: int, spans: tuple[int, ...] = ALL_SPANS, limit: int = ALL
    ) -> list[Row]:
        """The events that stand at the positions ``low`` to ``high``, of so many rows at most."""
        page = Page(after=(low - 1,)) if low > LOWEST else Page()
        walk, rest = self.reader.walk(self.filter, page, spans, high)
        where = " AND ".join(["e.position = w.position", *(each.text for each in rest)])
        columns, money = "w.position, e.earliest, e.latest, e.date, e.precision", ""
        order = "w.position"
        if self.money:
            columns += ", a.currency, a.stage, a.value"
            money = " LEFT JOIN amount a ON a.position = e.position"
            order += ", a.ordinal"
        sql = self.reader.joined(walk, [], limit)
        found = self.reader.execute(
            f"SELECT {columns} FROM ({sql.text}) w CROSS JOIN event e{money} WHERE {where}"
            + self.reader.database.ordered(order),
            [*sql.values, *(value for each in rest for value in each.values)],
        )
        return list(_rows(checked(found)))


def _rows(found: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """Events, each with all its amounts."""
    row: Row | None = None
    for position, earliest, latest, date, precision, *amount in found:
        if row is None or row[0] != position:
            if row is not None:
                yield row
            row = position, (earliest, latest, date, precision), []
        if amount and amount[0] is not None:
            row[2].append((amount[0], amount[1], amount[2]))
    if row is not None:
        yield row


class _Making:
    """A series while it is counted."""

    def __init__(self, steps: Steps) -> None:
        self.steps, self.count = steps, steps.count
        self.sorting = Sorting(steps.interval)
        self.counted = Counted()
        self._known: dict[int, int | None] = {}

    def add(self, rows: Iterable[Row], weight: Decimal | int = 1, only: int | None = None) -> None:
        """Add events that stand for ``weight`` times as many, and are in the step ``only``."""
        times = Decimal(weight)
        for _, dated, amounts in rows:
            heap = self._heap(dated, only)
            if heap is None:
                self.counted.outside += int(times)
                continue
            heap.events.add(times)
            heap.vague += dated[3] not in KNOWN_DAY
            for currency, stage, value in amounts:
                heap.money.setdefault((currency, stage), Amount()).add(times, Decimal(value))

    def vague(self, rows: Iterable[Row]) -> None:
        """Of the events that are counted already, those that may have a day that is not known."""
        for heap in (*self.counted.steps.values(), *self.counted.wide.values()):
            heap.vague = 0
        for _, dated, _ in rows:
            found = self._heap(dated, None)
            if found is not None:
                found.vague += dated[3] not in KNOWN_DAY

    def _heap(self, dated: Dated, only: int | None) -> Heap | None:
        """Where an event is counted; ``None`` outside the steps."""
        number = self.sorting.bucket(dated)
        if number is None:
            return None if only is not None else self.counted.wide.setdefault(dated[2], Heap())
        step = self._step(number)
        if step is None or only not in (None, step):
            return None
        return self.counted.steps.setdefault(step, Heap())

    def _step(self, number: int) -> int | None:
        """The step of a bucket; ``None`` for one that is not drawn."""
        if number not in self._known:
            step = self.steps.step(first_day(self.steps.interval, number))
            self._known[number] = step if 0 <= step < self.count else None
        return self._known[number]

    def sorted(self) -> None:
        """Take what has been sorted so far."""
        for bucket, heap in self._sorted():
            heap.events.add(ONE, Decimal(bucket.count))
            for key, value in bucket.amounts.items():
                heap.money.setdefault(key, Amount()).add(ONE, value)

    def _sorted(self) -> Iterator[tuple[Bucket | Imprecise, Heap]]:
        found = self.sorting.histogram()
        for number, bucket in zip(sorted(self.sorting.counts), found.buckets, strict=True):
            step = self._step(number)
            if step is None:
                self.counted.outside += bucket.count
            else:
                yield bucket, self.counted.steps.setdefault(step, Heap())
        for apart in found.imprecise:
            yield apart, self.counted.wide.setdefault(apart.date, Heap())
