"""The parts of the chart above the list, as its template draws them."""

from __future__ import annotations

from dataclasses import dataclass

from service.api.language import gettext
from service.formats.chart_words import UNITS, WIDE

LANE = 7
"""Pixels of height of a date that is wider than a bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bucket: ``x`` and ``width`` in per cent, ``y`` and the heights in pixels."""

    label: str
    number: str
    vague: int
    x: float
    width: float
    y: float
    height: float
    vague_height: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A date wider than a bar: ``x`` and ``width`` in per cent, ``y`` in pixels."""

    date: str
    number: str
    x: float
    width: float
    y: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series in a panel with its total: bars, or the ``points`` of a line.

    The points are in thousandths of the width and in pixels.
    """

    name: str
    number: int
    total: str
    bars: list[Bar]
    dash: str = ""
    points: str = ""
    dots: tuple[tuple[float, float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A panel of the chart.

    Each of its ``marks`` is a position in pixels from the top and the number there. ``foot`` is
    the pixel at which the bars stand.
    """

    title: str
    series: list[Drawn]
    marks: list[tuple[float, str]]
    foot: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart that the template draws.

    It has ``steps`` buckets of ``interval`` from ``start`` on. The drawing extends to ``edge``, a
    number of days that may have a fraction.
    """

    interval: str
    start: str
    end: str
    edge: float
    steps: int
    parts: list[Part]
    lines: bool
    by: str
    money: bool
    title: str
    stretches: list[Stretch]
    ticks: list[tuple[float, str]]
    notes: list[str]
    total: int | None
    vague: int | None
    table: Table
    csv: str
    picture: str
    earlier: str
    later: str
    wider: str

    @property
    def below(self) -> int:
        """Pixels below the bars, for the axis and for the dates that are wider than a bar."""
        return 22 if not self.stretches else 24 + LANE + max(each.y for each in self.stretches)

    @property
    def wide(self) -> str:
        """The words for dates that do not fit into a bar: dates wider than a month."""
        return gettext(WIDE[self.interval])

    @property
    def unit(self) -> str:
        """The words for the time of a bar: a month."""
        return gettext(UNITS[self.interval])

    @property
    def plain(self) -> bool:
        """Whether all events are one series."""
        return not (self.by or self.money)


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a chart.

    Each row has a date for a query and one cell for each series. ``rows`` are the steps, ``wide``
    the dates wider than a bar. ``cut`` says that rows were left out.
    """

    columns: list[str]
    rows: list[tuple[str, list[str]]]
    wide: list[tuple[str, list[str]]]
    cut: bool
