"""Expands recurrence rules (RFC 5545, 3.3.10) with ``dateutil``, with a bound on the work.

Times are wall times without an offset, because a rule means those: nine o'clock stays nine
o'clock when summer time begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from dateutil.rrule import rrule, rrulestr
from icalendar.prop import vRecur

LONGEST_RULE = 2000
"""The most characters of a rule; a list of all 366 days of a year by number has 1,400."""
MOST_STEPS = 120_000
"""The most periods of one rule that are tried: every day of three centuries."""
PARTS = frozenset({
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY",
    "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST",
})  # fmt: skip
_PERIODS = {
    "YEARLY": timedelta(days=365), "MONTHLY": timedelta(days=28), "WEEKLY": timedelta(days=7),
    "DAILY": timedelta(days=1), "HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1),
    "SECONDLY": timedelta(seconds=1),
}  # fmt: skip
_COSTS = {"YEARLY": 30, "MONTHLY": 3}
"""The cost of a period, if it is more than that of a day."""


class RuleBudget:
    """The number of periods that all rules of a file may still try."""

    def __init__(self, steps: int) -> None:
        self.steps = steps


class RuleEnded(Exception):
    """A rule has passed the end of the wanted range, or (``cut``) the limit of its cost."""

    def __init__(self, cut: bool) -> None:
        super().__init__()
        self.cut = cut


class _Interval(int):
    """The interval of a rule, which counts its additions.

    ``dateutil`` adds it once for each period that it tries, and may search for the next time
    forever. So this addition can stop it.
    """

    most: int
    cost: int
    work: RuleBudget
    steps: int

    def _count(self) -> None:
        self.steps += 1
        self.work.steps -= self.cost
        if self.steps > self.most:
            raise RuleEnded(cut=self.most >= MOST_STEPS)
        if self.work.steps < 0:
            raise RuleEnded(cut=True)

    def __radd__(self, other: int) -> int:
        self._count()
        return other + int(self)

    def __mul__(self, other: int) -> int:
        self._count()
        return int(self) * other


def wall(value: date | datetime, zone: tzinfo | None) -> datetime:
    """A date or time as wall time in ``zone``, without an offset; a date is its midnight.

    Raises ``OverflowError`` if the result is outside the years 1 to 9999.
    """
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    if value.tzinfo is not None and zone is not None:
        value = value.astimezone(zone)
    return value.replace(tzinfo=None)


class Rule:
    """An ``RRULE`` or ``EXRULE`` that begins at ``start``.

    Raises ``ValueError`` for a rule that cannot be read, or that has a part that RFC 5545 does
    not define (``RSCALE``).
    """

    def __init__(self, text: str, start: datetime, zone: tzinfo | None) -> None:
        if len(text) > LONGEST_RULE:
            raise ValueError(f"it has more than {LONGEST_RULE} characters")
        found = vRecur.from_ical(text.strip().rstrip(";").upper())
        if found.get("SKIP") in (["OMIT"], "OMIT"):
            del found["SKIP"]
        unknown = sorted(set(found) - PARTS)
        if unknown:
            raise ValueError(f"it has the part {unknown[0]}, which is not known here")
        if "FREQ" not in found:
            raise ValueError("it has no FREQ")
        for name in ("INTERVAL", "COUNT"):
            if name in found and not 1 <= int(found[name][0]) < 10**9:
                raise ValueError(f"{name} is not from 1 to 999,999,999")
        self.frequency = str(found["FREQ"][0])
        self.interval = int(found.get("INTERVAL", [1])[0])
        self.until = self._until(found.pop("UNTIL", [None])[0], zone)
        self.start = start
        made = rrulestr(found.to_ical().decode(), dtstart=start)
        if not isinstance(made, rrule):
            raise ValueError("it is more than one rule")
        self.rule = made
        self.count = int(found["COUNT"][0]) if "COUNT" in found else None

    @staticmethod
    def _until(value: Any, zone: tzinfo | None) -> datetime | None:
        """The last moment of the rule; a date means the end of that day.

        RFC 5545 requires the type of the start, but programs do not follow that.
        """
        if value is None:
            return None
        if not isinstance(value, datetime):
            return datetime.combine(value, time.max)
        return wall(value, zone)

    def times(self, end: datetime, work: RuleBudget) -> Iterator[datetime]:
        """The times up to ``end``, in order, including the start if it fits the rule.

        Raises ``RuleEnded`` with ``cut`` if the rule would cost too much.
        """
        end = min(end, self.until) if self.until else end
        if end < self.start:
            return
        period = _PERIODS[self.frequency]
        fits = (end - self.start) // (period * min(self.interval, 10_000_000)) + 3
        # An interval longer than the range passes the end anyway. Shortening it saves steps of
        # the library.
        interval = _Interval(min(self.interval, (end - self.start) // period + 3))
        interval.most, interval.work = min(fits, MOST_STEPS), work
        interval.cost, interval.steps = _COSTS.get(self.frequency, 1), 0
        try:
            count = self.count
            if count is not None and next(self._rule(interval, None), None) != self.start:
                count -= 1  # DTSTART counts as the first time (RFC 5545, 3.3.10)
            for found in self._rule(interval, count):
                if found > end:
                    return
                yield found
        except RuleEnded as over:
            if over.cut:
                raise

    def _rule(self, interval: int, count: int | None) -> Iterator[datetime]:
        return iter(self.rule.replace(interval=interval, count=count))
