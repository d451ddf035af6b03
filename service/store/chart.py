"""The series of a chart, at a bounded cost: events and money by steps of time.

A series is exact if its events are few, or if they are precomputed by month (``tally``). A larger
series is estimated (``chart_estimate``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from service.deadline import checked
from service.domain.chart import Charted, Counted
from service.domain.intervals import INTERVALS, MONTHS, Steps
from service.domain.query import Filter, Page
from service.store.chart_estimate import Known, estimate
from service.store.chart_rows import SeriesBuilder
from service.store.chart_series import COSTS, LASTING, Costs, Series
from service.store.position import start_of
from service.store.read import Reader

MOST_EARLY = 2000
"""The maximum number of events that last into the range and are searched once for all series."""


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
        Series(reader, each, share, money=money, vague=vague, early=early) for each in indexed
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
    series = [_counted(each, steps, known) for each in makers]
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


def _reach(makers: Sequence[Series]) -> tuple[int, int] | None:
    """The days of the range; an open end is that of the events."""
    first, last = makers[0].filter.since, makers[0].filter.until
    if first is None or last is None:
        found = [days for each in makers if (days := each.reach()) is not None]
        if not found:
            return None
        first = min(days[0] for days in found) if first is None else first
        last = max(days[1] for days in found) if last is None else last
    return (first, last) if first <= last else None


def _counted(series: Series, steps: Steps, known: Known) -> Counted:
    """A series by these steps. ``known`` has the counts that all estimates share."""
    made = SeriesBuilder(steps)
    if series.few:
        made.add(series.rows)
    elif series.ready(steps):
        series.tallied(made)
    else:
        estimate(series, made, known)
    return made.counted
