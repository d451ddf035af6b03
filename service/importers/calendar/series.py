"""Expands a recurring event into its times, with the changes of single times.

Each time inside a window becomes an event (RFC 5545, 3.8.5). The times are those of ``RRULE`` and
``RDATE`` without those of ``EXDATE``, each changed by its ``RECURRENCE-ID``. The package
``recurring-ical-events`` does this too. But it reads an ``UNTIL`` of another type than the start
in the wrong zone, and it does not bound the cost of a rule. So ``dateutil`` expands the rules, and
this module does the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from service.importers.calendar.component import Component, Unusable
from service.importers.calendar.event_times import (
    EventTimes,
    Moment,
    WrongTime,
    change_of_clocks,
    duration,
    moment,
)
from service.importers.calendar.lines import Property
from service.importers.calendar.rules import Rule, RuleBudget, RuleEnded, wall
from service.importers.ids import make_id
from service.importers.window import Window

MOST = 5000
"""The most times of one event that are stored: every day of thirteen years."""
MOST_OF_FILE = 200_000
"""The most times of all events of a file together, not counting the first of each event."""
AHEAD = relativedelta(years=2)


class Limits(RuleBudget):
    """The remaining cost of the recurring events of one file, and the window for their times."""

    def __init__(self, window: Window, today: date) -> None:
        super().__init__(steps=5_000_000)
        self.window, self.today = window, today
        self.times = MOST_OF_FILE

    def end(self, start: datetime) -> date:
        """The last day of the window for a series that begins at ``start``."""
        if self.window.last is not None:
            return date.fromordinal(min(max(self.window.last, 1), date.max.toordinal()))
        latest = max(start.date(), self.today)
        return latest + AHEAD if latest.year < 9990 else date.max

    def inside(self, when: EventTimes) -> bool:
        """Whether a time is at least partly inside the window that the user gave."""
        first, last = self.window.first, self.window.last
        late = last is not None and when.start.toordinal() > last
        return not late and (first is None or when.last.toordinal() >= first)


class Occurrence(NamedTuple):
    """One event to store: its component, its time, its id and its warnings."""

    component: Component
    when: EventTimes
    id: str
    warnings: tuple[str, ...] = ()


def occurrence_id(uid: str, key: str) -> str:
    """The id of one time of a series; ``key`` is the start that the series gives it."""
    # An id cannot have a space. So ``make_id`` adds a digest, which makes the id distinct.
    return make_id(f"{uid} {key}")


def recurring(component: Component) -> bool:
    """Whether it is a series, with ``RRULE`` or ``RDATE``."""
    return bool(component.every("RRULE") or component.every("RDATE"))


class Series:
    """A recurring event with the changes of single times. Raises ``Unusable``."""

    def __init__(self, master: Component, changes: list[Component], limits: Limits) -> None:
        self.master, self.limits = master, limits
        self.when = master.when
        self.notes: list[str] = []
        self.excluded: tuple[set[datetime], set[date]] = set(), set()
        self.changes = {self._original(each): each for each in changes}
        for at, each in self.changes.items():
            if each.cancelled:
                each.when = each.of_series(self.when, at)
                each.complete(master)
        later = sorted(at for at, each in self.changes.items() if each.and_later)
        self.later = later

    def _original(self, change: Component) -> datetime:
        """The original start of a changed time, as wall time in the zone of the series."""
        found = change.recurrence
        if found is None:
            raise Unusable("RECURRENCE-ID", None, "it has none")
        if isinstance(found.value, datetime) or self.when.whole:
            return wall(found.value, self.when.zone)
        return datetime.combine(found.value, self.when.start.time())

    def occurrences(self) -> Iterator[Occurrence]:
        """The times in the window, in order, then changes of times that no rule gives."""
        left = dict(self.changes)
        times, ends = self._times()
        for start in times:
            change = left.pop(start, None)
            if change is None:
                yield self._regular(start, ends.get(start))
            else:
                yield from self._changed(start, change)
        for start, change in left.items():
            change.taken_out = self._taken_out(start, change)
            if not change.taken_out:
                yield from self._changed(start, change)

    def _taken_out(self, start: datetime, change: Component) -> bool:
        """Whether a later version of the series excludes the time that an older one changed."""
        excluded = start in self.excluded[0] or start.date() in self.excluded[1]
        return excluded and change.rank[0] < self.master.rank[0]

    def _regular(self, start: datetime, end: datetime | None) -> Occurrence:
        """A time of the series, with the last change "of this and all later times" before it."""
        key = occurrence_id(self.master.uid, self.when.at(start).key())
        at = bisect_right(self.later, start)
        if not at:
            return Occurrence(self.master, self.when.at(start, end), key)
        change = self.changes[self.later[at - 1]]
        try:
            found = change.when.at(start + (change.when.start - self.later[at - 1]))
        except OverflowError:
            found = change.when.at(start)
        return Occurrence(change, found, key)

    def _changed(self, start: datetime, change: Component) -> Iterator[Occurrence]:
        if self.limits.inside(change.when):
            name = occurrence_id(self.master.uid, self.when.at(start).key())
            yield Occurrence(change, change.when, name, tuple(change.warnings))

    def _times(self) -> tuple[list[datetime], dict[datetime, datetime]]:
        """The starts in the window, in order, and the ends of those that have one of their own."""
        when, end = self.when, self.limits.end(self.when.start)
        length = (when.end - when.start) if when.end else timedelta()
        found, ends = {when.start}, dict[datetime, datetime]()
        for one, text in self.master.values("RDATE"):
            start, until = self._listed(one, text)
            if start is not None:
                found.add(start)
            if start is not None and until is not None:
                ends[start] = until
        self.excluded = excluded, days = self._excluded(end)
        stop = datetime.combine(end, datetime.max.time())
        last = self._by_rules("RRULE", found, stop, length)
        if last is not None:
            end = min(end, last.date())
        kept = sorted(
            start
            for start in found
            if start not in excluded
            and start.date() not in days
            and start.date() <= end
            and self.limits.inside(when.at(start, ends.get(start)))
        )
        most = min(MOST, self.limits.times + 1)
        if len(kept) > most:
            whole = "" if most == MOST else " (the file has too many in all)"
            self.notes.append(
                f"it has {len(kept):,} times or more; the first {most:,} were stored{whole}. "
                "Import a shorter window with --from and --to"
            )
            kept = kept[:most]
        self.limits.times -= max(0, len(kept) - 1)
        self._tell_of_clocks([start for start in kept if start != when.start])
        return kept, ends

    def _tell_of_clocks(self, starts: list[datetime]) -> None:
        """Note how many times the clocks of the zone skip, or show twice."""
        zone = self.when.zone
        odd = [start for start in starts if change_of_clocks(start, zone)]
        if odd:
            self.notes.append(
                f"{len(odd):,} of its times, the first on {odd[0].date()}, are skipped or shown "
                f"twice by the clocks of {self.when.zone_name[:80]}; the offset before the change "
                "was taken, or the first of the two"
            )

    def _by_rules(
        self, name: str, found: set[datetime], stop: datetime, length: timedelta
    ) -> datetime | None:
        """Add the times of the rules to ``found``.

        If a rule had to be cut, returns the last time up to which it was followed.
        """
        followed: datetime | None = None
        for one in self.master.every(name):
            last = self.when.start
            count = 0
            try:
                rule = Rule(one.value, self.when.start, self.when.zone)
                for start in rule.times(stop, self.limits):
                    if name == "RRULE" and not count and start != self.when.start:
                        self.notes.append(
                            "DTSTART does not fit RRULE; it is used as the first time anyway"
                        )
                    last = start
                    count += 1
                    if self._before(start, length):
                        continue
                    found.add(start)
                    if len(found) > MOST + 1:
                        break
            except RuleEnded:
                self.notes.append(
                    f"line {one.line}: {name} is followed to {last.date()} only, since it has too "
                    "many times to try"
                )
                followed = min(followed or last, last)
            except (ValueError, OverflowError, TypeError, KeyError) as error:
                self.notes.append(
                    f"line {one.line}: {name} {one.value[:80]!r} cannot be read "
                    f"({str(error)[:100]}); its times were left out"
                )
        return followed

    def _before(self, start: datetime, length: timedelta) -> bool:
        first = self.limits.window.first
        return first is not None and start.toordinal() + length.days + 1 < first

    def _excluded(self, end: date) -> tuple[set[datetime], set[date]]:
        """Times and whole days that ``EXDATE`` and ``EXRULE`` (RFC 2445) exclude."""
        times, days = set[datetime](), set[date]()
        for one, text in self.master.values("EXDATE"):
            try:
                value = moment(one, text, self.master.find).value
                if isinstance(value, datetime):
                    times.add(wall(value, self.when.zone))
                else:
                    days.add(value)
            except (WrongTime, OverflowError) as wrong:
                self.notes.append(f"line {one.line}: EXDATE {text[:40]!r} was left out: {wrong}")
        if self.when.whole:
            days |= {each.date() for each in times}
        self._by_rules("EXRULE", times, datetime.combine(end, datetime.max.time()), timedelta())
        return times, days

    def _listed(self, one: Property, text: str) -> tuple[datetime | None, datetime | None]:
        """The start of one value of ``RDATE``, and its end if it is a period."""
        begun, _, until = text.partition("/")
        try:
            start = self._on_clock(moment(one, begun, self.master.find))
            if until[:1] in ("P", "p", "+"):
                return start, start + duration(one._replace(value=until))
            if until:
                ended = moment(one, until, self.master.find)
                return start, wall(ended.value, self.when.zone)
        except (WrongTime, OverflowError) as error:
            self.notes.append(f"RDATE {text[:40]!r} was left out: {error}")
            return None, None
        return start, None

    def _on_clock(self, found: Moment) -> datetime:
        if isinstance(found.value, datetime) or self.when.whole:
            at = wall(found.value, self.when.zone)
            return datetime.combine(at, datetime.min.time()) if self.when.whole else at
        return datetime.combine(found.value, self.when.start.time())
