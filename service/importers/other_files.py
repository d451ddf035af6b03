"""Recognizes files that no importer reads, and says what to do with them."""

from __future__ import annotations

import codecs
import re

_PART = rb"(?:\[Content_Types\]\.xml|_rels/\.rels|(?:docProps|xl|word|ppt)/[\w/]+\.(?:xml|bin))"
_PACKED_PART = re.compile(rb"PK\x03\x04.{26}" + _PART, re.DOTALL)
_MEMBER = re.compile(rf".*?(?=/{_PART.decode()})")
"""The first part of an Office document; any may come first. Its name is at byte 30 of a zip
archive."""
_OF_APPLE = re.compile(
    r".*?\.(?:numbers|pages|key)(?=/(?:Index[./]|Metadata/|Data/|preview))", re.IGNORECASE
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that has an encrypted document (MS-OFFCRYPTO, 2.3.4.4)."""
_TEXTS = (".doc", ".docx", ".docm", ".odt", ".pages", ".rtf")
_SLIDES = (".ppt", ".pptx", ".odp", ".key")


def unreadable(name: str, head: bytes) -> str | None:
    """The reason why a file with that name and beginning is not read, with advice; else ``None``.

    A name with a slash is that of a file in an archive.
    """
    if office := _office(name, head):
        return office
    if head.startswith(_ZIP) and "/" in name:
        return f"{name} is an archive in an archive; unpack it and import its files"
    if other := _other(head):
        return f"{name} is {other} and import that"
    if wide := _wide(head):
        return f"{name} is written in {wide}; save it as UTF-8 and import that"
    if _binary(head) and not head.startswith(_ZIP):
        return f"{name} is no text; save its table as CSV (UTF-8) and import that"
    return None


def _office(name: str, head: bytes) -> str | None:
    """The reason for a document of Excel, Word, LibreOffice, Numbers and the like.

    ``.xlsx`` (ECMA-376, part 2, 10.1.2), ``.ods`` and ``.numbers`` are zip archives, whose first
    file may be the one that is given. ``.xls`` is an OLE file.
    """
    member = _MEMBER.match(name) or _OF_APPLE.match(name)
    packed = _PACKED_PART.match(head) or (head.startswith(_ZIP) and _OPEN_DOCUMENT in head[:200])
    ole = head.startswith(_OLE)
    if not (member or packed or ole or head.startswith(_OPEN_DOCUMENT)):
        return None
    book = member[0] if member else name.removesuffix("/mimetype")
    if ole and _ENCRYPTED in head:
        return f"{book} is protected by a password; open it, and save its sheet as CSV (UTF-8)"
    kind, part = "a spreadsheet", "sheet"
    if book.lower().endswith(_TEXTS):
        kind, part = "a text document", "table"
    elif book.lower().endswith(_SLIDES):
        kind, part = "a presentation", "table"
    return f"{book} is {kind}; save its {part} as CSV (UTF-8) and import that"


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
_REFERENCES = re.compile(rb"TY  - [A-Z]+\s|@[a-z]+\s*\{[^\s,{}]*,", re.IGNORECASE)
"""The beginning of a list of references in RIS or in BibTeX."""


def _other(head: bytes) -> str | None:
    """The kind of a file that has no importer, with advice to the user; else ``None``."""
    for mark, what in _OTHERS.items():
        if head.startswith(mark):
            return what
    plain = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if _REFERENCES.match(plain):
        return "a list of references; save it as CSV (UTF-8)"
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


_CONTROL = bytes({*range(32)} - {9, 10, 12, 13, 26, 27})
"""Characters that texts hardly ever have."""


def _binary(head: bytes) -> bool:
    """Whether the first bytes are hardly those of a text; a single zero byte may be an accident."""
    first = head[:512]
    signs = len(first) - len(first.translate(None, _CONTROL))
    return b"\0" in first and signs * 20 > len(first)
