"""Events made ready for the tables: all that can be worked out without looking at them.

Most of the work of storing an event is done here, so that an import can do it elsewhere while
the database is busy; a ``Lot`` goes from one process to another as MessagePack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from service.domain.edtf import parse
from service.domain.event import Event
from service.domain.result_cache import Results
from service.store.position import first_day, last_day, span_class
from service.store.rows import TRUTH, from_row, truth
from service.store.terms import Term, beginning, other_words, terms

Head = Callable[[Event], bytes]
"""Renders the document of an event up to where its version stands."""


class Prepared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An event as ``TRUTH``, the ``head`` of its document, and what it can be found by.

    ``first`` and ``last`` are the days it is filed under, ``span`` its class of length,
    ``begins`` the month it is counted in, ``terms`` places in the list of its ``Lot``,
    ``words`` those beside title and summary, ``money`` its ``(currency, stage, value)``.
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
    money: list[tuple[str, str, str]]

    def event(self) -> Event:
        """The event that this was made of."""
        return from_row({"id": self.id, **dict(zip(TRUTH, self.truth, strict=True))})


class Lot(msgspec.Struct, array_like=True):
    """Events that are stored together, and the terms that they have, each once."""

    terms: list[Term] = []
    events: list[Prepared] = []


def _filed(text: str) -> tuple[int, int, int, tuple[int, str] | None]:
    """``first``, ``last``, ``span`` and ``begins`` of the events of one date."""
    date = parse(text)
    return first_day(date), last_day(date), span_class(date), beginning(date)


_FILED: Results[str, tuple[int, int, int, tuple[int, str] | None]] = Results(_filed, 4096)


def prepare(events: Iterable[Event], head: Head | None = None) -> Lot:
    """A lot of these events. Without ``head`` they can be found, but not read."""
    places: dict[Term, int] = {}
    place = places.setdefault
    made = [
        Prepared(
            event.id,
            truth(event),
            head(event) if head else b"",
            *_FILED[event.date.text],
            list({place(term, len(places)): None for term in terms(event)}),
            other_words(event),
            [(each.currency, each.stage, str(each.value)) for each in event.amounts],
        )
        for event in events
    ]
    return Lot(list(places), made)
