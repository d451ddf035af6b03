"""A series of a chart that has too many events to read all of them.

Some stretches of each step are read. The base is all events, or the events of a country or a
category that the filter names. The share of the series in the base is measured in these stretches
and taken for the whole step. The numbers that were read stand beside the estimate, because they are
a minimum.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from service.domain import calendar
from service.domain.chart import ONE, ChartBucket, Counted
from service.domain.intervals import Steps
from service.domain.query import Filter, Page
from service.store.bounds import ALL_SPANS
from service.store.chart_rows import Row, SeriesBuilder
from service.store.chart_series import FEWEST, READ, Series
from service.store.months import Tally
from service.store.periods import begin_in
from service.store.position import day_of, start_of
from service.store.sql import Sql
from service.store.walk_price import fewer

INTO = 0.38
"""The part of a piece that is skipped before the reading begins."""
SPANS = ", ".join(map(str, ALL_SPANS))
"""All classes of length."""
Known = dict[Filter, tuple[Counted, Tally | None]]
"""The counts from which several series are estimated: by steps, and by months."""


def estimate(series: Series, made: SeriesBuilder, known: Known) -> None:
    """Each step as a share of the same step of the precomputed counts."""
    steps, base = made.steps, series.base()
    if base not in known:
        whole = SeriesBuilder(steps)
        series.of(base).tallied(whole)
        known[base] = whole.counted, Tally.of(series.reader, Filter(groups=base.groups))
    of_all, among = known[base]
    if among is None:  # no event has the term
        return
    made.counted.exact = made.counted.vague_known = False
    pieces = max(1, min(4, series.statements // steps.count))
    sampled = fewer(series.costs.sampled, series.price, READ)
    share = max(FEWEST, sampled // (steps.count * pieces))
    every = found = 0
    for step, heap in sorted(of_all.steps.items()):
        rows: list[Row] = []
        size = 0
        for low, high in _stretches(series, steps, step, pieces):
            some, every_here = _stretch(series, low, high, share, among)
            rows, size = rows + some, size + every_here
        if size:
            made.add(rows, max(ONE, heap.events.about / size), step)
        every, found = every + size, found + len(rows)
    for date, heap in of_all.wide.items() if found else ():
        about = heap.events.about * found / every
        made.counted.wide.setdefault(date, ChartBucket()).events.about = about


def _stretches(series: Series, steps: Steps, step: int, pieces: int) -> Iterator[tuple[int, int]]:
    """The places in a step at which to read. Each is inside a piece and not at its beginning,
    because events whose day is not known stand at the beginning of the year."""
    low, high = steps.begin(step), steps.begin(step + 1) - 1
    if series.filter.since is not None:
        low = max(low, series.filter.since)
    if series.filter.until is not None:
        high = min(high, series.filter.until)
    if low > high:
        return
    length = (high + 1 - low) / pieces
    starts = sorted({low + int(length * (piece + INTO)) for piece in range(pieces)})
    for start, following in pairwise([*starts, high + 1]):
        yield start, following - 1


def _stretch(
    series: Series, low: int, high: int, share: int, among: Tally
) -> tuple[list[Row], int]:
    """Some events that begin from the day ``low`` to ``high`` at most, and the number of events
    of the precomputed counts ``among`` in the days that these cover."""
    begin, end = start_of(low), start_of(high + 1) - 1
    filter_ = begin_in(series.filter, (low, high), roughly=True)
    walk, rest = series.reader.walk(filter_, Page())
    sql = series.reader.joined(walk, [], share)
    if rest:
        found = [row[0] for row in series.reader.execute(sql.text, sql.values).fetchall()]
        end = found[-1] if len(found) == share else end
        listed = series.reader.database.listed(found)
        sql = Sql(f"SELECT j.value AS position FROM {listed.text}", listed.values)
        rows = series.events(sql, rest)
    else:
        rows = series.events(sql, rest)
        end = rows[-1][0] if len(rows) == share else end
    return rows, _all(series, among, begin, end)


def _all(series: Series, among: Tally, begin: int, end: int) -> int:
    """The number of events of the precomputed counts at the positions ``begin`` to ``end``. It
    is known for all months but the first and the last."""
    year, month, _ = calendar.civil(day_of(end))
    last = start_of(calendar.ordinal(year, month, 1))
    found = 0
    if last > begin:
        found, rest = among.months_in((day_of(begin), day_of(last) - 1))
        for first, final in rest:
            if first is not None and final is not None:
                found += _standing(series, among, start_of(first), start_of(final + 1) - 1)
        begin = last
    return found + _standing(series, among, begin, end)


def _standing(series: Series, among: Tally, begin: int, end: int) -> int:
    (found,) = series.reader.execute(
        f"SELECT count(*) FROM posting WHERE term = ? AND span IN ({SPANS})"
        " AND position BETWEEN ? AND ?",
        (among.term, begin, end),
    ).fetchone()
    return int(found)
