"""The series of a chart, which ``interval``, ``by``, ``compare`` and ``measure`` ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.api import facets
from service.api.instance import Instance
from service.domain.chart import Charted, Layout, lay_events, lay_money
from service.domain.intervals import AUTO, Steps, suitable
from service.domain.query import Choice, Filter
from service.domain.vocabulary import STAGES
from service.errors import FieldError, Invalid
from service.formats import chart_words
from service.formats.chart_words import Facts
from service.languages import Language
from service.schemas.charts import EVENTS, MONEY, MOST, Compared, Comparing, Member
from service.schemas.country_roles import split_role
from service.schemas.parameters import WORDED
from service.schemas.query import EventsQuery
from service.store.facets import ROUGH

MOST_STEPS = 3000
"""The maximum number of bars of one chart."""


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """A chart that a query asks for: its events, its interval, the values that it compares, and
    whether it counts money. ``left_out`` says that ``compared`` lacks some values."""

    filter: Filter
    interval: str
    compared: Compared | None
    money: bool
    left_out: bool = False

    @property
    def members(self) -> Sequence[Member]:
        """The values whose events are counted separately; none if all events are one series."""
        if self.compared is None or self.compared.kind == "stage":
            return ()
        return self.compared.members

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages of money that are compared; none if all stages are shown."""
        if self.compared is None or self.compared.kind != "stage":
            return ()
        return tuple(each.value for each in self.compared.members)


def asked(here: Instance, query: EventsQuery) -> ChartRequest:
    """The chart that a query asks for. Raises ``Invalid``."""
    options = dict(query.options)
    measure, by = options.get("measure", EVENTS), options.get("by", "")
    interval = options.get("interval", AUTO)
    compared = Comparing(here.parser.involved).read(options)
    found = ChartRequest(query.filter, interval, compared, measure == MONEY)
    if compared is not None or not by:
        return found
    return _most_frequent(here, found, by)


def _most_frequent(here: Instance, found: ChartRequest, by: str) -> ChartRequest:
    """``found``, comparing the values of ``by`` that most events have."""
    filter_ = paid(here, found.filter) if found.money else found.filter
    ((facet,), *_) = facets.count(here, filter_, (by,), MOST + 1, limits=ROUGH)
    blocs = here.blocs
    members = []
    for each in facet.values[:MOST]:
        group: tuple[Choice, ...] = (Choice(by, each.value),)
        if by == "bloc":
            group = tuple(
                Choice("country", stay.country, stay.since, stay.until)
                for stay in blocs[each.value].members
            )
        text = each.name if by == "actor" else each.value
        members.append(Member(text, each.name, group))
    return replace(found, compared=Compared(by, tuple(members)), left_out=len(facet.values) > MOST)


def paid(here: Instance, filter_: Filter) -> Filter:
    """The filter for the events of ``filter_`` that have an amount."""
    indexed = filter_.with_currency_as_term()
    if indexed is not filter_:
        return indexed
    used = here.store.terms("currency")
    group = tuple(Choice("currency", each.value) for each in used) or (Choice("currency", ""),)
    return replace(filter_, groups=(*filter_.groups, group))


def reach(here: Instance, filter_: Filter) -> tuple[int, int] | None:
    """First and last day of a chart: those of the filter, and if it has none, those of its events.
    ``None`` if there is no event, or if the first day is after the last."""
    first, last = filter_.since, filter_.until
    if first is None or last is None:
        extent = here.store.extent(filter_)
        if extent is None:
            return None
        first = extent[0] if first is None else first
        last = extent[1] if last is None else last
    return (first, last) if first <= last else None


def steps(interval: str, days: tuple[int, int], *, chosen: bool = True) -> Steps:
    """The steps of a chart over these days. If the interval gives too many steps, raises
    ``Invalid`` if somebody has ``chosen`` it; otherwise a suitable interval replaces it."""
    best = suitable(*days)
    found = Steps(best if interval == AUTO else interval, *days)
    if interval == AUTO or found.count <= MOST_STEPS:
        return found
    if not chosen:
        return Steps(best, *days)
    text = (
        f"interval: {interval} gives {found.count:,} bars, more than {MOST_STEPS:,};"
        f" take {best}, or a narrower range of dates"
    )
    raise Invalid(text, [FieldError(text, parameter="interval", nearest=(best,))])


def counted(here: Instance, chart: ChartRequest, *, chosen: bool) -> Charted | None:
    """The series of a chart, in the order of its members, or one series of all events. ``chosen``
    says that somebody has asked for the interval."""
    filter_ = paid(here, chart.filter) if chart.money else chart.filter
    groups = [each.group for each in chart.members]
    filters = [replace(filter_, groups=(*filter_.groups, group)) for group in groups] or [filter_]
    return here.store.chart(
        filters,
        lambda first, last: steps(chart.interval, (first, last), chosen=chosen),
        money=chart.money,
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that has been counted and laid out. ``total`` is the number of matching events;
    ``None`` if the chart compares values or counts money."""

    asked: ChartRequest
    steps: Steps
    layout: Layout
    facts: Facts
    total: int | None


def drawn(here: Instance, query: EventsQuery, words: Language, *, chosen: bool) -> Drawn | None:
    """The chart of a query, with names in a language; ``None`` if no matching event has a date.
    ``chosen`` says that somebody has asked for the interval. Raises ``Invalid``."""
    chart = asked(here, query)
    found = counted(here, chart, chosen=chosen)
    if found is None:
        return None
    kind = chart.compared.kind if chart.compared else ""
    names = [called(here, kind, each, words) for each in chart.members]
    paid_of = None
    if chart.money:
        stages = {each: words.term("stage", each) for each in chart.stages or STAGES}
        layout = lay_money(found, names, chart.filter.value("currency"), stages)
        some = here.store.roughly(paid(here, chart.filter))
        every = some if chart.filter.value("currency") else here.store.roughly(chart.filter)
        paid_of = some, every if every[0] >= some[0] else (some[0], False)
    else:
        layout = lay_events(found, names)
    by = kind if names else ""
    facts = Facts(by, found.steps.interval, bool(found.asked), chart.left_out, paid_of)
    total = None if names or chart.money else found.series[0].total
    return Drawn(chart, found.steps, layout, facts, total)


def in_sentences(
    here: Instance, query: EventsQuery, found: Drawn | None, words: Language
) -> list[str]:
    """The chart of a query in sentences, or the sentence that says why there is none."""
    if found is not None and found.layout.drawn:
        return chart_words.sentences(found.layout, found.facts, words)
    chart = asked(here, query)
    some = not chart.money and bool(here.store.count(chart.filter, "capped")[0])
    return [chart_words.nothing(chart.money, some, words)]


def called(here: Instance, kind: str, member: Member, words: Language) -> str:
    """The name of a value in a language."""
    if kind in WORDED:
        return words.term(kind, member.value)
    code, role = split_role(member.value)
    if kind != "country" or code in here.blocs:
        name = code if kind == "country" else member.name
    else:
        name = words.country(code)
    if kind != "country" or role is None:
        return name
    return words.gettext("%(country)s as %(role)s", country=name, role=words.term("role", role))
