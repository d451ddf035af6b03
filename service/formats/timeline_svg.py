"""A timeline as a picture, from the same data and by the same rule as ``/v1/timeline``.

Labelled events are marks, an imprecise event covers all days that it can mean, and the others are
clusters with a count.
"""

from __future__ import annotations

from service.domain.timeline import Window, length
from service.domain.vocabulary import CANCELLED
from service.formats import dates
from service.formats.svg import (
    THEMES,
    Colours,
    Scale,
    picture,
    shortened,
    text,
)
from service.formats.timeline import Cluster, Drawing, Labelled, number, summary
from service.languages import Language

LANE, TOP, AXIS, MARGIN, CAPTION = 24, 14, 30, 14, 20
SHORTEST = 9
"""Pixels of the mark of a day."""
LANES = 12


def render(drawn: Drawing, theme: str, title: str, words: Language) -> bytes:
    """The picture of a window, in the language of ``words``."""
    colours, window = THEMES[theme], drawn.sight.window
    if window is None or not (drawn.marks or drawn.clusters):
        said = (
            words.gettext("No events match.") if not drawn.total.number else summary(drawn, words)
        )
        nothing = text(MARGIN, 34, said, colours.soft)
        return picture((drawn.width, 56), title, said, colours, [nothing])
    parts = [part for each in drawn.marks for part in _mark(each, window, colours)]
    rows = max((each.slot.lane + 1 for each in drawn.marks), default=0)
    if drawn.clusters and drawn.clusters[0].stretch is None:
        rows = drawn.lanes  # the box of earlier events stands at the edge of the last lane
    for each in drawn.clusters:
        row = rows if each.stretch is not None else drawn.lanes - 1
        parts += _cluster(each, window, TOP + LANE * row, colours, words)
    rows += any(each.stretch is not None for each in drawn.clusters)
    base = TOP + LANE * rows + 4
    caption = summary(drawn, words)
    parts.append(text(MARGIN, base + AXIS + 12, caption, colours.soft))
    height = base + AXIS + CAPTION
    ends = (
        [each.event["date_display"] for each in (drawn.marks[0], drawn.marks[-1])]
        if drawn.marks
        else []
    )
    about = caption if not ends else words.gettext(
        "%(what)s; the labelled ones from %(first)s to %(last)s",
        what=caption, first=ends[0], last=ends[1],
    )  # fmt: skip
    axis = _axis(window, base, colours, words)
    return picture((drawn.width, height), title, about, colours, [*axis, *parts])


def _axis(window: Window, base: float, colours: Colours, words: Language) -> list[str]:
    parts = []
    for x, name in Scale(window.first, window.last, 0, window.width).ticks(
        words.tick, measure=lambda name: length(name) + 4
    ):
        parts.append(f'<path d="M{x:.1f} 0V{base:.0f}" stroke="{colours.rule}" stroke-width="1"/>')
        parts.append(text(x + 4, base + 16, name, colours.soft))
    parts.append(f'<path d="M0 {base:.0f}H{window.width}" stroke="{colours.soft}"/>')
    return parts


def _mark(each: Labelled, window: Window, colours: Colours) -> list[str]:
    event, slot = each.event, each.slot
    left = 0.0 if each.first is None else max(0.0, window.at(each.first))
    right = window.width if each.last is None else min(window.at(each.last + 1), window.width)
    long = max(right - left, SHORTEST)
    label = shortened(each.label, slot.room)
    line = ' text-decoration="line-through"' if event["status"] == CANCELLED else ""
    y = TOP + slot.lane * LANE
    shape = f'x="{left:.1f}" y="{y}" width="{long:.1f}" height="9" rx="4.5"'
    dashes = ' stroke-dasharray="3 2"' if dates.is_imprecise(event) else ""
    mark = f'<rect {shape} fill="{_fill(event, colours)}"/>'
    if dashes:
        mark = f'<rect {shape} fill="url(#vague)" stroke="{colours.mark}"{dashes}/>'
    if slot.side == "left":
        return [mark, text(left - 5, y + 9, label, colours.ink, f'text-anchor="end"{line}')]
    if slot.side == "right":
        return [mark, text(left + long + 5, y + 9, label, colours.ink, line)]
    wide = length(label) + 8
    ground = f'x="{left + 8:.1f}" y="{y - 3}" width="{wide:.1f}" height="15" rx="3"'
    return [
        mark,
        f'<rect {ground} fill="{colours.paper}" fill-opacity="0.9"/>',
        # The outline continues under the words, so that the bar looks like one.
        f'<rect {shape} fill="none" stroke="{colours.mark}"{dashes}/>',
        text(left + 12, y + 9, label, colours.ink, line),
    ]


def _fill(event: dict[str, object], colours: Colours) -> str:
    if event["latest"] is None:
        return "url(#late)"
    return "url(#early)" if event["earliest"] is None else colours.mark


def _cluster(
    each: Cluster, window: Window, y: float, colours: Colours, words: Language
) -> list[str]:
    """A box over the days of the stretch, with the count. The hatched part is the share of events
    whose day is not known."""
    count = number(each.count, words)
    if each.stretch is None:
        count = f"‹ {count}"
        left, right = 0.0, length(count) + 14
    else:
        left, right = (window.at(day) for day in (each.stretch.first, each.stretch.last + 1))
    wide = right - left - 3
    shape = f'x="{left + 1.5:.1f}" y="{y - 3}" height="17" rx="3"'
    share = wide * each.imprecise.number / max(1, each.count.number)
    middle = left + 1.5 + wide / 2
    room = length(count) + 4
    parts = [f'<rect {shape} width="{wide:.1f}" fill="{colours.mark}" fill-opacity="0.14"/>']
    if share > 0:
        ground = f'x="{middle - room / 2:.1f}" y="{y - 1}" width="{room:.1f}" height="13" rx="3"'
        parts.append(f'<rect {shape} width="{share:.1f}" fill="url(#vague)" fill-opacity="0.7"/>')
        parts.append(f'<rect {ground} fill="{colours.paper}" fill-opacity="0.9"/>')
    parts.append(text(middle, y + 9.5, count, colours.ink, 'text-anchor="middle"'))
    return parts
