"""A timeline as a picture: days as points, what is imprecise as the span it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from service.formats import dates
from service.formats.svg import CHARACTER, THEMES, Colours, Scale, picture, shortened, text

LANE, TOP, AXIS, MARGIN = 24, 14, 30, 14
LANES = 24
LABEL = 260


def render(documents: Iterable[bytes], width: int, theme: str, title: str) -> bytes:
    """The picture of these events; those without a day in the calendar are left out."""
    colours = THEMES[theme]
    events = [orjson.loads(each) for each in documents]
    spans = sorted(
        ((*span, event) for event in events if (span := dates.days(event)) is not None),
        key=lambda each: each[:2],
    )
    if not spans:
        nothing = text(MARGIN, 34, "No events match.", colours.soft)
        return picture((width, 56), title, "No events match.", colours, [nothing])
    first, last = min(each[0] for each in spans), max(each[1] for each in spans)
    room = max(2, (last - first) // 16)
    scale = Scale(first - room, last + room, 0, width)
    parts: list[str] = []
    lanes = Lanes(width)
    left_out = 0
    for start, end, event in spans:
        # What has no end, or no beginning, reaches to the edge.
        left = scale.at(start) if event["earliest"] is not None else 0.0
        right = scale.at(end + 1) if event["latest"] is not None else float(width)
        drawn = _event(event, left, right, lanes, colours)
        parts += drawn
        left_out += not drawn
    height = TOP + LANE * len(lanes.used) + AXIS
    shown = len(spans) - left_out
    about = f"{shown} events from {spans[0][2]['date_display']} to {spans[-1][2]['date_display']}"
    if left_out:
        about += f"; {left_out} more have no room"
        parts.append(text(MARGIN, height - 10, f"and {left_out} more", colours.soft))
    return picture((width, height), title, about, colours, [*_axis(scale, height, colours), *parts])


def _axis(scale: Scale, height: float, colours: Colours) -> list[str]:
    base = height - AXIS
    parts = []
    for x, name in scale.ticks():
        parts.append(f'<path d="M{x:.1f} 0V{base:.0f}" stroke="{colours.rule}" stroke-width="1"/>')
        parts.append(text(x + 4, base + 18, name, colours.soft))
    width = scale.right
    parts.append(f'<path d="M0 {base:.0f}H{width:.0f}" stroke="{colours.soft}"/>')
    return parts


@dataclass(slots=True)
class Lanes:
    """Which lane is free from which pixel on, in a picture of that width."""

    width: int
    used: list[float] = field(default_factory=list)

    def take(self, begin: float, end: float) -> int | None:
        """The first lane with room from ``begin`` to ``end``, ``None`` where none has."""
        lane = next((n for n, used in enumerate(self.used) if used + 8 <= begin), len(self.used))
        if lane == LANES:
            return None
        if lane == len(self.used):
            self.used.append(end)
        self.used[lane] = end
        return lane


def _event(
    event: dict[str, Any], left: float, right: float, lanes: Lanes, colours: Colours
) -> list[str]:
    """The event in the first lane with room, or nothing where none has."""
    long = max(right - left, 9)
    label = shortened(event["title"], LABEL)
    wide = len(label) * CHARACTER + 8
    # The words stand on a long bar; else beside the mark, on the left where they must.
    on = long > wide + 30
    before = not on and left + long + wide > lanes.width and left > wide
    begin = left - wide if before else left
    lane = lanes.take(begin, left + long if on or before else left + long + wide)
    if lane is None:
        return []
    y = TOP + lane * LANE
    shape = f'x="{left:.1f}" y="{y}" width="{long:.1f}" height="9" rx="4.5"'
    dashes = ' stroke-dasharray="3 2"' if dates.vague(event) else ""
    mark = f'<rect {shape} fill="{_fill(event, colours)}"/>'
    if dashes:
        mark = f'<rect {shape} fill="url(#vague)" stroke="{colours.mark}"{dashes}/>'
    if before:
        return [mark, text(left - 5, y + 9, label, colours.ink, 'text-anchor="end"')]
    if not on:
        return [mark, text(left + long + 5, y + 9, label, colours.ink)]
    ground = f'x="{left + 8:.1f}" y="{y - 3}" width="{wide:.1f}" height="15" rx="3"'
    return [
        mark,
        f'<rect {ground} fill="{colours.paper}" fill-opacity="0.9"/>',
        # The outline goes on under the words, so that the bar stays one.
        f'<rect {shape} fill="none" stroke="{colours.mark}"{dashes}/>',
        text(left + 12, y + 9, label, colours.ink),
    ]


def _fill(event: dict[str, Any], colours: Colours) -> str:
    if event["latest"] is None:
        return "url(#late)"
    return "url(#early)" if event["earliest"] is None else colours.mark
