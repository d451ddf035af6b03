"""Parameters of the paths under ``/ogc``."""

from __future__ import annotations

import re

from service.api.ogc_schema import NAMES
from service.domain import edtf
from service.domain.instants import moment
from service.domain.near_spellings import nearest
from service.schemas.fields import field_error
from service.schemas.parameters import EXPRESSION, FILTERS, LANG, Parameter
from service.schemas.written_dates import written_date_error

SORTS = {"date": "date", "-date": "-date", "updated_at": "updated", "-updated_at": "-updated"}


SHOWN = "~"
"""The sign in a cursor before each id of a feature that the first page showed out of order."""


def without_shown(text: str) -> str:
    """The cursor without these ids."""
    return text.partition(SHOWN)[0]


def shown(text: str) -> list[str]:
    """The ids in a cursor: the features that the first page showed out of order."""
    return [each for each in text.partition(SHOWN)[2].split(SHOWN) if each]


def _bbox(text: str) -> str:
    parts = text.split(",")
    if len(parts) == 6:  # events have no heights, so these are ignored
        parts = [*parts[:2], *parts[3:5]]
    return ",".join(parts)


def _datetime(text: str) -> str:
    ends = text.split("/")
    if len(ends) > 2:
        raise field_error("is one time or two with a slash between them")
    return "/".join(_end(end) for end in ends)


def _end(text: str) -> str:
    """An end of an interval as the grammar's ``date`` writes it: times without fractions of a
    second, an open end as two dots."""
    if text in ("", ".."):
        return ".."
    day, mark, clock = text.partition("t" if "t" in text else "T")
    if not mark:
        return text
    if not clock:  # GDAL writes a day like this
        return day
    # Some clients do not escape a plus sign, so it arrives as a space.
    zoned = f"{day}T{clock.replace(' ', '+')}"
    try:
        moment(zoned)
    except edtf.DateError as error:
        raise written_date_error(text, str(error)) from None
    # The grammar has no fractions of seconds and no leap seconds.
    whole = re.sub(r"\.\d+", "", zoned.upper())
    return re.sub(r":60(?=[Z+-])", ":59", whole)


def _sortby(text: str) -> str:
    name = text.strip().removeprefix("+")
    if "," in name:
        raise field_error("events are sorted by one property; those of one day follow as recorded")
    if name not in SORTS:
        raise field_error(
            f"{name[:64]!r} is not one of {', '.join(SORTS)}", nearest(name, tuple(SORTS))
        )
    return SORTS[name]


def _properties(text: str) -> str:
    names = [part.strip() for part in text.split(",")]
    for name in names:
        if name not in NAMES:
            raise field_error(f"{name[:64]!r} is not a property of a feature", nearest(name, NAMES))
    return ",".join(dict.fromkeys(names))


FORMAT = Parameter("f", "json, or html for a page.", {"type": "string", "enum": ["json", "html"]})
LIMIT = Parameter("limit", "Events on a page. A number above the maximum means the maximum.",
                  {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
                  clamped=True)  # fmt: skip
CARRIED = (
    Parameter("bbox", "west,south,east,north in degrees (CRS84); events without a place match.",
              {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
              means="bbox", read=_bbox),
    Parameter("datetime", "RFC 3339 day or time, or an interval of two, with .. or nothing for"
                          " an open end. "
              "Undated events match. A time is an instant for events whose time is known.",
              {"type": "string", "format": "ogc-datetime"}, means="date", read=_datetime),
    *EXPRESSION,
    LANG,
    *(each for each in FILTERS if each.name not in ("bbox", "begins", "date", "from", "to",
                                                     "undated")),
    Parameter("sortby", "Order: date or updated_at, ascending; with a leading - descending.",
              {"type": "string", "enum": list(SORTS), "default": "date"},
              means="sort", read=_sortby),
    Parameter("properties", "Properties of the reply, separated by commas.",
              {"type": "array", "items": {"type": "string", "enum": list(NAMES)},
               "maxLength": 1000}, read=_properties),
)  # fmt: skip
"""Parameters that a client may send to the landing page. Its links carry them to the features."""
CURSOR = Parameter("cursor", "Start of the page: the cursor in the next link of the previous page.",
                   {"type": "string", "format": "cursor"}, read=without_shown)  # fmt: skip
ITEMS = (*CARRIED, LIMIT, CURSOR, FORMAT)
