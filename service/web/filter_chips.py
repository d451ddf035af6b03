"""Makes the chips of a query, one for every filter in force.

A chip links to the query without the filter. If a filter has several values, each of them has a
link to the query without it too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from service.schemas.comma_lists import quote
from service.schemas.country_roles import split_role
from service.schemas.query_description import LISTED, ORDER, QUOTED, USUAL, QueryDescriber, split
from service.web import query_urls
from service.web.form_values import Pairs


@dataclass(frozen=True, slots=True)
class Removal:
    """A part of a query that can be removed.

    ``label`` is its text among other values, ``name`` its text alone, and ``pairs`` the query
    without it. ``more`` says that it belongs to the value before it, such as its role.
    """

    label: str
    name: str
    pairs: Pairs
    more: bool = False

    @property
    def address(self) -> str:
        """The URL of the query without it."""
        return query_urls.explore(self.pairs)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: its parameter, its text, its values, and its place in the query.

    An event that has any of the values matches.
    """

    kind: str
    name: str
    values: tuple[Removal, ...]
    place: int


def chips(pairs: Pairs, errors: Container[str], words: QueryDescriber) -> list[Chip]:
    """The filters of ``pairs`` in their order, without those that have ``errors``.

    Errors are shown at their fields instead.
    """
    kept = query_urls.without(pairs)
    found = []
    for place, (name, text) in enumerate(kept):
        if name not in ORDER or name in errors or USUAL.get(name) == text:
            continue
        whole = words.parameter(name, text)
        if whole is not None:
            values = tuple(_values(kept, place, words))
            found.append(Chip(name, whole, values, place))
    return found


def _values(pairs: Pairs, place: int, words: QueryDescriber) -> Iterator[Removal]:
    name, text = pairs[place]
    values = split(name, text)
    if len(values) < 2 or name not in LISTED:
        values = [text]
    for at, each in enumerate(values):
        others = [*values[:at], *values[at + 1 :]]
        rest = _instead(pairs, place, name, others) if others else remaining(pairs, place)
        plain, role = split_role(each) if name == "country" else (each, None)
        alone = words.value(name, plain) or plain
        among = (words.value(name, plain, alone=False) or plain) if at else alone
        yield Removal(among, alone, rest)
        if role:
            anyhow = [*values[:at], plain, *values[at + 1 :]]
            label = words.value("role", role) or role
            yield Removal(label, f"{alone} {label}", _instead(pairs, place, name, anyhow), True)


def _instead(pairs: Pairs, place: int, name: str, values: list[str]) -> Pairs:
    quoted = [quote(each) for each in values] if name in QUOTED else values
    return [*pairs[:place], (name, ",".join(dict.fromkeys(quoted))), *pairs[place + 1 :]]


def remaining(pairs: Pairs, *places: int) -> list[tuple[str, str]]:
    """The query without the parameters at these places, and without those that need them."""
    rest = [each for at, each in enumerate(pairs) if at not in places]
    names = {name for name, _ in rest}
    dropped = set()
    if not names & {"date", "from", "to"}:
        dropped.add(("match", "certain"))
    if "country" not in names:
        dropped |= {each for each in rest if each[0] == "role"}
    if "q" not in names:
        dropped.add(("sort", "relevance"))
    return [each for each in rest if each not in dropped]
