"""A map as a picture, from the same data and by the same rule as ``/v1/map``.

Countries are shaded by count, single events are dots, and the others are clusters with a count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import log10

import orjson

from service.domain.clusters import Atlas, span
from service.domain.geometry import Box, Line, clip
from service.domain.projections import MapFrame, equal_earth
from service.domain.rounding import rounded
from service.domain.timeline import Count, length
from service.domain.topojson import World, box_of, reach
from service.formats import event_texts
from service.formats.lettering import fitted
from service.formats.localized import event_in
from service.formats.map_json import sentences, shades
from service.formats.svg import THEMES, Colours, picture, text
from service.formats.timeline import number
from service.languages import Language

SHADES = (0.16, 0.34, 0.53, 0.74, 1.0)
"""The share of the mark colour in each class, the palest first."""
MARGIN, LINE, SWATCH = 12, 18, 14
DOT, SMALL = 3.4, 5.0
"""Pixels: the radius of an event; and the size up to which a ring marks a country."""
MIDDLE = 'text-anchor="middle"'
NEAR = 0.8
"""If two points of an outline are no further apart in pixels, the second is left out."""


@dataclass(frozen=True, slots=True)
class MapStyle:
    """The theme, the title for readers who cannot see, and the language."""

    theme: str
    title: str
    language: Language


def render(drawn: Atlas, world: World, height: int | None, look: MapStyle) -> bytes:
    """The picture of a map, at most ``height`` pixels high without the part below it."""
    colours, plane = THEMES[look.theme], MapFrame.of(drawn.window, drawn.width, height)
    limits = shades(drawn, world.areas)
    fills = _fills(drawn, limits, colours)
    frame = f'x="0" y="0" width="{drawn.width}" height="{plane.height:.1f}"'
    parts = [
        f'<clipPath id="frame"><rect {frame}/></clipPath><g clip-path="url(#frame)">',
        *_land(drawn, world, plane, fills, look),
        *_clusters(drawn, plane, colours, look.language),
        *_marks(drawn, plane, colours, look.language),
        "</g>",
    ]
    lines = sentences(drawn, world.areas, look.language)
    y = plane.height + LINE
    if limits:
        legend, y = _legend(limits, y, drawn, look)
        parts += legend
    for line in lines:
        for row in fitted(line, drawn.width - 2 * MARGIN, length):
            parts.append(text(MARGIN, y + 8, row, colours.soft))
            y += LINE
    return picture((drawn.width, y + 4), look.title, ". ".join(lines), colours, parts)


def _fills(drawn: Atlas, limits: list[int], colours: Colours) -> dict[str, tuple[str, int]]:
    """The colour and the count of each country that has events."""
    found = {}
    for code, count in drawn.countries:
        shade = sum(count >= each for each in limits)
        if shade:
            found[code] = (_shade(shade - 1, len(limits), colours), count)
    return found


def _shade(number: int, of: int, colours: Colours) -> str:
    part = SHADES[len(SHADES) - of + number] if of > 1 else SHADES[2]
    mixed = (
        round(low + (high - low) * part)
        for low, high in zip(_parts(colours.paper), _parts(colours.mark), strict=True)
    )
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _land(
    drawn: Atlas, world: World, plane: MapFrame, fills: dict[str, tuple[str, int]], look: MapStyle
) -> Iterator[str]:
    colours, language = THEMES[look.theme], look.language
    about = "≈ " if drawn.countries_sample is not None else ""
    outlines = _outlines(world, plane)
    for code, areas in world.areas.items():
        path = outlines[code]
        fill, count = fills.get(code, (colours.rule, 0))
        name = f"{language.country(code)}: {about}{language.number(count)}"
        name = f"<title>{escape(name)}</title>" if count else ""
        if path:
            yield (
                f'<path d="{path}" fill="{fill}" stroke="{colours.paper}" stroke-width="0.5"'
                f' fill-rule="evenodd">{name}</path>'
            )
        if count:
            yield from _ring(areas, plane, fill, name, colours)


def _ring(
    areas: tuple[tuple[Line, ...], ...], plane: MapFrame, fill: str, name: str, colours: Colours
) -> Iterator[str]:
    """A ring around a country that is too small to be seen."""
    west, south, east, north = reach(areas)
    degree = (plane.right - plane.left) / span(plane.window)
    if max(east - west, north - south) * degree < SMALL:
        x, y = plane.at((west + east) / 2, (south + north) / 2)
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{SMALL}" fill="{fill}"'
            f' stroke="{colours.soft}" stroke-width="0.7">{name}</circle>'
        )


@lru_cache(maxsize=16)
def _outlines(world: World, plane: MapFrame) -> dict[str, str]:
    """The outline of each country as path data; empty if it is not in the window."""
    found = dict.fromkeys(world.areas, "")
    if plane.whole:
        for code, projected in _projected(world):
            found[code] += _drawn([plane.on(*each) for each in projected])
    else:
        for code, ring, box in _rings(world):
            found[code] += _path(ring, box, plane)
    return found


@lru_cache(maxsize=4)
def _rings(world: World) -> list[tuple[str, Line, Box]]:
    """Every ring with its country and the box that contains it."""
    return [
        (code, ring, box_of(ring))
        for code, areas in world.areas.items() for rings in areas for ring in rings
    ]  # fmt: skip


@lru_cache(maxsize=4)
def _projected(world: World) -> list[tuple[str, Line]]:
    """Every ring in Equal Earth."""
    return [(code, tuple(equal_earth(*each) for each in ring)) for code, ring, _ in _rings(world)]


def _path(ring: Line, box: Box, plane: MapFrame) -> str:
    west, south, _, north = plane.window
    east = west + span(plane.window)
    # The cut lies a little outside the window, so that no outline is drawn along its edge.
    room = (east - west) / 50
    found = []
    for turn in (-360, 0, 360):  # a ring may be in the window after a turn around the Earth
        frame = west - turn - room, south - room, east - turn + room, north + room
        if box[0] < frame[2] and box[2] > frame[0] and box[1] < frame[3] and box[3] > frame[1]:
            inside = clip(ring, frame)
            found.append(_drawn([plane.ahead(x + turn - west, y) for x, y in inside]))
    return "".join(found)


def _drawn(points: list[tuple[float, float]]) -> str:
    kept = points[:1]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) > NEAR or abs(y - kept[-1][1]) > NEAR:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _clusters(drawn: Atlas, plane: MapFrame, colours: Colours, language: Language) -> Iterator[str]:
    scale = drawn.scale or 1
    about = "≈ " if drawn.scale else ""
    for each in drawn.clusters:
        count = rounded(len(each.spots) * scale) if drawn.scale else len(each.spots)
        x, y = plane.at(*each.center)
        words = number(Count(count), language)
        radius = max(8 + 3 * log10(count), length(words) / 2 + 3)
        yield (
            f"<g><title>{about}{language.number(count)}</title>"
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
            f' fill="{colours.ink}" fill-opacity="0.86" stroke="{colours.paper}"/>'
            f"{text(x, y + 4, words, colours.paper, MIDDLE)}</g>"
        )


def _marks(drawn: Atlas, plane: MapFrame, colours: Colours, language: Language) -> Iterator[str]:
    for spot, body in drawn.marks:
        event = event_in(orjson.loads(body), language.code)
        x, y = plane.at(spot.longitude, spot.latitude)
        told = [event["date_display"], event_texts.status(event, language.code)]
        title = escape(f"{language.gettext(', ').join(filter(None, told))}: {event['title']}")
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT}" fill="{colours.ink}"'
            f' stroke="{colours.paper}"><title>{title}</title></circle>'
        )


def _legend(limits: list[int], y: float, drawn: Atlas, look: MapStyle) -> tuple[list[str], float]:
    """The classes, in as many lines as they need, and the place of the next line."""
    colours, _ = THEMES[look.theme], look.language.gettext
    head = _("Events by country:")
    if drawn.countries_sample is not None:
        head = _("Events by country, about:")
    parts, x = [text(MARGIN, y + 8, head, colours.soft)], MARGIN + length(head) + 10
    for at, low in enumerate(limits):
        high = limits[at + 1] - 1 if at + 1 < len(limits) else None
        label = _label(low, high, look.language)
        room = SWATCH + 5 + length(label) + 12
        if x + room > drawn.width:
            x, y = float(MARGIN), y + LINE
        fill = _shade(at, len(limits), colours)
        parts.append(
            f'<rect x="{x:.1f}" y="{y - 2:.1f}" width="{SWATCH}" height="11" fill="{fill}"/>'
        )
        parts.append(text(x + SWATCH + 5, y + 8, label, colours.ink))
        x += room
    return parts, y + LINE + 4


def _label(low: int, high: int | None, language: Language) -> str:
    if high is None:
        return f"{language.number(low)}+"
    if high <= low:
        return language.number(low)
    return f"{language.number(low)}–{language.number(high)}"
