"""The terms that an expression requires of every event, as groups.

The index finds the events with these terms, and the rest of the expression is evaluated only for
those events.
"""

from __future__ import annotations

from service.domain import condition as c
from service.domain.query import Choice

INDEXED = ("category", "status", "precision")
"""Columns that are also kinds of term."""
Group = tuple[Choice, ...]


def required_groups(condition: c.Condition | None) -> list[Group]:
    """The groups. The expression is still evaluated whole, so a missing group costs only time."""
    if isinstance(condition, c.Combined) and (not condition.any or len(condition.parts) == 1):
        return [group for part in condition.parts for group in required_groups(part)]
    group = _group(condition)
    return [group] if group else []


def _group(condition: c.Condition | None) -> Group:
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
