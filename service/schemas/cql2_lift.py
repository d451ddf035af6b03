"""The part of an expression that a filter of the service can ask for, so that the index answers it.

An expression is a tree, and each part that must hold on its own (an AND at the top) is looked at.
Terms become groups of the filter, and comparisons with days become the days in which an event has
to begin or end. Only a part that its group repeats exactly is left out of the expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from service.domain import condition as c
from service.domain.instants import DAY_SECONDS, REACH_DAYS
from service.domain.query import Choice, Filter

INDEXED = ("category", "status", "precision")
"""Columns that are also kinds of term."""
OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
Group = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """What an expression requires: the event begins on a day from ``first`` to ``last``, it ends on
    the day ``end`` or later, and it was changed at ``changed`` (as stored) or later. ``None``
    requires nothing."""

    first: int | None = None
    last: int | None = None
    end: int | None = None
    changed: str | None = None


def lifted(filter_: Filter) -> Filter:
    """The same filter, with what its expression requires as groups, days and the time of the last
    change. It finds the same events. The groups follow those of the filter, each once."""
    if filter_.condition is None:
        return filter_
    parts = list(_conjuncts(filter_.condition, negated=False))
    groups = [*filter_.groups, *filter(None, map(_group, parts))]
    rest = [part for part in parts if not _is_its_group(part)]
    condition = None if not rest else rest[0] if len(rest) == 1 else c.Combined(tuple(rest))
    found = replace(filter_, groups=tuple(dict.fromkeys(groups)), condition=condition)
    return _within(found, reduce(_both, map(_days, parts), Days()))


def _conjuncts(condition: c.Condition, negated: bool) -> Iterator[c.Condition]:
    """The parts that must hold on their own. A NOT is moved inwards, which changes no truth: NOT of
    unknown is unknown."""
    match condition:
        case c.Not(part):
            yield from _conjuncts(part, not negated)
        case c.Combined(parts, some) if some == negated or len(parts) == 1:
            for part in parts:
                yield from _conjuncts(part, negated)
        case _:
            yield c.Not(condition) if negated else condition


def _within(filter_: Filter, days: Days) -> Filter:
    first, last = (_of(pick, pair) for pick, pair in (
        (max, (filter_.begins[0], days.first)), (min, (filter_.begins[1], days.last))
    ))  # fmt: skip
    if first is None or last is None or first <= last:
        filter_ = replace(filter_, begins=(first, last))
    if days.changed is not None and filter_.value("updated_since") is None:
        filter_ = filter_.with_values(updated_since=days.changed)
    end = days.end
    if end is None or (first is not None and first >= end):
        return filter_
    # A range of days is compared with the periods of choices too, and it may not be empty.
    free = filter_.since is None and filter_.by_possible_days and not filter_.has_periods
    empty = filter_.until is not None and end > filter_.until
    return replace(filter_, since=end) if free and not empty else filter_


def _days(condition: c.Condition, negated: bool = False) -> Days:
    """What a part of an expression, or its opposite if it is ``negated``, requires at least."""
    match condition:
        case c.Not(part):
            return _days(part, not negated)
        case c.Combined(parts, some) if parts:
            return reduce(_either if some != negated else _both,
                          (_days(part, negated) for part in parts))  # fmt: skip
        case c.Compare(c.Named(name), sign, c.Literal(_, value)):
            return _compared(name, OPPOSITE[sign] if negated else sign, value)
        case c.Compare(c.Literal(_, value), sign, c.Named(name)):
            sign = MIRRORED[sign]
            return _compared(name, OPPOSITE[sign] if negated else sign, value)
        case c.Temporal(relation, left, right):
            signs = c.RELATIONS[relation]
            found = [_of_ends(left, right, each, negated) for each in signs]
            return reduce(_either if negated else _both, found)
    return Days()


def _compared(name: str, sign: str, value: Any) -> Days:
    if name == "updated_at":
        return Days(changed=value) if sign in ("=", ">", ">=") else Days()
    return _limit(name, sign, value) if name in ("earliest", "latest") else Days()


def _of_ends(left: c.Span, right: c.Span, signs: tuple[str, str, str], negated: bool) -> Days:
    """One comparison of a relation: of an end of the event with an end of a literal time."""
    one, sign, other = signs
    sign = OPPOSITE[sign] if negated else sign
    spans = {"a": left, "b": right}
    if spans[one[0]].column is None:
        one, sign, other = other, MIRRORED[sign], one
    event, literal = spans[one[0]], spans[other[0]]
    bound = literal.first if other[1] == "1" else literal.last
    if event.column is None or literal.column is not None or bound is None:
        return Days()
    column = event.column if event.column != "date" else "earliest" if one[1] == "1" else "latest"
    if not literal.seconds:
        return _limit(column, sign, bound)
    # One instant has different days in different places.
    return _limit(column, sign, bound // DAY_SECONDS, REACH_DAYS)


def _limit(column: str, sign: str, day: int, about: int = 0) -> Days:
    """What a comparison of the first or the last day with ``day`` requires. If the day is known to
    ``about`` so many days only, it requires less."""
    low = day + (sign == ">" and not about) - about
    high = day - (sign == "<" and not about) + about
    least, most = sign in ("=", ">", ">="), sign in ("=", "<", "<=")
    return Days(
        first=low if least and column == "earliest" else None,
        last=high if most else None,  # an event begins before it ends
        end=low if least else None,
    )


def _both(one: Days, other: Days) -> Days:
    return _joined(one, other, _of)


def _either(one: Days, other: Days) -> Days:
    return _joined(one, other, lambda pick, pair: None if None in pair else pick(pair))


def _joined(one: Days, other: Days, join: Callable[[Any, tuple[Any, Any]], Any]) -> Days:
    both = join is _of
    low, high = (max, min) if both else (min, max)
    return Days(
        join(low, (one.first, other.first)), join(high, (one.last, other.last)),
        join(low, (one.end, other.end)), join(low, (one.changed, other.changed)),
    )  # fmt: skip


def _of(pick: Callable[[Iterable[Any]], Any], values: tuple[Any, Any]) -> Any:
    return pick([each for each in values if each is not None]) if values != (None, None) else None


def _is_its_group(condition: c.Condition) -> bool:
    """Whether a part requires nothing but its group."""
    if isinstance(condition, c.Combined):
        return all(map(_is_its_group, condition.parts)) and bool(_group(condition))
    if isinstance(condition, c.Has):
        return not any(each.has_period for each in condition.choices)
    return bool(_group(condition))


def _group(condition: c.Condition) -> Group:
    match condition:
        case c.Has(choices):
            # Without the days of membership, because the expression itself checks them.
            return tuple(Choice(each.kind, each.value) for each in choices)
        case c.Compare(c.Named(name, folds), "=", c.Literal(c.STRING, value)):
            return _choices(name, folds, (value,))
        case c.Among(c.Named(name, folds), options):
            values = [each.value for each in options if isinstance(each, c.Literal)]
            return _choices(name, folds, values) if len(values) == len(options) else ()
        case c.Combined(parts, True):  # one of several
            groups = [_group(part) for part in parts]
            return tuple(each for group in groups for each in group) if all(groups) else ()
    return ()


def _choices(name: str, folds: frozenset[str], values: object) -> Group:
    if name not in INDEXED or folds or not isinstance(values, tuple | list):
        return ()
    return tuple(Choice(name, str(each)) for each in values)
