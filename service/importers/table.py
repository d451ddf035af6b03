"""Reads CSV (RFC 4180) and tables with other separators by a mapping."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from service.domain.near_spellings import nearest
from service.errors import FieldError, Invalid
from service.formats import csv as csv_of_ours
from service.importers.cell_text import OddTexts, clean, text_of_formula
from service.importers.code_columns import CodeColumns
from service.importers.lines import lines_of_table, too_long
from service.importers.mapped_row import Row
from service.importers.mapping import (
    NUMBER,
    Mapping,
    columns_of,
    list_columns,
    person_columns,
    shown_columns,
)
from service.importers.preamble import comment, separator
from service.importers.row_dates import Dates
from service.importers.row_result import Record, rejected

BLANK = 1000
"""The number of blank lines after which an empty record lets other work have its turn."""
_CARRIAGE_RETURN = re.compile(r"new-line character seen in unquoted field\b.*")
"""The error message of ``csv`` for a carriage return in the middle of a line. Its second half has
other words since Python 3.13."""
AMBIGUOUS = (
    "begins with '#' as the comments before the header do, and has as many cells as a row: "
    "delete it if it is a comment, or the comments if it is a row"
)
LONGEST_CELL = 1024 * 1024
"""The most characters of a cell; a longer one has a quote that was never closed."""


DELIMITERS = ",\t;|"
LOOK = 5000
LOOK_CHARACTERS = 4_000_000
"""The most rows, and characters in them, that are examined before the first becomes an event."""
Found = tuple[int, Row | Record]
"""A line number and the row that begins there, or the record of a row that cannot be read."""


class TableLines:
    """The lines of a table as text; ``error`` is set by a line that cannot be decoded.

    ``utf8`` is the first word beyond ASCII, if all lines so far could be UTF-8 too although the
    mapping says another encoding; then it is how UTF-8 and the mapping read that word.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.lines = lines_of_table(stream)
        # As browsers do (https://encoding.spec.whatwg.org): where cp1252 has quotation marks,
        # Latin-1 has control characters, which no text has.
        latin = codecs.lookup(encoding).name == "iso8859-1"
        self.encoding = encoding = "cp1252" if latin else encoding
        self.number = 0
        self.error: str | None = None
        self.utf8: tuple[str, str] | None = None
        self.wrong = codecs.lookup(encoding).name not in ("utf-8", "utf-8-sig")
        """Whether the lines so far, if they are UTF-8, contradict the mapping."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, line, whole = next(self.lines)
        if not whole:
            self.error = too_long(line)
            return "\n"
        if self.number == 1 and line.startswith(codecs.BOM_UTF8):
            if codecs.lookup(self.encoding).name not in ("utf-8", "utf-8-sig"):
                raise Invalid(
                    f"the table begins with the mark of UTF-8, and the mapping says "
                    f'"encoding": {self.encoding!r}; leave it out if the table is UTF-8'
                )
            line = line.removeprefix(codecs.BOM_UTF8)
        if self.wrong and not line.isascii():
            self._compare(line)
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError as error:
            byte = line[error.start]
            self.error = (
                f"byte {error.start + 1} of line {self.number} (0x{byte:02X}) is not "
                f'{self.encoding}; if the file has another "encoding", say so in the mapping'
            )
            return line.decode(self.encoding, "replace")

    def _compare(self, line: bytes) -> None:
        """Note whether a line beyond ASCII is UTF-8, as few lines in other encodings are."""
        try:
            right = line.decode("utf-8")
        except UnicodeDecodeError:
            self.wrong, self.utf8 = False, None
            return
        if self.utf8 is None and (word := _WORD.search(right)):
            self.utf8 = word[0], word[0].encode().decode(self.encoding, "replace")


_WORD = re.compile(r"\w*[^\x00-\x7f]\w*")


def read(
    stream: BinaryIO,
    mapping: Mapping | None,
    look: int = LOOK,
    look_characters: int = LOOK_CHARACTERS,
) -> Iterator[Record]:
    """The records of a table with a header line. Raises ``Invalid`` if none can be read.

    The first ``look`` rows, or ``look_characters`` of them, show how dates are written.
    """
    if mapping is None:
        raise Invalid(
            "a table needs a mapping of its columns; give one with mapping "
            "(dateline import --suggest FILE prints one to begin with)"
        )
    csv.field_size_limit(LONGEST_CELL)
    text = TableLines(stream, mapping.encoding or "utf-8")
    found = _header(text, mapping)
    if found is None:
        return
    header, delimiter, comments = found
    rows = _rows(text, header, delimiter, comments, mapping)
    first = list(_first(rows, look, look_characters))
    if text.utf8:
        right, wrong = (word[:40] for word in text.utf8)
        reason = f'the table is UTF-8 too, and has {right!r} in it; "encoding" makes it {wrong!r}'
        yield Record(1, None, (), (reason,))
    odd_texts = OddTexts(
        columns_of(mapping), list_columns(mapping), person_columns(mapping), shown_columns(mapping),
        misread=not text.utf8,
    )  # fmt: skip
    yield from _records(first, rows, mapping, odd_texts)


def _records(
    first: list[Found], rows: Iterator[Found], mapping: Mapping, odd_texts: OddTexts
) -> Iterator[Record]:
    """The records of the ``first`` rows, which show how dates are written, and of the others."""
    dates = Dates(mapping.date)
    dates.look(row.fill for _, row in first if isinstance(row, Row))
    codes = CodeColumns(mapping)
    codes.look(row for _, row in first if isinstance(row, Row))
    if not first:
        yield Record(1, None, (), ("the table has a header, but no rows",))
    if dates.habits.warnings:
        yield Record(1, None, (), tuple(dates.habits.warnings))
    for line, row in chain(first, rows):
        if isinstance(row, Record):
            yield row
        else:
            row.dates, row.codes = dates, codes if codes.unknown else None
            record = row.record(line)
            if record.event and (told := odd_texts.warnings(row.cells)):
                record = record._replace(warnings=(*record.warnings, *told))
            yield record


def _first(rows: Iterator[Found], look: int, room: int) -> Iterator[Found]:
    for line, row in islice(rows, look):
        yield line, row
        room -= sum(map(len, row.cells.values())) if isinstance(row, Row) else 0
        blank = isinstance(row, Record) and not row.errors  # let other work have its turn
        if room < 0 or blank:
            return


def _rows(
    text: TableLines, header: list[str], delimiter: str, comments: bool, mapping: Mapping
) -> Iterator[Found]:
    rows = csv.reader(text, **dialect(delimiter))
    dates = Dates(mapping.date)
    blank = number = 0
    ours = set(header) >= csv_of_ours.OF_OURS
    while True:
        line, text.error = text.number + 1, None
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            through = f" (read to line {text.number})" if text.number > line else ""
            why = _CARRIAGE_RETURN.sub("a carriage return alone is no line end", str(error))
            reason = f"the row is not proper CSV: {why}{through}"
            yield line, rejected(line, "", None, reason)
            continue
        cells = without_extra(cells, len(header))
        if text.error:
            yield line, rejected(line, "", None, text.error)
        elif not any(map(str.strip, cells)):
            # Spreadsheets write an empty row with its separators. It counts for ``{#}``.
            number += bool(cells)
            blank += 1
            if blank % BLANK == 0:
                yield line, Record(line, None)
        elif comments and comment(cells[0]):
            if len(cells) == len(header):
                yield line, rejected(line, header[0], cells[0], AMBIGUOUS)
        elif len(cells) != len(header):
            reason = f"the row has {len(cells)} cells, the header {len(header)}"
            reason += "; if it is a comment, delete it" if comment(cells[0]) else ""
            number += 1
            yield line, rejected(line, "", delimiter.join(cells), reason)
        else:
            number += 1
            if ours:
                cells = [csv_of_ours.restored(each) for each in cells]
            else:
                cells = [text_of_formula(each) if each[:1] == "=" else each for each in cells]
            # A column named ``#`` takes precedence over the number of the row.
            named = {NUMBER: str(number), **dict(zip(header, cells, strict=True))}
            yield line, Row(named, mapping, dates)


def without_extra(cells: list[str], columns: int) -> list[str]:
    """The cells of a row without those beyond the columns of the header, if all of these are empty:
    some programs end each row with a separator."""
    if len(cells) <= columns or any(map(str.strip, cells[columns:])):
        return cells
    return cells[:columns]


def dialect(delimiter: str) -> dict[str, Any]:
    """The options of ``csv.reader``: RFC 4180, but spaces after a separator are ignored."""
    return {"delimiter": delimiter, "strict": True, "skipinitialspace": delimiter != " "}


def _header(text: TableLines, mapping: Mapping) -> tuple[list[str], str, bool] | None:
    """The columns, the separator, and whether comments come before them. Raises ``Invalid``.

    Returns ``None`` for an empty table. A line that begins with ``#`` is a comment unless it has a
    column that the mapping uses.
    """
    said, comments, wanted = None, False, columns_of(mapping)
    for line in text:
        if text.error:
            wide = line.startswith("\ufffd\ufffd")
            raise Invalid("the table is UTF-16; save it as UTF-8" if wide else text.error)
        if not line.strip():
            continue
        if said is None and not comments and (said := separator(line)):
            if mapping.delimiter not in (None, said):
                reason = f"the table says sep={said}, the mapping delimiter {mapping.delimiter!r}"
                raise Invalid(f"{reason}; say the same in both")
            continue
        delimiter = mapping.delimiter or said or _delimiter(line, wanted)
        if comment(line) and not wanted.intersection(read_header(line, delimiter)):
            comments = True
            continue
        header = read_header(line, delimiter)
        _check_header(header, mapping)
        return header, delimiter, comments
    if comments:
        raise Invalid("every line of the table begins with '#': it has no header of columns")
    return None


def _delimiter(line: str, wanted: set[str]) -> str:
    """The separator that gives the most columns of the mapping, or the most frequent one."""

    def fitting(sign: str) -> int:
        try:
            return len(wanted.intersection(read_header(line, sign)))
        except Invalid:
            return 0

    signs: list[str] = [guess_delimiter(line), *DELIMITERS]
    return max(signs, key=fitting)


def read_header(line: str, delimiter: str) -> list[str]:
    """The names of the columns. Raises ``Invalid``."""
    try:
        return [clean(name)[0] for name in next(csv.reader([line], **dialect(delimiter)))]
    except (csv.Error, StopIteration, TypeError) as error:
        raise Invalid(f"the first line is not a header of columns: {error}") from None


def guess_delimiter(header: str) -> str:
    """The separator that occurs most often in a header line."""
    return max(DELIMITERS, key=header.count)


def _check_header(header: list[str], mapping: Mapping) -> None:
    if len(header) > 1 >= sum(map(bool, header)):
        raise Invalid(
            f"the first line of the table has only {next(filter(None, header), 'empty cells')!r}, "
            "and no names of columns; delete the lines above the header"
        )
    twice = {name for name in header if header.count(name) > 1}
    wanted = columns_of(mapping)
    errors = [FieldError(f"the column {name!r} is there twice") for name in twice & wanted]
    for name in sorted(wanted - {NUMBER, *header}):
        near = nearest(name, header)
        hint = f"did you mean {', '.join(near)}?" if near else f"there are {_some(header)}"
        errors.append(FieldError(f"there is no column {name!r}; {hint}", nearest=near))
    if errors:
        raise Invalid("the mapping does not fit the header of the table", errors)


def _some(header: list[str]) -> str:
    names = [name[:40] for name in header[:20]]
    return ", ".join(names) + (", …" if len(header) > 20 else "")
