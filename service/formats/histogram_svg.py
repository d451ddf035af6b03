"""A chart as a picture: bars, lines, or small multiples of bars, with one time axis.

Dates that are wider than a bar stand under the axis, or in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from service.domain import edtf
from service.domain.chart import Amount, Layout, Line, Panel
from service.domain.intervals import Steps
from service.domain.timeline import length
from service.formats import palette
from service.formats.lettering import fitted
from service.formats.numbers import number
from service.formats.svg import THEMES, Colours, Scale, picture, shortened, text
from service.languages import Language

HEIGHT, LOW, TOP, LEFT, AXIS, ROOM = 130, 74, 18, 44, 22, 10
"""Pixels: height of a panel, height of one of several panels of bars, room above each panel, room
to its left, height of the labels of time, and room to its right."""
NAMES = 116
"""Pixels for the names at the ends of lines."""
BESIDE = 420
"""From this width of a picture in pixels on, the names stand beside the lines."""
APART = 8
"""The maximum number of dates wider than a bar that are drawn."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the layout, its steps, and sentences for facts that the drawing does not show."""

    layout: Layout
    steps: Steps
    notes: Sequence[str]
    words: Language


@dataclass(frozen=True, slots=True)
class _Canvas:
    """The surface of a drawing: the time, the colours of the theme and those of the series."""

    steps: Steps
    scale: Scale
    colours: Colours
    inks: Sequence[str]
    width: int
    words: Language

    def stroke(self, line: Line) -> str:
        """The stroke of a series, in its colour and with its dashes."""
        dash = palette.DASHES[line.number % len(palette.DASHES)]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        return f'fill="none" stroke="{self.ink(line)}" stroke-width="2"{dashes}'

    def ink(self, line: Line) -> str:
        """The colour of a series."""
        return self.inks[line.number % len(self.inks)]


def render(drawn: Picture, width: int, theme: str, title: str) -> bytes:
    """The whole picture."""
    colours = THEMES[theme]
    layout, steps = drawn.layout, drawn.steps
    if not layout.drawn:
        words = drawn.notes[0]
        nothing = text(14, 34, words, colours.soft)
        return picture((width, 56), title, words, colours, [nothing])
    named = layout.lines and any(len(each.lines) > 1 for each in layout.panels)
    values = (drawn.words.short(mark) for each in layout.panels for mark in each.marks)
    left = max([LEFT, *(length(each) + 8 for each in values)])
    scale = Scale(*steps.days, left, width - (NAMES if named and width >= BESIDE else ROOM))
    inks = palette.LIGHT if theme == "light" else palette.DARK
    canvas = _Canvas(steps, scale, colours, inks, width, drawn.words)
    tall = LOW if len(layout.panels) > 1 and not layout.lines else HEIGHT
    parts: list[str] = []
    y = 0.0
    for panel in layout.panels:
        above = heading(panel, layout)
        if above:
            parts.append(text(left, y + 15, shortened(above, width - left), colours.ink))
        y += TOP + (8 if above else 0) + tall
        parts += _values(canvas, panel, y, tall)
        parts += (_lines if layout.lines else _bars)(canvas, panel, y, tall)
        if named:
            parts += _named(canvas, panel, y, tall)
    parts += _time(canvas, y)
    y += AXIS
    if len(layout.panels) == 1 and len(layout.panels[0].lines) == 1:
        marks, y = _stretches(canvas, layout.panels[0].lines[0], y)
        parts += marks
    for note in drawn.notes:
        for words in fitted(note, width - 20, length):
            parts.append(text(ROOM, y + 14, words, colours.soft))
            y += 16
    return picture((width, y + 8), title, " ".join(drawn.notes), colours, parts)


def heading(panel: Panel, layout: Layout) -> str:
    """The text above a panel: its money, and the series of its bars."""
    money = ", ".join(each for each in panel.money or () if each)
    name = panel.lines[0].name if len(panel.lines) == 1 else ""
    return " · ".join(each for each in (money, "" if panel.money and name in panel.money else name)
                      if each and (not layout.lines or panel.money))  # fmt: skip


def _values(canvas: _Canvas, panel: Panel, base: float, tall: float) -> Iterator[str]:
    """The axis of values: a line and a round number for each mark."""
    soft, left, right = canvas.colours.soft, canvas.scale.left, canvas.scale.right
    for mark in panel.marks:
        y = base - float(mark / panel.top) * tall
        if mark:
            path = f"M{left:.0f} {y:.1f}H{right:.0f}"
            yield f'<path d="{path}" stroke="{canvas.colours.rule}" stroke-width="1"/>'
        yield text(left - 6, y + 4, canvas.words.short(mark), soft, 'text-anchor="end"')


