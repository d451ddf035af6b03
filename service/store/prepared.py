"""An event made ready for the tables: all that can be worked out without looking at them.

Most of the work of storing an event is done here, so that an import can do it elsewhere while
the database is busy; a ``Prepared`` goes from one process to another as MessagePack.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from service.domain.event import Event
from service.store import terms
from service.store.position import first_day, last_day, span_class
from service.store.rows import TRUTH, from_row, truth

Head = Callable[[Event], bytes]
"""Renders the document of an event up to where its version stands."""


class Prepared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An event as ``TRUTH``, the ``head`` of its document, and what it can be found by.

    ``first`` and ``last`` are the days it is filed under, ``span`` its class of length,
    ``begins`` the month it is counted in, ``money`` its ``(currency, stage, value)``.
    """

    id: str
    truth: tuple[Any, ...]
    head: bytes
    first: int
    last: int
    span: int
    terms: list[tuple[str, str, str]]
    names: str
    begins: tuple[int, str] | None
    money: list[tuple[str, str, str]]

    def event(self) -> Event:
        """The event that this was made of."""
        return from_row({"id": self.id, **dict(zip(TRUTH, self.truth, strict=True))})


def prepare(event: Event, head: Head | None = None) -> Prepared:
    """Make an event ready; without ``head`` only to be found, not to be read."""
    date = event.date
    return Prepared(
        event.id,
        truth(event),
        head(event) if head else b"",
        first_day(date),
        last_day(date),
        span_class(date),
        terms.terms(event),
        terms.names(event),
        terms.beginning(date),
        [(each.currency, each.stage, str(each.value)) for each in event.amounts],
    )
