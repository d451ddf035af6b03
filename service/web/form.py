"""The filter form: the query string of the API, as fields and chips of a page.

The address of the explorer is a query of ``/v1/events`` and nothing else. What a browser's
form adds to it (empty fields, one ``category`` a ticked box) is tidied away by a redirect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from service.api.access import carry
from service.domain import countries
from service.domain.blocs import Bloc
from service.domain.near import LONGEST
from service.errors import FieldError
from service.schemas.parameters import FILTERS, PAGING
from service.schemas.query import MAX_VALUES
from service.schemas.separated import separate, written

Pairs = Sequence[tuple[str, str]]

SHOWN = ("q", "date", "match", "role", "on", "sort", "undated")
"""Parameters that have a field of their own; the others become chips."""
ADDED = ("country", "actor", "tag")
"""Parameters whose field adds one more."""
KNOWN = frozenset(each.name for each in (*FILTERS, *PAGING))
DEFAULTS = {"match": "possible", "sort": "date", "undated": "0", "count": "capped"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the query: what it is called, and the address without it."""

    name: str
    value: str
    label: str
    without: str


@dataclass(slots=True)
class Form:
    """What the fields hold, what is wrong with them, and the chips."""

    values: dict[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    chips: list[Chip] = field(default_factory=list)
    errors: dict[str, list[FieldError]] = field(default_factory=dict)
    general: list[FieldError] = field(default_factory=list)

    @property
    def active(self) -> int:
        """How many filters are on."""
        own = sum(1 for name in SHOWN if name != "sort" and self.values.get(name))
        return own + bool(self.categories) + len(self.chips)


def tidy(pairs: Pairs) -> list[tuple[str, str]]:
    """``pairs`` without what asks nothing, and with ticked categories as one *or*.

    An event has one category, so that two parameters of it would find nothing.
    """
    kept = [
        (name, text.strip())
        for name, text in pairs
        if text.strip() and text.strip() != DEFAULTS.get(name)
    ]
    if ("sort", "relevance") in kept and not any(name == "q" for name, _ in kept):
        kept.remove(("sort", "relevance"))  # nothing to rank by is left
    ticked = dict.fromkeys(text for name, text in kept if name == "category")
    if len(ticked) < 2:
        return kept
    place = next(index for index, each in enumerate(kept) if each[0] == "category")
    kept = [each for each in kept if each[0] != "category"]
    kept.insert(place, ("category", ",".join(ticked)))
    return kept


def explore(pairs: Pairs) -> str:
    """The explorer's address with this query."""
    return carry(f"/?{urlencode(list(pairs), safe='/,')}" if pairs else "/")


def without(pairs: Pairs, *names: str) -> list[tuple[str, str]]:
    """``pairs`` without these parameters, and at the first page."""
    return [each for each in pairs if each[0] not in (*names, "cursor")]


def read(pairs: Pairs, faults: Sequence[FieldError], blocs: Mapping[str, Bloc]) -> Form:
    """The form that shows the query ``pairs`` and the ``faults`` the parser found in it."""
    form = Form()
    for fault in faults:
        if fault.parameter in (*SHOWN, *ADDED, "category"):
            form.errors.setdefault(str(fault.parameter), []).append(_at_field(fault))
        else:
            form.general.append(fault)
    asked = without(pairs)
    for index, (name, text) in enumerate(asked):
        if name in SHOWN:
            form.values.setdefault(name, text)
        elif name == "category":
            form.categories |= set(text.split(","))
        elif name in KNOWN - {"limit", "count", "fields"}:
            label = _label(name, text, blocs)
            if label is None:
                form.values[name] = text
                continue
            rest = [each for at, each in enumerate(asked) if at != index]
            if not any(each[0] == "country" for each in rest):
                rest = without(rest, "role")
            form.chips.append(Chip(name, text, label, explore(rest)))
    return form


def _at_field(fault: FieldError) -> FieldError:
    """The fault without what its place on the page says already."""
    detail = fault.detail.removeprefix(f"{fault.parameter}: ")
    for hint in ("; nearest: ", "; did you mean ") if fault.nearest else ():
        detail = detail.partition(hint)[0]
    return replace(fault, detail=detail[:1].upper() + detail[1:])


def _label(name: str, text: str, blocs: Mapping[str, Bloc]) -> str | None:
    """What a chip says; ``None`` for a country that is not known and so stays in its field."""
    if name == "country":
        found = [_country(each, blocs) for each in _values(text)[: MAX_VALUES + 1]]
        return None if None in found else " or ".join(filter(None, found))
    shown = " or ".join(_values(text) if name in ADDED else text.split(","))
    return shown if name in ADDED else f"{name.replace('_', ' ')} {shown}"


def _values(text: str) -> list[str]:
    """The values between commas; the whole text where its quotes are wrong."""
    try:
        return separate(text)
    except ValueError:
        return [text]


def _country(name: str, blocs: Mapping[str, Bloc]) -> str | None:
    bloc = name.upper() if name.upper() in blocs else countries.bloc_called(name)
    if bloc in blocs:
        return bloc
    code = countries.find(name)
    return code and countries.name(code)


def suggestions(pairs: Pairs, fault: FieldError) -> list[tuple[str, str]]:
    """``(word, address)`` for each nearest spelling: the query with that word instead."""
    found = []
    for word in fault.nearest:
        changed = [
            (name, _instead(text, word, fault.detail) if name == fault.parameter else text)
            for name, text in without(pairs)
        ]
        found.append((word, explore(changed)))
    return found


def _instead(text: str, word: str, detail: str) -> str:
    """``text`` with ``word`` in place of the part that the fault's ``detail`` quotes."""
    return ",".join(
        word if repr(each) in detail or f"{each[:LONGEST]!r} is" in detail else written(each)
        for each in _values(text)
    )
