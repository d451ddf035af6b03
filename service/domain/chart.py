"""A chart: series of events or of money by steps of time, and their layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from service.domain import axis
from service.domain.intervals import Steps
from service.domain.vocabulary import STAGES

ONE, NOTHING = Decimal(1), Decimal(0)
Money = tuple[str, str]
"""Currency and stage."""
MOST_LINES = 4
"""Lines of one panel that a reader can distinguish where they cross."""
MOST_POINTS, FEWEST_POINTS = 80, 3
"""Points of a line. With more points bars are easier to read; with fewer there is no line."""
MOST_PANELS = 6
UNLIKE = 10
"""Each panel has its own axis if one series is more than this factor higher than another."""


@dataclass(slots=True)
class Amount:
    """A number of events or a sum of money: ``about`` is the estimate, ``least`` is certain."""

    about: Decimal = NOTHING
    least: Decimal = NOTHING

    def add(self, times: Decimal, value: Decimal = ONE) -> None:
        """Add a counted ``value``, which stands for ``times`` as much. A negative ``times`` takes
        it away."""
        self.about += value * times
        self.least += min(times, ONE) * value


@dataclass(slots=True)
class ChartBucket:
    """The events of one step, or of one date that is wider than a step. ``vague`` counts the
    events whose day is not known."""

    events: Amount = field(default_factory=Amount)
    vague: int = 0
    money: dict[Money, Amount] = field(default_factory=dict)


@dataclass(slots=True)
class Counted:
    """One series. ``steps`` has heaps by the number of the step; ``wide`` has heaps by date, for
    dates that are wider than a step. ``outside`` counts the events that begin in no step.
    ``exact`` says that every event is counted. ``vague_known`` says that the number of events
    without a known day is known.
    """

    steps: dict[int, ChartBucket] = field(default_factory=dict)
    wide: dict[str, ChartBucket] = field(default_factory=dict)
    outside: int = 0
    exact: bool = True
    vague_known: bool = True

    @property
    def total(self) -> int | None:
        """How many events match; ``None`` if they are not counted."""
        heaps = (*self.steps.values(), *self.wide.values())
        return int(sum(each.events.about for each in heaps)) + self.outside if self.exact else None


@dataclass(frozen=True, slots=True)
class Charted:
    """The steps that are drawn, and a series for each filter. ``asked`` is the interval of the
    request if it was too fine for so many events, else ``None``."""

    steps: Steps
    series: list[Counted]
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One series as it is drawn. ``values`` has a value for each step that has one; ``wide`` has
    the values of dates that are wider than a step. ``number`` is the place among the series, from
    0."""

    name: str
    number: int
    values: dict[int, Amount]
    wide: dict[str, Amount]
    exact: bool
    vague: dict[int, int] | None = None

    @property
    def total(self) -> Amount:
        """The sum of all steps."""
        return _sum(self.values.values())

    @property
    def apart(self) -> Amount:
        """The sum of all values that belong to no step."""
        return _sum(self.wide.values())

    def value(self, step: int) -> Decimal:
        """The value of a step."""
        return self.values[step].about if step in self.values else NOTHING

    def share(self, step: int) -> float:
        """The part of the events of a step whose day is not known, from 0 to 1."""
        about = self.value(step)
        return min(1.0, float((self.vague or {}).get(step, 0) / about)) if about else 0.0

    @property
    def highest(self) -> Decimal:
        """The highest value."""
        return max((each.about for each in self.values.values()), default=NOTHING)


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing: some series over the same steps, with an axis of values. ``money`` is the
    currency and stage that it adds up, ``None`` if it counts events."""

    lines: list[Line]
    marks: list[Decimal]
    money: tuple[str, str | None] | None = None

    @property
    def top(self) -> Decimal:
        """The value at the top of the axis."""
        return self.marks[-1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The panels of a chart. With ``lines`` they are drawn as lines; otherwise each panel has one
    series as bars. ``left_out`` are the currencies that have no panel."""

    panels: list[Panel]
    lines: bool
    left_out: tuple[str, ...] = ()
    own: bool = False
    """Whether panels of one unit have different axes: a common one would hide low values."""

    @property
    def drawn(self) -> bool:
        """Whether any line has a value."""
        return any(line.values or line.wide for panel in self.panels for line in panel.lines)

    @property
    def exact(self) -> bool:
        """Whether every number is counted."""
        return all(line.exact for panel in self.panels for line in panel.lines)


