"""Reads a JSON array entry by entry, so that a file of any size needs little memory."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from service.importers.lines import LONGEST_LINE
from service.schemas.duplicate_members import Repeated, most_repeated

CHUNK = 64 * 1024
_SPACE = re.compile(r"[ \t\r\n]*")


class BadJson(ValueError):
    """The text is not JSON, or not the expected JSON, from ``line`` on."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


class _Text:
    """A window on the text of a stream, which moves forward."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.decode = codecs.getincrementaldecoder("utf-8")().decode
        self.window = ""
        self.at = 0
        self.line, self.counted = 1, 0  # the line at ``counted``
        self.ended = False
        self.repeated: Repeated | None = None
        self.parse = json.JSONDecoder(
            parse_constant=_no_constant, object_pairs_hook=self._object
        ).raw_decode

    def _object(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) < len(members):
            self.repeated = Repeated(most_repeated(members))
        return found

    def grow(self, size: int = CHUNK) -> bool:
        """Read more of the stream; returns whether there was more."""
        if self.ended:
            return False
        piece = self.stream.read(size)
        self.ended = not piece
        try:
            more = self.decode(piece, not piece)
        except UnicodeDecodeError as error:
            line = self.here() + self.window.count("\n", self.at)
            raise BadJson(line, f"the file is not UTF-8: {error.reason}") from None
        self.here()
        self.window, self.at, self.counted = self.window[self.at :] + more, 0, 0
        return not self.ended

    def here(self) -> int:
        """The number of the current line."""
        self.line += self.window.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            if spaces := _SPACE.match(self.window, self.at):
                self.at = spaces.end()
            if self.at < len(self.window) or not self.grow():
                return self.window[self.at : self.at + 1]

    def expect(self, sign: str) -> None:
        found = self.peek()
        if found != sign:
            there = repr(found) if found else "the end"
            raise BadJson(self.here(), f"{sign!r} was expected, there is {there}")
        self.at += 1

    def more(self, end: str) -> None:
        """Skip the comma before the next entry; stop before ``end``."""
        if self.peek() == end:
            return
        self.expect(",")
        if self.peek() == end:
            raise BadJson(self.here(), f"there is nothing between ',' and {end!r}")

    def value(self) -> Any:
        """The next value, or ``Repeated`` if one of its objects has a name twice.

        The window grows until it contains the whole value.
        """
        self.peek()
        size = CHUNK
        while True:
            self.repeated = None
            try:
                found, end = self.parse(self.window, self.at)
                # A number that touches the end of the window may continue after it.
                if end < len(self.window) or self.ended:
                    self.at = end
                    return self.repeated or found
            except RecursionError:
                raise BadJson(self.here(), "is nested too deeply") from None
            except ValueError as error:
                large = len(self.window) - self.at > LONGEST_LINE
                if large or self.ended:
                    raise BadJson(*self._place(error, large)) from None
            self.grow(size)
            size = min(size * 2, LONGEST_LINE)

    def _place(self, error: ValueError, large: bool) -> tuple[int, str]:
        if large:
            return self.here(), f"is not JSON, or has more than {LONGEST_LINE:,} characters"
        if isinstance(error, json.JSONDecodeError):
            line = self.here() + self.window.count("\n", self.at, error.pos)
            return line, f"is not JSON: {error.msg}"
        return self.here(), f"is not JSON: {error}"


def entries(
    stream: BinaryIO, names: tuple[str, ...], others: dict[str, Any] | None = None
) -> Iterator[tuple[int, Any]]:
    """``(line, entry)`` of a top-level array, or of the first array under one of ``names``.

    ``others`` gets the values of the other members that it has as keys. An entry with an object
    that has a name twice is a ``Repeated``. Raises ``BadJson`` if the text is incomplete or
    something else.
    """
    text = _Text(stream)
    first = text.peek()
    if first not in ("{", "["):
        reason = f"is not a JSON list of events: it begins with {first!r}"
        raise BadJson(text.here(), reason if first else "the file is empty")
    inside = first == "{"
    seen: dict[str, None] = {}
    if inside:
        text.at += 1
        while text.peek() != "}":
            name = _name(text, seen)
            if name in names and text.peek() == "[":
                break
            _keep(others, name, text.value())
            text.more("}")
        else:
            raise BadJson(text.here(), _no_list(names, seen))
    text.expect("[")
    while text.peek() != "]":
        line = text.here()
        yield line, text.value()
        text.more("]")
    text.at += 1
    # The rest is not needed, but it is checked: a wrongly joined file has more rows there.
    if inside:
        text.more("}")
        while text.peek() != "}":
            name = _name(text, seen)
            if name in names and text.peek() == "[":
                raise BadJson(
                    text.here(), f"the list {name!r} was not read; there is one before it"
                )
            _keep(others, name, text.value())
            text.more("}")
        text.at += 1
    if text.peek():
        raise BadJson(text.here(), "there is more after the end of the document")


def _keep(others: dict[str, Any] | None, name: str, value: Any) -> None:
    if others is not None and name in others:
        others[name] = value


def _no_list(names: tuple[str, ...], seen: dict[str, None]) -> str:
    """The reason why an object with the members ``seen`` has no events, with the way out."""
    reason = f"the object has no list {' or '.join(map(repr, names))}"
    if {"title", "date"} <= seen.keys():
        return f"{reason}; if it is one event, write [ before it and ] behind it"
    if {"type", "features"} <= seen.keys():
        command = "ogr2ogr -f CSV -lco GEOMETRY=AS_XY"
        return f"{reason}; it is GeoJSON, of which {command} makes a table that can be read"
    there = ", ".join(repr(each[:40]) for each in list(seen)[:10])
    if not seen:
        return f"{reason}, or anything else"
    return f"{reason}; it has {there}; other data has to be saved as CSV"


def member(stream: BinaryIO, name: str) -> Any:
    """The value of a member of a top-level object, ``None`` if it has none of that name.

    Raises ``BadJson`` if the text ends before it.
    """
    text = _Text(stream)
    if text.peek() != "{":
        return None
    text.at += 1
    seen: dict[str, None] = {}
    while text.peek() != "}":
        found = _name(text, seen)
        if found == name:
            return text.value()
        _pass_over(text)
        text.more("}")
    return None


def _pass_over(text: _Text) -> None:
    """Skip a value; a list entry by entry, because it may be larger than memory."""
    if text.peek() != "[":
        text.value()
        return
    text.at += 1
    while text.peek() != "]":
        text.value()
        text.more("]")
    text.at += 1


def _name(text: _Text, seen: dict[str, None]) -> str:
    name = text.value()
    if not isinstance(name, str):
        raise BadJson(text.here(), "a name was expected")
    if name in seen:
        raise BadJson(text.here(), str(Repeated(name)))
    seen[name] = None
    text.expect(":")
    return name
