"""Pictures as plain SVG (1.1), without scripts, style sheets or fonts of their own.

So documents, README files and slides show them. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from service.domain import calendar
from service.domain.timeline import length
from service.formats import lettering

FONT = "font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', sans-serif\""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a picture."""

    paper: str
    ink: str
    soft: str
    rule: str
    mark: str


Named = Callable[[int, int | None], str]
STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000, 120_000, 1_200_000]
"""Months from one name of an axis to the next."""
GAP = 8
"""Pixels between the names of an axis."""
THEMES = {
    "light": Colours("#fffefb", "#191a1d", "#5b5953", "#dcd8cf", "#9b1b30"),
    "dark": Colours("#15161a", "#ecebe7", "#aba79d", "#35363c", "#ff8fa0"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels: ``first`` is at ``left``, the end of ``last`` is at ``right``."""

    first: int
    last: float
    left: float
    right: float

    def at(self, day: float) -> float:
        """The pixel at which a day begins."""
        days = max(1, self.last + 1 - self.first)
        return self.left + (day - self.first) / days * (self.right - self.left)

    def ticks(
        self, named: Named, room: float = 70, measure: lettering.Measure | None = None
    ) -> Iterator[tuple[float, str]]:
        """The beginnings of years or months as pairs of pixel and name, at least ``room`` pixels
        apart. ``named`` makes the name of a year, or of a month in it, from their numbers;
        ``measure`` says how wide a name is, so that none touches another or is cut at the end."""
        first, last = calendar.month_of(self.first), calendar.month_of(int(self.last))
        a_month = (self.right - self.left) / max(1, last - first + 1)
        if first < 12:
            room *= 1.6  # years before 1 have longer names
        steps = STEPS
        if measure is not None:
            year = calendar.year_and_month(last)[0]
            months = max(measure(named(year, month)) for month in range(1, 13)) + GAP
            steps = [each for each in STEPS if each >= 12 or each * a_month >= months]
        step = next((each for each in steps if each * a_month >= room), last - first + 1)
        for month in range(first - first % step + step * (first % step > 0), last + 2, step):
            year, number = calendar.year_and_month(month)
            day = calendar.ordinal(year, number, 1)
            name = named(year, number if step < 12 else None)
            wide = room / 2 if measure is None else max(room / 2, measure(name))
            if self.first <= day <= self.last and self.at(day) + wide <= self.right:
                yield self.at(day), name


def text(x: float, y: float, words: str, colour: str, more: str = "") -> str:
    """A text element at 12 pixels."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{colour}" {more}>'
        f"{escape(lettering.in_order(words), quote=True)}</text>"
    )


def shortened(words: str, pixels: float) -> str:
    """``words`` cut to the given number of pixels."""
    return lettering.cut(words, pixels + 1e-6, length)


def picture(
    size: tuple[int, float], title: str, about: str, colours: Colours, parts: Iterable[str]
) -> bytes:
    """The whole document; ``title`` and ``about`` are for readers who cannot see it."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}"'
        f' viewBox="0 0 {width} {height:.0f}" role="img" aria-labelledby="t d" {FONT}>'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(about)}</desc>'
        f"{hatching(colours)}"
        f'<rect width="{width}" height="{height:.0f}" fill="{colours.paper}"/>'
        f"{''.join(parts)}</svg>\n"
    ).encode()


def hatching(colours: Colours) -> str:
    """The pattern for dates without a known day, and the fading for those without an end."""
    fading = "".join(
        f'<linearGradient id="{name}"><stop offset="0" stop-color="{colours.mark}"'
        f' stop-opacity="{begin}"/><stop offset="1" stop-color="{colours.mark}"'
        f' stop-opacity="{end}"/></linearGradient>'
        for name, begin, end in (("late", 1, 0.1), ("early", 0.1, 1))
    )
    return (
        f'<defs>{fading}<pattern id="vague" width="5" height="5" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)">'
        f'<rect width="5" height="5" fill="{colours.paper}"/>'
        f'<rect width="1.6" height="5" fill="{colours.mark}"/></pattern></defs>'
    )
