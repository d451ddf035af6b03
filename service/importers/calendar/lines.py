"""Parses content lines (RFC 5545, 3.1): unfolds them, splits them, and keeps their line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from icalendar.parser import Contentline

_PLAIN = re.compile(r"([A-Za-z0-9-]+):(.*)", re.DOTALL)
"""A line without parameters, as most lines are; the library splits the others."""

_QUOTED = re.compile(rb"[A-Za-z0-9-]+;[^:]*QUOTED-PRINTABLE", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\;,nN\"])")
_IN_LIST = re.compile(r"(?:[^,\\]|\\.|\\\Z)+", re.DOTALL)


class Property(NamedTuple):
    """One content line; ``value`` is unchanged, so a text in it is still escaped."""

    line: int
    name: str
    params: Mapping[str, Any]
    value: str


class Unreadable(NamedTuple):
    """A line that is no content line; ``text`` is its beginning."""

    line: int
    text: str


def unfolded(block: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The lines of a block that begins at line ``first``, without folds and blank lines.

    Bytes are joined before they are decoded as UTF-8, because some programs fold inside a
    character. A line of vCalendar 1.0 in quoted-printable that ends with ``=`` goes on without a
    fold (RFC 2045, 6.7).
    """
    number, parts = first, [b""]
    for at, line in enumerate(block.split(b"\n"), first):
        piece = line.removesuffix(b"\r")
        if parts[-1].endswith(b"=") and _QUOTED.match(parts[0]):
            parts[-1] = parts[-1][:-1]
            parts.append(piece)
            continue
        if piece[:1] in (b" ", b"\t") and len(parts[0]):
            parts.append(piece[1:])
            continue
        if parts[0].strip():
            yield number, b"".join(parts)
        number, parts = at, [piece]
    if parts[0].strip():
        yield number, b"".join(parts)


def properties(lines: Iterable[tuple[int, bytes]]) -> Iterator[Property | Unreadable]:
    """The properties on unfolded lines.

    Raises ``UnicodeDecodeError`` whose reason names the line.
    """
    for number, line in lines:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            error.reason = f"line {number} is not UTF-8"
            raise
        if plain := _PLAIN.fullmatch(text):
            yield Property(number, plain[1].upper(), {}, plain[2])
            continue
        try:
            name, params, value = Contentline(text).raw_parts()
        except (ValueError, IndexError, AssertionError):
            yield Unreadable(number, text[:80])
        else:
            yield Property(number, str(name).upper(), params, str(value))


def unescaped(text: str) -> str:
    """A value of type TEXT without its escapes (RFC 5545, 3.3.11)."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def listed(text: str) -> list[str]:
    """The values of a list of type TEXT, split at commas that are not escaped."""
    return [unescaped(match[0]) for match in _IN_LIST.finditer(text)]


def param(found: Property, name: str) -> str:
    """The first value of a parameter; empty if there is none."""
    value = found.params.get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    return str(value).strip()
