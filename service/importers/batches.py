"""Records in batches that can be stored: all the work on a file that needs no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import msgspec

from service.domain.event import Event
from service.importers import existence
from service.importers.row_result import Fault, Record
from service.importers.similar_rows import Alike, title_key
from service.importers.warnings import doubts
from service.schemas.event import render
from service.store.prepared_events import Lot, prepare


class Batch(msgspec.Struct, array_like=True, tag=True):
    """Some rows of a file: the events to be stored, with the ``lines`` they stand on; the
    records of the ``others``; ``warnings`` as line, id (empty where
    nothing was stored) and text; ``alike`` as index of an event,
    id of an earlier one that it looks like, and the key of that one's title; ``series``, keys of
    titles that so many rows have by now that they make no two events alike. ``rows`` and ``read``
    say how many rows and bytes of the file have been read with this batch."""

    lot: Lot
    lines: list[int]
    others: list[Record]
    warnings: list[tuple[int, str, str]]
    alike: list[tuple[int, str, int]]
    series: list[int]
    rows: int
    read: int


def batches(
    records: Iterable[Record], size: int, read: Callable[[], int], new: Callable[[str], bool]
) -> Iterator[Batch]:
    """The records of one file, ``size`` to a batch; of several with one id the first: ``new``
    is asked once for each event whether its id is."""
    source, alike, rows = iter(records), Alike(), 0
    while first := next(source, None):
        batch, events = Batch(Lot(), [], [], [], [], [], rows, 0), list[Event]()
        for record in chain((first,), islice(source, size - 1)):
            event = record.event
            if event is None:
                batch.others += [record] if record.faults else []
                batch.warnings += [(record.line, "", text) for text in record.warnings]
            elif not new(event.id):
                again = Fault("id", event.id, "is the id of an earlier row too")
                batch.others.append(Record(record.line, None, (again,)))
            else:
                if (other := alike.add(event)) is not None:
                    batch.alike.append((len(batch.lines), other.id, title_key(other.title)))
                events.append(event)
                batch.lines.append(record.line)
                told = existence.warnings(event)
                if event.amounts:
                    told += doubts(event)
                if told or record.warnings:
                    told = [*record.warnings, *told]
                    batch.warnings += [(record.line, event.id, text) for text in told]
        batch.lot, batch.read = prepare(events, render.head), read()
        batch.series = alike.take_series()
        rows += len(events) + len(batch.others)
        batch.rows = rows
        yield batch
