"""The histogram above the list: bars in even steps, and apart what fits no bar.

Within a bar, events whose day is not known are drawn apart from those whose day is; below
the axis lies every date that is wider than a bar, as the stretch it may mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.api.language import gettext, language
from service.domain import calendar
from service.domain.edtf import parse
from service.domain.query import Choice, Filter
from service.languages import mark
from service.store import Histogram, Store

STEPS = (("day", 100), ("week", 180), ("month", 5500), ("quarter", 22_000), ("year", 60_000))
"""An interval, and the most days for which its bars are still wide enough to see."""
TITLES = {
    "day": mark("Events by day"), "week": mark("Events by week"), "month": mark("Events by month"),
    "quarter": mark("Events by quarter"), "year": mark("Events by year"),
    "decade": mark("Events by decade"),
}  # fmt: skip
WIDE = {
    "day": mark("wider than a day"), "week": mark("wider than a week"),
    "month": mark("wider than a month"), "quarter": mark("wider than a quarter"),
    "year": mark("wider than a year"), "decade": mark("wider than a decade"),
}  # fmt: skip
UNITS = {
    "day": mark("Day"), "week": mark("Week"), "month": mark("Month"), "quarter": mark("Quarter"),
    "year": mark("Year"), "decade": mark("Decade"),
}  # fmt: skip
SIZES = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
DAYS = {"day": 1, "week": 7}
UNKNOWN_DAY = tuple(
    Choice("precision", each) for each in
    ("month", "season", "quarter", "year", "decade", "century", "set")
)  # fmt: skip
HEIGHT = 48
WIDEST = 7.0
"""Per cent; a few bars need not fill the page."""
LANES = 3
LANE = 7
MAX_TICKS = 7
EVERY = (1, 2, 3, 5, 6, 10, 20, 25, 50, 100, 200, 500, 1000, 5000)
MAX_STEPS = 3000
MAX_STRETCHES = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One bucket. ``x``, ``width`` in per cent, ``y``, ``height`` in pixels."""

    start: str
    date: str
    label: str
    count: int
    unknown: int
    x: float
    width: float
    y: float
    height: float
    unknown_height: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A date wider than a bar: ``x``, ``width`` in per cent, ``y`` in pixels."""

    date: str
    count: int
    x: float
    width: float
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws. ``steps`` even steps of ``interval`` from ``start`` on;
    ``foot`` is the pixel at which the bars stand."""

    interval: str
    start: str
    end: str
    steps: int
    bars: list[Bar]
    stretches: list[Stretch]
    ticks: list[tuple[float, str]]
    total: int
    unknown: int
    highest: int
    earlier: str
    later: str
    wider: str
    foot: int = HEIGHT

    @property
    def title(self) -> str:
        """What is drawn: events by month."""
        return gettext(TITLES[self.interval])

    @property
    def wide(self) -> str:
        """What does not fit into a bar: dates wider than a month."""
        return gettext(WIDE[self.interval])

    @property
    def unit(self) -> str:
        """A bar: a month."""
        return gettext(UNITS[self.interval])


def chart(store: Store, filter_: Filter) -> Chart | None:
    """The chart of what ``filter_`` finds; ``None`` where there is nothing to tell apart."""
    years = None
    low, high = filter_.since, filter_.until
    if low is None or high is None:
        years = store.histogram(filter_, "year")
        reach = _reach(years, low, high)
        if reach is None:
            return None
        low, high = reach
    days = high - low
    interval = next((name for name, most in STEPS if days < most), "decade")
    whole = years if years and interval == "year" else store.histogram(filter_, interval)
    if years is not None:
        # Now the first and last bar are known better than to the year.
        low, high = _reach(whole, filter_.since, filter_.until) or (low, high)
    scale = _Scale(interval, low, high)
    if not 1 < scale.steps <= MAX_STEPS:
        return None
    vague = store.histogram(replace(filter_, groups=(*filter_.groups, UNKNOWN_DAY)), interval)
    return _drawn(scale, whole, vague)


def _reach(found: Histogram, low: int | None, high: int | None) -> tuple[int, int] | None:
    """First and last day of the bars, or of all dates where there is no bar; a bound that
    was asked for stands."""
    days = [_day(day) for each in found.buckets for day in (each.start, each.end)]
    if not days:
        dates = [parse(each.date) for each in found.imprecise]
        days = [day for each in dates for day in (each.earliest, each.latest) if day is not None]
    if not days:
        return None
    first = min(days) if low is None else low
    last = max(days) if high is None else high
    return (first, last) if first <= last else None


def _day(text: str) -> int:
    return parse(text).earliest or 0


