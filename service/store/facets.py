"""How many of the matching events have each country, actor, year and so on.

A value's count is what the same filter would let through with the value added to it. It is
exact where the matching events are few, or where it is counted ahead of time; otherwise it is
estimated from an even sample of them, and says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain

import msgspec
import orjson

from service.deadline import check, checked
from service.domain import calendar, countries
from service.domain.query import Choice, Filter, Page
from service.domain.vocabulary import ROLES
from service.store.plan import EVERY, whole_bounds
from service.store.position import FIRST_DAY, LAST_DAY, UNDATED_SPAN, start_of
from service.store.read import Reader
from service.store.sample import Bounds, Sample, take
from service.store.terms import TALLIED, actor_value, month_of

TERMS = ("country", "category", "actor", "tag", "status", "precision", "currency")
"""Facets whose values are terms of the index."""
TIMES = {"decade": 120, "year": 12, "month": 1}
"""Facets of time, and the months that each of their values has."""
FACETS = ("country", "bloc", "role", "category", "actor", "tag", "status", "precision",
          "currency", *TIMES)  # fmt: skip
MOST_TERMS = 50_000
"""Terms of a kind up to which the most frequent are looked for among all."""
MOST_REACHES = 80
"""Stretches of time for each of which it is counted what reaches into it."""

UNDATED = f"(SELECT count(*) FROM posting p WHERE {{}} AND p.span = {UNDATED_SPAN})"
USUAL = Bounds()
Blocs = Mapping[str, Sequence[Choice]]
Group = dict[str, list[Choice]]
"""The countries, with a role or without, of one group of a filter."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet and how many events have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values first. ``sample`` is the number of events from which the counts
    are estimated, ``None`` where they are exact; ``complete`` says that there are no other
    values."""

    by: str
    values: list[Value]
    sample: int | None
    complete: bool


class _Actor(msgspec.Struct, gc=False):
    name: str


class _Amount(msgspec.Struct, gc=False):
    currency: str


class _Content(msgspec.Struct, gc=False):
    countries: list[tuple[str, str]]
    actors: list[_Actor]
    amounts: list[_Amount]
    tags: list[str]


_content = msgspec.json.Decoder(_Content).decode


class _Event(msgspec.Struct, gc=False, array_like=True):
    """What is counted of an event; days as they are filed, the first ``None`` where there is no
    date at all."""

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
    bounds: Bounds = USUAL,
) -> tuple[list[Facet], int, bool]:
    """The facets ``by``, each with at most ``limit`` values; how many events match, and whether
    that is exact."""
    found: dict[str, Facet] = {}
    every = filter_ == Filter(undated=filter_.undated)
    sample = None if every else take(reader, filter_, bounds)
    if sample is None or not sample.whole:
        known = {each: _ahead(reader, filter_, each, limit) for each in by}
        found = {each: facet for each, facet in known.items() if facet is not None}
    others = [each for each in by if each not in found]
    if sample is None and others:
        sample = take(reader, filter_, bounds)
    if sample is not None and others:
        counting = _Counting(filter_, blocs, sample)
        events = list(_events(reader, sample.positions))
        found |= {each: counting.facet(each, events, limit) for each in others}
    named = [_named(reader, found[each], blocs) for each in by]
    if every or sample is None:
        return named, _size(reader, filter_.undated), True
    return named, sample.total, sample.whole


def _size(reader: Reader, undated: bool) -> int:
    """How many events there are, with those of unknown date or without."""
    apart = "0" if undated else UNDATED.format("p.term = t.id")
    row = reader.execute(
        f"SELECT t.events - {apart} FROM term t WHERE t.kind = ? AND t.value = ?",
        (EVERY.kind, EVERY.value),
    ).fetchone()
    return int(row[0]) if row else 0


def _events(reader: Reader, positions: list[int]) -> Iterator[_Event]:
    for start in range(0, len(positions), 1000):
        some = orjson.dumps(positions[start : start + 1000]).decode()
        rows = reader.execute(
            "SELECT e.earliest, e.latest, e.span, e.precision, e.category, e.status, e.content"
            " FROM json_each(?) j CROSS JOIN event e ON e.position = j.value",
            (some,),
        ).fetchall()
        for first, last, span, precision, category, status, content in checked(rows):
            begun = FIRST_DAY if first is None else first
            yield _Event(
                None if span == UNDATED_SPAN else begun, LAST_DAY if last is None else last,
                precision, category, status, _content(content),
            )  # fmt: skip


class _Counting:
    """Counts what events of one filter have."""

    def __init__(self, filter_: Filter, blocs: Blocs, sample: Sample) -> None:
        self.filter, self.days = filter_, whole_bounds(filter_)
        self.blocs = _by_country(blocs)
        self.sample = sample
        self.groups = [found for group in filter_.groups if (found := _places(group))]

        self.stays = [
            group
            for group in self.groups
            if any(each.since or each.until for some in group.values() for each in some)
        ]

    def facet(self, by: str, events: list[_Event], limit: int) -> Facet:
        """The values that ``events`` have."""
        counts = self._times(by, events) if by in TIMES else self._each(by, events)
        values = [Value(value, value, count) for value, count in _most(counts, limit)]
        if self.sample.whole:
            return Facet(by, values, None, len(counts) <= limit)
        scale = self.sample.total / max(1, len(events))
        values = [replace(each, count=_rounded(each.count * scale)) for each in values]
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
        """Whether the event's days are in the choice's own period, as the filter wants them."""
        if choice.since is None and choice.until is None:
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
        """Of the stretches in which an event begins, inside the range: how many fall in each."""
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
        return Counter({_text(number, size): events for number, events in counted if events})

    def _within(self, event: _Event, first: int, last: int, size: int) -> Iterable[tuple[int, int]]:
        """The stretches of an event, ``first`` to ``last``, in which it is what the filter asks
        for: a member of a bloc may have been one only for a while."""
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
    """Ranges without what they share."""
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
    """The first month (year * 12 + month - 1) of the stretch of ``size`` months with a day."""
    if not FIRST_DAY < day < LAST_DAY:
        return day
    month = month_of(day)
    return month - month % size


def _text(number: int, size: int) -> str:
    """A stretch as an EDTF text, to ask with as a date."""
    year, month = divmod(number, 12)
    if size == 1:
        return f"{calendar.year_text(year)}-{month + 1:02}"
    if size == 12:
        return calendar.year_text(year)
    if 0 <= year <= 9999:
        return f"{year // 10:03}X"
    return f"{calendar.year_text(year)}/{calendar.year_text(year + 9)}"


def _most(counts: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:limit]


def _rounded(number: float) -> int:
    """Two digits, for an estimate knows no more."""
    whole: int = round(number)
    size: int = 10 ** max(0, len(str(whole)) - 2)
    return max(1, round(whole / size) * size)


def _named(reader: Reader, facet: Facet, blocs: Blocs) -> Facet:
    """With the names of the values."""
    if facet.by == "country":
        values = [replace(each, name=countries.name(each.value)) for each in facet.values]
    elif facet.by == "actor":
        names = dict(
            reader.execute(
                "SELECT t.value, t.name FROM json_each(?) j"
                " CROSS JOIN term t ON t.kind = 'actor' AND t.value = j.value",
                (orjson.dumps([each.value for each in facet.values]).decode(),),
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


def _ahead(reader: Reader, filter_: Filter, by: str, limit: int) -> Facet | None:
    """A facet of many events from what is counted ahead of time, where it can be."""
    choices = [each for group in filter_.groups for each in group]
    if by in TIMES:
        return _times_ahead(reader, filter_, by, limit, choices or [EVERY])
    if by in TERMS and filter_ == Filter(undated=filter_.undated):
        return _terms_ahead(reader, by, filter_.undated, limit)
    return None


def _terms_ahead(reader: Reader, by: str, undated: bool, limit: int) -> Facet | None:
    """The most frequent terms of all events."""
    many = reader.execute(
        "SELECT 1 FROM term WHERE kind = ? LIMIT 1 OFFSET ?", (by, MOST_TERMS)
    ).fetchone()
    if many:
        return None
    every = reader.term_id(EVERY.kind, EVERY.value)
    some = f"{UNDATED.format('p.term = ?')} > 0"
    apart = not undated and bool(reader.execute(f"SELECT {some}", (every,)).fetchone()[0])
    dated = f"events - {UNDATED.format('p.term = term.id')}" if apart else "events"
    rows = reader.execute(
        f"SELECT value, name, {dated}, events FROM term WHERE kind = ? AND events > 0"
        " ORDER BY events DESC, value LIMIT ?",
        (by, -1 if apart else limit + 1),
    )
    found: list[Value] = []
    complete = True
    for value, name, count, most in checked(rows):
        if len(found) > limit and most < found[limit].count:
            complete = False
            break  # no other can come before these
        if count:
            found.append(Value(value, name, int(count)))
            found.sort(key=lambda each: (-each.count, each.value))
            complete = complete and len(found) <= limit + 1
            del found[limit + 1 :]
    return Facet(by, found[:limit], None, complete and len(found) <= limit)


def _times_ahead(
    reader: Reader, filter_: Filter, by: str, limit: int, choices: list[Choice]
) -> Facet | None:
    """The stretches of one term's events: what begins in each is counted ahead of time, and
    what reaches into it is a short walk."""
    bare = replace(filter_, since=None, until=None, groups=(), undated=False)
    whole = Filter() == bare and all(
        day is None or calendar.civil(day)[2] == 1
        for day in (filter_.since, None if filter_.until is None else filter_.until + 1)
    )
    if not whole or len(choices) != 1 or choices[0].kind not in TALLIED:
        return None
    if choices[0].since is not None or choices[0].until is not None:
        return None
    size = TIMES[by]
    months = _tallied(reader, filter_, choices[0])
    begun = Counter[int]()
    for month, events in months:
        begun[month - month % size] += events
    if len(begun) > MOST_REACHES:
        return None
    counts = {}
    for number, events in begun.items():
        first = number if filter_.since is None else max(number, month_of(filter_.since))
        counts[_text(number, size)] = events + _reaching(reader, filter_, first)
    values = [Value(value, value, count) for value, count in _most(counts, limit)]
    return Facet(by, values, None, len(counts) <= limit)


def _tallied(reader: Reader, filter_: Filter, choice: Choice) -> list[tuple[int, int]]:
    low = FIRST_DAY if filter_.since is None else month_of(filter_.since)
    high = LAST_DAY if filter_.until is None else month_of(filter_.until)
    rows = reader.execute(
        "SELECT month, sum(events) FROM tally WHERE term = ? AND month BETWEEN ? AND ?"
        " GROUP BY month",
        (reader.term_id(choice.kind, choice.value), low, high),
    ).fetchall()
    return [(int(month), int(events)) for month, events in checked(rows)]


def _reaching(reader: Reader, filter_: Filter, month: int) -> int:
    """How many events begin before a month and reach into it."""
    day = calendar.ordinal(month // 12, month % 12 + 1, 1)
    before = Page(sort="-date", after=(start_of(day),))
    sql = reader.positions(replace(filter_, since=day, undated=False), before, -1, ordered=False)
    row = reader.execute(f"SELECT count(*) FROM ({sql.text})", sql.values).fetchone()
    return int(row[0])
