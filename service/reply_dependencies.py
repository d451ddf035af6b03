"""Records what a reply depends on, free of any web framework and any database.

The thread that makes a reply notes its reads. The store notes each query that it answers. The
database notes every statement outside of such a query. ``today`` notes that the reply is valid
only for a day. So a cached reply knows which changes matter to it, and no route has to say so.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime

from service.domain.query import Filter

DAY_SECONDS = 86_400


class Reads:
    """The reads so far.

    ``filters`` and ``events`` (ids) say which events matter, before or after their change.
    ``paginated`` says that the positions of other events matter too. ``everything`` says that any
    change matters. Even without any change the reply is valid only on ``day``, the number of a day
    since 1970 in UTC, if there is one.
    """

    __slots__ = ("day", "depth", "events", "everything", "filters", "paginated")

    def __init__(self) -> None:
        self.filters: list[Filter] = []
        self.events: set[str] = set()
        self.paginated = self.everything = False
        self.day: int | None = None
        self.depth = 0


class _Local(threading.local):
    reads: Reads | None = None


_local = _Local()


class noting:  # noqa: N801  it is used like a function
    """A block whose reads are recorded in the ``Reads`` that it returns."""

    __slots__ = ("before", "reads")

    def __enter__(self) -> Reads:
        self.before, self.reads = _local.reads, Reads()
        _local.reads = self.reads
        return self.reads

    def __exit__(self, *_: object) -> None:
        _local.reads = self.before


class known:  # noqa: N801
    """A block of statements with known reads.

    They read only the events of ``filters``, the event with the id ``event``, and data outside of
    the timeline.
    """

    __slots__ = ("event", "filters", "reads")

    def __init__(self, *filters: Filter, event: str | None = None) -> None:
        self.filters, self.event = filters, event

    def __enter__(self) -> None:
        self.reads = reads = _local.reads
        if reads is None:
            return
        reads.depth += 1
        for each in self.filters:
            if each not in reads.filters:
                # A tombstone has the time of its deletion instead of the last change, so the
                # filter has to match without that time.
                reads.filters.append(each.without_values("updated_since"))
        if self.event is not None:
            reads.events.add(self.event)

    def __exit__(self, *_: object) -> None:
        if self.reads is not None:
            self.reads.depth -= 1


def statement() -> None:
    """Note that a statement runs; outside of a ``known`` block it may read anything."""
    reads = _local.reads
    if reads is not None and not reads.depth:
        reads.everything = True


def everything() -> None:
    """Note that the reply depends on events that no filter names."""
    if _local.reads is not None:
        _local.reads.everything = True


def pagination() -> None:
    """Note that the reply is a page of a pagination, or links to the next one."""
    if _local.reads is not None:
        _local.reads.paginated = True


def today() -> date:
    """Today's date in UTC; notes that the reply is valid only today."""
    reads, now = _local.reads, time.time()
    if reads is not None and reads.day is None:  # at midnight the first day counts: it is over
        reads.day = day_of(now)
    return datetime.fromtimestamp(now, UTC).date()


def day_of(seconds: float) -> int:
    """The number of the day of a time; both count from the beginning of 1970 in UTC."""
    return int(seconds // DAY_SECONDS)
