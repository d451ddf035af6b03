"""The events of a filter, in bounded time: all of them if they are few, and an even sample if they
are many.

The cost of an index walk grows with its rows, so the sample is taken from some stretches of time.
These are whole months, or days if a month is too long, spread evenly over the range.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil

from service.deadline import checked
from service.domain import calendar
from service.domain.query import Filter, Page
from service.store.periods import begin_in
from service.store.plan import EVERY
from service.store.position import UNDATED_DAY, start_of
from service.store.read import Reader
from service.store.walk_price import fewer

PIECES, FEWEST_PIECES = 150, 24
"""The maximum number of stretches of one sample. Each is a statement, with a part for each of
several choices or words."""
GOLDEN = 0.6180339887
"""Its multiples spread evenly, and do not follow the rhythm of months, weeks or years."""
BARE = Filter()
Known = tuple[int, bool]
"""A number of events that match, and whether these are all."""
UNKNOWN: Known = (0, False)
READ = 10.0
"""The price of the work on each event of the sample, see ``walk_price``."""


@dataclass(frozen=True, slots=True)
class SampleLimits:
    """The limits of a sample: the number of matching events up to which all are taken, the size of
    a sample of more, the rows of the index that one query walks over, and the number of stretches.
    """

    all: int = 2500
    sample: int = 1000
    walk: int = 15_000
    pieces: int = PIECES

    def at(self, price: float) -> SampleLimits:
        """The same limits, in rows that each have this price."""
        return replace(self, all=fewer(self.all, price, READ), walk=fewer(self.walk, price))


@dataclass(frozen=True, slots=True)
class Sample:
    """``positions`` of matching events. ``total`` is the number of matching events; it is an
    estimate if ``whole`` says that these are not all."""

    positions: list[int]
    total: int
    whole: bool

    @property
    def scale(self) -> float:
        """The approximate number of matching events for each event of the sample."""
        return max(1.0, self.total / max(1, len(self.positions)))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of days, with the number of all events that begin there."""

    first: int
    last: int
    events: float


def take(reader: Reader, filter_: Filter, limits: SampleLimits, counted: Known = UNKNOWN) -> Sample:
    """A sample of the events of ``filter_``; ``counted`` is what is known of their number."""
    filter_ = reader.lean(filter_)
    limits = limits.at(reader.price(filter_))
    size = _walk_size(reader, filter_, limits, counted)
    if size > limits.walk:
        dated = months(reader, filter_)
        every = sum(events for _, events in dated)
        pieces = Pieces(dated, limits.walk / 4)
        most = _statements(reader, filter_, limits.pieces)
        chosen, events = spread(pieces, every * limits.walk / size, most)
        if events < every:
            rate = events / every
            before = start_of(pieces.run(0, 0).first)
            found = _outside(reader, filter_, before, limits.walk)[:: max(1, round(1 / rate))]
            share = 2 * limits.walk // len(chosen) + 1000
            for piece in checked(chosen):
                # A day with more than its share is cut, and its full size is not known.
                inside = begin_in(filter_, (piece.first, piece.last), roughly=True)
                found += _positions(reader, inside, Page(), share)
            return _thinned(found, round(len(found) / rate), limits)
    found = _positions(reader, filter_, Page(), -1)
    if len(found) <= limits.all:
        return Sample(found, len(found), True)
    return _thinned(found, len(found), limits)


def _outside(reader: Reader, filter_: Filter, start: int, most: int) -> list[int]:
    """The events before the first piece, and those without a date."""
    found = _positions(reader, filter_, Page(), most, end=start - 1)
    if filter_.undated:
        found += _positions(reader, filter_, Page(after=(start_of(UNDATED_DAY) - 1,)), most)
    return found


def _thinned(positions: list[int], total: int, limits: SampleLimits) -> Sample:
    if len(positions) > limits.sample:
        step = len(positions) / limits.sample
        positions = [positions[int(step * number)] for number in range(limits.sample)]
    return Sample(positions, total, False)


