"""Splits a calendar file into its components, in little memory whatever its size.

Parts that belong together may be far apart in the file: a new version of an event, the change of
one of its times, the definition of a zone. So components go to a temporary file. Memory holds
only the place of each component and a digest of its UID, about forty bytes.
"""

from __future__ import annotations

import re
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

from service.importers.calendar.lines import unfolded
from service.importers.id_set import SeenIds
from service.importers.lines import lines

LARGEST = 1024 * 1024
"""The most bytes of one component; only attachments inside the file make larger ones."""
MOST_ZONES = 2000
"""The most zones of one calendar that are read."""
MOST_NAMES = 100
"""The most kinds of components that are counted separately."""
INSIDE = b"X-DATELINE-INSIDE"
"""The name of the line that replaces a component nested in an event."""
NO_END, TOO_LARGE = -1, -2
"""Special lengths that mark events that cannot be read."""
REASONS = {
    NO_END: "the VEVENT has no end",
    TOO_LARGE: f"the VEVENT has more than {LARGEST:,} bytes",
}
_UID = re.compile(rb"UID[ \t]*(?:;[^:]*)?:(.*)", re.IGNORECASE | re.DOTALL)
_TZID = re.compile(rb"TZID[ \t]*(?:;[^:]*)?:(.*)", re.IGNORECASE | re.DOTALL)
_OF_ALL = re.compile(rb"(METHOD|CALSCALE|X-WR-TIMEZONE)[ \t]*(?:;[^:]*)?:\s*(\S*)", re.IGNORECASE)


class StoredPart(tuple[int, int, int]):
    """The place of a component: start and length in the temporary file, line in the calendar."""

    __slots__ = ()


@dataclass(slots=True)
class Calendar:
    """The data of a ``VCALENDAR`` for all its events: its ``METHOD``, its ``CALSCALE``, its zones
    by name, and the name of the zone of its clocks (``X-WR-TIMEZONE``)."""

    method: str = ""
    scale: str = ""
    clocks: str = ""
    zones: dict[str, StoredPart] = field(default_factory=dict)

    def say(self, name: bytes, value: bytes) -> None:
        """Take one of the properties of ``_OF_ALL``."""
        text = value.decode("ascii", "replace")
        match name.upper():
            case b"METHOD":
                self.method = text.upper()
            case b"CALSCALE":
                self.scale = text.upper()
            case _:
                self.clocks = text


@dataclass(slots=True)
class Block:
    """A ``VEVENT`` as written in the file, with its calendar."""

    line: int
    content: bytes
    calendar: Calendar


class OpenComponent:
    """A component whose end was not read yet. Of those nested in an event only names are kept."""

    def __init__(self, name: bytes, line: int) -> None:
        self.name, self.line = name, line
        self.lines: list[bytes] = []
        self.size = 0
        self.inside: list[bytes] = []

    def add(self, line: bytes, word: bytes, whole: bool) -> bool:
        """Add a line; returns whether the component ends with it."""
        self.size += len(line) if whole else LARGEST + 1
        if word == b"END:" + self.name and not self.inside:
            return True
        outermost = not self.inside
        if word.startswith(b"BEGIN:"):
            self.inside.append(word[6:].strip())
        elif self.inside and word == b"END:" + self.inside[-1]:
            self.inside.pop()
        if self.size <= LARGEST:
            self.lines.append(self._kept(line, outermost))
        return False

    def _kept(self, line: bytes, outermost: bool) -> bytes:
        """The line or its replacement, so that every later line keeps its number."""
        if self.name == b"VTIMEZONE" or (self.name == b"VEVENT" and not self.inside and outermost):
            return line
        if self.name == b"VEVENT" and outermost and self.inside != [b"VALARM"]:
            return INSIDE + b":" + self.inside[0] + b"\n"
        return b"\n"


