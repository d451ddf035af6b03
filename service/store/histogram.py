"""Counts and money over time; an event known only to the month is on no day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from service.deadline import MANY, batches, checked
from service.domain import calendar
from service.domain.edtf import parse
from service.domain.intervals import MONTHS
from service.domain.query import Filter, Page
from service.domain.search import Phrase
from service.domain.search import parse as parse_search
from service.errors import FieldError, Invalid
from service.store.bounds import ALL_SPANS, settled
from service.store.buckets import Dated, Histogram, Slot, Sorting
from service.store.periods import both, days_alike
from service.store.places import in_cells, parts
from service.store.plan import EVERY, widest
from service.store.position import COUNTER_BITS, UNDATED_SPAN, start_of
from service.store.read import Reader
from service.store.sql import Sql
from service.store.terms import OPEN_MONTH, TALLIED

SEARCH_COST = 20.0
"""The time, in microseconds, to search a list of the full text once more."""
PHRASE = 100
"""The number of lists that cost as much as a phrase."""
LISTS, TESTED = 128, 0.5
"""The number of lists of the full text that are merged for the price of an event, and the price of
a condition that is tested on it."""
BATCH = 5000
"""The number of events that are read at once."""


def histogram(reader: Reader, filter_: Filter, interval: str) -> Histogram:
    """Count the events of ``filter_`` by ``interval``, and add up their money.

    ``Sorting`` decides in which bucket an event falls.
    """
    sorting, filter_ = Sorting(interval), _beginning(settled(filter_))
    if not _counted_ahead(reader, filter_, sorting):
        _count(reader, filter_, sorting)
    return sorting.histogram()


def _beginning(filter_: Filter) -> Filter:
    """The same filter by the days in which events begin, if all of their days must be in a range
    that has no end."""
    bare = replace(filter_, certain=False, undated=False, since=None, begins=(None, None))
    if not filter_.certain or filter_.since is None or not _is_tallied(bare):
        return filter_
    lows = [each for each in (filter_.since, filter_.begins[0]) if each is not None]
    return replace(bare, begins=(max(lows), filter_.begins[1]))


def _counted_ahead(reader: Reader, filter_: Filter, sorting: Sorting) -> bool:
    """Count by the precomputed counts of whole months, and the events of the days around these
    without. False if there are no such counts for the filter."""
    # The precomputed counts are of the events that begin in a month.
    beginning = (filter_.since, filter_.until) == (None, None)
    first, last = filter_.begins if beginning else (filter_.since, filter_.until)
    begins = (None, None) if beginning else filter_.begins
    bare = replace(filter_, since=None, until=None, undated=False, begins=begins)
    low = OPEN_MONTH if first is None else calendar.month_of(first - 1) + 1
    high = -OPEN_MONTH if last is None else calendar.month_of(last + 1) - 1
    terms = tallied_terms(reader, bare, sorting.interval) if low <= high else None
    if terms is None:
        return False
    for term in terms:
        from_tally(reader, term, low, high, sorting)
    rest = [(first, _first_day(low) - 1)] if first is not None else []
    rest += [(_first_day(high + 1), last)] if last is not None else []
    for begin, end in rest:
        if begin is None or end is None or begin <= end:
            _count_rest(reader, replace(bare, begins=(begin, end)), sorting)
    if filter_.since is not None:  # events that reach into the range
        before = Page(sort="-date", after=(start_of(filter_.since),))
        _each(reader, reader.positions(filter_, before, -1), sorting)
    if filter_.undated:  # these begin in no month
        undated = reader.positions(filter_, Page(), -1, spans=(UNDATED_SPAN,))
        _each(reader, undated, sorting)
    return True


def _first_day(month: int) -> int:
    return calendar.ordinal(month // 12, month % 12 + 1, 1)


def _count_rest(reader: Reader, filter_: Filter, sorting: Sorting) -> None:
    """Count the events of some days: one by one if they are few, which takes one statement."""
    most = reader.sizes.singly
    if reader.counted(reader.positions(filter_, Page(), most + 1, ordered=False)) <= most:
        _each(reader, reader.positions(filter_, Page(), -1, ordered=False), sorting)
    else:
        _count(reader, filter_, sorting)


def tallied_terms(reader: Reader, filter_: Filter, interval: str) -> list[int] | None:
    """The terms whose precomputed counts of months together answer the query; ``None`` if they do
    not. An event has one category, so the counts of several can be added up."""
    if len(filter_.groups) == 1 and len(filter_.groups[0]) > 1:
        group = widest(filter_.groups[0])
        if any(each.kind != "category" for each in group):
            return None
        alone = [replace(filter_, groups=((each,),)) for each in group]
    else:
        alone = [filter_]
    if not (interval in MONTHS and all(map(_is_tallied, alone))):
        return None
    found = [tallied_term(reader, each, interval) for each in alone]
    return [each for each in found if each is not None] or None


def tallied_term(reader: Reader, filter_: Filter, interval: str) -> int | None:
    """The term whose precomputed counts of months answer the query, if there is one."""
    if not (interval in MONTHS and _is_tallied(filter_)):
        return None
    (choice,) = [each for group in filter_.groups for each in group] or [EVERY]
    return reader.term_id(choice.kind, choice.value)


def _is_tallied(filter_: Filter) -> bool:
    """Whether a filter has no days, and at most one term, of a kind with precomputed counts."""
    choices = [each for group in filter_.groups for each in group] or [EVERY]
    return (
        filter_.bare
        and (filter_.since, filter_.until) == (None, None)
        and len(choices) == 1
        and choices[0].kind in TALLIED
        and not choices[0].has_period
    )


def from_tally(
    reader: Reader, term: int, first: int, last: int, sorting: Sorting, *, money: bool = True
) -> None:
    """Count the events that begin in the months ``first`` to ``last`` (``calendar.month_number``);
    ``money`` says whether their money is added up too."""
    where, values = "term = ? AND month BETWEEN ? AND ?", [term, first, last]
    counts, months = sorting.counts, MONTHS[sorting.interval]
    text = f"SELECT month, date, events, NULL, NULL, NULL FROM tally WHERE {where}"
    if money:  # in one statement, because each costs as much as the rows of some months
        text += (
            " UNION ALL SELECT month, date, NULL, currency, stage, value FROM tally_amount"
            f" WHERE {where}"
        )
        values *= 2
    for some in batches(reader.execute(text, values)):
        for month, date, events, currency, stage, value in some:
            if events is None:
                if date:
                    sorting.add(_imprecise(date), currency, stage, value)
                else:
                    sorting.add_to(month - month % months, currency, stage, value)
            elif date:
                sorting.count(_imprecise(date), events)
            else:
                number = month - month % months
                counts[number] = counts.get(number, 0) + events


def _imprecise(date: str) -> Dated:
    known = parse(date)
    return known.earliest, known.latest, date, known.precision


def _count(reader: Reader, filter_: Filter, sorting: Sorting) -> None:
    """Count without precomputed counts. Raises ``Invalid`` if this takes too long."""
    for part in parts(filter_):
        _count_part(reader, part, sorting)


def _count_part(reader: Reader, filter_: Filter, sorting: Sorting) -> None:
    demand_few(reader, filter_, "interval")
    ordered = not in_cells(filter_)
    for each in days_alike(filter_, most_filters(reader, filter_)):
        walk = reader.positions(each, Page(), -1, spans=(0,), ordered=ordered)
        rows = reader.execute(
            f"SELECT p.position >> {COUNTER_BITS}, count(*) FROM ({walk.text}) p GROUP BY 1",
            walk.values,
        )
        for day, events in checked(rows):
            sorting.count((day, day, "", "day"), events)
    longer = dict(chain.from_iterable(lasting(reader, filter_, span) for span in ALL_SPANS[1:]))
    found = slots(reader, longer, sorting)
    for slot in checked(found.values(), MANY):
        sorting.put(slot)
    for position, *money in paid(reader, filter_):
        day = position >> COUNTER_BITS
        sorting.pay(found.get(position, (day, day, "", "day")), *money)


def most_filters(reader: Reader, filter_: Filter) -> int:
    """The number of filters of ``days_alike`` that cost less than the tests of events for the
    periods."""
    members = sum(each.has_period for group in filter_.groups for each in group)
    if not members:
        return 1
    # An estimate is enough to choose a plan.
    days = both(filter_.begins, (filter_.since, filter_.until))
    events = reader.group_sizes.expected(filter_) * reader.group_sizes.share(days)
    return int(events * members * reader.sizes.tested / (lists(reader, filter_) * SEARCH_COST))


def lists(reader: Reader, filter_: Filter) -> int:
    """The approximate number of lists of the full text that a statement of the filter searches; the
    words of a phrase count as many, because their places are compared."""
    found = sum(map(len, filter_.groups))
    if filter_.text is not None:
        found += reader.asker.words(filter_.text)
        found += PHRASE * sum(
            isinstance(each, Phrase) for each in parse_search(filter_.text).leaves()
        )
    return max(1, found)


def demand_few(reader: Reader, filter_: Filter, parameter: str) -> None:
    """Raises ``Invalid`` if the walk of ``filter_`` reads too many events to count them; the
    ``parameter`` asks for that."""
    walk, rest = reader.walk(filter_, Page(), ordered=False)
    merged = 0 if walk.branches else sum(map(len, filter_.groups))
    allowed = int(reader.sizes.counted / (1 + merged / LISTS + TESTED * bool(rest)))
    if reader.uses(EVERY) > allowed and walked(reader, filter_, allowed) > allowed:
        text = f"{parameter}: more than {allowed:,} events would be counted; narrow the filter"
        raise Invalid(text, [FieldError(text, parameter=parameter)])


def walked(reader: Reader, filter_: Filter, most: int, spans: tuple[int, ...] = ALL_SPANS) -> int:
    """The number of events that the walk of ``filter_`` reads, at most one more than ``most``."""
    walk, _ = reader.walk(filter_, Page(), spans, ordered=False)
    return reader.counted(reader.joined(walk, [], most + 1))


def lasting(reader: Reader, filter_: Filter, span: int) -> Iterator[tuple[int, int]]:
    """The position and the last day of each event of a class of length, as the index has them."""
    ordered = not in_cells(filter_)
    walk = reader.positions(filter_, Page(), -1, spans=(span,), ordered=ordered)
    every = reader.term_id(EVERY.kind, EVERY.value)
    entry = reader.database.row_at(
        "posting q", "p.position", [Sql("q.term = ?", [every]), Sql("q.span = ?", [span])]
    )
    rows = reader.execute(
        f"SELECT p.position, q.latest FROM ({walk.text}) p{entry.text}",
        [*walk.values, *entry.values],
    )
    yield from checked(rows, MANY)


def paid(reader: Reader, filter_: Filter) -> Iterator[tuple[int, str, str, str]]:
    """The position, currency, stage and value of each amount."""
    walk = reader.positions(reader.with_amounts(filter_), Page(), -1)
    rows = reader.execute(
        f"SELECT p.position, a.currency, a.stage, a.value FROM ({walk.text}) p"
        " CROSS JOIN amount a WHERE a.position = p.position",
        walk.values,
    )
    yield from checked(rows)


def slots(reader: Reader, longer: Mapping[int, int], sorting: Sorting) -> dict[int, Slot]:
    """The slot of each of these events, by position. ``longer`` has their last days, as the index
    has them, so an event is read only if its date is wider than a bucket."""
    found: dict[int, Slot] = {}
    wide: list[int] = []
    for position, latest in longer.items():
        number = sorting.around(position >> COUNTER_BITS, latest)
        if number is None:
            wide.append(position)
        else:
            found[position] = number
    for start in range(0, len(wide), BATCH):
        listed = reader.database.listed(wide[start : start + BATCH])
        rows = reader.execute(
            f"SELECT j.value, e.earliest, e.latest, e.date, e.precision FROM {listed.text}"
            " CROSS JOIN event e WHERE e.position = j.value",
            listed.values,
        )
        found.update((position, tuple(dated)) for position, *dated in checked(rows, MANY))
    return found


def _each(reader: Reader, positions: Sql, sorting: Sorting) -> None:
    """Count the events at these positions one by one, each with its money."""
    rows = reader.execute(
        "SELECT e.earliest, e.latest, e.date, e.precision, a.ordinal, a.currency, a.stage, a.value"
        f" FROM ({positions.text}) p CROSS JOIN event e"
        " LEFT JOIN amount a ON a.position = e.position WHERE e.position = p.position",
        positions.values,
    )
    for some in batches(rows):
        for earliest, latest, date, precision, ordinal, currency, stage, value in some:
            dated = earliest, latest, date, precision
            if not ordinal:  # an event with several amounts has a row for each of them
                sorting.count(dated, 1)
            if ordinal is not None:
                sorting.add(dated, currency, stage, value)
