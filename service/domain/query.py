"""What a caller may ask of the store: the filter grammar, parsed (docs/api.md, "Filters").

Days are proleptic Gregorian ordinals (1 is 0001-01-01; ``service.domain.calendar``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.domain.condition import Condition


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of an *or*: a term, perhaps only while a membership lasted.

    ``kind`` and ``value`` name a term of the index: ``("country", "KZ")``,
    ``("role", "KZ/host")``, ``("category", "meeting")``, ``("actor", slug)``,
    ``("tag", tag)``, ``("status", …)``, ``("precision", …)``, ``("on", "02-24")``,
    ``("currency", "USD")``. An event matches the choice only if its date can (or,
    under ``match=certain``, must) fall inside ``since``..``until``; ``None`` is open.
    """

    kind: str
    value: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events. ``groups`` are *and*-ed; the choices inside a group *or*-ed."""

    since: int | None = None
    until: int | None = None
    certain: bool = False
    undated: bool = False
    groups: tuple[tuple[Choice, ...], ...] = ()
    text: str | None = None
    bbox: tuple[float, float, float, float] | None = None  # west, south, east, north
    placeless: bool = False  # whether bbox lets through what has no place
    min_amount: str | None = None  # decimal
    currency: str | None = None
    updated_since: str | None = None  # ISO 8601 UTC with Z, as stored
    seconds: tuple[int | None, int | None] = (None, None)
    """The instants at which ``since`` and ``until`` begin and end, where the caller gave a time:
    events whose instant is known are held against these, all others against the days."""
    placed: bool = False  # only what has a place
    begins: tuple[int | None, int | None] = (None, None)
    """The days in which the first day that the date can mean must lie."""
    condition: Condition | None = None

    @property
    def by_possible_days(self) -> bool:
        """Whether an event is in the range just where some day that it can mean is: neither all
        of them have to be nor are instants compared."""
        return not self.certain and self.seconds == (None, None)


@dataclass(frozen=True, slots=True)
class Page:
    """How much of the answer, in which order, from where."""

    sort: str = "date"
    limit: int = 50
    after: tuple[int | str, ...] | None = None  # the key of the last event seen
    count: str = "capped"
    reached: int = 0  # the number of the change that the pages before have seen
