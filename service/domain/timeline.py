"""How a window of time is drawn: which events have labels, and which clusters count the others.

The rule is the same for every picture of a window:

1. The window is divided into *stretches* of one calendar unit, the shortest that is at least
   ``LEAST`` pixels wide. An event belongs to the stretch in which its date begins. Events that
   began before the window and last into it have their own stretch.
2. Within a stretch, events with more countries come first (a country in the role ``target`` or
   ``mentioned`` does not count), and among these the earlier ones. In the other order the latest
   events come first, and all events of the last stretch come before those of the one before it.
3. If events began before the window, the left edge of the last lane is kept for their cluster.
   In rounds, each stretch offers its next event, from left to right. An event is labelled if some
   lane has room for its mark and its words; marks longer than half the picture take at most half
   of the lanes. A stretch offers no more events once ``TRIES`` of them had no room.
4. All other events are counted in the cluster of their stretch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from service.domain import calendar

LEAST, CUT = 56, 42
"""The minimum width in pixels of a stretch, and of a stretch that an end of the window cuts. Both
have room for a cluster and its number."""
CHARACTER, CAPITAL, IDEOGRAPH = 6.6, 8.8, 13.0
"""Pixels of an average character at 12 to 13 pixels, because without a font none is measured."""
LABELS = (240, 170, 110)
"""Pixels that words may take: the widest first, then the next one if there is no room."""
MARK, GAP = 10, 14
"""Pixels of the shortest mark, and of the gap between a mark, its words and the next mark."""
EDGE = 66
"""Pixels at the left edge of the last lane that are kept for the cluster of earlier events."""
TRIES = 6
"""A stretch offers no more events after this number of its events had no room."""
INSIDE = 20
"""Words stand on a mark if the mark is longer than the words by this number of pixels."""
DAY, WEEK = "P1D", "P1W"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One part of the window, as the ordinals of its first and last day."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a picture, and its width in pixels."""

    first: int
    last: int
    width: int

    @property
    def pixels_a_day(self) -> float:
        """The width of a day in pixels."""
        return self.width / (self.last + 1 - self.first)

    def at(self, day: int) -> float:
        """The pixel at which a day begins, 0 to ``width`` inside the window."""
        return (day - self.first) * self.pixels_a_day


