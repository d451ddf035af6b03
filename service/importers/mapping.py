"""Defines a mapping: how the columns of a table become an event.

A mapping is itself a JSON document in the shape of an event, with ``{column}`` in the place of a
cell. In addition:

- a text of only empty cells is left out; a list of texts means the first that is not empty;
- ``date`` is a text or an object. The object has ``start`` or ``year``, ``month``, ``day``. It may
  have ``end`` or ``end_year``, ``end_month``, ``end_day``; or ``one_of``, the first and the last
  day that it can be. Its options are ``order`` (``dmy`` or ``mdy``), ``years`` (``2008/09`` is a
  ``span`` of years or a ``month``), ``calendar`` (``iranian``), ``sentinels`` (dates that stand for
  no date), ``format`` (``strptime``), ``not_before`` (earlier days are refused, because they mean
  "unknown" in the source), ``days_from`` (of earlier dates only the month is used, because the
  days of the source mean nothing there), ``two_digits_from`` (the first of the hundred years of
  which years of two digits are), ``language`` (of words such as ``listopad``, which mean
  something else in another) and ``precision`` (another column says whether the day, the month, the
  year or the decade is known);
- ``category`` is a word or ``{"column", "rules": [{"contains" or "equals", "category"}],
  "default"}``; the first rule that fits is used, ignoring case;
- ``status`` is a word, a column of such words, or ``{"column", "values": {cell: word}}``, ignoring
  case;
- a country may have ``split`` (the cell holds several, split at this text, or at any of a list;
  ``Bosnia and Herzegovina`` stays whole), ``before`` (only the text before that sign counts),
  ``like`` (only cells of that form: ``?`` is one character, ``*`` any number) and ``when``
  (``{column: value}``, only in such rows);
- ``scheme`` names the list of the country codes in a column (``iso cow gw fips cameo un-m49 ioc``),
  for the whole mapping or for one country, actor or place; without it a number or a code of three
  letters is refused;
- ``names`` gives the meaning of a name in this source (``{"Korea": "KR"}``); ``null`` means that it
  is no country and is left out;
- ``formerly`` names the former state for which the source writes its successor
  (``{"RUS": "SUHH"}``); it is used if the whole date lies within its existence;
- an amount may have ``decimal``, the sign before its decimals (``.`` or ``,``); without it
  ``25.000`` is refused;
- a source may have ``split`` too: the cell of its ``url`` holds several URLs, and each is a source;
- an actor may have ``split``: the cell of its ``name`` holds several names, and each is an actor;
- a tag is a text, or ``{"tag", "split"}`` if the cell holds several tags;
- ``{#}`` in ``id`` is the number of the row;
- ``missing`` lists the cells that count as empty, besides the empty one;
- ``delimiter`` and ``encoding`` are those of the file, if they cannot be detected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from service.domain.calendars import Calendar
from service.domain.written import Language
from service.importers.date_precision import PrecisionRule
from service.importers.mapping_targets import completed
from service.importers.negative_years import NegativeYears
from service.importers.schemes import Scheme
from service.schemas import event

Text = str | list[str]
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
"""The name of a column in braces."""
NUMBER = "#"
"""In braces, the number of the row, counted from 1, if no column has this name."""


class _Part(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The base of all parts of a mapping; a misspelt key is an error, not an empty column."""


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
    calendar: Calendar | None = None
    sentinels: list[str] | None = None
    format: str | None = None
    not_before: str | None = None
    days_from: str | None = None
    two_digits_from: int | None = None
    negative_years: NegativeYears | None = None
    language: Language | None = None
    precision: PrecisionRule | None = None


class CategoryRule(_Part):
    category: str
    contains: str | None = None
    equals: str | None = None


class CategoryChoice(_Part):
    column: str
    rules: list[CategoryRule]
    default: str = "other"


class StatusChoice(_Part):
    column: str
    values: dict[str, str]


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
    split: Text | None = None


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
    decimal: Literal[".", ","] | None = None


class SourceRule(_Part):
    title: Text
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    supports: list[str] = []
    split: Text | None = None


class TagRule(_Part):
    tag: str
    split: Text | None = None


class Mapping(_Part):
    """The whole mapping; the docstring of this module describes its keys."""

    id: str
    title: Text
    date: str | DateRule
    category: str | CategoryChoice = "other"
    status: str | StatusChoice = "occurred"
    summary: Text | None = None
    date_as_reported: str | None = None
    countries: list[CountryRule] = []
    actors: list[ActorRule] = []
    place: PlaceRule | None = None
    amounts: list[AmountRule] = []
    sources: list[SourceRule] = []
    tags: list[str | TagRule] = []
    names: dict[str, str | None] = {}
    formerly: dict[str, str] = {}
    scheme: Scheme | None = None
    missing: list[str] = []
    delimiter: str | None = None
    encoding: str | None = None


Known = Mapping
"""The mapping before fields without a rule of their own are added."""
if not TYPE_CHECKING:
    ActorRule = completed(ActorRule, event.ActorSchema)
    PlaceRule = completed(PlaceRule, event.PlaceSchema)
    AmountRule = completed(AmountRule, event.AmountSchema)
    SourceRule = completed(SourceRule, event.SourceSchema)
    Mapping = completed(Mapping, event.EventSchema)


def columns_of(mapping: Mapping) -> set[str]:
    """The columns that the mapping uses."""
    found = set(_placeholders(msgspec.to_builtins(mapping)))
    if isinstance(mapping.category, CategoryChoice):
        found.add(mapping.category.column)
    if isinstance(mapping.status, StatusChoice):
        found.add(mapping.status.column)
    if isinstance(mapping.date, DateRule) and mapping.date.precision:
        found.add(mapping.date.precision.column)
    return found.union(*(rule.when for rule in mapping.countries))


def list_columns(mapping: Mapping) -> set[str]:
    """The columns that may have lists of programs, which are read."""
    tags = [each if isinstance(each, str) else each.tag for each in mapping.tags]
    texts = [*(each.code for each in mapping.countries), *(each.name for each in mapping.actors)]
    return set(_placeholders([*texts, *tags, *(each.url for each in mapping.sources)]))


def person_columns(mapping: Mapping) -> set[str]:
    """The columns whose cells name one person each, as the mapping says."""
    persons = (each for each in mapping.actors if each.type == "person" and each.split is None)
    return set(_placeholders([each.name for each in persons]))


def shown_columns(mapping: Mapping) -> set[str]:
    """The columns whose cells stand whole in the title or the summary."""
    return {*_placeholders(mapping.title), *_placeholders(mapping.summary)}


def _placeholders(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield from PLACEHOLDER.findall(part)
    elif isinstance(part, dict | list):
        for below in part.values() if isinstance(part, dict) else part:
            yield from _placeholders(below)
