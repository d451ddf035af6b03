"""One histogram for each of several groups of terms, at a bounded cost.

There are two plans. Each group can be a histogram of its own, which reads the lists of the whole
filter again for each. Or the events of the filter are read once, and the postings of each term show
which of them it has. The second plan is quick if the filter has few events but many terms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from service.deadline import MANY, batches, check, checked
from service.domain.query import Choice, Filter, Page
from service.errors import FieldError, Invalid
from service.store.bounds import ALL_SPANS, whole_bounds
from service.store.buckets import Histogram, Slot, Sorting
from service.store.histogram import (
    BATCH,
    demand_few,
    histogram,
    lasting,
    lists,
    most_filters,
    paid,
    slots,
    walked,
)
from service.store.periods import days_alike
from service.store.plan import EVERY, memberships, widest
from service.store.position import COUNTER_BITS, FIRST_DAY, UNDATED_DAY, UNDATED_SPAN
from service.store.read import Reader
from service.store.sql import Sql

STATEMENTS = 8
"""The approximate number of statements of one histogram without periods."""
LIST_COST, ENTRY_COST = 60.0, 0.01
"""The time, in microseconds, to search a list of the full text, and to pass one of its entries."""
COUNTED_COST, TESTED_COST, READ_COST = 1.0, 2.0, 5.0
"""The time, in microseconds, to count an event of one histogram, to test a condition on it, and to
read an event for all histograms."""
WALKED = 4
"""A term is walked if it has at most this factor more events than were read; the others are looked
up event by event."""
ONE_OF_EACH = frozenset({"category", "status", "precision"})
"""Kinds of term of which an event has exactly one."""
Group = tuple[Choice, ...]


def histograms(
    reader: Reader, filter_: Filter, interval: str, groups: Mapping[str, Group]
) -> Iterator[tuple[str, Histogram]]:
    """The histogram of each group; a group that excludes the filter may have none. Raises
    ``Invalid`` if this costs too much."""
    filter_, groups = _merged(filter_, groups)
    if not _reads_once(reader, filter_, groups):
        for name, group in groups.items():
            narrow = replace(filter_, groups=(*filter_.groups, group))
            yield name, histogram(reader, narrow, interval)
        return
    events = _read(reader, filter_, interval)
    for name, group in groups.items():
        yield name, events.histogram(reader, filter_, group)


def _merged(filter_: Filter, groups: Mapping[str, Group]) -> tuple[Filter, Mapping[str, Group]]:
    """The same question without the groups of the filter on the kind that ``groups`` are of, if an
    event has one value of it: these only decide which of ``groups`` are empty."""
    kinds = {each.kind for group in groups.values() for each in group}
    if len(kinds) != 1 or not kinds <= ONE_OF_EACH:
        return filter_, groups
    for asked in filter_.groups:
        if {each.kind for each in asked} == kinds:
            rest = tuple(each for each in filter_.groups if each != asked)
            filter_ = replace(filter_, groups=rest)
            groups = {
                name: tuple(each for each in group if each in asked)
                for name, group in groups.items()
            }
    return filter_, {name: group for name, group in groups.items() if group}


def _reads_once(reader: Reader, filter_: Filter, groups: Mapping[str, Group]) -> bool:
    """Whether the events of the filter are read once for all groups."""
    if not (filter_.groups or filter_.text or filter_.values or filter_.condition):
        return False  # each group is one walk of its own postings
    # The statement for the events of one day is divided where a period begins or ends.
    statements = sum(
        STATEMENTS + len({each.since for each in group} | {each.until for each in group})
        for group in groups.values()
    )
    sizes = reader.sizes
    most = int(sizes.dear / ENTRY_COST / max(1, statements))
    demand_few(reader, filter_, "by")
    events = walked(reader, filter_, max(most, sizes.read_once))
    own = statements * (lists(reader, filter_) * LIST_COST + events * ENTRY_COST)
    own += events * _times_counted(reader, groups) * _count_cost(reader, filter_, groups)
    if own > sizes.dear and events > sizes.read_once:
        text = (
            f"by: {len(groups)} histograms of a filter of more than {sizes.read_once:,} events take"
            " too long; narrow the filter, or name up to six values in compare"
        )
        raise Invalid(text, [FieldError(text, parameter="by")])
    return own > max(sizes.cheap, events * READ_COST) and events <= sizes.read_once


def _times_counted(reader: Reader, groups: Mapping[str, Group]) -> float:
    """The approximate number of groups that an event is in."""
    choices = {each for group in groups.values() for each in group}
    uses = reader.all_uses({each.kind for each in choices})
    every = max(1, reader.uses(EVERY))
    return sum(
        min(1.0, sum(uses.get((each.kind, each.value), 0) for each in widest(group)) / every)
        for group in groups.values()
    )


def _count_cost(reader: Reader, filter_: Filter, groups: Mapping[str, Group]) -> float:
    """The time, in microseconds, to count one event."""
    periods = any(each.has_period for group in groups.values() for each in group)
    _, rest = reader.walk(filter_, Page(), ordered=False)
    return COUNTED_COST + TESTED_COST * (bool(rest) or periods)


@dataclass(frozen=True, slots=True)
class _Events:
    """The events of a filter: by class of length their positions, each with the last day, and the
    first and the last position; the slot of each event; and money by position."""

    interval: str
    spans: dict[int, dict[int, int]]
    ends: dict[int, tuple[int, int]]
    slots: dict[int, Slot]
    money: dict[int, list[tuple[str, str, str]]]
    having: dict[int, dict[int, int]] = field(default_factory=dict)

    def histogram(self, reader: Reader, filter_: Filter, group: Group) -> Histogram:
        """The histogram of the events of a group."""
        sorting, found = Sorting(self.interval), self._of(reader, filter_, group)
        check()
        for slot, events in Counter(map(self.slots.__getitem__, found)).items():
            sorting.put(slot, events)
        for position in checked(found & self.money.keys(), MANY):
            for money in self.money[position]:
                sorting.pay(self.slots[position], *money)
        return sorting.histogram()

    def _of(self, reader: Reader, filter_: Filter, group: Group) -> set[int]:
        """The positions of the events that have some term of ``group`` in its own period."""
        found: set[int] = set()
        rows, left = memberships(group, reader.term_id, whole_bounds(filter_))
        for term, since, until in rows:
            having = self._having(reader, term)
            if (since, until) == (FIRST_DAY, UNDATED_DAY):
                found.update(having)
            elif filter_.certain:
                found.update(
                    each for each, last in having.items()
                    if each >> COUNTER_BITS >= since and last <= until
                )  # fmt: skip
            else:
                found.update(
                    each for each, last in having.items()
                    if last >= since and each >> COUNTER_BITS <= until
                )  # fmt: skip
        undated = self.spans.get(UNDATED_SPAN, {})
        for term in left if undated and not filter_.certain else ():
            found.update(self._having(reader, term).keys() & undated.keys())
        return found

    def _having(self, reader: Reader, term: int) -> dict[int, int]:
        """The positions of those of the events that have a term, each with the last day. Blocs
        share terms, so they are kept."""
        if term not in self.having:
            row = reader.execute("SELECT events FROM term WHERE id = ?", (term,)).fetchone()
            self.having[term] = {
                position: those[position]
                for span, those in self.spans.items()
                for some in self._some(reader, (term, span), those, self.ends[span], row[0])
                for (position,) in some
                if position in those
            }
        return self.having[term]

    @staticmethod
    def _some(
        reader: Reader, term: tuple[int, int], those: dict[int, int], ends: tuple[int, int],
        uses: int,
    ) -> Iterator[list[tuple[int]]]:  # fmt: skip
        """The positions of the events of a term and class of length among ``those``, and perhaps
        others, in batches."""
        if uses <= WALKED * len(those):
            rows = reader.execute(
                "SELECT position FROM posting WHERE term = ? AND span = ?"
                " AND position BETWEEN ? AND ?",
                (*term, *ends),
            )
            yield from batches(rows)
            return
        every, (number, span) = list(those), term
        of_term = [Sql("q.term = ?", [number]), Sql("q.span = ?", [span])]
        for start in range(0, len(every), BATCH):
            listed = reader.database.listed(every[start : start + BATCH])
            entry = reader.database.row_at("posting q", "j.value", of_term)
            rows = reader.execute(
                f"SELECT q.position FROM {listed.text}{entry.text}",
                [*listed.values, *entry.values],
            )
            yield from batches(rows)


def _read(reader: Reader, filter_: Filter, interval: str) -> _Events:
    """All events of the filter."""
    sorting = Sorting(interval)
    spans: dict[int, dict[int, int]] = {0: {}}
    for each in days_alike(filter_, most_filters(reader, filter_)):
        walk = reader.positions(each, Page(), -1, spans=(0,))
        rows = reader.execute(walk.text, walk.values)
        spans[0].update((row[0], row[0] >> COUNTER_BITS) for row in checked(rows, MANY))
    for span in ALL_SPANS[1:]:
        spans[span] = dict(lasting(reader, filter_, span))
    longer = {position: last for span in ALL_SPANS[1:] for position, last in spans[span].items()}
    money: dict[int, list[tuple[str, str, str]]] = {}
    for position, *amount in paid(reader, filter_):
        currency, stage, value = amount
        money.setdefault(position, []).append((currency, stage, value))
    day_slots = {day: sorting.day(day) for day in set(spans[0].values())}
    every = {position: day_slots[day] for position, day in spans[0].items()}
    found = {span: those for span, those in spans.items() if those}
    ends = {span: (min(those), max(those)) for span, those in found.items()}
    return _Events(interval, found, ends, every | slots(reader, longer, sorting), money)