def stretches(window: Window) -> tuple[str, list[Stretch]]:
    """The unit as an ISO 8601 duration, and the stretches of it that fill the window, in order.

    The stretches at the ends are cut. If fewer than ``CUT`` pixels are left of one, it is joined
    to its neighbour.
    """
    for unit, days in ((DAY, 1), (WEEK, 7)):
        if days * window.pixels_a_day >= LEAST:
            begins = range((window.first - 1) // days * days + 1, window.last + 1, days)
            return unit, _joined(window, list(begins))
    months = next(each for each in _months() if each * 30.437 * window.pixels_a_day >= LEAST)
    low, high = (calendar.month_of(day) // months for day in (window.first, window.last))
    begins_ = [_first_of(index * months) for index in range(low, high + 1)]
    return f"P{months // 12}Y" if months >= 12 else f"P{months}M", _joined(window, begins_)


def _months() -> Sequence[int]:
    decades = [size * 10**power for power in range(11) for size in (1, 2, 5)]
    return [1, 3, *(12 * years for years in decades)]


def _first_of(month: int) -> int:
    return calendar.ordinal(*calendar.year_and_month(month), 1)


def _joined(window: Window, begins: list[int]) -> list[Stretch]:
    starts = [window.first, *(each for each in begins if each > window.first)]
    if len(starts) > 1 and window.at(starts[1]) < CUT:
        del starts[1]
    if len(starts) > 1 and window.width - window.at(starts[-1]) < CUT:
        del starts[-1]
    ends = [each - 1 for each in starts[1:]] + [window.last]
    return [Stretch(*each) for each in zip(starts, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class Count:
    """A number that is exact, or else a lower bound."""

    number: int = 0
    exact: bool = True

    def __add__(self, other: Count) -> Count:
        return Count(self.number + other.number, self.exact and other.exact)

    def less(self, number: int) -> Count:
        """The count less ``number``, at least 0."""
        return Count(max(0, self.number - number), self.exact)


@dataclass(slots=True)
class Part:
    """A stretch with the events that begin in it. The stretch is ``None`` for events that began
    before the window and last into it. ``documents`` are the events that may be labelled, in date
    order; ``listed`` says that they are all of them."""

    stretch: Stretch | None
    count: Count = field(default_factory=Count)
    imprecise: Count = field(default_factory=Count)
    documents: list[bytes] = field(default_factory=list)
    listed: bool = True


@dataclass(frozen=True, slots=True)
class WindowEvents:
    """A window with its parts; the first part has the events that last into it. The counts are
    those of the matching events that end before it, begin after it or have no date."""

    window: Window | None
    unit: str
    parts: list[Part]
    before: Count
    after: Count
    undated: Count


@dataclass(frozen=True, slots=True)
class Mark:
    """An event to draw: its stretch, its days (``None`` is an open end), its words in pixels."""

    stretch: int
    first: int | None
    last: int | None
    words: int


@dataclass(frozen=True, slots=True)
class Slot:
    """The part of a lane that a labelled event takes. Its words are ``right`` or ``left`` of its
    mark, or ``on`` it, in ``room`` pixels."""

    lane: int
    side: str
    room: int


@dataclass(slots=True)
class Lanes:
    """The pixels that are taken in each lane, as pairs of a begin and an end."""

    window: Window
    count: int
    taken: list[list[tuple[float, float]]] = field(default_factory=list)
    long: int = 0

    def __post_init__(self) -> None:
        self.taken = [[] for _ in range(self.count)]

    def take(self, mark: Mark) -> Slot | None:
        """Take the first lane that has room for ``mark``; ``None`` if none has."""
        window = self.window
        left = 0.0 if mark.first is None else max(0.0, window.at(mark.first))
        right = window.width if mark.last is None else min(window.at(mark.last + 1), window.width)
        right = max(right, left + MARK)
        is_long = right - left > window.width / 2
        if is_long and self.long >= (self.count + 1) // 2:
            return None
        widths = _widths(mark.words)
        # Most marks have no room even for the fewest words, so those are tried first.
        if self._find(left, right, widths[-1]) is None:
            return None
        for words in widths:
            found = self._find(left, right, words)
            if found is not None:
                lane, side, begin, end = found
                self.taken[lane].append((begin, end))
                self.long += is_long
                return Slot(lane, side, words)
        return None

    def _find(self, left: float, right: float, words: int) -> tuple[int, str, float, float] | None:
        ways = self._ways(left, right, words)
        for lane, taken in enumerate(self.taken):
            for side, begin, end in ways:
                for low, high in taken:
                    if end > low and begin < high:
                        break
                else:
                    return lane, side, begin, end
        return None

    def _ways(self, left: float, right: float, words: int) -> list[tuple[str, float, float]]:
        if right - left >= words + INSIDE:
            return [("on", left, right + GAP)]
        found = []
        if right + GAP + words <= self.window.width:
            found.append(("right", left, right + GAP + words))
        if left - GAP - words >= 0:
            found.append(("left", left - GAP - words, right + GAP))
        return found


def _widths(whole: int) -> list[int]:
    """The widths in pixels that words may have: the whole width, then shorter cuts."""
    return list(dict.fromkeys(min(whole, each) for each in LABELS))


def pixels(text: str) -> int:
    """About how wide a text is in pixels, up to a little more than the widest label."""
    return ceil(length(text[: round(LABELS[0] / CHARACTER) + 1]))


def length(text: str) -> float:
    """About how wide a text is in pixels."""
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    capital = sum(map(str.isupper, text))
    return CHARACTER * len(text) + (CAPITAL - CHARACTER) * capital + (IDEOGRAPH - CHARACTER) * wide


def lay(
    marks: Sequence[Mark],
    window: Window,
    lanes: int,
    most: int,
    *,
    early: bool = False,
    from_right: bool = False,
) -> dict[int, Slot]:
    """The slot of each labelled mark, by its index in ``marks``; at most ``most`` slots.

    The ``marks`` of one stretch are in the order in which they are to be labelled. ``early`` keeps
    room for the cluster of events that began before the window. ``from_right`` takes all marks of
    the last stretch before those of the one before it.
    """
    queues: dict[int, list[int]] = {}
    for number, mark in enumerate(marks):
        queues.setdefault(mark.stretch, []).append(number)
    room, found = Lanes(window, lanes), dict[int, Slot]()
    if early:
        room.taken[-1].append((0, EDGE))
    failed: dict[int, int] = {}
    for number in _order(queues, from_right):
        stretch = marks[number].stretch
        if len(found) == most:
            break
        if failed.get(stretch, 0) == TRIES:
            continue
        slot = room.take(marks[number])
        if slot is None:
            failed[stretch] = failed.get(stretch, 0) + 1
        else:
            found[number] = slot
    return found


def _order(queues: dict[int, list[int]], from_right: bool) -> list[int]:
    """One mark of each stretch in turn; ``from_right``, stretch by stretch from the last one."""
    if from_right:
        return [number for stretch in sorted(queues, reverse=True) for number in queues[stretch]]
    ranked = [
        (turn, stretch, number)
        for stretch, queue in queues.items()
        for turn, number in enumerate(queue)
    ]
    return [number for *_, number in sorted(ranked)]
