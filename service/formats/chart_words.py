"""What a chart says in words: what it draws, and all that a reader would not see in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.chart import Amount, Layout, Line
from service.formats.numbers import number


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say beside the layout: by what the series are, the interval, and the one
    that was ``asked`` for and was too fine. ``others`` says that there are more values than are
    drawn. ``paid`` are the events with an amount and all events, each perhaps ``at_least``."""

    by: str
    interval: str
    asked: str | None = None
    others: bool = False
    paid: tuple[tuple[int, str], tuple[int, str]] | None = None


def told(layout: Layout, facts: Facts) -> list[str]:
    """Sentences, the first of which says what is drawn."""
    if not layout.drawn:
        return ["No events with an amount match." if facts.paid else "No events match."]
    return [_title(layout, facts), *beside(layout, facts), *_vague(layout, facts)]


def _title(layout: Layout, facts: Facts) -> str:
    lines = [line for panel in layout.panels for line in panel.lines]
    if facts.paid:
        what = f"Sums of money by {facts.interval}"
        return f"{what}, apart for each currency and stage: {_totals(layout)}."
    if not facts.by:
        (line,) = lines
        return f"{_events(line.total, line.exact)} by {facts.interval}."
    return f"Events by {facts.interval} and {facts.by}: {_totals(layout)}."


def _totals(layout: Layout) -> str:
    names = _names(layout)
    return "; ".join(
        f"{names[id(line)]} {number(line.total, line.exact)}"
        for panel in layout.panels
        for line in panel.lines
    )


def _events(amount: Amount, exact: bool) -> str:
    return f"{number(amount, exact)} event{'s' if amount.about != 1 else ''}"


def beside(layout: Layout, facts: Facts) -> Iterator[str]:
    """What neither the drawing nor its legend says."""
    if facts.asked:
        yield (f"By {facts.interval} and not by {facts.asked}, for there are too many events to"
               f" count by {facts.asked} in time.")  # fmt: skip
    if not layout.exact:
        yield "Some numbers are estimated from a sample; of each it is said how many at least."
    lines = [line for panel in layout.panels for line in panel.lines]
    yield from _apart(lines, layout, facts)
    if layout.own:
        yield "Each panel has an axis of values of its own."
    if facts.others:
        yield f"The {len(lines)} most frequent are drawn; there are others."
    if layout.left_out:
        yield f"Not drawn: {', '.join(layout.left_out)}; currency= chooses one."
    if facts.paid:
        some, every = facts.paid
        if some != every:
            yield (f"{_counted(*some)} of {_counted(*every)} events have an amount; the others add"
                   " nothing.")  # fmt: skip


def _counted(count: int, count_is: str) -> str:
    return f"{count:,}" if count_is == "exact" else f"at least {count:,}"


def _apart(lines: list[Line], layout: Layout, facts: Facts) -> Iterator[str]:
    """What is in no bar."""
    where = "on no line" if layout.lines else "in no bar"
    some = [each for each in lines if each.wide]
    if len(lines) == 1 and some and not facts.paid:
        line = some[0]
        are, their = ("is", "its date is") if line.apart.about == 1 else ("are", "their dates are")
        many = _events(line.apart, line.exact)
        yield f"{many} {are} {where}: {their} wider than a {facts.interval}."
    elif some:
        names = _names(layout)
        each = "; ".join(f"{names[id(one)]} {number(one.apart, one.exact)}" for one in some)
        yield (f"{where.capitalize()}, because the dates are wider than a {facts.interval}:"
               f" {each}.")  # fmt: skip


def _names(layout: Layout) -> dict[int, str]:
    return {
        id(line): " ".join(
            dict.fromkeys(each for each in (*(panel.money or ()), line.name) if each)
        )
        for panel in layout.panels
        for line in panel.lines
    }


def _vague(layout: Layout, facts: Facts) -> Iterator[str]:
    if facts.paid or facts.by:
        return
    (line,) = (line for panel in layout.panels for line in panel.lines)
    if line.vague is None:
        yield "Events whose day is not known are not told apart, for there are too many."
    elif vague := sum(line.vague.values()):
        are = "is" if vague == 1 else "are"
        yield f"{vague:,} in the bars {are} hatched: the day is not known."
