"""Reads events in our own format (docs/api.md): one JSON document, or one event a line (NDJSON)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from service.importers.json_stream import BadJson, entries
from service.importers.lines import lines, too_long
from service.importers.row_result import Record, loaded, rejected, version_of
from service.schemas.compiled_check import plain_line
from service.schemas.duplicate_members import Repeated, require_once

BLANK = 1000
"""The number of blank lines after which an empty record is yielded."""
A_LIST = "is a list, and a line has one event; a file that is one list has the format json"
NOT_UTF_8 = "byte 0x{:02X} is not UTF-8; save the file as UTF-8 and import that"


def read_json(stream: BinaryIO) -> Iterator[Record]:
    """The records of a JSON array, ``{"events": […]}`` or a list answer (``{"items": […]}``)."""
    others: dict[str, Any] = {"next": None}
    line, count = 1, 0
    try:
        for line, entry in entries(stream, ("events", "items"), others):
            count += 1
            if isinstance(entry, Repeated):
                yield rejected(line, "", None, str(entry))
            else:
                yield loaded(line, entry)
    except BadJson as error:
        yield rejected(error.line, "", None, f"{error}; nothing after it was read")
    if isinstance(others["next"], str):
        text = f"this is one page of {count:,} events; the next one is at {others['next'][:200]}"
        yield Record(line, None, (), (text,))


def read_ndjson(stream: BinaryIO) -> Iterator[Record]:
    """The records of newline-delimited JSON."""
    return read_lines(lines(stream))


def read_lines(given: Iterable[tuple[int, bytes, bool]]) -> Iterator[Record]:
    """The records of lines in the form of ``lines``.

    Many blank lines yield an empty record now and then, so that other work gets its turn.
    """
    blank = 0
    for number, line, whole in given:
        if not whole:
            yield rejected(number, "", None, too_long(line))
        elif line.isspace():
            blank += 1
            if blank % BLANK == 0:
                yield Record(number, None)
        elif (row := plain_line(line)) is not None and row[0].id:
            yield Record(number, row[0], (), (), None, version_of(row[1]))
        else:
            try:
                document = msgspec.json.decode(line)
                require_once(line)
            except Repeated as error:
                yield rejected(number, "", None, str(error))
            except UnicodeDecodeError as error:
                text = line.decode("utf-8", "backslashreplace").strip()
                sign = error.object[error.start]
                yield rejected(number, "", text, NOT_UTF_8.format(sign))
            except (msgspec.DecodeError, ValueError, RecursionError) as error:
                text = line.decode("utf-8", "backslashreplace").strip()
                yield rejected(number, "", text, f"the line is not JSON: {error}")
            else:
                is_list = isinstance(document, list)
                yield rejected(number, "", None, A_LIST) if is_list else loaded(number, document)
