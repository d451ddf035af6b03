"""The number of matching events for each country, actor, year and so on.

The count of a value is the number of events that match if the value is added to the filter. It is
exact if few events match, or if it is precomputed. Otherwise it is estimated from an even sample of
the events, and marked as an estimate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain

import msgspec

from service.deadline import check, checked
from service.domain import calendar, countries
from service.domain.query import Choice, Filter
from service.domain.rounding import rounded
from service.domain.vocabulary import ROLES
from service.store.bounds import whole_bounds
from service.store.facet_values import TIMES, UNDATED, Facet, Value, most, stretch_text
from service.store.plan import EVERY
from service.store.position import FIRST_DAY, LAST_DAY, UNDATED_SPAN
from service.store.precomputed_facets import precomputed_facet
from service.store.read import Reader
from service.store.sample import UNKNOWN, Known, Sample, SampleLimits, take
from service.store.terms import actor_value

FACETS = ("country", "bloc", "role", "category", "actor", "tag", "status", "precision",
          "currency", *TIMES)  # fmt: skip
USUAL, BESIDE = SampleLimits(), SampleLimits(all=1500, sample=700, walk=6000, pieces=60)
ROUGH = SampleLimits(all=600, sample=400, walk=2400, pieces=16)
"""The sample for its own sake, beside a list and a chart, and for the most frequent values."""
Blocs = Mapping[str, Sequence[Choice]]
Group = dict[str, list[Choice]]
"""The countries of one group of a filter, with or without a role."""


class _Actor(msgspec.Struct, gc=False):
    name: str


class _Amount(msgspec.Struct, gc=False):
    currency: str


class _Content(msgspec.Struct, gc=False):
    countries: list[tuple[str, str]] = []
    actors: list[_Actor] = []
    amounts: list[_Amount] = []
    tags: list[str] = []


_content = msgspec.json.Decoder(_Content).decode


class _Event(msgspec.Struct, gc=False, array_like=True):
    """The parts of an event that are counted. The days are those of the index; the first is
    ``None`` if there is no date at all."""

    first: int | None
    last: int
    precision: str
    category: str
    status: str
    content: _Content


def facets(
    reader: Reader,
    filter_: Filter,
    by: Sequence[str],
    blocs: Blocs,
    limit: int,
    *,
    limits: SampleLimits = USUAL,
    counted: Known = UNKNOWN,
) -> tuple[list[Facet], int, bool]:
    """The facets ``by``, each with at most ``limit`` values; the number of matching events; and
    whether that number is exact. ``counted`` is what is known of their number."""
    found: dict[str, Facet] = {}
    every = filter_ == Filter(undated=filter_.undated)
    sample = None if every else take(reader, filter_, limits, counted)
    if sample is None or not sample.whole:
        known = {each: precomputed_facet(reader, filter_, each, limit) for each in by}
        found = {each: facet for each, facet in known.items() if facet is not None}
    others = [each for each in by if each not in found]
    if sample is None and others:
        sample = take(reader, filter_, limits)
    if sample is not None and others:
        counting = _Counting(filter_, blocs, sample)
        events = list(_events(reader, sample.positions))
        found |= {each: counting.facet(each, events, limit) for each in others}
    named = [_named(reader, found[each], blocs) for each in by]
    if every or sample is None:
        return named, _size(reader, filter_.undated), True
    return named, sample.total, sample.whole


def _size(reader: Reader, undated: bool) -> int:
    """The number of events, with or without those of unknown date."""
    apart = "0" if undated else UNDATED.format("p.term = t.id")
    row = reader.execute(
        f"SELECT t.events - {apart} FROM term t WHERE t.kind = ? AND t.value = ?",
        (EVERY.kind, EVERY.value),
    ).fetchone()
    return int(row[0]) if row else 0


def _events(reader: Reader, positions: list[int]) -> Iterator[_Event]:
    for start in range(0, len(positions), 1000):
        some = reader.database.listed(positions[start : start + 1000])
        rows = reader.execute(
            "SELECT e.earliest, e.latest, e.span, e.precision, e.category, e.status, e.content"
            f" FROM {some.text} CROSS JOIN event e WHERE e.position = j.value",
            some.values,
        ).fetchall()
        for first, last, span, precision, category, status, content in checked(rows):
            begun = FIRST_DAY if first is None else first
            yield _Event(
                None if span == UNDATED_SPAN else begun, LAST_DAY if last is None else last,
                precision, category, status, _content(content),
            )  # fmt: skip


class _Counting:
    """Counts the values of events of one filter."""

    def __init__(self, filter_: Filter, blocs: Blocs, sample: Sample) -> None:
        self.filter, self.days = filter_, whole_bounds(filter_)
        self.blocs = _by_country(blocs)
        self.sample = sample
        self.groups = [found for group in filter_.groups if (found := _places(group))]

        self.stays = [
            group
            for group in self.groups
            if any(each.has_period for some in group.values() for each in some)
        ]

    def facet(self, by: str, events: list[_Event], limit: int) -> Facet:
        """The values that ``events`` have."""
        counts = self._times(by, events) if by in TIMES else self._each(by, events)
        values = [Value(value, value, count) for value, count in most(counts, limit)]
        if self.sample.whole:
            return Facet(by, values, None, len(counts) <= limit)
        scale = self.sample.total / max(1, len(events))
        values = [replace(each, count=rounded(each.count * scale)) for each in values]
        return Facet(by, values, len(events), False)

    def _each(self, by: str, events: Iterable[_Event]) -> Counter[str]:
        check()
        values: Callable[[_Event], Iterable[str]] = getattr(self, f"_{by}")
        return Counter(chain.from_iterable(map(values, events)))

    def _country(self, event: _Event) -> Iterable[str]:
        return {code for code, _ in event.content.countries}

    def _actor(self, event: _Event) -> Iterable[str]:
        return {actor_value(each.name) for each in event.content.actors}

    def _tag(self, event: _Event) -> Iterable[str]:
        return set(event.content.tags)

    def _currency(self, event: _Event) -> Iterable[str]:
        return {each.currency for each in event.content.amounts}

    def _category(self, event: _Event) -> Iterable[str]:
        return (event.category,)

    def _status(self, event: _Event) -> Iterable[str]:
        return (event.status,)

    def _precision(self, event: _Event) -> Iterable[str]:
        return (event.precision,)

    def _bloc(self, event: _Event) -> Iterable[str]:
        stays = (stay for code, _ in event.content.countries for stay in self.blocs.get(code, ()))
        return {bloc for bloc, choice in stays if self._falls(event, choice)}

    def _role(self, event: _Event) -> Iterable[str]:
        """The roles that hold in each group of the filter's countries."""
        links = event.content.countries
        found = {role for _, role in links}
        for group in self.groups:
            has = {each.value for each in self._held(event, group)}
            found &= {role for code, role in links if code in has or f"{code}/{role}" in has}
        return found

    def _falls(self, event: _Event, choice: Choice) -> bool:
        """Whether the event's days are in the choice's own period, in the way that the filter
        demands."""
        if not choice.has_period:
            return True
        if event.first is None:
            return choice.since is None and not self.filter.certain
        days = self.days.narrowed(choice)
        since = FIRST_DAY if days.since is None else days.since
        until = LAST_DAY if days.until is None else days.until
        if since > until:
            return False
        if self.filter.certain:
            return since <= event.first and event.last <= until
        return since <= event.last and event.first <= until

    def _times(self, by: str, events: Iterable[_Event]) -> Counter[str]:
        """The number of events in each stretch of time, inside the range. Only stretches in which
        an event begins are counted."""
        size = TIMES[by]
        low = FIRST_DAY + 1 if self.filter.since is None else self.filter.since
        dated: list[tuple[int, int, _Event]] = []
        begun: set[int] = set()
        check()
        for each in events:
            if each.first is not None:
                dated.append((_stretch(each.first, size), _stretch(each.last, size), each))
                if each.first >= low:
                    begun.add(dated[-1][0])
        stretches = sorted(begun)
        steps = Counter[int]()
        for first, last, event in dated:
            if first != last and self.filter.certain:
                continue
            for start, end in self._within(event, first, last, size):
                steps[bisect_left(stretches, start)] += 1
                steps[bisect_right(stretches, end)] -= 1
        sums = accumulate(steps[place] for place in range(len(stretches)))
        counted = zip(stretches, sums, strict=True)
        return Counter({stretch_text(number, size): events for number, events in counted if events})

    def _within(self, event: _Event, first: int, last: int, size: int) -> Iterable[tuple[int, int]]:
        """The stretches of an event, ``first`` to ``last``, in which it matches the filter: a
        country may have been a member of a bloc only for some time."""
        found = [(first, last)]
        for group in self.stays if first != last else ():
            held = [
                (_stretch(max(event.first or 0, days.since or FIRST_DAY), size),
                 _stretch(min(event.last, days.until or LAST_DAY), size))
                for days in map(self.days.narrowed, self._held(event, group))
            ]  # fmt: skip
            found = [
                (max(one[0], other[0]), min(one[1], other[1]))
                for one in found for other in _merged(held)
                if one[0] <= other[1] and other[0] <= one[1]
            ]  # fmt: skip
        return found

    def _held(self, event: _Event, group: Group) -> Iterator[Choice]:
        links = event.content.countries
        for value in {code for code, _ in links} | {f"{code}/{role}" for code, role in links}:
            yield from (each for each in group.get(value, ()) if self._falls(event, each))


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges, with overlapping ones merged."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found


