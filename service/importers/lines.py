"""Reads the lines of a stream with a bound on the length of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO

LONGEST_LINE = 4 * 1024 * 1024
"""The most bytes of a line; the largest event, all lists full and all texts escaped, has fewer."""


BLOCK = 64 * 1024
"""Bytes that are read at once of a table whose lines end with a carriage return."""


def lines(stream: BinaryIO, begun: Iterable[bytes] = ()) -> Iterator[tuple[int, bytes, bool]]:
    """``(number, line, whole)`` for each line, from 1, with its line end.

    Of a line longer than ``LONGEST_LINE`` only the beginning is given, and ``whole`` is false.
    The rest is skipped in pieces. ``begun`` has the lines that were read before.
    """
    read = iter(partial(stream.readline, LONGEST_LINE + 1), b"")
    for number, line in enumerate(chain(begun, read), 1):
        whole = len(line) <= LONGEST_LINE or line.endswith(b"\n")
        yield number, line, whole
        while not whole and (rest := stream.readline(LONGEST_LINE)):
            whole = rest.endswith(b"\n")


def lines_of_table(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """The same for a table, whose lines may end with a carriage return alone.

    Spreadsheets on a Macintosh write such tables. Each line gets the usual line end. The first line
    shows which lines a table has.
    """
    first = stream.readline(LONGEST_LINE + 1)
    header, returned, _ = first.rstrip(b"\r\n").partition(b"\r")
    if returned and header.count(b'"') % 2 == 0:
        yield from _by_returns(stream, first)
    else:
        yield from lines(stream, [first] if first else [])


def _by_returns(stream: BinaryIO, first: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """The lines of a table with carriage returns; a line feed ends a line there too."""
    number, rest, whole = 0, first, True
    while True:
        block = stream.read(BLOCK)
        # The line feed of a last carriage return may be in the next block.
        held = b"\r" if block and rest.endswith(b"\r") else b""
        plain = rest.removesuffix(held).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *ended, rest = plain.split(b"\n")
        for line in ended:
            if whole:
                number += 1
                yield number, line[: LONGEST_LINE + 1] + b"\n", len(line) <= LONGEST_LINE
            whole = True  # the end of a line of which the beginning was given
        if whole and len(rest) > LONGEST_LINE:
            number += 1
            yield number, rest[: LONGEST_LINE + 1], False
            whole = False
        if not block:
            break
        rest = (rest if whole else b"") + held + block
    if whole and rest:
        yield number + 1, rest, True


def too_long(line: bytes) -> str:
    """The reason for refusing a line that ``lines`` had to cut."""
    return f"the line has more than {LONGEST_LINE:,} bytes and begins {line[:40]!r}"
