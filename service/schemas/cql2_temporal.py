"""Temporal functions of CQL2 (OGC 21-065r2, 7.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from service.domain import calendar
from service.domain import condition as c
from service.schemas.cql2_parts import name_of, property_of
from service.schemas.cql2_times import day_ordinal, utc_second
from service.schemas.fields import field_error

TEMPORAL = {f"t_{name}": name for name in (*c.RELATIONS, "disjoint")}
INSTANTS = ("after", "before", "disjoint", "equals", "intersects")
"""The relations that instants can have (CQL2, table 7); the other relations are of intervals."""
LAST_DAY = "9999-12-31"


class Times:
    """Reads the two sides of a temporal function."""

    def __init__(
        self,
        operand: Callable[[Any], c.Operand],
        comparison: Callable[[str, Any, Any], c.Condition],
    ) -> None:
        """``operand`` reads a value, ``comparison`` compares two."""
        self.operand = operand
        self.comparison = comparison

    def relation(self, relation: str, left: Any, right: Any) -> c.Condition:
        """The condition that ``left`` has the given relation to ``right``."""
        if relation == "disjoint":
            return c.Not(self.relation("intersects", left, right))
        stamps = [c.COLUMNS[name].type == c.TIMESTAMP for side in (left, right)
                  if (name := property_of(side)) in c.COLUMNS]  # fmt: skip
        if any(stamps):
            return self._recorded(relation, left, right)
        one, other = self._span(left), self._span(right)
        if relation not in INSTANTS and (_instant(left) or _instant(right)):
            raise field_error(f"t_{relation} relates intervals; write INTERVAL('…', '…')")
        return c.Temporal(relation, one, other)

    def _recorded(self, relation: str, left: Any, right: Any) -> c.Condition:
        """The relation for times of recording, which are instants and not dates of the event."""
        if relation not in INSTANTS:
            raise field_error(
                f"t_{relation} relates intervals; created_at and updated_at are instants"
            )
        if property_of(left) is None:
            left, right = right, left
            relation = {"after": "before", "before": "after"}.get(relation, relation)
        compare = self.comparison
        if not isinstance(right, dict) or not right.keys() & {"interval", "date"}:
            return compare({"after": ">", "before": "<"}.get(relation, "="), left, right)
        if relation == "equals" and "interval" in right:
            return c.Truth(False)  # an instant is no interval
        first, last = _two(right["interval"]) if "interval" in right else [right["date"]] * 2
        last = ".." if last == LAST_DAY else last  # no day follows it
        days = isinstance(last, str) and last != ".." and "T" not in last.upper()
        # A day ends where the next begins.
        end = {"timestamp": calendar.iso(day_ordinal(last) + 1) if days else last}
        begin = {"timestamp": first}
        if relation == "after":
            return c.Truth(False) if last == ".." else compare(">=" if days else ">", left, end)
        if relation == "before":
            return c.Truth(False) if first == ".." else compare("<", left, begin)
        parts = [] if first == ".." else [compare(">=", left, begin)]
        parts += [] if last == ".." else [compare("<" if days else "<=", left, end)]
        return c.Combined(tuple(parts)) if parts else c.Truth(True)

    def _span(self, side: Any) -> c.Span:
        name = property_of(side)
        if name is not None:
            return c.Span(name_of(side, ("date", "earliest", "latest")))
        if isinstance(side, dict) and "interval" in side:
            return self._interval(_two(side["interval"]))
        found = self.operand(side)
        if isinstance(found, c.Literal) and found.type == c.DATE:
            return c.Span(None, int(found.value), int(found.value))
        if isinstance(found, c.Literal) and found.type == c.TIMESTAMP:
            at = utc_second(side["timestamp"])
            return c.Span(None, at, at, seconds=True)
        raise field_error("a time is a property, DATE('…'), TIMESTAMP('…') or INTERVAL('…', '…')")

    def _interval(self, ends: list[Any]) -> c.Span:
        names = [property_of(each) for each in ends]
        if names == ["earliest", "latest"]:
            return c.Span("date")
        if any(names) or not all(isinstance(each, str) for each in ends):
            raise field_error(
                "an interval has two days, two times or .. for an open end; of properties "
                "only INTERVAL(earliest, latest)"
            )
        first, last = ends
        timed = {"T" in each.upper() for each in ends if each != ".."}
        if len(timed) > 1:
            raise field_error("an interval has two days or two times, not one of each")
        seconds = timed == {True}
        read = utc_second if seconds else day_ordinal
        begin, end = (None if each == ".." else read(each) for each in (first, last))
        if begin is not None and end is not None and begin > end:
            raise field_error("the interval ends before it begins")
        return c.Span(None, begin, end, seconds)


def _two(ends: Any) -> list[Any]:
    if not isinstance(ends, list) or len(ends) != 2:
        raise field_error("an interval has two ends")
    return ends


def _instant(side: Any) -> bool:
    return isinstance(side, dict) and ("date" in side or "timestamp" in side)
