"""Gathers records into batches for the store: all the work on a file that needs no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice

import msgspec

from service.domain.event import Event
from service.importers import existence
from service.importers.row_result import Record, RowError
from service.importers.similar_rows import RecentRows, title_key
from service.importers.warnings import doubts
from service.schemas.event import render
from service.store.prepared_events import EventBatch, prepare


class Batch(msgspec.Struct, array_like=True, tag=True):
    """Some rows of a file.

    ``prepared`` has the events to store, and ``lines`` the line of each. ``others`` has the records
    without an event. Each of ``warnings`` is a line, an id (empty if nothing was stored) and a
    text. Each of ``similar`` is the index of an event, the id of an earlier event that it
    resembles, and the key of the earlier title. ``series`` has the keys of titles that are in too
    many rows to make two events alike. ``rows`` and ``read`` are the rows and bytes of the file
    that have been read, this batch included. ``versions`` has the versions of events that say one,
    by index.
    """

    prepared: EventBatch
    lines: list[int]
    others: list[Record]
    warnings: list[tuple[int, str, str]]
    similar: list[tuple[int, str, int]]
    series: list[int]
    rows: int
    read: int
    versions: dict[int, int] = {}


def batches(
    records: Iterable[Record], size: int, read: Callable[[], int], new: Callable[[str], bool]
) -> Iterator[Batch]:
    """The records of one file in batches of ``size`` rows.

    Of several events with one id only the first is stored. ``new`` is called once for each event
    and returns whether its id is new.
    """
    source, alike, rows = iter(records), RecentRows(), 0
    today = datetime.now(UTC).date().toordinal()
    while first := next(source, None):
        batch, events = Batch(EventBatch(), [], [], [], [], [], rows, 0), list[Event]()
        for record in chain((first,), islice(source, size - 1)):
            event = record.event
            if event is None:
                batch.others += [record] if record.errors else []
                batch.warnings += [(record.line, "", text) for text in record.warnings]
            elif not new(event.id):
                again = RowError("id", event.id, "is also the id of an earlier row")
                batch.others.append(Record(record.line, None, (again,)))
            else:
                if (other := alike.add(event)) is not None:
                    batch.similar.append((len(batch.lines), other.id, title_key(other.title)))
                if record.version is not None:
                    batch.versions[len(events)] = record.version
                events.append(event)
                batch.lines.append(record.line)
                warnings = existence.warnings(event)
                if event.amounts or event.place or (event.date.earliest or 0) > today:
                    warnings += doubts(event, today)
                if warnings or record.warnings:
                    warnings = [*record.warnings, *warnings]
                    batch.warnings += [(record.line, event.id, text) for text in warnings]
        batch.prepared, batch.read = prepare(events, render.head), read()
        batch.series = alike.take_series()
        rows += len(events) + len(batch.others)
        batch.rows = rows
        yield batch
