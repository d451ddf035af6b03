"""Lists every importer and finds the one for a file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from service.errors import Invalid
from service.importers import documents, gdelt, icews, ics, table, timelinejs
from service.importers.mapping import Mapping
from service.importers.other_files import unreadable
from service.importers.row_result import Record
from service.importers.window import EVERYTHING, Window


class Read(Protocol):
    """Yields the records of a stream.

    The mapping is for tables, the window for calendars, and the name of the file for documents
    without a title.
    """

    def __call__(
        self,
        stream: BinaryIO,
        mapping: Mapping | None,
        window: Window = EVERYTHING,
        name: str = "",
        /,
    ) -> Iterator[Record]: ...


@dataclass(frozen=True, slots=True)
class Importer:
    """One importer.

    ``looks_like`` judges a file by its name in lower case and its first kilobytes.
    """

    name: str
    description: str
    read: Read
    looks_like: Callable[[str, bytes], bool]


def _json(name: str, head: bytes) -> bool:
    return name.endswith(".json") or head[:1] in (b"[", b"{")


def _ndjson(name: str, head: bytes) -> bool:
    if name.endswith((".ndjson", ".jsonl")):
        return True
    first, end, _ = head.partition(b"\n")
    second = head[len(first) + 1 :].lstrip()
    several = second.startswith(b"{") if name.endswith(".json") else bool(end)
    return several and bool(re.fullmatch(rb"\{.*\}\s*", first))


IMPORTERS: tuple[Importer, ...] = (
    Importer(
        "gdelt",
        "a GDELT 1.0 or 2.0 event export",
        lambda stream, *_: gdelt.read(stream),
        lambda _, head: gdelt.looks_like(head),
    ),
    Importer(
        "icews",
        "ICEWS events, tab-separated",
        lambda stream, *_: icews.read(stream),
        lambda _, head: icews.looks_like(head),
    ),
    Importer(
        "ics",
        "an iCalendar file",
        lambda stream, _, window=EVERYTHING, name="": ics.read(stream, window, name=name),
        lambda name, head: name.endswith(".ics") or ics.looks_like(head),
    ),
    Importer(
        "timelinejs",
        "a TimelineJS document",
        lambda stream, _, window=EVERYTHING, name="": timelinejs.read(stream, name),
        lambda _, head: timelinejs.looks_like(head),
    ),
    Importer(
        "ndjson",
        "one event a line, as the service exports it",
        lambda stream, *_: documents.read_ndjson(stream),
        _ndjson,
    ),
    Importer(
        "json",
        'an array of events, or {"events": [...]}',
        lambda stream, *_: documents.read_json(stream),
        _json,
    ),
    Importer(
        "csv",
        "a table with a header line, read by a mapping",
        lambda stream, mapping, *_: table.read(stream, mapping),
        lambda *_: True,
    ),
)
"""All importers in the order in which they are tried; the last one takes every other file."""
NAMES: tuple[str, ...] = tuple(each.name for each in IMPORTERS)


def importer(form: str, name: str, head: bytes) -> Importer:
    """The importer called ``form``, or for ``auto`` the first that recognizes the file.

    Raises ``KeyError`` for an unknown form, and ``Invalid`` for a file that no importer reads.
    Raises ``OSError`` for a zip archive that is incomplete or a stream; a complete one in a file
    has been opened before, by the directory at its end.
    """
    if reason := unreadable(name, head):
        raise Invalid(reason)
    if head.startswith(b"PK\x03\x04"):
        raise OSError("it is a zip archive that is broken off, or that comes as a stream")
    if form == "auto":
        head = head.removeprefix(codecs.BOM_UTF8).lstrip()
        return next(each for each in IMPORTERS if each.looks_like(name.lower(), head))
    return {each.name: each for each in IMPORTERS}[form]
