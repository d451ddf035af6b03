"""Lays out the chart above the list: bars, lines, or several panels of bars.

Positions are in per cent of the width. The chart has the same axis of time as the timeline below
it. Within a bar, events without a known day are drawn apart from the others. A date that is wider
than a bar is drawn below the axis, as the stretch of time that it may mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from service.api import series
from service.api.access import key_parameter
from service.api.addresses import prefix
from service.api.instance import Instance
from service.api.language import language, language_parameter
from service.domain import calendar, edtf
from service.domain.chart import Amount, Layout, Line, Panel
from service.domain.intervals import Steps
from service.domain.vocabulary import KNOWN_DAY
from service.formats.chart_words import beside, title
from service.formats.histogram_svg import heading
from service.formats.numbers import number
from service.formats.palette import DASHES
from service.formats.svg import Scale
from service.languages import Language
from service.schemas.charts import MOST, OPEN, PAGE
from service.schemas.comma_lists import quote
from service.schemas.parameters import FILTERS
from service.schemas.query import EventsQuery
from service.web.chart_parts import LANE, Bar, Chart, Drawn, Part, Stretch, Table
from service.web.form_values import Pairs

HEIGHT, LINES, LOW = 38, 116, 46
"""Height in pixels of the only panel, of a panel with lines, and of one panel of several."""
ROOM = 0.015
"""The part of the range that stays free after its end if the query has no end.

