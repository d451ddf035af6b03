"""Writing an Excel workbook (ISO/IEC 29500) row by row, with its rows on disk until it is done.

XlsxWriter keeps one row in memory. It compresses the file in one step at the end, which takes long
if there are many rows. So a separate thread does that, while the caller waits in small steps.
"""

from __future__ import annotations

import errno
import io
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from service.deadline import check
from service.errors import Unavailable
from service.formats.event_texts import web_url

MAX_ROWS = 1_048_576
"""Rows of a sheet, including its header (Excel specifications and limits)."""
MAX_CELL = 32_767
"""UTF-16 code units that a cell can hold."""
MAX_LINKS = 10_000
"""Links of a workbook. They stay in memory until the end. Excel's own limit is 65,530 a sheet."""
MAX_LINK = 600
"""Characters of a URL that becomes a link: when it is escaped, it is within Excel's 2,079."""
CUT = " … (cut: a cell of Excel ends here)"
FIRST_DAY = date(1900, 3, 1)
"""From this day on all spreadsheet programs count days alike. Excel's calendar has a 29 February
1900, so LibreOffice reads the days of the two months before as one day earlier."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
LARGE, MOST_LARGE = 2000, 2
"""A process writes at most ``MOST_LARGE`` workbooks of more than ``LARGE`` rows at a time, because
their rows are on the disk."""
STEP_SECONDS = 0.01
PIECE = 65_536
_places = threading.BoundedSemaphore(MOST_LARGE)


class Abandoned(Exception):
    """Nobody waits for the workbook any longer."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that links to a URL."""

    text: str
    url: str


class _Output(io.FileIO):
    """The file to which the compressed workbook is written, until nobody waits for it.

    An unfinished archive finishes itself when it is garbage collected. By then the file is closed,
    and the archive may write to it without effect.
    """

    abandoned = False
    size = 0

    def write(self, data: Any) -> int:
        if self.closed:
            return len(data)
        if self.abandoned:
            raise Abandoned
        return super().write(data) or 0

    def seek(self, at: int, whence: int = 0) -> int:
        return self.size if self.closed else super().seek(at, whence)

    def tell(self) -> int:
        return self.size if self.closed else super().tell()

    def close(self) -> None:
        if not self.closed:
            self.size = os.fstat(self.fileno()).st_size
        super().close()

    def flush(self) -> None:
        if not self.closed:
            super().flush()


