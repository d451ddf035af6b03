"""A mapping: how a table's columns become an event.

A mapping is itself a JSON document in the shape of an event, with ``{column}`` where a
cell goes. Beyond that:

- a text that is only empty cells is left out; a list of texts means the first that is
  not empty;
- ``date`` is a text or an object: ``start`` or ``year``, ``month``, ``day``, perhaps with
  ``end`` or ``end_year``, ``end_month``, ``end_day``, or ``one_of``, the first and the last day
  that it can be; ``order`` (``dmy`` or ``mdy``), ``years`` (``2008/09`` is a ``span`` of years
  or a ``month``), ``calendar`` (``julian``), ``sentinels`` (dates that stand for none),
  ``format`` (``strptime``), ``not_before`` (earlier days
  are refused: the source's way to say "unknown"), ``days_from`` (of earlier dates only the
  month is taken: the source's days mean nothing there);
- ``category`` is a word or ``{"column", "rules": [{"contains" or "equals", "category"}],
  "default"}``, the first rule that fits, whatever the case;
- a country may have ``split`` (the cell holds several, parted by this, or by any of a list;
  ``Bosnia and Herzegovina`` stays whole), ``before`` (only what stands before that sign
  counts), ``like`` (only cells of that form: ``?`` is one sign,
  ``*`` any) and ``when`` (``{column: value}``, only in such rows);
- ``scheme`` names the list whose codes a column of countries has (``iso cow gw fips cameo un-m49
  ioc``), for the whole mapping or for one country, actor or place; without it a number or a code
  of three letters is refused;
- ``names`` says what a name means in this source (``{"Korea": "KR"}``), ``null`` that it
  is no country and is left out;
- ``formerly`` names the state that is no more for which the source writes its successor
  (``{"RUS": "SUHH"}``); it is taken where the whole date lies within its existence;
- a source may have ``split`` too: the cell of its ``url`` holds several addresses, and each
  is a source;
- ``{#}`` in ``id`` is the number of the row;
- ``missing`` lists the cells that stand for nothing, beside the empty one;
- ``delimiter`` and ``encoding`` of the file, where they are not found out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from service.importers.mapping_targets import completed
from service.importers.schemes import Scheme
from service.schemas import event

Text = str | list[str]
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
"""The name of a column in braces."""
NUMBER = "#"
"""In braces, the number of the row, the first being 1, where no column has this name."""


class _Part(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A misspelt word in a mapping is an error, not a column that stays empty."""


class DateRule(_Part):
    start: str = ""
    end: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    end_year: str = ""
    end_month: str = ""
    end_day: str = ""
    one_of: list[str] = []
    order: Literal["dmy", "mdy"] | None = None
    years: Literal["span", "month"] | None = None
    calendar: Literal["gregorian", "julian"] = "gregorian"
    sentinels: list[str] | None = None
    format: str | None = None
    not_before: str | None = None
    days_from: str | None = None


class CategoryRule(_Part):
    category: str
    contains: str | None = None
    equals: str | None = None


class CategoryChoice(_Part):
    column: str
    rules: list[CategoryRule]
    default: str = "other"


class CountryRule(_Part):
    code: str
    role: str
    split: Text | None = None
    before: str | None = None
    like: str | None = None
    when: dict[str, str] = {}
    scheme: Scheme | None = None


class ActorRule(_Part):
    name: str
    type: str = "person"
    title: str | None = None
    country: str | None = None
    scheme: Scheme | None = None


class PlaceRule(_Part):
    name: Text | None = None
    country: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    scheme: Scheme | None = None


class AmountRule(_Part):
    value: str
    currency: str
    stage: str
    purpose: str | None = None


class SourceRule(_Part):
    title: Text
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    supports: list[str] = []
    split: Text | None = None


class Mapping(_Part):
    """See the head of this file."""

    id: str
    title: Text
    date: str | DateRule
    category: str | CategoryChoice = "other"
    status: str = "occurred"
    summary: Text | None = None
    date_as_reported: str | None = None
    countries: list[CountryRule] = []
    actors: list[ActorRule] = []
    place: PlaceRule | None = None
    amounts: list[AmountRule] = []
    sources: list[SourceRule] = []
    tags: list[str] = []
    names: dict[str, str | None] = {}
    formerly: dict[str, str] = {}
    scheme: Scheme | None = None
    missing: list[str] = []
    delimiter: str | None = None
    encoding: str | None = None


Known = Mapping
"""The keys above, without those of fields that have no rule of their own."""
if not TYPE_CHECKING:
    ActorRule = completed(ActorRule, event.ActorSchema)
    PlaceRule = completed(PlaceRule, event.PlaceSchema)
    AmountRule = completed(AmountRule, event.AmountSchema)
    SourceRule = completed(SourceRule, event.SourceSchema)
    Mapping = completed(Mapping, event.EventSchema)


def columns_of(mapping: Mapping) -> set[str]:
    """The columns that the mapping draws on."""
    found = set(_placeholders(msgspec.to_builtins(mapping)))
    if isinstance(mapping.category, CategoryChoice):
        found.add(mapping.category.column)
    return found.union(*(rule.when for rule in mapping.countries))


def _placeholders(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield from PLACEHOLDER.findall(part)
    elif isinstance(part, dict | list):
        for below in part.values() if isinstance(part, dict) else part:
            yield from _placeholders(below)
