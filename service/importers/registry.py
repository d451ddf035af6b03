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
        lambda stream, _, window=EVERYTHING, *__: ics.read(stream, window),
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


_PART = rb"(?:\[Content_Types\]\.xml|_rels/\.rels|(?:docProps|xl)/[\w/]+\.(?:xml|bin))"
_PACKED_PART = re.compile(rb"PK\x03\x04.{26}" + _PART, re.DOTALL)
_MEMBER = re.compile(rf".*?(?=/{_PART.decode()})")
"""The first part of a workbook; any may come first. Its name is at byte 30 of a zip archive."""


def spreadsheet(name: str, head: bytes) -> bool:
    """Whether this is an Excel or LibreOffice workbook, or the first file inside one.

    ``.xlsx`` (ECMA-376, part 2, 10.1.2) and ``.ods`` are zip archives, ``.xls`` is an OLE file.
    """
    inside = head.startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    packed = _PACKED_PART.match(head) or (
        head.startswith(b"PK\x03\x04") and b"opendocument.spreadsheet" in head[:200]
    )
    first = _MEMBER.match(name)
    return bool(inside or packed or first) or head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


_OTHERS = {
    b"BZh": "compressed with bzip2; decompress it",
    b"\xfd7zXZ\x00": "compressed with xz; decompress it",
    b"\x28\xb5\x2f\xfd": "compressed with zstd; decompress it",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it",
    b"Rar!\x1a\x07": "a RAR archive; unpack it",
    b"%PDF-": "a PDF; save its table as CSV (UTF-8)",
    b"PAR1": "a Parquet file; save it as CSV (UTF-8) or NDJSON",
    b"SQLite format 3\x00": "a SQLite database; save a table as CSV (UTF-8)",
    b"{\\rtf": "rich text; save its table as CSV (UTF-8)",
}
"""The first bytes of files that have no importer, with the kind of file and advice to the user."""
_MARKUP = re.compile(
    rb"<(?:!doctype html|html|head|body|table|meta|\?xml|workbook|rss|feed|kml|gpx|rdf:RDF)\b",
    re.IGNORECASE,
)
"""The beginning of a page or of an XML document. Programs save both as ``.xls``."""


def _other(head: bytes) -> str | None:
    """The kind of a file that has no importer, with advice to the user; else ``None``."""
    for mark, what in _OTHERS.items():
        if head.startswith(mark):
            return what
    plain = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return "HTML or XML; save its table as CSV (UTF-8)" if _MARKUP.match(plain) else None


def _wide(head: bytes) -> str | None:
    """The encoding of text in units of two or four bytes; ``None`` for other text.

    It is found by its byte order mark, or by the zero bytes that Latin letters and JSON have in it.
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    if re.match(rb"(?:[^\0]\0){2}|(?:\0[^\0]){2}", head):
        return "UTF-16"
    return "UTF-32" if re.match(rb"[^\0]\0\0\0|\0\0\0[^\0]", head) else None


def importer(form: str, name: str, head: bytes) -> Importer:
    """The importer called ``form``, or for ``auto`` the first that recognizes the file.

    Raises ``KeyError`` for an unknown form, ``Invalid`` for a spreadsheet, for other files that no
    importer reads, and for text in UTF-16 or UTF-32. Raises ``OSError`` for a zip archive that is
    incomplete or a stream; a complete one in a file has been opened before, by the directory at its
    end.
    """
    if spreadsheet(name, head):
        member = _MEMBER.match(name)
        book = member[0] if member else name.removesuffix("/mimetype")
        raise Invalid(f"{book} is a spreadsheet; save its sheet as CSV (UTF-8) and import that")
    if head.startswith(b"PK\x03\x04"):
        raise OSError("it is a zip archive that is broken off, or that comes as a stream")
    if other := _other(head):
        raise Invalid(f"{name} is {other} and import that")
    if wide := _wide(head):
        raise Invalid(f"{name} is written in {wide}; save it as UTF-8 and import that")
    if form == "auto":
        head = head.removeprefix(codecs.BOM_UTF8).lstrip()
        return next(each for each in IMPORTERS if each.looks_like(name.lower(), head))
    return {each.name: each for each in IMPORTERS}[form]
