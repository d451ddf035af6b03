"""CSV (RFC 4180) and its relatives with other separators, by a mapping."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import BinaryIO

from service.domain.near import nearest
from service.errors import FieldError, Invalid
from service.importers.lines import lines, too_long
from service.importers.mapped import Row
from service.importers.mapping import Mapping, columns_of
from service.importers.record import Record, rejected

LONGEST_CELL = 1024 * 1024
"""Characters. Beyond this a quote was opened and never closed."""


class Text:
    """The lines of a table as text, remembering which could not be read as such."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.lines = lines(stream)
        self.encoding = encoding
        self.number = 0
        self.fault: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, line, whole = next(self.lines)
        if not whole:
            self.fault = too_long(line)
            return "\n"
        if self.number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError as error:
            byte = line[error.start]
            self.fault = (
                f"byte {error.start + 1} of line {self.number} (0x{byte:02X}) is not "
                f'{self.encoding}; if the file has another "encoding", say so in the mapping'
            )
            return line.decode(self.encoding, "replace")


def read(stream: BinaryIO, mapping: Mapping | None) -> Iterator[Record]:
    """The records of a table with a header line. Raises ``Invalid`` where none can be read."""
    if mapping is None:
        raise Invalid(
            "a table needs a mapping of its columns; give one with mapping "
            "(dateline import --suggest FILE prints one to begin with)"
        )
    csv.field_size_limit(LONGEST_CELL)
    text = Text(stream, mapping.encoding or "utf-8")
    first = next(text, None)
    if first is None:
        return
    if text.fault:
        wide = first.startswith("\ufffd\ufffd")
        raise Invalid("the table is UTF-16; save it as UTF-8" if wide else text.fault)
    delimiter = mapping.delimiter or guess_delimiter(first)
    header = read_header(first, delimiter)
    _check_header(header, mapping)
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        line, text.fault = text.number + 1, None
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            through = f" (read to line {text.number})" if text.number > line else ""
            yield rejected(line, "", None, f"the row is not proper CSV: {error}{through}")
            continue
        if text.fault:
            yield rejected(line, "", None, text.fault)
        elif not cells:
            continue
        elif len(cells) != len(header):
            reason = f"the row has {len(cells)} cells, the header {len(header)}"
            yield rejected(line, "", delimiter.join(cells), reason)
        else:
            yield Row(dict(zip(header, cells, strict=True)), mapping).record(line)


def read_header(line: str, delimiter: str) -> list[str]:
    """The names of the columns. Raises ``Invalid``."""
    if "\r" in line.rstrip("\r\n"):
        raise Invalid("lines end with a carriage return alone; save the table with other line ends")
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter, strict=True))]
    except (csv.Error, StopIteration, TypeError) as error:
        raise Invalid(f"the first line is not a header of columns: {error}") from None


def guess_delimiter(header: str) -> str:
    """The separator that a header line has most of."""
    return max(",\t;|", key=header.count)


def _check_header(header: list[str], mapping: Mapping) -> None:
    twice = {name for name in header if header.count(name) > 1}
    wanted = columns_of(mapping)
    errors = [FieldError(f"the column {name!r} is there twice") for name in twice & wanted]
    for name in sorted(wanted - set(header)):
        near = nearest(name, header)
        hint = f"did you mean {', '.join(near)}?" if near else f"there are {_some(header)}"
        errors.append(FieldError(f"there is no column {name!r}; {hint}", nearest=near))
    if errors:
        raise Invalid("the mapping does not fit the header of the table", errors)


def _some(header: list[str]) -> str:
    names = [name[:40] for name in header[:20]]
    return ", ".join(names) + (", …" if len(header) > 20 else "")
