"""The demands of each value of a filter on an event, as SQL and for one event in memory.

Each row is one demand. The two forms stand side by side because they must be equal; a test compares
them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.geometry import in_box
from service.domain.query import Filter
from service.store import sql
from service.store.condition_match import Record
from service.store.sql import Sql

Values = Mapping[str, Any]
"""All values of the filter, by name."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition on ``event e``, and the test of one event in memory."""

    sql: Callable[[Values], Sql]
    holds: Callable[[Values, Record], bool]


def conditions(filter_: Filter) -> list[Sql]:
    """The demands of the values of ``filter_`` as conditions on ``event e``."""
    if not filter_.values:
        return []
    values = dict(filter_.values)
    return [each.sql(values) for each in _demands(values)]


def hold(filter_: Filter, record: Record) -> bool:
    """Whether the event meets all demands of the values of ``filter_``."""
    values = dict(filter_.values)
    return all(each.holds(values, record) for each in _demands(values))


def _demands(values: Values) -> list[Demand]:
    """The demands, each once, even if several values belong to it."""
    return list(dict.fromkeys(DEMANDS[name] for name in values))


def _placed(_: Values, record: Record) -> bool:
    place = record.event.place
    return place is not None and None not in (place.latitude, place.longitude)


def _in_box(box: tuple[float, float, float, float], record: Record) -> bool:
    place = record.event.place
    if place is None or place.latitude is None or place.longitude is None:
        return False
    return in_box(box, place.longitude, place.latitude)


def _money(values: Values) -> Sql:
    text, found = "EXISTS (SELECT 1 FROM amount a WHERE a.position = e.position", []
    if "currency" in values:
        text += " AND a.currency = ?"
        found.append(values["currency"])
    if "min_amount" in values:
        text += " AND a.number >= ?"
        found.append(float(values["min_amount"]))
    # It is tested on one event after another; without OFFSET an engine may reverse the join.
    return Sql(text + " LIMIT 1 OFFSET 0)", found)


def _paid(values: Values, record: Record) -> bool:
    currency, least = values.get("currency"), float(values.get("min_amount", 0))
    return any(
        currency in (None, each.currency) and float(each.value) >= least
        for each in record.event.amounts
    )


MONEY = Demand(_money, _paid)
DEMANDS: dict[str, Demand] = {
    # West, south, east and north in degrees.
    "bbox": Demand(
        lambda values: sql.in_box(values["bbox"]),
        lambda values, record: _in_box(values["bbox"], record),
    ),
    # The same, or without a place (OGC API – Features, 7.15.3).
    "bbox_or_placeless": Demand(
        lambda values: _or_placeless(sql.in_box(values["bbox_or_placeless"])),
        lambda values, record: (
            not _placed(values, record) or _in_box(values["bbox_or_placeless"], record)
        ),
    ),
    # Any value except false.
    "placed": Demand(lambda _: Sql("e.latitude IS NOT NULL"), _placed),
    # A decimal number, and an ISO 4217 code: one amount must meet both.
    "min_amount": MONEY,
    "currency": MONEY,
    # ISO 8601 in UTC with microseconds and Z, as stored.
    "updated_since": Demand(
        lambda values: Sql("e.updated_at >= ?", [values["updated_since"]]),
        lambda values, record: record.updated_at >= values["updated_since"],
    ),
}
"""By the name of the value."""


def _or_placeless(inside: Sql) -> Sql:
    return Sql(f"(e.latitude IS NULL OR {inside.text})", inside.values)
