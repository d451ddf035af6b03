"""Reads one ``VEVENT``: its properties, unreadable lines, and the version of its event."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import cached_property
from quopri import decodestring

from service.importers.calendar.event_times import (
    EventTimes,
    FindZone,
    Moment,
    WrongTime,
    moment,
    when,
)
from service.importers.calendar.file import Block, Calendar
from service.importers.calendar.lines import (
    Property,
    Unreadable,
    param,
    properties,
    unescaped,
    unfolded,
)
from service.importers.calendar.zones import Zones
from service.importers.row_result import Record, RowError, rejected

ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY",
        "DESCRIPTION", "LOCATION", "GEO", "URL", "X-DATELINE-DATE", "X-DATELINE-DATA")  # fmt: skip
DECIDING = ONCE[:6]
"""If one of these is given twice with different values, there could be two events."""


class Unusable(ValueError):
    """The ``VEVENT`` cannot be stored: the field, its value, and the reason."""

    def __init__(self, field: str, value: str | None, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value = field, value


class Component:
    """A ``VEVENT``. Raises ``Unusable``.

    Without a UID its start and title stand for one, after the ``file_name``: ``nameless``.
    """

    def __init__(self, block: Block, zones: Zones, file_name: str = "") -> None:
        self.line = block.line
        self.calendar: Calendar = block.calendar
        self.warnings: list[str] = []
        self.taken_out = False
        self.properties: dict[str, list[Property]] = {}
        self._zones = zones
        try:
            for found in properties(unfolded(block.content, block.line + 1)):
                if isinstance(found, Unreadable):
                    text = f"line {found.line} is not a property, and was left out: {found.text!r}"
                    self.warnings.append(text)
                else:
                    self.properties.setdefault(found.name, []).append(found)
        except UnicodeDecodeError as error:
            raise Unusable("", None, error.reason) from None
        for name in ONCE:
            self._once(name)
        self.uid = self.text("UID").strip()
        self.nameless = not self.uid
        if self.nameless:
            self.uid = self._made_uid(file_name)
        scale = self.calendar.scale
        if scale not in ("", "GREGORIAN"):
            reason = "the dates of this calendar are not of the Gregorian one, and are not read"
            raise Unusable("CALSCALE", scale[:40], reason)
        self.cancelled = (
            self.calendar.method == "CANCEL" or self.text("STATUS").strip().upper() == "CANCELLED"
        )

    def _made_uid(self, file_name: str) -> str:
        start, title = self.first("DTSTART"), self.text("SUMMARY").strip()
        if self.first("RECURRENCE-ID"):
            reason = "it has no UID, so nobody knows of which series it changes a time"
            raise Unusable("UID", None, reason)
        if start is None or not title:
            raise Unusable("UID", None, "it has no UID, and not both DTSTART and SUMMARY")
        return " ".join(filter(None, (file_name, start.value.strip(), title)))

    def _once(self, name: str) -> None:
        """Check a property that may occur once; the first is used, but ``DECIDING`` must agree."""
        found = self.properties.get(name, [])
        others = {each.value.strip() for each in found} - {found[0].value.strip()} if found else ()
        if not others:
            return
        if name in DECIDING:
            words = " and ".join(repr(each.value[:60]) for each in found[:2])
            raise Unusable(name, None, f"line {found[1].line}: {name} is there twice, as {words}")
        self.warnings.append(f"{name} is there {len(found)} times; the first was used")

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def every(self, name: str) -> list[Property]:
        """All properties of a name."""
        return self.properties.get(name, [])

    def text(self, name: str) -> str:
        """The first property of a name as text, empty if there is none."""
        found = self.first(name)
        if found is None:
            return ""
        return self.decoded(found) if _is_quoted(found) else unescaped(found.value)

    def decoded(self, found: Property) -> str:
        """The value of a property, decoded if it is quoted-printable. Raises ``Unusable``."""
        if not _is_quoted(found):
            return found.value
        charset = param(found, "CHARSET") or "utf-8"
        try:
            return decodestring(found.value.encode()).decode(charset)
        except (UnicodeError, LookupError):
            reason = f"line {found.line}: the text is not {charset[:40]}"
            reason += "" if param(found, "CHARSET") else ", and no CHARSET says what it is"
            raise Unusable(found.name, found.value[:100], reason) from None

    def values(self, name: str) -> list[tuple[Property, str]]:
        """The values of properties that have a list, each with its property."""
        return [(one, value) for one in self.every(name) for value in one.value.split(",") if value]

    def zone(self, name: str) -> tzinfo | None:
        """The zone of a ``TZID`` in this calendar."""
        return self._zones.find(name, self.calendar)

    @property
    def find(self) -> FindZone:
        return self.zone

    @cached_property
    def when(self) -> EventTimes:
        """The time of the event. Raises ``Unusable``."""
        start, end, lasting = map(self.first, ("DTSTART", "DTEND", "DURATION"))
        if start is None:
            raise Unusable("DTSTART", None, "it has no DTSTART")
        try:
            found = when(start, end, lasting, self.find)
            both = end and lasting and when(start, None, lasting, self.find)
        except WrongTime as wrong:
            at = wrong.found
            raise Unusable(at.name, at.value[:100], f"line {at.line}: {wrong}") from None
        if both and both.last != found.last:
            reason = f"ends on {found.last} by DTEND and on {both.last} by DURATION"
            raise Unusable("DURATION", lasting.value[:100] if lasting else None, reason)
        return found

    @cached_property
    def recurrence(self) -> Moment | None:
        """The time of a series that it changes, or ``None``. Raises ``Unusable``."""
        found = self.first("RECURRENCE-ID")
        try:
            return moment(found, found.value, self.find) if found else None
        except WrongTime as wrong:
            reason = f"line {wrong.found.line}: {wrong}"
            raise Unusable("RECURRENCE-ID", wrong.found.value[:100], reason) from None

    @property
    def and_later(self) -> bool:
        """Whether it changes all later times of the series too."""
        found = self.first("RECURRENCE-ID")
        return found is not None and param(found, "RANGE").upper() == "THISANDFUTURE"

    @property
    def rank(self) -> tuple[int, str, str]:
        """The order of two versions; the later one is greater (RFC 5546, 2.1.5)."""
        try:
            sequence = int(self.text("SEQUENCE").strip() or 0)
        except ValueError:
            sequence = 0
        return sequence, self.text("DTSTAMP").strip(), self.text("LAST-MODIFIED").strip()

    def complete(self, older: Component) -> None:
        """Fill in the properties that a cancellation need not repeat (RFC 5546, 3.2.5)."""
        for name, found in older.properties.items():
            self.properties.setdefault(name, found)

    def of_series(self, series: EventTimes, at: datetime) -> EventTimes:
        """Its time; for a cancellation without a start, the time ``at`` of the series."""
        return series.at(at) if self.cancelled and not self.first("DTSTART") else self.when

    def same(self, other: Component) -> bool:
        """Whether the other has the same properties."""
        return _sorted_properties(self) == _sorted_properties(other)


def _is_quoted(found: Property) -> bool:
    """Whether a text is written in quoted-printable (vCalendar 1.0, 2.1.5)."""
    return param(found, "ENCODING").upper() == "QUOTED-PRINTABLE"


def _sorted_properties(one: Component) -> list[tuple[str, str]]:
    return sorted((p.name, p.value) for found in one.properties.values() for p in found)


def unusable(line: int, found: Unusable, warnings: tuple[str, ...] = ()) -> Record:
    """The record of a ``VEVENT`` that cannot be stored."""
    record = rejected(line, found.field, found.value, str(found))
    return record._replace(warnings=warnings)


def superseded(one: Component, by: Component, event_id: str) -> Record:
    """The record of a version that a later one replaces or repeats."""
    if one.same(by):
        reason = "says the same as another VEVENT of the file"
    else:
        sequence = one.text("SEQUENCE").strip() or "0"
        reason = f"is an older version (SEQUENCE {sequence[:20]}) of the one on line {by.line}"
    return Record(one.line, None, (RowError("UID", one.uid[:200], reason),), (), event_id)