def cut_to_cell(text: str) -> str:
    """``text``, or the part of it that fits a cell with a note that it is cut. Line ends become
    line feeds, as spreadsheets write them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) * 2 <= MAX_CELL or len(text.encode("utf-16-le")) <= MAX_CELL * 2:
        return text
    room = (MAX_CELL - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def serial(iso_day: str) -> int | None:
    """The number of a day in spreadsheets; ``None`` if not all of them have it."""
    try:
        day = date.fromisoformat(iso_day)
    except ValueError:  # before year 0 or after 9999
        return None
    return day.toordinal() - _DAY_ZERO if day >= FIRST_DAY else None


@dataclass(slots=True)
class Sheet:
    """One sheet: a header that stays in view, and rows below it."""

    sheet: Worksheet
    columns: Sequence[str]
    days: frozenset[str]
    styles: Mapping[str, Style]
    texts: Sequence[str]
    most_rows: int
    rows: int = 1

    def begin(self, widths: Mapping[str, int], other: int) -> None:
        """Write the header, and set the width of each column in characters."""
        self.sheet.freeze_panes(1, 1)
        for at, name in enumerate(self.columns):
            kept = self.styles["text" if name in self.texts else "plain"]
            self.sheet.set_column(at, at, widths.get(name, other), kept)
            self.sheet.write_string(0, at, name, self.styles["head"])

    @property
    def full(self) -> bool:
        """Whether the sheet has no room for another row."""
        return self.rows >= self.most_rows

    def append(self, cells: Sequence[Any]) -> None:
        """Add a row. Texts are always strings, never formulas; ``None`` is an empty cell."""
        write, at = self.sheet, self.rows
        for column, (name, value) in enumerate(zip(self.columns, cells, strict=True)):
            if isinstance(value, str):
                number = serial(value) if name in self.days else None
                if number is not None:
                    write.write_number(at, column, number, self.styles["day"])
                elif value:
                    style = self.styles["text"] if name in self.texts else None
                    write.write_string(at, column, cut_to_cell(value), style)
            elif isinstance(value, Link):
                write.write_url(at, column, value.url, None, cut_to_cell(value.text))
            elif isinstance(value, bool):
                write.write_boolean(at, column, value)
            elif value is not None:
                write.write_number(at, column, value)
        self.rows += 1

    def end(self) -> None:
        """Write the parts that depend on the number of rows."""
        last = max(self.rows - 1, 1)
        self.sheet.autofilter(0, 0, last, len(self.columns) - 1)
        texts = [at for at, name in enumerate(self.columns) if name in self.texts]
        if texts:  # 2022 as a text is intended, so Excel must not warn about it
            letters = " ".join(f"{_letter(at)}1:{_letter(at)}{self.rows}" for at in texts)
            self.sheet.ignore_errors({"number_stored_as_text": letters})


def _letter(column: int) -> str:
    head = chr(64 + column // 26) if column >= 26 else ""
    return head + chr(65 + column % 26)


@dataclass(slots=True)
class Book:
    """A workbook that is being made. Use it as a context, so that its files are always removed.

    Raises ``Unavailable`` if others are already writing large ones or the disk has no room.
    """

    texts: Sequence[str]
    days: frozenset[str]
    most_rows: int = MAX_ROWS
    folder: tempfile.TemporaryDirectory[str] = field(init=False)
    output: _Output = field(init=False)
    book: Workbook = field(init=False)
    styles: dict[str, Style] = field(init=False)
    sheets: list[Sheet] = field(default_factory=list)
    links: int = 0
    large: bool = False
    failed: BaseException | None = None
    users: int = 1
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Book:
        self.folder = tempfile.TemporaryDirectory(prefix="dateline-xlsx-")
        self.output = _Output(Path(self.folder.name) / "book", "w+")
        self.book = Workbook(self.output, {
            "constant_memory": True, "tmpdir": self.folder.name, "strings_to_formulas": False,
            "strings_to_urls": False, "strings_to_numbers": False, "use_zip64": True,
        })  # fmt: skip
        self.styles = {
            "head": self.book.add_format({"bold": True, "bottom": 1}),
            "text": self.book.add_format({"num_format": "@"}),
            "day": self.book.add_format({"num_format": "yyyy-mm-dd"}),
            "plain": self.book.add_format(),
        }
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: Any) -> None:
        self.output.abandoned = True
        self._leave()
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unavailable("there is no room on the disk to write a workbook") from None

    def sheet(
        self, name: str, columns: Sequence[str], widths: Mapping[str, int], other: int = 14
    ) -> Sheet:
        """Add a sheet."""
        sheet = self.book.add_worksheet(name)
        made = Sheet(sheet, columns, self.days, self.styles, self.texts, self.most_rows)
        made.begin(widths, other)
        self.sheets.append(made)
        return made

    def linked(self, text: str, url: str | None) -> str | Link:
        """``text`` as a link to ``url``, if that is a web URL and there is room for a link."""
        if not text or web_url(url) is None or len(url or "") > MAX_LINK or self.links >= MAX_LINKS:
            return text
        self.links += 1
        return Link(text, url or "")

    def make_room(self) -> None:
        """The caller must call this after every row: a large workbook needs a place."""
        if not self.large and sum(each.rows for each in self.sheets) > LARGE:
            if not _places.acquire(blocking=False):
                raise Unavailable("other large workbooks are being written; try again")
            self.large = True

    def finished(self, title: str, comments: str, as_of: datetime) -> Iterator[bytes]:
        """The file in pieces; they are empty while it is compressed."""
        for each in self.sheets:
            each.end()
        # With the time of writing, two files of the same answer would differ.
        self.book.set_properties({"title": title, "comments": comments, "created": as_of})
        packing = threading.Thread(target=self._pack, name="dateline-workbook", daemon=True)
        self.users += 1
        packing.start()
        while packing.is_alive():
            packing.join(STEP_SECONDS)
            check()
            yield b""
        if self.failed is not None:
            raise self.failed
        self.output.seek(0)
        while piece := self.output.read(PIECE):
            yield piece

    def _pack(self) -> None:
        try:
            self.book.close()
        except BaseException as error:
            cause = error.args[0] if error.args else None
            self.failed = cause if isinstance(cause, OSError) else error
        finally:
            self._leave()

    def _leave(self) -> None:
        """Each user of the files calls this at its end and waits for nobody. The last user removes
        the files."""
        with self.lock:
            self.users -= 1
            last = self.users == 0
        if last:
            self._tidy()

    def _tidy(self) -> None:
        self.output.close()
        for each in self.sheets:
            handle = each.sheet.row_data_fh
            if handle is not None:
                with suppress(OSError):
                    handle.close()
        self.book.fileclosed = True
        self.folder.cleanup()
        if self.large:
            self.large = False
            _places.release()
