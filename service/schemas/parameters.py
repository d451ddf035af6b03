"""The parameters of a query string, one row for each: how its value is read and where it goes.

The parser, the OpenAPI document, the pages and the tests all read these tables. A filter is one
row here and one row in the store. There it is a term of the index (``service.store.terms``), or a
condition on an event (``service.store.value_filters``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from service import languages
from service.domain.decimals import DECIMAL_PATTERN
from service.domain.folding import plain_tag
from service.domain.near_spellings import nearest
from service.domain.slug import slug
from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, ROLES, SORTS, STATUSES
from service.schemas import event
from service.schemas import parameter_values as values
from service.schemas.comma_lists import NAMES, PATTERN
from service.schemas.fields import CLEAN, field_error

MONTH_DAY = r"^((0[1-9]|1[0-2])-(0[1-9]|1\d|2\d)|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)$"
FIELDS = event.FIELDS


class Target(Enum):
    """The place where the value of a parameter goes."""

    TERM = "a group of terms of the index, whose kind is the parameter's name"
    FIELD = "the field of ``Filter`` that the row names"
    VALUE = "``Filter.values``, under the parameter's name"
    PAGE = "``Page``, or the fields of the reply"
    TOGETHER = "the parser, which reads it with other parameters or with what an instance knows"
    OPTION = "``EventsQuery.options``, for the resource that has the parameter"


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A query parameter. With ``many`` it may be repeated (*and*) and hold commas (*or*).

    ``read`` turns the text of a value into its meaning, and raises ``ValidationError``; without it
    the ``schema`` says what is allowed. ``target`` says where the result goes. If a value is a
    list, either each part must be one of ``words``, or the list is ``quoted``: then its parts may
    have commas if they stand in double quotes, and ``read`` reads each part. Parts that are
    ``named`` are compared without signs, so they may not begin with a sign for *not*.

    A parameter with a client's own name ``means`` a parameter of the grammar. A parameter with the
    name of one in the grammar means that one too. In both cases ``read`` turns the client's text
    into the text that the parameter of the grammar reads. A ``clamped`` value outside its bounds is
    moved to the nearest bound and not refused. ``longest`` is the maximum length in
    characters.
    """

    name: str
    help: str
    schema: Mapping[str, Any]
    many: bool = False
    means: str | None = None
    read: values.Read | None = None
    clamped: bool = False
    longest: int = 2000
    target: Target = Target.OPTION
    field: str = ""
    words: Sequence[str] = ()
    quoted: bool = False
    named: bool = False

    @property
    def listed(self) -> bool:
        """Whether a value is a list, any part of which is enough for a match."""
        return bool(self.words) or self.quoted


def number_option(
    name: str, help: str, least: int, most: int, usual: int | None = None
) -> Parameter:
    """An option that is a whole number from ``least`` to ``most``; its default is ``usual``."""
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name, help, schema if usual is None else {**schema, "default": usual},
                     read=values.whole_number(least, most))  # fmt: skip


def whole_number(name: str, help: str, most: int = 2**53) -> Parameter:
    """An option that is a whole number from 0 to ``most``."""
    return number_option(name, help, 0, most)


def _words(words: Sequence[str]) -> dict[str, Any]:
    one = "|".join(words)
    return {"type": "string", "pattern": f"^({one})(,({one}))*$"}


def _of_words(name: str, help: str, words: Sequence[str]) -> Parameter:
    """A filter on a kind of term that has a fixed list of words."""
    return Parameter(name, f"{help}: {', '.join(words)}.", _words(words), many=True,
                     target=Target.TERM, words=words)  # fmt: skip


def _of_names(name: str, help: str, read: values.Read, named: bool = False) -> Parameter:
    """A filter on a kind of term that people write by name; ``read`` turns the name into a term."""
    pattern = NAMES if named else PATTERN
    return Parameter(name, help, {"type": "string", "pattern": pattern, "maxLength": 200},
                     many=True, read=read, target=Target.TERM,
                     quoted=True, named=named)  # fmt: skip


def _switch(name: str, help: str, off: str, on: str, field: str) -> Parameter:
    """A field of the filter that the word ``on`` makes true."""
    return Parameter(name, help, {"type": "string", "enum": [off, on], "default": off},
                     read=values.switch(off, on), target=Target.FIELD, field=field)  # fmt: skip