def _walk_size(reader: Reader, filter_: Filter, limits: SampleLimits, counted: Known) -> float:
    """The number of rows of a walk, or somewhat more."""
    groups = (*filter_.groups, (EVERY,))
    size = float(min(map(reader.size_of, groups)))
    if size <= limits.walk:
        return size
    least, exactly = counted
    if exactly and least <= limits.all:
        return float(least)
    if least <= limits.all:
        bare = Filter(filter_.since, filter_.until, filter_.certain, filter_.undated,
                      filter_.groups, filter_.text)  # fmt: skip
        count = reader.number(bare, limits.all + 1)
        if count <= limits.all:
            return float(count)
    if filter_.since is not None or filter_.until is not None:
        every = sum(events for _, events in months(reader, BARE))
        inside = sum(events for _, events in months(reader, filter_))
        size *= inside / max(every, 1)
    # Events that reach into the range begin before it.
    return size + limits.walk / 10


def months(reader: Reader, filter_: Filter) -> list[tuple[int, int]]:
    """The months (``calendar.month_number``) in which events begin, inside the filter's range, and
    the number of events in each."""
    term = reader.term_id(EVERY.kind, EVERY.value)
    low = -(2**39) if filter_.since is None else calendar.month_of(filter_.since)
    high = 2**39 if filter_.until is None else calendar.month_of(filter_.until)
    rows = reader.execute(
        "SELECT month, sum(events) FROM tally WHERE term = ? AND month BETWEEN ? AND ?"
        " GROUP BY month ORDER BY month",
        (term, low, high),
    ).fetchall()
    return [(int(month), int(events)) for month, events in rows]


class Pieces:
    """The months of a range (``calendar.month_number``, with the number of events in each). A month
    with more than ``most`` events is divided into days, so there may be many thousands of pieces,
    and each is made only when it is needed."""

    def __init__(self, months: Sequence[tuple[int, int]], most: float) -> None:
        self.months = months
        self.parts = [1 if events <= most else _length(month) for month, events in months]
        self.ends = list(accumulate(self.parts))

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def run(self, first: int, last: int) -> Piece:
        """The pieces from the one of number ``first`` to that of ``last``, as one."""
        run = [self._at(number) for number in range(first, last + 1)]
        return Piece(run[0].first, run[-1].last, sum(each.events for each in run))

    def _at(self, number: int) -> Piece:
        place = bisect_right(self.ends, number)
        (month, events), parts = self.months[place], self.parts[place]
        length = _length(month) // parts
        low = calendar.ordinal(month // 12, month % 12 + 1, 1)
        low += (number - self.ends[place] + parts) * length
        return Piece(low, low + length - 1, events / parts)


def _length(month: int) -> int:
    """The days of a month."""
    return calendar.month_end(month // 12, month % 12 + 1)


def _statements(reader: Reader, filter_: Filter, pieces: int) -> int:
    """The number of ``pieces`` that a sample may take: the time of each grows with the choices and
    words of the filter."""
    words = 0 if filter_.text is None else reader.asker.words(filter_.text)
    return max(min(pieces, FEWEST_PIECES), pieces // max(1, words, *map(len, filter_.groups)))


def spread(pieces: Pieces, wanted: float, most: int) -> tuple[list[Piece], float]:
    """Runs of pieces, spread over the range until they have ``wanted`` events. They are as short as
    is possible with ``most`` runs."""
    every = sum(events for _, events in pieces.months)
    rate = wanted / every
    length = ceil(rate * len(pieces) / most)
    runs = range(0, len(pieces), length)
    order = sorted(range(len(runs)), key=lambda number: (number * GOLDEN) % 1)
    chosen: list[Piece] = []
    events = 0.0
    rest = len(pieces) % length
    if rest and (most - 1) * length + rest < rate * len(pieces):
        order.remove(len(runs) - 1)  # the last run is too short to be chosen
    for number in order[:most]:
        if events >= wanted:
            break
        chosen.append(pieces.run(runs[number], min(runs[number] + length, len(pieces)) - 1))
        events += chosen[-1].events
    return chosen, events


def _positions(
    reader: Reader, filter_: Filter, page: Page, most: int, end: int | None = None
) -> list[int]:
    sql = reader.positions(filter_, page, most, end=end, ordered=most >= 0)
    found = [position for (position,) in reader.execute(sql.text, sql.values).fetchall()]
    found.sort()  # so that the sample is the same in whatever order an engine walks
    return found