def lay_events(found: Charted, names: Sequence[str]) -> Layout:
    """The layout of a chart of events: one series, or one for each of ``names``."""
    lines = [
        Line(
            name, number, {at: heap.events for at, heap in each.steps.items() if heap.events.about},
            {date: heap.events for date, heap in each.wide.items() if heap.events.about},
            each.exact,
            {at: heap.vague for at, heap in each.steps.items()} if each.vague_known else None,
        )
        for number, (name, each) in enumerate(zip(names or [""], found.series, strict=True))
    ]  # fmt: skip
    top = _marks(lines, whole=True)
    if len(lines) > 1 and _as_lines(len(lines), found.steps):
        return Layout([Panel(lines, top)], lines=True)
    highest = sorted(each.highest for each in lines)
    own = highest[0] * UNLIKE < highest[-1]
    marks = [_marks([each], whole=True) if own else top for each in lines]
    panels = [Panel([each], mark) for each, mark in zip(lines, marks, strict=True)]
    return Layout(panels, lines=False, own=own)


def lay_money(
    found: Charted, names: Sequence[str], currency: str | None, stages: Mapping[str, str]
) -> Layout:
    """The layout of a chart of money. Two currencies or two stages are never in one number.
    ``stages`` are the stages that are drawn, each with its label."""
    used = Counter(
        key
        for each in found.series
        for heap in (*each.steps.values(), *each.wide.values())
        for key in heap.money
        if currency in (None, key[0]) and key[1] in stages
    )
    often = Counter[str]()
    for key, times in used.items():
        often[key[0]] += times
    keys = sorted(used, key=lambda each: (-often[each[0]], each[0], STAGES.index(each[1])))
    lines = _as_lines(len(names) or len(STAGES), found.steps)
    if not lines:
        groups = [[(key, number)] for key in keys for number in range(len(found.series))]
    elif names:
        groups = [[(key, number) for number in range(len(names))] for key in keys]
    else:
        currencies = dict.fromkeys(key[0] for key in keys)
        groups = [[(key, 0) for key in keys if key[0] == each] for each in currencies]
    panels = [_money_panel(found, names, stages, group) for group in groups]
    drawn = [each for each in panels if any(line.values for line in each.lines)] or panels
    others = [each.money[0] for each in drawn[MOST_PANELS:] if each.money]
    return Layout(drawn[:MOST_PANELS], lines, tuple(dict.fromkeys(others)))


def _money_panel(
    found: Charted,
    names: Sequence[str],
    stages: Mapping[str, str],
    group: Sequence[tuple[Money, int]],
) -> Panel:
    lines = []
    for key, number in group:
        each = found.series[number]
        values = {at: heap.money[key] for at, heap in each.steps.items() if key in heap.money}
        wide = {date: heap.money[key] for date, heap in each.wide.items() if key in heap.money}
        name = names[number] if names else stages[key[1]]
        place = number if names else STAGES.index(key[1])
        lines.append(Line(name, place, values, wide, each.exact))
    (currency, stage), _ = group[0]
    alike = [heap.money[key].about for each in found.series for heap in each.steps.values()
             for key in heap.money if key[1] in stages and key[0] == currency]  # fmt: skip
    marks = axis.marks(max(alike, default=NOTHING), whole=False)
    one = len({key for key, _ in group}) == 1
    return Panel(lines, marks, (currency, stages[stage] if one else None))


def _as_lines(number: int, steps: Steps) -> bool:
    return number <= MOST_LINES and FEWEST_POINTS <= steps.count <= MOST_POINTS


def _marks(lines: Iterable[Line], *, whole: bool) -> list[Decimal]:
    return axis.marks(max((each.highest for each in lines), default=NOTHING), whole=whole)


def _sum(values: Iterable[Amount]) -> Amount:
    found = Amount()
    for each in values:
        found.about += each.about
        found.least += each.least
    return found
