"""The values that the events of one filter have, counted for facets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain

import msgspec

from service.deadline import check
from service.domain import calendar
from service.domain.query import Choice, Filter
from service.domain.rounding import rounded
from service.store.bounds import whole_bounds
from service.store.facet_values import TIMES, Facet, Value, most, stretch_text
from service.store.position import FIRST_DAY, LAST_DAY
from service.store.sample import Sample
from service.store.terms import actor_value

Blocs = Mapping[str, Sequence[Choice]]
"""The members of each bloc, by its code."""
Group = dict[str, list[Choice]]
"""The countries of one group of a filter, with or without a role."""


class _Actor(msgspec.Struct, gc=False):
    name: str


class _Amount(msgspec.Struct, gc=False):
    currency: str
    value: str


class _Content(msgspec.Struct, gc=False):
    countries: list[tuple[str, str]] = []
    actors: list[_Actor] = []
    amounts: list[_Amount] = []
    tags: list[str] = []


read_content = msgspec.json.Decoder(_Content).decode
"""Reads the column ``content`` of an event, as far as facets need it."""


class CountedEvent(msgspec.Struct, gc=False, array_like=True):
    """The parts of an event that are counted. The days are those of the index; the first is
    ``None`` if there is no date at all."""

    first: int | None
    last: int
    precision: str
    category: str
    status: str
    content: _Content


class FacetCounter:
    """Counts the values of events of one filter. A country or a bloc that is added to the filter
    must have one of ``roles``, if there are any."""

    def __init__(
        self, filter_: Filter, blocs: Blocs, sample: Sample, roles: Collection[str] = ()
    ) -> None:
        self.filter, self.days = filter_, whole_bounds(filter_)
        self.roles = frozenset(roles)
        least = filter_.value("min_amount")
        self.least = None if least is None else float(least)
        self.blocs = _by_country(blocs)
        self.sample = sample
        self.groups = [found for group in filter_.groups if (found := _places(group))]
        self.stays = [
            group
            for group in self.groups
            if any(each.has_period for some in group.values() for each in some)
        ]

    def facet(self, by: str, events: list[CountedEvent], limit: int) -> Facet:
        """The values that ``events`` have."""
        counts = self._times(by, events) if by in TIMES else self._each(by, events)
        values = [Value(value, value, count) for value, count in most(counts, limit)]
        if self.sample.whole:
            return Facet(by, values, None, len(counts) <= limit)
        scale = self.sample.total / max(1, len(events))
        values = [replace(each, count=rounded(each.count * scale)) for each in values]
        return Facet(by, values, len(events), False)

    def _each(self, by: str, events: Iterable[CountedEvent]) -> Counter[str]:
        check()
        values: Callable[[CountedEvent], Iterable[str]] = getattr(self, f"_{by}")
        return Counter(chain.from_iterable(map(values, events)))

    def _country(self, event: CountedEvent) -> set[str]:
        links = event.content.countries
        return {code for code, role in links if not self.roles or role in self.roles}

    def _actor(self, event: CountedEvent) -> Iterable[str]:
        return {actor_value(each.name) for each in event.content.actors}

    def _tag(self, event: CountedEvent) -> Iterable[str]:
        return set(event.content.tags)

    def _currency(self, event: CountedEvent) -> Iterable[str]:
        paid, least = event.content.amounts, self.least
        return {each.currency for each in paid if least is None or float(each.value) >= least}

    def _category(self, event: CountedEvent) -> Iterable[str]:
        return (event.category,)

    def _status(self, event: CountedEvent) -> Iterable[str]:
        return (event.status,)

    def _precision(self, event: CountedEvent) -> Iterable[str]:
        return (event.precision,)

    def _bloc(self, event: CountedEvent) -> Iterable[str]:
        stays = (stay for code in self._country(event) for stay in self.blocs.get(code, ()))
        return {bloc for bloc, choice in stays if self._falls(event, choice)}

    def _role(self, event: CountedEvent) -> Iterable[str]:
        """The roles that hold in each group of the filter's countries."""
        links = event.content.countries
        found = {role for _, role in links}
        for group in self.groups:
            has = {each.value for each in self._held(event, group)}
            found &= {role for code, role in links if code in has or f"{code}/{role}" in has}
        return found

    def _falls(self, event: CountedEvent, choice: Choice) -> bool:
        """Whether the event's days are in the choice's own period, in the way that the filter
        requires."""
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

    def _times(self, by: str, events: Iterable[CountedEvent]) -> Counter[str]:
        """The number of events in each stretch of time, inside the range. Only stretches in which
        an event begins are counted."""
        size = TIMES[by]
        low = FIRST_DAY + 1 if self.filter.since is None else self.filter.since
        dated: list[tuple[int, int, CountedEvent]] = []
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

    def _within(
        self, event: CountedEvent, first: int, last: int, size: int
    ) -> Iterable[tuple[int, int]]:
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

    def _held(self, event: CountedEvent, group: Group) -> Iterator[Choice]:
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
