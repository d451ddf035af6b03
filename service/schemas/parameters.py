"""What a query string may hold, one line a parameter: the parser, the OpenAPI document and
the tests all read these tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service import languages
from service.domain.decimals import DECIMAL_PATTERN
from service.domain.near_spellings import nearest
from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, ROLES, SORTS, STATUSES
from service.schemas.comma_lists import PATTERN
from service.schemas.fields import CLEAN, fault

MONTH_DAY = r"^((0[1-9]|1[0-2])-(0[1-9]|1\d|2\d)|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)$"
FIELDS = (
    "id", "title", "summary", "date", "date_as_reported", "date_display", "earliest", "latest",
    "precision", "extent", "approximate", "uncertain", "category", "status", "countries",
    "actors", "place", "amounts", "sources", "related", "tags", "version", "created_at",
    "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A query parameter; ``many`` ones may be repeated (*and*) and hold commas (*or*).

    One that a client sends under a name of its own ``means`` a parameter of the grammar.
    ``read`` turns what the client writes into what the grammar reads; it raises
    ``ValidationError``. One that is ``clamped`` is drawn to its bounds rather than refused.
    ``longest`` is how many characters it may have.
    """

    name: str
    help: str
    schema: Mapping[str, Any]
    many: bool = False
    means: str | None = None
    read: Callable[[str], str] | None = None
    clamped: bool = False
    longest: int = 2000


def whole_from(name: str, help: str, least: int, most: int, usual: int | None = None) -> Parameter:
    """A whole number from ``least`` to ``most``, which has at most six digits; ``usual`` without
    the parameter."""

    def read(text: str) -> str:
        if not (text.isascii() and text.isdigit() and least <= int(text[:6]) <= most):
            raise fault(f"must be a whole number from {least} to {most}")
        return text

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name, help, schema if usual is None else {**schema, "default": usual},
                     read=read)  # fmt: skip


def _words(words: Sequence[str]) -> dict[str, Any]:
    one = "|".join(words)
    return {"type": "string", "pattern": f"^({one})(,({one}))*$"}


FILTERS: tuple[Parameter, ...] = (
    Parameter("date", "EDTF point or interval the events must fall in.",
              {"type": "string", "format": "edtf", "maxLength": 64,
               "examples": ["2022-09/2023-03"]}),
    Parameter("from", "EDTF date; events from its first day on. Not with date.",
              {"type": "string", "format": "edtf", "maxLength": 64}),
    Parameter("to", "EDTF date; events up to its last day. Not with date.",
              {"type": "string", "format": "edtf", "maxLength": 64}),
    Parameter("begins", "EDTF date or interval in which the events begin: it holds the first day "
              "that their date can mean.",
              {"type": "string", "format": "edtf", "maxLength": 64, "examples": ["2022-09"]}),
    Parameter("match", "Whether an event may (possible) or must (certain) fall in the range.",
              {"type": "string", "enum": ["possible", "certain"], "default": "possible"}),
    Parameter("on", "Month and day in any year, MM-DD.",
              {"type": "string", "pattern": MONTH_DAY,
               "examples": ["02-24"]}),
    Parameter("country", "Name or code of a country or bloc, and its role behind a colon if that "
              "matters (US:participant); a bloc is its members on the day.",
              {"type": "string", "format": "country", "examples": ["KZ", "C5", "C5:host"]},
              many=True),
    Parameter("role", "Narrows each country that has no role of its own to a role: "
              + ", ".join(ROLES) + ".",
              _words(ROLES)),
    Parameter("category", "Category: " + ", ".join(CATEGORY_CODES) + ".",
              _words(CATEGORY_CODES), many=True),
    Parameter("actor", "Name of a person or organisation, in double quotes if it has a comma.",
              {"type": "string", "pattern": PATTERN, "maxLength": 200}, many=True),
    Parameter("tag", "A tag, to the letter, in double quotes if it begins with one.",
              {"type": "string", "pattern": PATTERN, "maxLength": 200}, many=True),
    Parameter("status", "Status: " + ", ".join(STATUSES) + ".", _words(STATUSES), many=True),
    Parameter("precision", "Precision: " + ", ".join(PRECISIONS) + ".",
              _words(PRECISIONS), many=True),
    Parameter("q", 'Words to find, in any form; "a phrase" in quotes, begin* for a beginning (the '
              "last word is one from three letters on), -word for what may not be there.",
              {"type": "string", "pattern": CLEAN, "maxLength": 200}),
    Parameter("bbox", "west,south,east,north in degrees; west > east crosses the date line, and "
              "longitudes beyond 180 go around the Earth.",
              {"type": "string", "format": "bbox", "examples": ["46,35,88,56"]}),
    Parameter("min_amount", "Events with an amount of at least this.",
              {"type": "string", "pattern": DECIMAL_PATTERN}),
    Parameter("currency", "ISO 4217 currency of an amount.",
              {"type": "string", "format": "iso-4217", "pattern": "^[A-Z]{3}$"}),
    Parameter("updated_since", "ISO 8601 date or time (UTC unless it says otherwise).",
              {"type": "string", "format": "iso-moment", "examples": ["2023-02-28T12:00:00Z"]}),
    Parameter("undated", "1 adds the events of which no date is known.",
              {"type": "string", "enum": ["0", "1"], "default": "0"}),
)  # fmt: skip
LIMIT = Parameter("limit", "Entries on a page.", {"type": "integer", "minimum": 1})
PAGING: tuple[Parameter, ...] = (
    Parameter("sort", "Order of the events; relevance needs q, and ranks the newest 1000 "
              "that match.",
              {"type": "string", "enum": list(SORTS), "default": "date"}),
    LIMIT,
    Parameter("cursor", "Where the page begins, from the next link of the one before.",
              {"type": "string", "format": "cursor"}),
    Parameter("count", "How to count: all (exact), up to 1000 (capped), or not (none).",
              {"type": "string", "enum": ["exact", "capped", "none"], "default": "capped"}),
    Parameter("fields", "The fields wanted, separated by commas.",
              _words(FIELDS)),
)  # fmt: skip


def _language(tag: str) -> str:
    found = languages.matching(tag)
    if found is None:
        known = ", ".join(languages.NAMES)
        raise fault(f"{tag[:40]!r} is not a language of this service, which has {known}",
                    nearest(tag.lower(), languages.NAMES))  # fmt: skip
    return found


LANG = Parameter(
    "lang", "Language of what is written for people: " + ", ".join(languages.NAMES)
    + "; parts for a region are accepted and mean nothing more (fr-CA).",
    {"type": "string", "default": languages.DEFAULT, "examples": ["fr"],
     "pattern": f"^({'|'.join(languages.NAMES)})([-_][A-Za-z0-9]{{1,8}}){{0,8}}$"},
    read=_language,
)  # fmt: skip
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EXPRESSION: tuple[Parameter, ...] = (
    Parameter("filter", "An expression of CQL2 over the queryables.",
              {"type": "string", "format": "cql2", "maxLength": 8000,
               "examples": ["category = 'funding' AND T_AFTER(date, DATE('2022-01-01'))"]},
              longest=8000),
    Parameter("filter-lang", "How the filter is written.",
              {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"}),
    Parameter("filter-crs", "The coordinates of the filter's geometries.",
              {"type": "string", "format": "uri", "enum": [CRS84], "default": CRS84}),
)  # fmt: skip
"""Filters of OGC API – Features, Part 3 (OGC 19-079r2)."""
GRAMMAR = frozenset(each.name for each in (*FILTERS, *PAGING, *EXPRESSION))
