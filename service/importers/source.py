"""Reads the batches of a file in this process."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from service.errors import Invalid
from service.importers.batches import Batch, batches
from service.importers.date_sort import WINDOW, Line, lines_by_date
from service.importers.documents import read_lines
from service.importers.files import HEAD, Opened
from service.importers.id_set import SeenIds
from service.importers.mapping import Mapping
from service.importers.registry import importer
from service.importers.row_result import Record, RowError
from service.importers.window import EVERYTHING, Window
from service.schemas.duplicate_members import without_bom

BUFFER = 1 << 20
"""Bytes of a large file that are read at once."""


def read_here(
    opened: Opened, form: str, mapping: Mapping | None, size: int, window: Window = EVERYTHING
) -> Iterator[Batch]:
    """The batches of a file, ``size`` rows each. Raises ``Invalid`` as importers do."""
    with closing(SeenIds()) as seen:
        records = _records(opened, form, mapping, window)
        yield from batches(records, size, lambda: opened.counted.count, seen.add)


def by_date(
    opened: Opened,
    form: str,
    mapping: Mapping | None,
    size: int,
    window: Window = EVERYTHING,
    *,
    together: int = WINDOW,
) -> Iterator[Batch]:
    """The same; events in NDJSON come in the order of their dates, if the file is uncompressed.
    ``together`` lines are sorted at a time."""
    if opened.path is None or not opened.plain:
        return read_here(opened, form, mapping, size, window)
    name = importer(form, opened.name, opened.head).name
    _check(window, mapping, name)
    if name != "ndjson":
        return read_here(opened, form, mapping, size, window)
    return _by_date(opened.path, size, together)


def _by_date(path: Path, size: int, together: int) -> Iterator[Batch]:
    read = 0

    def counted(lines: Iterator[Line]) -> Iterator[Line]:
        nonlocal read
        for number, line, whole in lines:
            read += len(line)
            yield number, without_bom(line) if number == 1 else line, whole

    with path.open("rb", BUFFER) as file, closing(SeenIds()) as seen:
        lines, distinct = lines_by_date(file, together)
        new = _always if distinct else seen.add
        yield from batches(read_lines(counted(lines)), size, lambda: read, new)


def _always(_: str) -> bool:
    return True


def _check(window: Window, mapping: Mapping | None, form: str) -> None:
    """Raises ``Invalid`` for what was given and cannot be used with a file of this kind."""
    if mapping is not None and form != "csv":
        raise Invalid(
            f"a mapping is for tables, and this file is read as {form}; leave the mapping out, or "
            'say that the format is "csv"'
        )
    if window != EVERYTHING and form != "ics":
        raise Invalid("from and to are for calendars: which times of recurring events are wanted")


def _name(opened: Opened) -> str:
    """The name of the file; empty for data from HTTP or a pipe."""
    return opened.name if opened.size is not None else ""


def _records(
    opened: Opened, form: str, mapping: Mapping | None, window: Window
) -> Iterator[Record]:
    """The importer's records; an incomplete file ends with a rejected row."""
    line = 0
    try:
        found = importer(form, opened.name, opened.head)
        if found.name != "csv":  # a table checks its mark against its encoding
            opened.pass_mark()
        _check(window, mapping, found.name)
        # JSON has an error for it.
        empty = len(opened.head) < HEAD and not opened.head.removeprefix(BOM_UTF8).strip()
        if empty and found.name != "json":
            yield Record(1, None, (), ("the file is empty",))
        for record in found.read(opened.stream, mapping, window, _name(opened)):
            line = record.line
            yield record
    except OSError as error:
        reason = f"the file cannot be read further: {error}"
        yield Record(line + 1, None, (RowError("", None, reason),))