class _Scale:
    """Even steps from the bucket of ``first`` to that of ``last``."""

    def __init__(self, interval: str, first: int, last: int) -> None:
        self.interval = interval
        self.size = SIZES.get(interval, 0)
        self.days = DAYS.get(interval, 0)
        self.low = self._index(first)
        self.steps = self._index(last) - self.low + 1

    def _index(self, day: int) -> int:
        if self.days:
            return (day - 1) // self.days
        year, month, _ = calendar.civil(day)
        return (year * 12 + month - 1) // self.size

    def step(self, day: int) -> int:
        """The number of the step that holds ``day``, perhaps outside the chart."""
        return self._index(day) - self.low

    def first_day(self, step: int) -> int:
        """The ordinal on which a step begins."""
        if self.days:
            return (self.low + step) * self.days + 1
        month = (self.low + step) * self.size
        return calendar.ordinal(month // 12, month % 12 + 1, 1)

    def date(self, start: int, end: int) -> str:
        """The EDTF text of the steps ``start`` to ``end``."""
        cut = {0: 10, 1: 7, 3: 7}.get(self.size, 4)
        texts = [_cut(calendar.iso(day), cut) for day in
                 (self.first_day(start), self.first_day(end + 1) - 1)]  # fmt: skip
        return texts[0] if texts[0] == texts[1] else "/".join(texts)


def _cut(text: str, digits: int) -> str:
    """An ISO day cut to 4, 7 or 10 of its digits, however long its year."""
    return text[: len(text) - (10 - digits)]


def _drawn(scale: _Scale, whole: Histogram, vague: Histogram) -> Chart:
    unknown = {each.start: each.count for each in vague.buckets}
    highest = max((each.count for each in whole.buckets), default=1)
    part = 100 / scale.steps
    width = round(min(WIDEST, part * (0.86 if scale.steps < 300 else 1)), 3)
    bars = []
    for each in whole.buckets:
        step = scale.step(_day(each.start))
        if not 0 <= step < scale.steps:
            continue
        height = max(2.0, HEIGHT * each.count / highest)
        apart = height * unknown.get(each.start, 0) / each.count
        bars.append(
            Bar(
                each.start, scale.date(step, step), language().date(scale.date(step, step)),
                each.count,
                unknown.get(each.start, 0), round(step * part, 3),
                width, round(HEIGHT - height, 1),
                round(height, 1), round(apart, 1),
            )
        )  # fmt: skip
    total = sum(each.count for each in whole.buckets)
    total += sum(each.count for each in whole.imprecise)
    apart = sum(unknown.values()) + sum(each.count for each in vague.imprecise)
    away = max(1, scale.steps // 2)
    return Chart(
        scale.interval, calendar.iso(scale.first_day(0)),
        calendar.iso(scale.first_day(scale.steps) - 1), scale.steps, bars,
        _stretches(scale, whole), _ticks(scale), total, apart, highest,
        scale.date(-away, scale.steps - 1 - away), scale.date(away, scale.steps - 1 + away),
        scale.date(-scale.steps, 2 * scale.steps - 1),
    )  # fmt: skip


def _stretches(scale: _Scale, whole: Histogram) -> list[Stretch]:
    """The dates wider than a bar, in lanes; the narrowest have the first choice of lane."""
    start, end = scale.first_day(0), scale.first_day(scale.steps) - 1
    spans: list[tuple[int, int, str, int]] = []
    for each in whole.imprecise:
        date = parse(each.date)
        low = start if date.earliest is None else max(date.earliest, start)
        high = end if date.latest is None else min(date.latest, end)
        if not date.undated and low <= high:
            spans.append((high - low, low, each.date, each.count))
    lanes: list[list[tuple[int, int]]] = [[] for _ in range(LANES)]
    found = []
    for more, low, text, count in sorted(spans)[:MAX_STRETCHES]:
        high = low + more
        free = [n for n in range(LANES) if all(high < a or b < low for a, b in lanes[n])]
        lane = free[0] if free else LANES - 1
        lanes[lane].append((low, high))
        x, width = (100 * days / (end - start + 1) for days in (low - start, more + 1))
        found.append(Stretch(text, count, round(x, 2), round(max(0.4, width), 2), lane * LANE))
    return found


def _ticks(scale: _Scale) -> list[tuple[float, str]]:
    """``(per cent, label)`` at round steps."""
    monthly = scale.size in (1, 3) and scale.steps * scale.size < 48
    labels: list[tuple[float, str]] = []
    for step in range(scale.steps):
        year, month, day = calendar.civil(scale.first_day(step))
        text = calendar.year_text(year).lstrip("0") or "0"
        if not scale.size or monthly:
            text = language().tick(text, month, None if scale.size else day)
        if not labels or text != labels[-1][1]:
            labels.append((round(100 * step / scale.steps, 2), text))
    if len(labels) > 1 and not monthly and calendar.civil(scale.first_day(0))[1:] != (1, 1):
        labels = labels[1:] if scale.size else labels
    every = next(n for n in EVERY if len(labels) / n <= MAX_TICKS)
    return labels[::every]