The timeline leaves the same room.
"""
TICK = 13.0
"""Per cent of the width that the label of a tick needs."""
LANES = 3
MAX_STRETCHES = 120
OWN = frozenset(each.name for each in PAGE)
KEPT = frozenset(each.name for each in FILTERS)


MOST_ROWS = 400


def chart(here: Instance, query: EventsQuery, asked: Pairs) -> Chart | None:
    """The chart of a query, whose parameters are ``asked``; ``None`` if there is nothing to draw.

    Raises ``Invalid``.
    """
    words = language()
    chosen = any(name == "interval" for name, _ in asked)
    found = series.drawn(here, query, words, chosen=chosen)
    if found is None:
        return None
    layout, steps = found.layout, found.steps
    if not layout.drawn:
        return None
    first, last = steps.days
    ends = any(name in ("date", "to") for name, _ in asked)
    room = 0.0 if ends else (last + 1 - first) * ROOM
    scale = Scale(first, last + room, 0, 100)
    by = found.facts.by or ("stage" if found.asked.money else "")
    line = None if by else layout.panels[0].lines[0]
    away = max(1, steps.count // 2)
    return Chart(
        interval=steps.interval,
        start=calendar.iso(first),
        end=calendar.iso(last),
        edge=last + 1 + room,
        steps=steps.count,
        parts=[_part(each, layout, steps, scale) for each in layout.panels],
        lines=layout.lines,
        by=by,
        money=found.asked.money,
        title=title(found.facts, words),
        stretches=_stretches(line, scale) if line else [],
        ticks=list(_ticks(scale)),
        notes=_notes(found, words),
        total=found.total,
        vague=_vague(line) if line else None,
        table=_table(layout, steps),
        csv=_address("csv", asked, found),
        picture=_address("svg", asked, found),
        earlier=steps.date(-away, steps.count - 1 - away),
        later=steps.date(away, steps.count - 1 + away),
        wider=steps.date(-steps.count, 2 * steps.count - 1),
    )


def _notes(found: series.Drawn, words: Language) -> list[str]:
    """The notes beside the chart.

    If there is one series and all its wide dates are drawn, the legend explains them instead.
    """
    layout = found.layout
    if not found.facts.by and not found.asked.money:
        (line,) = layout.panels[0].lines
        if len(line.wide) <= MAX_STRETCHES:
            bare = Line(line.name, line.number, line.values, {}, line.exact)
            layout = replace(layout, panels=[replace(layout.panels[0], lines=[bare])])
    return list(beside(layout, found.facts, words))


def in_words(amount: Amount, line: Line) -> str:
    """A number of a series in words."""
    return number(amount, line.exact, language())


def _vague(line: Line) -> int | None:
    """The number of events without a known day, in the bars and outside."""
    if line.vague is None:
        return None
    wide = (int(amount.about) for date, amount in line.wide.items()
            if edtf.parse(date).precision not in KNOWN_DAY)  # fmt: skip
    return sum(line.vague.values()) + sum(wide)


def _part(panel: Panel, layout: Layout, steps: Steps, scale: Scale) -> Part:
    foot = HEIGHT if len(layout.panels) == 1 else LOW
    foot = LINES if layout.lines else foot
    # A low panel has room for two numbers.
    every = panel.marks if layout.lines else panel.marks[:: max(1, (len(panel.marks) - 1) // 2)]
    marks = [
        (round(foot - foot * float(each / panel.top), 1), language().short(each)) for each in every
    ]
    drawn = [
        _line(each, panel, steps, scale, foot) if layout.lines
        else Drawn(each.name, each.number, in_words(each.total, each),
                   list(_bars(each, panel, steps, scale, foot)))
        for each in panel.lines
    ]  # fmt: skip
    return Part(heading(panel, layout), drawn, marks, foot)


def _bars(line: Line, panel: Panel, steps: Steps, scale: Scale, foot: int) -> Iterator[Bar]:
    for step, amount in sorted(line.values.items()):
        x, end = scale.at(steps.begin(step)), scale.at(steps.begin(step + 1))
        height = max(1.5, foot * float(amount.about / panel.top))
        vague = (line.vague or {}).get(step, 0) if not line.name else 0
        apart = height * line.share(step) if vague else 0.0
        yield Bar(
            language().date(steps.date(step)), in_words(amount, line), vague, round(x, 3),
            round((end - x) * (0.88 if steps.count < 300 else 1), 3), round(foot - height, 1),
            round(height, 1), round(apart, 1),
        )  # fmt: skip


def _line(line: Line, panel: Panel, steps: Steps, scale: Scale, foot: int) -> Drawn:
    dots = []
    for step in range(steps.count):
        x = scale.at((steps.begin(step) + steps.begin(step + 1)) / 2)
        y = round(foot - foot * float(line.value(step) / panel.top), 1)
        told = in_words(line.values.get(step, Amount()), line)
        dots.append((round(x, 3), y, f"{line.name}, {language().date(steps.date(step))}: {told}"))
    points = " ".join(f"{x * 10:.2f},{y}" for x, y, _ in dots)
    dash = DASHES[line.number % len(DASHES)]
    total = in_words(line.total, line)
    return Drawn(line.name, line.number, total, [], dash, points, tuple(dots))


def _stretches(line: Line, scale: Scale) -> list[Stretch]:
    """The dates wider than a bar, in lanes; the narrowest dates choose their lane first."""
    start, end = int(scale.first), int(scale.last)
    spans: list[tuple[int, int, str, Amount]] = []
    for text, amount in line.wide.items():
        date = edtf.parse(text)
        low = start if date.earliest is None else max(date.earliest, start)
        high = end if date.latest is None else min(date.latest, end)
        if not date.undated and low <= high:
            spans.append((high - low, low, text, amount))
    spans.sort(key=lambda each: each[:3])
    lanes: list[list[tuple[int, int]]] = [[] for _ in range(LANES)]
    found = []
    for more, low, text, amount in spans[:MAX_STRETCHES]:
        high = low + more
        free = [n for n in range(LANES) if all(high < a or b < low for a, b in lanes[n])]
        lane = free[0] if free else LANES - 1
        lanes[lane].append((low, high))
        x, right = scale.at(low), scale.at(high + 1)
        wide = round(max(0.4, right - x), 2)
        found.append(Stretch(text, in_words(amount, line), round(x, 2), wide, lane * LANE))
    return found


def _ticks(scale: Scale) -> Iterator[tuple[float, str]]:
    for x, name in scale.ticks(language().tick, TICK):
        yield round(x, 2), name


def _table(layout: Layout, steps: Steps) -> Table:
    lines = [(panel, line) for panel in layout.panels for line in panel.lines]
    columns = [" ".join(dict.fromkeys(each for each in (*(panel.money or ()), line.name) if each))
               for panel, line in lines]  # fmt: skip
    used = sorted({step for _, line in lines for step in line.values})
    dates = list(dict.fromkeys(date for _, line in lines for date in line.wide))

    def cell(line: Line, amount: Amount | None) -> str:
        return in_words(amount, line) if amount else "0"

    rows = [(steps.date(step), [cell(line, line.values.get(step)) for _, line in lines])
            for step in used[:MOST_ROWS]]  # fmt: skip
    wide = [(date, [cell(line, line.wide.get(date)) for _, line in lines])
            for date in dates[:MOST_ROWS]]  # fmt: skip
    return Table(columns, rows, wide, max(len(used), len(dates)) > MOST_ROWS)


def _address(suffix: str, asked: Pairs, found: series.Drawn) -> str:
    """The URL of the same figures in another format."""
    more: list[tuple[str, str]] = [("interval", found.steps.interval)]
    compared = found.asked.compared
    if compared is not None and compared.members:
        values = ",".join(quote(each.value) for each in compared.members)
        several = 1 < len(compared.members) <= MOST
        if compared.kind not in ("country", "category", "stage") and (
            several or compared.kind not in OPEN
        ):
            more.append(("by", compared.kind))
        more += [("compare", values)] if several else []
    if found.asked.money:
        more.append(("measure", "money"))
    kept = [each for each in asked if each[0] in KEPT]
    more += language_parameter() if suffix == "svg" else []
    query = "&".join(
        each for each in (urlencode([*kept, *more], safe="/,:"), key_parameter()) if each
    )
    return f"{prefix()}/v1/histogram.{suffix}?{query}"
