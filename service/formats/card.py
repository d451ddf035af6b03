"""The picture that goes with a link (``og:image``): 1200 by 630 pixels, the size that sites which
show links ask for.

A text is left out if the built-in fonts lack one of its letters, unless the operator has named
other fonts. Boxes in place of letters would be worse than no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice
from unicodedata import east_asian_width

from service.formats import event_texts
from service.formats.lettering import cut, fitted, from_right, in_order
from service.formats.png import FAMILY, drawable, png
from service.formats.svg import THEMES

WIDTH, HEIGHT, MARGIN = 1200, 630, 70
ROOM = WIDTH - 2 * MARGIN
SIZES, MOST_LINES = ((60, 3), (50, 4), (42, 5)), 5
"""Sizes of the title in pixels, the largest first, each with its maximum number of lines. Then
the maximum number of lines of all sizes."""
ASPECT, WIDE = 0.68, 1.05
"""Width of an average letter of the bold font, and of a Chinese one, relative to the size."""
COLOURS = THEMES["light"]


@dataclass(frozen=True, slots=True)
class Card:
    """The content of a card: the name of the instance, a title, lines below, and perhaps a drawing
    (SVG, which must say its width and height)."""

    site: str
    title: str
    lines: tuple[str, ...] = ()
    drawing: bytes = b""


def render(card: Card, colour: str, fonts: str = "") -> bytes:
    """The card as PNG; ``colour`` is the operator's, ``fonts`` the operator's folder of fonts."""
    enough = all(map(drawable, (card.site, card.title, *card.lines)))
    return png(svg(card, colour, bool(fonts)), "" if enough else fonts)


def svg(card: Card, colour: str, every: bool) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" font-family="{FAMILY}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{COLOURS.paper}"/>'
        f'<rect width="{WIDTH}" height="16" fill="{colour}"/>'
        f"{''.join(_parts(card, colour, every))}</svg>"
    )


def _parts(card: Card, colour: str, every: bool) -> Iterator[str]:
    def known(text: str) -> str:
        text = " ".join(event_texts.without_controls(text).split())
        return text if every or drawable(text) else ""

    y = 96.0
    if site := known(card.site):
        yield _text(cut(site, ROOM / 30, length), y, 30, colour, 'font-weight="700"')
    size, lines = title_lines(known(card.title))
    y += 30
    for each in lines:
        y += size * 1.22
        yield _text(each, y, size, COLOURS.ink, 'font-weight="700"')
    below = [each for line in card.lines if (each := known(line))]
    if card.drawing:
        yield from (
            _text(cut(each, ROOM / 30, length), y + 52, 30, COLOURS.soft) for each in below[:1]
        )
        yield _placed(card.drawing, y + (90 if below else 40))
        return
    below = [each for line in below for each in _wrapped(line, 32, 2)]
    below = below[: int((HEIGHT - 24 - y - 66) // 46) + 1]
    y = max(y + 66, HEIGHT - 70 - 46 * (len(below) - 1))
    for each in below:
        yield _text(each, y, 32, COLOURS.soft)
        y += 46


def _text(words: str, y: float, size: int, colour: str, more: str = "") -> str:
    x, anchor = MARGIN, ""
    if from_right(words):
        x, anchor = WIDTH - MARGIN, ' text-anchor="end"'
    return (
        f'<text x="{x}" y="{y:.0f}" font-size="{size}" fill="{colour}"{anchor} {more}>'
        f"{escape(in_order(words))}</text>"
    )


def _placed(drawing: bytes, y: float) -> str:
    """The drawing, as large as the room below ``y`` allows."""
    svg = drawing.decode()
    found = re.search(r'width="(\d+)" height="(\d+)"', svg)
    if found is None:
        raise ValueError("the drawing does not say its size")
    scale = min(ROOM / int(found[1]), (HEIGHT - 24 - y) / int(found[2]))
    x = (WIDTH - int(found[1]) * scale) / 2
    inside = svg.partition(">")[2].rpartition("</svg>")[0]
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({scale:.4f})">{inside}</g>'


def length(words: str) -> float:
    """About how wide ``words`` are, at a size of 1."""
    return sum(WIDE if east_asian_width(each) in "WF" else ASPECT for each in words)


def title_lines(title: str) -> tuple[int, list[str]]:
    """The size at which ``title`` fits, and its lines. At the smallest size it is cut."""
    for size, most in SIZES:
        lines = list(islice(fitted(title, ROOM / size, length), most + 1))
        if len(lines) <= most:
            return size, lines
    size, most = SIZES[-1]
    return size, _wrapped(title, size, most)


def _wrapped(text: str, size: int, most: int) -> list[str]:
    """``text`` in at most ``most`` lines. If it needs more, the last line is cut."""
    lines = list(islice(fitted(text, ROOM / size, length), most + 1))  # the rest is not read
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), ROOM / size, length)]
