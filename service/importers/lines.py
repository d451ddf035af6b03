"""Reads the lines of a stream with a bound on the length of a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

LONGEST_LINE = 4 * 1024 * 1024
"""The most bytes of a line; the largest event, all lists full and all texts escaped, has fewer."""


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """``(number, line, whole)`` for each line, from 1, with its line end.

    Of a line longer than ``LONGEST_LINE`` only the beginning is given, and ``whole`` is false.
    The rest is skipped in pieces.
    """
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        whole = len(line) <= LONGEST_LINE or line.endswith(b"\n")
        yield number, line, whole
        while not whole and (rest := stream.readline(LONGEST_LINE)):
            whole = rest.endswith(b"\n")


def too_long(line: bytes) -> str:
    """The reason for refusing a line that ``lines`` had to cut."""
    return f"the line has more than {LONGEST_LINE:,} bytes and begins {line[:40]!r}"
