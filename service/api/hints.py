"""Hints with a good reply: an actor or tag that no event has, and the nearest in use; an operator
of other search programs, which is a word here.

Such a query is no error: an event with that name may have been deleted, or may come later. So the
reply is empty and says why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from service.errors import FieldError
from service.schemas.comma_lists import quote, split_list
from service.schemas.query import EventsQuery
from service.store import Store
from service.store.terms import NAMED

HEADER = "Dateline-Hints"
KINDS = frozenset(NAMED)
MOST = 5
NEAREST = 3
_OPERATOR = re.compile(r'"[^"]*"|(?<!\S)(AND|OR|NOT) (?=\S)')
"""A quotation, in which nothing is an operator, or an operator."""
_MEANT = {"AND": "", "NOT": "-"}


def hints(
    store: Store, query: EventsQuery, pairs: Sequence[tuple[str, str]]
) -> tuple[FieldError, ...]:
    """Hints for an operator in ``q``, and for actors and tags that make the query find nothing."""
    found = _operators(query.filter.text or "")
    if not any(group[0].kind in KINDS for group in query.filter.groups if group):
        return found
    return (*found, *_hints(store, pairs))


def _operators(text: str) -> tuple[FieldError, ...]:
    operators = [each[1] for each in _OPERATOR.finditer(text) if each[1]]
    if not operators:
        return ()
    meant = _OPERATOR.sub(lambda each: _MEANT.get(each[1], each[0]), text)
    near = () if "OR" in operators else (meant,)
    why = f"{operators[0]} is a word like any other in q, which finds events that have all words"
    return (FieldError(why, None, "q", near),)


def _hints(store: Store, pairs: Sequence[tuple[str, str]]) -> Iterator[FieldError]:
    left = MOST
    for name, text in pairs:
        if name not in KINDS:
            continue
        values = split_list(text)
        if store.names_in_use(name, values):
            continue
        for each in values[:left]:
            near = tuple(quote(found.name) for found in store.nearest(name, each, NEAREST))
            yield unknown(name, each, near)
        left -= min(left, len(values))


def unknown(name: str, value: str, near: tuple[str, ...]) -> FieldError:
    """The hint for a value that no event has, with the nearest values ``near``."""
    nearest = f"; nearest: {', '.join(near)}" if near else ""
    return FieldError(f"no event has the {name} {value[:64]!r}{nearest}", None, name, near)


def as_header(found: Sequence[FieldError]) -> str:
    """The hints as one line of JSON in ASCII."""
    return json.dumps([each.as_dict() for each in found])
