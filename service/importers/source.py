"""Batches of a file, read in this process."""

from __future__ import annotations

from collections.abc import Iterator

from service.importers.batches import Batch, batches
from service.importers.documents import read_lines
from service.importers.files import Opened
from service.importers.mapping import Mapping
from service.importers.order import lines_by_date
from service.importers.record import Fault, Record
from service.importers.registry import importer


def here(opened: Opened, form: str, mapping: Mapping | None, size: int) -> Iterator[Batch]:
    """The batches of a file, ``size`` rows each. Raises ``Invalid`` as importers do."""
    return batches(_records(opened, form, mapping), size, lambda: opened.counted.count)


def by_date(opened: Opened, form: str, mapping: Mapping | None, size: int) -> Iterator[Batch]:
    """The same, of events in NDJSON in the order of their dates if the file is not packed."""
    if opened.path is None or not opened.plain:
        return here(opened, form, mapping, size)
    if importer(form, opened.name, opened.head).name != "ndjson":
        return here(opened, form, mapping, size)
    file, read = opened.path.open("rb"), 0

    def counted() -> Iterator[tuple[int, bytes, bool]]:
        nonlocal read
        with file:
            for number, line, whole in lines_by_date(file):
                read += len(line)
                yield number, line, whole

    return batches(read_lines(counted()), size, lambda: read)


def _records(opened: Opened, form: str, mapping: Mapping | None) -> Iterator[Record]:
    """The importer's records; a file that breaks off ends with a reject."""
    line = 0
    try:
        found = importer(form, opened.name, opened.head)
        for record in found.read(opened.stream, mapping):
            line = record.line
            yield record
    except OSError as error:
        reason = f"the file cannot be read further: {error}"
        yield Record(line + 1, None, (Fault("", None, reason),))
