"""A chart in words: what it draws, and the facts that a reader cannot see in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.chart import Layout, Line
from service.formats.numbers import number
from service.languages import Language, mark

EVENTS = {
    "day": mark("Events by day"), "week": mark("Events by week"), "month": mark("Events by month"),
    "quarter": mark("Events by quarter"), "year": mark("Events by year"),
    "decade": mark("Events by decade"), "century": mark("Events by century"),
}  # fmt: skip
MONEY = {
    "day": mark("Money by day"), "week": mark("Money by week"), "month": mark("Money by month"),
    "quarter": mark("Money by quarter"), "year": mark("Money by year"),
    "decade": mark("Money by decade"), "century": mark("Money by century"),
}  # fmt: skip
WIDE = {
    "day": mark("wider than a day"), "week": mark("wider than a week"),
    "month": mark("wider than a month"), "quarter": mark("wider than a quarter"),
    "year": mark("wider than a year"), "decade": mark("wider than a decade"),
    "century": mark("wider than a century"),
}  # fmt: skip
UNITS = {
    "day": mark("Day"), "week": mark("Week"), "month": mark("Month"), "quarter": mark("Quarter"),
    "year": mark("Year"), "decade": mark("Decade"), "century": mark("Century"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts beside the layout: what the series are by, the interval, and whether it is wider
    than the request asked for. ``others`` says that there are more values than are drawn. ``paid``
    counts the events with an amount and all events, each with whether the number is exact."""

    by: str
    interval: str
    widened: bool = False
    others: bool = False
    paid: tuple[tuple[int, bool], tuple[int, bool]] | None = None


def sentences(layout: Layout, facts: Facts, words: Language) -> list[str]:
    """Sentences about a chart; the first says what is drawn."""
    lines = [line for panel in layout.panels for line in panel.lines]
    first = f"{title(facts, words)}: {_each(layout, lines, words)}."
    return [first, *beside(layout, facts, words), *_vague(lines, facts, words)]


def nothing(paid: bool, some: bool, words: Language) -> str:
    """Why nothing is drawn: of a chart of money (``paid``), or of ``some`` events."""
    if paid:
        return words.gettext("No events with an amount match.")
    if some:
        return words.gettext("No event that matches is in the chart.")
    return words.gettext("No events match.")


def title(facts: Facts, words: Language) -> str:
    """The title of what is drawn: events by month."""
    return words.gettext((MONEY if facts.paid else EVENTS)[facts.interval])


def _each(layout: Layout, lines: list[Line], words: Language, *, apart: bool = False) -> str:
    """The sum of each series with its name; ``apart``, the sum that is in none of its steps."""
    names = {
        id(line): " ".join(
            dict.fromkeys(each for each in (*(panel.money or ()), line.name) if each)
        )
        for panel in layout.panels
        for line in panel.lines
    }
    sums = ((line, line.apart if apart else line.total) for line in lines)
    return "; ".join(
        f"{names[id(line)]} {number(each, line.exact, words)}".strip() for line, each in sums
    )


def beside(layout: Layout, facts: Facts, words: Language) -> Iterator[str]:
    """The facts that neither the drawing nor its legend shows."""
    if facts.widened:
        yield words.gettext("There are too many events to count them in shorter steps in time.")
    if not layout.exact:
        yield words.gettext("Some numbers are estimated from a sample; each has a lower bound.")
    lines = [line for panel in layout.panels for line in panel.lines]
    some = [each for each in lines if each.wide]
    if some:
        text = (mark("On no line, because the date is %(wide)s: %(what)s.") if layout.lines
                else mark("In no bar, because the date is %(wide)s: %(what)s."))  # fmt: skip
        what = _each(layout, some, words, apart=True)
        yield words.gettext(text, wide=words.gettext(WIDE[facts.interval]), what=what)
    if layout.own:
        yield words.gettext("Each panel has an axis of values of its own.")
    if facts.others:
        yield words.gettext("The most frequent are drawn; there are others.")
    if layout.left_out:
        yield words.gettext("Not drawn: %(currencies)s; currency= chooses one.",
                            currencies=words.all_of(layout.left_out))  # fmt: skip
    if facts.paid and facts.paid[0] != facts.paid[1]:
        some_of, every = (_counted(*each, words) for each in facts.paid)
        yield words.gettext(
            "%(some)s of %(every)s events have an amount; the others add nothing.",
            some=some_of, every=every,
        )  # fmt: skip


def _counted(count: int, exact: bool, words: Language) -> str:
    text = words.number(count)
    return text if exact else words.gettext("at least %(count)s", count=text)


def _vague(lines: list[Line], facts: Facts, words: Language) -> Iterator[str]:
    if facts.paid or facts.by:
        return
    (line,) = lines
    if line.vague is None:
        yield words.gettext("Events whose day is not known are not shown separately here.")
    elif vague := sum(line.vague.values()):
        yield words.ngettext("%(num)s in the bars is hatched: its day is not known.",
                             "%(num)s in the bars are hatched: their day is not known.",
                             vague)  # fmt: skip
