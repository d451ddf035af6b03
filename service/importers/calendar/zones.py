"""Finds the time zones of a calendar: its own ``VTIMEZONE`` first (RFC 5545, 3.6.5), then names.

Names are those of the IANA database and of Windows (``W. Europe Standard Time``). The
``icalendar`` library has CLDR's list of the latter. A name may have a prefix of the program that
wrote it (``/softwarestudio.org/Olson_20011030_5/America/New_York``).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from icalendar.prop import vDDDTypes, vUTCOffset
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from service.domain.result_cache import cached
from service.importers.calendar.file import Calendar, CalendarFile
from service.importers.calendar.lines import Property, properties, unfolded
from service.importers.calendar.rules import Rule, RuleBudget, RuleEnded

END = datetime(2400, 1, 1)
"""The changes of a zone are computed up to this time."""
MOST_WORK = 10_000_000
"""The most cost of all rules of the zones of a file together; one costs about 25,000."""
MOST_CHANGES = 1000
"""The most parts of a zone that are read."""
MOST_TIMES = 1000
"""The most times of one part that a zone may list one by one."""
MOST_KNOWN = 4096
KEPT = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")


class _Change:
    """The times at which a zone changes to the offset ``after``, as wall times of ``before``."""

    def __init__(self, part: dict[str, list[str]], work: RuleBudget) -> None:
        """``part`` has the properties of a ``STANDARD`` or ``DAYLIGHT``."""
        self.before: timedelta = vUTCOffset.from_ical(part["TZOFFSETFROM"][0])
        self.after: timedelta = vUTCOffset.from_ical(part["TZOFFSETTO"][0])
        self.start = self._plain(part["DTSTART"][0])
        values = [value for line in part.get("RDATE", ()) for value in line.split(",")]
        times = {self.start, *(self._plain(value) for value in values[:MOST_TIMES])}
        for text in part.get("RRULE", [])[:1]:
            times.update(Rule(text, self.start, timezone(self.before)).times(END, work))
        self.times = sorted(times)

    def last(self, moment: datetime) -> datetime | None:
        """The last time of the change at or before a wall time."""
        at = bisect_right(self.times, moment)
        return self.times[at - 1] if at else None

    def _plain(self, text: str) -> datetime:
        value = vDDDTypes.from_ical(text.partition("/")[0].strip().upper())
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        return (value + self.before).replace(tzinfo=None) if value.tzinfo else value


class OwnZone(tzinfo):
    """A zone that a ``VTIMEZONE`` defines; before its first change ``otherwise`` applies."""

    def __init__(self, name: str, changes: list[_Change], otherwise: tzinfo | None) -> None:
        self.name, self.changes, self.otherwise = name, changes, otherwise
        self._known: dict[datetime, timedelta | None] = {}

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset at a wall time.

        A time that the clocks skip has the offset before the change. A time that they show twice
        is the first of the two (RFC 5545, 3.3.5).
        """
        if moment is None:
            return None
        if moment >= END.replace(tzinfo=moment.tzinfo):  # the calendar repeats after 400 years
            moment = moment.replace(year=2000 + moment.year % 400)
        return self._offset(moment.replace(tzinfo=None, fold=0))

    def _offset(self, moment: datetime) -> timedelta | None:
        if moment not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[moment] = self._worked_out(moment)
        return self._known[moment]

    def _worked_out(self, moment: datetime) -> timedelta | None:
        last: tuple[datetime, _Change] | None = None
        for change in self.changes:
            at = change.last(moment)
            if at is not None and (last is None or at >= last[0]):
                last = at, change
        if last is None:
            if self.otherwise is not None:
                return moment.replace(tzinfo=self.otherwise).utcoffset()
            return self.changes[0].before
        at, change = last
        left_out = moment - at < change.after - change.before
        return change.before if left_out else change.after

    def dst(self, _: datetime | None) -> timedelta | None:
        return None

    def tzname(self, _: datetime | None) -> str:
        return self.name

    def fromutc(self, moment: datetime) -> datetime:
        """The wall time of an instant."""
        plain = moment.replace(tzinfo=None)
        offsets = {offset for each in self.changes for offset in (each.before, each.after)}
        if self.otherwise is not None:
            offsets.add(
                plain.replace(tzinfo=UTC).astimezone(self.otherwise).utcoffset() or timedelta()
            )
        for offset in sorted(offsets, reverse=True):
            if self.utcoffset(plain + offset) == offset:
                return (plain + offset).replace(tzinfo=self)
        # This is the second of two equal wall times.
        return (plain + min(offsets)).replace(tzinfo=self)


def known_zone(name: str) -> tzinfo | None:
    """The zone of a name, or ``None``."""
    name = name.strip().strip('"')
    parts = [part for part in name.split("/") if part]
    tries = [name.strip("/"), *("/".join(parts[at:]) for at in range(1, len(parts)))]
    return next((zone for each in tries[:10] if (zone := _named(each))), None)


@cached(1024)
def _named(name: str) -> tzinfo | None:
    name = WINDOWS_TO_OLSON.get(name, name)
    name = _by_lower_case().get(name.lower(), name)
    if len(name) > 100 or not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(1)
def _by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in (*available_timezones(), "UTC")}


class Zones:
    """The zones of the calendars of a file."""

    def __init__(self, file: CalendarFile) -> None:
        self.file = file
        self.made: dict[tuple[int, int], tzinfo | None] = {}
        self.same: dict[bytes, tzinfo | None] = {}
        self.work = RuleBudget(MOST_WORK)

    def find(self, name: str, calendar: Calendar) -> tzinfo | None:
        """The zone of a ``TZID`` in a calendar, or ``None``."""
        part = calendar.zones.get(name)
        if part is None:
            return known_zone(name)
        if part[:2] not in self.made:
            if len(self.made) >= KEPT:
                self.made.clear()
            self.made[part[0], part[1]] = self._zone(name, self.file.content(part))
        return self.made[part[0], part[1]] or known_zone(name)

    def _zone(self, name: str, content: bytes) -> tzinfo | None:
        """The zone that a ``VTIMEZONE`` defines; cached by its content."""
        digest = hashlib.sha256(content).digest()
        if digest not in self.same:
            if len(self.same) >= KEPT:
                self.same.clear()
            self.same[digest] = _defined(name, content, self.work)
        return self.same[digest]


def _defined(name: str, content: bytes, work: RuleBudget) -> tzinfo | None:
    try:
        found = [each for each in properties(unfolded(content, 0)) if isinstance(each, Property)]
        changes = [_Change(part, work) for part in islice(_parts(found), MOST_CHANGES)]
        location = next((each.value for each in found if each.name == "X-LIC-LOCATION"), "")
        if not changes:
            return known_zone(location)
        changes.sort(key=lambda each: each.start)
        return OwnZone(name, changes, known_zone(name) or known_zone(location))
    except (ValueError, KeyError, IndexError, OverflowError, TypeError, RuleEnded):
        return None


def _parts(found: list[Property]) -> Iterator[dict[str, list[str]]]:
    """The properties of each ``STANDARD`` and ``DAYLIGHT``."""
    part: dict[str, list[str]] | None = None
    for each in found:
        if each.name == "BEGIN":
            part = {}
        elif each.name == "END" and part is not None:
            yield part
            part = None
        elif part is not None:
            part.setdefault(each.name, []).append(each.value.strip())
