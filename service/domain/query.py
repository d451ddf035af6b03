"""The filter and the page of a query to the store, parsed (docs/api.md, "Filters").

Days are proleptic Gregorian ordinals (1 is 0001-01-01; ``service.domain.calendar``).
"""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from service.domain.values import value_class

if TYPE_CHECKING:
    from service.domain.condition import Condition


class Choice(NamedTuple):
    """One word of an *or*: a term, perhaps only during a membership.

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

    @property
    def has_period(self) -> bool:
        """Whether the choice holds only on some days."""
        return self.since is not None or self.until is not None


@value_class
class Filter:
    """Which events are asked for. ``groups`` are *and*-ed; the choices inside a group *or*-ed.

    ``values`` are the other conditions, each a name and a value, in the order of the names. Every
    name is a row of one table (``service.store.value_filters``), which says what the value is and
    what it requires of an event.
    """

    since: int | None = None
    until: int | None = None
    certain: bool = False
    undated: bool = False
    groups: tuple[tuple[Choice, ...], ...] = ()
    text: str | None = None
    values: tuple[tuple[str, Any], ...] = ()
    seconds: tuple[int | None, int | None] = (None, None)
    """The instants at which ``since`` and ``until`` begin and end, if the caller gave a time.
    Events with a known instant are compared with these, all others with the days."""
    begins: tuple[int | None, int | None] = (None, None)
    """The range of days that must hold the first day that the date can mean."""
    condition: Condition | None = None

    @property
    def by_possible_days(self) -> bool:
        """Whether one possible day in the range is enough for an event to match: then not all of
        its possible days have to be in it, and no instants are compared."""
        return not self.certain and self.seconds == (None, None)

    @property
    def bare(self) -> bool:
        """Whether it requires nothing but possible days from ``since`` to ``until`` and terms."""
        return (
            self.by_possible_days
            and not (self.undated or self.values)
            and self.text is None
            and self.condition is None
            and self.begins == (None, None)
        )

    @property
    def has_periods(self) -> bool:
        """Whether a choice of a group holds only on some days."""
        for group in self.groups:
            for _, _, since, until in group:
                if since is not None or until is not None:
                    return True
        return False

    def value(self, name: str) -> Any:
        """The value of that name, ``None`` if there is none."""
        for known, value in self.values:
            if known == name:
                return value
        return None

    def with_values(self, **values: Any) -> Filter:
        """The same filter with these values too."""
        return replace(self, values=tuple(sorted((dict(self.values) | values).items())))

    def without_values(self, *names: str) -> Filter:
        """The same filter without the values of these names."""
        if not self.values:
            return self
        kept = tuple(each for each in self.values if each[0] not in names)
        return self if len(kept) == len(self.values) else replace(self, values=kept)

    def between(
        self, since: int | None, until: int | None, seconds: tuple[int | None, int | None]
    ) -> Filter:
        """The same filter with another range."""
        return Filter(
            since, until, self.certain, self.undated, self.groups, self.text, self.values,
            seconds, self.begins, self.condition,
        )  # fmt: skip

    def with_currency_as_term(self) -> Filter:
        """The same filter with its currency as a term of the index, if the filter asks nothing
        else of the amount. A term needs no look at the event."""
        currency = self.value("currency")
        if currency is None or self.value("min_amount") is not None:
            return self
        found = self.without_values("currency")
        return replace(found, groups=(*self.groups, (Choice("currency", currency),)))

    def canonical_text(self) -> str:
        """The filter as a text that is the same only for equal filters."""
        parts: dict[str, Any] = {
            name: value
            for (name, usual), value in zip(_USUAL, _values(self), strict=True)
            if value is not usual and value != usual
        }
        if self.groups:  # plain tuples are written several times faster
            parts["groups"] = [[tuple(each) for each in group] for group in self.groups]
        return repr(parts)


_USUAL = tuple((each.name, each.default) for each in fields(Filter))
_values = attrgetter(*(name for name, _ in _USUAL))


@value_class
class Page:
    """How much of the answer, in which order, and from which place."""

    sort: str = "date"
    limit: int = 50
    after: tuple[int | str, ...] | None = None  # the key of the last event seen
    count: str = "capped"
    reached: int = 0  # the number of the change that the pages before have seen
