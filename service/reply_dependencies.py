"""What the reply that is being made depends on, free of any web framework and any database.

The thread that makes a reply notes what it reads: the store notes each question that it
answers, the database every statement outside of such a question, and ``today`` that the reply
is of a day. So a reply that is kept knows which changes matter to it, whoever wrote its route.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime

from service.domain.query import Filter

DAY_SECONDS = 86_400


class Reads:
    """What was read so far. ``filters`` and ``events`` (ids) say which events matter, before or
    after their change; ``walks`` that it matters too where others stood, ``everything`` that any
    change does. ``until`` (seconds since 1970) is when the reply is over by itself."""

    __slots__ = ("depth", "events", "everything", "filters", "until", "walks")

    def __init__(self) -> None:
        self.filters: list[Filter] = []
        self.events: set[str] = set()
        self.walks = self.everything = False
        self.until: float | None = None
        self.depth = 0


class _Local(threading.local):
    reads: Reads | None = None


_local = _Local()


class noting:  # noqa: N801  used as a function is
    """A block whose reads are noted; it gives where."""

    __slots__ = ("before", "reads")

    def __enter__(self) -> Reads:
        self.before, self.reads = _local.reads, Reads()
        _local.reads = self.reads
        return self.reads

    def __exit__(self, *_: object) -> None:
        _local.reads = self.before


class known:  # noqa: N801
    """A block of statements that look for nothing but the events of ``filters`` and the one of
    the id ``event``, or for what is no part of the timeline."""

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
                # A tombstone has the time of its deletion instead of the last change: whichever.
                reads.filters.append(each.without("updated_since"))
        if self.event is not None:
            reads.events.add(self.event)

    def __exit__(self, *_: object) -> None:
        if self.reads is not None:
            self.reads.depth -= 1


def statement() -> None:
    """A statement is run; outside of a known question it may look for anything."""
    reads = _local.reads
    if reads is not None and not reads.depth:
        reads.everything = True


def everything() -> None:
    """What follows depends on events that no filter names."""
    if _local.reads is not None:
        _local.reads.everything = True


def walk() -> None:
    """The reply is one page of a walk, or leads to the next."""
    if _local.reads is not None:
        _local.reads.walks = True


def today() -> date:
    """The day in UTC, as which the reply is good until the next."""
    reads, now = _local.reads, time.time()
    if reads is not None:
        ends = (now // DAY_SECONDS + 1) * DAY_SECONDS
        reads.until = ends if reads.until is None else min(reads.until, ends)
    return datetime.fromtimestamp(now, UTC).date()
