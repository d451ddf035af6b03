"""Events prepared for the tables, as far as that is possible without reading the tables.

Most of the work of storing an event is done here, so an import can do it elsewhere while the
database is busy. A batch (``EventBatch``) goes from one process to another as MessagePack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from service.domain.edtf import parse
from service.domain.event import Event
from service.domain.result_cache import ResultCache
from service.store.position import first_day, last_day, span_class
from service.store.rows import TRUTH, from_row, truth
from service.store.terms import Part, Term, beginning, cell_ids, other_words, parts

Head = Callable[[Event], bytes]
"""Renders the document of an event up to its version."""


class PreparedEvent(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An event as ``TRUTH``, the ``head`` of its document, and the values that find it.

    ``first`` and ``last`` are the days of its index entry, ``span`` is its class of length,
    ``begins`` the month in which it is counted. ``terms`` are indexes in the list of its batch,
    ``words`` are those beside title and summary, ``cells`` are the ids of the cells of its place,
    and ``money`` is its ``(currency, stage, value)``.
    """

    id: str
    truth: tuple[Any, ...]
    head: bytes
    first: int
    last: int
    span: int
    begins: tuple[int, str] | None
    terms: list[int]
    words: str
    cells: list[int]
    money: list[tuple[str, str, str]]

    def event(self) -> Event:
        """The event from which this was prepared."""
        return from_row({"id": self.id, **dict(zip(TRUTH, self.truth, strict=True))})


class EventBatch(msgspec.Struct, array_like=True):
    """A batch of events that are stored together, and their terms, each once."""

    terms: list[Term] = []
    events: list[PreparedEvent] = []


def _filed(text: str) -> tuple[int, int, int, tuple[int, str] | None]:
    """``first``, ``last``, ``span`` and ``begins`` of the events of one date."""
    date = parse(text)
    return first_day(date), last_day(date), span_class(date), beginning(date)


_FILED: ResultCache[str, tuple[int, int, int, tuple[int, str] | None]] = ResultCache(_filed, 4096)


class _Terms:
    """The terms of a batch, each once, and their indexes by the parts of events."""

    def __init__(self) -> None:
        self.places: dict[Term, int] = {}
        self.known: dict[Part, list[int]] = {}

    def of(self, event: Event) -> list[int]:
        """The indexes of the terms of an event, each once."""
        found: list[int] = []
        for part in parts(event):
            indexes = self.known.get(part)
            found += self._new(part) if indexes is None else indexes
        return list(dict.fromkeys(found))

    def _new(self, part: Part) -> list[int]:
        make, value = part
        places = self.places
        indexes = [places.setdefault(term, len(places)) for term in make(value)]
        self.known[part] = indexes
        return indexes


def prepare(events: Iterable[Event], head: Head | None = None) -> EventBatch:
    """A batch of these events. Without ``head`` they can be found, but not read."""
    terms = _Terms()
    made = [
        PreparedEvent(
            event.id,
            truth(event),
            head(event) if head else b"",
            *_FILED[event.date.text],
            terms.of(event),
            other_words(event),
            cell_ids(event),
            [(each.currency, each.stage, str(each.value)) for each in event.amounts],
        )
        for event in events
    ]
    return EventBatch(list(terms.places), made)