class CalendarFile:
    """The components of a file, after one pass over it; it must be closed.

    ``error`` is the line and the reason if the file is incomplete. ``others`` counts the
    components that are no events; the first of them is on line ``first_other``.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115
        self.end = 0
        self.starts, self.lengths, self.lines = array("q"), array("q"), array("q")
        self.digests, self.places = array("q"), array("q")
        self.repeated: set[int] = set()
        self.calendars: list[Calendar] = []
        self.error: tuple[int, str] | None = None
        self.others: Counter[str] = Counter()
        self.first_other = 0
        with closing(SeenIds()) as seen:
            self._read(stream, seen)
        self.file.flush()

    def close(self) -> None:
        """Close and delete the temporary file."""
        self.file.close()

    def content(self, part: StoredPart) -> bytes:
        """The bytes of a component without its first and last line."""
        self.file.seek(part[0])
        return self.file.read(part[1])

    def block(self, index: int) -> Block | str:
        """The event at an index (see ``groups``), or the reason why it cannot be read."""
        length = self.lengths[index]
        if length < 0:
            return REASONS[length]
        part = StoredPart((self.starts[index], length, self.lines[index]))
        return Block(part[2], self.content(part), self.calendars[self.places[index]])

    def groups(self) -> Iterator[list[int]]:
        """The indexes of all events, grouped by UID, in the order of the first of each group."""
        repeated: dict[int, list[int]] = {digest: [] for digest in self.repeated}
        if repeated:
            for index, digest in enumerate(self.digests):
                if digest in repeated:
                    repeated[digest].append(index)
        for index, digest in enumerate(self.digests):
            if digest not in repeated:
                yield [index]
            elif repeated[digest][0] == index:
                yield repeated[digest]

    def _read(self, stream: BinaryIO, seen: SeenIds) -> None:
        component: OpenComponent | None = None
        calendar: Calendar | None = None
        number, last = 0, b""
        for number, line, whole in _numbered(stream):
            word = line.strip().upper() if len(line) < 200 else b""
            last = word or (last if not line.strip() else line[:20])
            if component is not None and word in (b"BEGIN:VEVENT", b"BEGIN:VCALENDAR"):
                if component.name == b"VEVENT":
                    self._event(component.line, NO_END)
                component = None
            if component is not None:
                if component.add(line, word, whole):
                    calendar = self._calendar(calendar)
                    self._done(component, calendar, seen)
                    component = None
            elif word == b"BEGIN:VCALENDAR":
                calendar = None
            elif word.startswith(b"BEGIN:"):
                component = OpenComponent(word[6:].strip(), number)
            elif found := _OF_ALL.match(line):
                calendar = self._calendar(calendar)
                calendar.say(found[1], found[2])
        if component is not None:
            what = component.name.decode("ascii", "replace")[:40]
            self.error = (component.line, f"the file ends inside a {what}")
        elif number and not last:
            self.error = (number, "the file is empty")
        elif last and last != b"END:VCALENDAR":
            reason = "the file does not end with END:VCALENDAR; it is cut off"
            wide = not self.calendars and b"\0" in last
            self.error = (number, "the file is UTF-16; save it as UTF-8" if wide else reason)

    def _calendar(self, known: Calendar | None) -> Calendar:
        if known is None:
            known = Calendar()
            self.calendars.append(known)
        return known

    def _event(self, line: int, length: int) -> None:
        self.starts.append(self.end)
        self.lengths.append(length)
        self.lines.append(line)
        self.places.append(len(self.calendars) - 1)
        # An event without a UID keeps this digest, which is its own.
        self.digests.append(-len(self.digests) - 2)

    def _name(self, uid: bytes, seen: SeenIds) -> None:
        """Give the last event the digest of its UID."""
        self.digests[-1] = hash(uid)  # SipHash with a key of this process
        if not seen.add(uid):
            self.repeated.add(self.digests[-1])

    def _done(self, component: OpenComponent, calendar: Calendar, seen: SeenIds) -> None:
        name, large = component.name, component.size > LARGEST
        if name == b"VEVENT":
            content = b"" if large else b"".join(component.lines)
            length = TOO_LARGE if large else len(content)
            self._event(component.line, length)
            if uid := _first(_UID, content):
                self._name(uid, seen)
            self._spool(content)
        elif name == b"VTIMEZONE" and not large and len(calendar.zones) < MOST_ZONES:
            content = b"".join(component.lines)
            zone = (_first(_TZID, content) or b"").decode("utf-8", "replace")
            calendar.zones.setdefault(zone, StoredPart((self.end, len(content), component.line)))
            self._spool(content)
        elif name != b"VTIMEZONE":
            word = name.decode("ascii", "replace")[:40]
            self.others[word if len(self.others) < MOST_NAMES else "more"] += 1
            self.first_other = self.first_other or component.line

    def _spool(self, content: bytes) -> None:
        self.file.write(content)
        self.end += len(content)


def _first(pattern: re.Pattern[bytes], content: bytes) -> bytes | None:
    for _, line in unfolded(content, 0):
        if found := pattern.fullmatch(line):
            return found[1].strip()
    return None


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """The numbered lines; some programs end them with a carriage return alone."""
    number = 0
    for _, line, whole in lines(stream):
        for each in line.splitlines(keepends=True):
            number += 1
            text = each.removeprefix(b"\xef\xbb\xbf") if number == 1 else each
            yield number, text[:-1] + b"\n" if text.endswith(b"\r") else text, whole
