"""The position of an event in the timeline: one integer that is its key and its order.

``position`` is the event's first day (an ordinal) times 2**23 plus a counter that distinguishes
events of one day. So every index that ends in it is already in date order with a unique tie-break,
as keyset pagination needs. 2**40 days reach beyond any year the dates allow; 2**23 events may share
one first day.
"""

from __future__ import annotations

from service.domain.edtf import Date

COUNTER_BITS = 23
FIRST_DAY = -(2**39)
"""The day of an open start: before every dated event."""
UNDATED_DAY = 2**39 - 1
"""The day of a date that is not known at all: after every dated event."""
LAST_DAY = 2**39 - 2
"""The last day of an open end."""
LOWEST = FIRST_DAY << COUNTER_BITS
HIGHEST = ((UNDATED_DAY + 1) << COUNTER_BITS) - 1

SPAN_DAYS: tuple[int | None, ...] = (0, 31, 366, 3660, None)
"""Classes of length in days, the last one open. The index keeps them apart, because an event that
overlaps a range starts at most its length before the range. So a class limits how far before the
range the search has to begin."""
UNDATED_SPAN = len(SPAN_DAYS)


def first_day(date: Date) -> int:
    """The day under which ``date`` is indexed."""
    if date.undated:
        return UNDATED_DAY
    return FIRST_DAY if date.earliest is None else date.earliest


def last_day(date: Date) -> int:
    """The last day that ``date`` can mean; an open end is ``LAST_DAY``."""
    return LAST_DAY if date.latest is None else date.latest


def span_class(date: Date) -> int:
    """The index in ``SPAN_DAYS`` of the class of ``date``, or ``UNDATED_SPAN``."""
    if date.undated:
        return UNDATED_SPAN
    length = last_day(date) - first_day(date)
    for index, days in enumerate(SPAN_DAYS):
        if days is None or length <= days:
            return index
    raise AssertionError("the last class is open")


def start_of(day: int) -> int:
    """The lowest position of ``day``; a day outside the range of the index is moved to its nearest
    end."""
    if FIRST_DAY <= day <= UNDATED_DAY:
        return day << COUNTER_BITS
    return (FIRST_DAY if day < FIRST_DAY else UNDATED_DAY) << COUNTER_BITS


def day_of(position: int) -> int:
    """The day of a position."""
    return position >> COUNTER_BITS
