"""Reads iCalendar files (RFC 5545): one event for each ``VEVENT``, or for each time of a series.

The file is split into its components, so that a broken one does not spoil the others. The
``icalendar`` library reads lines and values.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import BinaryIO

from service.importers.calendar.component import Component, Unusable, superseded, unusable
from service.importers.calendar.document import EventContent
from service.importers.calendar.event_times import EventTimes, Moment
from service.importers.calendar.file import CalendarFile
from service.importers.calendar.own_calendars import OwnProperties
from service.importers.calendar.rules import wall
from service.importers.calendar.series import Limits, Occurrence, Series, occurrence_id, recurring
from service.importers.calendar.zones import Zones
from service.importers.ids import make_id
from service.importers.row_result import Record, RowError, loaded, rejected
from service.importers.window import EVERYTHING, Window

MOST_VERSIONS = 5000
"""The most versions and changes of single times of one UID, which are in memory together."""
MOST_TOGETHER = 8 * 1024 * 1024
"""The most bytes of those together."""
COLUMNS = {
    "/title": "SUMMARY", "/id": "UID", "/date": "DTSTART", "/summary": "DESCRIPTION",
    "/place/name": "LOCATION", "/tags": "CATEGORIES",
}  # fmt: skip


def looks_like(head: bytes) -> bool:
    """Whether a file begins like a calendar."""
    return head[:15].upper() == b"BEGIN:VCALENDAR"


def read(
    stream: BinaryIO,
    window: Window = EVERYTHING,
    today: date | None = None,
    most_versions: int = MOST_VERSIONS,
    name: str = "",
) -> Iterator[Record]:
    """The records of a calendar's events.

    Recurring events get the times inside ``window``. A window without an end ends two years after
    ``today``, or after the start of a series that begins later. The versions and changes of one UID
    after the first ``most_versions`` are rejected. ``name`` is the name of the file, if it has one.
    """
    with closing(CalendarFile(stream)) as file:
        limits = Limits(window, today or datetime.now(UTC).date())
        reading = _Reading(file, limits, most_versions, PurePath(name).stem)
        for group in file.groups():
            yield from reading.group(group)
        if file.others:
            names = ", ".join(f"{count:,} {name}" for name, count in sorted(file.others.items()))
            text = f"not stored, since they are no events: {names}"
            yield Record(file.first_other, None, (), (text,))
        if file.error:
            line, reason = file.error
            yield rejected(line, "", None, reason)


_NO_UID = (
    "it has no UID, here and in later events; its id is made of its start and its title, so that "
    "a correction of one of them makes another event"
)


class _Reading:
    """The events of one file."""

    def __init__(self, file: CalendarFile, limits: Limits, most_versions: int, name: str) -> None:
        self.file, self.limits, self.most_versions, self.name = file, limits, most_versions, name
        self.told = False
        self.zones = Zones(file)

    def group(self, group: list[int]) -> Iterator[Record]:
        """The records of all events with one UID."""
        masters: list[Component] = []
        changes: dict[str, list[Component]] = {}
        size = 0
        for number, index in enumerate(group):
            size += max(self.file.lengths[index], 0)
            if number and (number >= self.most_versions or size > MOST_TOGETHER):
                reason = "there are too many VEVENTs of this UID, or too large ones"
                yield rejected(self.file.lines[index], "UID", None, reason)
                continue
            block = self.file.block(index)
            if isinstance(block, str):
                yield rejected(self.file.lines[index], "", None, block)
                continue
            try:
                one = Component(block, self.zones, self.name)
                if one.nameless and not self.told:
                    one.warnings.append(_NO_UID)
                    self.told = True
                at = one.recurrence
                if at is not None and not one.cancelled:
                    _ = one.when  # raises here, so that it does not spoil the series
            except Unusable as found:
                yield unusable(block.line, found)
            else:
                if at is None:
                    masters.append(one)
                else:
                    changes.setdefault(_original(at).key(), []).append(one)
        yield from self._records(masters, list(changes.values()))

    def _records(
        self, masters: list[Component], changes: list[list[Component]]
    ) -> Iterator[Record]:
        master, older = _latest(masters) if masters else (None, [])
        replaced = [(each, master) for each in older if master]
        latest: list[Component] = []
        for versions in changes:
            change, others = _latest(versions)
            latest.append(change)
            replaced += [(each, change) for each in others]
        first: str | None = None
        for record in self._events(master, latest):
            first = first or (record.event.id if record.event else None)
            yield record
        for one, by in replaced:
            if by is not None and one.rank == by.rank and not one.same(by):
                reason = (
                    f"the VEVENT on line {by.line} has this UID too, and neither SEQUENCE nor "
                    "DTSTAMP nor LAST-MODIFIED says which is the later"
                )
                yield rejected(one.line, "UID", one.uid, reason)
            elif by is not None:
                yield superseded(one, by, first or make_id(one.uid))

    def _events(self, master: Component | None, changes: list[Component]) -> Iterator[Record]:
        notes: list[str] = []
        try:
            occurrences = list(self._occurrences(master, changes, notes))
        except (Unusable, OverflowError) as error:
            broken = master or changes[0]
            late = Unusable("DTSTART", None, "a time of it lies outside the years 1 to 9999")
            found = error if isinstance(error, Unusable) else late
            yield unusable(broken.line, found, tuple(broken.warnings))
            for change in changes if master else changes[1:]:
                reason = f"the VEVENT on line {broken.line}, which it changes, cannot be read"
                yield rejected(change.line, "RECURRENCE-ID", None, reason)
            return
        contents: dict[int, EventContent | Unusable] = {}
        known: dict[int, set[str]] = {}
        cancelled = master is not None and master.cancelled
        for each in occurrences:
            one = each.component
            first = one.line not in contents
            if first:
                contents[one.line] = self._content_of(one)
            content = contents[one.line]
            if isinstance(content, Unusable):
                if first:
                    yield unusable(one.line, content, tuple(one.warnings))
                continue
            warnings = [*(content.warnings if first else ()), *content.when_warnings(each.when)]
            if first and one is master:
                warnings += notes
            given = known.setdefault(one.line, set())
            new = tuple(text for text in dict.fromkeys(warnings) if text not in given)
            given.update(new)  # a series gives each warning only once
            document = content.document(each.id, each.when, cancelled or one.cancelled)
            yield loaded(one.line, document, COLUMNS, new)
        if master is not None and master.line not in contents:
            by = occurrences[0].id if occurrences else None
            yield self._nothing(master, notes, by)
        for change in changes:
            if change.taken_out and master is not None:
                yield superseded(change, master, make_id(change.uid))
            elif change.line not in contents:
                yield self._outside(change)

    def _content_of(self, one: Component) -> EventContent | Unusable:
        try:
            return EventContent(one, self.limits.today)
        except Unusable as found:
            return found

    def _nothing(self, master: Component, notes: list[str], by: str | None) -> Record:
        """The record of a series without a time of its own to store.

        ``by`` is the id of an event that a changing VEVENT gives, if there is one.
        """
        window = self.limits.window
        if by:
            reason = "each of its times is replaced by a VEVENT that changes it"
            error = RowError("UID", master.uid[:200], reason)
            return Record(master.line, None, (error,), tuple(notes), by)
        if window == EVERYTHING:
            reason = "it repeats, but EXDATE takes out every time that it has"
            return rejected(master.line, "EXDATE", None, reason)
        return Record(master.line, None, (), (*notes, "no time of it lies between --from and --to"))

    @staticmethod
    def _outside(change: Component) -> Record:
        text = "a changed time of a recurring event; it lies outside --from and --to"
        return Record(change.line, None, (), (text,))

    def _occurrences(
        self, master: Component | None, changes: list[Component], notes: list[str]
    ) -> Iterator[Occurrence]:
        if master is None:
            for change in changes:
                yield from self._alone(change)
        elif recurring(master):
            series = Series(master, changes, self.limits)
            yield from series.occurrences()
            notes += series.notes
        else:
            event_id = OwnProperties(master).id(master.uid) or make_id(master.uid)
            yield Occurrence(master, master.when, event_id)
            for change in changes:
                yield from self._alone(change)

    def _alone(self, change: Component) -> Iterator[Occurrence]:
        """A changed time whose series is not in the file."""
        at = change.recurrence
        if at is None:
            raise Unusable("RECURRENCE-ID", None, "it has none")
        original = _original(at)
        change.when = change.of_series(original, original.start)
        if self.limits.inside(change.when):
            yield Occurrence(change, change.when, occurrence_id(change.uid, original.key()))


def _original(at: Moment) -> EventTimes:
    """The time of a series that a ``RECURRENCE-ID`` names."""
    return EventTimes(wall(at.value, at.zone), None, not isinstance(at.value, datetime), at.zone)


def _latest(versions: list[Component]) -> tuple[Component, list[Component]]:
    """The latest of several versions in any order, and the others."""
    latest = max(versions, key=lambda each: each.rank)
    others = [each for each in versions if each is not latest]
    if latest.cancelled:
        for each in sorted(others, key=lambda each: each.rank, reverse=True):
            latest.complete(each)
    return latest, others
