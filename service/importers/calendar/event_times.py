"""Reads start and end of a calendar's event and writes them as EDTF."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar.prop import vDDDTypes

from service.importers.calendar.lines import Property, param
from service.importers.calendar.rules import wall

FindZone = Callable[[str], tzinfo | None]
INSTANT = timedelta(microseconds=1)
_MIDNIGHT = re.compile(r"(\d{8})T240000(Z?)", re.ASCII)
_NO_SECONDS = re.compile(r"(\d{8}T\d{4})(Z?)", re.ASCII)
_DURATION = re.compile(r"[+-]?P(?=[\dT])(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?", re.ASCII)


class WrongTime(ValueError):
    """A property has no valid date or time; ``found`` is that property."""

    def __init__(self, found: Property, reason: str) -> None:
        super().__init__(reason)
        self.found = found


class Moment(NamedTuple):
    """A date, or a time with its zone, as written in a property.

    ``unknown`` is the name of a zone that could not be found; the time then has no offset.
    """

    value: date | datetime
    zone: tzinfo | None
    unknown: str = ""


class EventTimes(NamedTuple):
    """Start and end as wall times in the zone of the start.

    ``whole`` says that only days are given. ``notes`` are warnings about parts that could not be
    understood.
    """

    start: datetime
    end: datetime | None
    whole: bool
    zone: tzinfo | None
    zone_name: str = ""
    notes: tuple[str, ...] = ()

    def at(self, start: datetime, end: datetime | None = None) -> EventTimes:
        """The same at another start; without an ``end`` the duration stays the same."""
        if end is None and self.end is not None:
            length = self.end - self.start
            end = start + length if length < datetime.max - start else datetime.max
        return self._replace(start=start, end=end)

    def on_clocks_of(self, zone: tzinfo | None, name: str) -> EventTimes:
        """The same instants on the clocks of another zone, if they are given in UTC without a zone
        of their own. A time at midnight there would otherwise be on another day."""
        if zone is None or self.whole or self.zone_name != "UTC":
            return self
        try:
            start, end = (
                each and each.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
                for each in (self.start, self.end)
            )
        except OverflowError:
            return self
        return self._replace(start=start or self.start, end=end, zone=zone, zone_name=name)

    @property
    def last(self) -> date:
        """The last day; an end at midnight does not begin another day.

        The end is exclusive (RFC 5545, 3.6.1).
        """
        if self.end is None or self.end <= self.start:
            return self.start.date()
        return (self.end - INSTANT).date()

    @property
    def days(self) -> bool:
        """Whether it lasts from midnight to midnight."""
        if self.whole:
            return True
        midnights = self.end is not None and self.start.time() == self.end.time() == time()
        return midnights and self.end is not None and self.end > self.start

    @property
    def overnight(self) -> bool:
        """Whether it has times on several days, which our EDTF dates cannot keep."""
        return not self.days and self.last > self.start.date()

    def edtf(self) -> str:
        """``2023-02-28``, ``2023-02-27/2023-03-03``, ``2023-02-28T09:00:00+06:00``."""
        first, last = self.start.date().isoformat(), self.last.isoformat()
        if first != last:
            return f"{first}/{last}"
        return first if self.days else self.start.replace(microsecond=0).isoformat() + self.offset()

    def offset(self) -> str:
        """The offset as ``+06:00`` or ``Z``.

        It is empty if it is unknown, not in whole minutes, or more than 14 hours.
        """
        found = self.start.replace(tzinfo=self.zone).utcoffset() if self.zone else None
        if found is None or found % timedelta(minutes=1) or abs(found) > timedelta(hours=14):
            return ""
        minutes = found // timedelta(minutes=1)
        sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
        return f"{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "Z"

    def words(self) -> str | None:
        """Start and end in words if the EDTF cannot keep the end; else ``None``."""
        if self.days or self.end is None or self.end <= self.start:
            return None
        day = "%Y-%m-%d %H:%M" if self.end.date() != self.start.date() else "%H:%M"
        zone = f" ({self.zone_name})" if self.zone_name else ""
        begin = _text(self.start, "%Y-%m-%d %H:%M")
        return f"{begin} – {_text(self.end, day)}{zone}"[:200]

    def key(self) -> str:
        """The start as a name; in UTC if the zone is known."""
        if self.whole:
            return _text(self.start, "%Y%m%d")
        if self.zone is None:
            return _text(self.start, "%Y%m%dT%H%M%S")
        offset = self.start.replace(tzinfo=self.zone).utcoffset() or timedelta()
        try:
            return _text(self.start - offset, "%Y%m%dT%H%M%SZ")
        except OverflowError:
            return _text(self.start, "%Y%m%dT%H%M%S")


def _text(moment: datetime, form: str) -> str:
    # Without this, ``strftime`` writes the year 800 with three digits.
    return moment.strftime(form.replace("%Y", f"{moment.year:04}"))


def moment(found: Property, text: str, find: FindZone) -> Moment:
    """One value of a property as a date or a time. Raises ``WrongTime``."""
    text = text.strip().upper()
    later = timedelta()
    if match := _MIDNIGHT.fullmatch(text):
        text, later = f"{match[1]}T000000{match[2]}", timedelta(days=1)
    elif match := _NO_SECONDS.fullmatch(text):
        text = f"{match[1]}00{match[2]}"
    try:
        value: Any = vDDDTypes.from_ical(text)
        if not isinstance(value, date):
            raise ValueError(f"{text[:40]!r} is not a date or a time")
        value += later
    except (ValueError, OverflowError) as error:
        raise WrongTime(found, str(error)) from None
    if not isinstance(value, datetime):
        return Moment(value, None)
    if param(found, "VALUE").upper() == "DATE" and value.time() == time():
        return Moment(value.date(), None)
    if value.tzinfo is not None:
        return Moment(value, value.tzinfo)
    name = param(found, "TZID")
    zone = find(name) if name else None
    aware = value.replace(tzinfo=zone) if zone is not None else value
    return Moment(aware, zone, "" if zone is not None else name)


def duration(found: Property) -> timedelta:
    """The value of a ``DURATION``. Raises ``WrongTime``."""
    text = found.value.strip().upper()
    try:
        if not _DURATION.fullmatch(text):
            raise ValueError(f"{text[:40]!r} is not a duration")
        value = vDDDTypes.from_ical(text)
    except (ValueError, OverflowError) as error:
        raise WrongTime(found, str(error)) from None
    return value if isinstance(value, timedelta) else timedelta()


def when(
    start: Property, end: Property | None, lasting: Property | None, find: FindZone
) -> EventTimes:
    """Start and end of ``DTSTART`` with ``DTEND`` or ``DURATION``. Raises ``WrongTime``."""
    begun = moment(start, start.value, find)
    whole = not isinstance(begun.value, datetime)
    first = wall(begun.value, begun.zone)
    name = param(start, "TZID") or ("UTC" if begun.zone is not None else "")
    found = EventTimes(first, None, whole, begun.zone, name, _unknown("DTSTART", begun))
    found = _ending(found, start, end, lasting, find)
    return found._replace(notes=found.notes + _doubled_or_skipped(first, begun.zone, name))


def _ending(
    found: EventTimes,
    start: Property,
    end: Property | None,
    lasting: Property | None,
    find: FindZone,
) -> EventTimes:
    try:
        if end is not None:
            return _until(found, moment(end, end.value, find))
        if lasting is not None:
            return _ended(found, _after(found, duration(lasting)))
    except OverflowError:
        raise WrongTime(end or lasting or start, "ends after the year 9999") from None
    return found


def _doubled_or_skipped(wall_time: datetime, zone: tzinfo | None, name: str) -> tuple[str, ...]:
    """A note if the clocks of the zone show a time twice or never (RFC 5545, 3.3.5)."""
    change = change_of_clocks(wall_time, zone)
    if not change:
        return ()
    when = f"DTSTART: {wall_time:%H:%M} on {wall_time.date()} "
    if change < timedelta():
        return (f"{when}is there twice in {name[:80]}; the first of the two was taken",)
    return (f"{when}does not exist in {name[:80]}, where the clocks skip it",)


def change_of_clocks(wall_time: datetime, zone: tzinfo | None) -> timedelta:
    """How far the clocks of the zone go forward at a time that they skip, or back (negative) at one
    that they show twice; zero at any other time."""
    if not isinstance(zone, ZoneInfo):
        return timedelta()  # a zone that the file defines decides itself
    first, second = (
        wall_time.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1)
    )
    return second - first


def _unknown(name: str, found: Moment) -> tuple[str, ...]:
    if not found.unknown:
        return ()
    return (f"{name}: there is no time zone {found.unknown[:80]!r}; its times have no offset",)


def _until(found: EventTimes, ended: Moment) -> EventTimes:
    lone = not found.whole and found.zone is None and ended.zone is not None
    if lone:
        note = "DTEND has a time zone and DTSTART has none; the end was left out"
        return found._replace(notes=(*found.notes, note))
    if not found.notes:
        found = found._replace(notes=_unknown("DTEND", ended))
    return _ended(found, wall(ended.value, found.zone))


def _ended(found: EventTimes, end: datetime) -> EventTimes:
    if end < found.start:
        note = "it ends before it begins; the end was left out"
        return found._replace(notes=(*found.notes, note))
    return found._replace(end=end)


def _after(found: EventTimes, length: timedelta) -> datetime:
    """The end after a duration.

    Whole days are counted on the clock, even if the clocks change between. Hours are counted as
    elapsed time.
    """
    if found.zone is None or found.whole or not length % timedelta(days=1):
        return found.start + length
    offset = found.start.replace(tzinfo=found.zone).utcoffset() or timedelta()
    end = (found.start - offset + length).replace(tzinfo=UTC).astimezone(found.zone)
    return end.replace(tzinfo=None)