def _places(choices: Iterable[Choice]) -> Group:
    found: Group = {}
    for each in choices:
        if each.kind in ("country", "role"):
            found.setdefault(each.value, []).append(each)
    return found


def _by_country(blocs: Blocs) -> dict[str, list[tuple[str, Choice]]]:
    found: dict[str, list[tuple[str, Choice]]] = {}
    for code, members in blocs.items():
        for each in members:
            found.setdefault(each.value, []).append((code, each))
    return found


@lru_cache(maxsize=16_384)
def _stretch(day: int, size: int) -> int:
    """The first month (``calendar.month_number``) of the stretch of ``size`` months with a day."""
    if not FIRST_DAY < day < LAST_DAY:
        return day
    month = calendar.month_of(day)
    return month - month % size


def _named(reader: Reader, facet: Facet, blocs: Blocs) -> Facet:
    """The facet, with the names of its values."""
    if facet.by == "country":
        values = [replace(each, name=countries.name(each.value)) for each in facet.values]
    elif facet.by == "actor":
        listed = reader.database.listed_texts([each.value for each in facet.values])
        names = dict(
            reader.execute(
                f"SELECT t.value, t.name FROM {listed.text} CROSS JOIN term t"
                " WHERE t.kind = 'actor' AND t.value = j.value",
                listed.values,
            ).fetchall()
        )
        values = [replace(each, name=names.get(each.value, each.value)) for each in facet.values]
    elif facet.by == "decade":
        values = [replace(each, name=_decade(each.value)) for each in facet.values]
    else:
        values = [replace(each, name=each.value.replace("_", " ")) if each.value in ROLES else each
                  for each in facet.values]  # fmt: skip
    return replace(facet, values=values)


def _decade(text: str) -> str:
    return f"{text[:3].lstrip('0')}0s" if text.endswith("X") else text.replace("/", " to ")