_EDTF = {"type": "string", "format": "edtf", "maxLength": 64}
FILTERS: tuple[Parameter, ...] = (
    Parameter("date", "EDTF date or interval in which the events must fall.",
              {**_EDTF, "examples": ["2022-09/2023-03"]}, read=values.date, target=Target.TOGETHER),
    Parameter("from", "EDTF date; events from its first day on. Not with date.",
              _EDTF, read=values.date, target=Target.TOGETHER),
    Parameter("to", "EDTF date; events up to its last day. Not with date.",
              _EDTF, read=values.date, target=Target.TOGETHER),
    Parameter("begins", "EDTF date or interval that contains the first day that an event's date"
                        " can mean.",
              {**_EDTF, "examples": ["2022-09"]},
              read=values.days, target=Target.FIELD, field="begins"),
    _switch("match", "Whether an event may (possible) or must (certain) fall in the range.",
            "possible", "certain", "certain"),
    Parameter("on", "Month and day in any year, MM-DD.",
              {"type": "string", "pattern": MONTH_DAY, "examples": ["02-24"]},
              read=values.month_day, target=Target.TERM),
    Parameter("country", "Name or code of a country or a bloc, perhaps with a colon and a role"
                         " (US:participant). A bloc means its members on the day of the event.",
              {"type": "string", "format": "country", "examples": ["KZ", "C5", "C5:host"]},
              many=True, target=Target.TOGETHER, quoted=True, named=True),
    Parameter("role", "Role of each country that is given without one: "
              + ", ".join(ROLES) + ".",
              _words(ROLES), target=Target.TOGETHER, words=ROLES),
    _of_words("category", "Category", CATEGORY_CODES),
    _of_names("actor", "Name of a person or organisation, in double quotes if it has a comma.",
              slug, named=True),
    _of_names("tag", "Tag, spelled exactly; in double quotes if it begins with a double quote.",
              plain_tag),
    _of_words("status", "Status", STATUSES),
    _of_words("precision", "Precision", PRECISIONS),
    Parameter("q", 'Words to find, in any form. "a phrase" finds words beside each other, begin* '
              "words that begin with this, -word excludes a word. The last word is a beginning "
              "too, from three letters on.",
              {"type": "string", "pattern": CLEAN, "maxLength": 200},
              read=values.search, target=Target.FIELD, field="text"),
    Parameter("bbox", "west,south,east,north in degrees; west > east crosses the date line, and "
              "longitudes beyond 180 go around the Earth.",
              {"type": "string", "format": "bbox", "examples": ["46,35,88,56"]},
              read=values.bbox, target=Target.VALUE),
    Parameter("min_amount", "Events with an amount of at least this.",
              {"type": "string", "pattern": DECIMAL_PATTERN},
              read=values.decimal, target=Target.VALUE),
    Parameter("currency", "ISO 4217 currency of an amount.",
              {"type": "string", "format": "iso-4217", "pattern": "^[A-Z]{3}$"},
              read=values.currency, target=Target.VALUE),
    Parameter("updated_since", "Events changed at or after this ISO 8601 date or time (UTC"
                               " unless it has an offset).",
              {"type": "string", "format": "iso-moment", "examples": ["2023-02-28T12:00:00Z"]},
              read=values.moment, target=Target.VALUE),
    _switch("undated", "1 adds the events whose date is not known.", "0", "1", "undated"),
)  # fmt: skip
LIMIT = Parameter("limit", "Entries on a page.", {"type": "integer", "minimum": 1},
                  target=Target.TOGETHER)  # fmt: skip
PAGING: tuple[Parameter, ...] = (
    Parameter("sort", "Order of the events; relevance needs q, and ranks the newest 1000 "
              "that match.",
              {"type": "string", "enum": list(SORTS), "default": "date"}, target=Target.PAGE),
    LIMIT,
    Parameter("cursor", "Start of the page: the cursor in the next link of the previous page.",
              {"type": "string", "format": "cursor"}, target=Target.TOGETHER),
    Parameter("count", "How to count: all (exact), up to 1000 (capped), or not (none).",
              {"type": "string", "enum": ["exact", "capped", "none"], "default": "capped"},
              target=Target.PAGE),
    Parameter("fields", "Fields of the reply, separated by commas.", _words(FIELDS),
              read=values.field_names(FIELDS), target=Target.PAGE),
)  # fmt: skip


def _language(tag: str) -> str:
    found = languages.matching(tag)
    if found is None:
        known = ", ".join(languages.NAMES)
        raise field_error(f"{tag[:40]!r} is not a language of this service, which has {known}",
                    near_languages(tag, languages.NAMES))  # fmt: skip
    return found


def near_languages(tag: str, known: Collection[str]) -> tuple[str, ...]:
    """The codes of ``known`` languages that a tag may mean: the language of that name, or else
    those that are spelt nearly so."""
    named = languages.named(tag)
    return (named,) if named and named in known else nearest(tag.lower(), known)


LANG = Parameter(
    "lang", "Language of the texts for people: " + ", ".join(languages.NAMES)
    + "; a region is accepted and changes nothing (fr-CA).",
    {"type": "string", "default": languages.DEFAULT, "examples": ["fr"],
     "pattern": f"^({'|'.join(languages.NAMES)})([-_][A-Za-z0-9]{{1,8}}){{0,8}}$"},
    read=_language,
)  # fmt: skip
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EXPRESSION: tuple[Parameter, ...] = (
    Parameter("filter", "An expression of CQL2 over the queryables.",
              {"type": "string", "format": "cql2", "maxLength": 8000,
               "examples": ["category = 'funding' AND T_AFTER(date, DATE('2022-01-01'))"]},
              longest=8000, target=Target.TOGETHER),
    Parameter("filter-lang", "Language of the filter.",
              {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
              target=Target.TOGETHER),
    Parameter("filter-crs", "Coordinate reference system of the filter's geometries.",
              {"type": "string", "format": "uri", "enum": [CRS84], "default": CRS84},
              target=Target.TOGETHER),
)  # fmt: skip
"""Filters of OGC API – Features, Part 3 (OGC 19-079r2)."""
GRAMMAR = {each.name: each for each in (*FILTERS, *PAGING, *EXPRESSION)}
"""The parameters of a resource that lists events, by name."""
WORDED = tuple(each.name for each in FILTERS if each.target is Target.TERM and each.words)
"""Kinds of terms that have a fixed list of words."""
