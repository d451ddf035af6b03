"""The events that a chart has read, and the series that is built from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from service.domain.chart import ONE, Amount, ChartBucket, Counted
from service.domain.intervals import Steps, first_day
from service.domain.vocabulary import KNOWN_DAY
from service.store.bounded_queries import EDGE
from service.store.buckets import Bucket, Dated, Imprecise, Sorting

Row = tuple[int, Dated, list[tuple[str, str, str]]]
"""Position, date, and the amounts: currency, stage and value."""


def days_of(rows: list[Row]) -> tuple[int, int] | None:
    """The first day on which an event begins, and the last day of the events that begin last;
    ``None`` without a dated event. The rows must be in the order of their beginning."""
    dated = [row[1] for row in rows if row[1][0] is not None or row[1][1] is not None]
    days = [day for first, last, *_ in dated[-EDGE:] for day in (first, last) if day is not None]
    days += [day for first, last, *_ in dated for day in (last if first is None else first,)
             if day is not None]  # fmt: skip
    return (min(days), max(days)) if days else None


def grouped(found: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """Events, each with all its amounts. The rows of one event must follow one another."""
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


class SeriesBuilder:
    """A series while it is being counted."""

    def __init__(self, steps: Steps) -> None:
        self.steps, self.count = steps, steps.count
        self.sorting = Sorting(steps.interval)
        self.counted = Counted()
        self._known: dict[int, int | None] = {}

    def add(self, rows: Iterable[Row], weight: Decimal | int = 1, only: int | None = None) -> None:
        """Add events that stand for ``weight`` times as many; with ``only``, the events of other
        steps count as outside."""
        times = Decimal(weight)
        found = list(rows)
        heaps: dict[Dated, ChartBucket | None] = {}
        for dated, events in Counter([row[1] for row in found]).items():
            heap = heaps[dated] = self._heap(dated, only)
            if heap is None:
                self.counted.outside += int(times) * events
                continue
            heap.events.add(times, Decimal(events))
            heap.vague += events * (dated[3] not in KNOWN_DAY)
        for _, dated, amounts in found:
            heap = heaps[dated]
            if heap is None:
                continue
            for currency, stage, value in amounts:
                heap.money.setdefault((currency, stage), Amount()).add(times, Decimal(value))

    def vague(self, rows: Iterable[Row]) -> None:
        """Note which of the counted events have a day that is not known."""
        for heap in (*self.counted.steps.values(), *self.counted.wide.values()):
            heap.vague = 0
        for _, dated, _ in rows:
            found = self._heap(dated, None)
            if found is not None:
                found.vague += dated[3] not in KNOWN_DAY

    def _heap(self, dated: Dated, only: int | None) -> ChartBucket | None:
        """The heap in which an event is counted; ``None`` outside the steps."""
        number = self.sorting.bucket(dated)
        if number is None:
            return (
                None if only is not None else self.counted.wide.setdefault(dated[2], ChartBucket())
            )
        step = self._step(number)
        if step is None or only not in (None, step):
            return None
        return self.counted.steps.setdefault(step, ChartBucket())

    def _step(self, number: int) -> int | None:
        """The step of a bucket; ``None`` for one that is not drawn."""
        if number not in self._known:
            step = self.steps.step(first_day(self.steps.interval, number))
            self._known[number] = step if 0 <= step < self.count else None
        return self._known[number]

    def sorted(self) -> None:
        """Add the counts that have been sorted so far."""
        for bucket, heap in self._sorted():
            heap.events.add(ONE, Decimal(bucket.count))
            for key, value in bucket.amounts.items():
                heap.money.setdefault(key, Amount()).add(ONE, value)

    def _sorted(self) -> Iterator[tuple[Bucket | Imprecise, ChartBucket]]:
        found = self.sorting.histogram()
        for number, bucket in zip(sorted(self.sorting.counts), found.buckets, strict=True):
            step = self._step(number)
            if step is None:
                self.counted.outside += bucket.count
            else:
                yield bucket, self.counted.steps.setdefault(step, ChartBucket())
        for apart in found.imprecise:
            yield apart, self.counted.wide.setdefault(apart.date, ChartBucket())
