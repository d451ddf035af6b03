"""Reads the beginning of a table and finds its encoding, separator, header and rows."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from service.errors import Invalid
from service.formats.csv import OF_OURS, restored
from service.importers.cell_text import text_of_formula
from service.importers.lines import lines_of_table
from service.importers.preamble import comment, separator
from service.importers.suggest.encodings import Encoding, find_encoding
from service.importers.table import (
    LONGEST_CELL,
    dialect,
    guess_delimiter,
    read_header,
    without_extra,
)

ROWS = 5000
BYTES = 8 * 1024 * 1024
"""The most rows and bytes of a table that are read; the first limit that is reached counts.

A row may have several lines.
"""
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a table.

    All ``rows`` have as many cells as ``header``; ``uneven`` counts the rows that do not.
    ``complete`` says whether the whole table was read. ``wider`` is the first row that has more
    cells than the header.
    """

    encoding: Encoding
    delimiter: str
    header: list[str]
    rows: list[list[str]]
    uneven: int
    complete: bool
    wider: list[str]


def take(stream: BinaryIO) -> Sample:
    """The beginning of a table. Raises ``Invalid`` if no table can be read."""
    content, complete = _beginning(stream)
    if b"\0" in content[:4096]:
        raise Invalid("this is not a table of text, or it is in UTF-16; save it as CSV in UTF-8")
    encoding = find_encoding(content)
    # Split like the importer; ``splitlines`` would also split at other characters.
    text = [f"{line}\n" for line in content.decode(encoding.name, "replace").split("\n")]
    at, delimiter = _start(text)
    header = read_header(text[at], delimiter)
    rows = [
        without_extra(row, len(header))
        for row in islice(_rows(text[at + 1 :], delimiter), ROWS + 1)
    ]
    complete = complete and len(rows) <= ROWS
    even = [row for row in rows[:ROWS] if len(row) == len(header)]
    shown = restored if set(header) >= OF_OURS else text_of_formula
    even = [[shown(cell) for cell in row] for row in even]
    wider = next((row for row in rows if len(row) > len(header)), [])
    uneven = len(rows[:ROWS]) - len(even)
    return Sample(encoding, delimiter, header, even, uneven, complete, wider)


def _start(text: list[str]) -> tuple[int, str]:
    """The index of the header line, and the separator.

    Before the header a line may name the separator (``sep=;``). Other lines may be blank or begin
    with ``#``. The last line with ``#`` is the header if it has as many cells as the first line
    after it.
    """
    at = next((n for n, line in enumerate(text) if line.strip()), 0)
    given = separator(text[at])
    at += given is not None
    first = next((n for n, line in enumerate(text) if n >= at and not _passed_over(line)), at)
    delimiter = given or find_delimiter(text[first:])
    above = [n for n in range(at, first) if comment(text[n])]
    if above:
        try:
            widths = [len(next(_rows([text[n]], delimiter))) for n in (above[-1], first)]
        except StopIteration:
            return first, delimiter
        if widths[0] == widths[1] > 1:
            return above[-1], delimiter
    return first, delimiter


def _passed_over(line: str) -> bool:
    return comment(line) or not line.strip()


def _beginning(stream: BinaryIO) -> tuple[bytes, bool]:
    found: list[bytes] = []
    size = 0
    for number, line, whole in lines_of_table(stream):
        if size > BYTES or not whole:
            return b"".join(found), False
        found.append(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line)
        size += len(line)
    return b"".join(found), True


def _rows(text: list[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(iter(text), **dialect(delimiter))
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            cells = [""]
        if any(map(str.strip, cells)):
            yield cells


def find_delimiter(text: list[str]) -> str:
    """The separator by which most of the first lines have as many cells as the header."""

    def even(sign: str) -> tuple[int, int]:
        rows = list(_rows(text[:200], sign))
        width = len(rows[0]) if rows else 1
        fitting = sum(len(row) == width for row in rows) if width > 1 else 0
        return fitting, width

    best = max(DELIMITERS, key=even)
    return best if even(best)[0] > 1 else guess_delimiter(text[0])