def _time(canvas: _Canvas, base: float) -> Iterator[str]:
    soft = canvas.colours.soft
    for x, name in canvas.scale.ticks(canvas.words.tick, measure=length):
        yield f'<path d="M{x:.1f} {base:.1f}v4" stroke="{soft}"/>'
        yield text(x, base + 17, name, soft)
    left, right = canvas.scale.left, canvas.scale.right
    yield f'<path d="M{left:.0f} {base:.1f}H{right:.0f}" stroke="{soft}"/>'


def _bars(canvas: _Canvas, panel: Panel, base: float, tall: float) -> Iterator[str]:
    (line,) = panel.lines
    scale, steps = canvas.scale, canvas.steps
    ink = canvas.ink(line) if line.name else canvas.colours.mark
    for step, amount in sorted(line.values.items()):
        x, end = scale.at(steps.begin(step)), scale.at(steps.begin(step + 1))
        wide = max(0.5, end - x - min(2.0, (end - x) / 5))
        high = float(amount.about / panel.top) * tall
        vague = 0.0 if line.name else high * line.share(step)
        told = _told(canvas, steps.date(step), amount, line)
        yield f"<g><title>{told}</title>"
        for top, part, fill in ((base - high + vague, high - vague, ink),
                                (base - high, vague, "url(#vague)")):  # fmt: skip
            if part > 0.05:
                yield (f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{part:.1f}"'
                       f' fill="{fill}"/>')  # fmt: skip
        yield "</g>"


def _told(canvas: _Canvas, date: str, amount: Amount, line: Line) -> str:
    """The days of a bar and its number, in words."""
    return escape(f"{canvas.words.date(date)}: {number(amount, line.exact, canvas.words)}")


def _lines(canvas: _Canvas, panel: Panel, base: float, tall: float) -> Iterator[str]:
    steps = canvas.steps
    for line in panel.lines:
        points = []
        for step in range(steps.count):
            middle = (steps.begin(step) + steps.begin(step + 1)) / 2
            high = float(line.value(step) / panel.top) * tall
            points.append(f"{canvas.scale.at(middle):.1f} {base - high:.1f}")
        name = f"<title>{escape(line.name)}</title>"
        yield f'<path d="M{"L".join(points)}" {canvas.stroke(line)}>{name}</path>'


def _named(canvas: _Canvas, panel: Panel, base: float, tall: float) -> Iterator[str]:
    """The name of each line at its end, after a piece of the line. If there is no room beside the
    lines, the names stand above them."""
    last = canvas.steps.count - 1
    places = [base - tall + 6 + 14 * at for at in range(len(panel.lines))]
    x = canvas.scale.left + 8
    if canvas.width >= BESIDE:
        x = canvas.scale.right + 4
        ends = [base - float(line.value(last) / panel.top) * tall for line in panel.lines]
        places = spread(ends, 14, base - tall, base)
    for line, y in zip(panel.lines, places, strict=True):
        yield f'<path d="M{x:.1f} {y:.1f}h18" {canvas.stroke(line)}/>'
        yield text(x + 22, y + 4, shortened(line.name, NAMES - 28), canvas.ink(line))


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places near the ``wanted`` ones, in the same order, at least ``apart`` from each other. They
    lie from ``low`` to ``high`` if there is room for all."""
    order = sorted(range(len(wanted)), key=lambda each: wanted[each])
    found = [0.0] * len(wanted)
    limit = high - apart * (len(order) - 1)
    least = low
    for each in order:
        found[each] = least = max(least, min(wanted[each], max(limit, low)))
        least, limit = least + apart, limit + apart
    return found


def _stretches(canvas: _Canvas, line: Line, y: float) -> tuple[list[str], float]:
    """The dates wider than a bar, each drawn over all days that it can mean."""
    scale, parts = canvas.scale, []
    for date, amount in list(line.wide.items())[:APART]:
        known = edtf.parse(date)
        if known.undated:
            continue
        first = scale.first if known.earliest is None else max(known.earliest, scale.first)
        last = scale.last if known.latest is None else min(known.latest, scale.last)
        if first > last:
            continue
        x, right = scale.at(first), scale.at(last + 1)
        told = _told(canvas, date, amount, line)
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(4, right - x):.1f}" height="8"'
                     f' rx="4" fill="url(#vague)" stroke="{canvas.colours.mark}"'
                     f' stroke-dasharray="3 2"><title>{told}</title></rect>')  # fmt: skip
        y += 13
    return parts, y
