"""What a caller may ask of the store: the filter grammar, parsed (docs/api.md, "Filters").

Days are proleptic Gregorian ordinals (1 is 0001-01-01; ``service.domain.calendar``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from service.domain.condition import Condition


class Choice(NamedTuple):
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
    """Which events. ``groups`` are *and*-ed; the choices inside a group *or*-ed.

    ``values`` are the other demands, each a name and what it asks for, in the order of the names.
    Every name is a row of one table (``service.store.value_filters``), which says what the value
    is and what it demands of an event.
    """

    since: int | None = None
    until: int | None = None
    certain: bool = False
    undated: bool = False
    groups: tuple[tuple[Choice, ...], ...] = ()
    text: str | None = None
    values: tuple[tuple[str, Any], ...] = ()
    seconds: tuple[int | None, int | None] = (None, None)
    """The instants at which ``since`` and ``until`` begin and end, where the caller gave a time:
    events whose instant is known are held against these, all others against the days."""
    begins: tuple[int | None, int | None] = (None, None)
    """The days in which the first day that the date can mean must lie."""
    condition: Condition | None = None

    @property
    def by_possible_days(self) -> bool:
        """Whether an event is in the range just where some day that it can mean is: neither all
        of them have to be nor are instants compared."""
        return not self.certain and self.seconds == (None, None)

    def value(self, name: str) -> Any:
        """The value of that name, ``None`` where there is none."""
        return next((value for known, value in self.values if known == name), None)

    def having(self, **values: Any) -> Filter:
        """The same filter with these values too."""
        return replace(self, values=tuple(sorted((dict(self.values) | values).items())))

    def without(self, *names: str) -> Filter:
        """The same filter without the values of these names."""
        kept = tuple(each for each in self.values if each[0] not in names)
        return self if len(kept) == len(self.values) else replace(self, values=kept)

    def with_currency_as_term(self) -> Filter:
        """The same filter with its currency as a term of the index, which needs no look at the
        event, where nothing else is asked of the amount."""
        currency = self.value("currency")
        if currency is None or self.value("min_amount") is not None:
            return self
        found = self.without("currency")
        return replace(found, groups=(*self.groups, (Choice("currency", currency),)))

    def said(self) -> str:
        """What is asked for as a text, the same for equal filters alone."""
        parts: dict[str, Any] = {
            name: value for name, usual in _USUAL if (value := getattr(self, name)) != usual
        }
        if self.groups:  # plain tuples are written several times as fast
            parts["groups"] = [[tuple(each) for each in group] for group in self.groups]
        return repr(parts)


_USUAL = tuple((each.name, each.default) for each in fields(Filter))


@dataclass(frozen=True, slots=True)
class Page:
    """How much of the answer, in which order, from where."""

    sort: str = "date"
    limit: int = 50
    after: tuple[int | str, ...] | None = None  # the key of the last event seen
    count: str = "capped"
